"""The chapter of every paragraph, as a breakdown lists them: the document's own headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.extraction.structure import label_of
from toolkit.model import ExtractedTask, Paragraph, Place
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

_DEEPEST = 3  # 第一部分, 一、 and （一）; what is numbered below is a task's business
_LONGEST = 45
_TITLE = lazy(r"[^。；！？]+")
_EDGES = " 　\t。：:"


def chapters(paragraphs: Iterable[Paragraph], tasks: Iterable[ExtractedTask]) -> dict[int, str]:
    """Number of each task → the title it stands under, without its number; ``""`` for none.

    A title may be a paragraph of its own or, as （一）聚力项目攻坚。全年…, begin one. Where only
    the outermost titles are found, a heading that extraction saw nearer to the task is taken.
    """
    under = {paragraph.index: title for paragraph, title in _walk(paragraphs)}
    found: dict[int, str] = {}
    for task in tasks:
        level, title = under.get(task.origin[0].paragraph, (0, "")) if task.origin else (0, "")
        nearer = task.heading if level < _DEEPEST else ""
        found[task.number] = (nearer or title).strip(_EDGES)
    return found


def _walk(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, tuple[int, str]]]:
    """Every paragraph with the innermost title that is open there, and its level."""
    stack: dict[int, str] = {}
    for paragraph in paragraphs:
        level, title = _title(paragraph)
        if title:
            stack = {known: said for known, said in stack.items() if known < level}
            stack[level] = title
        yield paragraph, max(stack.items(), default=(0, ""))


def _title(paragraph: Paragraph) -> tuple[int, str]:
    """The level and words of the title a paragraph is or begins with; ``(0, "")`` without one."""
    if paragraph.place is not Place.BODY:
        return 0, ""
    level, label = label_of(match_copy(paragraph.text))
    if not level and paragraph.outline is not None and paragraph.outline < _DEEPEST:
        level = paragraph.outline + 1
    rest = paragraph.text[len(label) :].lstrip()
    first = _TITLE.match(rest)
    if not 0 < level <= _DEEPEST or first is None or len(first.group()) > _LONGEST:
        return 0, ""
    return level, first.group().strip(_EDGES)
