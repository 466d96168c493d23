"""Minutes, and any running text in which somebody orders something: the walk from block to task."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.extraction.analysis import Facts
from toolkit.extraction.assemble import Assembler
from toolkit.extraction.drafts import Draft
from toolkit.extraction.scopes import (
    Scope,
    apply_first_listed,
    apply_scopes,
    read_each,
    read_scope,
    rules,
)
from toolkit.extraction.structure import Node, behind
from toolkit.model import Place
from toolkit.text.dates import DATED
from toolkit.text.patterns import lazy

_FURNITURE = lazy(
    r"^(?:出席|列席|参加|参会|与会|请假|缺席|主持|主 ?持 ?人|记录|时 ?间|地 ?点|分送|抄送|主送|发至"
    r"|报送?|送|签发(?:人)?|整理|校对|审核|联系人|联系电话|附件?|会议地点|会议时间|会议主持|参加人员"
    r"|出席人员|列席人员|委 ?员|来源|责编|责任编辑|上一篇|下一篇|编辑|作者|印发"
    r"|参加单位|主题|议题|到会)"
    r"(?:人员|名单|领导|单位)?\s*[::(]"
    r"|^(?:参加|出席|列席|记录|主持|分送|抄送|主送|印发)(?:人员)? "
    r"|^\(?(?:责编|来源|记者|通讯员|此件|附)[::]?"
    r"|印发\s*$|日印\s*$|^[^,;。]{0,30}\d{4}年\d{1,2}月\d{1,2}日(?:印发)?$"
    r"|^(?:上一篇|下一篇)|^\(?〔\d{4}〕\d+号"
)
_OPENING = lazy(r"如下(?:事项|意见|纪要|决定)?(?:[:,。;]|$)|形成(?:如下)?(?:纪要|意见)(?:[:,。]|$)")

_DECIDES = lazy(
    r"(?:议定|决定|明确|确定|部署|要求|意见|措施)[^,;。:]{0,10}如下|如下(?:意见|决定|要求|事项)"
)
_RUNS_ON = 20  # characters behind …如下: that are more than a label


def walk(
    nodes: Sequence[Node], facts_of: dict[int, Facts], *, spoken: bool = False
) -> tuple[list[Draft], frozenset[int]]:
    """All drafts of a running text, judged by nobody yet, and the indexes of nodes that are
    furniture (attendance, imprint, distribution). ``spoken``: a speech, whose every paragraph
    turns to another matter."""
    start, at = _body_start(nodes)
    nodes = [behind(n, at) if n.index == start else n for n in nodes] if at else nodes
    opening = next((n.text[: at or None] for n in nodes if n.index == start - (not at)), "")
    assembler = Assembler(decides=_DECIDES.search(opening) is not None, spoken=spoken)
    scopes: list[Scope] = []
    furniture: set[int] = set()
    first_listed = any(facts_of[n.index].phrases.first_listed.search(n.text) for n in nodes)
    for node in nodes:
        facts = facts_of[node.index]
        if node.index < start or is_furniture(node) or _is_title(node, facts):
            furniture.add(node.index)
        elif node.heading:
            assembler.enter_heading(node, facts)
        else:
            assembler.block(node, facts)
            scopes.extend(_rulings(node, facts, assembler.drafts))
    drafts = [d for d in assembler.drafts if not _is_scope(d, scopes)]
    apply_scopes(drafts, scopes)
    if first_listed:
        apply_first_listed(drafts)
    return drafts, frozenset(furniture)


def is_furniture(node: Node) -> bool:
    """Whether a block is attendance, imprint, distribution, a comment or the like."""
    if node.block.first.place in (Place.HEADER, Place.FOOTER, Place.COMMENT):
        return True
    return _FURNITURE.search(node.text) is not None


def _is_title(node: Node, facts: Facts) -> bool:
    """The line a news digest begins with, which often says that somebody does something."""
    closed = node.level or node.heading or node.text.endswith(tuple("。;:!?|"))
    due = any(t.kind in DATED for t in facts.times)
    return node.index == 0 and not closed and not due and "," not in node.text


def _body_start(nodes: Sequence[Node]) -> tuple[int, int]:
    """The index of the first block that can hold a decision, after the opening sentence; and
    where in it the decisions begin (…现纪要如下:一、…, all in one paragraph)."""
    for node in nodes[:25]:
        if (said := _OPENING.search(node.text)) and not node.heading:
            runs_on = len(node.text) - said.end() > _RUNS_ON
            return (node.index, said.end()) if runs_on else (node.index + 1, 0)
        if node.level == 2:
            return node.index, 0
    return 0, 0


def _rulings(node: Node, facts: Facts, drafts: list[Draft]) -> list[Scope]:
    found: list[Scope] = []
    for point in node.points:
        for sentence in point.sentences:
            if not read_each(node, sentence, facts, drafts):
                found.extend(s for s in read_scope(node, sentence, facts) if rules(s, drafts))
    return found


def _is_scope(draft: Draft, scopes: Sequence[Scope]) -> bool:
    """A draft that begins with a scope's own words is none."""
    opening = draft.readings[draft.topics :] or draft.readings
    at = opening[0].clause.start
    return any(draft.node is scope.node and scope.opening <= at < scope.end for scope in scopes)
