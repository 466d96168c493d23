"""一条命令试用：``python3 samples/try.py``。

自动准备运行环境（.venv，按 uv.lock），
为一份示例会议纪要编号、出交办单、记台账，都放在“督办示例”文件夹里。
只需要 Python 3.11 或更新版本；再次运行会告诉您这份纪要已出过哪些交办单。
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from run import prepare, program  # noqa: E402  (one set-up for trying and for testing)

MINUTES = ROOT / "samples" / "县政府第12次常务会议纪要.docx"
OFFICE = ROOT / "督办示例"


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    print("正在准备运行环境（第一次约需一分钟）……", flush=True)
    prepare("--no-dev")
    duban = program("duban")
    if not (OFFICE / "duban.toml").exists():
        code = subprocess.run([duban, "init", OFFICE, "--county", "岚溪县"]).returncode
        if code:
            return code
    # The day after the meeting, so that the tickets look the same whenever this is tried.
    wishes = ["--yes", "--office", str(OFFICE), "--issued-on", "2026-03-06"]
    code = subprocess.run([duban, "new", MINUTES, *wishes]).returncode
    if code == 0:
        print(f"\n交办单和台账在：{OFFICE}")
        print("用 Word 或 WPS 打开交办单看看；想重新来过，删除这个文件夹再运行一次。")
    return code


if __name__ == "__main__":
    sys.exit(main())
