"""The reference data that is no part of the repository: public texts, the regulation, a scorer.

``DUBAN_SHARED`` says where it lies; without it, ``shared`` beside the repository is looked for.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DUBAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
REAL = SHARED / "corpus" / "real"


def needs(path: Path) -> pytest.MarkDecorator:
    """Only where ``path`` of the reference data is at hand."""
    return pytest.mark.skipif(
        not path.exists(), reason=f"{path.name} is reference data: set DUBAN_SHARED"
    )


def each_of(paths: Sequence[Path]) -> pytest.MarkDecorator:
    """One test a ``path``; a single skipped one where the reference data is not at hand."""
    if paths:
        return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)
    nothing = pytest.param(Path(), marks=needs(REAL), id="none")
    return pytest.mark.parametrize("path", [nothing])
