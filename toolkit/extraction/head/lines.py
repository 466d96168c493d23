"""The lines above and below the text: title, issuing organ, numbers, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.extraction.blocks import Block
from toolkit.extraction.head.dates import HeadDate, find_head_dates
from toolkit.extraction.people.find import People, find_person_mentions
from toolkit.extraction.people.names import grammar, squeeze
from toolkit.extraction.people.voices import VoiceReader
from toolkit.model import DocumentKind
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

recognisable = match_copy

_TITLE_AREA = 14
_READ = 4_000  # characters of a block in which signatures are looked for
_TITLE_END = lazy(
    r"(?:纪要|讲话|报告|通知|意见|方案|分工|分解|分解表|分工表|责任表|任务表|清单|登记簿|登记表|登记|办理单|摘录|记录|要点|指示|批示"
    r"|通报|批复|台账|计划|措施|目标|事项|安排|[^。]会|表|簿|单|函|决定|实事)(?:\([^)]*\))?$"
)
_ORGAN = lazy(
    r"^(?:[^\W\d_]|[×、]){3,40}(?:人民政府|人民政府办公[室厅]|委员会|委员会办公室|办公[室厅]|指挥部|领导小组|党组|党委|党工委"
    r"|管委会|办事处|督查室|值班室|政府|工作?专班|县委|市委|区委|委办|安委会|规委会|国务院)$"
)
_NUMBER_LINE = lazy(
    r"^(?:\(?(?:[〇一二三四五六七八九零]{4}年|\d{4}年)?第[\d〇一二三四五六七八九十百]+[期次号]\)?|[^\W\d_]{0,10}\[?\(?\d{4}[\])]第?\d+号"
    r"|\[\d{4}\]\d+号|编号:.*|签发人?:.*|密级.*|附件\d*:?|.{0,6}文件|特急|急件|加急)$"
)
_FURNITURE = lazy(r"来源|作者|发布|浏览|字号|责编|编辑|打印|首页|当前位置")
_MAST = lazy(r"^(?:会议纪要|工作简报|简报|情况通报|文件|内部资料.*)$")
_SHOULDER = lazy(r"(?:强调|指出|要求|时说|表示)$")
_ISSUE_IN_BRACKETS = lazy(r"\([^()]*(?:第[^()]*[期次号]|\d{4}年\d+月[^()]*)\)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: ``copy`` for recognition and ``source``, both without blanks."""

    copy: str
    source: str


def head_lines(blocks: Sequence[Block]) -> list[Line]:
    """The lines as printed, outside tables: a title is never joined to the text under it."""
    return [
        Line(squeeze(match_copy(p.text)), squeeze(p.text))
        for block in blocks
        if block.cell is None
        for p in block.paragraphs
    ]


def values_of(label: re.Pattern[str], blocks: Sequence[Block]) -> list[str]:
    """What follows ``label`` in its own line, or in the next cell where the label fills one."""
    found: list[str] = []
    for at, block in enumerate(blocks):
        match = label.match(block.text)
        if match is None:
            continue
        rest = block.source[match.end() :]
        if not rest.strip() and at + 1 < len(blocks):
            rest = blocks[at + 1].source
        found.append(rest)
    return found


def find_title(blocks: Sequence[Block], kind: DocumentKind) -> str | None:
    """The title in its own characters without blanks, or ``None`` for an empty document."""
    lines = head_lines(blocks)
    area = lines[:_TITLE_AREA]
    if quoted := _attached(area, lines):
        return quoted
    best: tuple[float, int] | None = None
    for at, line in enumerate(area):
        score = _title_score(line.copy, at, kind)
        if score > 0 and (best is None or score > best[0]):
            best = (score, at)
    at = best[1] if best else _first_line(area)
    if at < 0:
        return None
    text = area[at].source
    if _SHOULDER.search(area[at].copy) and at + 1 < len(area) and len(area[at + 1].copy) < 50:
        text = area[at + 1].source
    else:
        while at > 0 and _belongs_above(area[at - 1].copy, area[at].copy, kind):
            at -= 1
            text = area[at].source + text
    cut = _ISSUE_IN_BRACKETS.search(match_copy(text))
    return text[: cut.start()] if cut else text


def _attached(area: Sequence[Line], lines: Sequence[Line]) -> str | None:
    """What a notice 关于印发《…》的通知 brings, as it stands again over the text if it does."""
    for line in area[:4]:
        found = re.search(r"印发《(.+)》的通知$", line.copy)
        if found is None:
            continue
        again = next((other for other in lines if other.copy == found.group(1)), None)
        return again.source if again else line.source[found.start(1) : found.end(1)]
    return None


