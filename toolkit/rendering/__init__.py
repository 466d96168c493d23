"""Named fields and a Word template → the bytes of a Word file."""

from __future__ import annotations

from toolkit.drafting import AssignmentFields
from toolkit.rendering.fields import clean
from toolkit.rendering.template import Template

__all__ = ["Template", "clean", "render_assignment"]


def render_assignment(fields: AssignmentFields, template: Template) -> bytes:
    """The finished 交办单 as the bytes of a .docx."""
    return template.render(fields)
