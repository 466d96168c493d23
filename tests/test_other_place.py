"""A paper of another county than the office's is noticed; papers of other levels are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import pipeline
from toolkit.office.setup import create_office
from toolkit.reading import read_bytes

MINUTES = (
    "{head}常务会议纪要",
    "第9期",
    "{head}办公室  2026年2月13日",
    "2月11日，县长桂长林主持召开县政府第9次常务会议。现纪要如下：",
    "一、由县水利局负责，3月20日前完成清淤。",
)


def codes(folder: Path, county: str, head: str) -> list[str]:
    create_office(folder, county)
    document = read_bytes("纪要.txt", "\n".join(MINUTES).format(head=head).encode())
    preparation = pipeline.prepare_tickets(document, pipeline.open_office(folder))
    return [each.code for each in preparation.findings]


@pytest.mark.parametrize(
    ("county", "head", "told"),
    [
        ("云溪县", "岚溪县人民政府", 1),
        ("云溪区", "望潮区人民政府", 1),
        ("云溪县", "云溪县人民政府", 0),
        ("云溪县", "砚川市人民政府", 0),
        ("云溪县", "昭岚省人民政府", 0),
        ("砚川市", "岚溪县人民政府", 0),
        ("云溪县", "县人民政府", 0),
        ("", "岚溪县人民政府", 0),
    ],
)
def test_another_county_is_told_once(tmp_path: Path, county: str, head: str, told: int) -> None:
    assert codes(tmp_path / "督办", county, head).count("W2404") == told


def test_the_example_office_takes_every_county(tmp_path: Path) -> None:
    document = read_bytes("纪要.txt", "\n".join(MINUTES).format(head="岚溪县人民政府").encode())
    found = pipeline.prepare_tickets(document, pipeline.open_office(None)).findings
    assert "W2404" not in [each.code for each in found]
