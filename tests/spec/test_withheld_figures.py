"""A figure that an edition withholds can't be had from what it shows: not from its rows or steps, nor by one operation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

import numpy as np
import pytest

import sweval
from sweval.domain.disclosure.editions import Edition
from sweval.domain.disclosure.policy import FIGURES, can_be_derived
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import TABLES
from sweval.domain.values.dates import IsWorkday
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from sweval.record.figures import Figure
from tests.build import day, with_process

OUTSIDE: Final = ("official", "public")
#: Stated beside the data of the station: how many people live where is known to everybody.
POPULATION: Final = "coverage_totals.csv"
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def stations(root: Path, scheme: Scheme, calendar: IsWorkday) -> list[Evaluation]:
    """The invented stations."""
    folders = sorted((root / "data" / "demo").glob("shili-*"))
    return [
        sweval.evaluate(sweval.load_station(folder.name, scheme, root=root), scheme, calendar)
        for folder in folders
    ]


def secrets(evaluation: Evaluation, edition: Edition) -> Iterator[Figure]:
    """The figures that an edition withholds and that don't follow from what it shows."""
    for id in sorted(evaluation.seen_by(edition).figures.withheld):
        if not can_be_derived(id):
            yield evaluation.figures[id]


@pytest.mark.parametrize("edition", OUTSIDE)
def test_no_row_is_shown_that_a_withheld_figure_was_read_from(
    edition: Edition, stations: list[Evaluation]
) -> None:
    found, looked_at = [], 0
    for evaluation in stations:
        view = evaluation.seen_by(edition)
        shown = {(f"{table}.csv", row.row) for table in TABLES for row in view.rows(table)}
        for figure in secrets(evaluation, edition):
            looked_at += 1
            found += [
                (figure.id, cell)
                for cell in figure.cells
                if (cell.file, cell.row) in shown and cell.file != POPULATION
            ]
    assert found == []
    assert looked_at > 1500


@pytest.mark.parametrize("edition", OUTSIDE)
def test_none_is_computed_from_shown_figures_alone(edition: Edition, stations: list[Evaluation]) -> None:
    for evaluation in stations:
        held = evaluation.seen_by(edition).figures
        found = [
            f.id
            for f in secrets(evaluation, edition)
            if f.inputs and not f.cells and held.keys() >= {*f.inputs}
        ]
        assert found == []


@pytest.mark.parametrize("edition", OUTSIDE)
def test_no_shown_step_names_a_withheld_input(edition: Edition, stations: list[Evaluation]) -> None:
    looked_at = 0
    for evaluation in stations:
        for figure in evaluation.seen_by(edition).figures.values():
            whole = evaluation.figures[figure.id]
            for id in set(whole.inputs) - set(figure.inputs):
                looked_at += 1
                numbers = set(NUMBER.findall(evaluation.figures[id].value))
                assert not numbers & set(NUMBER.findall(figure.all_steps)), (figure.id, id)
    assert looked_at > 100


def test_the_public_edition_says_nothing_of_money_or_rectification_but_whether_a_rule_is_broken(
    stations: list[Evaluation],
) -> None:
    confirmed = with_process(stations[0].station, report="2024-10-01", confirmation="2024-10-08")
    evaluation = replace(stations[0], station=replace(confirmed, as_of=day("2024-10-09")))
    text = {
        edition: repr(list(StationReport(evaluation, edition).all())) + evaluation.record(edition)
        for edition in OUTSIDE
    }
    spent = {f"{row.spent:f}" for row in evaluation.station.finance}
    share = evaluation.figures["finance.personnel_share"].value
    for number in (*spent, share, evaluation.figures["finance.all.spent"].value):
        assert number in text["official"] and number not in text["public"]
    assert "项整改" in text["official"] and "项整改" not in text["public"]
    state = evaluation.figures["veto.personnel_share"]
    assert f'"{state.id}"' in text["public"]
    assert "所报资料不足以认定，数值不在本稿载列" in text["public"]
    assert "据所报资料计算，数值不在本稿载列" in text["public"]
    assert "数值不在本稿载列" not in text["official"]


# --- one operation, over all figures ------------------------------------------------------------------


Relation = tuple[str, str, str]


def shown_numbers(view: Evaluation) -> dict[str, float]:
    """Every number an edition shows: of figures, of their steps, of the rows it prints."""
    found: dict[str, float] = {}
    for figure in view.figures.values():
        if (value := number_of(figure)) is not None:
            found[figure.id] = value
        for place, number in enumerate(NUMBER.findall(figure.all_steps)):
            found[f"{figure.id} 算式{place}"] = float(number)
    for table in TABLES:
        for row in view.rows(table):
            for column in fields(row):
                value = getattr(row, column.name)
                if isinstance(value, int | Decimal) and not isinstance(value, bool) and column.name != "row":
                    found[f"{table} {getattr(row, 'id', row.row)} {column.name}"] = float(value)
    return found


