"""Named fields and a Word template → the bytes of a Word file."""

from __future__ import annotations

from toolkit.rendering.fields import clean
from toolkit.rendering.template import Template

__all__ = ["Template", "clean"]
