"""Every finding code with its Chinese message: what, where, what to do.

Each function makes one :class:`~toolkit.model.Finding` with a code of its own; nobody else makes
any. They stand in the order of their codes: 1xxx what was read, 2xxx the paper, 3xxx the rules.
``tests/corpus/findings.toml`` holds every message as it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model import Finding, Severity, Span

LEAD = "lead_units"
"""What :attr:`Finding.about` holds where a task has no lead unit at all."""

DAY_IMPOSSIBLE = "E1604"
"""The code of a task whose own words name a day that no calendar has."""

_QUOTE_LIMIT = 40


def _at(origin: Span | None) -> str:
    return f"（第{origin.paragraph}段）" if origin else ""


def _quoted(text: str) -> str:
    """The words in quotation marks, a long text cut."""
    return f"“{text[:_QUOTE_LIMIT]}{'…' if len(text) > _QUOTE_LIMIT else ''}”"


def _listed(paragraphs: list[int]) -> str:
    """“第3、5段”, at most five named."""
    named = "、".join(str(paragraph) for paragraph in paragraphs[:5])
    return f"第{named}段{'等' if len(paragraphs) > 5 else ''}"


def _of_task(
    code: str,
    number: int,
    origin: Span | None,
    words: str,
    *,
    about: str = "",
    severity: Severity = Severity.WARNING,
) -> Finding:
    """A finding about one task: “任务3（第14段）” and ``words``."""
    message = f"任务{number}{_at(origin)}{words}"
    return Finding(code, message, severity, origin, number, about)


def without_place(finding: Finding) -> str:
    """The message in one line, without task, paragraph and quotation, to be said of several."""
    message = finding.message
    if finding.task is not None:
        message = message.removeprefix(f"任务{finding.task}{_at(finding.origin)}")
    lines = [line.strip() for line in message.splitlines()]
    # Chinese needs no space where a line ended
    return "".join(line for line in lines if finding.task is None or line[:3] != "原文：")


_SAID_BY = {"W1803": "E3114", "W1805": "E3112", "W2401": "W1316"}
"""Doubts that another one includes, which also says what settles them."""


def still_open(
    found: Sequence[Finding], *, source_given: bool = False, day_given: bool = False
) -> tuple[Finding, ...]:
    """``found``, each once, without what another includes or what the clerk has answered."""
    settled = {each.code for each in found}
    settled |= {code for code, given in (("E3112", source_given), ("E3114", day_given)) if given}
    once = dict.fromkeys(found)
    return tuple(each for each in once if _SAID_BY.get(each.code) not in settled)


# --- 10xx–12xx reading a file --------------------------------------------------------------------


def read_in_encoding(encoding: str) -> Finding:
    """The text file was not UTF-8."""
    return Finding(
        "I1001", f"按 {encoding} 读取。如有乱码，请另存为 UTF-8 后再导入。", Severity.NOTE
    )


def word_under_other_name() -> Finding:
    """The extension promised something else; the content was read."""
    return Finding(
        "I1003", "文件内容是 Word 文档，已按 Word 文档读取，请核对扩展名。", Severity.NOTE
    )


def styles_missing() -> Finding:
    """Heading levels come from styles."""
    return Finding("W1208", "文件缺少样式，已按无样式读取，请核对标题层级。")


def dde_field() -> Finding:
    """A field that would start another program."""
    return Finding("W1209", "文件含有 DDE 域，已忽略，不会执行。请向来文单位核实。")


def outside_address(addresses: list[str]) -> Finding:
    """A template or picture elsewhere, which Word would fetch."""
    return Finding(
        "W1210",
        f"文件引用了外部地址（{_quoted(addresses[0])}），已忽略，未联网。请核对是否缺内容。",
    )


def tracked_changes(insertions: int, deletions: int, moves: int, paragraphs: list[int]) -> Finding:
    """Revisions nobody accepted yet; they are read as accepted."""
    counted = [
        f"{word}{number}处"
        for word, number in (("插入", insertions), ("删除", deletions), ("移动", moves))
        if number
    ]
    where = f"，见{_listed(paragraphs)}" if paragraphs else ""
    return Finding(
        "W1211",
        f"文件有修订痕迹（{'、'.join(counted)}{where}），已按“接受全部修订”读取，请核对。",
    )


def text_in_box(text: str, origin: Span) -> Finding:
    """A floating text box often holds an instruction."""
    return Finding(
        "W1212",
        f"在文本框中发现文字{_at(origin)}：{_quoted(text)}，请确认是否为批示。",
        Severity.WARNING,
        origin,
    )


def hidden_text(hidden: list[tuple[str, str]]) -> Finding:
    """Hidden words, each after its place: 文首, 第3段中, 第3段后."""
    shown = "；".join(f"{place}{_quoted(text)}" for place, text in hidden[:3])
    more = "等" if len(hidden) > 3 else ""
    return Finding(
        "W1213", f"有{len(hidden)}处隐藏文字，默认不作为事项：{shown}{more}。请在 Word 中核对。"
    )


def comments_found(count: int) -> Finding:
    """Comments are read behind the text and are nobody's decision."""
    return Finding(
        "W1214", f"批注中有{count}条文字，已列在正文之后，默认不作为事项。请核对是否有交办内容。"
    )


