"""Which counts of a table with its totals to withhold, so that no small one can be had back.

A table with its totals is a network: rows and columns are nodes, each cell an edge between its row and its column, the
totals running the other way, and what flows into a node flows out of it (Cox, Journal of the American Statistical
Association 90, 1995). How far a hidden cell can move is a greatest flow between its ends through the other hidden
cells, in whole numbers; so no solver is needed, neither to hide nor to judge.

Two ways of publishing, both safe against a reader who knows this program:

*With a key* (:meth:`Counts.protected`) small cells and some others are hidden. Each hidden cell's feasible range holds at
least [0, 5], or lies above the small counts altogether (Fischetti & Salazar, INFORMS Journal on Computing 13, 2001).
Which others are hidden is drawn with the key, and a few cells are hidden for no reason at all. So for every table that
fits what is shown there is a key that would have hidden the same cells: knowing the program tells nothing more than
the totals do.

*Without one* (:meth:`Counts.as_ranges`) no cell is told but by the ten it lies in: what is printed depends on that cell
alone, and so there is nothing to be learned from the choice.
"""

from __future__ import annotations

import hashlib
import heapq
import hmac
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

#: A cell's row and column; the last row and the last column are the totals.
Place = tuple[int, int]
#: No reader knows an upper limit.
_ENDLESS: Final = 1 << 30
#: One cell in so many is hidden for no reason, where anything is.
_ONE_IN: Final = 128
#: What a band holds, where cells are told by their band.
TEN: Final = 10


def can_all_be_hidden(rows: Sequence[Sequence[int]], least: int) -> bool:
    """Whether each small count of a table keeps its room where all cells are hidden and all totals told.

    A cell is at least what its row and column have beyond all, and at most the smaller of the two (Fréchet's bounds).
    """
    columns = [sum(column) for column in zip(*rows, strict=True)]
    return all(
        sum(row) + columns[j] <= sum(columns) and sum(row) >= min(least, columns[j])
        for row in rows
        for j, n in enumerate(row)
        if 0 < n < least
    )


