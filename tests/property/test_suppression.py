"""No hidden cell of a table with totals can be worked out, tried by a solver that knows nothing of how cells are hidden."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.analysis.suppression import Margins
from tests.solver import ranges

LEAST = 5


@st.composite
def tables(draw, people: bool = False) -> Margins:
    high, wide = draw(st.integers(2, 7)), draw(st.integers(2, 5))
    cell = st.one_of(st.integers(0, 6), st.integers(0, 60), st.none())
    counts = draw(st.lists(st.lists(cell, min_size=wide, max_size=wide), min_size=high, max_size=high))
    if not people:
        return Margins(counts, totals_stay=draw(st.booleans()))
    # An area has at least the people of its largest category, and no more than all its entries.
    columns = [[n or 0 for n in column] for column in zip(*counts, strict=True)]
    return Margins(counts, [draw(st.one_of(st.none(), st.integers(max(c), sum(c)))) for c in columns])


@given(table=tables())
def test_no_hidden_cell_can_be_worked_out(table):
    hidden = table.protected(LEAST)
    if hidden is not None:
        assert {place for place, low, most in ranges(table, hidden) if low == most} == set()


@given(table=tables(people=True))
def test_nor_by_whoever_knows_how_many_people_an_area_has(table):
    hidden = table.protected(LEAST)
    if hidden is not None:
        assert {place for place, low, most in ranges(table, hidden) if low == most} == set()


@given(table=st.one_of(tables(), tables(people=True)), data=st.data())
def test_what_can_be_worked_out_is_known_to_be(table, data):
    places = sorted(table.cells())
    hidden = frozenset(data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=8)) if places else ())
    assert table.known(hidden) == {place for place, low, most in ranges(table, hidden) if low == most}


@given(table=tables())
def test_every_small_count_is_hidden_and_the_total_of_all_never(table):
    hidden = table.protected(LEAST)
    high, wide = len(table.counts), len(table.counts[0])
    if hidden is not None:
        assert (high, wide) not in hidden
        may = {p for p in table.cells() if p != (high, wide)}
        if table.totals_stay:
            may = {(i, j) for i, j in may if i < high and j < wide}
        assert {p for p in may if 0 < table.cells()[p] < LEAST} <= hidden <= may


def test_one_small_count_takes_three_with_it():
    assert Margins([[2, 10, 30], [9, 40, 50], [60, 70, 80]]).protected(LEAST) == {
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    }


def test_two_ones_in_a_total_of_two_are_not_enough():
    hidden = Margins([[20, 1], [30, 1], [40, 0]], totals_stay=True).protected(LEAST)
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


CHOICES = [  # counts, whether totals stay, what is hidden
    pytest.param(
        [[7, 20, 20], [20, 0, 2]], True, "01 02 11 12", id="twenty-and-nought-before-seven-and-twenty-twice"
    ),
    pytest.param(
        [[6, 20, 2], [6, 2, 0], [7, 7, 7]], False, "00 02 10 11 12 20 21", id="over-what-is-hidden-already"
    ),
    pytest.param(
        [[0, 2, 0], [20, 0, 2]], False, "01 02 03 12 13 21 22", id="what-is-hidden-already-costs-nothing"
    ),
    pytest.param([[1, 0], [7, 20], [0, 7]], False, "00 02 20 22", id="a-total-of-one-may-be-nought"),
    pytest.param([[1, 2, 2], [0, 0, 8]], False, "00 01 02 10 12 20 21", id="a-cell-more-is-worth-one-person"),
]


@pytest.mark.parametrize(("counts", "stay", "hidden"), CHOICES)
def test_what_is_hidden_besides_has_as_few_people_as_can_be(counts, stay: bool, hidden: str):
    found = Margins(counts, totals_stay=stay).protected(LEAST)
    assert found == {(int(row), int(column)) for row, column in hidden.split()}


def test_where_an_area_has_nobody_its_cells_are_known():
    table = Margins([[0, 0]], people=(0, 0))
    assert table.known({(0, 0), (0, 2)}) == {(0, 0), (0, 2)}
    assert Margins([[2, 30], [0, 0]], people=(0, 0)).protected(LEAST) is None


def test_a_table_that_nothing_hides_is_not_shown():
    assert Margins([[2, 7]], totals_stay=True).protected(LEAST) is None


def test_a_table_without_small_counts_hides_nothing():
    assert Margins([[5, 0], [12, 7]]).protected(LEAST) == frozenset()


@pytest.mark.parametrize("counts", list(itertools.product(range(4), repeat=4)))
def test_every_table_of_four_small_counts(counts):
    table = Margins([counts[:2], counts[2:]])
    hidden = table.protected(LEAST)
    assert hidden is None or table.known(hidden) == set()