def embedded_objects(count: int) -> Finding:
    """Embedded tables and charts are files of their own."""
    return Finding(
        "W1215", f"文件嵌入了{count}个对象（如 Excel 表格、图表），其中的文字没有读取，请核对。"
    )


def pictures(count: int) -> Finding:
    """Words inside pictures are not read."""
    return Finding("I1216", f"文件含有{count}张图片，图中文字没有读取，请核对。", Severity.NOTE)


# --- 13xx finding tasks and their units ----------------------------------------------------------


def nothing_found(paragraphs: int) -> Finding:
    """A document in which nothing is ordered."""
    return Finding(
        "E1300",
        f"读完{paragraphs}段，没有找到任务。\n"
        "  请检查是否选错文件，或用 --kind 指定文件种类；确有任务的，请把该段文字发给维护人员。",
        Severity.ERROR,
    )


def unit_vague(number: int, unit: str, origin: Span | None) -> Finding:
    """A supporting unit like 有关部门: nobody in particular."""
    words = f"的配合单位“{unit}”过于笼统，请选择具体单位。"
    return _of_task("E1301", number, origin, words, about=unit)


def sentence_left(words: str, origin: Span) -> Finding:
    """Something a paragraph with tasks demands besides, taken as no task."""
    place = f"第{origin.paragraph}段有一句没有列入任务：{_quoted(words)}。"
    return Finding("W1302", f"{place}请看是否须另行交办。", Severity.WARNING, origin)


def lead_missing(number: int, origin: Span | None) -> Finding:
    """A task whose text names nobody."""
    quote = f"\n  原文：{_quoted(origin.text)}" if origin else ""
    words = f"未写明牵头单位。{quote}\n  请补填牵头单位，或退回起草科室确认。"
    return _of_task("W1311", number, origin, words, about=LEAD, severity=Severity.ERROR)


def lead_inherited(number: int, units: str, how: str, origin: Span | None) -> Finding:
    """A lead unit that is not written in the task's own words."""
    words = f"的牵头单位“{units}”本句没有写，按“{how}”认定，请核对。"
    return _of_task("W1312", number, origin, words, about=units)


def unit_unknown(number: int, unit: str, origin: Span | None) -> Finding:
    """A unit the office's table does not hold."""
    words = f"的“{unit}”不在单位表中，按原文保留。\n  请核对名称，常用的请加入单位表。"
    return _of_task("W1313", number, origin, words, about=unit, severity=Severity.NOTE)


def unit_former(number: int, unit: str, now: str | None, origin: Span | None) -> Finding:
    """A unit called by a name it no longer bears."""
    hint = f"现为“{now}”" if now else "已撤并"
    words = f"的“{unit}”是原机构名称，{hint}。原文照录，请确认承办单位。"
    return _of_task("W1314", number, origin, words, about=unit)


def unit_group(number: int, unit: str, origin: Span | None) -> Finding:
    """A group that stands for several units."""
    words = f"的“{unit}”是一类单位的统称，请在下发时确定发给哪些单位。"
    return _of_task("W1315", number, origin, words, about=unit)


def leads_by_breakdown(tasks: int) -> Finding:
    """A work report names no units: said once for the document, not for every task."""
    return Finding(
        "W1316",
        f"政府工作报告不写责任单位，{tasks}项任务没有牵头单位。\n"
        "  请先分解任务（任务分工方案），再按方案下发交办单。",
    )


def perhaps_same_unit(first: str, second: str, origin: Span | None) -> Finding:
    """Two names in one paper that differ only in 局 and 委."""
    return Finding(
        "W1317",
        f"文中既有“{first}”，又有“{second}”{_at(origin)}，可能是同一个单位，现按两个单位处理。\n"
        "  请核对；是同一个单位的，请把另一名称加入单位表的别名。",
        Severity.WARNING,
        origin,
    )


# --- 14xx characters -----------------------------------------------------------------------------


def invisible_characters(count: int, paragraphs: list[int]) -> Finding:
    """Control and zero-width characters were taken out."""
    return Finding("W1403", f"已清除{count}个不可见字符（{_listed(paragraphs)}）。", Severity.NOTE)


def direction_marks(paragraphs: list[int]) -> Finding:
    """Characters that print words in another order than stored."""
    return Finding(
        "W1404", f"{_listed(paragraphs)}含有会改变显示顺序的隐藏字符，已清除，请核对文字次序。"
    )


# --- 16xx tasks against the rules ----------------------------------------------------------------


