"""Which counts of a table with totals to hide, so that no small one can be computed from the others.

A table with its totals is a network: rows and columns are nodes, each cell is an edge between its row and its column,
edges of totals run the other way, and the flow into a node equals the flow out of it (Cox, Journal of the American
Statistical Association 90, 1995). The range of a hidden cell is a maximum flow between its ends through the other
hidden cells, in whole numbers; so neither hiding nor checking needs a solver.

Two ways of publishing, both safe against a reader who has this program:

*With a key* (:meth:`CountTable.protected`): small cells and some others are hidden. The feasible range of each hidden
cell contains [0, 5], or is above the small counts (Fischetti & Salazar, INFORMS Journal on Computing 13, 2001). The
others are drawn with the key, and a few cells are hidden at random. So for every table that fits the visible cells
there is a key that hides the same cells: the program reveals no more than the totals do.

*Without a key* (:meth:`CountTable.safe_as_ranges`): each cell is shown as a range of ten. What is printed depends on
that cell alone, so the choice reveals nothing.
"""

from __future__ import annotations

import hashlib
import heapq
import hmac
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from sweval.domain.station.station import Correction, Station
from sweval.domain.values.row import Row

#: The tables whose counts may be hidden, and the columns that count people.
COUNT_COLUMNS = {"coverage": ("persons",), "satisfaction": ("count", "aware")}
#: A cell's row and column; the last row and the last column are the totals.
Place = tuple[int, int]
#: The upper bound of a cell for which readers know none.
_UNBOUNDED: Final = 1 << 30
#: Where any cell is hidden, one in this many others is hidden at random.
_ONE_IN: Final = 128
#: How many counts a printed range contains.
RANGE_WIDTH: Final = 10


def can_all_be_hidden(rows: Sequence[Sequence[int]], threshold: int) -> bool:
    """Whether all cells hidden and all totals visible, each count below ``threshold`` may be anything from 0 to it.

    A cell is no less than row total + column total − grand total, and no more than either of the first two (Fréchet's
    bounds).
    """
    columns = [sum(column) for column in zip(*rows, strict=True)]
    return all(
        sum(row) + columns[j] <= sum(columns) and sum(row) >= min(threshold, columns[j])
        for row in rows
        for j, n in enumerate(row)
        if 0 < n < threshold
    )


@dataclass(frozen=True)
class CountTable:
    """A table of counts, and what its readers know of it.

    ``counts``: rows of equal length; ``None`` is a cell that doesn't exist. ``people``: the people of each column, an
    upper bound of each of its cells and a lower bound of its total, ``None`` where readers don't know them. The grand
    total is always visible. ``threshold``: a count of 1 to ``threshold - 1`` is small.
    """

    counts: tuple[tuple[int | None, ...], ...]
    people: tuple[int | None, ...] = ()
    threshold: int = 5
    #: The columns for which readers know how many cells aren't 0.
    filled: frozenset[int] = frozenset()

    @cached_property
    def cells(self) -> dict[Place, int]:
        """Every cell that exists, totals included."""
        found = {(i, j): n for i, row in enumerate(self.counts) for j, n in enumerate(row) if n is not None}
        high, wide = self.shape
        for (i, j), n in list(found.items()):
            for place in ((i, wide), (high, j), (high, wide)):
                found[place] = found.get(place, 0) + n
        return found

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and columns, totals left out."""
        return len(self.counts), len(self.counts[0])

    @cached_property
    def small(self) -> frozenset[Place]:
        """The cells that must be neither visible nor computable."""
        return frozenset(place for place, n in self.cells.items() if 0 < n < self.threshold) - {self.shape}

    def protected(
        self, key: bytes, names: Collection[str], hidden: Collection[Place] = ()
    ) -> frozenset[Place] | None:
        """The cells to hide: the small ones, ``hidden``, and others that protect these, drawn with ``key``.

        ``names``: of the rows and then the columns, so that the same cells are drawn in another year's table.
        ``None`` where no choice of cells protects the table, so that all of it must be hidden.
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

    def safe_as_ranges(self) -> bool:
        """Whether ranges of ten protect every small cell, with the totals of columns shown exactly.

        Totals of rows are shown as the sums of their cells' ranges, which adds no information.
        """
        for j, column in enumerate(zip(*self.counts, strict=True)):
            ranges = [None if n is None else self._known_range(n, j) for n in column]
            low, high = (sum(ends[side] for ends in ranges if ends) for side in (0, 1))
            total = sum(n or 0 for n in column)
            for value, ends in zip(column, ranges, strict=True):
                if value is None or not ends or not 0 < value < self.threshold:
                    continue
                lowest, highest = total - (high - ends[1]), min(ends[1], total - (low - ends[0]))
                if lowest > ends[0] or highest < min(self.threshold, ends[1]):
                    return False
        return True

    def _known_range(self, value: int, column: int) -> tuple[int, int]:
        """The printed range of a cell, narrowed by what readers know of its column."""
        low, high = ten_range(value)
        low = max(low, min(1, value)) if column in self.filled else low
        people = self.people[column] if self.people else None
        return low, high if people is None else max(min(high, people), value)

    def ranges(self, hidden: Collection[Place]) -> dict[Place, tuple[int, int]]:
        """The lowest and highest possible value of each hidden cell, given all visible ones."""
        network, cells = _Network(self), set(hidden)
        return {place: network.range_of(place, cells) for place in cells}

    @cached_property
    def known(self) -> dict[Place, tuple[int, int]]:
        """Bounds of each cell that readers know before they see the table."""
        high, wide = self.shape
        people = {j: n for j, n in enumerate(self.people) if n is not None}
        known = {}
        for (i, j), value in self.cells.items():
            low, top = 0, _UNBOUNDED
            # Data that contradict themselves give no bound.
            if i == high and j != wide:
                low = min(people.get(j, 0), value)
            elif j in people and j != wide:
                top = max(people[j], value)
            if i != high and j in self.filled:
                # The number of cells above 0 may imply that no hidden one is 0.
                low = min(1, value)
            known[i, j] = (low, top)
        # A total is no less than the sum of its cells' lower bounds.
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
    """A number from 0 to 1 for each cell, which can't be computed without the key."""
    labels = list(names)
    rows, columns = [*labels[: shape[0]], ""], [*labels[shape[0] :], ""]
    return {
        (i, j): int.from_bytes(
            hmac.digest(key, f"{rows[i]}\n{columns[j]}".encode(), hashlib.sha256)[:8], "big"
        )
        / 2**64
        for i, j in free
    }


