"""The overhead of the engine: CPU seconds of a station compared with the plain function (the floor).

``make bench`` times whole runs, too coarse for a difference of a tenth of a second on a machine whose speed drifts.
Here each station is made four times within seconds: by the plain function, twice by a forked child, and by the plain
function again. ``python benchmarks/overhead.py [stations]``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.project import SCHEME, stations_of, trial_project  # noqa: E402
from benchmarks.run import SINGLE, _warm, plain  # noqa: E402
from sweval.engine.processes import zygote  # noqa: E402
from sweval.intake.parameters import load_parameters  # noqa: E402
from sweval.run.many.supervise import PREPARES, supervise  # noqa: E402
from sweval.run.task import Task  # noqa: E402

STATIONS: Final = 24


def floor(project: Path, out: Path, station: str) -> float:
    """CPU seconds of the plain function, in the process that runs it."""
    started = time.process_time()
    plain(project, out, station)
    return time.process_time() - started


def made(project: Path, station: str) -> float:
    """CPU seconds of a child that makes the report: check, notebook, page, record."""
    task = Task(project, load_parameters(project, station, {}), "bench", formats=("html",))
    outcome = supervise(task)
    if outcome.state != "made":
        sys.exit(f"{station}: {outcome}")
    return outcome.cpu


def quartiles(values: Sequence[float]) -> str:
    """Median and quartiles."""
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def main() -> None:
    """Print the floor, the child and the difference."""
    os.environ.update(SINGLE)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else STATIONS
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(1, initializer=_warm) as pool:
        project, out = Path(name) / "project", Path(name) / "out"
        out.mkdir()
        trial_project(ROOT, project, count + 1)
        first, *stations = stations_of(project)
        zygote(PREPARES).rehearse(str(project), SCHEME)
        for _ in range(3):
            pool.submit(floor, project, out, first).result()
            made(project, first)
        floors, children = [], []
        for station in stations:
            before = pool.submit(floor, project, out, station).result()
            children += [made(project, station), made(project, station)]
            floors += [before, pool.submit(floor, project, out, station).result()]
    pairs = list(zip(floors, children, strict=True))
    print(f"{count} stations, CPU seconds of each, median (quartiles)")
    print(f"floor {quartiles(floors)}, sweval {quartiles(children)}")
    print(
        f"over the floor {quartiles([b - a for a, b in pairs])}, ratio {quartiles([b / a for a, b in pairs])}"
    )


if __name__ == "__main__":
    # IPython replaces the module __main__, but a worker process finds functions by their module's name.
    from benchmarks.overhead import main as run

    run()