def elements_missing(
    number: int, missing: str, clause: str, elements: str, origin: Span | None
) -> Finding:
    """Some of the ``elements`` (五要素) are not in the document; they are never guessed."""
    words = f"待补：{missing}（{clause}要求明确{elements}，原文没有写）。"
    return _of_task("W1601", number, origin, words, severity=Severity.NOTE)


def completion_before_event(
    number: int, completion: str, event: str, origin: Span | None
) -> Finding:
    """The completion date lies before the meeting or instruction."""
    words = f"时限（{completion}）早于会议、批示日（{event}），请核对年份。"
    return _of_task("W1602", number, origin, words)


def completion_next_year(number: int, words: str, on: str, origin: Span | None) -> Finding:
    """A month that is over at the meeting, without its year: the coming one is meant."""
    said = f"“{words}”按次年{on}计算，请确认。"
    return _of_task("W1603", number, origin, said, about=words)


def day_impossible(number: int, written: str, why: str, origin: Span | None) -> Finding:
    """A day that no calendar has: the task waits until somebody has asked the drafters."""
    words = (
        f"写的“{written}”没有这一天（{why}），不能推算时限，未列入交办单。\n"
        "  请与起草科室核实，改正原文后重新识别。"
    )
    return _of_task("E1604", number, origin, words, about=written, severity=Severity.ERROR)


def completion_before_feedback(
    number: int, completion: str, feedback: str, origin: Span | None
) -> Finding:
    """The task ends before its first report is due: the report can be asked for then."""
    words = f"的完成时限“{completion}”早于反馈时限（{feedback}），可要求完成时即反馈。"
    return _of_task("W1606", number, origin, words, about=completion, severity=Severity.NOTE)


def leads_several(number: int, clause: str, origin: Span | None) -> Finding:
    """Several units lead the task, and none is said to answer for the whole."""
    words = f"有几个牵头单位，请确定由哪一个总牵头，以免推诿（{clause}）。"
    return _of_task("W1607", number, origin, words, severity=Severity.NOTE)


def limit_ends_on_day_off(number: int, words: str, on: str, origin: Span | None) -> Finding:
    """A number of days that ends where nobody works; the paper does not say what then holds."""
    said = (
        f"的时限“{words}”止于{on}，是休息日，原文没有写是否顺延，现按原日期列出。\n"
        "  如应顺延，请与起草科室确认后改定。"
    )
    return _of_task("W1608", number, origin, said, about=words)


def month_before_doubtful(number: int, words: str, on: str, origin: Span | None) -> Finding:
    """8月前: to the end of the month or before it begins."""
    said = f"的时限“{words}”有两种读法（当月底前，或者当月之前），现按{on}计算，请确认。"
    return _of_task("W1609", number, origin, said, about=words)


def task_repeated(number: int, earlier: int, origin: Span | None) -> Finding:
    """The same order to the same units by the same day: the paper gives it twice."""
    said = (
        f"与任务{earlier}内容、单位、时限相同，原文写了两次，两项都已列出。\n"
        "  请确认；只出一份时用 --skip。"
    )
    return _of_task("W1610", number, origin, said)


# --- 18xx people and the head of the document ----------------------------------------------------


def ambiguous_person(written: str, candidates: tuple[str, ...], origin: Span | None) -> Finding:
    """A surname or given name that fits several persons of the document."""
    return Finding(
        "W1801",
        f"“{written}”{_at(origin)}可能是{'、'.join(candidates)}，文中不能确定是哪一位，按原文保留。\n"
        "  请核对后补填全名。",
        Severity.WARNING,
        origin,
    )


def kind_doubtful(kind: str, reason: str) -> Finding:
    """A document whose kind is only guessed."""
    return Finding(
        "W1802",
        f"未能确定文种，暂按“{kind}”处理（依据：{reason}）。\n"
        "  如不对，请用 --kind 指明文种后重新识别。",
    )


def source_date_missing(what: str, imprint: str) -> Finding:
    """A meeting, instruction or speech whose day (or year) the document does not state."""
    hint = f"落款印发日期为{imprint}，印发日期不能代替{what}日期。\n  " if imprint else ""
    return Finding(
        "W1803",
        f"文中没有写明{what}日期（或没有年份），各项时限无法推算。\n"
        f"  {hint}请补填{what}日期后重新识别。",
    )


def year_inferred(written: str, year: int, basis: str, origin: Span | None) -> Finding:
    """A month and day whose year stands elsewhere."""
    return Finding(
        "I1804",
        f"“{written}”{_at(origin)}没有年份，按{basis}推定为{year}年，请核对。",
        Severity.NOTE,
        origin,
    )


def chair_missing(origin: Span | None) -> Finding:
    """Minutes that do not say who presided."""
    return Finding(
        "W1805",
        "纪要中没有读出主持人，不能据此判断由谁下发。\n  请补填主持人及其职务。",
        Severity.WARNING,
        origin,
    )


