"""Whether a clause belongs to the task at hand: the questions the walk asks of each.

Every function looks at one clause, the clauses after it and the draft it might join; none changes
anything, but for :func:`follow`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from toolkit.extraction.analysis import Facts, Reading
from toolkit.extraction.drafts import Draft, How
from toolkit.extraction.phrases import Frame, Mood
from toolkit.extraction.roles import Group, Role
from toolkit.extraction.units.find import UnitMention
from toolkit.text.dates import TimeKind, TimeMention
from toolkit.text.patterns import lazy

SHARE_ONLY = lazy(
    r"^(?:负责|各|分别)?(?:各)?(?:不得?(?:少|低)于|至少)?[\d一二三四五六七八九十百]+[^,;。、\d]{1,3}[)]?$"
)
PART = lazy(r"^(?:分别|具体|各自)?(?:负责|承担|组织实施|承办|办理|实施|具体实施|具体落实|落实)")
GUIDING = ("牵头", "总牵头", "主办", "承办", "组织实施", "实施", "作为牵头单位", "为牵头单位")
_CHAIN = lazy(r"[^,;。]{1,10}?(?:以后|之后|(?<!的)后)(?!续|期|勤|台|备)")
_EACH_PART = lazy(r"(?:其中|另外?)?[\d一二三四五六七八九十两]+[^,;。\d]{1,3}(?:由|归)")
_TAKES = lazy(r"亲自|总牵头|挂帅|包案|包保|牵头|负责|包抓|盯|督导|带队|率队")
BRIEF = 4
_MATTER_LENGTH = 24  # characters that name what somebody is then told to do
JOINS = lazy(r"(?:参加|参与|配合|协助|协办)$")
PORTION = lazy(r"(?:其中|余下|剩下|剩余|其余|首批|第一批|第二批|属于[^,;。]{1,10}的|其他的)")
SHORTFALL = lazy(
    r"(?:不足|超出|超过|缺口|剩余|其余|余下|差额|不够)(?:的|之)?(?:部分|资金|经费|费用)?的?"
)
_ABOUT = lazy(r"(?:对|就|关于|针对|除)[^,;。]*$")
_MUST = lazy(r"[^\W\d_](?:要|须|务必|必须)(?!求)")  # 要求甲局要加强协调: a leader's way of asking
_BARE_CHARGE = lazy(
    r"(?:共同|具体|统一|分别|分头|各自)?(?:负责|牵头|承办|主办|落实|组织实施|办理|牵头负责|来?办|管|盯|跟)(?:落实|办理|实施|组织实施|推进)?"
)
_SAID_BY = lazy(r"的(?:汇报|意见|建议|请求|申请|情况|说明|看法|同志|负责人|问题|做法|经验)")
_BOUND = lazy("必须|务必")
_WHOSE = lazy("(?:剩下|剩余|余下)?的")
_PAPER_OF_DAY = lazy(
    r"^\W?(?:元旦|春节|清明|五一|端午|中秋|国庆)\W?节?前.*(?:方案|预案|名单|清单)$"
)
_MATTER_END = lazy(r"(?:情况|问题|事宜|一事)$")
_MEETS = lazy(
    r"(?:等?[两三四五六七八九]家)?(?:一起|一块儿?|一道|共同|都|也|要|来)*"
    r"(?:坐到|坐下来|坐在|碰头|碰个头|开会|开个会|会商|商量|(?<=一起)去|(?<=一道)去)"
)
BY_POST = lazy(  # 由分管副县长牵头: somebody is in charge, and only the post is told
    r"由[^,;。]{0,6}(?:分管|主要|联系|包联|牵头|常务)[^,;。]{0,8}(?:长|领导|同志|书记|主任)(?:总?牵头|负责|带队|召集)"
)
_ALSO_ASKS = lazy(r"(?:并|同时|另|也)请")
ASKING = ("由", "请", "责成")
_DEMANDS = lazy(r"(?:[他她]|会议|[县市区镇乡]长|书记)[^,;。]{0,4}要求")
_DOUBTFUL = lazy(r"到底|究竟|有没有|是不是|([^\W\d_])不\1")
_COUNTS = lazy(r"(?:一?共|合计|总共)计?[^,;。]{0,3}[\d一二三四五六七八九十]")
_WISHED = lazy(r"提出|反映|希望|建议|请求")
_CONVENED = lazy(r"召开[^,;。]{0,20}会(?:议)?$")
STOP = (Mood.REFUSED, Mood.CONDITION, Mood.THREAT, Mood.PAST, Mood.OUTSIDE, Mood.ASIDE)


def overrides(reading: Reading) -> bool:
    """An order inside a report: somebody put in charge in so many words."""
    if _CONVENED.search(reading.text) and not reading.dated:
        return False  # 县水利局牵头召开推进会: who held the meeting
    demands = _DEMANDS.match(reading.text) is not None
    asked = [
        g
        for g in reading.leads
        if g.role is Role.LEAD
        and (demands or g.verb != "要求" or _MUST.search(reading.text, len(g.verb)))
    ]
    opens = any(reading.text.startswith(g.verb) for g in asked)
    if reading.frame is Frame.REPORT and not demands:
        heads = (reading.text[: g.start - reading.clause.start] for g in asked)
        if all(_WISHED.search(head) for head in heads):
            return False  # 有人提出来全部由甲局包: what somebody else asks for
    said = reading.mood in (None, Mood.ATTITUDE) if opens else reading.mood is None
    return bool(asked) and said and (reading.dated or reading.deed or opens)


def acts_by(reading: Reading, rest: Sequence[Reading]) -> bool:
    """Whether somebody named does something by a day, in the clause or in those right behind it
    that name nobody: told while something else was reported."""
    does = any(g.role is Role.SUBJECT and any(u.certain for u in g.units) for g in reading.groups)
    if not does or reading.mood is not None or reading.frame is not None:
        return False
    for clause in (reading, *rest[:3]):
        if clause is not reading and (clause.groups or clause.frame is not None):
            return False
        if any(t.kind is TimeKind.DEADLINE for t in clause.times) and clause.mood is None:
            return True
    return False


def turns(reading: Reading, rest: Sequence[Reading]) -> bool:
    """对排名末位的单位,由督查室约谈: the clause turns to another matter and unit."""
    if BY_POST.match(reading.text):
        return True
    return _ABOUT.match(reading.text) is not None and bool(rest) and bool(rest[0].leads)


def splits_off(reading: Reading, current: Draft) -> bool:
    """每季度编一期通报,12月中旬组织一次评价: what is done once behind what is done ever again."""
    first = reading.times[0] if reading.times else None
    own = current.readings[current.topics :]
    kinds = {t.kind for r in own for t in r.times}
    once = first is not None and first.start == reading.clause.start and first.on is not None
    named = once and reading.deed and not reading.groups and reading.mood is None
    alike = any(_matter(reading) & _matter(r) for r in current.readings)
    return named and kinds == {TimeKind.RECURRING} and len(own) == 1 and not alike


def _matter(reading: Reading) -> set[str]:
    """The pairs of characters of a clause, but for its times."""
    said = reading.text
    for time in reading.times:
        said = said.replace(time.text, " ")
    return {a + b for a, b in pairwise(said) if " " not in (a, b)}


def names_matter(reading: Reading, rest: Sequence[Reading]) -> bool:
    """各办预算执行情况,财政所下次会上通报: whose matter it is that the next clause gives out."""
    ends = _MATTER_END.search(reading.text) and not reading.times and bool(reading.leads)
    plain = all(g.role is Role.SUBJECT and not g.verb for g in reading.leads)
    return bool(ends and plain and rest) and any(g.units for g in rest[0].leads)


def is_topic(reading: Reading, rest: Sequence[Reading]) -> bool:
    """A clause that only names the matter, before the clause that names who does it."""
    if reading.only_time:  # 今晚12点前堵完,水利局派人帮你: an order by itself
        return bool(rest) and (bool(rest[0].leads) or not rest[0].helpers)
    limited = any(t.kind is TimeKind.DEADLINE and not t.is_end for t in reading.times)
    if limited and not (_PAPER_OF_DAY.search(reading.text) and rest and rest[0].leads):
        return False
    if _ABOUT.match(reading.text) and not any(r.leads for r in rest):
        return not reading.deed
    if any(_is_set(reading, t) for t in reading.times):
        return False  # 非遗展演6月14日照常办,公安局维持秩序
    after = [r for r in rest if r.mood not in STOP and not _COUNTS.match(r.text)]
    if not after:  # 补助拖了两个季度,共计36万8,财政局…
        return False
    alone = any(stands_alone(group, after[1:]) for group in after[0].helpers)
    return bool(after[0].leads) or asked(after[0]) or alone


def _is_set(reading: Reading, time: TimeMention) -> bool:
    """Whether a day inside the clause says when something is on."""
    tail = reading.text[time.end - reading.clause.start :]
    before = reading.text[: time.start - reading.clause.start]
    inside = before and before[-1] not in "于的" and time.text[:1].isdigit()
    brief = 0 < len(tail) <= BRIEF and "的" not in tail
    return bool(inside and brief) and time.kind is TimeKind.POINT and not time.is_month_only


def is_question(reading: Reading, rest: Sequence[Reading]) -> bool:
    """燃气公司的安检到底真不真,请热线中心…: what somebody else is asked to find out."""
    told = next((n for n, r in enumerate(rest[:2]) if r.leads), None)
    asked = [reading, *rest[: told or 0]]
    plain = all(g.role is not Role.LEAD for r in asked for g in r.groups)
    doubtful = any(_DOUBTFUL.search(r.text) for r in asked)
    return told is not None and plain and doubtful and not any(r.times for r in asked)


def asked(reading: Reading) -> bool:
    """由县审计局核查: somebody asked for what otherwise only supports."""
    return any(
        g.role is Role.ASSIST and g.units and g.verb.startswith(ASKING) for g in reading.groups
    )


def has_own(reading: Reading) -> bool:
    """A date, or a figure with something done: more than support."""
    soft = any(t.kind in (TimeKind.POINT, TimeKind.SPAN) for t in reading.times)
    return reading.dated or soft or (bool(reading.figures) and reading.deed)


def steps_in(reading: Reading, lead: Group, current: Draft, rest: Sequence[Reading]) -> bool:
    """由甲局建,乙局、丙局把数据接入,11月前试运行: a step of others before the task's date."""
    plain = lead.role is Role.SUBJECT and lead.verb in ("", "把", "将") and bool(lead.units)
    dated = any(r.dated for r in current.readings) or reading.dated or reading.figures
    plain = plain and bool(current.leads)
    if current.how is not How.ASSIGNED or not plain or dated or not rest:
        return False
    follower = rest[0]
    return follower.dated and not follower.groups and follower.mood is None


