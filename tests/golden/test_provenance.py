"""Change one input cell: exactly what cites it, or cites something derived from it, changes."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sweval.domain.station.station import Station
from sweval.domain.values.row import Cell
from sweval.evaluation import Evaluation, evaluate
from sweval.intake.calendar import load_calendar
from sweval.intake.checks.rows import cross_faults
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.folder import load_station
from sweval.presentation.citations import figure_anchor
from tests.filled import filled
from tests.provenance import Piece, Sources, numeric_cells, pieces, profile_changes, with_cell
from tests.thorough import sampled

SCHEME = load_scheme("guangzhou-2023")
STATION = load_station("shiqi-2024-midterm", SCHEME)
CALENDAR = load_calendar()


STATIONS = {"published": STATION, "filled": filled(STATION, SCHEME)}


def changes(station: Station) -> list[tuple[Cell, Station]]:
    """Every cell that can be changed alone without the data becoming faulty, and the station changed."""
    cells = [(row.cell(column), with_cell(station, row, column)) for row, column in numeric_cells(station)]
    every = [*cells, *profile_changes(station)]
    return [(cell, changed) for cell, changed in every if not cross_faults(changed, SCHEME, lambda path: 1)]


CHANGES = {name: changes(station) for name, station in STATIONS.items()}
CASES = sampled(
    (f"{name}-{cell}".replace(" ", "-"), (name, cell, changed))
    for name, cells in CHANGES.items()
    for cell, changed in cells
)


pytestmark = pytest.mark.usefixtures("few_draws")


@pytest.fixture(scope="module")
def before(few_draws: None) -> dict[str, Evaluation]:
    return {name: evaluate(station, SCHEME, CALENDAR) for name, station in STATIONS.items()}


@pytest.fixture(scope="module")
def shown(before: dict[str, Evaluation]) -> dict[str, list[Piece]]:
    return {name: pieces(evaluation) for name, evaluation in before.items()}


def test_the_stations_are_sound_as_they_are():
    assert all(cross_faults(station, SCHEME, lambda path: 1) == [] for station in STATIONS.values())


@pytest.mark.parametrize(("name", "cells", "pieces_"), [("published", 90, 600), ("filled", 150, 700)])
def test_there_are_enough_cells_and_pieces_to_say_anything(shown, name: str, cells: int, pieces_: int):
    assert len(CHANGES[name]) >= cells
    assert len(shown[name]) >= pieces_


@pytest.mark.parametrize(("name", "cell", "changed"), CASES)
def test_a_changed_cell_changes_what_cites_it_and_nothing_else(name, cell, changed, before, shown):
    was, shown_before = before[name], shown[name]
    after = evaluate(changed, SCHEME, CALENDAR)
    shown_after = pieces(after)
    gone = Counter(p.text for p in shown_before) - Counter(p.text for p in shown_after)
    come = Counter(p.text for p in shown_after) - Counter(p.text for p in shown_before)
    assert gone, "the cell is displayed nowhere"

    assert not _uncited(gone, shown_before, was, cell), "changed without citing the cell"
    assert not _uncited(come, shown_after, after, cell), "appeared without citing the cell"
    moved = [i for i in was.figures if i in after.figures and was.figures[i].text != after.figures[i].text]
    assert all(cell in was.figures.cells(i) | after.figures.cells(i) for i in moved)
    assert not _stale(moved, was, shown_before, shown_after), "prints a figure that has changed"


def _uncited(texts: Counter[str], shown: list[Piece], evaluation: Evaluation, cell: Cell) -> list[str]:
    """Texts that changed more often than there are pieces of that text which cite the cell."""
    sources = Sources(evaluation)
    citing = Counter(piece.text for piece in shown if piece.text in texts and cell in sources.cells(piece))
    return list((texts - citing).elements())


def _stale(
    moved: list[str], before: Evaluation, shown_before: list[Piece], shown_after: list[Piece]
) -> list[str]:
    """Pieces that cite and print the old text of a changed figure and still stand as they were."""
    anchors = {figure_anchor(id): before.figures[id].text for id in moved}
    left = Counter(piece.text for piece in shown_after)
    stale = []
    for piece in shown_before:
        cited = piece.anchors & set(anchors)
        # 9人 is not printed by a piece that says 109人.
        # What another figure that it cites still is, it may go on to print.
        kept = {
            before.figures[id].text for id in before.figures if figure_anchor(id) in piece.anchors - cited
        }
        printed = [
            a
            for a in cited
            if anchors[a] not in kept and re.search(rf"(?<![0-9.]){re.escape(anchors[a])}", piece.text)
        ]
        if printed and left[piece.text] >= sum(other.text == piece.text for other in shown_before):
            stale.append(piece.text)
    return stale
