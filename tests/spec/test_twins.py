"""Two stations that differ in what an edition hides: whatever is published of them is the same, so nobody can tell which it was.

Stronger than solving for what is hidden: it holds for every sentence, picture, record and code, read by whatever means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from sweval.domain.editions import Edition
from sweval.domain.people_rows import Coverage
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report import StationReport
from tests.build import Evaluate
from tests.spec.test_attack import MANY, made

FEW = 5
MEASURES = ("on_file", "with_plan", "visited")


def twins(evaluation: Evaluation) -> Iterator[Station]:
    """The station with one person moved about between four hidden counts, so that no total changes."""
    found, station = evaluation.coverage, evaluation.station
    assert found is not None
    hidden = {place for place in found.hidden or () if None not in place and "*" not in place}
    rows = {(row.category, row.area): row for row in station.coverage}
    categories = sorted({str(category) for category, _ in hidden})
    areas = sorted({str(area) for _, area in hidden})
    for (one, other), (here, there) in (
        (pair, places) for pair in combinations(categories, 2) for places in combinations(areas, 2)
    ):
        corners = {(one, here): 1, (one, there): -1, (other, here): -1, (other, there): 1}
        if corners.keys() <= hidden and all(place in rows for place in corners):
            for sign in (1, -1):
                moved = {rows[place].row: moved_by(rows[place], sign * by) for place, by in corners.items()}
                if all(moved.values()):
                    yield replace(station, coverage=tuple(moved.get(r.row) or r for r in station.coverage))


def moved_by(row: Coverage, people: int) -> Coverage | None:
    """The row with so many more people, all of whom are on file and visited; none where it has too few."""
    counts = {name: getattr(row, name) for name in ("persons", *MEASURES)}
    new = {name: count + people for name, count in counts.items() if count is not None}
    return replace(row, **new) if min(new.values()) >= 0 and new["persons"] > 0 else None


def published(evaluation: Evaluation, edition: Edition) -> str:
    """All that an edition's notebook and record say."""
    cells = [str(cell._repr_mimebundle_()) for cell in StationReport(evaluation, edition).all()]
    return "\n".join([*cells, evaluation.record(edition)])


def twin_of(evaluation: Evaluation, evaluate: Evaluate) -> Evaluation | None:
    """A twin of which the same is hidden; none where no four hidden counts stand at corners."""
    assert evaluation.coverage is not None
    for station in twins(evaluation):
        twin = evaluate(station)
        assert twin.coverage is not None
        if twin.coverage.hidden == evaluation.coverage.hidden:
            return twin
    return None


@pytest.mark.parametrize(
    "numbers", [range(FEW), pytest.param(range(FEW, MANY), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_what_is_published_of_twins_is_the_same(numbers: range, scheme: Scheme, evaluate: Evaluate):
    compared = 0
    for number in numbers:
        station = made(scheme, number)
        evaluation = evaluate(replace(station, as_of=station.last_date()))
        twin = twin_of(evaluation, evaluate)
        if twin is not None:
            compared += 1
            assert published(twin, "official") == published(evaluation, "official"), number
            # There is a difference, and the evaluator's record has it.
            assert twin.record("working") != evaluation.record("working")
    assert compared >= len(numbers) / 4
