"""Who the words of a task call in to help: 会同甲局对…核查, 由乙局提供技术支撑."""

from __future__ import annotations

from toolkit.extraction.breakdown.charges import Reader
from toolkit.extraction.breakdown.records import Named, Region, pieces
from toolkit.extraction.breakdown.words import Part
from toolkit.text.patterns import lazy

_CALLED_FOR = lazy(r"(?:[于在对就将把按]|开展|制定|完成|共同|组织|联合)")
_PLACED = lazy(r"[省市县区旗州镇乡各]|[^\W\d_]{1,4}(?:镇|乡|街道)$")


def helpers_in(region: Region, reader: Reader) -> list[Named]:
    """The units named as helpers, in order; none where a name might be a deed."""
    found: list[Named] = []
    for piece, _ in pieces(region, ",;。"):
        names = _names(piece, reader)
        if names is not None and reader.surely_units(names):
            found += [n for n in reader.units(names) if n.unit.name or _PLACED.match(n.unit.text)]
    return found


def _names(piece: Region, reader: Reader) -> Region | None:
    if joined := reader.words.join.match(piece.text):
        return _leading(piece.part(piece.start + joined.end(), piece.end), reader)
    handed = reader.words.handed.match(piece.text)
    start = piece.start + (handed.end() if handed else 0)
    names, role, _ = reader.role_of(piece.part(start, piece.end))
    return names if role is Part.SUPPORT else None


def _leading(piece: Region, reader: Reader) -> Region | None:
    """The units a piece begins with, up to what they are called in for."""
    if reader.surely_units(piece):
        return piece
    end = _CALLED_FOR.search(piece.text)
    return piece.part(piece.start, piece.start + end.start()) if end else None
