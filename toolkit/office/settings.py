"""An office's own choices: the folder it works in and the ``duban.toml`` inside.

Habits live here (names, number codes, who signs), law does not: that is in ``data/regulations``.
pydantic checks what was typed; it is imported only when a file is actually read.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, ClassVar, get_type_hints

from toolkit.drafting import Grouping, OfficeProfile
from toolkit.errors import SettingsError, StorageError, why
from toolkit.model import TicketKind
from toolkit.numbering import NumberScheme
from toolkit.office.folder import SETTINGS_FILE, units_file

TEMPLATE_FOLDER = "模板"
LEDGER_FILE = "台账.sqlite3"
CALENDAR_FOLDER = "日历"


class _Strict:
    """No unknown key, no ``"3"`` where 3 is meant."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True)
class Organ(_Strict):
    """One body that issues tickets: its full name, number code, and whom units may call.

    ``called`` is what the office's own regulation calls it, where the built-in endings do not tell.
    Codes of 催办单 and 督办单 left empty are made from ``assignment_code``.
    """

    name: str
    assignment_code: str
    contact: str = ""
    phone: str = ""
    signer: str = ""
    called: str = ""
    reminder_code: str = ""
    supervision_code: str = ""

    def code(self, kind: TicketKind) -> str:
        """The number code of a kind of ticket: 示政督交 → 示政督催, 示政督办."""
        if kind is TicketKind.ASSIGNMENT:
            return self.assignment_code
        own, usual = self.reminder_code, "催"
        if kind is TicketKind.SUPERVISION:
            own, usual = self.supervision_code, "办"
        return own or f"{self.assignment_code.removesuffix('交')}{usual}"


@dataclass(frozen=True)
class Organs(_Strict):
    """The three bodies the regulation lets issue tickets."""

    supervision_office: Organ = field(
        default_factory=lambda: Organ("示例县人民政府督查室", "示政督交")
    )
    government_office: Organ = field(
        default_factory=lambda: Organ("示例县人民政府办公室", "示政督交")
    )
    dedicated_body: Organ = field(default_factory=lambda: Organ("示例县专门机构办公室", "示专交"))


@dataclass(frozen=True)
class Tickets(_Strict):
    """How tickets are put together and what they say at the foot."""

    grouping: Grouping = Grouping.UNIT
    template: str = ""
    objection_days: int = 2
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Papers(_Strict):
    """How the built-in papers look; ``fonts`` names a profile, empty means as they are."""

    fonts: str = ""


