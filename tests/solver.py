"""What whoever holds a published table can work out of its hidden cells: by integer programming, knowing all its totals."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from sweval.analysis.survey.suppression import CountTable

#: No end, to a solver that needs one.
MANY = 100_000
#: Unknowns with their signs, and what they come to.
Equation = tuple[Mapping[Hashable, int], int]


def solve(
    unknown: Mapping[Hashable, tuple[int, int]], equations: Sequence[Equation]
) -> dict[Hashable, tuple[int, int]]:
    """The smallest and largest whole number each unknown can be, between its bounds and by all equations together."""
    number = {name: n for n, name in enumerate(unknown)}
    rows = np.zeros((len(equations), len(number)))
    for row, (parts, _) in zip(rows, equations, strict=True):
        for name, sign in parts.items():
            row[number[name]] = sign
    right = [total for _, total in equations]
    rules = LinearConstraint(rows, right, right) if equations else None
    low, most = (np.array([bounds[side] for bounds in unknown.values()], dtype=float) for side in (0, 1))
    found = {}
    for name, n in number.items():
        aim = np.zeros(len(number))
        aim[n] = 1
        ends = [
            milp(sign * aim, constraints=rules, integrality=np.ones(len(number)), bounds=Bounds(low, most))
            for sign in (1, -1)
        ]
        assert all(one.success for one in ends), "what was published fits no table"
        found[name] = (round(ends[0].x[n]), round(ends[1].x[n]))
    return found


def ranges(table: CountTable, hidden: Collection[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """The least and the most that each hidden cell of a table can be, for whoever knows its other cells and totals."""
    high, wide = table.shape
    people = {j: n for j, n in enumerate(table.people) if n is not None}
    unknown: dict[Hashable, tuple[int, int]] = {}
    for i, j in sorted(hidden):
        low, most = 0, MANY
        if i == high and j != wide:
            low = people.get(j, 0)
        elif j != wide:
            most = people.get(j, MANY)
            low = min(1, table.cells[i, j]) if j in table.filled else 0
        unknown[i, j] = (low, most)
    equations = list(_sums(table, frozenset(hidden)))
    return solve(unknown, equations)  # type: ignore[return-value]


def _sums(table: CountTable, hidden: Collection[tuple[int, int]]) -> Iterator[Equation]:
    high, wide = table.shape
    across = [([(i, j) for j in range(wide)], (i, wide)) for i in range(high + 1)]
    down = [([(i, j) for i in range(high)], (high, j)) for j in range(wide + 1)]
    for parts, total in across + down:
        signed = {**dict.fromkeys(parts, 1), total: -1}
        known = sum(
            sign * table.cells[p] for p, sign in signed.items() if p in table.cells and p not in hidden
        )
        left = {p: sign for p, sign in signed.items() if p in hidden}
        if left:
            yield left, -known
