"""Django without a project: settings in code, one database alias per office folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connections

from toolkit.errors import SettingsError
from toolkit.ledger import django_settings

LEDGER_FILE = "台账.sqlite3"
BUSY_SECONDS = 20


def configure() -> None:
    """Give Django its settings unless a project (the web pages) already has."""
    if settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        return
    settings.configure(
        **{name: value for name, value in vars(django_settings).items() if name.isupper()}
    )
    # the rest of django.setup() is for web pages: addresses, and with them all of django.http
    apps.populate(settings.INSTALLED_APPS)


def database_settings(folder: Path, database_url: str | None) -> dict[str, Any]:
    """Django's settings of the ledger of ``folder``: SQLite in it, or the PostgreSQL server named.

    Raises :class:`SettingsError` E3401 for an address that is not ``postgresql://…``.
    """
    if database_url:
        return _postgres(database_url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / LEDGER_FILE),
        "OPTIONS": {
            # a transaction that begins by reading and then writes would fail as "locked" at once
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise SettingsError(
            "E3401",
            f"数据库地址“{_without_password(url)}”无法识别。"
            "应写作 postgresql://用户:密码@主机:端口/库名；单机使用请删去这一项。",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": f"-c lock_timeout={BUSY_SECONDS}s"},
    }


def _without_password(url: str) -> str:
    scheme, separator, rest = url.rpartition("@")
    return f"{scheme.partition('://')[0]}://…@{rest}" if separator else url


def register(folder: Path, database_url: str | None) -> str:
    """Make the folder's database known to Django; returns its alias."""
    place = database_url or str(folder)
    alias = f"ledger_{hashlib.sha256(place.encode()).hexdigest()[:12]}"
    if alias not in connections.databases:
        wanted = {"default": {}, alias: database_settings(folder, database_url)}
        connections.databases[alias] = connections.configure_settings(wanted)[alias]
    return alias
