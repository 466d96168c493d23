"""A finished paper shown without Word: in the terminal, as HTML, as PDF and pictures."""

from __future__ import annotations

from toolkit.preview.blocks import blocks_of
from toolkit.preview.html import html_page
from toolkit.preview.office_suite import make_pdf, make_pictures
from toolkit.preview.terminal import screen_lines

__all__ = ["blocks_of", "html_page", "make_pdf", "make_pictures", "screen_lines"]
