"""What nobody in the core can mend: one exception, translated once at the edge.

Exit codes: 0 done, 1 internal fault, 2 wrong use, 3 bad input, 4 needs review, 5 busy,
6 settings or template, 7 disk or permission, 130 stopped by Ctrl-C or by the system.
"""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "已有同名的文件或文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名称太长",
    errno.EINVAL: "名称中有不能用的字符",
    errno.EFBIG: "超过允许的文件大小",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
}


def why(fault: OSError) -> str:
    """The system's reason in Chinese; an unusual one by its number, for whoever looks it up."""
    return _REASONS.get(fault.errno or 0, f"系统错误{fault.errno or type(fault).__name__}")


class DubanError(Exception):
    """A fault with its code, its whole Chinese message (what, where, what to do) and exit code."""

    exit_code = 1

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"【{code}】{message}")
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[DubanError], tuple[str, str]]:
        # a fault may have to travel from a worker's process
        return type(self), (self.code, self.message)


class UsageError(DubanError):
    """The command was given something it cannot use."""

    exit_code = 2


class InputError(DubanError):
    """A file cannot be read as what it claims to be."""

    exit_code = 3


class BusyError(DubanError):
    """The ledger is being written by somebody else."""

    exit_code = 5


class SettingsError(DubanError):
    """A settings, rules, vocabulary or template file is wrong."""

    exit_code = 6


class StorageError(DubanError):
    """The disk is full, the folder is not writable, the file is open elsewhere."""

    exit_code = 7


class InterruptedIssue(DubanError):
    """The clerk or the system stopped the program while it gave numbers or wrote files."""

    exit_code = 130


class ReviewError(DubanError):
    """Everything worked, but a person must look before anything can go on."""

    exit_code = 4
