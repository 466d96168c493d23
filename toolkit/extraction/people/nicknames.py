"""Names that are not whole: 老王, 小苏, 展工, 阚会计, 璩校长, 王局.

Only a surname is written, with a familiar 老 or 小 before it or a word for the work behind it.
Such a form is believed in an attendance list, in front of the whole name (老谯（谯怀德）), or where
the document knows somebody of that surname; nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.extraction.people.names import NameGrammar

FAMILIAR = ("老", "小")


@dataclass(frozen=True, slots=True)
class Short:
    """``copy[start:end]`` names somebody by ``surname``; ``title`` is a post (校长) or ``""``,
    ``word`` what stands for one in speech (工, 会计, 局) or ``""``."""

    start: int
    end: int
    surname: str
    title: str = ""
    word: str = ""

    @property
    def work(self) -> str:
        """The word where it says what somebody does: 会计, but not 工 or 总."""
        return self.word if len(self.word) > 1 else ""


def short_before(copy: str, end: int, names: NameGrammar) -> Short | None:
    """The short form that ends at ``end``, wherever it begins."""
    title = names.title_ending(copy, end)
    if title and (found := _surname_before(copy, end - len(title), names)):
        return Short(found[0], end, found[1], title)
    for word in sorted(names.words.casual, key=lambda w: -len(w)):
        at = end - len(word)
        if copy.endswith(word, 0, end) and (found := _surname_before(copy, at, names)):
            return Short(found[0], end, found[1], word=word)
    found = _surname_before(copy, end, names)
    if found and copy[found[0] - 1 : found[0]] in FAMILIAR and found[0] > 0:
        return Short(found[0] - 1, end, found[1])
    return None


def read_short(text: str, names: NameGrammar) -> Short | None:
    """The short form that ``text`` is, from its first to its last character."""
    found = short_before(text, len(text), names)
    return found if found and found.start == 0 else None


def _surname_before(copy: str, end: int, names: NameGrammar) -> tuple[int, str] | None:
    for length in (2, 1):
        start = end - length
        if start >= 0 and names.is_surname(copy[start:end]):
            return start, copy[start:end]
    return None
