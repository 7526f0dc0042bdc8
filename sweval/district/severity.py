"""Severity of experts over stations (评委宽严): an additive model of targets and experts.

``rate = target + expert + error``, fitted by least squares. A target is a leaf in an area of a station. Experts are
comparable only where a chain of shared targets connects them; the severities of each connected group have the mean 0.

Subtracting the mean of each target leaves the experts' normal equations ``L s = b``, with ``L`` the Laplacian of the
graph of experts who share targets; ``s = L⁺ b`` (Searle, Linear Models, 1971, on connected two-way designs). Standard
errors are ``σ √(L⁺)ᵢᵢ``, intervals Student's at 95 %. The model never changes a score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from sweval.analysis.scores.quantiles import t_quantile
from sweval.district.summary import Rating

#: The minimum number of shared targets for which an expert has an interval.
MIN_TARGETS: Final = 6


@dataclass(frozen=True)
class Severity:
    """An expert; ``value`` is the deviation of her scores from the mean of her group, as a share of the full mark."""

    expert: str
    targets: int
    stations: int
    group: int
    value: float
    #: At 95 %; ``None`` below :data:`MIN_TARGETS` targets or without degrees of freedom.
    interval: tuple[float, float] | None

    @property
    def is_outlier(self) -> bool:
        """Whether the interval excludes 0."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


@dataclass(frozen=True)
class Model:
    """All experts who share targets; ``groups`` is the number of connected groups."""

    experts: tuple[Severity, ...]
    groups: int
    #: The residual standard deviation, as a share of the full mark.
    residual: float | None

    @property
    def connected(self) -> bool:
        """Whether every expert can be compared with every other."""
        return self.groups == 1


def model(ratings: Sequence[Rating]) -> Model | None:
    """Fit the model to the targets of at least two experts; ``None`` where there is no such target."""
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
    # Imported here: most calls of the program have no district.
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    rates = np.array([[by_expert.get(expert, np.nan) for expert in experts] for by_expert in shared.values()])
    scored = ~np.isnan(rates)
    laplacian = np.diag(scored.sum(axis=0)) - scored.T @ (scored / scored.sum(axis=1, keepdims=True))
    right = np.nansum(rates - np.nanmean(rates, axis=1, keepdims=True), axis=0)
    groups, group = connected_components(laplacian, directed=False)
    # L⁺ = (L + J)⁻¹ − J, with J the all-ones matrix of each group over its size.
    same_group = group[:, None] == group
    ones = same_group / same_group.sum(axis=1)
    inverse = np.linalg.inv(laplacian + ones) - ones
    severity = inverse @ right

    left = rates - severity
    left -= np.nanmean(left, axis=1, keepdims=True)
    # Ratings − targets − experts, each group leaving one expert undetermined.
    freedom = int(scored.sum()) - len(shared) - (len(experts) - groups)
    residual = sqrt(np.nansum(left**2) / freedom) if freedom > 0 else None
    found = []
    for n, expert in enumerate(experts):
        targets = [target for target, by_expert in shared.items() if expert in by_expert]
        value, interval = float(severity[n]), None
        if residual is not None and len(targets) >= MIN_TARGETS:
            half = t_quantile(0.975, freedom) * residual * sqrt(max(inverse[n, n], 0.0))
            interval = (value - half, value + half)
        stations = len({target.partition("/")[0] for target in targets})
        found.append(Severity(expert, len(targets), stations, int(group[n]) + 1, value, interval))
    return Model(tuple(found), groups, residual)