def _title_score(flat: str, at: int, kind: DocumentKind) -> float:
    if len(flat) < 4 or len(flat) > 70 or flat.endswith(("。", ";", ":", ",")):
        return 0
    if _NUMBER_LINE.match(flat) or _FURNITURE.search(flat) or _imprint_date(flat):
        return 0
    if re.match(r"[\[(]?(?:二[〇零]|20\d\d年\d)", flat) and flat.endswith(("]", ")")):
        return 0
    if re.match(
        r"[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]\)|\d+[.、]|[|(【\[]|注:", flat
    ):
        return 0
    if re.match(r".{1,6}:", flat) and not re.search("纪要|讲话", flat):
        return 0
    score = 1.0 - at * 0.1
    if _TITLE_END.search(flat):
        score += 3
    if kind is DocumentKind.MINUTES and "纪要" in flat:
        score += 3
    if _MAST.match(flat):
        score -= 3.5
    if _ORGAN.match(flat):
        score -= 2
    return max(score, 0.05)


def _first_line(area: Sequence[Line]) -> int:
    """The first line where it can be a heading, else -1."""
    fit = area and len(area[0].copy) <= 70 and not re.search(r"[。:,;]$", area[0].copy)
    return 0 if fit and area[0].copy else -1


def _belongs_above(above: str, title: str, kind: DocumentKind) -> bool:
    if "关于" in above and len(above) < 40 and not re.search(r"的通知$|的意见$|[。:;]$", above):
        return "关于" not in title
    if above.count("《") > above.count("》"):
        return True
    whole = kind is DocumentKind.MINUTES and _ORGAN.match(above)
    return bool(whole) and not title.startswith((above[:4], "关于"))


# --- the issuing organ ---------------------------------------------------------------------------


def find_issuer(blocks: Sequence[Block], kind: DocumentKind, title: str | None) -> str | None:
    """The organ that issues the paper: of the imprint, the masthead, or the report's speaker."""
    if kind is DocumentKind.REPORT:
        return _reporting_government(blocks)
    lines = head_lines(blocks)
    for area in (lines[-6:], lines[:8]):
        if organ := _imprint_organ(area):
            return organ
    for line in lines[:3]:
        if _ORGAN.match(line.copy):
            return line.source[: _first_organ(line.copy)]
        first = line.copy.split("、")[0]
        if len(line.copy) < 40 and first != line.copy and _ORGAN.match(first):
            return line.source[: len(first)]
    copy = match_copy(title or "")
    found = re.match(
        r"(?:中共)?.{2,20}?"
        r"(?:人民政府(?:党组|办公室)?|委员会(?!议)|管委会|指挥部|领导小组|办事处)",
        copy,
    )
    return (title or "")[: found.end()] if found else None


def _first_organ(copy: str) -> int:
    """Where the first of several organs of a masthead ends (中共某县委 某县人民政府)."""
    found = re.match(r"中共.{1,12}?(?:委员会|委(?!员))(?=.{2,}政府$)", copy)
    first = copy.split("、")[0]
    return found.end() if found else len(first) if _ORGAN.match(first) else len(copy)


def is_organ(copy: str) -> bool:
    """Whether the words are an issuing organ and nothing else."""
    return bool(_ORGAN.match(copy.strip("()")))


def _imprint_organ(area: Sequence[Line]) -> str | None:
    for at, line in enumerate(area):
        day = _imprint_date(line.copy)
        if day is None:
            continue
        before = line.copy[: day.start].strip("()")
        if _ORGAN.match(before):
            return line.source[: len(before)]
        if not before and at > 0 and _ORGAN.match(area[at - 1].copy):
            return area[at - 1].source
    return None


_PLACE = r"([^\W\d_]{2,12}?[省市县区州旗盟镇乡])"
_REPORTING = (
    re.compile(rf"在{_PLACE}第[^,。]{{1,8}}届人民代表大会"),
    re.compile(rf"^{_PLACE}(?:人民政府|20\d\d年(?:政府)?工作报告|第[^,。]{{1,8}}届)"),
    re.compile(rf"(?:^|代表){_PLACE}人民政府"),
)


def _reporting_government(blocks: Sequence[Block]) -> str | None:
    for pattern in _REPORTING:
        for line in head_lines(blocks[:6]):
            if found := pattern.search(line.copy):
                return line.source[found.start(1) : found.end(1)] + "人民政府"
    return None


def _imprint_date(flat: str) -> HeadDate | None:
    """The date of a line that holds nothing but an organ or the paper's number and a date."""
    flat = _NUMBER_OF_PAPER.sub("", flat)
    found = re.match(r"^(?P<organ>(?:[^\W\d_]|[×()、]){0,40}?)(?P<rest>[(\d二〇○].*)$", flat)
    if found is None or len(flat) > 60:
        return None
    if re.search(r"主持|召开|会议|调研|通过|上午|下午|强调|出席", found["organ"]):
        return None
    dates = find_head_dates(flat)
    if len(dates) != 1 or dates[0].year is None:
        return None
    tail = flat[dates[0].end :]
    start = dates[0].start
    organ = flat[:start]
    if not re.fullmatch(r"(?:印发|印)?\)?(?:共印\d+份)?", tail) or (
        organ and not _ORGAN.match(organ.strip("()"))
    ):
        return None
    return dates[0]


