"""Who does what in a clause: leads, supports, merely receives, or is telling something.

Units and persons that stand together form one group; the words right before and right behind the
group give its role. Nothing here decides whether the clause is a task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from toolkit.extraction.clusters import bounds, clusters_in
from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.phrases import Phrases
from toolkit.extraction.units.context import HEAD
from toolkit.extraction.units.find import UnitMention
from toolkit.text.dates import TimeKind, TimeMention
from toolkit.text.patterns import lazy


class Role(StrEnum):
    """What a group is in its clause."""

    LEAD = "lead"  # named with a word that puts it in charge
    SUBJECT = "subject"  # simply the subject of the verb
    SUPPORT = "support"
    ASSIST = "assist"  # does a supporting thing of its own (做好保障, 提供…)
    JOINED = "joined"  # 会同…
    HELPED = "helped"  # 协助柳坞镇…: the one that is helped
    REVIEWER = "reviewer"  # 经县司法局审核后…: looks at what somebody else drew up
    PROPOSER = "proposer"  # 原则同意县发改局提出的…: nobody has been told to do anything yet
    OBJECT = "object"
    TELLER = "teller"


@dataclass(frozen=True, slots=True)
class Group:
    """Units and persons named together, with their role; ``verb`` is the word that gave it."""

    start: int
    end: int
    units: tuple[UnitMention, ...]
    persons: tuple[PersonMention, ...]
    role: Role
    verb: str = ""

    @property
    def asks(self) -> bool:
        """Whether somebody was put in charge in so many words."""
        return self.role is Role.LEAD


_ASIDE = lazy(r"\((?:设在|办公室设在|以下简称|简称|挂靠)[^()]{1,24}\)")
_CHIEF = lazy(r"\((?:牵头|主办|牵头单位|主办单位)\)[、,]?")
_ETC = lazy(
    r"等?(?:\d+|[一二两三四五六七八九十]+)?(?:个|家)?(?:有关|相关|责任|成员)?(?:单位|部门|镇街|乡镇)?"
)
_APPROVED = lazy(r"(?:同意|通过|采纳|批准|审定)(?:了)?$")
_PAPER = lazy(
    r"(?:关于|对)?[^,;。]{0,30}?(?:提出|提交|提请|起草|拟定|拟订|制定|制订|报送|报来|上报|汇报|编制|报请审议|呈报)的"
    r"|关于|的[^,;。]{0,16}?(?:意见|建议|方案|请示|申请|汇报|报告|安排)|(?!由)[^,;。]{1,60}?的《"
)
_REVIEWS = lazy(r"[^,;。]{0,6}(?:审核|审查|评审|复核|把关|会审)")
_BUSY = (TimeKind.DEADLINE, TimeKind.RECURRING, TimeKind.EVENT)
_ACTING = (Role.LEAD, Role.SUBJECT)
_PRINCIPLE_BEFORE = lazy("(?:按|按照|坚持|遵循|本着)[^,;。]*$")  # 按照政府主导、|公司|负责的原则
_PRINCIPLE = lazy("[^,;。]{0,40}?的(?:总体)?(?:原则|模式|方式|思路|机制|办法|路子)")
_LABELLED = lazy(
    r"(?:配合|协办|协助|会办|参与|牵头|责任|主办|承办)(?:单位|部门|科室)?:$|成员单位[有是:]?$"
)
_AT_ONCE = lazy(
    r"^(?:要|须|应|需|即|连夜|正式|分别|共同|联合|统一|全|一[周次个]|两|三|半|不|只|给|拿|出|用|用于|按时|针对|务必|必须|加紧|加快|全力|依法|认真|严格|定期|安排|对|把|将|在|于|按|从|自|每|先|再|各|都|也|还|另|尽快|抓紧|立即|负责|牵头|组织|完成|"
    r"\d|本[周月]|下[周月次]|年|月|今|明|开展|制定|提出|建立|配合|会同|派|做好|办理|拨付|提供|研究|落实|逐|同步|,|:|$"
    r"|[、和及与][^,;。、]{1,8}?(?:要|须|应|在|于|将|把|负责|每|对)"
    r"|去(?!年)|这[周月几]|天天|自己"  # 家长的工作甲镇去做
    r"|(?:全体)?(?:工作)?(?:人员|成员|干部)(?:要|须|应|把|将|对|负责)"
    r"|[和与同][^,;。、]{2,14}?(?:签订|签署|签约|对接|协商|商定|联合|共同)"
    r"|(?![一二三四五六七八九十两几多这那哪各每])[^\W\d_](?:个[^\W\d_]|一下))"  # 起个草, 修一下
)
_PLAIN_VERB = lazy(
    r"[排摸查去跑找抓核盘收催换搬修装拆签谈讲帮代出拿给据逐约陪挨送领盯管](?!导|道|委|区|理|理处)"
    r"|[报交送](?!告|表|道|通|警|管|投|费)|倒排|作为|补|给|协调|指导|开设|统筹|汇总|整理|具体|现场|电话|一起|一道|共同|和[^,;。]{1,6}(?:一起|共同|一道)"
)
_BUILT = lazy(
    r"[扩改新迁重续建]建|改造|建设|维修|修缮|搬迁|加固|招标|采购|装修|整治|安装|绿化|硬化|亮化|检修|运营"
)
_NOUN = lazy(
    r"[^,;。]{1,10}(?:工程|项目|问题|工作|情况|事宜|事项|一期|二期|三期)(?:$|[^,;。]{0,4}$)"
)
_HEADS_OF = ("负责同志", "主要负责", "分管负责", "有关负责")
_OFFICIAL = lazy(  # 县住建局|副局长何书元: an official, and nothing he does
    r"(?:党[委组])?(?:副?(?:书记|主任|主席|经理)|副?[局处科队站所院校会]长|党组成员|总工程师)(?![在你给把来去要今明马负牵必须])[^\W\d_]{2,4}"
)
_CHOSEN = lazy(r"(?:招标|采购|比选|遴选|选定|确定|进场)")  # 施工单位|招标月底前结束
_ADVERB = lazy(r"^(?:共同|分别|具体)")
_IN_PERSON = lazy(r"亲自(?![到赴去]|主持|出席|讲|作)")  # 马占海副县长亲自督
_ACCORDING = ("按", "按照", "根据", "依据", "参照")
_FOR = ("为", "给", "替")
_GENITIVE = lazy("的|负责的第|牵头的|报的|内|境内|中小学|幼儿园|辖区|范围|主体作用|牵头作用")
_GIVES_A_HAND = ("帮忙", "帮一把", "搭把手", "打下手")
_SEEKS = lazy(r"(?:加强|密切|保持|主动|积极|做好|搞好)(?:与|同|和)$")  # 加强与市直部门对接
_CONTACTS = lazy(r"(?:做好|搞好|加强)?(?:对接|沟通)")  # who is only spoken to
_WITH = lazy(r"[与同和]$")
_TOGETHER = lazy(
    r"(?:做好|加强|搞好)?[^,;。]{0,6}"
    r"(?:衔接|对接|联合|共同|协同|一道|一起|商量|协商|沟通|洽谈)"
)
_SHARE = lazy(r"(?:负责)?各?[\d一二三四五六七八九十百]+[^,;。、\d]{1,3}[、,和]")
_FORMERLY = lazy(r"(?:原|原定|原来|此前|先前|以前)由$")
_HANDS_ON = lazy(
    r"(?:牵头|负责|承办|承担)?(?:调整|变更|更改|更换|改)(?:为|由|给|到)(?:配合单位|协办单位)?"
)  # 由甲局|调整为|乙局
_DEMANDS = lazy(  # 石市长要求对…: who asks
    r"(?:还|又|再次|点名|当场|现场)?(?:指出|要求|强调|叮嘱|点名|指示)"
)
_ITS_PEOPLE = lazy(  # 供电公司的抢修队今晚不准睡
    r"的(?:[^\W\d_]{0,3}(?:队|组|班子|技术员|队员|队伍|干部|民警|医生|人员|人))"
    r"(?=[今明要须不分都全驻包去把将每轮\d]|马上|立即|连夜)"
)
_NEXT_VERB = lazy(r"[^,;。、牵配协参]{2,5}、")
_LEADING = lazy(
    r"^(?:会议(?:还|最后)?(?:决定|议定|明确|确定|同意|要求|强调|责成|原则同意)|决定|同意|明确|议定|要求|强调|"
    r"(?:他|她)(?:要求|强调|叮嘱|指出)|其中|同时|此外|另外|其间|期间|另|并|并由|再|且|对此|为此|会后|接下来|下一步|下步|"
    r"[一二三四五六七八九十]是|先|现|仍|也|还|首先|其次|最后|重点|原则上|特别是|具体|是|"
    r"抓紧|尽快|立即|今后|目前|当前|年内)+$"
)
_GOVERNED = lazy(
    r"(?:等|的|了|[与和去赴]|拨付|建设|涉及|位于|包括|邀请|组织|召集|督促|支持|监督|检查|考核|约谈|通报|帮助|依托|设立|成立|组建|"
    r"确保|争取|力争|保证|促使|办好|建好|管好|用好|抓好|做好|委托|聘请|联系|走访|奖励|抄告|授予|追究|落实到|列入|同意|审议|听取|学习|研究)$"
)
_CREATES = lazy("(?:成立|组建|设立)[^,;。]*$")  # 迅速成立…安置专项|领导小组: what comes to be
_WHICH = lazy(  # 涉及的|甲局、乙局要…; 省道沿线的|三个村,
    r"(?:[^,;。、]{0,8}(?:涉及|涉事|沿线|沿途|周边|所在|辖区)|[^,;。]{0,4}(?:未|没)[^,;。]{1,6}|滞后|其余|剩余|剩下)的"
)
_DOES = lazy(
    r"^(?:[^,;。]{0,14}?)(?:前|内|底|末|初|旬|日|起)?(?:要|须|应|务必|必须|负责|牵头|完成|组织|开展|制定|"
    r"提出|建立|报|形成|拿出|办理|拨付|落实|摸|核|查|改|建|清|拆|修|签|启动|发|做|拿|出|每|各|分别|一周|尽快|抓紧|立即|在|于|对|按|把|将|从|为|先|继续|具体|同步|同时|派|实行|认真|会同|牵头|不要|别|莫|你们|这|那边|今天|明天|马上|赶紧|盯|管|办|搞|抓|跑|找)"
)


def groups_in(
    text: str,
    start: int,
    end: int,
    units: Sequence[UnitMention],
    persons: Sequence[PersonMention],
    times: Sequence[TimeMention],
    phrases: Phrases,
) -> tuple[Group, ...]:
    """The groups of ``text[start:end]`` in order. The sequences may hold the whole block's."""
    found = clusters_in(text, start, end, units, persons)
    out: list[Group] = []
    before = start
    for number, (low, high, members, people) in enumerate(found):
        stop = found[number + 1][0] if number + 1 < len(found) else end
        if low < before:
            continue  # inside the aside of the name before
        if aside := _ASIDE.match(text, high, end):
            high = aside.end()
        etc = _ETC.match(text, high, end)
        tail = etc.end() if etc and etc.group() and "等" in etc.group() else high
        pre = text[before:low]
        here = Setting(
            pre=pre,
            post=text[tail:end],
            own=text[tail:stop],
            at=tail,
            members=members,
            people=people,
            timed=bool(pre) and _ends_with_time(start, low, pre, times),
            dated=any(t.start == tail for t in times),
            busy=tuple(t for t in times if t.kind in _BUSY and start <= t.start < end),
        )
        role, verb = _role(here, phrases)
        if role is Role.LEAD and members and not people:
            own = (p for p in persons if p.start == low and p.end > high and not p.is_leader)
            people = tuple(own)[:1]  # 要求县教育局|局长卢志鸿…
        chief = _CHIEF.match(text, bounds(members[0])[1]) if members else None
        if chief and (len(members) > 1 or role is not Role.SUPPORT):
            out.append(Group(low, chief.end(), members[:1], (), Role.LEAD, "牵头"))
            members, low = members[1:], chief.end()
            role, verb = Role.SUPPORT, ""
            if not members:
                before = max(tail, low)
                continue
        if out:
            role, verb = _beside(out[-1], here, (role, verb), phrases)
        if members and not any(m.certain for m in members) and role is Role.OBJECT:
            before = tail
            continue
        if verb.startswith("由") or (role is Role.LEAD and pre.endswith("由")):
            out = [_of_matter(group) for group in out]
        out.append(Group(low, tail, members, people, role, verb))
        before = tail
    return tuple(out)