def each_part(reading: Reading, lead: Group) -> bool:
    """3处由甲局实施,2处由乙镇实施: shares of one matter."""
    head = reading.text[: max(lead.start - reading.clause.start, 0)]
    return _EACH_PART.search(head[-8:]) is not None and not reading.dated


def follow(draft: Draft, intro: Draft) -> None:
    """A point without units of its own has those of the sentence that introduced it."""
    if draft.how not in (How.ASSIGNED, How.SUBJECT, How.FIELD):
        draft.leads = list(intro.leads)
        draft.how = How.INHERITED
        draft.add_supports(intro.supports)
    for piece in intro.pieces:
        draft.pieces.append(piece)


def only_charges(draft: Draft) -> bool:
    """…工作，由甲局负责: somebody has it, and nothing yet says what is to be done by when."""
    charged = draft.how is How.ASSIGNED and draft.verb not in ("", "请", "由", "责成")
    return charged and not any(r.anchored or r.times or r.figures for r in draft.readings)


def stands_alone(helper: Group, rest: Sequence[Reading]) -> bool:
    """县财政局要做好评审工作,及时拨付资金,…: what supports goes on with a deed of its own."""
    follower = rest[0] if rest else None
    if helper.role is not Role.ASSIST or not helper.units or follower is None:
        return False
    due = follower.dated if helper.verb == "帮着" else follower.deed and not follower.dated
    return due and follower.mood is None and not follower.groups


