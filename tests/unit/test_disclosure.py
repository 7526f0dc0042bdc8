"""The disclosure policy: every rule of it is of something, and an edition's executed notebook holds nothing it withholds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

import sweval
from sweval.domain.disclosure.editions import ALL, Edition
from sweval.domain.disclosure.policy import COLUMNS, FIGURES, ROWS, ROWS_WITH, figure_editions, printable
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.dictionary import columns_of
from sweval.domain.station.station import TABLES
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_row, figure_anchor
from tests.build import Evaluate
from tests.pages import executed

DEMO = ("shili-0001", "shili-0002", "shili-0001-final")
#: What is told only of stations such as these have no part of.
ELSEWHERE = {"check.unlike.*", "check.claim.*", "score.*.rater.*"}


@pytest.fixture(scope="module")
def evaluations(root: Path, scheme: Scheme, diagnose: Evaluate) -> list[Evaluation]:
    """Three invented stations of which nearly everything is given."""
    return [diagnose(sweval.load_station(name, scheme, root=root)) for name in DEMO]


def strings(value: Any) -> Iterator[str]:
    """Every text in a piece of JSON, keys as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def test_every_rule_is_of_some_figure_and_none_hides_another(evaluations: list[Evaluation]):
    ids = {id for evaluation in evaluations for id in evaluation.figures}
    unused = set()
    for pattern, held in FIGURES.items():
        alone = [id for id in ids if _first(id) == pattern]
        assert {figure_editions(id) for id in alone} <= {held.editions}
        if not alone:
            unused.add(pattern)
    assert unused == ELSEWHERE


def _first(id: str) -> str | None:
    return next((pattern for pattern in FIGURES if fnmatchcase(id, pattern)), None)


def test_every_table_and_column_there_is_a_rule_for_exists():
    assert {*ROWS, *ROWS_WITH, *(table for table, _ in COLUMNS)} - {"*"} <= set(TABLES)
    for table, (columns, _) in ROWS_WITH.items():
        assert set(columns) <= {column.name for column in columns_of(table)}


def test_a_figure_may_be_held_back_further_and_never_let_out(evaluations: list[Evaluation]):
    for evaluation in evaluations:
        for figure in evaluation.figures.values():
            assert set(figure.editions) <= set(figure_editions(figure.id))
            assert "working" in figure.editions


@pytest.mark.parametrize("edition", ["official", "public"])
@pytest.mark.parametrize("number", range(len(DEMO)), ids=DEMO)
def test_the_executed_notebook_holds_no_figure_that_its_edition_withholds(
    number: int, edition: Edition, evaluations: list[Evaluation]
):
    evaluation = evaluations[number]
    notebook = json.loads(json.dumps(executed(evaluation, edition)))
    texts = list(strings(notebook))
    whole = "\n".join(texts)
    withheld = [f for f in evaluation.figures.values() if edition not in f.editions]
    assert len(withheld) > 100
    assert [f.id for f in withheld if figure_anchor(f.id) in texts] == []
    assert [f.id for f in withheld if f"〔{f.code}〕" in whole] == []
    # Labels that only withheld figures have: a label fills a cell, of HTML, of plain text or of the blocks as data.
    told = {f.label for f in evaluation.figures.values() if edition in f.editions}
    cells = {cell.strip() for cell in re.split(r"[\n|<>]", whole)}
    assert ({f.label for f in withheld} - told) & cells == set()


@pytest.mark.parametrize("edition", ["official", "public"])
@pytest.mark.parametrize("number", range(len(DEMO)), ids=DEMO)
def test_nor_a_row_that_its_edition_withholds(number: int, edition: Edition, evaluations: list[Evaluation]):
    station = evaluations[number].station
    texts = set(strings(json.loads(json.dumps(executed(evaluations[number], edition)))))
    withheld = [
        row
        for name in TABLES
        for row in set(station.rows(name)) - set(printable(station.rows(name), edition))
    ]
    assert len({row.table for row in withheld}) >= 5
    assert [row for row in withheld if cite_row(row).anchor in texts] == []
    words = (
        {row.text for row in station.notes}
        | {row.id for row in station.staff}
        | {row.id for row in station.frame}
    )
    assert len(words) > 10
    assert words & texts == set()


def test_everything_may_stand_in_the_working_papers():
    assert all("working" in held.editions for held in FIGURES.values())
    assert all("working" in editions for editions, _ in (*ROWS.values(), *COLUMNS.values()))
    assert figure_editions("score.total") == ALL
