"""SIGKILL at any moment: each report is wholly the former or wholly the new one, and nobody is left running."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from sweval.run.trust.publish import is_complete
from tests.batch.conftest import write_notebook

#: A bounded check kills less often.
KILLS = 12 if os.environ.get("SWEVAL_BOUNDED") else 100
STATIONS = ("shili-0001", "shili-0002", "shili-0003")
COMMAND = [
    sys.executable,
    "-m",
    "sweval.cli",
    "run",
    "--formats",
    "html",
    "--batch",
    "jia",
    "--force",
    "-j",
    "2",
    "-p",
    "seed",
]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")]


def test_a_run_killed_at_any_moment_leaves_whole_reports_and_no_process(project: Path):
    write_notebook(project, "import time\ntime.sleep(0.2)", "print(seed)")
    home = project / "reports" / "jia" / "working"
    versions = []
    for seed in ("1", "2"):
        started = time.monotonic()
        subprocess.run([*COMMAND, seed], cwd=project, check=True, capture_output=True)
        took = time.monotonic() - started
        versions.append({id: contents(home / id) for id in STATIONS})
    assert all(versions[0][id] != versions[1][id] for id in STATIONS)
    chance = random.Random(1)
    seen = {0: 0, 1: 0, "mixed": 0}
    # The first four are aimed, between the stations and after the last of them; the others hit at random.
    for number, aim in enumerate([1, len(STATIONS), 1, len(STATIONS), *[0] * KILLS]):
        before = {id: contents(home / id) for id in STATIONS}
        run = subprocess.Popen(
            [*COMMAND, str(number % 2 + 1)], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        if aim:
            wait_for(aim, home, before, run)
        else:
            time.sleep(chance.uniform(0, took * 1.05))
        below = family(run.pid)
        # The command itself, or the process that its children are forked from.
        victim = run.pid if number % 4 or not below else below[0].pid
        with suppress(ProcessLookupError):
            # One that ended of itself meanwhile.
            os.kill(victim, signal.SIGKILL)
        run.communicate(timeout=60)
        assert gone(below), f"kill {number} left {below}"
        found = set()
        for id in STATIONS:
            shown = contents(home / id)
            assert is_complete(home / id), f"kill {number}: {id} is not whole"
            assert shown in (versions[0][id], versions[1][id]), f"kill {number}: {id} is neither version"
            found.add(int(shown == versions[1][id]))
        seen["mixed" if len(found) == 2 else found.pop()] += 1
    assert min(seen.values()) > 0, seen
    subprocess.run([*COMMAND, "1"], cwd=project, check=True, capture_output=True)
    assert sorted(path.name for path in home.iterdir()) == ["index.html", *STATIONS], (
        "what was left over is swept"
    )


def wait_for(
    count: int, home: Path, before: dict[str, dict[str, bytes]], run: subprocess.Popen[bytes]
) -> None:
    """Until so many stations have changed, or the run has ended."""
    while run.poll() is None and sum(contents(home / id) != before[id] for id in STATIONS) < count:
        time.sleep(0.005)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def family(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all have ended within some seconds."""
    _, alive = psutil.wait_procs(processes, timeout=10)
    return not alive
