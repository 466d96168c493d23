"""What can go wrong with disk and database, as one Chinese sentence each.

Every message says whether a number was used, because that is what the clerk must know.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, OperationalError

from toolkit.durable import not_written
from toolkit.errors import (
    BusyError,
    DubanError,
    InterruptedIssue,
    SettingsError,
    StorageError,
    UsageError,
)
from toolkit.ledger.configuration import LEDGER_FILE

NOT_USED = "没有占用编号。"
NOT_CHANGED = "没有改动台账。"
UNSURE = "不知道编号是否已给出：恢复后再运行一次同样的命令，给出的接着写，不会重号。"


def interrupted(numbered: Sequence[str], unwritten: Sequence[str]) -> InterruptedIssue:
    """The program was stopped: what has a number, what has no file yet, and what to do."""
    if not numbered:
        return InterruptedIssue("E5301", "已中断。没有占用编号，没有写文件。请重新运行同样的命令。")
    told = f"已中断。编号已给出{len(numbered)}份：{'、'.join(numbered)}。"
    if unwritten:
        told += f"其中{len(unwritten)}份的文件还没有写完并登记：{'、'.join(unwritten)}。"
        told += "请再运行一次同样的命令，即补写这些文件，编号不变，不会重号。"
    else:
        told += "文件都已写出，不必重做。"
    return InterruptedIssue("E5301", told)


def busy(kept: str = NOT_USED) -> BusyError:
    """Somebody else kept the ledger for longer than anyone should wait."""
    return BusyError(
        "E4102",
        f"台账正被其他人写入，等了一会仍没有空出。{kept}请稍后重试。",
    )


def network_folder(folder: Path, kind: str) -> StorageError:
    """SQLite's shared memory does not work across machines."""
    return StorageError(
        "E4201",
        f"台账文件夹“{folder}”在网络盘上（{kind}），多台电脑同时写入会损坏台账。"
        "请改放本机磁盘；需要多人共用的，请在 duban.toml 中改用 PostgreSQL 数据库。",
    )


def no_write_ahead_log(folder: Path, answer: str) -> StorageError:
    """The file system under the ledger cannot keep a write-ahead log."""
    return StorageError(
        "E4201",
        f"台账文件夹“{folder}”所在磁盘不支持安全写入（日志方式为 {answer}，应为 wal）。"
        "请改放本机普通磁盘。",
    )


def no_driver() -> SettingsError:
    """PostgreSQL is wanted and its driver is not installed."""
    return SettingsError(
        "E3403",
        "duban.toml 指定了 PostgreSQL 数据库，但没有安装连接组件。没有占用编号。"
        "请执行 pip install “duban[postgres]”，或在 duban.toml 中删去数据库地址改用本机台账。",
    )


def newer_ledger(folder: Path) -> SettingsError:
    """The ledger was migrated by a later version of this program."""
    return SettingsError(
        "E4203", f"“{folder}”中的台账由更新版本的程序建立，请升级程序后再打开。台账没有改动。"
    )


def numbers_lost(series: str, last: int, mark: int) -> StorageError:
    """The ledger is older than the numbers given: a backup was restored."""
    lost = f"{last + 1}号" if mark == last + 1 else f"{last + 1}—{mark}号"
    return StorageError(
        "E4301",
        f"台账中“{series}”只用到{last}号，而编号水位记录为{mark}号：台账可能是从旧备份恢复的，"
        f"{lost}已经发出。没有占用编号。请换回最新的台账；确实找不回的，加 --confirm-restored "
        f"重新运行，{lost}将登记为作废，从{mark + 1}号继续编号。",
    )


def ledger_behind(series: tuple[str, str, int], last: int, mark: int) -> StorageError:
    """The ledger is gone or old: the numbers given are more than it knows."""
    code, _, year = series
    state = f"只记到{last}号" if last else "中没有这些编号（台账文件可能被删除或换成了空的）"
    return StorageError(
        "E4303",
        f"台账不全：“{code}”{year}年已发到{mark}号，台账{state}。没有列出，没有改动台账。"
        "请放回原来的台账文件，或用 duban restore 备份文件 恢复；都找不到的，"
        "用 duban restore --confirm-restored 把缺的编号登记为作废，再继续办理。",
    )


