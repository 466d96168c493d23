"""Which boxes of a form were ticked, however Word or WPS wrote the tick."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.replies.records import Answer, ReplyWords


def ticked(text: str, among: Iterable[Answer], words: ReplyWords) -> frozenset[Answer]:
    """The choices that are marked, or the only one left standing where no box was kept.

    A mark stands before its word (☑已办结), or after the last word of its line (已办结√).
    """
    choices = {word: answer for answer in among for word in words.choices[answer]}
    found: set[Answer] = set()
    standing: set[Answer] = set()
    boxes = False
    for written in text.splitlines():
        line = "".join(written.split())  # 在　办
        places = _places(line, choices, words.no)
        end = 0
        for at, (start, stop) in enumerate(places):
            before = line[end:start]
            after = line[stop:] if at + 1 == len(places) else ""
            answer = choices[line[start:stop]]
            if _has(before + _marks(after, words), words.ticks):
                found.add(answer)
            boxes = boxes or _has(before, words.boxes)
            standing.add(answer)
            end = stop
    if not found and not boxes and len(standing) == 1:
        return frozenset(standing)
    return frozenset(found)


def _places(line: str, choices: Iterable[str], no: str) -> list[tuple[int, int]]:
    longest = sorted(choices, key=len, reverse=True)
    pattern = re.compile(rf"(?<![{re.escape(no)}])(?:{'|'.join(map(re.escape, longest))})")
    return [match.span() for match in pattern.finditer(line)]


def _marks(after: str, words: ReplyWords) -> str:
    """The marks that follow directly; a tick further on belongs to other words."""
    kept = len(after) - len(after.lstrip(words.ticks + words.boxes))
    return after[:kept]


def _has(text: str, marks: str) -> bool:
    return any(mark in text for mark in marks)
