"""Generated texts through every field of every paper: ``python tests/measure_texts.py [20000]``.

What python-docx reads back must equal the cleaned text, and the shipped template must have as many
paragraphs as with plain words. The seed is fixed; every failure is printed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import repeat
from typing import Any

from docx import Document
from paper_samples import template_of
from papers import filled, listing, members, said

from toolkit.papers import PAPERS
from toolkit.rendering import Template, clean

SEED = 20260301
SNIPPETS = (
    *("{{ number }}", "{% for x in tasks %}", "{%tr if 1 %}", "{# 注 #}", "<?duban 0?>", "&amp;"),
    *("</w:t></w:r></w:p>", "]]>", "<![CDATA[", "\ud800", "\udfff", "\x00", "\x0b", "\x1b", "\x85"),
    *(
        "\u202e",
        "\u200f",
        "\u2066",
        "\ufeff",
        "\ufffe",
        "\r\n",
        "\n",
        "\t",
        "　",
        "“",
        "”",
        "〔",
        "〕",
    ),
    *(
        "喆",
        "𬱖",
        "😀",
        "e\u0301",
        "县水利局",
        "2026年3月9日",
        "A&B",
        "<甲>",
        "'",
        '"',
        "`",
        " " * 3,
    ),
)


@dataclass(slots=True)
class Counted:
    texts: int = 0
    papers: int = 0
    failed: int = 0


def texts_from(chance: random.Random) -> Iterator[str]:
    """Endless texts of snippets, random characters and, now and then, 300 without a break."""
    while True:
        if chance.random() < 0.02:
            yield chance.choice("无Aa1") * 300
            continue
        pieces = chance.choices(SNIPPETS, k=chance.randrange(0, 6))
        pieces += [chr(chance.randrange(0x110000)) for _ in range(chance.randrange(0, 4))]
        chance.shuffle(pieces)
        yield "".join(pieces)


def measure(count: int) -> Counted:
    """At least ``count`` texts, shared among all papers."""
    counted, texts = Counted(), texts_from(random.Random(SEED))
    listings = {
        name: Template("清单.docx", listing(paper.fields), paper.fields)
        for name, paper in PAPERS.items()
    }
    plain = {
        name: _paragraphs(template_of(name).render(filled(paper.fields, repeat("平常文字"))))
        for name, paper in PAPERS.items()
    }
    while counted.texts < count:
        for name, paper in PAPERS.items():
            record = filled(paper.fields, texts)
            counted.texts += len(said(record))
            counted.papers += 1
            counted.failed += not _comes_back(listings[name], record, name)
            printed = filled(paper.fields, (text if clean(text) else "字" for text in texts))
            counted.failed += _paragraphs(template_of(name).render(printed)) != plain[name]
    return counted


def _comes_back(template: Template, record: Any, name: str) -> bool:
    read = [paragraph.text for paragraph in Document(BytesIO(template.render(record))).paragraphs]
    wanted = [clean(each) for each in said(record)]
    for text, found in zip(wanted, read, strict=False):
        if text != found:
            print(f"{name}: {text!r} came back as {found!r}")
    return read == wanted


def _paragraphs(data: bytes) -> int:
    return sum(xml.count(b"<w:p>") + xml.count(b"<w:p ") for xml in members(data).values())


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    print(f"{found.texts} texts in {found.papers} papers, {found.failed} failed")
    sys.exit(bool(found.failed))
