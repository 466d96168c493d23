"""How far a long run has come: one line on the terminal, nothing elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from toolkit.errors import DubanError

_EVERY = 0.2  # seconds between two lines


class Progress:
    """Counts what is done with and tells rate and remaining time, where somebody is watching."""

    def __init__(self, what: str, total: int, stream: TextIO | None = None) -> None:
        self._what, self._total = what, total
        self._stream = sys.stderr if stream is None else stream
        self._watched = self._stream.isatty()
        self._done, self._began, self._told = 0, time.monotonic(), 0.0

    def heard(self, number: str, fault: DubanError | None) -> None:
        """One more is done with, well or badly."""
        self._done += 1
        now = time.monotonic()
        if now - self._told >= _EVERY or self._done == self._total:
            self._told = now
            self.say(self.line(now - self._began))

    def line(self, seconds: float) -> str:
        """正在写出交办单：1,200/10,000份，每秒820份，约剩11秒"""
        rate = self._done / max(seconds, 0.001)
        left = max(self._total - self._done, 0) / max(rate, 0.001)
        return (
            f"{self._what}：{self._done:,}/{max(self._total, self._done):,}份，"
            f"每秒{rate:,.0f}份，约剩{duration(left)}"
        )

    def say(self, text: str) -> None:
        """Put ``text`` in the place of the line before."""
        if self._watched:
            self._stream.write(f"\r\x1b[K{text}")
            self._stream.flush()

    def end(self) -> None:
        """Take the line away: what follows says how it ended."""
        self.say("")


def duration(seconds: float) -> str:
    """``8秒``, ``3分20秒``, ``1小时5分``."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest}秒"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}小时{minutes}分" if hours else f"{minutes}分{rest}秒"
