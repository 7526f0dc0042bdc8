"""Whatever table is left out: the report is made, says so, and prints no number for it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sweval.domain.disclosure.editions import EDITIONS, Edition
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import REQUIRED_TABLES, TABLES, Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import CELLS, StationReport
from sweval.simulate.stations import Traits
from sweval.simulate.stations import station as invented
from tests.build import Evaluate, only_scored, with_process

pytestmark = pytest.mark.usefixtures("few_draws")

OPTIONAL = [table for table in TABLES if table not in REQUIRED_TABLES]


@pytest.fixture(scope="module")
def full(scheme: Scheme) -> Station:
    """An invented station with every table, as of its last day, confirmed so that each edition may exist."""
    made = invented(scheme, 1, 0, Traits())
    tables = {name: numbered(made.rows(name)) for name in TABLES}
    made = replace(made, **tables)
    return replace(made, as_of=made.last_date(), absent=frozenset(n for n in TABLES if not made.rows(n)))


def numbered(rows):
    return tuple(replace(row, row=n) for n, row in enumerate(rows, start=2))


def without(station: Station, *tables: str) -> Station:
    """The station without these tables; where the scores' experts go, their scores are agreed ones."""
    changed = replace(station, **dict.fromkeys(tables, ()), absent=station.absent | set(tables))
    if "experts" in tables:
        first = [row for row in station.scores if row.expert in (None, station.experts[0].id)]
        changed = replace(changed, scores=tuple(replace(row, expert=None) for row in first))
    return changed


def told(evaluation: Evaluation, edition: Edition) -> str:
    report = StationReport(evaluation, edition)
    return "\n".join(str(getattr(report, cell)()) for cell in CELLS)


def editions_of(station: Station) -> list[Edition]:
    return [edition for edition in EDITIONS if edition != "public" or station.has_done("confirmation")]


@pytest.mark.parametrize("table", OPTIONAL)
def test_without_a_table_no_figure_rests_on_it_and_every_edition_is_made(
    full: Station, diagnose: Evaluate, table: str
):
    evaluation = diagnose(without(full, table))
    resting = [
        id
        for id, figure in evaluation.figures.items()
        if any(c.file == f"{table}.csv" and c.row for c in figure.cells)
    ]
    assert resting == []
    for edition in editions_of(evaluation.station):
        text = told(evaluation, edition)
        assert not re.search(r"\bNone\b|\bnan\b|Decimal\(", text)


@pytest.mark.parametrize("table", OPTIONAL)
def test_a_figure_that_needs_the_table_is_gone_or_not_provided(full: Station, diagnose: Evaluate, table: str):
    """Whatever rested on nothing but this table can't still be a number."""
    before, after = diagnose(full).figures, diagnose(without(full, table)).figures
    alone = [
        id
        for id in before
        if before.cells(id)
        and {cell.file for cell in before.cells(id)} == {f"{table}.csv"}
        and not id.startswith("rule.")
    ]
    left = [
        id
        for id in alone
        if id in after
        and not after[id].missing
        and {cell.file for cell in after.cells(id)} <= {f"{table}.csv"}
    ]
    # A count of what was found is nought, which is what there is.
    assert [id for id in left if after[id].value not in ("0", "未提供")] == []


def test_with_scores_alone_every_edition_says_what_is_missing(full: Station, diagnose: Evaluate):
    bare = with_process(only_scored(full), onsite="2024-09-06", confirmation="2024-10-10")
    evaluation = diagnose(bare)
    for edition in EDITIONS:
        text = told(evaluation, edition)
        assert text.count("未提供") >= 10
        assert not re.search(r"\bNone\b|\bnan\b", text)
