"""No small cell of a table with totals can be computed: neither by a solver nor with the program's way of hiding cells."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.analysis.survey.suppression import RANGE_WIDTH, CountTable, Place, can_all_be_hidden, ten_range
from tests.solver import ranges, solve
from tests.thorough import examples

LEAST = 5
KEY = b"a key of the tests"
NAMES = [f"name {n}" for n in range(20)]


@st.composite
def tables(draw: st.DrawFn, *, people: bool = False, holes: bool = True) -> CountTable:
    high, wide = draw(st.integers(2, 7)), draw(st.integers(2, 5))
    cell = st.one_of(st.integers(0, 6), st.integers(0, 60), *([st.none()] if holes else []))
    counts = draw(st.lists(st.lists(cell, min_size=wide, max_size=wide), min_size=high, max_size=high))
    rows = tuple(map(tuple, counts))
    if not people:
        return CountTable(rows)
    # An area has at least the people of its largest category, and no more than all its entries.
    columns = [[n or 0 for n in column] for column in zip(*counts, strict=True)]
    known = tuple(draw(st.one_of(st.none(), st.integers(max(c), sum(c)))) for c in columns)
    return CountTable(rows, known, filled=frozenset(draw(st.sets(st.integers(0, wide - 1)))))


def names(table: CountTable) -> list[str]:
    return NAMES[: sum(table.shape)]


def has_room(table: CountTable, place: Place, low: int, most: int) -> bool:
    """Whether the range reaches from the known bound to 5; or is above the small counts and as wide."""
    floor, top = table.known[place]
    return (low <= floor and most >= min(LEAST, top)) or (low >= LEAST and most - low >= LEAST)


@given(table=st.one_of(tables(), tables(people=True)), key=st.binary(min_size=1, max_size=4))
def test_every_hidden_cell_has_its_full_range(table: CountTable, key: bytes):
    hidden = table.protected(key, names(table))
    if hidden:
        assert [
            p for p, (low, most) in ranges(table, hidden).items() if not has_room(table, p, low, most)
        ] == []


@given(table=st.one_of(tables(), tables(people=True)), data=st.data())
def test_how_far_a_cell_can_move_is_known(table: CountTable, data: st.DataObject):
    places = sorted(table.cells)
    hidden = frozenset(data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=8)) if places else ())
    solved = ranges(table, hidden)
    assert {p: (low, min(most, 9999)) for p, (low, most) in table.ranges(hidden).items()} == {
        p: (low, 9999 if most > 50_000 else most) for p, (low, most) in solved.items()
    }


@given(table=tables(), kept=st.integers(0, 3))
def test_small_counts_and_what_was_hidden_before_are_hidden_and_the_total_of_all_never(
    table: CountTable, kept: int
):
    before = set(sorted(table.cells.keys() - {table.shape})[:kept])
    hidden = table.protected(KEY, names(table), before)
    if hidden is not None:
        assert table.small | before <= hidden <= table.cells.keys() - {table.shape}


def test_a_table_without_small_counts_hides_nothing():
    assert CountTable(((5, 0), (12, 7))).protected(KEY, NAMES[:4]) == frozenset()


def test_a_table_that_hiding_cannot_protect_is_hidden():
    assert CountTable(((2, 3), (0, 0)), (3, 3)).protected(KEY, NAMES[:4]) is None


def test_one_key_hides_one_set_of_cells_and_another_key_another():
    table = CountTable(((24, 4, 30), (15, 8, 20), (20, 11, 40), (9, 30, 31)))
    drawn = [table.protected(bytes([n]), NAMES[:7]) for n in range(40)]
    assert drawn == [table.protected(bytes([n]), NAMES[:7]) for n in range(40)]
    assert len(set(drawn)) > 5


# --- by a reader who has the program ------------------------------------------------------------------


def fitting(table: CountTable, hidden: frozenset[Place]) -> Iterator[CountTable]:
    """Every table with the same visible cells; tables have few enough hidden cells to try all values."""
    high, wide = table.shape
    inner = sorted(p for p in hidden if p[0] < high and p[1] < wide)
    spans = table.ranges(hidden)
    free = [range(spans[p][0], min(spans[p][1], 40) + 1) for p in inner]
    for values in itertools.product(*free):
        given = dict(zip(inner, values, strict=True))
        rows = tuple(
            tuple(given.get((i, j), n) for j, n in enumerate(row)) for i, row in enumerate(table.counts)
        )
        other = CountTable(rows, table.people)
        if all(other.cells[p] == n for p, n in table.cells.items() if p not in hidden):
            yield other


def by_the_program(table: CountTable, hidden: frozenset[Place], keys: list[bytes]) -> dict[Place, set[int]]:
    """The values of each hidden cell over the tables for which a key hides the same cells."""
    found: dict[Place, set[int]] = {place: set() for place in hidden}
    for other in fitting(table, hidden):
        # Only tables whose small cells are hidden can have such a key.
        if other.small <= hidden and any(other.protected(k, names(other)) == hidden for k in keys):
            for place in hidden:
                found[place].add(other.cells[place])
    return found


def few_keys(count: int) -> list[bytes]:
    return [n.to_bytes(2, "big") for n in range(count)]


def test_the_example_whose_cell_the_program_gave_away():
    """Chosen by the fewest people, (24 4)(15 8)(0 11) hid the same cells only where the small one was exactly 4."""
    table = CountTable(((24, 4), (15, 8), (0, 11)))
    keys = few_keys(60)
    for key in keys[:20]:
        hidden = table.protected(key, names(table))
        assert hidden is not None and (0, 1) in hidden
        if len(hidden) <= 4:
            assert by_the_program(table, hidden, keys)[0, 1] >= {1, 2, 3, 4}


def test_knowing_the_program_gives_no_cell_away():
    chance, keys = random.Random(1), few_keys(40)
    looked_at = 0
    for _ in range(examples(60)):
        high, wide = chance.choice([(2, 2), (2, 3), (3, 2)])
        counts = tuple(
            tuple(chance.choice([0, 1, 2, 3, 4, 6, 8, 11, 15]) for _ in range(wide)) for _ in range(high)
        )
        table = CountTable(counts)
        hidden = table.protected(chance.choice(keys), names(table))
        if hidden and sum(i < high and j < wide for i, j in hidden) <= 4:
            found = by_the_program(table, hidden, keys)
            looked_at += len(table.small)
            assert [p for p in table.small if len(found[p]) < 2] == [], counts
    assert looked_at > 20


# --- ranges of ten --------------------------------------------------------------------------------------


@given(table=tables(people=True, holes=False))
def test_ranges_of_ten_leave_small_cells_their_full_range(table: CountTable):
    high, wide = table.shape
    unknown, equations = {}, []
    for i, j in itertools.product(range(high), range(wide)):
        low, most = ten_range(table.cells[i, j])
        low = max(low, min(1, table.cells[i, j])) if j in table.filled else low
        people = table.people[j]
        unknown[i, j] = (low, most if people is None else min(most, people))
    for j in range(wide):
        equations.append(({(i, j): 1 for i in range(high)}, table.cells[high, j]))
    solved = solve(unknown, equations)
    small = [p for p in unknown if 0 < table.cells[p] < LEAST]
    has_room = all(solved[p][0] <= unknown[p][0] and solved[p][1] >= min(LEAST, unknown[p][1]) for p in small)
    assert table.safe_as_ranges() is has_room


@pytest.mark.parametrize(("value", "ten"), [(0, (0, 9)), (9, (0, 9)), (10, (10, 19)), (57, (50, 59))])
def test_the_range_of_ten_that_contains_a_count(value: int, ten: tuple[int, int]):
    assert ten_range(value) == ten and RANGE_WIDTH == 10


# --- where all or none are hidden -----------------------------------------------------------------------


@given(rows=st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=2, max_size=5))
def test_whether_all_cells_can_be_hidden_with_all_totals_visible(rows: list[tuple[int, ...]]):
    places = list(itertools.product(range(len(rows)), range(3)))
    columns = [sum(column) for column in zip(*rows, strict=True)]
    equations = [({(i, j): 1 for j in range(3)}, sum(row)) for i, row in enumerate(rows)]
    equations += [({(i, j): 1 for i in range(len(rows))}, total) for j, total in enumerate(columns)]
    solved = solve(dict.fromkeys(places, (0, 1000)), equations)
    small = [(i, j) for i, j in places if 0 < rows[i][j] < LEAST]
    has_room = all(solved[i, j][0] == 0 and solved[i, j][1] >= min(LEAST, columns[j]) for i, j in small)
    assert can_all_be_hidden(rows, LEAST) is has_room
