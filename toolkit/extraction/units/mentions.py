"""Names of the units table in a text, and how a mention is made whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from toolkit.extraction.units.edges import UnitWords, left_edge
from toolkit.extraction.units.level import Level
from toolkit.extraction.units.records import (
    LEVEL_CHARS,
    Form,
    FormStatus,
    NameIndex,
    UnitRecord,
    stem_of,
)
from toolkit.extraction.units.shapes import Shape
from toolkit.text.normalize import match_copy


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The office's units and the word lists that recognise others. ``townships`` are the places
    the office listed (城关镇), ``divisions`` the country's 省、市、县 by their whole names;
    ``place`` is the office's own, for papers that name none (``""``: nobody's in particular)."""

    units: Mapping[str, UnitRecord]
    index: NameIndex
    words: UnitWords
    townships: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit named in a text, characters ``start`` to ``end``.

    ``text`` is made whole (县财政局 for 财政), ``name`` the official name or ``None`` when the
    table does not hold it at this level. ``group_start`` and ``group_end`` bound the list it
    stands in, 等部门 included; alone they equal ``start`` and ``end``. ``certain`` is false where
    only the role (由…负责) makes the word a unit; ``former`` marks a name no longer in use;
    ``shape`` one known by its ending only. ``kind`` is the table's kind, or ``township``,
    ``village``, ``place``, ``body``, ``group``, ``role``, ``anaphor``, ``nation``.
    """

    start: int
    end: int
    text: str
    name: str | None = None
    unit_id: str | None = None
    group: bool = False
    certain: bool = True
    former: bool = False
    shape: bool = False
    kind: str = ""
    group_start: int = -1
    group_end: int = -1


class Known(NamedTuple):
    """A spelling of the table in the text: the stem begins at ``core``, the name at ``start``."""

    start: int
    core: int
    end: int
    form: Form

    @property
    def prefixed(self) -> bool:
        return self.start < self.core

    @property
    def bare(self) -> bool:
        """Whether only a list or a role makes it a unit."""
        return self.form.status is FormStatus.BARE


@dataclass(slots=True)
class Scene:
    """One text being read: the original, its copy, and what to read it with."""

    text: str
    copy: str
    vocabulary: Vocabulary
    level: Level
    inside: frozenset[int] = frozenset()  # offsets within names of the table
    ends: Mapping[int, Known] = field(default_factory=dict)  # names of the table by their end
    index: NameIndex = field(init=False)

    def __post_init__(self) -> None:
        self.index = local_index(self.vocabulary, self.level)


@lru_cache(maxsize=64)
def local_index(vocabulary: Vocabulary, level: Level) -> NameIndex:
    """The table's index plus the names that hold the place inside: 国家税务总局苍屏县税务局."""
    forms: dict[str, Form] = {}
    prefix = level.prefix_copy or "县"
    place = match_copy(level.place)
    owners = {place or prefix, level.stem_copy or prefix, prefix}
    cities = {level.city or "市", "市"}
    for unit_id, body in placed_names(vocabulary):
        named = "{P}" in body
        for city in cities:
            there = body.replace("{C}", city)
            for own in owners if named else (prefix,):
                made = there.replace("{P}", own) if named else there.replace("县", prefix, 1)
                if "{" not in made:
                    forms[made] = Form(unit_id, FormStatus.PLACED)
    for town in vocabulary.townships:
        forms.setdefault(town, Form(town, FormStatus.NAME))
    return vocabulary.index.extended(forms)


