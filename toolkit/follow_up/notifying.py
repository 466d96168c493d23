"""Sending reminders by e-mail or webhook: through apprise, an optional extra, off by default.

A message carries numbers and days only: what a task is about never leaves the machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from toolkit.errors import SettingsError, StorageError
from toolkit.ledger.notices import GivenNotice
from toolkit.life_cycle import LIMIT_NAMES

TITLE = "督办提醒"
_SECRET = re.compile(r"^([a-z][\w+.-]*)://.*", re.IGNORECASE | re.DOTALL)


def channel_of(address: str) -> str:
    """A short name of an address that tells nobody the password in it."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def message_of(notices: Iterable[GivenNotice]) -> str:
    """One line for each reminder: number, which limit, day."""
    return "\n".join(
        f"{each.number} {LIMIT_NAMES[each.limit]} {each.due_on.isoformat()}" for each in notices
    )


def send(address: str, body: str) -> None:
    """Send one message to one address, as apprise writes addresses.

    Raises SettingsError E3411 (apprise is not installed) and E3412 (no such address),
    StorageError E5401 (not delivered; it may be tried again).
    """
    try:
        import apprise
    except ImportError:
        raise SettingsError(
            "E3411",
            "发送提醒要装一个组件：pip install duban[notify]。提醒已经列出，没有发送。"
            "不发送的，请把 duban.toml 中 [notify] 的 to 改回空列表。",
        ) from None
    kind = _SECRET.sub(r"\1://…", address)
    messenger = apprise.Apprise()
    if not messenger.add(address):
        raise SettingsError(
            "E3412",
            f"duban.toml 中 [notify] 的地址“{kind}”无法识别。提醒已经列出，没有发送。"
            "请照 apprise 的写法改正，如 mailtos://用户:口令@邮件主机?to=收件人。",
        )
    if not messenger.notify(body=body, title=TITLE):
        raise StorageError(
            "E5401",
            f"提醒没有发到“{kind}”。提醒已经列出；网络恢复后再运行 duban tick，会补发。",
        )
