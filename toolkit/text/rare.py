"""Characters that a font may lack: those outside GB2312, whose 6,763 all Chinese fonts have."""

from __future__ import annotations

from collections.abc import Iterable

_FIRST_HAN = "\u3400"
_HALVES, _SYMBOLS = "\ud800", "\uffef"  # between: half surrogates, private use, full width


def outside_gb2312(text: str) -> tuple[str, ...]:
    """The Chinese characters in ``text`` that GB2312 does not have, each once, in order."""
    if _is_common(text):  # the usual case
        return ()
    found = dict.fromkeys(each for each in text if each >= _FIRST_HAN and not _is_common(each))
    return tuple(each for each in found if not _HALVES <= each <= _SYMBOLS)


def rare_names(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each name that holds such characters, with them, in order."""
    return {name: rare for name in dict.fromkeys(names) if (rare := outside_gb2312(name))}


def _is_common(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