def _of_matter(group: Group) -> Group:
    """城南小学扩建楼|由县住建局…: who is named before 由 belongs to the matter."""
    plain = group.role is Role.SUBJECT and not group.verb
    return replace(group, role=Role.OBJECT) if plain else group


def _beside(
    last: Group, here: Setting, own: tuple[Role, str], phrases: Phrases
) -> tuple[Role, str]:
    """The role of a group behind another; ``own`` is what it has alone."""
    pre, is_unit = here.pre, bool(here.members)
    if _SHARE.fullmatch(pre):  # 云台区11个、涧西区7个: one verb over several
        return last.role, last.verb
    named = own[0] in (Role.OBJECT, Role.SUBJECT)
    if is_unit and named and last.role is Role.LEAD and _NEXT_VERB.fullmatch(pre) and here.own:
        return Role.LEAD, last.verb  # 由甲局设计、乙公司施工
    closes = len(pre) > 1 and not here.post  # 请移动公司派一辆车进驻|岭头乡
    if own[0] is Role.SUBJECT and last.role in _ACTING and (closes or _does(pre, phrases)):
        return Role.OBJECT, ""  # 请供电公司28日前恢复|岭头乡2个断电台区
    if own[1] == "安排" and last.role is Role.SUBJECT:
        return Role.OBJECT, ""  # 县财政安排|县卫健局经费50万元
    if is_unit and own[0] is Role.LEAD and own[1].startswith("请") and last.units:
        return (Role.OBJECT, own[1]) if last.role is Role.SUBJECT else own  # 村建办请鉴定站来看
    return own


