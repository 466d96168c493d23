"""PDF and pictures by LibreOffice, where it is installed; the file is only read."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from toolkit.errors import InputError, StorageError, UsageError

_NAMES = ("soffice", "libreoffice", "soffice.exe")
_SECONDS = 180
_DOTS = 110  # per inch: legible, small


def make_pdf(source: Path, target: Path) -> None:
    """Write ``source`` as PDF to ``target``, which must not exist yet (E5102).

    Raises UsageError E0211 without LibreOffice, InputError E1209 where it makes nothing.
    """
    if target.exists():
        raise StorageError("E5102", f"“{target}”已存在，没有覆盖。请换一个文件名，或把原来的移走。")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(_converted(source, Path(folder)), target)


def make_pictures(source: Path, folder: Path) -> tuple[Path, ...]:
    """Write a PNG of every page into ``folder``; returns them in order.

    Raises as :func:`make_pdf`; UsageError E0211 too without pdftoppm.
    """
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise _missing("pdftoppm（poppler）", "图片")
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.glob("*.png"))
    with tempfile.TemporaryDirectory() as place:
        made = _converted(source, Path(place))
        _run([tool, "-r", str(_DOTS), "-png", str(made), str(folder / source.stem)])
    return tuple(sorted(set(folder.glob(f"{source.stem}*.png")) - before))


def _converted(source: Path, folder: Path) -> Path:
    suite = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if suite is None:
        raise _missing("LibreOffice", "PDF")
    profile = (folder / "profile").as_uri()
    # a profile of its own: one that is open elsewhere would take the work and say nothing
    options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    _run([suite, *options, "--outdir", str(folder), str(source)])
    made = folder / f"{source.stem}.pdf"
    if not made.is_file():
        raise InputError(
            "E1209", f"LibreOffice 没有转成“{source.name}”。请用 Word 或 WPS 打开查看。"
        )
    return made


def _run(command: list[str]) -> None:
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdout=nothing, stderr=nothing, start_new_session=True)
        try:
            process.wait(_SECONDS)
        finally:
            _end(process)
    except (OSError, subprocess.TimeoutExpired):
        raise InputError("E1209", "转换没有完成。请用 Word 或 WPS 打开查看。") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing running: LibreOffice starts a process that outlives the one we started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _missing(program: str, what: str) -> UsageError:
    return UsageError(
        "E0211",
        f"没有找到 {program}，不能转成{what}。请安装后再试，或用 Word、WPS 打开后另存；"
        "不加 --pdf、--png，可以直接在屏幕上看。",
    )
