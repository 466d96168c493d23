"""Registers, slips and lists of instructions taken apart: one record a paper.

A record is a table row, a numbered entry, a form, or one phone call. What a leader wrote must stay
with the title of the paper it was written on, the day and the clerk's proposal. Who speaks is read
by :mod:`toolkit.extraction.people.voices`; here the fields of forms are told apart and notes
get the voice that opens or signs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from toolkit.extraction.head.lines import is_organ
from toolkit.extraction.instruction.chat import Chat, is_dialogue
from toolkit.extraction.instruction.fields import WRITTEN, Field, Record, signed, spoken
from toolkit.extraction.instruction.labels import body_of, labels_in
from toolkit.extraction.instruction.openings import ONLY_DAY, UPON, opens_paper, speakers
from toolkit.extraction.instruction.words import Column, InstructionWords
from toolkit.extraction.people.names import Rank, grammar
from toolkit.extraction.people.voices import DAY, Voice, VoiceReader
from toolkit.extraction.scan import Scan
from toolkit.extraction.structure import Node
from toolkit.text.patterns import lazy

LONG = 20_000
"""A field longer than this (characters) is read whole: nobody writes such a note."""
_WHAT = (Column.TITLE, Column.UNIT)
_BAR_CELL = lazy(r"(?:(?<=\|)|^(?!\|))[^|]*(?=\||$)(?!(?<=\|)$)")
_BODY_CALLS = lazy(r"\d{1,2}:\d\d\s*[^\s:,。;]{2,16}(?:室|办|厅|局|部|中心)(?:来电|来函)")
_RULE = lazy(r"[-|:\s]+")
_SIGNATURE_LINE = 32
_SENTENCE_END = ("。", "!", "?", ";")
_SIGNED = lazy(rf"\({DAY}\)[。\s]*$")
_OPEN_DAY = lazy(r"(?P<day>\d{1,2}月\d{1,2}日)")


def records_of(scanned: Scan, words: InstructionWords) -> list[Record]:
    """The records of a register, slip or list of calls; empty where the text is none."""
    reader = _Reader(scanned, words)
    cells: list[Node] = []
    for node in scanned.nodes:
        if node.block.cell is not None:
            cells.append(node)
            continue
        if cells:
            reader.table(cells)
            cells = []
        reader.line(node)
    if cells:
        reader.table(cells)
    found = [signed(spoken(record)) for record in reader.records]
    return [r for r in found if any(f.who or f.day for f in r.of(Column.ORDER))]


class _Reader:
    """Reads lines and table rows into records. ``_open`` is the field a bare line continues,
    ``_bare`` the sentences no field holds: a signature below makes them a note. ``_over``: the
    signers of the paper stand over what they wrote."""

    def __init__(self, scanned: Scan, words: InstructionWords) -> None:
        self.records: list[Record] = []
        self._scan = scanned
        self._words = words
        self._open: Column | None = None
        self._first = ""
        self._section = ""
        self._bars: list[Column | None] = []
        self._bare: list[Node] = []
        self._over = False
        self._dialogue = is_dialogue(scanned)
        self._speakers = set() if self._dialogue else speakers(scanned, words)
        self._chat = Chat(scanned, words, dialogue=self._dialogue)

    # --- lines ----------------------------------------------------------------------------------

    def line(self, node: Node) -> None:
        """One line of text."""
        at, stop = body_of(node), len(node.text)
        if "|" in node.text:
            self._row_of_text(node)
            return
        if messages := self._chat.read(node):
            for message in messages:
                self._add(message)
            return
        voices = self._voices(node, at, stop)
        whole = self._whole(node, at)
        labels = list(labels_in(node, self._words))
        if whole is not None and (whole.named or not labels) and self._alone(node, whole):
            return
        if _BODY_CALLS.fullmatch(node.text, at):
            self._new("", node)
            self._open = Column.RESULT  # nobody of the paper's leaders
            return
        if labels and not (voices and voices[0].named and voices[0].start <= labels[0][0]):
            self._labelled(node, labels)
        elif any(v.certain for v in voices):
            if self._numbered(node):
                self._new("", node)
            self._value(node, self._holds(node, voices), at, stop)
            self._open = Column.ORDER
        elif opens_paper(self._scan, node, self._numbered(node), ended=self._ended()):
            self._new("", node)
            self._add(Field(Column.TITLE, node, at, stop))
            self._open = Column.ORDER if UPON.match(node.text, at) else None
        else:
            self._bare_line(node, voices)

    def _holds(self, node: Node, voices: Sequence[Voice]) -> Column:
        """What the words before the first voice of a line are: a paper's name, or his note."""
        if self._numbered(node):
            return Column.TITLE
        first = voices[0]
        if self._open in WRITTEN and not (first.opens or first.bracketed):
            return self._open
        whole = node.text[: first.start].rstrip(' "').endswith(_SENTENCE_END)
        signs = first.named and first.day and not (first.opens or first.bracketed)
        signs = signs and not node.text[first.end :].strip(' "。')
        return Column.ORDER if whole and signs else Column.OTHER

    def _bare_line(self, node: Node, voices: Sequence[Voice]) -> None:
        """A line that neither labels a field nor names a paper or a signer with his day."""
        at, stop = body_of(node), len(node.text)
        if self._chief_speaks(node, voices):
            self._open = Column.ORDER
            self._value(node, Column.ORDER, at, stop)
        elif self._goes_on(node) or (voices and self._counts(voices[0], Column.ORDER, node)):
            self._value(node, self._open or Column.OTHER, at, stop)
        elif node.text.endswith(_SENTENCE_END):
            self._bare.append(node)
        else:
            self._bare.clear()

    def _chief_speaks(self, node: Node, voices: Sequence[Voice]) -> bool:
        """书记：…, 镇长：… under the name of a paper."""
        voice = voices[0] if voices else None
        if voice is None or not voice.opens or voice.start > body_of(node):
            return False
        if voice.named and voice.who in self._speakers:
            return True
        if not self.records:
            return False
        titled = bool(self.records[-1].of(Column.TITLE))
        people = self._scan.people
        rank = grammar(people.vocabulary).rank(voice.who, township=people.township)
        return titled and rank is Rank.LEADER

    def _ended(self) -> bool:
        """Whether the last note is a whole sentence."""
        last = self.records[-1].fields[-1] if self.records and self.records[-1].fields else None
        spoke = last is not None and last.column is Column.OTHER and bool(last.who)
        return last is None or spoke or last.text.rstrip(' "').endswith(_SENTENCE_END)

    def _goes_on(self, node: Node) -> bool:
        """Whether a bare line continues the open field: not a line under a signature or behind
        the end of a quotation, unless it is quoted or a sentence itself."""
        if self._open not in (*WRITTEN, Column.SUMMARY, Column.COPIES) or not self.records:
            return False
        if is_organ(node.text) or ONLY_DAY.fullmatch(node.text):
            return False
        last = self.records[-1].fields[-1] if self.records[-1].fields else None
        if last is not None and last.column is Column.SIGNER and last.day:
            return node.text.endswith(_SENTENCE_END)
        quoted = last is not None and last.node.text.rstrip().endswith('"')
        return not quoted or '"' in node.text

    def _voices(self, node: Node, start: int, stop: int) -> list[Voice]:
        if stop - start > LONG:
            return []
        facts = self._scan.facts_of[node.index]
        reader = VoiceReader(
            node.text,
            facts.persons,
            facts.units,
            grammar(self._scan.people.vocabulary),
            lambda label: self._words.column(label) is not None,
            node.block.blank_before,
        )
        return list(reader.voices(start, stop))

    def _whole(self, node: Node, at: int) -> Voice | None:
        """The voice that is all a line says."""
        voice = next(iter(self._voices(node, at, len(node.text))), None)
        alone = voice is not None and voice.start == at
        return voice if voice and alone and not node.text[voice.end :].strip(' "。') else None

    def _numbered(self, node: Node) -> bool:
        boxed = node.label[:1] == "[" and any(c.isdigit() for c in node.label)
        return boxed or bool(node.label and node.level > 1)

    def _alone(self, node: Node, voice: Voice) -> bool:
        """A line that only says who speaks: over what he said, or under it."""
        if voice.said and (voice.certain or voice.day or voice.opens):
            self._announced(node, voice)
            return True
        if len(node.text) > _SIGNATURE_LINE or voice.opens:
            return False
        if self._heads(node, voice):
            self._over = True
            self._add(_heard(node, voice, Column.OTHER))
            self._open = Column.ORDER
            return True
        if not voice.who and not (self._open in WRITTEN and self._signs_already()):
            return False
        if self._open not in WRITTEN or not self.records:
            if not (voice.certain and self._bare):
                return False
            self._open = Column.ORDER
            for line in self._bare:
                self._add(Field(Column.ORDER, line, 0, len(line.text)))
            self._bare.clear()
        self._add(_heard(node, voice, Column.SIGNER))
        return True

    def _announced(self, node: Node, voice: Voice) -> None:
        """县长甲批示: on a line of its own, over one note on the paper or over several papers."""
        if not voice.day and node.level == 2:
            self._section = voice.who
            if self._open is not Column.ORDER:
                return  # over several papers, else over what he wrote on this one
        elif not self._same_paper(node):
            self._new("", node)
        self._add(_heard(node, voice, Column.OTHER))
        self._open = Column.ORDER

    def _same_paper(self, node: Node) -> bool:
        """Whether the next note is on the paper above: one is named there, none here."""
        named = bool(self.records) and bool(self.records[-1].of(Column.TITLE, Column.SUMMARY))
        return named and not self._numbered(node) and "《" not in node.text

    def _heads(self, node: Node, voice: Voice) -> bool:
        """Whether a signer with his day stands over what he wrote: numbered ((一)县长 甲(6月16日)),
        or with nothing written before it, and so all further ones of the paper."""
        if not (voice.named and voice.who and voice.day and self.records):
            return False
        written = self._open in WRITTEN or self._bare
        return self._over or self._numbered(node) or not written

    def _signs_already(self) -> bool:
        """Whether a name without its day stands right above."""
        fields = self.records[-1].fields if self.records else []
        return bool(fields) and fields[-1].column is Column.SIGNER and not fields[-1].day

    def _labelled(self, node: Node, labels: Sequence[tuple[int, int, Column]]) -> None:
        text = node.text
        name = "".join(filter(str.isalnum, text[labels[0][0] : labels[0][1]]))
        if self._begins(node, name, labels[0][2]):
            self._new(name, node)
        if labels[0][0] > body_of(node):
            self._value(node, Column.OTHER, body_of(node), labels[0][0])
        stops = [start for start, _, _ in labels[1:]] + [len(text)]
        for (_, start, column), stop in zip(labels, stops, strict=True):
            self._value(node, column, start, stop)
        self._open = labels[-1][2]

    def _begins(self, node: Node, name: str, column: Column) -> bool:
        """Whether a labelled line opens the next record."""
        if not self.records:
            return True
        record = self.records[-1]
        again = name == self._first and bool(record.of(*WRITTEN, Column.SUMMARY, Column.TITLE))
        opens = column in (Column.UNIT, Column.TITLE, Column.SIGNER)
        return again or (self._numbered(node) and opens)

    def _value(self, node: Node, column: Column, start: int, stop: int) -> None:
        """A field's value; what several leaders wrote one after the other is taken apart."""
        voices: list[Voice] = []
        if column in (*WRITTEN, Column.TITLE, Column.OTHER):
            read = column
            for voice in self._voices(node, start, stop):
                if self._counts(voice, read, node):
                    voices.append(voice)
                    read = Column.ORDER if voice.opens else read
        brackets = [v.start for v in voices if v.bracketed]
        before = bool(brackets) and brackets[0] == start
        at, who, day = start, "", ""
        for voice in voices:
            self._add_words(Field(column, node, at, voice.start, who, day))
            at, who, day = voice.end, "", ""
            if voice.opens and voice.answers:
                column = Column.RESULT
            elif voice.opens or (voice.bracketed and before):
                column, who, day = Column.ORDER, voice.who, voice.day
            else:
                self._add(_heard(node, voice, Column.SIGNER))
        if (who or day) and not node.text[at:stop].strip():
            self._add(Field(Column.OTHER, node, at, stop, who, day))  # …作出批示：, his words below
        self._add_words(Field(column, node, at, stop, who, day))

    def _add_words(self, item: Field) -> None:
        if item.text.strip(' "。,('):
            self._add(item)

    def _counts(self, voice: Voice, column: Column, node: Node) -> bool:
        """Whether somebody speaks there: he is named beside a day or a word of instructing, signs
        with the day alone, or is a leader the paper knows and notes are being read."""
        if voice.certain or (column not in WRITTEN and self._open not in WRITTEN):
            return voice.certain
        if voice.bracketed:
            return bool(voice.day)
        if voice.day and not voice.who and not voice.opens:  # …报我。3.12
            ends = not node.text[voice.end :].strip(" 。)")
            return ends and node.text[: voice.start].rstrip(' "').endswith(_SENTENCE_END)
        if voice.opens and self._chief_speaks(node, [voice]):
            return True
        persons = self._scan.facts_of[node.index].persons
        known = any(voice.start <= p.start < voice.end and p.is_leader for p in persons)
        signs = voice.named and _SIGNED.search(node.text)  # 甲某：…（4月18日）
        return voice.opens and bool(known or signs) and voice.start <= body_of(node)

    # --- tables ---------------------------------------------------------------------------------

    def _row_of_text(self, node: Node) -> None:
        """A table row typed with bars."""
        spans = [(m.start(), m.end()) for m in _BAR_CELL.finditer(node.text)]
        names = [self._words.column(node.text[a:b].strip()) for a, b in spans]
        if sum(n is not None for n in names) >= 2:
            self._bars = names
            return
        if not self._bars and any(names[0::2]) and not any(names[1::2]):
            named = zip(spans, names, strict=True)  # 批示领导|县长甲: a form typed with bars
            self._labelled(node, [(a, b + 1, c) for (a, b), c in named if c])
            return
        if node.text[0] == "|" and len(spans) < len(self._bars):
            spans.insert(0, (0, 0))  # no border there: the first cell is blank
        if self._bars and len(spans) > 1 and _RULE.fullmatch(node.text) is None:
            cells = list(zip(spans, chain(self._bars, repeat(None)), strict=False))
            self._next_row([node.text[a:b] for (a, b), c in cells if c in _WHAT], node)
            for (a, b), column in cells:
                self._value(node, column or Column.OTHER, a, b)

    def _next_row(self, papers: Sequence[str], node: Node) -> None:
        """A row that names no paper is another leader's, on the paper above."""
        if not self.records or not papers or any(p.strip() for p in papers):
            self._new("", node)

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
                self._next_row([n.text for n in row if head.get(_column(n)) in _WHAT], row[0])
                for node in row:
                    self._value(node, head.get(_column(node), Column.OTHER), 0, len(node.text))
            else:
                self._form_row(row)

    def _form_row(self, row: Sequence[Node]) -> None:
        for node in row:
            column = self._words.column(node.text)
            if column:
                if not self.records:
                    self._new(node.text, node)
                self._open = column
                continue
            whole = self._whole(node, 0)
            if self._open and not (whole is not None and self._alone(node, whole)):
                self._value(node, self._open, 0, len(node.text))

    # --- records --------------------------------------------------------------------------------

    def _new(self, first: str, node: Node) -> None:
        self.records.append(Record())
        self._first, self._open, self._over = self._first or first, None, False
        self._bare.clear()
        on = day.group() if (day := _OPEN_DAY.match(node.text, body_of(node))) else ""
        self._chat = Chat(self._scan, self._words, on, dialogue=self._dialogue)
        if self._section or on:
            self._add(Field(Column.OTHER, node, 0, 0, self._section, on))

    def _add(self, item: Field) -> None:
        if not self.records:
            self.records.append(Record())
        self.records[-1].fields.append(item)


def _heard(node: Node, voice: Voice, column: Column) -> Field:
    return Field(column, node, voice.start, voice.end, voice.who, voice.day)


def _column(node: Node) -> int:
    cell = node.block.cell
    return cell.column if cell is not None else -1
