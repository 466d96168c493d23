"""Workers on other machines: a Dask scheduler as an engine, only over TLS or on this machine.

A scheduler unpickles what it is sent: whoever reaches an open one runs what he likes on it.
"""

from __future__ import annotations

import logging
from asyncio import CancelledError as Cancelled
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from toolkit import __version__
from toolkit.engine import Engine
from toolkit.errors import SettingsError, UsageError

CERTIFICATES = ("ca.pem", "client.pem", "client.key")
_PATIENCE = 30  # seconds to wait for the scheduler and its first worker


@contextmanager
def cluster(address: str, certificates: Path) -> Iterator[Engine]:
    """The workers of the scheduler at ``address`` (``tls://主机:8786``) as an engine.

    ``certificates`` is the folder of ca.pem, client.pem and client.key. Raises UsageError E3661
    for an address without TLS that is not this machine's own, SettingsError E3662 where Dask is
    not installed, E3663 where nobody answers, E3664 without certificates, E3665 for workers of
    another version.
    """
    is_secure = _is_secure(address)
    try:
        import distributed
    except ImportError:
        raise SettingsError(
            "E3662", "没有安装分布式组件。请执行 pip install “duban[dask]”，或去掉 --scheduler。"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    # its classes are partly without types
    dask: Any = distributed
    keys = _keys(certificates) if is_secure else {}
    security = dask.Security(require_encryption=True, **keys) if is_secure else None
    try:
        client = dask.Client(address, security=security, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError, RuntimeError):
        raise _nobody(address) from None
    try:
        yield _engine(client, address)
    finally:
        client.close(timeout=5)


def _engine(client: Any, address: str) -> Engine:
    from distributed import KilledWorker

    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise _nobody(address) from None
    versions = client.run(_version)
    for worker, version in versions.items():
        if version != __version__:
            raise SettingsError(
                "E3665",
                f"{worker} 上的程序是{version}版，这里是{__version__}版，排出的单可能不同。"
                "没有编号。请装成同一版本。",
            )
    lost = (KilledWorker, CancelledError, Cancelled, OSError)
    return Engine(lambda: _executor(client), len(versions), lost)


def _version() -> str:
    return __version__


def _executor(client: Any) -> Executor:
    executor: Any = client.get_executor(pure=False, retries=3)
    shutdown = executor.shutdown

    def forget(wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As of any executor: Dask's own does not know ``cancel_futures``."""
        shutdown(wait=wait and not cancel_futures)

    executor.shutdown = forget
    return cast(Executor, executor)


def _is_secure(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "tls" and parts.hostname:
        return True
    if parts.scheme == "tcp" and parts.hostname and _is_here(parts.hostname):
        return False
    raise UsageError(
        "E3661",
        f"调度地址“{address}”没有加密，不能使用。别的电脑上的调度程序请写 tls://主机:8786"
        "（做法见《批量办理》），本机的可写 tcp://127.0.0.1:8786。",
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _keys(folder: Path) -> dict[str, Any]:
    paths = [folder / name for name in CERTIFICATES]
    if missing := [path.name for path in paths if not path.is_file()]:
        raise SettingsError(
            "E3664", f"“{folder}”中没有{'、'.join(missing)}。请放入证书，做法见《批量办理》。"
        )
    fields = ("tls_ca_file", "tls_client_cert", "tls_client_key")
    return {name: str(path) for name, path in zip(fields, paths, strict=True)}


def _nobody(address: str) -> SettingsError:
    return SettingsError(
        "E3663",
        f"{_PATIENCE}秒内连不上“{address}”，或那里没有一台电脑待命。没有编号。"
        "请检查地址、证书和网络，或去掉 --scheduler 在本机办理。",
    )
