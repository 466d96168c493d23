"""Workers of a real Dask scheduler: only over TLS or on this machine, and they may die."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest
from clerk import Run
from dask_cluster import cluster_here
from kill_batch import broken, papers, prepare, start

from toolkit.batch.scheduler import CERTIFICATES, cluster
from toolkit.engine import in_order

needs_dask = pytest.mark.usefixtures("dask")


@pytest.fixture
def dask() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")


@needs_dask
def test_a_worker_killed_on_the_way_loses_no_ticket(tmp_path: Path) -> None:
    office = prepare(tmp_path, 300)
    with cluster_here(2) as (address, workers):
        process = start(office, "--scheduler", address)
        while not papers(office) and process.poll() is None:
            time.sleep(0.002)
        workers[0].kill()
        output, _ = process.communicate()
    assert process.returncode == 0, output.decode()
    assert list(broken(office, 300)) == []


@needs_dask
def test_the_guides_certificates_open_a_scheduler(tmp_path: Path) -> None:
    try:
        make_certificates(tmp_path)
    except OSError:
        pytest.skip("openssl is not installed")
    ca, certificate, key = (str(tmp_path / name) for name in CERTIFICATES)
    security = ("--tls-ca-file", ca, "--tls-cert", certificate, "--tls-key", key)
    with (
        cluster_here(2, "--protocol", "tls", *security) as (address, _),
        cluster(address, tmp_path) as engine,
    ):
        assert list(in_order(engine, abs, [-1, -2, -3])) == [1, 2, 3]


def make_certificates(folder: Path) -> None:
    """What the guide tells to type."""
    guide = Path(__file__).parents[1] / "docs" / "批量办理.md"
    lines = [line for line in guide.read_text("utf-8").splitlines() if line.startswith("openssl")]
    assert len(lines) == 3
    for line in lines:
        subprocess.run(line.split(), cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("tcp://10.0.0.8:8786", "E3661"),
        ("tcp://scheduler:8786", "E3661"),
        ("10.0.0.8:8786", "E3661"),
        ("http://127.0.0.1:8786", "E3661"),
        ("tls://10.0.0.8:8786", "E3664"),
    ],
)
@needs_dask
def test_what_is_not_safe_is_refused(address: str, code: str, run: Run, office: Path) -> None:
    scene = ("batch", "计划.xlsx", "--office", "督办", "--scheduler", address)
    (office.parent / "计划.xlsx").touch()  # nothing is read before the address is known to be safe
    before = sorted(os.listdir(office))  # noqa: PTH208
    exit_code, _, error = run(*scene)
    assert exit_code in (2, 6)
    assert error.startswith(f"【{code}】")
    assert error.count("\n") == 1
    assert sorted(os.listdir(office)) == before  # noqa: PTH208
