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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from sweval.analysis.scores.quantiles import t_quantile
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
    def is_outlier(self) -> bool:
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
    return _fitted(shared, experts)


def _fitted(shared: Mapping[str, Mapping[str, float]], experts: Sequence[str]) -> Model:
    # Loaded where they are needed: most calls of the program have no district.
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    rates = np.array([[held.get(expert, np.nan) for expert in experts] for held in shared.values()])
    scored = ~np.isnan(rates)
    laplacian = np.diag(scored.sum(axis=0)) - scored.T @ (scored / scored.sum(axis=1, keepdims=True))
    right = np.nansum(rates - np.nanmean(rates, axis=1, keepdims=True), axis=0)
    groups, group = connected_components(laplacian, directed=False)
    # L⁺: with each group's all-ones matrix (over its size) added L can be inverted, and taken off again after.
    together = group[:, None] == group
    ones = together / together.sum(axis=1)
    inverse = np.linalg.inv(laplacian + ones) - ones
    severity = inverse @ right

    left = rates - severity
    left -= np.nanmean(left, axis=1, keepdims=True)
    # Ratings less targets less experts, one expert a group being given.
    freedom = int(scored.sum()) - len(shared) - (len(experts) - groups)
    residual = sqrt(np.nansum(left**2) / freedom) if freedom > 0 else None
    found = []
    for place, expert in enumerate(experts):
        mine = [target for target, held in shared.items() if expert in held]
        value, interval = float(severity[place]), None
        if residual is not None and len(mine) >= LEAST_TARGETS:
            half = t_quantile(0.975, freedom) * residual * sqrt(max(inverse[place, place], 0.0))
            interval = (value - half, value + half)
        stations = len({target.partition("/")[0] for target in mine})
        found.append(Severity(expert, len(mine), stations, int(group[place]) + 1, value, interval))
    return Model(tuple(found), groups, residual)