@dataclass(frozen=True, slots=True)
class Setting:
    """A group between the words before it (from the clause's start or the group before) and the
    words after; ``own`` is ``post`` up to the next group. ``timed`` says that a time expression
    ends right before the group, ``dated`` that one begins right behind it; ``busy`` gives the
    times inside the clause."""

    pre: str
    post: str
    own: str
    at: int
    members: tuple[UnitMention, ...]
    people: tuple[PersonMention, ...]
    timed: bool
    dated: bool
    busy: tuple[TimeMention, ...]


def _role(here: Setting, phrases: Phrases) -> tuple[Role, str]:
    if _PRINCIPLE_BEFORE.search(here.pre) and _PRINCIPLE.match(here.post):
        return Role.OBJECT, ""
    return (
        _by_label(here, phrases)
        or _by_verb(here, phrases)
        or _as_receiver(here, phrases)
        or _as_subject(here, phrases)
        or (Role.OBJECT, "")
    )


def _by_label(here: Setting, phrases: Phrases) -> tuple[Role, str] | None:
    """Roles a fixed form gives: 会同…, …配合, 牵头单位：…, 以…为主."""
    if phrases.join.search(here.pre):
        return Role.JOINED, "会同"
    if here.members and (paper := _of_a_paper(here)) is not None:
        return paper
    if here.members and here.pre.endswith("(") and here.own == ")" and here.busy:
        return Role.LEAD, "牵头"  # 车位本周末前划完线（城管局）
    quoted = here.pre.endswith(_ACCORDING)  # 按照|甲局|审核意见
    if not quoted and (found := phrases.support.match(here.post)):
        return Role.SUPPORT, found.group()
    if label := _LABELLED.search(here.pre):
        helps = label.group().startswith(("配", "协", "会", "参", "成"))
        return (Role.SUPPORT, "") if helps else (Role.LEAD, "牵头")
    if (not here.pre or here.pre.endswith("以")) and here.own.startswith("为主"):
        return Role.LEAD, "牵头"
    return _of_people(here, phrases)


