"""A real Dask scheduler and its workers, each a process of its own on this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

DASK = Path(sys.executable).with_name("dask")


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of Dask's programs, killed at the end."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([str(DASK), *arguments], **quiet) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def cluster_here(count: int, *security: str) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler on this machine with ``count`` workers; its address and their processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"{'tls' if security else 'tcp'}://127.0.0.1:{port}"
    shared = ("--no-dashboard", *security)
    with ExitStack() as stack:
        stack.enter_context(
            running(
                "scheduler", "--host", f"{address[:3]}://127.0.0.1", "--port", str(port), *shared
            )
        )
        one = ("worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny", *shared)
        yield address, [stack.enter_context(running(*one)) for _ in range(count)]