def weekday_differs(written: str, year: int, weekday: int, origin: Span | None) -> Finding:
    """A day whose written weekday is not that of the calendar; ``weekday`` counts Monday as 0."""
    name = "一二三四五六日"[weekday]
    return Finding(
        "W1806",
        f"“{written}”{_at(origin)}所写星期与{year}年的日历不符（当日为星期{name}），请核对日期。",
        Severity.WARNING,
        origin,
    )


def meeting_day_under_title(written: str, origin: Span | None) -> Finding:
    """Minutes that give no day but the one right under their title."""
    return Finding(
        "W1807",
        f"没有写明会议时间，按题下的“{written}”{_at(origin)}推算各项时限，请核对。",
        Severity.WARNING,
        origin,
    )


# --- 22xx templates ------------------------------------------------------------------------------


def template_without_grid(place: str) -> Finding:
    """A table that WPS would draw without widths."""
    return Finding(
        "W2205",
        f"模板{place}没有列宽定义，WPS 中可能显示异常。请在 Word 中拖动一次列宽后另存。",
    )


def template_theme_font(places: str) -> Finding:
    """Chinese text in a font of the theme, which is another one on another computer."""
    return Finding(
        "W2206",
        f"模板{places}的中文用了主题字体，换一台电脑或用 WPS 打开字体会变。"
        "请选中后指定中文字体，如 仿宋。",
    )


def template_latin_font(places: str) -> Finding:
    """Chinese text without a Chinese font."""
    return Finding(
        "W2207",
        f"模板{places}的中文没有指定中文字体，或指定的是西文字体，印出的字体不能确定。"
        "请选中后指定中文字体，如 仿宋。",
    )


def template_tags_split(places: str) -> Finding:
    """Tags that Word cut into several runs; they work all the same."""
    return Finding(
        "I2208",
        f"模板{places}的标签被 Word 拆成了几段（拼写检查或逐字修改所致），已能识别，可以使用。",
        Severity.NOTE,
    )


def template_fields_unused(labels: Sequence[str]) -> Finding:
    """Fields the paper offers and the template does not print."""
    return Finding("I2209", f"模板没有用到：{'、'.join(labels)}。不需要的可以不用。", Severity.NOTE)


def field_cleaned(label: str, count: int) -> Finding:
    """A field's text held what Word cannot: control characters, half surrogates."""
    return Finding("W2210", f"“{label}”里有{count}个不能印出的字符，已去掉，请核对这一栏。")


def field_direction_marks(label: str) -> Finding:
    """A field's text holds marks that turn the order of what is shown."""
    return Finding("W2211", f"“{label}”里有会改变显示顺序的隐藏字符，已照印，请核对文字次序。")


# --- 24xx what stops a ticket, and what will be blank on it --------------------------------------


def lead_unit_missing(number: int, officials: Sequence[str], origin: Span | None) -> Finding:
    """A task that names only persons: the ticket needs a unit that receives it."""
    words = (
        f"只写明由{'、'.join(officials)}负责，没有牵头单位，未列入交办单。\n"
        "  请补填牵头单位，或退回起草科室确认。"
        if officials
        else "没有牵头单位，未列入交办单。\n  请补填牵头单位，或退回起草科室确认。"
    )
    return _of_task("W2401", number, origin, words, about=LEAD, severity=Severity.ERROR)


def lead_unit_vague(number: int, unit: str, origin: Span | None) -> Finding:
    """A task whose lead is 有关部门 or the like: nobody would receive the ticket."""
    words = f"的牵头单位“{unit}”过于笼统，未列入交办单。\n  请选择具体单位，或退回起草科室确认。"
    return _of_task("W2402", number, origin, words, about=unit, severity=Severity.ERROR)


def office_facts_missing(labels: Sequence[str]) -> Finding:
    """The office's settings do not say ``labels``; the paper will read （待填）."""
    named = "、".join(f"“{label}”" for label in labels)
    return Finding(
        "W2403",
        f"本机关设置中没有{named}，交办单上将印“（待填）”。请在 duban.toml 中补填后再签发。",
    )


def other_county(document: str, office: str) -> Finding:
    """The document is of another county than the office folder it is worked on in."""
    return Finding(
        "W2404",
        f"这份文件是“{document}”的，本机关设置（duban.toml）是“{office}”，"
        f"单位全称、发文机关和编号都会按“{office}”写。\n"
        f"  请核对是否选错了文件；确要办理{document}的事项，"
        f"请用 --office 指定{document}的督办文件夹；"
        "县名有变更的，请改 duban.toml 和单位表。",
    )


# --- 31xx deadlines and sources ------------------------------------------------------------------


def calendar_missing(year: int, what: str, provisional: str, last_known: int | None) -> Finding:
    """A deadline that needs a year without a holiday notice; ``provisional`` is to be expected."""
    is_future = last_known is not None and year > last_known
    state = "尚未公布" if is_future else "没有收录"
    until = "通知公布后" if is_future else "请"
    return Finding(
        "E3101",
        f"{year}年放假安排{state}，{what}暂定为{provisional}。"
        f"{until}用 duban calendar import 导入该年放假通知，再重新计算。",
    )


