"""How periods are counted: ``[[convention]]`` with its options, and what the office chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn

from toolkit.loading.entries import Entry, Files
from toolkit.loading.regulations.citing import STATUSES, distinct
from toolkit.loading.regulations.sources import read_limit
from toolkit.rules.regulation import Convention, Conventions, Moment

CHOICES = Entry("duban.toml", "[rules.choices]", {})

# The switches the counting knows, each with the check that its options must pass.
_VALUES: dict[str, Callable[[Entry, str], Any]] = {
    "base_day_counted": lambda entry, key: entry.take(key, bool),
    "week": lambda entry, key: read_limit(entry.child(key)),
    "half_month": lambda entry, key: read_limit(entry.child(key)),
    "month": lambda entry, key: (
        None if entry.values.get(key) == "same_day" else read_limit(entry.child(key))
    ),
    "roll": lambda entry, key: entry.choice(key, ("forward", "backward", "none")),
    "limit_day_included": lambda entry, key: entry.take(key, bool),
    "unstated_base": lambda entry, key: Moment(entry.choice(key, list(Moment))),
    "plan_from_latest_issue": lambda entry, key: entry.take(key, bool),
}


def read_conventions(files: Files, choices: Mapping[str, object]) -> tuple[Convention, ...]:
    """Every switch with the option that holds: the office's ``choices``, else the default."""
    entries = distinct(files, "convention", lambda entry: entry)
    known = [entry.take("key", str) for entry in entries]
    Entry(CHOICES.file, CHOICES.place, choices).only(*known)
    return tuple(_convention(entry, choices) for entry in entries)


def _convention(entry: Entry, choices: Mapping[str, object]) -> Convention:
    entry.only("id", "key", "default", "option", "question", "answer", "source", "status")
    key = entry.take("key", str)
    options = {}
    for item in entry.children("option"):
        item.only("words", "value")
        value = item.values.get("value")
        read = _VALUES.get(key)
        known = Entry(item.file, item.place, {key: value})
        options[item.take("words", str)] = value if read is None else read(known, key)
    default = entry.choice("default", options)
    words = default if key not in choices else _chosen(key, choices[key], options)
    return Convention(
        entry.take("id", str),
        key,
        options[words],
        words,
        tuple(options),
        entry.take("question", str),
        entry.take("answer", str),
        entry.take("source", str),
        entry.choice("status", STATUSES),
        is_chosen=words != default,
    )


def _chosen(key: str, choice: object, options: Mapping[str, object]) -> str:
    """The option that the office named by its words, or, where they are so, by yes and no."""
    for words, value in options.items():
        if choice == words or (isinstance(choice, bool) and choice is value):
            return words
    CHOICES.fail("E3012", f"“{key}”只能是 {'、'.join(options)}，现为“{choice}”。")


def settled(files: Files, documented: tuple[Convention, ...]) -> Conventions:
    """The switches as the counting needs them. Raises SettingsError where one is missing."""
    values: dict[str, Any] = {convention.key: convention.value for convention in documented}
    for key in _VALUES:
        if key not in values:
            _missing(files, key)
    return Conventions(**{key: values[key] for key in _VALUES})


def _missing(files: Files, key: str) -> NoReturn:
    """A switch that no entry has, or that one has under a mistyped name."""
    for entry in files.children("convention"):
        if get_close_matches(entry.take("key", str), [key]):
            entry.fail("E3001", f"没有“{entry.values['key']}”这个计算规则，是否想写“{key}”？")
    files.fail("E3011", f"计算规则（convention）缺少“{key}”。")