@lru_cache(maxsize=8)
def placed_names(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Names of the table with the place inside, each with its unit's id."""
    return tuple(
        (unit.id, body)
        for unit in vocabulary.units.values()
        for name in (*unit.full, *unit.short)
        if "{P}" in (body := name.partition("（2")[0])[1:] or (body[:1] != "县" and "县" in body)
    )


def scan_known(scene: Scene) -> Iterator[Known]:
    """Spellings of the table, longest first, with level word and place in front of them."""
    copy = scene.copy
    longest = scene.index.longest
    beyond = 0
    for i in scene.index.starts(copy):
        if i >= beyond and (hit := longest(copy, i)):
            start = name_start(scene, i)
            if copy[i] != "委" or start < i:
                yield Known(start, i, hit[0], hit[1])
                beyond = hit[0]


_OWNERS = frozenset("省市县区州旗")
IN_PLACES = ("新区", "发区", "园区", "业区", "技区")


def name_start(scene: Scene, core: int) -> int:
    """Where the name around the stem at ``core`` begins: at its place or level word."""
    copy, stem = scene.copy, scene.level.stem_copy
    if core == 0:
        return core
    char = copy[core - 1]
    if char == "委" and copy[core - 2 : core - 1] in _OWNERS:
        return core - 2  # 省委金融办
    if copy.endswith("政府", 0, core) and copy[core - 3 : core - 2] in _OWNERS:
        return core - 3  # 市政府金融办
    if copy.endswith(("自治区", "国务院"), 0, core):
        return core - 3
    if char not in LEVEL_CHARS:
        return core - len(stem) if stem and copy.endswith(stem, 0, core) else core
    return _place_start(scene, core, char)


def _place_start(scene: Scene, core: int, char: str) -> int:
    """Where the place begins whose level word stands just before ``core``."""
    copy, level, stem = scene.copy, scene.level, scene.level.stem_copy
    if stem and copy.endswith(stem + char, 0, core):
        return core - 1 - len(stem)
    for length in (6, 5, 4, 3):
        if core >= length and copy[core - length : core] in level.places:
            return core - length
    edge = left_edge(copy, core - 1, scene.vocabulary.words, 8)
    if copy[core - 2 : core] in IN_PLACES:
        return edge
    if char != level.prefix_copy and 2 <= core - 1 - edge <= 3:
        return edge  # 绥溪县住建局 in a city's paper
    return core - 1


# --- making whole --------------------------------------------------------------------------------


def surface(scene: Scene, start: int, end: int) -> str:
    """The document's characters; misread ones mended unless it is in traditional script."""
    printed, copy = scene.text[start:end], scene.copy[start:end]
    if printed == copy or scene.level.traditional:
        return printed
    return "".join(
        c if "\u4e00" <= c <= "\u9fff" else p for p, c in zip(printed, copy, strict=True)
    )


def in_script(scene: Scene, words: str) -> str:
    """Supplied characters in the document's script."""
    table = scene.vocabulary.words.traditional
    return words.translate(dict(table)) if scene.level.traditional else words


def mention_of(scene: Scene, known: Known) -> UnitMention:
    """The mention of a spelling of the table, made whole."""
    form = known.form
    record = scene.vocabulary.units.get(form.unit_id)
    stem = scene.copy[known.core : known.end]
    text = surface(scene, known.core, known.end)
    if form.stem:
        text = completed(scene, text, stem, form.stem if record else graded(form.stem, scene.level))
    text = surface(scene, known.start, known.core) + text
    if not known.prefixed and not form.unit_id:
        text = scene.level.prefix + text
    if not known.prefixed and record and form.status is not FormStatus.PLACED:
        text = supplied_prefix(scene, form.stem or stem, record) + text
    nation = form.status is FormStatus.NATION
    former = form.status is FormStatus.FORMER
    own = not nation and not former and record is not None and _is_own(scene, known)
    return UnitMention(
        known.start,
        known.end,
        text,
        name=_official(scene, form, stem, record) if own and record else None,
        unit_id=form.unit_id if own or former else None,
        certain=form.status is not FormStatus.BARE,
        former=former,
        kind=_kind_of(form, record),
        group_start=known.start,
        group_end=known.end,
    )


def _kind_of(form: Form, record: UnitRecord | None) -> str:
    if form.status is FormStatus.NATION:
        return "nation"
    if record:
        return record.kind
    return "township" if form.unit_id else "body"


def graded(whole: str, level: Level) -> str:
    """公安局交警大队 of a county; 公安局交警支队 of a city; 公安分局交警大队 of a 区."""
    if level.grade == "city":
        return whole.replace("大队", "支队")
    return whole.replace("公安局", "公安分局") if level.prefix_copy == "区" else whole


def completed(scene: Scene, text: str, stem: str, whole: str) -> str:
    """财政 → 财政局, 住建部门 → 住建局, in the document's script."""
    base = stem.removesuffix("部门")
    if whole.startswith(base):
        return text[: len(base)] + in_script(scene, whole[len(base) :])
    return in_script(scene, whole)


_PARTY_ALIASES = frozenset(
    (
        "组织部",
        "宣传部",
        "统战部",
        "政法委",
        "社工部",
        "社会工作部",
        "编办",
        "编委办",
        "巡察办",
        "网信办",
    )
)


def supplied_prefix(scene: Scene, stem: str, record: UnitRecord | None) -> str:
    """The level word a name lacks; 组织部 takes 县委. Names that hold a place take none."""
    if record is None or stem.startswith(
        ("国", "中", "团", "人民银行", "人行", "央行", "各", "三大")
    ):
        return ""
    prefix = scene.level.prefix
    return prefix + "委" if prefix and stem in _PARTY_ALIASES else prefix


def _is_own(scene: Scene, known: Known) -> bool:
    level = scene.level
    if not known.prefixed:
        return True
    head = scene.copy[known.start : known.core]
    for bare in (head, head.removesuffix("委"), head.removesuffix("政府")):
        if bare == level.prefix_copy:
            return True
    return bool(level.place) and match_copy(level.place).startswith(head)


def _official(scene: Scene, form: Form, stem: str, record: UnitRecord) -> str | None:
    memory, key = _official_names(scene.vocabulary, scene.level), (form, stem)
    if key not in memory:
        memory[key] = _made_official(_placed(scene), form, stem, record)
    return memory[key]


def _placed(scene: Scene) -> Level:
    """A paper that names no place is of the office's own, if that is a place of its kind."""
    level, own = scene.level, scene.vocabulary.place
    if level.place or not own.endswith(level.prefix_copy):
        return level
    return replace(level, place=own)


@lru_cache(maxsize=64)
def _official_names(vocabulary: Vocabulary, level: Level) -> dict[tuple[Form, str], str | None]:
    """Official names already made for the documents of a level."""
    return {}


def _made_official(level: Level, form: Form, stem: str, record: UnitRecord) -> str | None:
    place = level.place or level.prefix
    whole = form.stem or stem
    if level.grade in ("nation", "township", "zone"):
        return None
    place = match_copy(place)
    higher = record.higher.get(level.grade, "")
    if higher[:1] in ("省", "市"):
        return place + higher[1:]
    if any(stem_of(sign) == whole for sign in (*record.signs, *record.merged_forms)):
        return place + whole
    known = [f for f in record.full if "{省}" not in f]
    full = next((f for f in known if _spells(whole, f)), known[0] if known else "")
    made = full.replace("{P}", place).replace("{C}", level.city or "市")
    return made or None


def _spells(stem: str, full: str) -> bool:
    """Whether the short name can be read off the full one: 教体局 off 教育体育局."""
    rest = iter(full)
    return all(char in rest for char in stem) and stem[-1] == full[-1]


def shape_mention(scene: Scene, shape: Shape) -> UnitMention:
    text = surface(scene, shape.start, shape.end)
    words, level = scene.vocabulary.words, scene.level
    copy = scene.copy[shape.start : shape.end]
    if shape.kind == "department":
        text = text[:-2] + "局"
        copy = copy[:-2] + "局"
    bare = copy[0] not in LEVEL_CHARS and shape.kind in ("body", "department", "merged")
    if bare and copy.endswith(words.takes_level_word) and not _holds_place(copy, level):
        text = level.prefix + text
    # 属地城关镇: the word only says which town, and stands where the town's name would
    start = shape.start - 2 * scene.copy.endswith("属地", 0, shape.start)
    return UnitMention(
        start,
        shape.end,
        text,
        group=shape.group,
        certain=shape.certain,
        shape=not shape.group,
        kind=shape.kind,
        group_start=start,
        group_end=shape.end,
    )


def _holds_place(copy: str, level: Level) -> bool:
    if level.stem_copy and level.stem_copy in copy:
        return True
    return copy.startswith(("中国", "国", "驻")) or any(c in LEVEL_CHARS for c in copy[1:5])
