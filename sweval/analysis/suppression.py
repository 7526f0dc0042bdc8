"""Complementary suppression (附带隐去): what else to hide so that a small count can't be worked out from the totals.

A table with its totals is a network: each row and each column is a node, each cell an edge between its row and its
column, totals running the other way, and what flows into a node flows out of it (Cox, Journal of the American
Statistical Association 90, 1995). Hidden cells can have other values than their own exactly where a way leads back
along hidden cells on which every value can move by one; so no solver is needed, neither to hide nor to judge.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

#: A cell's row and column; the last row and the last column are the totals.
Place = tuple[int, int]
#: No reader knows an upper limit.
_ENDLESS: Final = 1 << 60


@dataclass(frozen=True)
class Margins:
    """A table of counts with its totals, as its readers may reason about it.

    ``counts``: rows of equal length; ``None`` is a cell that doesn't exist. ``people``: for each column, how many
    people it has at most in one cell and at least in all, ``None`` where readers don't know. ``totals_stay``: no
    row's or column's total may be hidden; the total of all never is.
    """

    counts: Sequence[Sequence[int | None]]
    people: Sequence[int | None] = ()
    totals_stay: bool = False

    def cells(self) -> dict[Place, int]:
        """Every cell that exists, totals among them."""
        found = {(i, j): n for i, row in enumerate(self.counts) for j, n in enumerate(row) if n is not None}
        wide, high = len(self.counts[0]), len(self.counts)
        for (i, j), n in list(found.items()):
            for place in ((i, wide), (high, j), (high, wide)):
                found[place] = found.get(place, 0) + n
        return found

    def protected(self, least: int, hidden: Collection[Place] = ()) -> frozenset[Place] | None:
        """The cells to hide: those of 1 to ``least - 1``, ``hidden``, and what would give one of them away.

        ``None`` where hiding cells doesn't help, so that the table can't be shown at all.
        """
        network = _Network(self)
        free = set(network.edges) - network.fixed
        found = {place for place in free if 0 < network.edges[place].value < least} | (set(hidden) & free)
        for place in sorted(found):
            if not network.free_to_move(place, found):
                way = network.way(place, found, free)
                if way is None:
                    return None
                found |= way
        return frozenset(found)

    def known(self, hidden: Collection[Place]) -> frozenset[Place]:
        """The hidden cells that readers can work out all the same."""
        network, there = _Network(self), set(hidden)
        return frozenset(place for place in there if not network.free_to_move(place, there))


_Node = tuple[str, int]


@dataclass(frozen=True)
class _Edge:
    tail: _Node
    head: _Node
    value: int
    low: int
    high: int

    def ends(self) -> Iterator[tuple[_Node, _Node]]:
        """From where to where it can be passed: along it where it can grow, against it where it can shrink."""
        if self.value < self.high:
            yield self.tail, self.head
        if self.value > self.low:
            yield self.head, self.tail


class _Network:
    """The cells as edges, and from each node where one of its cells leads."""

    def __init__(self, table: Margins) -> None:
        high, wide = len(table.counts), len(table.counts[0])
        self.edges: dict[Place, _Edge] = {}
        self._steps: dict[_Node, list[tuple[_Node, Place]]] = {}
        cells = table.cells()
        people = {j: n for j, n in enumerate(table.people) if n is not None}
        for (i, j), value in cells.items():
            row, column, low, most = ("row", i), ("column", j), 0, _ENDLESS
            if (i == high) != (j == wide):
                row, column = column, row
                # Where the data contradict themselves, no reader can rely on them.
                low = min(people.get(j, 0), value)
            elif j in people and i != high:
                most = max(people[j], value)
            edge = self.edges[i, j] = _Edge(row, column, value, low, most)
            for start, end in edge.ends():
                self._steps.setdefault(start, []).append((end, (i, j)))
        totals = {place for place in cells if place[0] == high or place[1] == wide}
        self.fixed = totals if table.totals_stay else {(high, wide)}

    def free_to_move(self, place: Place, hidden: Set[Place]) -> bool:
        """Whether a hidden cell can have another value than its own."""
        return any(self._leads(end, start, place, hidden) for start, end in self.edges[place].ends())

    def _leads(self, start: _Node, end: _Node, without: Place, hidden: Set[Place]) -> bool:
        seen, todo = {start}, [start]
        while todo:
            for other, place in self._steps.get(todo.pop(), ()):
                if other not in seen and place in hidden and place != without:
                    if other == end:
                        return True
                    seen.add(other)
                    todo.append(other)
        return False

    def way(self, place: Place, hidden: Set[Place], over: Set[Place]) -> set[Place] | None:
        """The cells ``over`` which the cheapest way leads by which a cell can change; ``None``: it can't.

        Cells already ``hidden`` cost nothing, others the more the more people are in them.
        """
        ways = [self._cheapest(end, start, place, hidden, over) for start, end in self.edges[place].ends()]
        found = [way for way in ways if way is not None]
        return set(min(found)[1]) if found else None

    def _cheapest(
        self, start: _Node, end: _Node, without: Place, hidden: Set[Place], over: Set[Place]
    ) -> tuple[int, list[Place]] | None:
        queue: list[tuple[int, int, _Node, list[Place]]] = [(0, 0, start, [])]
        seen = set()
        while queue:
            cost, _, node, way = heapq.heappop(queue)
            if node == end:
                return cost, way
            if node not in seen:
                seen.add(node)
                for other, place in self._steps.get(node, ()):
                    if place in over and place != without and other not in seen:
                        price = 0 if place in hidden else 1 + self.edges[place].value
                        heapq.heappush(queue, (cost + price, len(way) + 1, other, [*way, place]))
        return None
