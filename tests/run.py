"""Set up .venv from the lock file and run every check: ``python3 tests/run.py``.

Needs Python 3.11 or newer and nothing else; works the same on Windows. Arguments go to pytest.
The exit code is 0 only when ruff, the formatter, mypy and pytest all pass.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
)


def program(name: str) -> Path:
    """Where the virtual environment keeps ``name``; the file need not exist."""
    return SCRIPTS / (f"{name}.exe" if os.name == "nt" else name)


def prepare(*sync_options: str) -> None:
    """Create .venv where it is missing and bring it to what uv.lock says."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this is where an older one is told)
        sys.exit(f"需要 Python 3.11 或更新版本（现为 {sys.version.split()[0]}）。")
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    # --inexact: uv itself lives in this environment and must not be swept out by its own sync.
    command = [_uv(), "sync", "--locked", "--inexact", "--quiet", *sync_options]
    # a tool's own English lines help no clerk; whoever wants them runs the command named
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)
    if done.returncode:
        sys.exit(
            f"运行环境没有准备好：按 uv.lock 下载组件到“{ROOT / '.venv'}”失败，多半是连不上网络。"
            f"请检查网络、代理和证书后再运行一次；详细原因可运行：{command[0]} sync --locked"
        )


def _uv() -> str:
    """The uv inside .venv, installed there first if need be."""
    own = program("uv")
    if own.exists():
        return str(own)
    python = program("python")
    try:
        if not python.exists():
            venv.create(ROOT / ".venv", with_pip=True)
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode:
            subprocess.run([python, "-m", "ensurepip"], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "uv"]
        subprocess.run(install, check=True, capture_output=True)
    except subprocess.CalledProcessError:
        # Some Linux systems ship Python without ensurepip; an installed uv will do as well.
        found = shutil.which("uv")
        if found is None:
            sys.exit(
                "无法创建 Python 虚拟环境。请检查网络；Debian、Ubuntu 请先执行 "
                "apt install python3-venv。"
            )
        return found
    return str(own)


def main(arguments: list[str]) -> int:
    """Run all checks, also after one fails; pytest last, so that its count closes the output."""
    prepare()
    failed = []
    for name, *options in CHECKS:
        print(f"--- {' '.join([name, *options])}", flush=True)
        if subprocess.run([program(name), *options], cwd=ROOT).returncode:
            failed.append(" ".join([name, *options]))
    print(f"--- failed before pytest: {', '.join(failed)}" if failed else "--- pytest", flush=True)
    tests = subprocess.run([program("python"), "-m", "pytest", *arguments], cwd=ROOT).returncode
    return tests or (1 if failed else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
