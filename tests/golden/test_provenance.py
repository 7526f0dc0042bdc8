"""Change one input cell: exactly what cites it, or cites something derived from it, changes."""

from __future__ import annotations

from collections import Counter

import pytest

from sweval.domain.station import Cell, Station
from sweval.evaluation import Evaluation, evaluate
from sweval.intake.calendar import load_calendar
from sweval.intake.crosscheck import cross_faults
from sweval.intake.folder import load_station
from sweval.intake.scheme_file import load_scheme
from sweval.presentation.words import figure_anchor
from tests.provenance import Piece, Sources, numeric_cells, pieces, profile_changes, with_cell

SCHEME = load_scheme("guangzhou-2023")
STATION = load_station("shiqi-2024-midterm", SCHEME)
CALENDAR = load_calendar()


def changes() -> list[tuple[Cell, Station]]:
    """Every cell that can be changed alone without the data becoming faulty, and the station changed."""
    cells = [(row.cell(column), with_cell(STATION, row, column)) for row, column in numeric_cells(STATION)]
    every = [*cells, *profile_changes(STATION)]
    return [(cell, changed) for cell, changed in every if not cross_faults(changed, SCHEME, lambda path: 1)]


CHANGES = changes()


@pytest.fixture(scope="module")
def before() -> Evaluation:
    return evaluate(STATION, SCHEME, CALENDAR)


@pytest.fixture(scope="module")
def shown_before(before: Evaluation) -> list[Piece]:
    return pieces(before)


def test_there_are_enough_cells_and_pieces_to_say_anything(shown_before):
    assert len(CHANGES) >= 90
    assert len(shown_before) >= 600


@pytest.mark.parametrize(
    ("cell", "changed"), CHANGES, ids=[str(cell).replace(" ", "-") for cell, _ in CHANGES]
)
def test_a_changed_cell_changes_what_cites_it_and_nothing_else(cell, changed, before, shown_before):
    after = evaluate(changed, SCHEME, CALENDAR)
    shown_after = pieces(after)
    gone = Counter(p.text for p in shown_before) - Counter(p.text for p in shown_after)
    come = Counter(p.text for p in shown_after) - Counter(p.text for p in shown_before)
    assert gone, "the cell is displayed nowhere"

    assert not _uncited(gone, shown_before, before, cell), "changed without citing the cell"
    assert not _uncited(come, shown_after, after, cell), "appeared without citing the cell"
    moved = [
        i for i in before.figures if i in after.figures and before.figures[i].text != after.figures[i].text
    ]
    assert all(cell in before.figures.cells(i) | after.figures.cells(i) for i in moved)
    assert not _stale(moved, before, shown_before, shown_after), "prints a figure that has changed"


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
        printed = [a for a in piece.anchors & set(anchors) if anchors[a] in piece.text]
        if printed and left[piece.text] >= sum(other.text == piece.text for other in shown_before):
            stale.append(piece.text)
    return stale
