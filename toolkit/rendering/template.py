"""A Word template: prepared and checked once, then one string and one archive per paper."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.errors import SettingsError
from toolkit.papers.assignment import AssignmentFields
from toolkit.rendering.archive import ArchiveWriter
from toolkit.rendering.inspection import inspect_template, parser
from toolkit.rendering.program import Program


class Template:
    """A checked template. ``findings`` are remarks that do not keep it from being used."""

    def __init__(self, name: str, data: bytes, contract: type[Any] = AssignmentFields) -> None:
        """Raises :class:`SettingsError` E2201 (no Word file), E2202–E2204, E2301."""
        self.name = name
        self.contract = contract
        found = inspect_template(name, data, contract)
        if found.faults:
            message = "\n".join(fault.message for fault in found.faults)
            raise SettingsError(found.faults[0].code, message)
        self.findings = found.remarks
        # Parts without tags stay as the office saved them.
        tagged = {member: part for member, part in found.parts.items() if part.tags}
        jinja = parser()
        self._programs = {
            member: Program(jinja.parse(part.source())) for member, part in tagged.items()
        }
        self._archive = ArchiveWriter(found.members, frozenset(tagged))

    @classmethod
    def load(cls, path: Path, contract: type[Any] = AssignmentFields) -> Template:
        """The template at ``path``, prepared at most once as long as the file is not changed."""
        try:
            state = path.stat()
        except OSError as error:
            raise SettingsError(
                "E2201", f"找不到模板“{path.name}”，请检查文件夹“模板”。"
            ) from error
        kind: Any = contract  # mypy does not see that a class can be hashed
        return _load(path, state.st_mtime_ns, state.st_size, kind)

    def render(self, fields: Any) -> bytes:
        """The finished .docx; the same fields always give the same bytes.

        ``fields`` is a record of the template's contract; anything else raises ``TypeError``.
        """
        if not isinstance(fields, self.contract):
            raise TypeError(f"{self.name} wants {self.contract.__name__}")
        return self._archive.write(
            {name: program.run(fields) for name, program in self._programs.items()}
        )


@lru_cache(maxsize=32)
def _load(path: Path, changed: int, size: int, contract: Any) -> Template:
    return Template(path.name, path.read_bytes(), contract)
