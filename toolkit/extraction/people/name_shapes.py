"""The shapes a printed name can have: 张三, 欧阳 静, 李×, 黎 明.

Plain comparisons, no patterns: a class of all Chinese characters takes a millisecond to compile
wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable

MASK = "xX×*某＊"
Shape = Callable[[str, int], int | None]


def is_han(text: str) -> bool:
    """Whether ``text`` is one or more Chinese characters and nothing else."""
    return bool(text) and all("\u3400" <= c <= "\u9fff" for c in text)


def _given(count: int) -> Shape:
    """``count`` characters of a given name."""

    def shape(copy: str, at: int) -> int | None:
        end = at + count
        return end if end <= len(copy) and is_han(copy[at:end]) else None

    return shape


def _masked(copy: str, at: int) -> int | None:
    """× or ××, or 某某."""
    end = at
    while end < len(copy) and end < at + 2 and copy[end] in MASK:
        end += 1
    return end if end > at else None


def _given_or_masked(copy: str, at: int) -> int | None:
    return _given(1)(copy, at) or _masked(copy, at)


def _blanks(copy: str, at: int) -> int:
    while at < len(copy) and copy[at] == " ":
        at += 1
    return at


def _spread(before: int, after: tuple[int, ...], *, whole: bool = True) -> Shape:
    """``before`` characters, blanks, then as many characters as one of ``after`` allows; with
    ``whole`` no further character may follow."""

    def shape(copy: str, at: int) -> int | None:
        first = at + before
        start = _blanks(copy, first)
        if start == first or (before and not is_han(copy[at:first])):
            return None
        for count in after:
            end = start + count
            if end > len(copy) or not is_han(copy[start:end]):
                continue
            if not whole or not is_han(copy[end : end + 1]):
                return end
        return None

    return shape


# (whether the surname has two characters, what follows the surname), in order of preference
SHAPES: tuple[tuple[bool, Shape], ...] = (
    (True, _given(2)),
    (True, _given_or_masked),
    (False, _masked),
    (False, _spread(1, (1,))),
    (False, _spread(0, (2, 1))),
    (False, _given(2)),
    (False, _given(1)),
)
CELL_SHAPES: tuple[tuple[bool, Shape], ...] = (
    (False, _spread(0, (1,), whole=False)),  # 詹 禾费云舟 is 詹禾 and 费云舟
    (True, _given(2)),
    (True, _given_or_masked),
    (False, _masked),
    (False, _spread(1, (1,), whole=False)),
    (False, _spread(0, (2, 1), whole=False)),
    (False, _given(2)),
    (False, _given(1)),
)
