"""Any text in every field of every paper; hostile expressions in every template, in six places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import cycle, repeat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measure_texts import measure
from paper_samples import template_of
from papers import (
    PLACES,
    ROOT,
    fault,
    filled,
    form_with,
    listing,
    members,
    paragraphs,
    said,
)

from toolkit.papers import PAPERS
from toolkit.papers.assignment import AssignmentFields
from toolkit.rendering import Template, clean
from toolkit.rendering.fields import text_findings
from toolkit.rendering.inspection import inspect_template

PAYLOADS = tomllib.loads((ROOT / "tests/corpus/template_attacks.toml").read_text("utf-8"))[
    "payloads"
]


@pytest.fixture(scope="module")
def one_a_line() -> Template:
    return Template("清单.docx", listing())


@cache
def listing_of(name: str) -> Template:
    kind = PAPERS[name].fields
    return Template("清单.docx", listing(kind), kind)


def path_of(name: str) -> Path:
    return ROOT / "templates" / f"{name}.docx"


class TestText:
    @pytest.mark.parametrize(
        "text",
        [
            "A&B <甲> 单位",
            "甲</w:t></w:r></w:p><w:p><w:r><w:t>伪造段落",
            "{{ number }}",
            "{% for x in tasks %}",
            "{# 注 #}",
            "<?duban 0?>",
            "&lt;b&gt; &#60; &amp;amp;",
            "“引号”‘单引’〔2026〕—…",
            "第一行\n第二行\t制表",
            "无" * 300,
            "`反引号`",
            "𬱖𠮷😀",
            "\u202e倒\u202c \u200b零宽",
            "",
            "  前后空格  ",
        ],
    )
    def test_is_printed_as_it_is(self, one_a_line: Template, text: str) -> None:
        assert self.texts(one_a_line, text) == {text}

    @pytest.mark.parametrize(
        ("text", "expect"),
        [
            ("a\ud800b", "ab"),
            ("\udc00", ""),
            ("空\x00字\x0b符\x1b[0m", "空字符[0m"),
            ("行\r\n行\r行", "行\n行\n行"),
            ("非字符\ufffe\uffff。", "非字符。"),
        ],
        ids=["half", "other half", "control", "line ends", "non-characters"],
    )
    def test_is_cleaned_of_what_word_cannot_hold(
        self, one_a_line: Template, text: str, expect: str
    ) -> None:
        assert clean(text) == expect
        assert self.texts(one_a_line, text) == {expect}

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("平常文字\n第二行\t制表", []),
            ("空\x00字\x0b", ["W2210"]),
            ("\ud800半个", ["W2210"]),
            ("\u202e倒\u202c", ["W2211"]),
            ("\u202e\x07", ["W2210", "W2211"]),
        ],
        ids=["plain", "control", "half", "turned", "both"],
    )
    def test_what_is_cleaned_is_told_by_field(self, text: str, codes: list[str]) -> None:
        record = replace(filled(AssignmentFields, repeat("平常")), source=text)
        assert [each.code for each in text_findings(record)] == codes
        assert all("“来源”" in each.message for each in text_findings(record))

    def test_a_rows_field_is_told_with_its_row(self) -> None:
        record = filled(AssignmentFields, repeat("平常"))
        rows = (record.tasks[0], replace(record.tasks[1], objective="a\x00"))
        (found,) = text_findings(replace(record, tasks=rows))
        assert "“交办事项第2行的目标任务”里有1个" in found.message

    def test_texts_by_the_thousand(self) -> None:
        """A small part of what ``python tests/measure_texts.py`` does with 20,000."""
        assert measure(400).failed == 0

    @pytest.mark.parametrize("name", PAPERS)
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(texts=st.lists(st.text(st.characters(), max_size=30), min_size=5, max_size=60))
    def test_any_text_in_every_field(self, name: str, texts: list[str]) -> None:
        record = filled(PAPERS[name].fields, cycle(texts))
        assert paragraphs(listing_of(name).render(record)) == [clean(each) for each in said(record)]

    @pytest.mark.parametrize("name", PAPERS)
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(texts=st.lists(st.text(st.characters(), min_size=1), min_size=1, max_size=60))
    def test_a_paper_keeps_its_paragraphs(self, name: str, texts: list[str]) -> None:
        texts = [text if clean(text) else "平常文字" for text in texts]
        assert self.count(name, cycle(texts)) == self.count(name, repeat("平常文字"))

    @staticmethod
    def texts(template: Template, text: str) -> set[str]:
        """The different paragraphs that come out when every field holds ``text``."""
        record = filled(AssignmentFields, repeat(text))
        found = paragraphs(template.render(record))
        return {
            paragraph for paragraph, line in zip(found, said(record), strict=True) if line == text
        }

    @staticmethod
    def count(name: str, texts: Iterator[str]) -> int:
        """How many paragraphs the shipped template has, filled with ``texts``."""
        data = template_of(name).render(filled(PAPERS[name].fields, texts))
        files = members(data).items()
        return sum(xml.count(b"<w:p>") + xml.count(b"<w:p ") for _, xml in files)


class TestAttacks:
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_hostile_expressions(self, tmp_path: Path, payload: str, place: str) -> None:
        canary = tmp_path / "executed"
        error = fault(form_with(place, payload.replace("{canary}", str(canary))))
        assert error.code in {"E2202", "E2203", "E2301"}
        named = {"正文": "第1段", "文档属性": "文档属性“标题”"}
        assert named.get(place, place) in error.message
        assert not canary.exists()

    @pytest.mark.parametrize("place", ["正文", "页眉", "页脚", "脚注"])
    @pytest.mark.parametrize("name", [name for name in PAPERS if name != "交办单"])
    def test_hostile_expressions_in_every_paper(
        self, tmp_path: Path, name: str, place: str
    ) -> None:
        canary = tmp_path / "executed"
        hostile = [payload.replace("{canary}", str(canary)) for payload in PAYLOADS]
        messages = self.faults(name, form_with(place, *hostile, template=path_of(name)))
        for number in range(1, len(hostile) + 1):
            where = f"{'' if place == '正文' else place}第{number}段"
            assert any(re.search(rf"[板（]{where}", message) for message in messages), where
        assert not canary.exists()

    @pytest.mark.parametrize("place", ["文本框", "文档属性"])
    @pytest.mark.parametrize("name", [name for name in PAPERS if name != "交办单"])
    def test_hostile_expressions_where_places_have_no_number(
        self, tmp_path: Path, name: str, place: str
    ) -> None:
        canary = tmp_path / "executed"
        for payload in PAYLOADS:
            hostile = payload.replace("{canary}", str(canary))
            messages = self.faults(name, form_with(place, hostile, template=path_of(name)))
            assert any(place in message for message in messages), payload
        assert not canary.exists()

    @staticmethod
    def faults(name: str, data: bytes) -> list[str]:
        found = inspect_template(f"{name}.docx", data, PAPERS[name].fields)
        return [fault.message for fault in found.faults]
