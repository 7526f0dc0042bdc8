"""CPU of a full station: load, evaluate without and with the seeded simulations. Run: ``python benchmarks/evaluating.py``.

The station has 5 areas, 5 experts, 500 satisfaction rows (one an answer) and 1,400 people in its list.
"""

from __future__ import annotations

import shutil
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
    """The first invented station with five areas, with so many answers and people."""
    number = next(n for n in range(100) if len(station(scheme, 1, n, Traits()).areas) == 5)
    made = station(scheme, 1, number, Traits())
    names = scheme.categories.items if scheme.categories else ()
    areas = [area.id for area in made.areas]
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
    whole = replace(made.assessment, population=PEOPLE, asked=ANSWERS)
    return replace(made, satisfaction=answers, frame=frame, assessment=whole, coverage=(), coverage_totals=())


def cpu(work: Callable[[], object]) -> float:
    """Median CPU milliseconds of some rounds, the first left out."""
    taken = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken[1:])


def main() -> int:
    """Print the three figures."""
    scheme, calendar = sweval.load_scheme("guangzhou-2023"), sweval.load_calendar()
    made = full(scheme)
    home = Path(tempfile.mkdtemp())
    try:
        (home / made.id).mkdir()
        write_folder(draft_of(made), home / made.id)
        loaded = read_station(home / made.id, scheme)
        print(f"load {cpu(lambda: read_station(home / made.id, scheme)):.1f} ms")
    finally:
        shutil.rmtree(home)
    from sweval.evaluation import evaluate

    # Evaluations are kept by what they were made of: a seed of its own each time makes each one anew.
    seeds = iter(range(10_000))
    print(
        f"evaluate without simulations {cpu(lambda: evaluate(loaded, scheme, calendar, seed=next(seeds), diagnose=False)):.1f} ms"
    )
    print(
        f"evaluate with simulations {cpu(lambda: evaluate(loaded, scheme, calendar, seed=next(seeds))):.1f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
