"""Severity of experts over stations (评委宽严): an additive model of what was scored and who scored it.

``rate = target + expert + chance``, fitted by least squares with the experts' mean severity 0. A target is one leaf
in one area of one station. Experts can only be compared where a chain of shared targets connects them: over several
unconnected groups severity and quality can't be told apart, and each group has a mean of its own.

Targets are swept out (each rate less its target's mean), which leaves the experts' normal equations
``L s = b`` with ``L`` the Laplacian of who shares targets with whom; ``s = L⁺ b`` (Searle, Linear Models, 1971,
on connected two-way designs). Standard errors are ``σ √(L⁺)ᵢᵢ``, intervals Student's at 95 %.
A diagnosis that never changes a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from sweval.analysis.quantiles import t_quantile
from sweval.district.summary import Rating

#: Fewer shared targets than this say nothing about an expert.
LEAST_TARGETS: Final = 6


@dataclass(frozen=True)
class Severity:
    """One expert: by how much of the full mark she scores above (below 0: below) the mean of her group, 0 to 1."""

    expert: str
    targets: int
    stations: int
    group: int
    value: float
    #: At 95 %; ``None`` below :data:`LEAST_TARGETS` targets or without degrees of freedom.
    interval: tuple[float, float] | None

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


@dataclass(frozen=True)
class Model:
    """All experts who shared targets; ``groups`` counts the unconnected groups among them."""

    experts: tuple[Severity, ...]
    groups: int
    #: Standard deviation of what neither target nor expert explains, as a share of the full mark.
    residual: float | None

    @property
    def connected(self) -> bool:
        """Whether every expert can be compared with every other."""
        return self.groups == 1


def model(ratings: Sequence[Rating]) -> Model | None:
    """Fit the model to the targets that two experts or more scored; ``None`` where there is none."""
    by_target: dict[str, dict[str, float]] = {}
    for rating in ratings:
        by_target.setdefault(rating.target, {})[rating.expert] = float(rating.rate)
    shared = {target: rates for target, rates in by_target.items() if len(rates) > 1}
    if not shared:
        return None
    # e2 before e10.
    experts = sorted({expert for rates in shared.values() for expert in rates}, key=lambda id: (len(id), id))
    groups = _groups(experts, shared.values())
    index = {expert: n for n, expert in enumerate(experts)}
    laplacian, right = _normal_equations(index, shared.values())
    inverse = _pseudo_inverse(laplacian, [groups[expert] for expert in experts])
    severity = [sum(a * b for a, b in zip(row, right, strict=True)) for row in inverse]
    variance, freedom = _residual(index, severity, shared.values(), len(set(groups.values())))
    found = []
    for expert, place in index.items():
        mine = [target for target, rates in shared.items() if expert in rates]
        interval = None
        if variance is not None and len(mine) >= LEAST_TARGETS:
            half = t_quantile(0.975, freedom) * sqrt(variance * max(inverse[place][place], 0.0))
            interval = (severity[place] - half, severity[place] + half)
        stations = len({target.partition("/")[0] for target in mine})
        found.append(Severity(expert, len(mine), stations, groups[expert], severity[place], interval))
    residual = None if variance is None else sqrt(variance)
    return Model(tuple(found), len(set(groups.values())), residual)


def _groups(experts: Sequence[str], targets: Iterable[dict[str, float]]) -> dict[str, int]:
    """Which experts a chain of shared targets connects: the number of each one's group, from 1."""
    head = {expert: expert for expert in experts}

    def root(expert: str) -> str:
        while head[expert] != expert:
            expert = head[expert]
        return expert

    for rates in targets:
        first, *others = rates
        for other in others:
            head[root(other)] = root(first)
    heads = sorted({root(expert) for expert in experts})
    return {expert: heads.index(root(expert)) + 1 for expert in experts}


def _normal_equations(
    index: dict[str, int], targets: Iterable[dict[str, float]]
) -> tuple[list[list[float]], list[float]]:
    size = len(index)
    laplacian = [[0.0] * size for _ in range(size)]
    right = [0.0] * size
    for rates in targets:
        mean = sum(rates.values()) / len(rates)
        for expert, rate in rates.items():
            i = index[expert]
            right[i] += rate - mean
            laplacian[i][i] += 1
            for other in rates:
                laplacian[i][index[other]] -= 1 / len(rates)
    return laplacian, right


def _pseudo_inverse(laplacian: list[list[float]], groups: Sequence[int]) -> list[list[float]]:
    """``L⁺``: with each group's all-ones matrix (over its size) added ``L`` can be inverted, and taken off again after."""
    size = len(groups)
    held = {group: list(groups).count(group) for group in groups}
    ones = [
        [1 / held[groups[i]] if groups[i] == groups[j] else 0.0 for j in range(size)] for i in range(size)
    ]
    inverse = _inverse([[laplacian[i][j] + ones[i][j] for j in range(size)] for i in range(size)])
    return [[inverse[i][j] - ones[i][j] for j in range(size)] for i in range(size)]


def _inverse(matrix: list[list[float]]) -> list[list[float]]:
    """Gauss and Jordan with partial pivots."""
    size = len(matrix)
    work = [[*row, *(1.0 if i == j else 0.0 for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(work[row][column]))
        work[column], work[pivot] = work[pivot], work[column]
        scale = work[column][column]
        work[column] = [value / scale for value in work[column]]
        for row in range(size):
            factor = work[row][column]
            if row != column and factor:
                work[row] = [a - factor * b for a, b in zip(work[row], work[column], strict=True)]
    return [row[size:] for row in work]


def _residual(
    index: dict[str, int], severity: Sequence[float], targets: Iterable[dict[str, float]], groups: int
) -> tuple[float | None, int]:
    """The residual variance and its degrees of freedom: ratings less targets less experts, one expert a group being given."""
    total, count, number = 0.0, 0, 0
    for rates in targets:
        number += 1
        adjusted = [rate - severity[index[expert]] for expert, rate in rates.items()]
        mean = sum(adjusted) / len(adjusted)
        total += sum((value - mean) ** 2 for value in adjusted)
        count += len(adjusted)
    freedom = count - number - (len(index) - groups)
    return (total / freedom, freedom) if freedom > 0 else (None, 0)
