"""click in Chinese: help pages laid out for wide characters, usage faults as one 【E…】 line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

import click

from toolkit.errors import DubanError, StorageError, UsageError, why
from toolkit.screen.display import WIDTH, text_width, wrap

YEARS = range(1949, 2200)
HALF_A_YEAR = timedelta(days=183)
Decorator = Callable[[Any], Any]


class ChineseCommand(click.Command):
    """A command whose help page and faults are Chinese."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [piece.make_metavar(ctx) for piece in _arguments(self)]
        usage = " ".join([ctx.command_path, *pieces, "[选项]"])
        lines = [f"用法：{usage}", "", *_prose(self.help or "")]
        formatter.write("\n".join([*lines, *_section("选项", _records(self, ctx))]))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_chinese(super().get_help_option(ctx))


class ChineseGroup(click.Group):
    """The same for the command that holds the others; a mistyped name gets a suggestion.

    ``sections`` are the headings under which its help lists the commands, with their names; without
    any they stand under one.
    """

    command_class = ChineseCommand

    def __init__(
        self, *args: Any, sections: Mapping[str, Sequence[str]] | None = None, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.sections = sections

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and self.no_args_is_help:  # typed alone it is a question, not a mistake
            args = ["--help"]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lines = [f"用法：{ctx.command_path} 命令 [选项]", "", *_prose(self.help or "")]
        told = {
            name: command.get_short_help_str(200)
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) and not command.hidden
        }
        left = max(map(text_width, told), default=0) + 4
        for title, names in (self.sections or {"命令": list(told)}).items():
            commands = [(name, told[name]) for name in names if name in told]
            lines += [*_section(title, commands, left), ""]
        lines += _section("选项", _records(self, ctx))
        formatter.write("\n".join([*lines, "", f"每个命令的说明：{ctx.command_path} 命令 --help"]))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_chinese(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            close = get_close_matches(args[0], self.commands, n=1, cutoff=0.4)
            hint = f"是否想用 {close[0]}？" if close else ""
            raise UsageError(
                "E0203",
                f"没有“{args[0]}”这个命令。{hint}可用的命令：{'、'.join(self.commands)}。",
            )
        return super().resolve_command(ctx, args)


def day(text: str, today: Callable[[], date] | None = None) -> date:
    """A date as people type it: 2026-02-11, 2026.2.11, 20260211, 2026年2月11日, 二月十一日.

    Without its year it is this year's, where that is no more than half a year off: a clerk who
    types 12月28日 in January may mean either. Raises UsageError E0206.
    """
    found = re.fullmatch(
        r"\s*(\d{4})(?:[-./年]\s*(\d{1,2})[-./月]\s*(\d{1,2})日?|(\d\d)(\d\d))\s*", text
    )
    try:
        if found is None:
            on = _in_words(text, today)
        else:
            on = date(*(int(part) for part in found.groups() if part))
    except ValueError:
        raise UsageError("E0206", f"“{text}”不是有效日期。请写成 2026-02-11 这样的形式。") from None
    if on.year not in YEARS:
        # a slip of the finger; counting on from the year 9999 has no end
        raise UsageError(
            "E0206", f"“{text}”的年份不在{YEARS[0]}至{YEARS[-1]}年之间。请核对后重新输入。"
        )
    return on


def _in_words(text: str, today: Callable[[], date] | None) -> date:
    """A date in Chinese, its figures in either script. Raises ``ValueError``, UsageError E0206."""
    from toolkit.commands import terminal
    from toolkit.text.normalize import match_copy
    from toolkit.text.numerals import CHINESE_NUMBER, parse_number

    figure = rf"(\d+|{CHINESE_NUMBER})"
    copy = "".join(match_copy(text).split())
    found = re.fullmatch(rf"(?:{figure}年)?{figure}月{figure}[日号]", copy)
    if found is None:
        raise ValueError(text)
    *year, month, on_day = (int(parse_number(part) or 0) for part in found.groups() if part)
    if year:
        return date(year[0], month, on_day)
    now = (today or terminal.today)()
    on = date(now.year, month, on_day)
    if abs(on - now) > HALF_A_YEAR:
        raise UsageError(
            "E0206",
            f"“{text}”没有写年份，今天是{now}，不能确定是哪一年。请写成 {on} 这样的形式。",
        )
    return on


def correction(text: str) -> tuple[int, tuple[str, ...]]:
    """``3=县住建局、县财政局``: a task's number and the units that a clerk gives it."""
    number, _, names = text.replace("＝", "=").partition("=")
    units = tuple(name.strip() for name in re.split(r"[、，,]", names) if name.strip())
    if not (number.strip().isdecimal() and units):
        raise UsageError("E0206", f"“{text}”的写法不对。请写成 序号=单位名称，如 3=县住建局。")
    return int(number), units


def once_each(given: Iterable[tuple[int, tuple[str, ...]]]) -> dict[int, tuple[str, ...]]:
    """The corrections by task. Raises E0206 where one task is corrected twice."""
    found: dict[int, tuple[str, ...]] = {}
    for number, units in given:
        if number in found:
            before, now = "、".join(found[number]), "、".join(units)
            raise UsageError(
                "E0206",
                f"任务{number}的牵头单位指定了两次：“{before}”和“{now}”。"
                f"请只写一次；几个单位共同牵头的写成 --lead {number}={before}、{now}。",
            )
        found[number] = units
    return found


def task_number(text: str) -> int:
    """A task's number in the preview."""
    if not text.isdecimal():
        raise UsageError("E0206", f"“{text}”不是序号。请写数字，如 5。")
    return int(text)


def all_of(*options: Decorator) -> Decorator:
    """Several options as one decorator, listed by the help in the order given."""

    def decorated(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def one_of(what: str, chinese: dict[str, str]) -> Callable[[str], str]:
    """A converter from a Chinese or an English word to the English one; ``what`` names the kind."""

    def convert(text: str) -> str:
        english = chinese.get(text, text)
        if english not in chinese.values():
            choices = "、".join(chinese)
            raise UsageError("E0206", f"没有“{text}”这种{what}。可选：{choices}。")
        return english

    return convert


def translate(error: BaseException) -> DubanError:
    """Any failure as the one that is shown: code, Chinese sentence, exit code."""
    if isinstance(error, DubanError):
        return error
    if isinstance(error, click.ClickException):
        return _usage_error(error)
    if isinstance(error, OSError):
        return _storage_error(error)
    return DubanError(
        "E1000",
        f"程序内部出错（{type(error).__name__}）。请在命令末尾加 --debug 再运行一次，"
        "把显示的内容和所用文件交给维护人员。",
    )


def _usage_error(error: click.ClickException) -> UsageError:
    if isinstance(error, click.NoSuchOption):
        close = get_close_matches(error.option_name, _option_names(error.ctx), n=1, cutoff=0.7)
        hint = f"是否想用 {close[0]}？" if close else "用 --help 查看可用的选项。"
        return UsageError("E0204", f"没有“{error.option_name}”这个选项。{hint}")
    if isinstance(error, click.MissingParameter):
        what = error.param.make_metavar(error.ctx) if error.param and error.ctx else "内容"
        if isinstance(error.param, click.Option):
            what = f"{error.param.opts[0]} {what}"
        return UsageError("E0205", f"缺少 {what}。用 --help 查看写法。")
    if isinstance(error, click.BadOptionUsage):
        return UsageError("E0205", f"选项 {error.option_name} 的写法不对。用 --help 查看写法。")
    extra = re.search(r"argument[s]? \((.*)\)", error.message)
    if extra:
        return UsageError("E0205", f"多出了“{extra[1]}”。文件名中有空格时，请放在英文双引号里。")
    return UsageError("E0205", "命令的写法不对。用 --help 查看写法。")


def _storage_error(error: OSError) -> StorageError:
    import errno

    name = f"“{error.filename}”" if error.filename else "文件"
    if error.errno == errno.ENOSPC:
        return StorageError("E5201", "磁盘已满，没有写完。请清理磁盘后重试。")
    if isinstance(error, PermissionError):
        return StorageError("E5202", f"没有权限读写{name}。请检查权限，或关闭正打开它的程序。")
    return StorageError("E5203", f"无法读写{name}：{why(error)}。请核对路径后再试。")


def _option_names(ctx: click.Context | None) -> list[str]:
    return [name for param in ctx.command.params for name in param.opts] if ctx else []


def _in_chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示这个说明"
    return option


def _arguments(command: click.Command) -> list[click.Argument]:
    return [param for param in command.params if isinstance(param, click.Argument)]


def _records(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    options = [each for each in command.get_params(ctx) if isinstance(each, click.Option)]
    records = [option.get_help_record(ctx) for option in options]
    # click writes its remarks in English and in brackets
    return [(name, text.replace("[required]", "必填。")) for name, text in filter(None, records)]


def _prose(text: str) -> list[str]:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    joined = ["".join(line.strip() for line in each.splitlines()) for each in paragraphs]
    return [line for each in joined for line in (*wrap(each, WIDTH - 2), "")]


def _section(title: str, records: Sequence[tuple[str, str]], left: int = 0) -> list[str]:
    """Names and what they do under a title; ``left``: the column the second begins in."""
    if not records:
        return []
    left = left or max(text_width(name) for name, _ in records) + 4
    lines = [f"{title}："]
    for name, text in records:
        first, *rest = wrap(text, WIDTH - 2 - left)
        lines.append(f"  {name}{' ' * (left - 2 - text_width(name))}{first}")
        lines += [" " * left + line for line in rest]
    return lines
