"""CPU time of a full station: load, evaluate without and with the simulations. Run: ``python benchmarks/evaluating.py``.

The station has 5 areas, 5 experts, 500 answers (a row each) and a sampling frame of 1,400 people.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sweval
from sweval.domain.station.people_rows import FrameMember, Satisfaction
from sweval.domain.station.station import Station
from sweval.intake.station.draft import draft_of, write_folder
from sweval.intake.station.folder import read_station
from sweval.simulate.stations import Traits, station

ROUNDS = 15
ANSWERS, PEOPLE = 500, 1400


def full(scheme: sweval.domain.scheme.scheme.Scheme) -> Station:
    """The first simulated station with five areas, with :data:`ANSWERS` answers and :data:`PEOPLE` people."""
    number = next(n for n in range(100) if len(station(scheme, 1, n, Traits()).areas) == 5)
    base = station(scheme, 1, number, Traits())
    names = scheme.categories.items if scheme.categories else ()
    areas = [area.id for area in base.areas]
    answers = tuple(
        Satisfaction(
            row=0,
            group="服务对象",
            mode=("问卷", "电访")[n % 2],
            area=areas[n % 5],
            id=f"q{n}",
            count=1,
            band_low=Decimal(95 if n % 9 else 85),
            band_high=Decimal(100 if n % 9 else 95),
            category=names[n % len(names)],
        )
        for n in range(ANSWERS)
    )
    frame = tuple(
        FrameMember(row=0, id=f"p{n}", area=areas[n % 5], categories=names[n % len(names)])
        for n in range(PEOPLE)
    )
    assessment = replace(base.assessment, population=PEOPLE, asked=ANSWERS)
    return replace(
        base, satisfaction=answers, frame=frame, assessment=assessment, coverage=(), coverage_totals=()
    )


def cpu(work: Callable[[], object]) -> float:
    """Median CPU milliseconds of :data:`ROUNDS` rounds, after one that isn't counted."""
    taken = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken[1:])


def main() -> int:
    """Print the three figures."""
    scheme, calendar = sweval.load_scheme("guangzhou-2023"), sweval.load_calendar()
    simulated = full(scheme)
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / simulated.id
        folder.mkdir()
        write_folder(draft_of(simulated), folder)
        loaded = read_station(folder, scheme)
        print(f"load {cpu(lambda: read_station(folder, scheme)):.1f} ms")
    plain = cpu(lambda: sweval.evaluate(loaded, scheme, calendar, diagnose=False))
    print(f"evaluate without simulations {plain:.1f} ms")
    print(f"evaluate with simulations {cpu(lambda: sweval.evaluate(loaded, scheme, calendar)):.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