def number_of(figure: Figure) -> float | None:
    text = figure.value.replace("−", "-").replace(",", "").removesuffix("%")
    return float(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else None


def relations(shown: dict[str, float], wanted: Figure) -> Iterator[Relation]:
    """The operations on one or two shown numbers that give a figure: itself, sum, difference, product, share."""
    names, values = list(shown), np.array(list(shown.values()))
    value = number_of(wanted)
    assert value is not None
    for place in np.flatnonzero(np.isclose(values, value, rtol=0, atol=1e-9)):
        yield "=", names[place], ""
    by_value = defaultdict(list)
    for name, number in shown.items():
        by_value[round(number, 6)].append(name)
    for name, number in shown.items():
        yield from (
            ("+", name, other) for other in by_value.get(round(value - number, 6), ()) if name <= other
        )
        yield from (("−", name, other) for other in by_value.get(round(number - value, 6), ()))
        if number and value:
            for other in by_value.get(round(value / number, 6), ()):
                if name <= other and abs(number * shown[other] - value) < 1e-9:
                    yield "×", name, other
    if wanted.value.endswith("%"):
        places = len(wanted.value.removesuffix("%").partition(".")[2])
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.round(values[:, None] / values[None, :] * 100, places)
        for row, column in np.argwhere(np.isclose(shares, value, rtol=0, atol=1e-9)):
            yield "÷", names[row], names[column]


def holds(relation: Relation, shown: dict[str, float], wanted: Figure) -> bool:
    """Whether the same operation gives the figure in another station."""
    kind, one, other = relation
    if one not in shown or (other and other not in shown):
        return False
    a, b, value = shown[one], shown.get(other, 0.0), number_of(wanted)
    if kind == "÷":
        places = len(wanted.value.removesuffix("%").partition(".")[2])
        return bool(b) and round(a / b * 100, places) == value
    result = {"=": a, "+": a + b, "−": a - b, "×": a * b}[kind]
    return value is not None and abs(result - value) < 1e-6


def reckoned(stations: list[Evaluation], edition: Edition, *, secret: bool) -> dict[str, list[Relation]]:
    """Each withheld figure that one and the same operation gives in every station that has it: no coincidence does.

    Only figures that five stations have, with five values, can tell.
    """
    seen = [(evaluation, shown_numbers(evaluation.seen_by(edition))) for evaluation in stations]
    having = defaultdict(list)
    for evaluation, shown in seen:
        for id in evaluation.seen_by(edition).figures.withheld:
            figure = evaluation.figures[id]
            if can_be_derived(id) is not secret and number_of(figure) is not None:
                having[id].append((figure, shown))
    found = {}
    for id, cases in sorted(having.items()):
        if len(cases) >= 5 and len({figure.value for figure, _ in cases}) >= 5:
            (first, shown), *others = cases
            kept = [r for r in relations(shown, first) if all(holds(r, there, f) for f, there in others)]
            if kept:
                found[id] = kept
    return found


#: Where one group is the whole sample, what it said is the station's own result, which all editions show.
WHOLE_SAMPLE: Final = re.compile(r"satisfaction\.by\.group\.1\..*")


@pytest.mark.parametrize("edition", OUTSIDE)
def test_no_operation_on_what_is_shown_gives_a_withheld_figure(
    edition: Edition, stations: list[Evaluation]
) -> None:
    found = reckoned(stations, edition, secret=True)
    assert {id: what for id, what in found.items() if not WHOLE_SAMPLE.fullmatch(id)} == {}


def test_the_search_finds_what_can_be_reckoned(stations: list[Evaluation]) -> None:
    """So that the test above can't pass by finding nothing: these are left unsaid, and follow from what is shown."""
    alike = [one for one in stations if one.grade.next and one.grade.next.id == "excellent"]
    found = reckoned(alike, "public", secret=False)
    assert any(kind == "−" and "score.total" in (one, other) for kind, one, other in found["score.to_next"])
    assert ("÷", "progress.cases.rate", "progress.pace") in found["progress.cases.forecast"]


def test_every_figure_said_to_be_reckoned_says_how() -> None:
    assert {id for id, held in FIGURES.items() if held.derived_from} >= {"score.to_next", "schedule.*.state"}
    assert not [
        id
        for id in FIGURES
        if id.startswith(("finance.all", "panel.alpha", "coverage.")) and can_be_derived(id)
    ]