def watermark_damaged(path: Path) -> StorageError:
    """The file of the numbers given cannot be read."""
    return StorageError(
        "E4302",
        f"编号水位文件“{path.name}”已损坏。没有占用编号。"
        "请先核对台账中最后一号与已发出的文件一致，再删除该文件重新运行。",
    )


def clock_stepped_back(now: datetime, last: datetime) -> StorageError:
    """The machine's clock is more than a day behind the last event."""
    return StorageError(
        "E4401",
        f"电脑时间（{now:%Y-%m-%d %H:%M}）早于台账最近一次登记（{last:%Y-%m-%d %H:%M}）一天以上。"
        "没有占用编号。请校准电脑时间；确认时间无误的，加 --confirm-clock 重新运行。",
    )


def already_on_ticket(task_number: int, number: str) -> UsageError:
    """The task was issued before in another grouping."""
    return UsageError(
        "E4501",
        f"任务{task_number}已列入{number}，没有占用编号。如需重新出单，请加 --again。",
    )


def read_differently(task_number: int) -> UsageError:
    """The same file gives other tasks than when its tickets were issued."""
    return UsageError(
        "E4502",
        f"这次读出的任务与台账中这份文件的记录不同（如第{task_number}项），可能是程序已更新或指定了"
        "别的文件种类。没有占用编号。如需按新的结果全部重新出单，请加 --again。",
    )


def unsafe_code(code: str) -> SettingsError:
    """The number would make a bad file name."""
    return SettingsError(
        "E3402",
        f"机关代字“{code}”为空或含有不能用在文件名中的字符，请在 duban.toml 中改正。没有占用编号。",
    )


@contextmanager
def translated(folder: Path, kept: str) -> Iterator[None]:
    """Turn the database's and the disk's own errors into ours; ``kept`` says what of the number."""
    try:
        yield
    except OSError as fault:
        raise not_written(folder, fault, kept) from fault
    except OperationalError as fault:
        if (ours := _of_database(folder, fault, kept)) is None:
            raise
        raise ours from fault
    except DatabaseError as fault:
        if "malformed" in str(fault) or "not a database" in str(fault):
            raise _damaged(folder) from fault
        raise


def _of_database(folder: Path, fault: OperationalError, kept: str) -> DubanError | None:
    words, state = str(fault), getattr(fault.__cause__, "sqlstate", "")
    if "locked" in words or state == "55P03":
        return busy(kept)
    if state == "53100":
        return StorageError(
            "E5201", f"台账数据库所在服务器的磁盘已满。{kept}请管理服务器的人清理磁盘后重试。"
        )
    if "disk is full" in words:
        return not_written(folder, OSError(errno.ENOSPC, words), kept)
    if (folder / LEDGER_FILE).is_dir():
        return StorageError(
            "E5203",
            f"“{folder}”中的“{LEDGER_FILE}”是文件夹，不是台账文件。{kept}"
            "请把它改名或移走，再恢复台账。",
        )
    if "readonly" in words or "unable to open" in words:
        return not_written(folder, OSError(errno.EACCES, words), kept)
    if "disk I/O error" in words:
        return not_written(folder, OSError(errno.EIO, words), kept)
    if "malformed" in words:
        return _damaged(folder)
    if "connection" in words.lower():
        if kept == NOT_USED and not words.startswith("connection"):
            kept = UNSURE  # lost half-way, perhaps between the commit and its answer
        return StorageError(
            "E4103", f"连不上台账数据库（{words.splitlines()[0]}）。{kept}请检查数据库服务和网络。"
        )
    return None


def _damaged(folder: Path) -> StorageError:
    kept = sorted((folder / "备份").glob("督办备份-*.zip"))
    remedy = (
        f"请恢复最近的备份：duban restore 备份/{kept[-1].name}"
        if kept
        else "“备份”文件夹中没有备份：请找出另存在别处的备份，用 duban restore 备份文件 恢复"
    )
    return StorageError("E4202", f"“{folder}”中的台账文件已损坏。没有占用编号。{remedy}。")