def feedback_not_after_issue(feedback: str, issue: str, was_issued: bool) -> Finding:
    """The report would be due on or before the day the ticket goes out."""
    which = "下发日" if was_issued else "最迟下发日"
    return Finding(
        "W3102",
        f"反馈时限（{feedback}）不晚于{which}（{issue}）。\n"
        "  请在会议、批示当日下发，或请领导另行明确反馈时限。",
    )


def other_reading(reading: str, base: str, due: str) -> Finding:
    """The clause names no base; the other way of counting gives another day."""
    return Finding("W3103", f"{reading}；如自{base}起算，为{due}。请按本单位惯例确认。")


def limit_not_set(name: str, what: str, note: str) -> Finding:
    """The regulation sets no such limit: it is filled in by hand, never invented."""
    remark = f"{note}。" if note else ""
    return Finding("W3104", f"“{name}”没有规定{what}，请人工填写。{remark}")


def no_first_report(name: str, reading: str) -> Finding:
    """The source owes no first report by a day; it is followed in another way."""
    return Finding("W3105", f"“{name}”：{reading}。", Severity.NOTE)


def soft_limit_earlier(before: str, soft: str, hard: str) -> Finding:
    """Beside the limit that binds there is an earlier one that holds in principle."""
    return Finding(
        "W3106", f"最迟{hard}下发，原则上应在{before}前（{soft}前）下达，请按较早的{soft}安排。"
    )


def issued_late(issued: str, limit: str, clause: str) -> Finding:
    """The ticket goes out after the limit."""
    return Finding(
        "W3107", f"交办单{issued}下发，超过下发时限{limit}（{clause}），请尽快下发并说明原因。"
    )


def issued_before_event(issued: str, event: str) -> Finding:
    """The day of issue lies before the meeting or instruction."""
    return Finding(
        "E3108",
        f"下发日（{issued}）早于会议、批示日（{event}），请核对日期。",
        Severity.ERROR,
    )


def rule_not_in_force(name: str, on: str, since: str) -> Finding:
    """No entry of the regulation applies to an event of that day."""
    return Finding(
        "E3109",
        f"“{name}”的规定自{since}起适用，不适用于{on}的事项，没有计算时限。请核对日期或人工填写。",
        Severity.ERROR,
    )


def source_doubtful(reason: str, name: str, doubt: str) -> Finding:
    """A source was chosen, with something the clerk should check."""
    return Finding(
        "W3111",
        f"按“{name}”处理：{reason}。{doubt}。\n  不对的，请用 --source 指定来源。",
    )


def source_undecided(reason: str, doubt: str) -> Finding:
    """No source can be chosen; the clerk must say."""
    return Finding(
        "E3112",
        f"{reason}：{doubt}。\n  没有计算时限；请用 --source 指定按哪一种来源办理。",
        Severity.ERROR,
    )


def issuer_follows_chair(reading: str) -> Finding:
    """Who presides changes who issues."""
    return Finding("W3113", f"{reading}。", Severity.NOTE)


def source_day_unknown() -> Finding:
    """Neither the document nor the clerk says on which day the meeting or instruction was."""
    return Finding(
        "E3114",
        "文件没有写明会议或批示日期，没有计算时限。请用 --on 指定，如 --on 2026-02-11。",
        Severity.ERROR,
    )


def printing_day_unknown(name: str) -> Finding:
    """The limits run from the day the minutes were printed, and nobody has told that day."""
    return Finding(
        "E3115",
        f"“{name}”的时限自纪要印发之日起算，没有读到印发日期。请用 --printed-on 指定，"
        "如 --printed-on 2026-02-13。",
        Severity.ERROR,
    )


# --- 32xx the office's units table ---------------------------------------------------------------


def alias_inside_name(alias: str, unit: str, name: str) -> Finding:
    """An alias of one unit that is a part of another unit's name."""
    return Finding(
        "W3203",
        f"单位表：“{unit}”的别名“{alias}”是“{name}”的一部分，读取时按最长的名称认。\n"
        "  如有混淆，请删去这个别名或写得更全。",
        Severity.NOTE,
    )


def abolished_name(name: str, line: int, now: str, period: str) -> Finding:
    """A present name in the table that other counties gave up; ``period`` may be empty."""
    when = f"（{period}）" if period else ""
    return Finding(
        "W3204",
        f"单位表第{line}行“{name}”是旧名称{when}，现多为“{now}”。是否改用新名、把旧名移到“曾用名”列？",
    )


# --- 33xx what is due when, and the holiday notices ----------------------------------------------


