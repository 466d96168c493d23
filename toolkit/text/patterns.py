"""Patterns that are compiled when first used: of the hundreds, one short document needs half."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "pattern")


class _Lazy:
    """Stands for a compiled pattern; after the first use its methods are the pattern's own."""

    def __init__(self, form: str) -> None:
        self._form = form

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._form)
        for method in _METHODS:
            self.__dict__[method] = getattr(compiled, method)
        return self.__dict__[name]


def lazy(form: str) -> re.Pattern[str]:
    """``form`` as a pattern with the methods of :class:`re.Pattern` that take a text.

    Raises :class:`re.error` at the first use.
    """
    return cast("re.Pattern[str]", _Lazy(form))