def ten_range(value: int) -> tuple[int, int]:
    """The range of ten that contains a count.

    >>> ten_range(7), ten_range(30)
    ((0, 9), (30, 39))
    """
    low = value // RANGE_WIDTH * RANGE_WIDTH
    return low, low + RANGE_WIDTH - 1


class _Network:
    """The cells as edges, and the neighbours of each node."""

    def __init__(self, table: CountTable) -> None:
        high, wide = table.shape
        self.threshold, self.values, self.known = table.threshold, table.cells, table.known
        self.edges: dict[Place, tuple[int, int]] = {}
        self._around: dict[int, list[tuple[int, Place, int]]] = {}
        for i, j in self.values:
            # Nodes 0 to ``high`` are rows, the nodes after them columns.
            tail, head = i, high + 1 + j
            if (i == high) != (j == wide):
                tail, head = head, tail
            self.edges[i, j] = tail, head
            self._around.setdefault(tail, []).append((head, (i, j), 1))
            self._around.setdefault(head, []).append((tail, (i, j), -1))

    def has_room(self, place: Place, hidden: Set[Place]) -> bool:
        """Whether a hidden cell may be anything from 0 to ``threshold``, or surely isn't small and has as wide a range."""
        low, top = self._wanted(place)
        value = self.values[place]
        up, _ = self._moved(place, 1, top - value, hidden)
        if value + up >= top and self._moved(place, -1, value - low, hidden)[0] == value - low:
            return True
        if value < self.threshold:
            return False
        lowest, highest = self.range_of(place, hidden)
        return lowest >= self.threshold and highest - lowest >= self.threshold

    def _wanted(self, place: Place) -> tuple[int, int]:
        """The range that a hidden cell must have, within the bounds that are known anyway."""
        low, high = self.known[place]
        return low, min(self.threshold, high)

    def range_of(self, place: Place, hidden: Set[Place]) -> tuple[int, int]:
        """The lowest and highest possible value of a hidden cell."""
        value, (low, high) = self.values[place], self.known[place]
        up, _ = self._moved(place, 1, high - value, hidden)
        down, _ = self._moved(place, -1, value - low, hidden)
        return value - down, value + up

    def widened(
        self, place: Place, hidden: Set[Place], free: Set[Place], chance: dict[Place, float]
    ) -> set[Place] | None:
        """Further cells to hide, so that a hidden cell has its range; ``None`` where no choice gives it."""
        value, (low, top) = self.values[place], self._wanted(place)
        prices = {cell: 0.0 if cell in hidden else 1.0 + chance[cell] for cell in free}
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
        """How far up (1) or down (-1) a cell can move, ``far`` at most, through the cells ``over``; and those that moved."""
        tail, head = self.edges[place]
        start, end = (head, tail) if way > 0 else (tail, head)
        values: dict[Place, int] = {}
        done = 0
        while done < far:
            path = self._path(start, end, place, over, values, prices)
            if path is None:
                break
            step = min(far - done, *(self._left(cell, by, values) for cell, by in path))
            for cell, by in path:
                values[cell] = values.get(cell, self.values[cell]) + by * step
                if prices is not None:
                    prices[cell] = 0.0
            done += step
        return max(done, 0), {cell for cell, value in values.items() if value != self.values[cell]}

    def _left(self, place: Place, by: int, values: dict[Place, int]) -> int:
        """How far a cell can still move in one direction."""
        low, high = self.known[place]
        value = values.get(place, self.values[place])
        return high - value if by > 0 else value - low

    def _path(
        self,
        start: int,
        end: int,
        without: Place,
        over: Set[Place],
        values: dict[Place, int],
        prices: dict[Place, float] | None,
    ) -> list[tuple[Place, int]] | None:
        """The cheapest path of cells that can all still move; without prices, the shortest."""
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


# --- earlier reports --------------------------------------------------------------------------------


def earlier_versions(station: Station) -> Iterator[Station]:
    """Data that earlier reports may have shown: of assessments before this one, and this one's before corrections.

    Counts hidden in an earlier report stay hidden: two reports that hide different counts would reveal some of them.
    """
    yield from station.earlier
    counts = [c for c in station.corrections if c.field in COUNT_COLUMNS.get(c.table, ())]
    for day in sorted({correction.on for correction in counts}):
        before = station
        for c in (c for c in counts if c.on >= day):
            rows = tuple(_undone(row, c) if row.row == c.row else row for row in before.rows(c.table))
            before = replace(before, **{c.table: rows})  # type: ignore[arg-type]
        # Earlier assessments come separately.
        yield replace(before, earlier=(), corrections=())


def _undone(row: Row, correction: Correction) -> Row:
    """A row before a correction; unchanged where the cell was empty, since an empty cell showed nothing."""
    was = correction.expect.strip()
    return replace(row, **{correction.field: int(was)}) if was.isdecimal() else row