def timetable_provisional(year: int, last_known: int | None) -> Finding:
    """A timetable of a year without a holiday notice."""
    is_future = last_known is not None and year > last_known
    state = "尚未公布" if is_future else "没有收录"
    return Finding(
        "W3301",
        f"{year}年放假安排{state}，凡涉及该年放假调休的日期都是暂定。\n"
        "  有了通知，请用 duban calendar import 导入，再重新列表。",
    )


def duty_week_off(what: str, week: str, *, is_provisional: bool) -> Finding:
    """A weekly duty in a week in which nobody works."""
    guess = "按推算" if is_provisional else ""
    return Finding("I3302", f"{week}{guess}全周放假，没有安排{what}。", Severity.NOTE)


def duty_without_day(what: str, period: str, holiday: str) -> Finding:
    """A duty that waits for a holiday whose days are not known."""
    return Finding(
        "W3303",
        f"{period}{holiday}的放假日期未知，没有列出{what}。\n"
        "  有了通知，请用 duban calendar import 导入，再重新列表。",
    )


def date_not_recounted(number: str, reason: str) -> Finding:
    """An entry of the ledger whose dates cannot be counted again."""
    return Finding("W3304", f"{number}：{reason}，没有重新计算。请人工核对反馈时限。")


# --- 34xx reports that ask for coordination ------------------------------------------------------


def report_part_missing(part: str, clause: str, advice: str) -> Finding:
    """A part that the report must state and that was not found."""
    return Finding("W3401", f"没有找到“{part}”（{clause}）。{advice}", Severity.ERROR)


def report_part_denied(part: str, clause: str, advice: str, origin: Span) -> Finding:
    """The report itself says that it was not done."""
    return Finding(
        "W3402",
        f"“{part}”{_at(origin)}写的是还没有做：{_quoted(origin.text)}（{clause}）。{advice}",
        Severity.ERROR,
        origin,
    )


def report_part_empty(part: str, clause: str, advice: str, origin: Span) -> Finding:
    """A heading with nothing under it."""
    return Finding(
        "W3403",
        f"“{part}”{_at(origin)}只有标题，没有内容（{clause}）。{advice}",
        Severity.ERROR,
        origin,
    )


def report_part_doubtful(part: str, doubt: str, origin: Span) -> Finding:
    """Something was found, but it may not be what the clause asks for."""
    return Finding("W3404", f"“{part}”{_at(origin)}请核对：{doubt}。", Severity.WARNING, origin)


def report_opinion_refused(part: str, clause: str, advice: str, origin: Span) -> Finding:
    """圈阅, 已阅 and the like where the clause wants a concrete opinion."""
    return Finding(
        "W3405",
        f"“{part}”{_at(origin)}写的是{_quoted(origin.text)}，不算明确具体意见（{clause}）。{advice}",
        Severity.ERROR,
        origin,
    )


# --- 35xx papers that a unit sends back ----------------------------------------------------------


def _rows(rows: Sequence[int]) -> str:
    return f"第{'、'.join(str(row) for row in rows)}项"


def reply_item_blank(rows: Sequence[int]) -> Finding:
    """Rows of the form that say neither progress nor a state."""
    return Finding("W3501", f"{_rows(rows)}没有填写进展情况，没有登记。请承办单位补填后再报。")


def reply_state_unmarked(rows: Sequence[int]) -> Finding:
    """Progress without a tick: nobody said that it is done."""
    return Finding(
        "W3502",
        f"{_rows(rows)}的“已办结”“在办”都没有勾，按反馈登记，不作为申请销号。请与承办单位核实。",
    )


def reply_state_twice(rows: Sequence[int]) -> Finding:
    """Boxes that exclude each other are both ticked."""
    return Finding(
        "W3503",
        f"{_rows(rows)}勾了互相矛盾的选项，没有登记。请承办单位改正后再报。",
        Severity.ERROR,
    )


def reply_rows_unknown(rows: Sequence[int], count: int) -> Finding:
    """Rows that the ticket does not have."""
    return Finding(
        "W3504",
        f"报来的{_rows(rows)}单上没有（共{count}项），没有登记。请核对编号和序号。",
        Severity.ERROR,
    )


def reply_rows_absent(rows: Sequence[int]) -> Finding:
    """Rows of the ticket that the paper does not speak of."""
    return Finding("W3505", f"单上的{_rows(rows)}没有报，没有登记。请承办单位补报。")


def reply_other_objective(row: int, written: str, objective: str) -> Finding:
    """The row's task reads otherwise than on the ticket; it may be another ticket's form."""
    return Finding(
        "W3506",
        f"第{row}项写的是{_quoted(written)}，单上是{_quoted(objective)}。"
        "请核对是否拿错了表，或改动了内容。",
    )


def reply_other_unit(written: str, units: Sequence[str]) -> Finding:
    """The paper comes from a unit that the ticket does not name."""
    return Finding(
        "W3507",
        f"报来的单位是“{written}”，这份单发给{'、'.join(units)}。没有登记。"
        "请核对编号；单位名称写法不同的，用 --unit 指明是哪个单位。",
        Severity.ERROR,
    )


