"""What a clerk has before her: short minutes, and the commands as she types them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

MINUTES = """云溪县人民政府常务会议纪要
2026年2月11日，县长王明主持召开县政府第12次常务会议。纪要如下：
一、关于县城区停车秩序整治工作
会议听取了县公安局的汇报。会议指出，停车难是群众反映强烈的问题。
会议议定，由县住建局牵头，县公安局、县财政局配合，3月底前制定停车秩序整治方案并报县政府审定。
二、关于老旧小区改造工作
会议要求，县发改局要抓紧争取上级资金，6月30日前完成项目申报。
"""
DAY = ["--issued-on", "2026-02-12"]

Run = Callable[..., tuple[int, str, str]]


def files(folder: Path) -> set[str]:
    """Every file below ``folder``, by its path inside it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found}
