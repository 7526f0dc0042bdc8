"""On a cluster: a scheduler and workers started by hand, as ``docs/cluster.md`` says; one of them is killed."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from sweval.cli import main
from sweval.run.trust.fingerprint import Fingerprints
from sweval.run.trust.publish import is_complete
from tests.batch.conftest import add_station, write_notebook

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address, and two workers of one thread each."""
    folder = tmp_path_factory.mktemp("cluster")
    dask = [sys.executable, "-m", "dask"]
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    file = folder / "scheduler.json"
    scheduler = subprocess.Popen(
        [
            *dask,
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(file),
        ],
        **quiet,
    )
    for _ in range(300):
        if file.exists() and file.stat().st_size:
            break
        time.sleep(0.1)
    address = json.loads(file.read_text(encoding="utf-8"))["address"]
    worker = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    started = [subprocess.Popen(worker, **quiet) for _ in range(2)]
    from distributed import Client

    # A client that never got through ends itself when it is collected, and blocks for ever where that falls into
    # the start of another: so now.
    gc.collect()
    with Client(address, timeout=30) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, started
    for process in (*started, scheduler):
        process.kill()
        process.wait()


def test_a_worker_killed_in_mid_batch_costs_no_report(
    root: Path, project: Path, workers: tuple[str, list[subprocess.Popen[bytes]]]
):
    address, (victim, _) = workers
    for number in range(4, 11):
        add_station(root, project, f"shili-{number:04d}")
    add_station(root, project, "faulty")
    (project / "data" / "stations" / "faulty" / "scores.csv").write_text("node\n", encoding="utf-8")
    write_notebook(project, "import time\ntime.sleep(1)")
    command = [
        sys.executable,
        "-m",
        "sweval.cli",
        "run",
        "--all",
        "--formats",
        "html",
        "--dask",
        address,
        "--log-format",
        "json",
    ]
    run = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert run.stdout is not None
    told = [json.loads(run.stdout.readline()) for _ in range(2)]
    below = psutil.Process(victim.pid).children(recursive=True)
    assert below, "the worker has a zygote"
    os.kill(victim.pid, signal.SIGKILL)
    told += [json.loads(line) for line in run.stdout]
    assert run.wait(timeout=120) == 1
    *outcomes, closing = told
    assert closing["made"] == 10 and closing["failed"] == 1
    assert set(Counter(outcome["station"] for outcome in outcomes).values()) == {1}
    (failed,) = [outcome for outcome in outcomes if outcome["state"] == "failed"]
    assert failed["station"] == "faulty" and failed["failure"] == "data"
    pages = list((project / "reports").rglob("report.html"))
    assert len(pages) == 10 and all(is_complete(page.parent) for page in pages)
    _, alive = psutil.wait_procs(below, timeout=10)
    assert not alive, "what the worker had started ended with it"


def test_scores_are_made_there_too(project: Path, workers: tuple[str, list[subprocess.Popen[bytes]]]):
    address, _ = workers
    result = CliRunner().invoke(main, ["score", "--all", "-o", "there.csv", "--dask", address])
    assert result.exit_code == 0, result.output
    assert CliRunner().invoke(main, ["score", "--all", "-o", "here.csv", "-j", "1"]).exit_code == 0
    assert (project / "there.csv").read_bytes() == (project / "here.csv").read_bytes()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:1", "连不上调度器"),
        ("somewhere", "连不上调度器"),
        ("local:none", "没有写明工作节点数"),
    ],
)
def test_where_there_is_no_cluster_nothing_is_run(
    project: Path, address: str, words: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sweval.run.many.cluster.PATIENCE", 1)
    result = CliRunner().invoke(main, ["run", "--all", "--formats", "html", "--dask", address])
    assert result.exit_code == 2 and words in result.output
    assert not (project / "reports").exists()


def test_a_worker_with_other_code_is_refused(
    project: Path, workers: tuple[str, list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Fingerprints, "software", lambda self: {"package": "another"})
    result = CliRunner().invoke(main, ["run", "--all", "--formats", "html", "--dask", workers[0]])
    assert result.exit_code == 2 and "程序或软件版本与本机不同" in result.output
