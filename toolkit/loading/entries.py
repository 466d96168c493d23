"""A TOML file's tables with checked access: every fault names file, entry and what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from toolkit.errors import SettingsError, why

T = TypeVar("T")

_KIND_NAMES = {
    str: "文字",
    int: "整数",
    bool: "true 或 false",
    date: "日期（如 2026-01-31，不加引号）",
    list: "方括号列表",
    dict: "一组设置",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a TOML file together with its place, so that a fault can say where it is."""

    file: str
    place: str
    values: Mapping[str, Any]

    def fail(self, code: str, problem: str) -> NoReturn:
        """Raise :class:`SettingsError` naming file, entry and problem."""
        raise SettingsError(code, f"{self.file} 的 {self.place}：{problem}")

    def only(self, *known: str) -> None:
        """Refuse keys that are not ``known``, suggesting the nearest."""
        for key in self.values:
            if key not in known:
                self.fail("E3001", f"没有“{key}”这一项{_suggestion(key, known)}")

    def take(self, key: str, kind: type[T]) -> T:
        """The value of a required key."""
        if key not in self.values:
            self.fail("E3011", f"缺少“{key}”")
        value = self.values[key]
        fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if not fits or isinstance(value, datetime):
            self.fail("E3002", f"“{key}”应为{_KIND_NAMES[kind]}，现为“{value}”")
        found: T = value
        return found

    def get(self, key: str, kind: type[T], default: T) -> T:
        """The value of an optional key."""
        return self.take(key, kind) if key in self.values else default

    def texts(self, key: str) -> tuple[str, ...]:
        """An optional list of texts."""
        found = self.get(key, list, [])
        if not all(isinstance(item, str) for item in found):
            self.fail("E3002", f"“{key}”应为文字的列表，现为“{found}”")
        return tuple(found)

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """A required text out of ``allowed``."""
        value, options = self.take(key, str), tuple(allowed)
        if value not in options:
            self.fail("E3012", f"“{key}”只能是 {'、'.join(options)}，现为“{value}”")
        return value

    def lookup(self, key: str, table: Mapping[str, T], what: str) -> T:
        """The record that a required key names."""
        name = self.take(key, str)
        if name not in table:
            self.fail("E3013", f"“{key}”写的{what}“{name}”没有列出{_suggestion(name, table)}")
        return table[name]

    def pattern(self, key: str) -> re.Pattern[str]:
        """A required regular expression."""
        try:
            return re.compile(self.take(key, str))
        except re.error as fault:
            self.fail("E3014", f"“{key}”不是正确的匹配式：{fault}")

    def child(self, key: str) -> Entry:
        """A required table inside this one."""
        return Entry(self.file, f"{self.place}.{key}", self.take(key, dict))

    def children(self, key: str) -> Iterator[Entry]:
        """The tables of a list, each named by its id, number or name, else by its count from 1."""
        for count, values in enumerate(self.get(key, list, []), start=1):
            if not isinstance(values, dict):
                self.fail("E3002", f"“{key}”应为一组组设置，现为“{values}”")
            name = next((str(values[k]) for k in ("id", "number", "name") if k in values), "")
            label = f"{key}（{name}）" if name else f"{key} 第{count}项"
            place = label if self.place == "文件" else f"{self.place} {label}"
            yield Entry(self.file, place, values)


@dataclass(frozen=True, slots=True)
class Files:
    """Several TOML files read as one: their lists follow one another, a table is in one of them."""

    name: str
    files: tuple[Entry, ...]

    def fail(self, code: str, problem: str) -> NoReturn:
        """Raise :class:`SettingsError` for what concerns no single file."""
        raise SettingsError(code, f"{self.name}：{problem}")

    def only(self, *known: str) -> None:
        """Refuse keys that are not ``known`` in any of the files."""
        for file in self.files:
            file.only(*known)

    def children(self, key: str) -> Iterator[Entry]:
        """The tables of a list from all files, in the order of the files' names."""
        for file in self.files:
            yield from file.children(key)

    def child(self, key: str) -> Entry:
        """A required table, from the one file that has it."""
        holders = [file for file in self.files if key in file.values]
        if not holders:
            self.fail("E3011", f"缺少“[{key}]”这一段。")
        if len(holders) > 1:
            holders[1].fail("E3018", f"“[{key}]”在 {holders[0].file} 里已经写过。")
        return holders[0].child(key)


def read_files(path: Path) -> Files:
    """A folder's TOML files, sorted by name, or a single file; its subfolders are not read."""
    paths = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not paths:
        raise SettingsError("E3010", f"文件夹 {path} 里没有 TOML 文件，请核对路径。")
    return Files(path.name, tuple(read_toml(each) for each in paths))


def read_toml(path: Path) -> Entry:
    """A TOML file as one entry. Raises :class:`SettingsError` (E3003, E3010)."""
    try:
        return Entry(path.name, "文件", tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise SettingsError("E3010", f"找不到文件 {path}，请核对路径。") from None
    except OSError as fault:
        raise SettingsError("E3010", f"文件 {path} 打不开：{why(fault)}。") from None
    except UnicodeDecodeError:
        raise SettingsError("E3003", f"{path.name} 不是 UTF-8 编码，请另存为 UTF-8。") from None
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError("E3003", f"{path.name} 格式有误：{_syntax_fault(fault)}") from None


def _syntax_fault(fault: tomllib.TOMLDecodeError) -> str:
    text = str(fault)
    place = re.search(r"line (\d+), column (\d+)", text)
    where = f"第{place[1]}行第{place[2]}列" if place else "文件末尾"
    return f"{where}写法不对，请检查引号、括号和等号。"


def _suggestion(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"，是否想写“{near[0]}”？" if near else "。"
