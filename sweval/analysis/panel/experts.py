"""The panel (评委): agreement of the experts, their deviations from each other, and the effect of each on the result.

All comparisons use score rates: an expert's score for a leaf in an area, as a share of the leaf's full mark. Recused
experts are left out, as in scoring. A diagnosis for the evaluator: it changes no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import sqrt
from typing import Final

from sweval.analysis.panel import agreement
from sweval.analysis.scores.combining import mean
from sweval.analysis.scores.grades import TrialGrade, trial
from sweval.analysis.scores.quantiles import t_quantile
from sweval.analysis.scores.results import Scoring
from sweval.analysis.scores.scoring import Unscorable, score
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.rows import Expert, LeafInput, Score
from sweval.domain.station.sheet import Place
from sweval.domain.station.station import Station

#: With fewer targets, agreement isn't computed.
MINIMUM_TARGETS: Final = 6
#: How many of the targets on which experts differ most are listed.
LEADING: Final = 3


@dataclass(frozen=True)
class Target:
    """A leaf in one area (``None``: the whole station), with each expert's rate and rows by the expert's id."""

    leaf: Node
    area: Place
    rates: Mapping[str, Fraction]
    rows: Mapping[str, tuple[Score | LeafInput, ...]]

    @property
    def spread(self) -> Fraction:
        """The highest rate minus the lowest."""
        return max(self.rates.values()) - min(self.rates.values())


@dataclass(frozen=True)
class Deviation:
    """The mean difference of an expert's rates from the mean of the others on the same ``targets``.

    ``interval`` is Student's at 95 % over the targets; ``None`` below :data:`MINIMUM_TARGETS`.
    """

    targets: int
    mean: Fraction
    interval: tuple[float, float] | None

    @property
    def is_outlier(self) -> bool:
        """Whether the interval excludes 0."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


@dataclass(frozen=True)
class Member:
    """An expert who scored: mean rate, deviation from the others, and the result ``without`` the expert.

    ``without`` follows all rules of combining and rounding; ``None`` where a leaf couldn't be scored.
    """

    expert: Expert
    rows: tuple[Score | LeafInput, ...]
    mean: Fraction
    deviation: Deviation | None
    without: TrialGrade | None


@dataclass(frozen=True)
class Panel:
    """The experts' scores compared; measures of agreement are ``None`` where too few targets have several scores."""

    targets: tuple[Target, ...]
    members: tuple[Member, ...]
    #: Targets that every member scored, from which the intraclass correlation is computed.
    complete: tuple[Target, ...]
    intraclass: agreement.Intraclass | None
    alpha: Fraction | None
    #: Whether the same experts scored every area of each leaf; ``None`` where no leaf is scored by area.
    same_experts: bool | None

    @property
    def shared(self) -> tuple[Target, ...]:
        """Targets that several experts scored."""
        return tuple(target for target in self.targets if len(target.rates) > 1)

    @property
    def mean_difference(self) -> Fraction | None:
        """The mean absolute difference of two experts' rates, over all pairs who scored the same target."""
        differences = [
            abs(a - b) for target in self.shared for a, b in combinations(target.rates.values(), 2)
        ]
        return mean(differences) if differences else None

    @property
    def widest(self) -> tuple[Target, ...]:
        """The targets on which the experts differ most, at most :data:`LEADING`."""
        ordered = sorted(self.shared, key=lambda target: -target.spread)
        return tuple(target for target in ordered[:LEADING] if target.spread)


def assess(
    station: Station, scheme: Scheme, scoring: Scoring, rates: Mapping[str, Decimal] | None = None
) -> Panel | None:
    """Compare the experts; ``None`` where only agreed scores were given.

    ``rates``: completion rates, as for :func:`sweval.analysis.scores.scoring.score`.
    """
    known = {expert.id: expert for expert in station.experts}
    every = tuple(targets(scoring, known))
    scored = {id: [t for t in every if id in t.rates] for id in known}
    experts = [known[id] for id, own in scored.items() if own]
    if not experts:
        return None
    complete = tuple(target for target in every if len(target.rates) == len(experts))
    shared = [tuple(target.rates.values()) for target in every if len(target.rates) > 1]
    return Panel(
        every,
        tuple(
            Member(
                expert,
                tuple(row for target in scored[expert.id] for row in target.rows[expert.id]),
                mean([target.rates[expert.id] for target in scored[expert.id]]),
                _deviation(expert.id, every),
                _without(expert.id, station, scheme, rates or {}) if len(experts) > 1 else None,
            )
            for expert in experts
        ),
        complete,
        _intraclass(complete, [expert.id for expert in experts]),
        agreement.alpha(shared) if len(shared) >= MINIMUM_TARGETS else None,
        _same_experts(every),
    )


def targets(scoring: Scoring, known: Mapping[str, Expert]) -> list[Target]:
    """Every leaf and area that experts scored, with the rate of each expert."""
    found = []
    for node in scoring.nodes:
        leaf = node.node
        for area in node.areas:
            votes = [vote for vote in area.votes if vote.rater in known]
            if votes:
                marks = {vote.rater or "": leaf.rule.marks(vote.input, leaf.full_mark) for vote in votes}
                rates = {id: mark / Fraction(leaf.full_mark) for id, mark in marks.items()}
                found.append(Target(leaf, area.area, rates, {vote.rater or "": vote.rows for vote in votes}))
    return found


def _intraclass(complete: Sequence[Target], experts: Sequence[str]) -> agreement.Intraclass | None:
    if len(complete) < MINIMUM_TARGETS or len(experts) < 2:
        return None
    return agreement.intraclass([[target.rates[id] for id in experts] for target in complete])


def _same_experts(targets: Sequence[Target]) -> bool | None:
    by_leaf: dict[str, set[frozenset[str]]] = {}
    for target in targets:
        if target.area is not None:
            by_leaf.setdefault(target.leaf.id, set()).add(frozenset(target.rates))
    return all(len(groups) == 1 for groups in by_leaf.values()) if by_leaf else None


def _deviation(expert: str, targets: Sequence[Target]) -> Deviation | None:
    """``d = rate − mean of the others' rates`` on each target; their mean, and ``± t · s / √n`` about it."""
    differences = [
        target.rates[expert] - mean([rate for id, rate in target.rates.items() if id != expert])
        for target in targets
        if expert in target.rates and len(target.rates) > 1
    ]
    if not differences:
        return None
    middle, n = mean(differences), len(differences)
    if n < MINIMUM_TARGETS:
        return Deviation(n, middle, None)
    variance = sum((d - middle) ** 2 for d in differences) / (n - 1)
    half = t_quantile(0.975, n - 1) * sqrt(variance / n)
    return Deviation(n, middle, (float(middle) - half, float(middle) + half))


def _without(
    expert: str, station: Station, scheme: Scheme, rates: Mapping[str, Decimal]
) -> TrialGrade | None:
    """The total and its grade without one expert's scores; vetoes aren't judged again."""
    smaller = replace(
        station,
        experts=tuple(replace(row, recused=True) if row.id == expert else row for row in station.experts),
    )
    try:
        total = score(smaller, scheme, rates).total
    except (Unscorable, ValueError):
        return None
    return trial(total, scheme)
