"""Lists of units: shared level words and endings, bare names, and fields that hold only units."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from toolkit.extraction.units.context import asked, is_agent, opens_clause, speaks
from toolkit.extraction.units.edges import left_edge
from toolkit.extraction.units.mentions import (
    Known,
    Scene,
    UnitMention,
    in_script,
    mention_of,
    supplied_prefix,
    surface,
)
from toolkit.extraction.units.records import LEVEL_CHARS, Form, FormStatus
from toolkit.extraction.units.shapes import group_spans
from toolkit.text.patterns import lazy

_SEPARATOR = lazy(r"、|以及|[和与及]")
_CLAUSE = lazy(r"[^,;:。!?()\[\]\n\s]+")
_HAN = lazy(r"[^\W\d_]+")
_MAX_UNKNOWN = 5
_NUMBER = r"(?:[两二三四五六七八九十]|\d{1,2})个?"
_MEMBER = r"(?:(?![和与及])[^\W\d_])"
_PLACES = lazy(
    rf"(?P<list>(?:{_MEMBER}{{1,4}}[、和与及]){{1,12}})(?P<last>{_MEMBER}{{1,4}}?)"
    rf"(?:(?P<n>{_NUMBER})(?P<w>镇|乡|街道|县|区|市|村|社区)(?P<gov>人民政府|政府)?"
    r"|(?P<w2>市|县|区|镇|乡)(?P<gov2>人民政府|政府))"
)
_PLACES_END = lazy(rf"[市县区镇乡](?:人民)?政府|{_NUMBER}(?:镇|乡|街道|县|区|市|村|社区)")
_BEARINGS = "前后里外"  # that names of villages begin with
_LONGEST = 60  # members of one list


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a list; ``known`` is ``None`` for a word the table does not hold."""

    start: int
    end: int
    known: Known | None = None
    shaped: bool = False

    @property
    def bare(self) -> bool:
        """Whether it needs the list to be a unit at all."""
        return not self.shaped and (self.known is None or _is_bare(self.known))


def _is_bare(known: Known) -> bool:
    return known.form.status is FormStatus.BARE


def _runs_on(scene: Scene, end: int, hi: int) -> bool:
    """Whether a bare name goes on into another word: 财政 in 财政金融局, 商务 in 商务区."""
    words, copy = scene.vocabulary.words, scene.copy
    if end >= hi or _SEPARATOR.match(copy, end) or words.tail.match(copy, end, hi):
        return False
    if copy[end] == "由":
        return True  # 公路|由县交通运输局负责: the matter, not the body
    return copy[end] in words.runs_on and not copy.startswith(words.after, end)


def find_lists(scene: Scene, shapes: Mapping[int, int]) -> list[UnitMention]:
    """The members of lists whose parts are shared: 县发改、财政、住建等部门; 城关、莲花两镇.

    Lists of whole names are left to the ordinary search, except that a level word said once
    (市发展改革委、财政局) is carried on. ``shapes`` maps where units known by shape begin to
    where they end: they may stand in a list too.
    """
    found: list[UnitMention] = []
    if not _SEPARATOR.search(scene.copy):
        return found
    if _PLACES_END.search(scene.copy):
        for m in _PLACES.finditer(scene.copy):
            found += _place_list(scene, m)
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    named = sorted({*scene.ends, *shapes})  # a list without one name is none
    for clause in _CLAUSE.finditer(scene.copy) if named else ():
        at = bisect_left(named, clause.start())
        within = at < len(named) and named[at] <= clause.end()
        if within and _SEPARATOR.search(clause.group()):
            for mention in _clause_lists(scene, shapes, clause.start(), clause.end()):
                if taken.isdisjoint(range(mention.start, mention.end)):
                    found.append(mention)
    return found


# --- places --------------------------------------------------------------------------------------


def _place_list(scene: Scene, m: re.Match[str]) -> list[UnitMention]:
    """城关、莲花两镇; 昀州、泊南市政府; 绥溪、东岱两县应急管理局."""
    word = m["w"] or m["w2"]
    ending = m["gov"] or m["gov2"] or ""
    end = m.end()
    core = None if ending else scene.index.longest(scene.copy, end)
    spans = _members(scene, m.start("list"), m.end("last"), word)
    if len(spans) < 2 or (not ending and not m["n"]):
        return []
    form: Form | None = None
    if core and core[1].status is not FormStatus.BARE:
        ending, end, form = scene.copy[end : core[0]], core[0], core[1]
    kind = {"镇": "township", "乡": "township", "街道": "township", "村": "village"}.get(word)
    return [
        UnitMention(
            start,
            stop,
            surface(scene, start, stop).removesuffix(in_script(scene, word))
            + in_script(scene, word)
            + in_script(scene, ending),
            kind=kind or ("body" if ending else "place"),
            shape=form is None,
            group_start=spans[0][0],
            group_end=end,
        )
        for start, stop in spans
    ]


