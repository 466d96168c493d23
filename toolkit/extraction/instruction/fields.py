"""The fields of one paper, and who signed which of them on which day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.extraction.instruction.words import Column
from toolkit.extraction.structure import Node
from toolkit.extraction.units.find import UnitMention
from toolkit.text.patterns import lazy

WRITTEN = (Column.ORDER, Column.PROPOSAL)
_NUMBER = lazy(r"\d+|[二〇零一三四五六七八九十]+")
_ONLY_POST = lazy(r"(?:[省市县区镇乡])?[委]?(?:副?书记|[省市县区镇乡]长|主任|领导)")
_CN_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0"}


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a message is for where it names nobody: ``who`` as a person is called, his ``units``."""

    who: str
    units: tuple[UnitMention, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field's words: ``text[start:end]`` of ``node``. For what a leader wrote, ``who`` signed and
    ``day`` he did so are as written, ``""`` where the field does not say."""

    column: Column
    node: Node
    start: int
    end: int
    who: str = ""
    day: str = ""
    to: Party | None = None
    heard: tuple[Field, ...] = ()

    @property
    def text(self) -> str:
        """The field's words, simplified and half-width."""
        return self.node.text[self.start : self.end]


@dataclass(slots=True)
class Record:
    """One paper: its fields in order."""

    fields: list[Field] = field(default_factory=list)

    def of(self, *columns: Column) -> list[Field]:
        """The fields of these columns in order."""
        return [f for f in self.fields if f.column in columns]


def spoken(record: Record) -> Record:
    """A note of a call has no field for the order: what it is about was ordered."""
    told = any(f.column is Column.SIGNER or f.who for f in record.fields)
    if not told or record.of(Column.ORDER):
        return record
    matter = (Column.SUMMARY,) if record.of(Column.SUMMARY) else (Column.TITLE,)
    return Record(
        [replace(f, column=Column.ORDER) if f.column in matter else f for f in record.fields]
    )


def signed(record: Record) -> Record:
    """Every note with who wrote it and when: said before it (批示领导, a call) or signed below."""
    out: list[Field] = []
    who = day = ""
    opened = next((f.day for f in record.fields if f.column is Column.OTHER and not f.who), "")
    for item in record.fields:
        if item.column is Column.SIGNER and not (item.who or item.day):
            who, day = item.text.strip(), "" if Record(out).of(*WRITTEN) else day
        elif item.column is Column.DATE:
            day = item.text.strip()
            out = _sign_last(out, "", day)
        elif item.column is Column.OTHER and (item.who or item.day):
            who, day = item.who or who, item.day or day
        elif item.column is Column.SIGNER:
            out = _sign_last(out, item.who, item.day)
        if item.column is Column.ORDER:
            day_said = item.day or (day if not item.who else opened)
            item = replace(item, who=item.who or who, day=day_said)
        out.append(item)
    return Record(out)


def _sign_last(fields: list[Field], who: str, day: str) -> list[Field]:
    """The notes just before a signature get it."""
    done = list(fields)
    for at in range(len(done) - 1, -1, -1):
        item = done[at]
        if item.column is Column.SIGNER:
            continue  # the name on a line of its own, the day on the next
        named = item.who and not (who and _ONLY_POST.fullmatch(item.who))
        if item.column not in WRITTEN or (named and item.day):
            break
        said = who if who and _ONLY_POST.fullmatch(item.who) else item.who  # 书记:… signed below
        done[at] = replace(item, who=said or who, day=item.day or day)
    return done


def read_day(text: str, year: int | None) -> date | None:
    """8月11日, 3.11, 3/10, 二〇二六年三月十二日 → a day; ``year`` where none is written."""
    parts = [_to_int(found) for found in _NUMBER.findall(text)]
    if len(parts) == 2 and year is not None:
        parts = [year, *parts]
    if len(parts) < 3:
        return None
    try:
        return date(*parts[:3])
    except ValueError:
        return None


def _to_int(words: str) -> int:
    if words.isdigit():
        return int(words)
    if len(words) == 4:
        return int("".join(_CN_DIGITS.get(c, "0") for c in words))
    tens, _, ones = words.rpartition("十")
    if "十" not in words:
        return int("".join(_CN_DIGITS.get(c, "0") for c in words))
    return (int(_CN_DIGITS.get(tens, "1")) * 10) + int(_CN_DIGITS.get(ones, "0"))