def goes_on_by(reading: Reading, draft: Draft) -> bool:
    """Whether a segment is a further step of the one before: 批复后…, or 4月底前送审;6月底前完工,
    several nodes of one thing in one sentence (S2)."""
    if _CHAIN.match(reading.text):
        return True
    first = reading.times[0] if reading.times else None
    node = first is not None and first.start == reading.clause.start and reading.mood is None
    dated = first is not None and first.on is not None and not reading.groups
    return node and dated and draft.how is How.ASSIGNED and any(r.dated for r in draft.readings)


def only_spoken(draft: Draft) -> bool:
    """Persons alone, named in front of a colon: they speak."""
    speakers = {
        p.name for r in draft.readings if r.clause.mark == ":" for g in r.leads for p in g.persons
    }
    return not draft.leads and bool(speakers) and speakers >= {*draft.owners, *draft.officials}


def owner_of_matter(reading: Reading) -> list[UnitMention]:
    """教育局的幼儿园,开学前交付: a clause that only names a matter by the unit it belongs to."""
    if reading.mood is not None or not reading.groups:
        return []
    group, *more = reading.groups
    if any(other.role is not Role.OBJECT for other in more):
        return []  # 教育局的|新城小学 is one matter
    named = group.start == reading.clause.start and not group.persons
    owned = _WHOSE.match(reading.text, group.end - group.start)
    plain = not (reading.output or reading.deed or reading.times)
    fits = plain or _BOUND.search(reading.text)  # 水务局的河道治理五月中旬必须开工
    owned = owned if fits and not _SAID_BY.search(reading.text) else None
    return list(group.units) if named and owned else []