def _members(scene: Scene, start: int, end: int, word: str) -> list[tuple[int, int]]:
    """The members of a list of places; the first may have other words in front of it."""
    spans: list[tuple[int, int]] = []
    at = start
    for piece in re.split(r"([、和与及])", scene.copy[start:end]):
        if piece and piece not in "、和与及":
            spans.append((at, at + len(piece)))
        at += len(piece)
    if spans:
        first, stop = spans[0]
        edge = max(first, left_edge(scene.copy, stop, scene.vocabulary.words, 6))
        for length in (2, 3, 4):
            if scene.copy[stop - length : stop] + word in scene.level.places:
                edge = stop - length
        if not scene.copy[first:edge].strip(_BEARINGS) and opens_clause(scene.copy, first):
            edge = first  # 后洼、石桥两个村
        spans[0] = (edge, stop)
    if spans and left_edge(scene.copy, spans[0][0], scene.vocabulary.words, 2) < spans[0][0]:
        spans = spans[1:]  # cut out of a longer word
    stops = scene.vocabulary.words.stop_chars | frozenset("局委办部厅会司行院社组处站所门位")
    return [
        (s, e) for s, e in spans if s < e and stops.isdisjoint(scene.copy[s:e].lstrip(_BEARINGS))
    ]


# --- lists within a clause ------------------------------------------------------------


def _clause_lists(
    scene: Scene, shapes: Mapping[int, int], lo: int, hi: int
) -> Iterator[UnitMention]:
    at = lo
    while separator := _separator(scene, at, hi):
        first = _item_ending_at(scene, lo, separator.start())
        items = [first] if first else []
        if items:
            items += _following(scene, shapes, separator.end(), hi)
        if len(items) < 2:
            at = separator.end()
            continue
        yield from _resolve(scene, items, hi)
        at = max(items[-1].end, separator.end())
        lo = at


def _separator(scene: Scene, at: int, hi: int) -> re.Match[str] | None:
    """The next 、 or 和 that is not inside a name of the table (文化和旅游局)."""
    found = _SEPARATOR.search(scene.copy, at, hi)
    while found and found.start() in scene.inside:
        found = _SEPARATOR.search(scene.copy, found.end(), hi)
    return found


def _following(scene: Scene, shapes: Mapping[int, int], at: int, hi: int) -> list[Item]:
    items: list[Item] = []
    while item := _item_at(scene, shapes, at, hi):
        items.append(item)
        if len(items) >= _LONGEST:
            break
        separator = _SEPARATOR.match(scene.copy, item.end, hi)
        if not separator:
            break
        at = separator.end()
    return items


def _item_at(scene: Scene, shapes: Mapping[int, int], at: int, hi: int) -> Item | None:
    """The list member that begins at ``at``: a name of the table, or a short unknown word that
    ends at the next separator."""
    known = known_at(scene, at, hi)
    shape_end = shapes.get(at, 0)
    shared = known and _tail(scene, known.end, hi)
    if shape_end > (known.end if known else at) and not (shared and shared[1] == shape_end):
        return Item(at, shape_end, shaped=True)
    if known and not (_is_bare(known) and _runs_on(scene, known.end, hi)):
        return Item(at, known.end, known)
    separator = _separator(scene, at, min(hi, at + _MAX_UNKNOWN + 2))
    if separator and 2 <= separator.start() - at <= _MAX_UNKNOWN:
        word = scene.copy[at : separator.start()]
        if _plausible(scene, word):
            return Item(at, separator.start())
    tail = _tail(scene, at + 2, hi) or _tail(scene, at + 3, hi) or _tail(scene, at + 4, hi)
    return Item(at, tail[0]) if tail else None


def known_at(scene: Scene, at: int, hi: int) -> Known | None:
    best = scene.index.longest(scene.copy, at, hi)
    core = at
    stem = scene.level.stem_copy
    heads = [1] if scene.copy[at : at + 1] in LEVEL_CHARS else []
    if stem and scene.copy.startswith(stem, at):
        heads += [len(stem), len(stem) + 1]
    for length in heads:
        longer = scene.index.longest(scene.copy, at + length, hi)
        if longer and (best is None or longer[0] > best[0]):
            best, core = longer, at + length
    return Known(at, core, best[0], best[1]) if best else None


def _item_ending_at(scene: Scene, lo: int, hi: int) -> Item | None:
    """The list member that ends just before the first separator."""
    known = scene.ends.get(hi)
    if known and known.core >= lo:
        start = max(lo, known.start)
        if not (_is_bare(known) and _cut_out(scene, start)):  # 以商招商、……
            return Item(start, hi, known._replace(start=start))
    edge = max(lo, left_edge(scene.copy, hi, scene.vocabulary.words, _MAX_UNKNOWN + 1))
    word = scene.copy[edge:hi]
    return Item(edge, hi) if 2 <= len(word) <= _MAX_UNKNOWN and _plausible(scene, word) else None


def _cut_out(scene: Scene, start: int) -> bool:
    """Whether a bare name at ``start`` is the end of a longer word."""
    return left_edge(scene.copy, start, scene.vocabulary.words, 1) < start


