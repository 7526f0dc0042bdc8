"""The cost of a station in a batch, compared with what an analyst would do without sweval: ``make bench``.

Four ways make the same HTML files of the same invented stations from the same notebook:

(a) the commands ``papermill`` and ``jupyter nbconvert --to sweval``, one station after another;
(b) the same commands under ``xargs -P2``;
(c) ``sweval run``;
(d) the floor: analysis, charts and page as a plain function, in two processes that have imported everything.

Their blocks are compared first. The ways alternate, a b c d, d c b a …, so that a drift of the machine affects all;
ratios are taken within a round. A run of fewer stations is subtracted from (c) and (d), so that their figures are those
of an additional station, without the start (and in (c) the rehearsal before a large batch). Wall seconds, and CPU
seconds of all processes together.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import nbformat

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.project import stations_of, trial_project  # noqa: E402
from sweval.blocks import MIME  # noqa: E402

ROUNDS: Final = 3
#: Stations a round: few for the slow ways.
SLOW, FAST, START = 4, 32, 16
SIZES: Final = (1, 3, 10, 30, 100, 300)
PLOT: Final = ROOT / "docs" / "batch-cost.png"
EXECUTABLES: Final = Path(sys.executable).parent
#: One thread a process, as sweval's own have: two stations side by side are what fills two cores.
SINGLE: Final = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Cost:
    """Seconds of a station."""

    wall: float
    cpu: float


def measured(work: Callable[[], object]) -> Cost:
    """What a piece of work takes, its processes included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    work()
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def of_one(work: Callable[[Sequence[str]], object], stations: Sequence[str], *, start: int = 0) -> Cost:
    """What one more station takes; ``start``: so many are run alone first, to know what a start takes."""
    whole = measured(lambda: work(stations))
    few = measured(lambda: work(stations[:start])) if start else Cost(0, 0)
    count = len(stations) - start
    return Cost((whole.wall - few.wall) / count, (whole.cpu - few.cpu) / count)


def by_hand(project: Path, out: Path, stations: Sequence[str], *, at_once: int = 1) -> None:
    """(a) and (b): two commands a station."""
    line = (
        f"{EXECUTABLES}/papermill --no-progress-bar -f params/stations/{{}}.yaml notebooks/station_report.ipynb"
        f" {out}/{{}}.ipynb && {EXECUTABLES}/jupyter nbconvert --to sweval {out}/{{}}.ipynb"
    )
    subprocess.run(
        ["xargs", f"-P{at_once}", "-I{}", "sh", "-c", line],
        input="\n".join(stations),
        text=True,
        cwd=project,
        check=True,
        capture_output=True,
        env={**os.environ, **SINGLE},
    )


