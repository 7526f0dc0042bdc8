"""What whoever holds a published table can work out of its hidden cells: by integer programming, knowing all its totals."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from sweval.analysis.suppression import Margins

#: No end, to a solver that needs one.
MANY = 100_000


def ranges(table: Margins, hidden: Collection[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """The smallest and largest whole number each hidden cell can be, by integer programming over the totals."""
    cells = table.cells()
    high, wide = len(table.counts), len(table.counts[0])
    number = {place: n for n, place in enumerate(sorted(hidden))}
    rows, right = [], []

    def add(parts, total):
        row, known = np.zeros(len(number)), 0
        for place, sign in [*((p, 1) for p in parts), (total, -1)]:
            if place in number:
                row[number[place]] += sign
            elif place in cells:
                known += sign * cells[place]
        if row.any():
            rows.append(row)
            right.append(-known)

    for i in range(high + 1):
        add([(i, j) for j in range(wide)], (i, wide))
    for j in range(wide + 1):
        add([(i, j) for i in range(high)], (high, j))
    low, most = np.zeros(len(number)), np.full(len(number), MANY)
    for j, people in enumerate(table.people):
        for i in range(high + 1):
            if people is not None and (i, j) in number:
                (low if i == high else most)[number[i, j]] = people
    rules = LinearConstraint(np.array(rows), right, right) if rows else None
    for place, n in number.items():
        aim = np.zeros(len(number))
        aim[n] = 1
        ends = []
        for sign in (1, -1):
            answer = milp(
                sign * aim, constraints=rules, integrality=np.ones(len(number)), bounds=Bounds(low, most)
            )
            ends.append(round(answer.x[n]))
        yield place, ends[0], ends[1]
