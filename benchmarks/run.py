"""Measure one station's report against what an analyst would do instead: ``make bench``.

Both ways start from nothing and end with an HTML file of the same notebook: (a) the commands ``papermill``
and ``jupyter nbconvert --to sweval``, (b) ``sweval run``, which also checks the data, writes the record and
publishes. They run in turn, a b a b …, so that a drifting machine bears on both; times are whole-process
wall seconds, memory the largest process. Quote the medians of the ratios.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
STATION: Final = "shiqi-2024-midterm"
ROUNDS: Final = 5


def by_hand(folder: Path) -> list[list[str]]:
    """What an analyst would type without sweval's runner."""
    out = str(folder / "out.ipynb")
    parameters = f"params/stations/{STATION}.yaml"
    return [
        [sys.executable, "-m", "papermill", "-f", parameters, "notebooks/station_report.ipynb", out],
        [sys.executable, "-m", "nbconvert", "--to", "sweval", out],
    ]


def by_sweval(folder: Path) -> list[list[str]]:
    """The same through ``sweval run``."""
    return [[sys.executable, "-m", "sweval.cli", "run", STATION]]


def measure(commands: list[list[str]]) -> float:
    """Wall seconds of the commands one after another. Raises ``CalledProcessError`` when one fails."""
    started = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ})
    return time.perf_counter() - started


def main() -> None:
    """Print each way's median and range, and the ratio pair by pair."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ways = {"papermill + nbconvert": by_hand, "sweval run": by_sweval}
        for way in ways.values():
            measure(way(folder))
        times: dict[str, list[float]] = {label: [] for label in ways}
        for _ in range(ROUNDS):
            for label, way in ways.items():
                times[label].append(measure(way(folder)))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {ROUNDS} rounds"
    )
    for label, values in times.items():
        print(
            f"{label:24} median {statistics.median(values):5.2f} s   {min(values):.2f} to {max(values):.2f}"
        )
    hand, own = times.values()
    ratios = [a / b for a, b in zip(hand, own, strict=True)]
    print(f"{'ratio':24} median {statistics.median(ratios):5.2f}     {min(ratios):.2f} to {max(ratios):.2f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'largest process':24} {peak:.0f} MB")


if __name__ == "__main__":
    main()
