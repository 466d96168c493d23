"""The glossary in use: one label a field, one field a label, every kind named."""

from __future__ import annotations

from dataclasses import fields

import pytest

from toolkit import labels
from toolkit.model import Decision, DocumentKind, ExtractedTask, TicketKind

SEEN = {
    ExtractedTask: {"number", "heading", "reasons", "findings"},
    Decision: {
        *("source_id", "source_name", "sentences", "findings", "clauses"),
        "soft_issuance_deadline",
    },
}


def test_every_label_stands_for_one_field() -> None:
    for field, text in labels.LABELS.items():
        assert labels.label(field) == text
    assert len(set(labels.LABELS.values())) == len(labels.LABELS)


@pytest.mark.parametrize(
    ("record", "unseen"), SEEN.items(), ids=lambda x: getattr(x, "__name__", "")
)
def test_every_field_that_a_clerk_sees_has_a_label(record: type, unseen: set[str]) -> None:
    for field in fields(record):
        assert field.name in unseen or labels.label(field.name)


def test_every_kind_is_named() -> None:
    assert set(labels.TICKET_KINDS) == set(TicketKind)
    assert set(labels.DOCUMENT_KINDS) == set(DocumentKind)


def test_labels_print_in_any_chinese_encoding() -> None:
    for text in labels.LABELS.values():
        text.encode("gbk")
