"""Two stations that differ in what an edition hides: whatever is published of them is the same, so nobody can tell which it was.

Stronger than solving for what is hidden: it holds for every sentence, picture, record and code, read by whatever means.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, islice, product

import pytest

from sweval.domain.disclosure.editions import Edition
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.values.row import Row
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate
from tests.spec.test_attack import KEY, made, stages, table_of

FEW, MANY = 5, 25 if os.environ.get("SWEVAL_BOUNDED") else 500
#: The table that says what each group answered.
GROUPS = "满意度分组情况"
#: What counts people in a row of coverage, and in one of answers.
COUNTS = ("persons", "on_file", "with_plan", "visited", "count", "aware")
#: So many twins are made of a station's answers.
ANSWERS = 3


def twins(evaluation: Evaluation) -> Iterator[Station]:
    """The station with one person moved about between four hidden counts, so that no total changes."""
    assert evaluation.coverage is not None
    rows = {(row.category, row.area): row for row in evaluation.station.coverage if row.area}
    hidden = (
        rows.keys() if evaluation.coverage.as_ranges else rows.keys() & (evaluation.coverage.hidden or set())
    )
    yield from turned(evaluation.station, "coverage", {place: rows[place] for place in hidden})  # type: ignore[misc,arg-type]


def answer_twins(evaluation: Evaluation) -> Iterator[Station]:
    """The station with one answer moved about between two areas and two bands, so that no total changes."""
    rows = evaluation.station.satisfaction
    for asked in dict.fromkeys((row.group, row.mode) for row in rows):
        mine = {(str(r.area), str(r.band_low)): r for r in rows if (r.group, r.mode) == asked}
        yield from turned(evaluation.station, "satisfaction", mine)


def turned(station: Station, table: str, rows: Mapping[tuple[str, str], Row]) -> Iterator[Station]:
    """The station with one more and one less in turn at the corners of each rectangle of these rows."""
    across, down = (sorted({place[side] for place in rows}) for side in (0, 1))
    for (one, other), (here, there) in product(combinations(across, 2), combinations(down, 2)):
        corners = {(one, here): 1, (one, there): -1, (other, here): -1, (other, there): 1}
        if corners.keys() <= rows.keys():
            for sign in (1, -1):
                moved = {rows[place].row: moved_by(rows[place], sign * by) for place, by in corners.items()}
                if all(moved.values()):
                    new = tuple(moved.get(row.row) or row for row in station.rows(table))
                    yield replace(station, **{table: new})


def moved_by(row: Row, people: int) -> Row | None:
    """The row with so many more people, all of whom are on file, visited, aware; none where it has too few."""
    counts = {name: getattr(row, name, None) for name in COUNTS}
    new = {name: count + people for name, count in counts.items() if count is not None}
    return replace(row, **new) if min(new.values()) >= 0 else None


def published(evaluation: Evaluation, edition: Edition) -> str:
    """All that an edition's notebook and record say."""
    cells = [str(cell._repr_mimebundle_()) for cell in StationReport(evaluation, edition).all()]
    return "\n".join([*cells, evaluation.record(edition)])


def twin_of(evaluation: Evaluation, diagnose: Evaluate) -> Evaluation | None:
    """A twin of which the same is hidden; none where no four hidden counts stand at corners."""
    assert evaluation.coverage is not None
    for station in twins(evaluation):
        twin = diagnose(station)
        assert twin.coverage is not None
        if told(twin) == told(evaluation):
            return twin
    return None


def told(evaluation: Evaluation) -> object:
    """What is hidden of the people by category, or what is told in their place."""
    found = evaluation.coverage
    assert found is not None
    tens = [
        found.shown_range(category, area) for category in found.categories for area in (*found.areas, "*")
    ]
    return found.hidden, tens


@pytest.mark.parametrize(
    "numbers", [range(FEW), pytest.param(range(FEW, MANY), marks=pytest.mark.slow)], ids=["few", "many"]
)
@pytest.mark.parametrize("key", [KEY, b""], ids=["key", "no key"])
def test_what_is_published_of_twins_is_the_same(
    numbers: range, key: bytes, scheme: Scheme, diagnose: Evaluate
):
    """Of each stage in turn: of the later one what the earlier one hid is hidden too."""
    compared = 0
    for number in numbers:
        evaluation = diagnose(list(stages(scheme, number, key))[number % 2])
        twin = twin_of(evaluation, diagnose)
        if twin is not None:
            compared += 1
            for edition in ("official", "public"):
                assert published(twin, edition) == published(evaluation, edition), number
            # There is a difference, and the evaluator's record has it.
            assert twin.record("working") != evaluation.record("working")
    assert compared >= len(numbers) / 4


@pytest.mark.parametrize(
    "numbers", [range(FEW), pytest.param(range(FEW, MANY), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_what_is_published_of_twins_in_answers_is_the_same(
    numbers: range, scheme: Scheme, diagnose: Evaluate
):
    """Where the table of groups says the same of both, so does everything else."""
    compared = 0
    for number in numbers:
        station = made(scheme, number)
        evaluation = diagnose(replace(station, as_of=station.last_date()))
        shown = table_of(evaluation, "outcome", GROUPS)
        for other in islice(answer_twins(evaluation), ANSWERS):
            twin = diagnose(other)
            if table_of(twin, "outcome", GROUPS) == shown:
                compared += 1
                assert published(twin, "official") == published(evaluation, "official"), number
    assert compared >= len(numbers) / 2
