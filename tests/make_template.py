"""Makes the Word files of templates/: ``python tests/make_template.py [交办单 …]``."""

from __future__ import annotations

import sys
from pathlib import Path

from template_builders import BUILDERS
from template_builders.package import write

FOLDER = Path(__file__).resolve().parent.parent / "templates"

if __name__ == "__main__":
    for name in sys.argv[1:] or BUILDERS:
        write(BUILDERS[name](), FOLDER / f"{name}.docx")