def reply_unit_missing(units: Sequence[str]) -> Finding:
    """No unit on the paper, and the ticket went to several."""
    return Finding(
        "W3508",
        f"没有写反馈单位，这份单发给{'、'.join(units)}。没有登记。请用 --unit 指明是哪个单位。",
        Severity.ERROR,
    )


def reply_rows_unnamed(count: int) -> Finding:
    """A letter about a ticket of several rows that names none."""
    return Finding(
        "W3509",
        f"没有写明是第几项，这份单共{count}项。没有登记。请用 --item 指明，如 --item 1。",
        Severity.ERROR,
    )


def reply_answer_missing() -> Finding:
    """A 回执 that ticks neither 无异议 nor 有异议."""
    return Finding("W3510", "回执的“无异议”“有异议”都没有勾，按签收登记。请与承办单位核实。")


def reply_day_differs(written: str, on: str) -> Finding:
    """The paper's own day is not the day it is recorded for."""
    return Finding(
        "I3511",
        f"文中写的日期是{written}，按收到日期{on}登记。收到日期不是这一天的，用 --on 指明。",
        Severity.NOTE,
    )


def reply_day_missing(on: str) -> Finding:
    """The unit did not write a day."""
    return Finding("I3512", f"没有写反馈日期，按收到日期{on}登记。", Severity.NOTE)


def reply_state_unsaid() -> Finding:
    """A letter has no boxes to tick."""
    return Finding(
        "I3513", "信函按反馈登记。写明已经办结、申请销号的，请加 --done。", Severity.NOTE
    )


# --- 36xx a plan that came back from Excel -------------------------------------------------------


def _in_cell(
    code: str, cell: str, words: str, severity: Severity = Severity.ERROR, task: int | None = None
) -> Finding:
    """A finding about one cell; ``cell`` is its whole place: 计划.xlsx 工作表“分解”D12."""
    return Finding(code, f"{cell}：{words}", severity, None, task, cell)


def plan_column_missing(cell: str, column: str) -> Finding:
    """A heading the plan cannot do without."""
    return _in_cell(
        "E3601",
        cell,
        f"表头中没有“{column}”这一列。请恢复这一列的标题，或从原来的计划表重新填起。",
    )


def plan_column_strange(cell: str, heading: str) -> Finding:
    """A column that somebody added; it is not read."""
    words = f"“{heading}”不是计划表原有的列，其中内容没有读取。需要办理的内容请写进“备注”。"
    return _in_cell("I3602", cell, words, Severity.NOTE)


def plan_cells_merged(cell: str) -> Finding:
    """Merged cells: only the first of them holds anything."""
    return _in_cell("E3603", cell, "这几格合并了，只有第一格有内容。请取消合并，逐行填写后再读。")


def plan_cell_formula(cell: str) -> Finding:
    """A formula, whose result may change with the computer."""
    return _in_cell("E3604", cell, "这一格是公式，没有读取。请复制后选“粘贴为值”。")


def plan_day_wrong(cell: str, written: str, task: int | None) -> Finding:
    """A cell for a day that holds none that exists."""
    words = f"“{written}”不是有效日期。请写成 2026-06-30 这样的形式，没有日期的留空。"
    return _in_cell("E3605", cell, words, task=task)


def plan_decision_unknown(cell: str, written: str, choices: str, task: int | None) -> Finding:
    """A decision that is none of the list."""
    return _in_cell(
        "E3606", cell, f"没有“{written}”这种处理意见。请从下拉列表中选：{choices}。", task=task
    )


def plan_id_unknown(cell: str, written: str) -> Finding:
    """A row number that this plan never had."""
    words = f"行号“{written}”不是这份计划的。行号请勿改动；新增的行请把行号留空。"
    return _in_cell("E3607", cell, words)


def plan_row_added(cell: str, objective: str, lost: str) -> Finding:
    """A row without its number: new, or ``lost`` is the number it had."""
    advice = (
        f"内容与{lost}相同，请把行号填回“{lost}”。"
        if lost
        else "按新增的任务处理，原文中没有出处，请确认。"
    )
    return _in_cell("W3608", cell, f"没有行号（{_quoted(objective)}）。{advice}", Severity.WARNING)


def plan_row_split(cell: str, written: str, first: int, task: int | None) -> Finding:
    """The second or a later part of a task that was split."""
    words = f"与第{first}行同为{written}，目标任务不同，按一项任务拆成几项处理。"
    return _in_cell("I3609", cell, words, Severity.NOTE, task)


def plan_rows_merged(cell: str, written: str, task: int | None) -> Finding:
    """Several tasks joined in one row."""
    return _in_cell("I3610", cell, f"{written}合并为一项任务。", Severity.NOTE, task)


