"""A curious reader: takes all that the official report says of small groups, and solves for what it doesn't say."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from sweval.analysis.suppression import Margins
from sweval.blocks import Table
from sweval.domain.disclosure.policy import LEAST_CROSSED
from sweval.domain.rows import TABLES
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from sweval.intake.simulate.stations import Wish, station
from sweval.presentation.report import StationReport
from sweval.presentation.words import HIDDEN
from tests.build import Evaluate, numbered
from tests.solver import ranges

FEW, MANY = 8, 100 if os.environ.get("SWEVAL_BOUNDED") else 500


def made(scheme: Scheme, number: int) -> Station:
    """An invented station; every other one with few people, of whom each is easily recognised."""
    found = station(scheme, 7, number, Wish())
    # A table's rows are known by their lines.
    found = replace(found, **{table: numbered(found.rows(table)) for table in TABLES})
    if number % 2:
        return found
    less = tuple(
        replace(
            row,
            persons=(row.persons + 5) // 6,
            **{
                m: min(n, (row.persons + 5) // 6)
                for m in ("on_file", "with_plan", "visited")
                if (n := getattr(row, m)) is not None
            },
        )
        for row in found.coverage
    )
    return replace(found, coverage=less, coverage_totals=())


def table_of(evaluation: Evaluation, part: str, caption: str) -> Table | None:
    blocks = getattr(StationReport(evaluation, "official"), part)()
    return next(
        (block for block in blocks if isinstance(block, Table) and block.caption.endswith(caption)), None
    )


def crossed(evaluation: Evaluation) -> tuple[int, list[str]]:
    """How many hidden counts of people a reader meets, and those that can be worked out or are small and shown."""
    table, found = table_of(evaluation, "profile", "的人数"), evaluation.coverage
    if table is None or found is None:
        return 0, []
    areas = [*found.areas, "*"] if len(found.areas) > 1 else ["*"]
    hidden, wrong = set(), []
    truth = [
        [
            sum(r.persons for r in g.rows) if (g := found.of(category=c, area=a)).rows else None
            for a in found.areas
        ]
        for c in found.categories
    ]
    people = {row.area: row.persons for row in evaluation.station.coverage_totals}
    margins = Margins(truth, [people.get(area) for area in found.areas])
    cells, wide = margins.cells(), len(found.areas)
    for i, row in enumerate(table.rows):
        for area, text in zip(areas, row.cells[1:], strict=True):
            place = (i, wide if area == "*" else found.areas.index(area))
            if text == HIDDEN:
                hidden.add(place)
            elif text != "—" and i < len(truth) and 0 < int(text) < LEAST_CROSSED:
                wrong.append(f"shown {place}")
            elif text != "—":
                assert int(text) == cells[place]
    if len(areas) == 1:
        # One area: its cells are its totals, and neither is shown where one isn't.
        hidden |= {(i, 0) for i, _ in hidden}
    wrong += [f"solved {place}" for place, low, most in ranges(margins, hidden) if low == most]
    return len(hidden), wrong


def answered(evaluation: Evaluation) -> tuple[int, list[str]]:
    """The same for the answers of groups: a share tells how many gave each answer."""
    table = table_of(evaluation, "outcome", "满意度分组情况")
    if table is None:
        return 0, []
    rows, many, wrong = iter(table.rows), 0, []
    for found in evaluation.breakdowns:
        if not found.parts:
            continue
        truth, hidden = [], set()
        for i, part in enumerate(found.parts):
            answers = [part.least, part.most - part.least, part.count - part.most]
            truth.append(answers)
            share = next(rows).cells[2]
            if share == HIDDEN:
                hidden |= {(i, j) for j, n in enumerate(answers) if n}
            elif any(0 < n < LEAST_CROSSED for n in answers):
                wrong.append(f"shown {found.dimension} {i}")
        many += len(hidden)
        wrong += [
            f"solved {found.dimension} {p}" for p, low, most in ranges(Margins(truth), hidden) if low == most
        ]
    return many, wrong


@pytest.mark.parametrize(
    "numbers", [range(FEW), pytest.param(range(FEW, MANY), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_nothing_hidden_can_be_solved_for(numbers: range, scheme: Scheme, diagnose: Evaluate):
    hidden = [0, 0]
    for number in numbers:
        evaluation = diagnose(made(scheme, number))
        for place, attack in enumerate((crossed, answered)):
            many, wrong = attack(evaluation)
            hidden[place] += many
            assert wrong == [], number
    # There was something to be found.
    assert min(hidden) > 20


def test_the_attack_finds_what_is_hidden_alone(
    scheme: Scheme, diagnose: Evaluate, monkeypatch: pytest.MonkeyPatch
):
    """Where only the small counts are hidden, and nothing that gives them away, most can be had back."""
    monkeypatch.setattr(
        Margins,
        "protected",
        lambda table, least, hidden=(): frozenset(
            p
            for p, n in table.cells().items()
            if 0 < n < least and p != (len(table.counts), len(table.counts[0]))
        ),
    )
    solved = [wrong for number in range(1, 12, 2) for wrong in crossed(diagnose(made(scheme, number)))[1]]
    assert any("solved" in one for one in solved)
