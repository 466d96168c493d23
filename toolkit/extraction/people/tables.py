"""People in tables: a column of leaders or responsible persons, printed, typed or pasted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.extraction.people.lists import Sighting
from toolkit.extraction.people.names import NameGrammar, Rank, squeeze
from toolkit.model import Paragraph
from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy


def table_sightings(paragraphs: Sequence[Paragraph], names: NameGrammar) -> Iterator[Sighting]:
    """All sightings in the tables of a document."""
    yield from _pipe_tables(paragraphs, names)
    yield from _cell_tables(paragraphs, names)
    yield from _pasted_tables(paragraphs, names)


_LEADER_COLUMN = lazy(r"领导|领办|包案")
_POST_COLUMN = lazy(r"[^\W\d_]{0,6}职务")
_OWNER_COLUMN = lazy(r"责任人|负责人|经办人")
_NOT_PERSONS = lazy(r"批示内容|领导批示|领衔|联系|意见|小组|签字")
_HEADER_WORDS = lazy(
    r"^(?:序号|编号|标题|项目|任务|事项|工作内容|主要内容|责任单位|牵头单位|配合单位|主办单位|会办单位|协办单位"
    r"|.{0,4}时限|完成时间|进度.{0,3}|.{0,5}领导|.{0,4}责任人|办理方式|领衔人|备注|目标.{0,3}|.{0,4}内容)$"
)


def _column_rank(header: str) -> Rank | None:
    flat = squeeze(header)
    if _NOT_PERSONS.search(flat):
        return None
    if _LEADER_COLUMN.search(flat):
        return Rank.LEADER
    return Rank.LOWER if _OWNER_COLUMN.search(flat) and "单位" not in flat else None


def _cell_names(text: str, rank: Rank, names: NameGrammar) -> Iterator[Sighting]:
    copy = match_copy(text)
    keys = names.read_cell(copy)
    if not keys:
        return
    flat, printed = squeeze(copy), squeeze(text)
    for key in keys:
        at = flat.find(key)
        yield Sighting(key, printed[at : at + len(key)], rank=rank)


def _row_names(
    cells: Mapping[int, str], ranks: Mapping[int, Rank], post: int | None, names: NameGrammar
) -> Iterator[Sighting]:
    """Who stands in the columns of persons; with the post in the column ``post``, if one leader."""
    for at, rank in ranks.items():
        lines = cells.get(at, "").split("\n")
        found = [each for line in lines for each in _cell_names(line, rank, names)]
        if post is not None and rank is Rank.LEADER and len(found) == 1:
            found = [replace(found[0], post=squeeze(cells.get(post, "")))]
        yield from found


def _header(cells: Mapping[int, str]) -> tuple[dict[int, Rank], int | None]:
    """The columns of persons, and the one of posts where a single column of leaders has it."""
    names = {at: match_copy(text) for at, text in cells.items()}
    ranks = {at: rank for at, name in names.items() if (rank := _column_rank(name))}
    posts = [at for at, name in names.items() if _POST_COLUMN.fullmatch(squeeze(name))]
    ranks = {at: rank for at, rank in ranks.items() if at not in posts}
    leaders = sum(rank is Rank.LEADER for rank in ranks.values())
    return ranks, posts[0] if len(posts) == leaders == 1 else None


def _pipe_tables(paragraphs: Sequence[Paragraph], names: NameGrammar) -> Iterator[Sighting]:
    header: tuple[dict[int, Rank], int | None] | None = None
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if text.count("|") < 3:
            header = None if text else header
            continue
        cells = dict(enumerate(cell.strip() for cell in text.strip("|").split("|")))
        if header is None:
            header = _header(cells)
            continue
        yield from _row_names(cells, *header, names)


def _cell_tables(paragraphs: Sequence[Paragraph], names: NameGrammar) -> Iterator[Sighting]:
    rows: dict[tuple[int, int], dict[int, str]] = {}
    for paragraph in paragraphs:
        if cell := paragraph.cell:
            row = rows.setdefault((cell.table, cell.row), {})
            row[cell.column] = "\n".join(filter(None, (row.get(cell.column), paragraph.text)))
    ranks: dict[int, dict[int, Rank]] = {}
    posts: dict[int, int | None] = {}
    for (table, at), cells in rows.items():
        known = ranks.setdefault(table, {})
        yield from _row_names(cells, known, posts.get(table), names)
        if at < 3:
            found, post = _header(cells)
            ranks[table] = {**found, **known}
            posts[table] = posts.get(table) if post is None else post


def _pasted_tables(paragraphs: Sequence[Paragraph], names: NameGrammar) -> Iterator[Sighting]:
    """Tables whose cells stand one per line: a run of header words, then rows begun by 1, 2, 3."""
    lines = [p.text.strip() for p in paragraphs if p.cell is None]
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and _HEADER_WORDS.match(squeeze(match_copy(lines[stop]))):
            stop += 1
        if stop - at >= 4:
            yield from _pasted_rows(lines[at:stop], lines[stop:], names)
        at = max(stop, at + 1)


def _pasted_rows(header: list[str], rest: list[str], names: NameGrammar) -> Iterator[Sighting]:
    columns = [
        (len(header) - 1 - count, rank)
        for count, text in enumerate(header)
        if (rank := _column_rank(match_copy(text)))
    ]
    rows: list[list[str]] = []
    for text in rest:
        if match_copy(text) == str(len(rows) + 1):
            rows.append([])
        if rows and text:
            rows[-1].append(text)
    for row in rows:
        for from_end, rank in columns:
            # counted from the end: a broken line inside an early cell then does no harm
            if from_end < len(row) <= len(header) + 2:
                yield from _cell_names(row[-1 - from_end], rank, names)
