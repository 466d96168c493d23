"""Registers, slips and lists of instructions taken apart: one record a paper.

A record is a table row, a numbered entry, a form, or one phone call. What a leader wrote must stay
with the title of the paper it was written on, the day and the clerk's proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.extraction.instruction_words import Column, InstructionWords
from toolkit.extraction.structure import Node
from toolkit.text.patterns import lazy

LONG = 20_000
"""A field longer than this (characters) is read whole: nobody writes such a note."""
_HAN = "\u4e00-\u9fff"
_CN_DAY = r"[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
_DAY = (
    rf"(?:(?:20\d\d|[二〇零一三四五六七八九]{{4}})[年./-])?"
    rf"(?:\d{{1,2}}[月./-]\d{{1,2}}日?|{_CN_DAY})"
)
_SIGNED = lazy(
    rf"(?:^|(?<=[。;!?|:\s]))"
    rf"(?P<who>[^\W\d_]{{0,8}}?[^\W\d_]{{2,4}}(?:同志|[省市县区镇乡]长|书记|主任)?)(?:批示)?"
    rf"\((?P<day>{_DAY})[^)]{{0,10}}\)(?:批示|指示|签批)?:"
)
_SIGNATURE = lazy(
    rf"^(?P<who>(?:[^\W\d_]{{2,14}}[: ])?[^\W\d_]{{2,12}}?)\s*"
    rf"[(]?(?P<day>{_DAY})[)]?(?:\s*\d{{1,2}}:\d\d)?$"
)
_CALL = lazy(
    rf"^[^{_HAN}\d]*(?P<day>{_DAY})\s*(?:\d{{1,2}}:\d\d)?\s*"
    rf"(?:来电|电话|微信(?:工作群|群)?|短信|当面|口头|工作群|视频)[^,。;]{{0,6}}?\s*"
    rf"(?P<who>[^\W\d_]{{2,14}})(?:\(.*)?$"
)
_BAR_CELL = lazy(r"(?:(?<=\|)|^(?!\|))[^|]*(?=\||$)(?!(?<=\|)$)")
_LABEL = lazy(r"(?:^|(?<=[\s;|]))(?P<label>[^\s:,。;|\d]{2,12})(?P<mark>:|\s(?=\S))")
_LABEL_HERE = lazy(r"(?P<label>[^\s:,。;|\d]{2,12})(?P<mark>:|\s(?=\S))")
_SPLIT_LABEL = lazy(r"^(?P<label>[^\W\d_](?:\s[^\W\d_]){1,3})\s*(?P<mark>:|\s)")
_PAPER = lazy(r"^(?:收文|来文|来电|办文)|《[^》]{4,}》")
_RULE = lazy(r"[-|:\s]+")
_NUMBER = lazy(r"\d+|[二〇零一三四五六七八九十]+")
_CN_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0"}


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


def records_of(nodes: Sequence[Node], words: InstructionWords) -> list[Record]:
    """The records of a register, slip or list of calls; empty where the text is none."""
    reader = _Reader(words)
    cells: list[Node] = []
    for node in nodes:
        if node.block.cell is not None:
            cells.append(node)
            continue
        if cells:
            reader.table(cells)
            cells = []
        reader.line(node)
    if cells:
        reader.table(cells)
    found = [_signed(record) for record in reader.records]
    return [r for r in found if any(f.who or f.day for f in r.of(Column.ORDER))]


class _Reader:
    """Reads lines and table rows into records. ``_open`` is the field a bare line continues."""

    def __init__(self, words: InstructionWords) -> None:
        self.records: list[Record] = []
        self._words = words
        self._open: Column | None = None
        self._first: Column | None = None
        self._bars: list[Column | None] = []

    # --- lines ----------------------------------------------------------------------------------

    def line(self, node: Node) -> None:
        """One line of text."""
        if "|" in node.text:
            self._row_of_text(node)
        elif call := _CALL.match(node.text):
            self._new(None)
            self._add(Field(Column.OTHER, node, 0, len(node.text), call["who"], call["day"]))
            self._open = Column.ORDER
        elif signature := self._signature(node):
            self._add(Field(Column.SIGNER, node, 0, len(node.text), *signature))
        elif (labels := list(self._labels(node))) or _SIGNED.search(node.text, len(node.label)):
            self._labelled(node, labels)
        elif node.label and _PAPER.search(node.text[len(node.label) :]):
            self._new(Column.TITLE)
            self._add(Field(Column.TITLE, node, len(node.label), len(node.text)))
        elif self._open in (Column.ORDER, Column.PROPOSAL, Column.SUMMARY, Column.COPIES):
            self._add(Field(self._open, node, 0, len(node.text)))

    def _signature(self, node: Node) -> tuple[str, str] | None:
        found = _SIGNATURE.match(node.text) if len(node.text) <= 32 else None
        if found is None or self._open not in (Column.ORDER, Column.PROPOSAL):
            return None
        return found["who"], found["day"]

    def _labels(self, node: Node) -> Iterator[tuple[int, int, Column]]:
        """Where labels stand in a line: (start, end of the label with its mark, column)."""
        at = len(node.label)
        spread = _SPLIT_LABEL.match(node.text[at:])
        if spread and (column := self._words.column(spread["label"])):
            yield at, at + spread.end(), column
        first = _LABEL_HERE.match(node.text, at)
        later = _LABEL.finditer(node.text, first.end() if first else at)
        for found in (*((first,) if first else ()), *later):
            column = self._words.column(found["label"])
            if column and (found["mark"] == ":" or found.start() == at):
                yield found.start(), found.end(), column

    def _labelled(self, node: Node, labels: Sequence[tuple[int, int, Column]]) -> None:
        text = node.text
        if labels and self._begins(node, labels[0][2]):
            self._new(labels[0][2])
        stops = [start for start, _, _ in labels[1:]] + [len(text)]
        if labels:
            for (_, start, column), stop in zip(labels, stops, strict=True):
                self._value(node, column, start, stop)
        else:
            self._value(node, Column.ORDER, len(node.label), len(text))
        self._open = labels[-1][2] if labels else Column.ORDER

    def _begins(self, node: Node, column: Column) -> bool:
        """Whether a labelled line opens the next record."""
        if not self.records:
            return True
        again = column is self._first and bool(self.records[-1].of(Column.ORDER))
        return again or (bool(node.label) and column in (Column.UNIT, Column.TITLE, Column.SIGNER))

    def _value(self, node: Node, column: Column, start: int, stop: int) -> None:
        """A field's value; what several leaders wrote one after the other is taken apart."""
        short = stop - start <= LONG
        signed = list(_SIGNED.finditer(node.text, start, stop)) if short else []
        if not signed or column not in (Column.ORDER, Column.PROPOSAL):
            self._add(Field(column, node, start, stop))
            return
        if signed[0].start() > start + 1:
            self._add(Field(column, node, start, signed[0].start()))
        ends = [s.start() for s in signed[1:]] + [stop]
        for found, end in zip(signed, ends, strict=True):
            self._add(Field(Column.ORDER, node, found.end(), end, found["who"], found["day"]))

    # --- tables ---------------------------------------------------------------------------------

    def _row_of_text(self, node: Node) -> None:
        """A table row typed with bars."""
        spans = [(m.start(), m.end()) for m in _BAR_CELL.finditer(node.text)]
        names = [self._words.column(node.text[a:b].strip()) for a, b in spans]
        if sum(n is not None for n in names) >= 2:
            self._bars = names
            return
        columns = self._bars
        if len(columns) == len(spans) and _RULE.fullmatch(node.text) is None:
            self._new(None)
            for (a, b), column in zip(spans, columns, strict=True):
                self._value(node, column or Column.OTHER, a, b)

    def table(self, cells: Sequence[Node]) -> None:
        """A table: with a head row every row is a record, else labels stand before values."""
        rows: dict[tuple[int, int], list[Node]] = {}
        for node in cells:
            cell = node.block.cell
            if cell is not None:
                rows.setdefault((cell.table, cell.row), []).append(node)
        head: dict[int, Column] = {}
        for row in rows.values():
            named = {_column(n): c for n in row if (c := self._words.column(n.text))}
            if Column.ORDER in named.values() and len(named) >= 3:
                head = named
            elif head:
                self._new(None)
                for node in row:
                    self._value(node, head.get(_column(node), Column.OTHER), 0, len(node.text))
            else:
                self._form_row(row)

    def _form_row(self, row: Sequence[Node]) -> None:
        for node in row:
            column = self._words.column(node.text)
            if column:
                if not self.records:
                    self._new(column)
                self._open = column
            elif signature := self._signature(node):
                self._add(Field(Column.SIGNER, node, 0, len(node.text), *signature))
            elif self._open:
                self._value(node, self._open, 0, len(node.text))

    # --- records --------------------------------------------------------------------------------

    def _new(self, first: Column | None) -> None:
        self.records.append(Record())
        self._first, self._open = self._first or first, None

    def _add(self, item: Field) -> None:
        if not self.records:
            self.records.append(Record())
        self.records[-1].fields.append(item)


