"""Every finding code with its Chinese message: what, where, what to do.

Each function makes one :class:`~toolkit.model.Finding`; nobody else does.
"""

from __future__ import annotations

from toolkit.model import Finding, Severity, Span


def _at(origin: Span | None) -> str:
    return f"（第{origin.paragraph}段）" if origin else ""
