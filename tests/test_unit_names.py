"""Which unit of the ledger a clerk means who types less than its whole name."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import OpenLedger
from ledger_cases import TODAY, batch, context_of, render, task

from toolkit.errors import UsageError
from toolkit.ledger.lookup import unit_meant
from toolkit.ledger.queries import list_entries
from toolkit.ledger.store import issue

LEADS = ("县统计局", "县住建局", "县教育局", "县教育局第一小学")  # in the table: 云山县统计局 …


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("统计局", "云山县统计局"),
        ("县统计局", "县统计局"),  # as a document wrote it: found as it stands
        ("云山县统计局", "云山县统计局"),
        ("教育局", "云山县教育局"),  # not the school, whose name only begins so
        ("水利局", "水利局"),  # nothing fits: whoever asks is told what there is
        ("", ""),
    ],
)
def test_a_short_name_is_the_one_unit_it_fits(
    at: OpenLedger, tmp_path: Path, typed: str, meant: str
) -> None:
    with at(tmp_path / "督办") as ledger:
        tickets = [(task(n, lead),) for n, lead in enumerate(LEADS, start=1)]
        given = batch("甲", *tickets)
        issue(ledger, given, build_context=context_of, render=render, today=TODAY)
        assert unit_meant(ledger, typed) == meant
        if typed == "统计局":
            assert [row.objective for row in list_entries(ledger, unit=typed)] == ["办理第1件事"]
            with pytest.raises(UsageError, match="E4517") as refused:
                unit_meant(ledger, "局")
            names = "、".join(f"云山{each}" for each in sorted(LEADS[:3]))
            assert f"“局”可能是{names}。请写全单位名称。" in str(refused.value)