def only_attitude(reading: Reading) -> bool:
    """Words about the spirit of the work, which nobody could check."""
    checkable = reading.times or reading.figures or reading.groups
    return reading.mood is Mood.ATTITUDE and not checkable


def only_tells(draft: Draft) -> bool:
    """Clauses without a subject that order nothing, taken for the unit named sentences before."""
    carried = draft.how is How.INHERITED and not (draft.supports or draft.officials or draft.owners)
    brief = sum(len(r.text) for r in draft.readings) <= _MATTER_LENGTH
    return (
        carried
        and brief
        and not any(
            r.times or r.deed or r.output or r.groups or r.mood is not None for r in draft.readings
        )
    )


def lends_a_hand(reading: Reading, lead: Group, current: Draft) -> bool:
    """…11月底前清理完毕,县林业局简化采伐手续: behind a dated task, with no date, figure or output
    of its own (S5)."""
    plain = lead.role is Role.SUBJECT and bool(lead.units)
    plain = plain and (not lead.verb or (lead.verb == "把" and current.verb in GUIDING))
    own = reading.times or reading.figures or reading.anchored
    led = bool(current.leads or current.officials or current.owners)
    return plain and led and not own and any(r.dated for r in current.readings)


def meets_under(reading: Reading, lead: Group, current: Draft) -> bool:
    """请甲同志牵头，乙局、丙局坐到一起…: who only meets under a leader supports him."""
    led = current.verb in GUIDING and bool(current.officials) and not current.leads
    tail = reading.text[reading.leads[-1].end - reading.clause.start :]
    return led and lead.role is Role.SUBJECT and bool(lead.units) and bool(_MEETS.match(tail))


def shows_will(reading: Reading, current: Draft) -> bool:
    """…5月底前完成,县发改局、县自然资源局要主动服务: units told no more than to be of service."""
    spirit = reading.mood is Mood.ATTITUDE and not (reading.anchored or reading.times)
    return spirit and bool(current.leads) and any(g.units for g in reading.leads)


def takes_over(reading: Reading, lead: Group, current: Draft) -> bool:
    """…，由X负责: a bare assignment behind the matter names its lead."""
    tail = reading.text[lead.end - reading.clause.start :]
    matter = len(reading.text[: lead.start - reading.clause.start].removesuffix("由"))
    if matter > 1 and current.how is How.SUBJECT:
        return False  # 县人社局制定细则,9月前出台,房源建设由县住建局负责
    assigned = lead.role is Role.LEAD and bool(lead.units) and current.how is not How.ASSIGNED
    decided = reading.frame is Frame.ORDER and current.how in (How.INHERITED, How.REPORTER)
    return assigned and (decided or _BARE_CHARGE.fullmatch(tail) is not None)


def _carries_out(tail: str, current: Draft) -> bool:
    """由甲局、乙局负责,各学校具体承担: who does the work of those who answer for it."""
    return only_charges(current) and tail.startswith("具体")