def plan_row_deleted(place: str, written: str, objective: str) -> Finding:
    """A task of the document that is in no row any more, without a word why."""
    words = (
        f"原有的{written}（{_quoted(objective)}）不见了。不办理的，请恢复这一行，"
        "处理意见选“不出单”；并入别的行的，请把它的行号也写进那一行的行号格，用“、”隔开。"
    )
    return _in_cell("E3611", place, words)


def plan_row_twice(cell: str, other: int, task: int | None) -> Finding:
    """The same task for the same unit in two rows."""
    words = f"与第{other}行重复（目标任务和牵头单位都相同）。请删去一行，或改写目标任务。"
    return _in_cell("E3612", cell, words, task=task)


def plan_cell_empty(cell: str, column: str, task: int | None) -> Finding:
    """A cell that must be filled before a ticket can be made."""
    words = f"“{column}”是空的（或写着“待定”）。请填写，或把处理意见改为“暂缓”“不出单”。"
    return _in_cell("E3613", cell, words, task=task)


def plan_unit_unknown(cell: str, unit: str, near: str, task: int | None) -> Finding:
    """A unit that the office's table does not hold; ``near`` looks like it (``""``: none does)."""
    hint = f"是否指“{near}”？" if near else ""
    words = f"“{unit}”不在单位表中。{hint}请改成单位表里的名称，或把它加入单位表（units.xlsx）。"
    return _in_cell("E3614", cell, words, task=task)


def plan_day_early(cell: str, day: str, limit: str, what: str, task: int | None) -> Finding:
    """A task that would be due before anybody could know of it."""
    return _in_cell("E3615", cell, f"完成日期{day}早于{what}（{limit}）。请核对年份。", task=task)


def plan_deadline_differs(cell: str, text: str, day: str, task: int | None) -> Finding:
    """The words of a deadline were changed and its day was not."""
    said = f"完成日期仍是{day}" if day else "完成日期是空的"
    words = f"完成时限改成了“{text}”，{said}。请一并填写完成日期。"
    return _in_cell("W3616", cell, words, Severity.WARNING, task)


def plan_sentence_changed(cell: str, task: int | None) -> Finding:
    """The column of the document's own words no longer holds them."""
    words = "这一格与原文不一致。原文不能改动，请恢复；要改写的，请改“目标任务”。"
    return _in_cell("E3617", cell, words, task=task)


def plan_figure_changed(cell: str, figure: str, task: int | None) -> Finding:
    """A figure that the document does not have there."""
    words = f"“{figure}”与原文的数字不一致。请照原文填写；确要调整的，请在“备注”里写明依据。"
    return _in_cell("E3618", cell, words, task=task)


def plan_figure_dropped(cell: str, figures: str, task: int | None) -> Finding:
    """A figure of the document that no row repeats any more."""
    return _in_cell("W3619", cell, f"原文的指标“{figures}”没有了，请核对。", Severity.WARNING, task)


def plan_undecided(place: str, rows: Sequence[int]) -> Finding:
    """Rows without a decision; they get no ticket."""
    named = "、".join(str(row) for row in rows[:5])
    words = f"有{len(rows)}行没有处理意见（第{named}行{'等' if len(rows) > 5 else ''}），不出单。"
    return _in_cell("W3620", place, f"{words}要出单的，请在“处理意见”选“出单”。", Severity.WARNING)


def plan_rows_hidden(place: str, rows: int) -> Finding:
    """A filter hides rows; they are read all the same."""
    return _in_cell("I3621", place, f"有{rows}行被筛选或隐藏，看不见，照样读取。", Severity.NOTE)


def plan_originals_lost(place: str) -> Finding:
    """The sheet of what was read is gone: nothing can be compared."""
    words = "记录原文的工作表不见了，不能与原文核对数字和行号。请在原来的计划表里修改后再读。"
    return _in_cell("E3622", place, words)


# --- 37xx the office's own words in a 通报 -------------------------------------------------------


def prose_differs(origin: Span, measure: str, counted: str) -> Finding:
    """A figure of the text is not the one counted from the ledger; ``measure`` is 合计逾期."""
    return Finding(
        "W3701",
        f"文字材料{_at(origin)}写的是{_quoted(origin.text)}，台账算出的{measure}是{counted}。"
        "请核对后改正。",
        Severity.ERROR,
        origin,
    )


def prose_unchecked(origin: Span) -> Finding:
    """Figures of another time, which this report did not count."""
    return Finding(
        "I3702",
        f"文字材料{_at(origin)}的{_quoted(origin.text)}说的是别的时段，没有与台账核对。",
        Severity.NOTE,
        origin,
    )


def prose_astray(origin: Span) -> Finding:
    """Words under none of the headings that the paper has a place for."""
    return Finding(
        "W3703",
        f"文字材料{_at(origin)}的{_quoted(origin.text)}没有标题，不知道放在哪一部分。"
        "请在前面加上“存在问题”“下一步要求”等标题。",
        Severity.ERROR,
        origin,
    )