def _of_people(here: Setting, phrases: Phrases) -> tuple[Role, str] | None:
    """Roles of persons, and of bodies named by those at their head: …负责同志, 老王：…, 亲自抓."""
    if _OFFICIAL.fullmatch(here.own):
        return Role.OBJECT, ""
    if here.own.startswith(_HEADS_OF) or HEAD.match(here.own):
        asked = phrases.give.search(here.pre)  # 请甲局主要负责同志带队: the body is asked
        return (Role.LEAD, asked.group()) if asked and here.members else (Role.OBJECT, "")
    if not here.members and _IN_PERSON.match(here.own):
        return Role.LEAD, here.own[:3]
    if not here.members and here.own.startswith(":"):
        return Role.TELLER, ":"
    if not here.members and _DEMANDS.match(here.own):
        return Role.OBJECT, ""
    return None


def _of_a_paper(here: Setting) -> tuple[Role, str] | None:
    """Who looks at what others drew up, and whose proposal was agreed to."""
    if here.pre.endswith("经") and _REVIEWS.match(here.own):
        return Role.REVIEWER, "审核"
    agreed = _APPROVED.search(here.pre) and _PAPER.match(here.post)
    return (Role.PROPOSER, "") if agreed else None


def _by_verb(here: Setting, phrases: Phrases) -> tuple[Role, str] | None:
    """Roles that a word right before or behind names: 由, 请, 汇报, 牵头, 负责做好…"""
    given = phrases.give.search(here.pre)
    if given is not None and (_FORMERLY.search(here.pre) or _HANDS_ON.fullmatch(here.own)):
        return Role.OBJECT, ""
    spoken_to = here.pre and phrases.receive.search(here.pre)  # 向甲局|说清节点
    named = here.own.startswith(_ACCORDING)  # 乙公司按商户提出的|尺寸重砌
    told = None if given or spoken_to or named else phrases.tell.match(here.own)
    disposes = told is not None and told.group().startswith("把")  # 政研室把54条建议的办理结果…
    if told and not disposes and not _busy(here, told.end()):
        return Role.TELLER, told.group()
    if here.post.startswith("负责") and (found := phrases.assist.match(here.post)):
        return Role.ASSIST, found.group()
    plain = phrases.lead.match(here.post)
    if given is None and here.pre.endswith(_FOR):
        return None  # 由甲局为|乙会落实一台车
    if found := plain or phrases.lead.match(_ADVERB.sub("", here.post, count=1)):
        return Role.LEAD, found.group()
    if given is None:
        return None
    if check := phrases.check.match(here.post):
        return Role.ASSIST, given.group() + check.group()
    return Role.LEAD, given.group()