def by_sweval(project: Path, stations: Sequence[str], *more: str) -> None:
    """(c): one command for all."""
    command = [sys.executable, "-m", "sweval.cli", "run", *stations, "-j", "2", "--formats", "html"]
    done = subprocess.run(
        [*command, *(more or ("--force",))], cwd=project, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(f"sweval run ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


def floor(project: Path, out: Path, stations: Sequence[str]) -> None:
    """(d): a plain function in two warm processes, started anew."""
    code = "import sys; from benchmarks.run import floor_of; floor_of(*sys.argv[1:])"
    subprocess.run(
        [sys.executable, "-c", code, str(project), str(out), *stations],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, **SINGLE, "PYTHONPATH": str(ROOT)},
    )


def floor_of(project: str, out: str, *stations: str) -> None:
    """In the process of (d): warm two workers, then give them all stations."""
    with ProcessPoolExecutor(2, initializer=_warm) as pool:
        list(pool.map(partial(plain, Path(project), Path(out)), stations))


def _warm() -> None:
    from sweval.run.one.warming import preload

    preload()


def plain(project: Path, out: Path, station: str) -> list[Any]:
    """A station's report with no notebook, no check and no publication: its blocks, and its page in ``out``."""
    import sweval
    from sweval.export.html.page import html
    from sweval.run.one.warming import showing

    os.chdir(project)
    rules = sweval.load_scheme("guangzhou-2023")
    case = sweval.load_station(station, rules)
    evaluation = sweval.evaluate(case, rules, sweval.load_calendar())
    bundles = [part._repr_mimebundle_() for part in sweval.StationReport(evaluation, "working").all()]
    (out / f"{station}.html").write_text(html(showing(bundles), "working"), encoding="utf-8")
    return [bundle[MIME]["blocks"] for bundle in bundles]


def blocks_in(path: Path) -> list[Any]:
    """The blocks an executed notebook shows, cell by cell."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return [output.data[MIME]["blocks"] for output in outputs if MIME in output.get("data", {})]


def refuse_unlike(project: Path, out: Path, station: str) -> None:
    """Stop where the ways don't give the same blocks."""
    by_hand(project, out, [station])
    by_sweval(project, [station])
    (made,) = (project / "reports").glob(f"*/working/{station}/notebook.ipynb")
    results = [blocks_in(out / f"{station}.ipynb"), blocks_in(made), plain(project, out, station)]
    texts = [json.dumps(result, sort_keys=True, ensure_ascii=False) for result in results]
    if len(set(texts)) != 1 or len(results[0]) < 20:
        sys.exit("the ways don't give the same blocks: nothing was measured")
    print(f"the same {len(results[0])} outputs by all ways")


def main() -> None:
    """Print the table of ratios and the cost against the number of stations, and draw it."""
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{where}, {time.strftime('%Y-%m-%d')}, {ROUNDS} rounds; seconds for one more station")
    with tempfile.TemporaryDirectory() as name:
        project, out = Path(name) / "project", Path(name) / "out"
        out.mkdir()
        trial_project(ROOT, project, max(SIZES))
        stations = stations_of(project)
        refuse_unlike(project, out, stations[0])
        ways: dict[str, Callable[[], Cost]] = {
            "(a) papermill + nbconvert": lambda: of_one(partial(by_hand, project, out), stations[:SLOW]),
            "(b) the same, xargs -P2": lambda: of_one(
                partial(by_hand, project, out, at_once=2), stations[:SLOW]
            ),
            "(c) sweval run -j 2": lambda: of_one(
                partial(by_sweval, project), stations[: FAST + START], start=START
            ),
            "(d) floor": lambda: of_one(partial(floor, project, out), stations[: FAST + START], start=START),
        }
        costs: dict[str, list[Cost]] = {label: [] for label in ways}
        for number in range(ROUNDS):
            for label in list(ways)[:: 1 if number % 2 == 0 else -1]:
                costs[label].append(ways[label]())
        table(costs)
        scale(project, stations)
        shutil.rmtree(project / "reports")


def table(costs: dict[str, list[Cost]]) -> None:
    """Each way's medians, and how many times sweval's."""
    ours = costs["(c) sweval run -j 2"]
    print("| way | wall s, median (range) | CPU s, median (range) | wall ÷ (c) | CPU ÷ (c) |")
    print("| --- | --- | --- | --- | --- |")
    for label, found in costs.items():
        cells = []
        for kind in ("wall", "cpu"):
            values = [getattr(cost, kind) for cost in found]
            cells.append(f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})")
        for kind in ("wall", "cpu"):
            ratios = [getattr(cost, kind) / getattr(own, kind) for cost, own in zip(found, ours, strict=True)]
            cells.append(f"{statistics.median(ratios):.2f}")
        print(f"| {label} | {' | '.join(cells)} |")


def scale(project: Path, stations: Sequence[str]) -> None:
    """Print and draw what a whole run takes, by the number of stations; and a second one with nothing changed."""
    taken = [(size, measured(lambda size=size: by_sweval(project, stations[:size]))) for size in SIZES]
    for size, cost in taken:
        print(
            f"{size:4} stations: {cost.wall:7.1f} s wall, {cost.cpu:7.1f} s CPU, {cost.wall / size:.2f} s each"
        )
    again = measured(lambda: by_sweval(project, stations, "--keep-going"))
    print(f"{len(stations)} stations, nothing changed: {again.wall:.1f} s")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.plot([size for size, _ in taken], [cost.wall for _, cost in taken], marker="o", color="#1f4e79")
    axes.set_xlabel("stations")
    axes.set_ylabel("wall seconds of the whole run")
    axes.grid(color="#dfe3e8")
    figure.savefig(PLOT, dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