@dataclass(frozen=True)
class CountTable:
    """A table of counts with its totals, as its readers may reason about it.

    ``counts``: rows of equal length; ``None`` is a cell that doesn't exist. ``people``: for each column, how many
    people it has at most in one cell and at least in all, ``None`` where readers don't know. The total of all is
    always told. ``least``: a count of 1 to ``least - 1`` is small.
    """

    counts: tuple[tuple[int | None, ...], ...]
    people: tuple[int | None, ...] = ()
    least: int = 5
    #: The columns of which readers know how many cells aren't 0.
    filled: frozenset[int] = frozenset()

    @cached_property
    def cells(self) -> dict[Place, int]:
        """Every cell that exists, totals among them."""
        found = {(i, j): n for i, row in enumerate(self.counts) for j, n in enumerate(row) if n is not None}
        high, wide = self.shape
        for (i, j), n in list(found.items()):
            for place in ((i, wide), (high, j), (high, wide)):
                found[place] = found.get(place, 0) + n
        return found

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are beside the totals."""
        return len(self.counts), len(self.counts[0])

    @cached_property
    def small(self) -> frozenset[Place]:
        """The cells that must not be told, nor be had back."""
        return frozenset(place for place, n in self.cells.items() if 0 < n < self.least) - {self.shape}

    def protected(
        self, key: bytes, names: Collection[str], hidden: Collection[Place] = ()
    ) -> frozenset[Place] | None:
        """The cells to hide: the small ones, ``hidden``, and what would give one of them away, drawn with ``key``.

        ``names`` are the rows' and the columns', so that the same cells are drawn of another year's table.
        ``None`` where hiding cells doesn't help, so that the table can't be told at all.
        """
        network = _Network(self)
        free = frozenset(network.edges) - {self.shape}
        chance = _chances(key, names, self.shape, free)
        found = set(self.small | (set(hidden) & free))
        if found:
            found |= {place for place in free if chance[place] < 1 / _ONE_IN}
        todo = sorted(found, key=lambda place: chance[place])
        while todo:
            place = todo.pop()
            if not network.has_room(place, found):
                more = network.widened(place, found, free, chance)
                if more is None:
                    return None
                found |= more
                todo = sorted(found, key=lambda place: chance[place])
        return frozenset(found)

    def as_ranges(self) -> bool:
        """Whether every small cell keeps its room where cells are told by their tens, and the columns' totals as they are.

        The rows' totals are told as the sums of their cells' tens, which tells nothing more.
        """
        for j, column in enumerate(zip(*self.counts, strict=True)):
            bands = [None if n is None else self._ten(n, j) for n in column]
            low, most = (sum(band[side] for band in bands if band) for side in (0, 1))
            total = sum(n or 0 for n in column)
            for value, band in zip(column, bands, strict=True):
                if value is None or not band or not 0 < value < self.least:
                    continue
                least, top = total - (most - band[1]), min(band[1], total - (low - band[0]))
                if least > band[0] or top < min(self.least, band[1]):
                    return False
        return True

    def _ten(self, value: int, column: int) -> tuple[int, int]:
        """The ten that a cell of a column lies in, as far as its people reach."""
        low, most = ten_of(value)
        low = max(low, min(1, value)) if column in self.filled else low
        people = self.people[column] if self.people else None
        return low, most if people is None else max(min(most, people), value)

    def ranges(self, hidden: Collection[Place]) -> dict[Place, tuple[int, int]]:
        """The least and the most that each hidden cell can be, for whoever knows all others."""
        network, there = _Network(self), set(hidden)
        return {place: network.range_of(place, there) for place in there}

    @cached_property
    def known(self) -> dict[Place, tuple[int, int]]:
        """What everybody knows of each cell before the table is told."""
        high, wide = self.shape
        people = {j: n for j, n in enumerate(self.people) if n is not None}
        known = {}
        for (i, j), value in self.cells.items():
            low, most = 0, _ENDLESS
            # Where the data contradict themselves, no reader can rely on them.
            if i == high and j != wide:
                low = min(people.get(j, 0), value)
            elif j in people and j != wide:
                most = max(people[j], value)
            if i != high and j in self.filled:
                # It may follow that none of those hidden is 0.
                low = min(1, value)
            known[i, j] = (low, most)
        # So a total is known to be no less than its cells together.
        for i, j in known:
            if i == high or j == wide:
                low = sum(
                    floor
                    for (a, b), (floor, _) in known.items()
                    if a != high and b != wide and (i in (a, high)) and (j in (b, wide))
                )
                known[i, j] = (max(low, known[i, j][0]), known[i, j][1])
        return known


def _chances(
    key: bytes, names: Collection[str], shape: tuple[int, int], free: Collection[Place]
) -> dict[Place, float]:
    """A number from 0 to 1 for each cell, which nobody can compute without the key."""
    labels = list(names)
    rows, columns = [*labels[: shape[0]], ""], [*labels[shape[0] :], ""]
    return {
        (i, j): int.from_bytes(
            hmac.digest(key, f"{rows[i]}\n{columns[j]}".encode(), hashlib.sha256)[:8], "big"
        )
        / 2**64
        for i, j in free
    }


def ten_of(value: int) -> tuple[int, int]:
    """The ten that a count lies in.

    >>> ten_of(7), ten_of(30)
    ((0, 9), (30, 39))
    """
    low = value // TEN * TEN
    return low, low + TEN - 1


class _Network:
    """The cells as edges, and from each node where one of its cells leads."""

    def __init__(self, table: CountTable) -> None:
        high, wide = table.shape
        self.least, self.values, self.known = table.least, table.cells, table.known
        self.edges: dict[Place, tuple[int, int]] = {}
        self._around: dict[int, list[tuple[int, Place, int]]] = {}
        for i, j in self.values:
            # Rows are nodes from 0 on, columns from behind them on.
            tail, head = i, high + 1 + j
            if (i == high) != (j == wide):
                tail, head = head, tail
            self.edges[i, j] = tail, head
            self._around.setdefault(tail, []).append((head, (i, j), 1))
            self._around.setdefault(head, []).append((tail, (i, j), -1))

    def has_room(self, place: Place, hidden: Set[Place]) -> bool:
        """Whether a hidden cell can be anything from 0 to ``least``, or is not small whatever it is, and can move as far."""
        low, top = self._wanted(place)
        value = self.values[place]
        up, _ = self._moved(place, 1, top - value, hidden)
        if value + up >= top and self._moved(place, -1, value - low, hidden)[0] == value - low:
            return True
        if value < self.least:
            return False
        least, most = self.range_of(place, hidden)
        return least >= self.least and most - least >= self.least

    def _wanted(self, place: Place) -> tuple[int, int]:
        """From where to where a hidden cell should be able to move: what is known of it anyway is no loss."""
        low, most = self.known[place]
        return low, min(self.least, most)

    def range_of(self, place: Place, hidden: Set[Place]) -> tuple[int, int]:
        """The least and the most that a hidden cell can be."""
        value, (low, most) = self.values[place], self.known[place]
        up, _ = self._moved(place, 1, most - value, hidden)
        down, _ = self._moved(place, -1, value - low, hidden)
        return value - down, value + up

    def widened(
        self, place: Place, hidden: Set[Place], free: Set[Place], chance: dict[Place, float]
    ) -> set[Place] | None:
        """The cells to hide as well, so that a hidden cell has its room; ``None``: it can't have it."""
        value, (low, top) = self.values[place], self._wanted(place)
        prices = {one: 0.0 if one in hidden else 1.0 + chance[one] for one in free}
        more: set[Place] = set()
        for way, far in ((-1, value - low), (1, top - value)):
            moved, over = self._moved(place, way, far, free, prices)
            if moved < far:
                return None
            more |= over
        return more - hidden

    def _moved(
        self, place: Place, way: int, far: int, over: Set[Place], prices: dict[Place, float] | None = None
    ) -> tuple[int, set[Place]]:
        """How far, at most ``far``, a cell can move up (1) or down (-1) with cells ``over``, and with which of them."""
        tail, head = self.edges[place]
        start, end = (head, tail) if way > 0 else (tail, head)
        values: dict[Place, int] = {}
        done = 0
        while done < far:
            path = self._path(start, end, place, over, values, prices)
            if path is None:
                break
            step = min(far - done, *(self._left(one, by, values) for one, by in path))
            for one, by in path:
                values[one] = values.get(one, self.values[one]) + by * step
                if prices is not None:
                    prices[one] = 0.0
            done += step
        return max(done, 0), {one for one, value in values.items() if value != self.values[one]}

    def _left(self, place: Place, by: int, values: dict[Place, int]) -> int:
        low, most = self.known[place]
        value = values.get(place, self.values[place])
        return most - value if by > 0 else value - low

    def _path(
        self,
        start: int,
        end: int,
        without: Place,
        over: Set[Place],
        values: dict[Place, int],
        prices: dict[Place, float] | None,
    ) -> list[tuple[Place, int]] | None:
        """The cheapest way on which every cell can still move; the shortest where all cost the same."""
        came: dict[int, tuple[int, Place, int]] = {}
        seen: set[int] = set()
        queue: list[tuple[float, int, int]] = [(0.0, 0, start)]
        best = {start: 0.0}
        count = 0
        while queue:
            cost, _, node = heapq.heappop(queue)
            if node == end:
                path = []
                while node != start:
                    node, place, by = came[node]
                    path.append((place, by))
                return path
            if node in seen:
                continue
            seen.add(node)
            for other, place, by in self._around[node]:
                if (
                    other in seen
                    or place not in over
                    or place == without
                    or not self._left(place, by, values)
                ):
                    continue
                price = cost + (1.0 if prices is None else prices[place])
                if price < best.get(other, float("inf")):
                    best[other], came[other] = price, (node, place, by)
                    count += 1
                    heapq.heappush(queue, (price, count, other))
        return None