def _as_receiver(here: Setting, phrases: Phrases) -> tuple[Role, str] | None:
    """Roles of a unit that something is done to, or that lends a hand."""
    if _WITH.search(here.pre) and _TOGETHER.match(here.post):
        sought = _SEEKS.search(here.pre) or _CONTACTS.match(here.post)
        return (Role.OBJECT, "") if sought else (Role.JOINED, "与")
    if here.members and here.own.endswith(_GIVES_A_HAND):
        return Role.ASSIST, ""
    if found := phrases.helped.search(here.pre):
        return Role.HELPED, found.group()
    if here.members and not here.pre and _ITS_PEOPLE.match(here.own):
        return Role.SUBJECT, ""
    if (here.pre and phrases.receive.search(here.pre)) or _GENITIVE.match(here.own):
        return Role.OBJECT, ""
    if found := phrases.assist.match(here.post):
        return Role.ASSIST, found.group()
    return None


def _as_subject(here: Setting, phrases: Phrases) -> tuple[Role, str] | None:
    if here.pre.endswith("同意") and not here.dated:
        # 同意县档案馆|新馆项目调整概算: what is agreed to, unless somebody is to do something
        if _AT_ONCE.match(here.post) or _sets_to(here.post, phrases):
            return Role.SUBJECT, _modal(here.post, phrases)
        return None
    at_head = not here.pre or _LEADING.match(here.pre) or here.pre.endswith((":", "”", " "))
    if at_head or here.timed:
        acts = _acts(here, phrases)
    else:
        governed = _GOVERNED.search(here.pre) and not _WHICH.fullmatch(here.pre)
        made = not here.post and _CREATES.search(here.pre) is not None
        at_once = _AT_ONCE.match(here.post) is not None or here.dated
        acts = not (governed or made) and at_once and _whole(here.members)
    return (Role.SUBJECT, _modal(here.post, phrases)) if acts else None


def _does(pre: str, phrases: Phrases) -> bool:
    """Whether the words between two names hold a deed right before the second."""
    return any(phrases.deed.fullmatch(pre, at) for at in range(max(0, len(pre) - 4), len(pre) - 1))


def _modal(post: str, phrases: Phrases) -> str:
    found = phrases.act.match(post)
    return found.group() if found else ""


def _acts(here: Setting, phrases: Phrases) -> bool:
    """Whether a group at the head of its clause is followed by something it does."""
    post, members = here.post, here.members
    if not post:
        return True  # 安置房C地块净地移交,区城建集团,12月10日前
    if post.startswith("的") or (members and members[-1].kind == "role" and _CHOSEN.match(post)):
        return False
    if len(members) == 1 and (members[0].shape or members[0].group) and not here.people:
        # 实验小学东校区外墙保温, 水厂改造工程: the name may only begin a longer one
        does = _AT_ONCE.match(post) or here.dated
        return bool(does) or (_sets_to(post, phrases) and not _NOUN.match(post))
    return _whole(members) or bool(_DOES.match(post)) or not any(m.shape for m in members)


def _sets_to(post: str, phrases: Phrases) -> bool:
    deed = phrases.deed.match(post)
    built = deed is not None and _BUILT.match(post) and len(post) - deed.end() <= 1
    return bool(_PLAIN_VERB.match(post) or (deed and not built))


def _whole(members: Sequence[UnitMention]) -> bool:
    return not members or any(m.certain or m.group for m in members) or len(members) > 1


def _busy(here: Setting, reach: int) -> bool:
    """Whether a date stands between the group and the verb: 每周五出一期通报 tells nothing."""
    return any(here.at <= t.start and t.end <= here.at + reach for t in here.busy)


def _ends_with_time(clause_start: int, low: int, pre: str, times: Sequence[TimeMention]) -> bool:
    trimmed = low - (len(pre) - len(pre.rstrip(" ")))
    return any(clause_start <= t.start and t.end in (low, trimmed, low - 1) for t in times)
