"""GB/T 9704 tested on any Word document, statement by statement; house customs apart from it."""

from __future__ import annotations

from toolkit.layout.check import Report, check_layout
from toolkit.layout.sheet import read_sheet

__all__ = ["Report", "check_layout", "read_sheet"]
