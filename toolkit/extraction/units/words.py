"""Sets of words looked up in a text, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_WORTH_COMPILING = 8_000  # characters read; a short paper is done before a pattern is compiled


class WordSet:
    """Words to be found in texts; ``by_first`` holds them by first character, longest first.

    Made from dictionaries in a fraction of a millisecond. A pattern of several hundred words takes
    several to compile but searches faster, so it is made only for whoever reads much.
    """

    __slots__ = ("_pattern", "_read", "by_first")

    def __init__(self, words: Iterable[str]) -> None:
        found: dict[str, list[str]] = {}
        for word in set(words):
            found.setdefault(word[0], []).append(word)
        self.by_first: Mapping[str, tuple[str, ...]] = {
            char: tuple(sorted(group, key=len, reverse=True)) for char, group in found.items()
        }
        self._read = 0
        self._pattern: re.Pattern[str] | None = None

    def finditer(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words stand, left to right, none overlapping."""
        pattern = self._compiled(len(text))
        if pattern is None:
            return self._looked_up(text)
        return (m.span() for m in pattern.finditer(text))

    def starts(self, text: str) -> list[int]:
        """Every place where a word begins, also inside another."""
        pattern, by_first = self._compiled(len(text)), self.by_first
        if pattern is None:
            ahead = [i for i, char in enumerate(text) if char in by_first]
            return [i for i in ahead if self.end_at(text, i)]
        found, search, at = [], pattern.search, 0
        while m := search(text, at):
            found.append(m.start())
            at = m.start() + 1
        return found

    def _compiled(self, size: int) -> re.Pattern[str] | None:
        """The pattern, once ``size`` more characters make it worth its while."""
        self._read += size
        if self._pattern is None and self._read >= _WORTH_COMPILING:
            self._pattern = self._made()
        return self._pattern

    def _made(self) -> re.Pattern[str]:
        """Grouped by first character, which the search skips by; no choice of characters in front,
        which would forbid that."""
        groups = (
            re.escape(char) + "(?:" + "|".join(re.escape(word[1:]) for word in words) + ")"
            for char, words in self.by_first.items()
        )
        return re.compile("|".join(groups) or "(?!)")

    def _looked_up(self, text: str) -> Iterator[tuple[int, int]]:
        by_first, beyond = self.by_first, 0
        for i in [i for i, char in enumerate(text) if char in by_first]:
            if i >= beyond and (end := self.end_at(text, i)):
                yield i, end
                beyond = end

    def end_at(self, text: str, start: int) -> int:
        """Where the longest word that begins at ``start`` ends; 0 when none does."""
        for word in self.by_first.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return start + len(word)
        return 0

    def makes_up(self, text: str) -> bool:
        """Whether ``text`` is nothing but words of the set, one after another."""
        reached = {0}
        for i in range(len(text)):
            if i in reached:
                words = self.by_first.get(text[i], ())
                reached.update(i + len(w) for w in words if text.startswith(w, i))
        return bool(text) and len(text) in reached