def _plausible(scene: Scene, word: str) -> bool:
    """Whether an unknown word could be a unit's bare name."""
    words = scene.vocabulary.words
    return bool(
        _HAN.fullmatch(word)
        and words.stop_chars.isdisjoint(word)
        and not word.endswith(words.strong_tails)
        and not any(word[i : i + 2] in words.stop_words for i in range(len(word) - 1))
        and not any(group_spans(word, words))
    )


def _tail(scene: Scene, at: int, hi: int) -> tuple[int, int, str] | None:
    """What closes a list at ``at``: where it begins and ends, and the ending it shares (or "")."""
    m = scene.vocabulary.words.tail.match(scene.copy, at, hi)
    if not m:
        return None
    return m.start(), m.end(), m["shared"] or ""


def _resolve(scene: Scene, items: list[Item], hi: int) -> Iterator[UnitMention]:
    tail = _tail(scene, items[-1].end, hi)
    whole = [i for i in items if not i.bare]
    named = [i for i in items if i.known or i.shaped]
    if not named or (not tail and not whole and not _role_around(scene, items)):
        return
    if not tail and not whole and len(named) < len(items):
        return
    if not tail:
        items = _drop_loose_ends(scene, items)
    carried = _carried_prefix(scene, items)
    end = tail[1] if tail else items[-1].end
    shared = tail[2] if tail else ""
    ending = _last_ending(scene, items[-1])
    for item in items:
        if item.shaped or (not item.bare and not carried):
            continue
        mention = _member(scene, item, shared, carried, ending)
        yield replace(
            mention,
            certain=True,
            group_start=items[0].start,
            group_end=end,
        )


def _drop_loose_ends(scene: Scene, items: list[Item]) -> list[Item]:
    """Without a closing 等部门 an unknown word at either end is not a member."""
    while items and items[0].known is None and not items[0].shaped:
        items = items[1:]
    while items and not _believed(scene, items[-1]):
        items = items[:-1]
    return items


def _believed(scene: Scene, item: Item) -> bool:
    """派出所、市场所|配合: a last member that ends like those before it."""
    ends = scene.copy[item.end - 1] in "所办站队局"
    return item.known is not None or item.shaped or ends


def _carried_prefix(scene: Scene, items: list[Item]) -> str:
    """The level word of the first member when it is not the document's own and the only one."""
    first = items[0].known
    if first is None or not first.prefixed or any(i.known and i.known.prefixed for i in items[1:]):
        return ""
    head = scene.copy[first.start : first.core]
    own = scene.level.prefix_copy
    return scene.text[first.start : first.core] if own and head != own and len(head) == 1 else ""


_TOWNS = ("镇", "乡", "街道")
_ENDINGS = ("公司", "集团", "银行", "分行", "支行", "学校", "医院", "大队", "中心", "站", "所")


def _last_ending(scene: Scene, last: Item) -> str:
    """公司 in 烟草、盐业、石油公司: what the last member ends in, if it is whole and unknown."""
    name = scene.copy[last.start : last.end] if last.shaped else ""
    return next((ending for ending in _ENDINGS if name.endswith(ending)), "")


def _member(scene: Scene, item: Item, shared: str, carried: str, ending: str) -> UnitMention:
    known = item.known
    if known is None:
        return _unknown_member(scene, item, shared or ending)
    if ending and item.bare:
        whole = scene.copy[known.core : item.end] + ending
        if whole in scene.index.forms:
            known = known._replace(form=replace(known.form, stem=whole))
    mention = mention_of(scene, known)
    if shared and item.bare:
        prefix = "" if known.prefixed else supplied_prefix(scene, "", None)
        word = surface(scene, item.start, item.end)
        return replace(
            mention,
            text=(prefix or _own_prefix(scene, item)) + word + in_script(scene, shared),
            name=None,
            unit_id=None,
        )
    if carried and not known.prefixed:
        text = carried + mention.text.removeprefix(scene.level.prefix)
        return replace(mention, text=text, name=None, unit_id=None)
    return mention


def _own_prefix(scene: Scene, item: Item) -> str:
    return "" if item.known and item.known.prefixed else scene.level.prefix


def _unknown_member(scene: Scene, item: Item, shared: str) -> UnitMention:
    word = surface(scene, item.start, item.end)
    copy = scene.copy[item.start : item.end]
    if copy.endswith(_TOWNS):
        return UnitMention(item.start, item.end, word, shape=True, kind="township")
    if copy[-1] not in "局委办司行府":
        word += in_script(scene, shared or "局")
    if copy[0] not in LEVEL_CHARS:
        word = scene.level.prefix + word
    return UnitMention(item.start, item.end, word, shape=True, kind="body")


def _role_around(scene: Scene, items: list[Item]) -> bool:
    words, copy = scene.vocabulary.words, scene.copy
    start, end = items[0].start, items[-1].end
    known = [i.known for i in items if i.known]
    if len(known) > 1 and copy.startswith(words.list_after, end):
        return True
    if len(known) > 1 and opens_clause(copy, start) and left_edge(copy, start, words, 2) == start:
        if speaks(copy, end, words):
            return True
        if copy[end : end + 1] == "," and any(is_agent(scene, k) for k in known):
            return True  # 公安、交通，三天之内……
    return asked(copy, start, words) or copy.startswith(words.strong_after, end)