def _under_way(draft: Draft) -> bool:
    """由甲同志牵头,每名领导包案3件: a leader's task that already says what is to be done."""
    led = bool(draft.officials or draft.owners)
    own = [r for r in draft.readings[draft.topics :] if not r.leads and r.mood is None]
    return led and any(r.figures or r.deed for r in own)


def begins_anew(reading: Reading, lead: Group, current: Draft, rest: Sequence[Reading]) -> bool:
    """Whether a clause asks for something else than a task that already has its date: of
    somebody behind 并请 who has deeds of his own, or, in …必须通上,缺口资金由县财政垫付200万元,
    of another matter."""
    if not any(r.dated and r.mood is None for r in current.readings):
        return False
    also = _ALSO_ASKS.match(reading.text) is not None
    if current.leads:
        follower = rest[0] if rest else None
        own = has_own(reading) or (
            follower is not None and not follower.groups and (follower.deed or follower.dated)
        )
        return also and not lead.units and bool(lead.persons) and own
    matter = reading.text[: lead.start - reading.clause.start].removesuffix("由")
    named = bool(current.officials or current.owners)
    return not named and len(matter) > 2 and bool(reading.figures) and lead.verb == "由"


def _each_their_own(reading: Reading, lead: Group, current: Draft) -> bool:
    """王东包粮站一案,李楠包…: every person has a matter of their own."""
    matter = reading.clause.end - lead.end - len(lead.verb)
    return current.verb == lead.verb != "" and bool(lead.asks) and matter > BRIEF


def _person_belongs(reading: Reading, lead: Group, current: Draft) -> bool:
    """Whether a person named alone belongs to the task at hand: 有容同志挂帅."""
    if not lead.persons or _each_their_own(reading, lead, current):
        return False
    if not any(r.anchored for r in current.readings):
        return True  # 信访局:王家沟来访一事,彭局长本周下访一次
    brief = len(reading.text) <= lead.end - lead.start + 8
    return not (reading.dated or reading.figures) and brief and bool(_TAKES.match(lead.verb))


def told_again(reading: Reading, current: Draft) -> bool:
    """民政局六月底前配齐,…,你们会同人社局拿个意见: who has a task with its day is told, in words
    to his face, to do something else."""
    dated = any(r.dated and r.mood is None for r in current.readings)
    own = reading.output and reading.deed
    return dated and own and not reading.dated and reading.text.startswith(("你们", "你再"))


def _other_matter(reading: Reading, lead: Group, current: Draft) -> bool:
    """甲局3月前设立基金,管理办法由甲局起草: the same unit again, charged with another thing."""
    matter = reading.text[: lead.start - reading.clause.start]
    given = matter.endswith("由") and len(matter) > BRIEF - 1
    told = PORTION.match(matter) or matter.endswith(("结果由", "情况由", "进展由"))
    return given and not told and any(r.dated for r in current.readings)


def belongs(reading: Reading, lead: Group, current: Draft, facts: Facts) -> bool:
    """Whether a clause with a subject still speaks of the task at hand."""
    if not lead.units:
        return _person_belongs(reading, lead, current)
    if not current.leads:
        return not (reading.dated and _under_way(current))
    said, known = {u.text for u in lead.units}, {u.text for u in current.leads}
    if said == known and _other_matter(reading, lead, current):
        return False
    alone = lead.role is Role.SUBJECT and said < known and reading.deed  # one of them acts
    apart = reading.anchored or alone
    if said == known or (said & known and not apart):
        return True
    tail = reading.text[lead.end - reading.clause.start :]
    if SHARE_ONLY.match(tail):
        return True
    if facts.phrases.check.match(tail) and not reading.dated:
        return True
    if lead.role is Role.SUBJECT and not lead.verb and 0 < len(tail) <= BRIEF:
        return not reading.times and not reading.figures  # 县发改局核价
    if each_part(reading, lead) and any(each_part(r, g) for r in current.readings for g in r.leads):
        return True
    if reading.dated or not (current.verb in GUIDING or _carries_out(tail, current)):
        return False
    part = PART.match(tail) is not None and not reading.figures
    step = lead.role is Role.SUBJECT and not any(r.dated for r in current.readings)
    return part or step