def _column(node: Node) -> int:
    cell = node.block.cell
    return cell.column if cell is not None else -1


def _signed(record: Record) -> Record:
    """Every note with who wrote it and when: said before it (批示领导, a call) or signed below."""
    out: list[Field] = []
    who = day = ""
    for item in record.fields:
        if item.column is Column.SIGNER and not item.day:
            who, day = item.text.strip(), ""
        elif item.column is Column.DATE:
            day = item.text.strip()
            out = _sign_last(out, "", day)
        elif item.column is Column.OTHER and item.who:
            who, day = item.who, item.day
        elif item.column is Column.SIGNER:
            out = _sign_last(out, item.who, item.day)
        if item.column is Column.ORDER and not item.who and (who or day):
            item = Field(item.column, item.node, item.start, item.end, who, day)
        out.append(item)
    return Record(out)


def _sign_last(fields: list[Field], who: str, day: str) -> list[Field]:
    """The notes just before a signature get it."""
    done = list(fields)
    for at in range(len(done) - 1, -1, -1):
        item = done[at]
        if item.column not in (Column.ORDER, Column.PROPOSAL) or (item.who and item.day):
            break
        done[at] = Field(
            item.column, item.node, item.start, item.end, item.who or who, item.day or day
        )
    return done


def read_day(text: str, year: int | None) -> date | None:
    """8月11日, 3.11, 3/10, 二〇二六年三月十二日 → a day; ``year`` where none is written."""
    parts = [_to_int(found) for found in _NUMBER.findall(text)]
    if len(parts) == 2 and year is not None:
        parts = [year, *parts]
    if len(parts) != 3:
        return None
    try:
        return date(*parts)
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
