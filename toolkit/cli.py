"""``duban``: arguments in, messages out.

Each command asks a function of the library and prints; it stands in :mod:`toolkit.commands`. What
it returns is the exit code; every failure is translated once, in :func:`main`, into one 【E…】 line
on standard error. Imports stand inside the commands: ``duban --help`` must not wait for a Word
reader.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from toolkit import __version__
from toolkit.commands import (
    amending,
    batch,
    chasing,
    daily,
    feedback,
    report,
    tracking,
    upkeep,
)
from toolkit.commands.breakdown import breakdown
from toolkit.commands.calendar import calendar
from toolkit.commands.console import ChineseGroup, translate
from toolkit.commands.escalation import escalate
from toolkit.commands.layout import layout
from toolkit.commands.new import new
from toolkit.commands.office import init, ledger
from toolkit.commands.paper import paper
from toolkit.commands.preview import preview
from toolkit.commands.rule import deadline, rules
from toolkit.commands.tasks import tasks
from toolkit.commands.template import template
from toolkit.commands.terminal import stoppable
from toolkit.errors import DubanError

SECTIONS: dict[str, Sequence[click.Command]] = {
    "每来一份文件": (new, tasks, breakdown, batch.batch),
    "每天": (tracking.due, daily.tick, ledger, tracking.show),
    "一项任务的办理": (
        tracking.receipt,
        feedback.feedback,
        tracking.review,
        tracking.extend,
        tracking.close,
        tracking.void,
        *amending.COMMANDS,
    ),
    "催办、督办、通报": (*chasing.COMMANDS, report.report, escalate),
    "制度和日历": (deadline, rules, calendar),
    "单据和样式": (paper, preview, template, layout),
    "文件夹的建立和维护": (init, *upkeep.COMMANDS),
}
"""Every command, under the heading it is found by in ``duban --help``."""


@click.group(
    cls=ChineseGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    sections={name: [each.name or "" for each in some] for name, some in SECTIONS.items()},
)
@click.version_option(__version__, prog_name="duban", help="显示版本")
@click.option("--debug", is_flag=True, help="出错时显示程序内部信息，供维护人员查看")
def duban(debug: bool) -> None:
    """督办工具：从会议纪要等文件中找出任务，编号、出交办单、记台账。

    全部在本机运行，文件内容不会外传。
    """


for commands in SECTIONS.values():
    for command in commands:
        duban.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (by default the process's own); returns the exit code."""
    if arguments is None and has_no_language():
        # Under LC_ALL=C neither Chinese file names nor answers can be told: start again in UTF-8.
        again = [sys.executable, "-X", "utf8", "-m", "toolkit.cli", *sys.argv[1:]]
        os.execv(sys.executable, again)
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Chinese Windows console cannot show every character; better a ? than a crash.
            stream.reconfigure(errors="replace")
    try:
        # --debug may stand anywhere: it is typed after something has gone wrong.
        known = [each for each in given if each != "--debug"]
        with stoppable():
            code = duban.main(known, prog_name="duban", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, click.Abort):
        print("\n已中断。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stdout = None  # nothing more can be said there
        return 1
    except Exception as error:
        return fail(error, debug="--debug" in given or "DUBAN_DEBUG" in os.environ)


def has_no_language() -> bool:
    """Whether this system gave Python no language at all (never so on Windows)."""
    return os.name == "posix" and sys.getfilesystemencoding().lower() in ("ascii", "us-ascii")


def fail(error: Exception, *, debug: bool) -> int:
    """Print one 【E…】 line, and the whole story only to those who ask for it."""
    fault: DubanError = translate(error)
    if debug:
        import traceback

        traceback.print_exc()
    # one line, so that a log or a pop-up shows all of it
    print("".join(line.strip() for line in str(fault).splitlines()), file=sys.stderr)
    return fault.exit_code


if __name__ == "__main__":
    sys.exit(main())
