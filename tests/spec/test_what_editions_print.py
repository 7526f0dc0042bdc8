"""What each edition prints of the data: which rows, which columns, and which files it may say it read.

The working papers print everything; who scored, and what few people said, is for nobody else to read.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest

from sweval.domain.disclosure.editions import ALL, NOT_PUBLIC, WORKING, Edition
from sweval.domain.disclosure.policy import may_cite_file, may_print, may_print_column, printable
from sweval.domain.station.people_rows import Coverage, CoverageTotal, Satisfaction
from sweval.domain.station.rows import CaseNote, Claim, Expert, LeafInput, Rater, Score, SelfScore
from sweval.domain.values.row import Row
from tests.build import numbered, scored

Editions = tuple[Edition, ...]


def claim(about: str) -> Claim:
    return Claim(row=2, id="c1", kind="wording", about=about, name="核对项", place="二（一）")  # type: ignore[arg-type]


def answers(**changes: object) -> Satisfaction:
    return Satisfaction(row=2, band_low=Decimal(95), band_high=Decimal(100), count=30, **changes)  # type: ignore[arg-type]


ROWS: Final = [
    pytest.param(scored("quality", "15", area="a1"), ALL, id="a score that was agreed"),
    pytest.param(scored("quality", "15", expert="e1"), WORKING, id="an expert's score"),
    pytest.param(Score(row=2, node="presence", rater="r1", score=Decimal(9)), WORKING, id="a rater's score"),
    pytest.param(LeafInput(row=2, node="records", item="ledger", met=True), ALL, id="what was found"),
    pytest.param(
        LeafInput(row=2, node="records", item="ledger", met=True, expert="e1"), WORKING, id="by an expert"
    ),
    pytest.param(Expert(row=2, id="e1"), WORKING, id="an expert"),
    pytest.param(Rater(row=2, id="r1", node="village", name="示例村"), WORKING, id="a rater"),
    pytest.param(SelfScore(row=2, node="quality", score=Decimal(15)), WORKING, id="a self score"),
    pytest.param(answers(), ALL, id="all answers"),
    pytest.param(answers(area="a1"), WORKING, id="answers of an area"),
    pytest.param(answers(category="残疾人"), WORKING, id="answers of a category"),
    pytest.param(answers(id="q1"), WORKING, id="one person's answer"),
    pytest.param(CaseNote(row=2, id="n1", text="略"), WORKING, id="a case note"),
    pytest.param(claim("station"), NOT_PUBLIC, id="a claim of the station's"),
    pytest.param(claim("report"), WORKING, id="a claim of the report's"),
    pytest.param(CoverageTotal(row=2, persons=900), ALL, id="people in all"),
    pytest.param(
        Coverage(row=2, area="a1", category="残疾人", persons=9),
        WORKING,
        id="people of a category in an area",
    ),
]


@pytest.mark.parametrize(("row", "editions"), ROWS)
def test_a_row_is_printed_in(row: Row, editions: Editions) -> None:
    assert tuple(edition for edition in ALL if may_print(row, edition)) == editions
    assert tuple(edition for edition in ALL if printable([row], edition)) == editions


@pytest.mark.parametrize(
    "column",
    [
        pytest.param({"group": "服务对象", "mode": "电访"}, id="none differ"),
        pytest.param({}, id="neither group nor mode"),
    ],
)
def test_answers_of_one_group_are_printed(column: dict[str, str]) -> None:
    rows = numbered([answers(**column), answers(**column)])
    assert [printable(rows, edition) for edition in ALL] == [rows] * 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"group": "服务对象"}, {"group": "村居干部"}),
        ({"mode": "电访"}, {"mode": "走访"}),
        ({"group": "服务对象"}, {}),
    ],
)
def test_answers_of_groups_that_differ_are_printed_in_the_working_papers_alone(
    first: dict[str, str], second: dict[str, str]
) -> None:
    rows = numbered([answers(**first), answers(**second)])
    assert [printable(rows, edition) for edition in ALL] == [rows, (), ()]


def test_where_nothing_was_answered_nothing_is_printed() -> None:
    assert [printable((), edition) for edition in ALL] == [(), (), ()]


def test_experts_scores_are_left_out_and_agreed_ones_stay() -> None:
    agreed, own = rows = numbered([scored("quality", "15"), scored("outcome", "9", expert="e1")])
    assert [printable(rows, edition) for edition in ALL] == [(agreed, own), (agreed,), (agreed,)]


COLUMNS: Final = [
    ("scores", "expert", WORKING),
    ("leaf_inputs", "rater", WORKING),
    ("claims", "id", WORKING),
    ("process", "note", NOT_PUBLIC),
    ("coverage_totals", "note", ALL),
    ("scores", "score", ALL),
]


@pytest.mark.parametrize(("table", "column", "editions"), COLUMNS)
def test_a_column_is_printed_in(table: str, column: str, editions: Editions) -> None:
    assert tuple(edition for edition in ALL if may_print_column(table, column, edition)) == editions


FILES: Final = [
    ("experts.csv", WORKING),
    ("raters.csv", WORKING),
    ("scores.csv", ALL),
    ("self_scores.csv", ALL),
    ("station.yaml", ALL),
]


@pytest.mark.parametrize(("file", "editions"), FILES)
def test_a_figure_may_say_it_was_read_from(file: str, editions: Editions) -> None:
    assert tuple(edition for edition in ALL if may_cite_file(file, edition)) == editions
