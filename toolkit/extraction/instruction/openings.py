"""Which lines of a register open something: the next paper, or what the next leader wrote."""

from __future__ import annotations

from toolkit.extraction.instruction.labels import body_of
from toolkit.extraction.instruction.words import InstructionWords
from toolkit.extraction.people.voices import DAY
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Node
from toolkit.text.patterns import lazy

ONLY_DAY = lazy(rf"[(\s]*{DAY}[)\s]*")
UPON = lazy(r"\W*(?:在|对)[^。;]{0,24}《[^》]{4,}》[^。;]{0,12}上的?(?:批示)?:$")
_PAPER = lazy(r"^(?:收文|来文|来电|办文)|《[^》]{4,}》|^\d{1,2}月\d{1,2}日")
_SENT = lazy(r"《[^》]{4,}》|\d{1,2}月\d{1,2}日")
_ENTRY_DAY = lazy(r"\d{1,2}月\d{1,2}日(?![前晚上下以之起至到的,，、])")
_NAMED = lazy(  # ◆关于…的报告(县民政局3月2日报)
    r"\W*关于[^。;:]{4,60}(?:报告|请示|专报|函|信息|反映|建议|通知|方案|汇报|材料|简报)(?:\([^()]*\))?$"
)
_ENTRY = 80
_NAME_FIRST = lazy(r"(?P<who>[^\W\d_]{2,4}):(?=.{6,})")
_SENTENCE_END = ("。", "!", "?", ";")


def opens_paper(scan: Scan, node: Node, numbered: bool, *, ended: bool) -> bool:
    """Whether a line names the next paper or matter: ``numbered`` (一、关于…问题), begun with its
    day (1月7日 村反映…), in the form 在《…》上：, or after the end of a note (``ended``) with a
    unit and the title or day of what it sent."""
    at = body_of(node)
    if ended and _NAMED.match(node.text, at):
        return True
    if numbered:
        matter = node.heading and node.text.startswith("关于", at)
        return matter or _PAPER.search(node.text[at:]) is not None
    if _ENTRY_DAY.match(node.text, at) or UPON.match(node.text, at):
        return len(node.text) <= _ENTRY
    sender = next((u for u in scan.facts_of[node.index].units if u.start == at), None)
    if sender is None or ONLY_DAY.fullmatch(node.text, sender.end):
        return False  # an organ and the day: the head of the paper
    sent = _SENT.search(node.text[at : at + _ENTRY])
    return bool(sent) and not node.text.endswith(_SENTENCE_END) and ended


def speakers(scan: Scan, words: InstructionWords) -> set[str]:
    """岳知行:…, 沐青:… line by line: the names that open lines, where several lines begin so."""
    opened = [m["who"] for n in scan.nodes if (m := _NAME_FIRST.match(n.text))]
    named = [who for who in opened if words.column(who) is None]
    return set(named) if len(named) > 1 else set()