@dataclass(frozen=True)
class Rules(_Strict):
    """Files that stand in for, or add to, the built-in regulation and calendar.

    ``choices`` are the office's ways of counting, as `duban rules --choices` lists them.
    """

    regulation: str = ""
    calendars: tuple[str, ...] = ()
    choices: dict[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Ledger(_Strict):
    """Where the ledger is; empty means the SQLite file in the office folder."""

    database: str = ""


@dataclass(frozen=True)
class Notify(_Strict):
    """Where reminders are sent, as apprise writes addresses; empty means nowhere."""

    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment(_Strict):
    """考核: points for each item, by what happened to it; the office fills them in."""

    done: float | None = None
    overdue: float | None = None
    late_report: float | None = None
    returned: float | None = None
    extended: float | None = None
    reminded: float | None = None
    supervised: float | None = None

    @property
    def points(self) -> dict[str, Decimal]:
        """What is filled in, as exact numbers."""
        return {name: Decimal(str(each)) for name, each in asdict(self).items() if each is not None}


@dataclass(frozen=True)
class Settings(_Strict):
    """Everything ``duban.toml`` may say, each with its default."""

    county: str = "示例县"
    operator: str = ""
    organs: Organs = field(default_factory=Organs)
    tickets: Tickets = field(default_factory=Tickets)
    papers: Papers = field(default_factory=Papers)
    rules: Rules = field(default_factory=Rules)
    ledger: Ledger = field(default_factory=Ledger)
    notify: Notify = field(default_factory=Notify)
    assessment: Assessment = field(default_factory=Assessment)


@dataclass(frozen=True)
class OfficeFolder:
    """One office's folder (``None``: the built-in example office) and its checked settings."""

    folder: Path | None
    settings: Settings

    def organ(self, issuer: str) -> Organ:
        """The body the regulation calls ``issuer``; any other name is a dedicated body."""
        organs = self.settings.organs
        known = (organs.supervision_office, organs.government_office, organs.dedicated_body)
        for organ in known:
            if organ.called and organ.called == issuer:
                return organ
        # 县政府督查室 is 区政府督查室 in a district; only the ending tells the bodies apart.
        if issuer.endswith("督查室"):
            return organs.supervision_office
        return organs.government_office if issuer.endswith("政府办公室") else organs.dedicated_body

    def profile(self, issuer: str) -> OfficeProfile:
        """What stands at head and foot of the tickets of ``issuer``."""
        organ, tickets = self.organ(issuer), self.settings.tickets
        return OfficeProfile(
            organs={issuer: organ.name},
            contact=organ.contact,
            phone=organ.phone,
            signer=organ.signer,
            copies=tickets.copies,
            objection_working_days=tickets.objection_days,
        )

    def scheme(self, issuer: str, kind: TicketKind = TicketKind.ASSIGNMENT) -> NumberScheme:
        """The series in which ``issuer`` numbers its tickets of a kind."""
        return NumberScheme(self.organ(issuer).code(kind))

    def path(self, relative: str) -> Path | None:
        """A file named in the settings, or ``None`` where the setting is empty."""
        return self.folder / relative if relative and self.folder else None

    @property
    def calendar_files(self) -> tuple[Path, ...]:
        """Imported holiday notices and local days in order, then those the settings name."""
        if self.folder is None:
            return ()
        imported = sorted((self.folder / CALENDAR_FOLDER).glob("*.toml"))
        named = [path for name in self.settings.rules.calendars if (path := self.path(name))]
        return tuple(dict.fromkeys([*imported, *named]))

    @property
    def units_file(self) -> Path | None:
        return units_file(self.folder)

    @property
    def template_file(self) -> Path | None:
        """The office's own form; ``None`` means the one that ships with the toolkit."""
        named = self.path(self.settings.tickets.template)
        if named is not None:
            return named
        usual = self.path(f"{TEMPLATE_FOLDER}/交办单.docx")
        return usual if usual is not None and usual.is_file() else None


EXAMPLE_OFFICE = OfficeFolder(None, Settings())


def load_office(folder: Path | None) -> OfficeFolder:
    """The office in ``folder``, or the built-in example office for ``None``."""
    if folder is None:
        return EXAMPLE_OFFICE
    return OfficeFolder(folder, load_settings(folder / SETTINGS_FILE))


def load_settings(path: Path) -> Settings:
    """Read and check one ``duban.toml``; raises SettingsError E3001, E3002 or E3003."""
    text = _text_of(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path.name, str(error), text) from None
    from pydantic import TypeAdapter, ValidationError

    try:
        # By way of JSON: only there does strictness take a table for a record, a list for a tuple.
        return TypeAdapter(Settings).validate_json(json.dumps(raw, default=str))
    except ValidationError as error:
        raise _wrong_value(path.name, text, error.errors()[0]) from None


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            "E3003",
            f"设置文件 {path.name} 第{line}行不是 UTF-8 编码。请用记事本另存为 UTF-8。",
        ) from None
    except OSError as error:
        raise StorageError(
            "E5203", f"无法读取设置文件“{path}”：{why(error)}。请检查文件是否存在、有无权限。"
        ) from None


_SYNTAX = (
    ("Expected '='", "名称后面应当是等号"),
    ("Cannot overwrite", "同一项写了两次"),
    ("Cannot declare", "同一段写了两次"),
    ("Illegal character", "引号没有成对，或混入了不允许的字符"),
    ("Unterminated string", "引号没有成对"),
    ("Invalid value", '值的写法不对，文字要放在英文引号 " " 中'),
    ("Unescaped '\\'", "反斜杠要写两个，或改用单引号"),
    ("Expected newline", "值的后面有多余内容，或文字没有放在英文引号中"),
)