_NUMBER_OF_PAPER = lazy(r"^[^\W\d_]{0,8}[\[(]\d{4}[\])]\d{1,4}号\s*")


def imprint_date(blocks: Sequence[Block]) -> HeadDate | None:
    """The day of printing: a line of organ and date at the foot, else in the head."""
    lines = head_lines(blocks)
    for area in (lines[-7:], lines[:12]):
        for line in area:
            if day := _imprint_date(line.copy):
                return day
    return None


# --- numbers -------------------------------------------------------------------------------------

_CN_NUMBER = r"[\d〇一二三四五六七八九十百]+"


def find_number(blocks: Sequence[Block], title: str) -> str | None:
    """第47次 of the meeting, else 第3期 or 〔2025〕4号 of the paper, as written."""
    lines = head_lines(blocks)
    for source in (title, *(squeeze(block.source) for block in blocks[:12])):
        copy = match_copy(source)
        ordinal = rf"(?:(?:\d{{4}}|[〇零一二三四五六七八九]{{4}})年(?:度)?)?第{_CN_NUMBER}次"
        found = re.search(rf"({ordinal})(?=(?:[^\W\d_]|[()]){{0,16}}会)|\(({ordinal})\)$", copy)
        if found and (source == title or re.search("召开|纪要|^\\(", copy)):
            group = 1 if found.group(1) else 2
            return source[found.start(group) : found.end(group)]
    for line in lines[:10]:
        source, copy = line.source, line.copy
        if re.fullmatch(rf"\(?(?:\d{{4}}年)?第{_CN_NUMBER}[期号]\)?", copy):
            return source.strip("()（）")
        if found := re.search(rf"[^\W\d_]{{0,10}}[\[(]\d{{4}}[\])]第?{_CN_NUMBER}号$", copy):
            return source[found.start() : found.end()]
    return None


# --- signatures under instructions ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signing:
    """One instruction's signer and day, as far as each is written."""

    signer: str | None
    day: HeadDate | None


_INSTRUCTING = lazy(r"批示(?:领导|人|日期|时间|内容)?")
_OPINION_LABEL = lazy(
    r"^\s*(?:\[[^\[\]]{2,12}\]"
    r"|[^\W\d_]{0,12}(?:批示|意见|签批|要求|承办单位|反馈情况|备\s*注)\s*[: ])"
)
_LIST_NUMBER = lazy(r"\s*(?:\(?[一二三四五六七八九十]+[、)]|\d{1,2}[.、)])")


def find_signings(blocks: Sequence[Block], people: People) -> list[Signing]:
    """Who signed which instruction when: register rows, fields of a slip, signature lines."""
    found: list[Signing] = []
    in_instruction = False
    for before, block in zip((None, *blocks), blocks, strict=False):
        text = block.text
        voices = list(_voices(block, people))
        if voices:
            found.extend(voices)
        elif (
            re.match(r"^\s*批示(?:领导|人)\s*[: ]", text)
            or re.match(r"^\s*批示(?:日期|时间)", text)
            or (in_instruction and len(text) < 40 and find_head_dates(text, bare=True))
        ):
            signing = _signing(block.source, text, people)
            above = bare_name(before, people) if signing.signer is None else None
            found.append(replace(signing, signer=signing.signer or above))
        if _OPINION_LABEL.match(text):
            in_instruction = bool(_INSTRUCTING.search(text[:16]))
    return _joined(found)


def bare_name(block: Block | None, people: People) -> str | None:
    """The name that is all a line says: a signature, or who speaks under a title."""
    flat = squeeze(block.source) if block is not None and len(block.text) < 12 else ""
    name = grammar(people.vocabulary).read(flat, 0)
    return flat if name is not None and name.end == len(flat) else None


def _voices(block: Block, people: People) -> Iterator[Signing]:
    persons = find_person_mentions(block.source, people)
    names = grammar(people.vocabulary)
    reader = VoiceReader(block.text, persons, (), names, lambda _: False, block.blank_before)
    number = _LIST_NUMBER.match(block.text)
    for voice in reader.voices(number.end() if number else 0, min(len(block.text), _READ)):
        if voice.named and voice.day:
            yield Signing(voice.who, next(iter(find_head_dates(voice.day, bare=True)), None))


def _signing(source: str, copy: str, people: People) -> Signing:
    leaders = [m.name for m in find_person_mentions(source, people)]
    dates = find_head_dates(copy, bare=True)
    return Signing(leaders[0] if leaders else None, dates[0] if dates else None)


def _joined(found: list[Signing]) -> list[Signing]:
    """A field with the leader followed by a field with the date is one signing."""
    out: list[Signing] = []
    for one in found:
        last = out[-1] if out else None
        if last and last.day is None and one.signer is None:
            out[-1] = Signing(last.signer, one.day)
        else:
            out.append(one)
    return out
