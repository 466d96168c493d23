"""The units vocabulary: the built-in table, or the office's own, with the word lists beside it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.extraction.units.edges import UnitWords
from toolkit.extraction.units.mentions import Vocabulary
from toolkit.extraction.units.records import (
    Form,
    FormerName,
    FormStatus,
    UnitRecord,
    build_index,
    nation_forms,
    province_forms,
    unit_forms,
)
from toolkit.extraction.units.shapes import any_of
from toolkit.extraction.units.words import WordSet
from toolkit.text.normalize import match_copy

DATA = Path(__file__).parents[1] / "data" / "vocabulary"


@cache
def built_in_table() -> Mapping[str, Any]:
    """``units.json`` as it stands: units, national, collective_expressions, reform_map …"""
    table: dict[str, Any] = json.loads((DATA / "units.json").read_bytes())
    return table


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """The vocabulary of the office whose units table is ``path`` (.xlsx), or the built-in one.

    Raises :class:`~toolkit.errors.SettingsError` when the office's table cannot be used.
    """
    if path is None:
        return _built_in()
    from toolkit.loading.units_table import read_units_table

    table = read_units_table(path)
    return make_vocabulary(table.units, table.townships, table.place)


@cache
def _built_in() -> Vocabulary:
    return make_vocabulary(tuple(unit_record(row) for row in built_in_table()["units"]))


def make_vocabulary(
    units: Iterable[UnitRecord], townships: Iterable[str] = (), place: str = ""
) -> Vocabulary:
    """Index the units together with 中央 and 省级 organs."""
    records = {unit.id: unit for unit in units}
    forms: dict[str, Form] = unit_forms(records.values())
    standing = (FormStatus.BARE, FormStatus.FORMER)
    for name, form in nation_forms(built_in_table()["national"]).items():
        if name not in forms or forms[name].status in standing:
            forms[name] = form
    for name, form in province_forms(records.values()).items():
        forms.setdefault(name, form)
    for name, whole in raw_shapes()["bare_names"].items():
        forms[name] = Form("", FormStatus.BARE, whole)
    towns = frozenset(townships)
    return Vocabulary(records, build_index(forms), unit_words(), towns, divisions(), place)


@cache
def divisions() -> frozenset[str]:
    """The names of the country's 省、市、县 in ``divisions.txt``."""
    lines = (DATA / "divisions.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def unit_record(row: Mapping[str, Any]) -> UnitRecord:
    """One row of ``units.json``."""
    former = tuple(
        FormerName(tuple(f["names"]), f.get("period", ""), f.get("note", ""))
        for f in row.get("former", ())
    )
    lists = (
        "full", "short", "aliases", "old_aliases", "bare_aliases", "signs",
        "merged_forms", "misnomers", "keywords",
    )  # fmt: skip
    return UnitRecord(
        id=row["id"],
        kind=row["kind"],
        former=former,
        higher=row.get("higher", {}),
        note=row.get("note", ""),
        **{key: tuple(row.get(key, ())) for key in lists},
    )


@cache
def raw_shapes() -> Mapping[str, Any]:
    """``unit_shapes.toml`` as it stands."""
    raw = tomllib.loads((DATA / "unit_shapes.toml").read_text(encoding="utf-8"))
    return _split(raw)


def _split(table: dict[str, Any]) -> dict[str, Any]:
    """The table with every long string of words as the list of its words."""
    made: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            made[key] = _split(value)
        else:
            long = isinstance(value, str) and (" " in value or "\n" in value)
            made[key] = value.split() if long else value
    return made


@cache
def unit_words() -> UnitWords:
    """The word lists of ``unit_shapes.toml`` with their patterns."""
    raw = raw_shapes()
    group, lists, context = raw["group"], raw["coordination"], raw["context"]
    strong = frozenset((*raw["strong"], *_numbered("中学", "小学", "中队")))
    weak = (*raw["weak"], *_numbered("中", "小", "院", "中心"))
    return UnitWords(
        strong=strong,
        takes_level_word=tuple(raw["takes_level_word"]),
        stop_chars=frozenset(raw["stop_chars"]),
        stop_words=frozenset(raw["stop_words"]),
        keep_pairs=frozenset(raw["keep_pairs"]),
        not_units=frozenset(raw["not_units"]),
        common_tails=frozenset(raw["common_tails"]),
        guard=raw["guard"],
        roles=frozenset(group["roles"]),
        before=tuple(context["before"]),
        after=tuple(context["after"]),
        strong_before=tuple(context["strong_before"]),
        strong_after=tuple(context["strong_after"]),
        traditional={ord(k): v for k, v in raw["traditional"].items()},
        ending=WordSet([*strong, *weak, *raw["trades"]]),
        quantifiers=WordSet(_copies(group["quantifiers"])),
        nouns=WordSet(_copies(group["nouns"])),
        role_words=WordSet(_copies(group["roles"])),
        sorted_group=re.compile(
            rf"(?:各[^\W\d_各和与及]{{1,4}}|[两三四五六七八九十]家)(?:{any_of(group['sorts'])})"
            rf"|各[^\W\d_]{{4,8}}?(?:{any_of(group['sorts'])})(?=要|须|务必|必须)"
        ),
        anaphor=WordSet(raw["anaphors"]),
        tail=_tail_pattern(lists),
        stop_ends=_by_last(raw["stop_words"]),
        strong_tails=tuple(raw["strong"]),
        runs_on=frozenset(context["runs_on"]),
        list_after=tuple(context["list_after"]),
        trades=frozenset(raw["trades"]),
        generic=WordSet([*raw["generic"], *"级型类性化", *_counts("家个所座间")]),
        inner_verbs=_by_last(raw["inner_verbs"]),
        verb_in_name=tuple(raw["verb_in_name"]),
        builds=tuple(raw["builds"]),
        trade_role=re.compile(
            rf"(?:[、和与及][^,;。、和与及]{{2,12}}){{0,6}}(?:{any_of(raw['trade_after'])}|\d)"
        ),
        plain=re.compile(
            f"(?:{any_of(group['plain'])})"
            f"(?=(?!负责人)(?:{any_of([*context['strong_after'], *context['plain_after']])}))"
        ),
        township=WordSet(raw["township_units"]),
        sorts=frozenset(raw["sorts"]),
        not_asked=tuple(context["not_asked"]),
        spoken=tuple(context["spoken"]),
        spoken_not=tuple(context["spoken_not"]),
        agents=frozenset((*context["agents"], *raw["bare_names"])),
    )


def _numbered(*endings: str) -> list[str]:
    """二中, 三小, 二院: a number is the whole name."""
    return [number + ending for ending in endings for number in "一二三四五六七八九十实"]


def _counts(measures: str) -> list[str]:
    return [n + m for n in "两几一二三四五六七八九十0123456789" for m in measures]


def _by_last(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    ends: dict[str, tuple[str, ...]] = {}
    for word in words:
        ends[word[-1]] = (*ends.get(word[-1], ()), word)
    return ends


def _copies(words: Iterable[str]) -> list[str]:
    return [match_copy(word) for word in words]


def _tail_pattern(lists: Mapping[str, Any]) -> re.Pattern[str]:
    tails, counted, shared = (any_of(lists[k]) for k in ("tails", "counted", "shared"))
    number = rf"(?:[{lists['numbers']}]|\d{{1,2}})"
    return re.compile(
        rf"等?{number}(?:家|个)?(?:{counted})|等?(?:{tails})|等(?={number}?(?:家|个))|(?P<shared>{shared})"
    )