def _syntax_error(name: str, reason: str, text: str) -> SettingsError:
    place = re.search(r"line (\d+)", reason)
    line = int(place[1]) if place else text.count("\n") + 1
    why = next((chinese for english, chinese in _SYNTAX if english in reason), "写法有误")
    return SettingsError("E3003", f"设置文件 {name} 第{line}行格式有误：{why}。请改正后再试。")


_TYPES = {
    "string_type": "应为文字（放在英文引号中）",
    "int_type": "应为整数",
    "float_type": "应为数字，如 -0.5",
    "tuple_type": '应为列表，如 ["甲", "乙"]',
    "dataclass_type": "应为一段设置，如 [organs.supervision_office]",
    "dataclass_exact_type": "应为一段设置，如 [organs.supervision_office]",
}


def _wrong_value(name: str, text: str, error: Any) -> SettingsError:
    keys = [str(key) for key in error["loc"]]
    line = line_of(text, keys)
    where = f"设置文件 {name} 第{line}行" if line else f"设置文件 {name}"
    kind, value = error["type"], error["input"]
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        close = get_close_matches(keys[-1], _known_keys(keys[:-1]), n=1, cutoff=0.5)
        hint = f"，是否想写“{close[0]}”？" if close else "。请删去，或参照 duban init 生成的样本。"
        return SettingsError("E3001", f"{where}：没有“{keys[-1]}”这一项{hint}")
    if kind in {"missing", "missing_argument"}:
        section = ".".join(keys[:-1])
        return SettingsError("E3002", f"设置文件 {name} 的 [{section}] 缺少“{keys[-1]}”。请补上。")
    if kind == "enum":
        wanted = f"应为 {'、'.join(Grouping)} 之一"
    else:
        wanted = _TYPES.get(kind, "的值不合适")
    return SettingsError("E3002", f"{where}：{'.'.join(keys)} {wanted}，现为 {_shown(value)}。")


def _shown(value: object) -> str:
    """A value as a clerk would write it in the file, cut where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"“{value[:30]}”"
    return str(value)[:30]


def _known_keys(section: list[str]) -> list[str]:
    here: Any = Settings
    for key in section:
        here = get_type_hints(here).get(key)
    return [entry.name for entry in fields(here)] if is_dataclass(here) else []


def line_of(text: str, keys: list[str]) -> int | None:
    """The line, from 1, where ``keys`` is set in a TOML text; the nearest section if not found."""
    best: tuple[int, int | None] = (0, None)
    for number, path in _lines(text):
        common = next(
            (i for i, (a, b) in enumerate(zip(path, keys, strict=False)) if a != b),
            min(len(path), len(keys)),
        )
        if common > best[0] and common == len(path):
            best = (common, number)
    return best[1]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    section: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            section = [part.strip().strip("\"'") for part in header[1].split(".")]
            yield number, section
        elif entry := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            yield number, section + [part.strip("\"'") for part in entry[1].split(".")]


def create_folder(folder: Path, county: str = "") -> list[str]:
    """Make an office folder for ``county`` (``""``: the example); returns the names made.

    Raises SettingsError E3005 for an office folder that exists, ``OSError``.
    """
    if (folder / SETTINGS_FILE).exists():
        raise SettingsError(
            "E3005", f"“{folder}”已经是督办文件夹（里面有 {SETTINGS_FILE}），没有改动。"
        )
    sample = Path(__file__).parents[1] / "data" / "office" / SETTINGS_FILE
    text = sample.read_text(encoding="utf-8")
    if county:
        text = text.replace("示例县", county).replace('"示', f'"{county[0]}')
    (folder / TEMPLATE_FOLDER).mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return [SETTINGS_FILE, TEMPLATE_FOLDER]
