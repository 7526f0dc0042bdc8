"""The panel (评委): how far the experts agree, who scores higher or lower than the others, and what each one moves.

Whatever is compared is a score rate: what an expert gave for one leaf in one area, as a share of the leaf's full
mark. Recused experts are left out as they are in scoring. A diagnosis for the evaluator: it changes no score.
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
from sweval.analysis.scores.scored import Scoring
from sweval.analysis.scores.scoring import Unscorable, score
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.rows import Expert, LeafInput, Score
from sweval.domain.station.sheet import Place
from sweval.domain.station.station import Station

#: Fewer targets than this say nothing about agreement.
LEAST_TARGETS: Final = 6
#: So many targets on which experts differ most are named.
LEADING: Final = 3


@dataclass(frozen=True)
class Target:
    """A leaf in one area (``None``: the whole station), and the rate each expert gave it."""

    leaf: Node
    area: Place
    rates: Mapping[str, Fraction]
    rows: Mapping[str, tuple[Score | LeafInput, ...]]

    @property
    def spread(self) -> Fraction:
        """The highest rate less the lowest."""
        return max(self.rates.values()) - min(self.rates.values())


@dataclass(frozen=True)
class Deviation:
    """How far an expert's rates lie above (below 0: below) the mean of the others on the same ``targets``.

    ``interval`` is Student's at 95 % over the targets; ``None`` below :data:`LEAST_TARGETS`.
    """

    targets: int
    mean: Fraction
    interval: tuple[float, float] | None

    @property
    def is_outlier(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


@dataclass(frozen=True)
class Member:
    """An expert who scored: the mean rate given, the deviation from the others, and the result without her.

    ``without`` keeps all rules of combining and rounding; ``None`` where something could then not be scored.
    """

    expert: Expert
    rows: tuple[Score | LeafInput, ...]
    mean: Fraction
    deviation: Deviation | None
    without: TrialGrade | None


@dataclass(frozen=True)
class Panel:
    """The experts' scores compared; measures of agreement are ``None`` where too little was scored by several."""

    targets: tuple[Target, ...]
    members: tuple[Member, ...]
    #: Targets that every member scored, from which the intraclass correlation is computed.
    complete: tuple[Target, ...]
    intraclass: agreement.Intraclass | None
    alpha: Fraction | None
    #: Whether the same experts scored every area, for all leaves scored by area; ``None`` where there is none.
    same_hands: bool | None

    @property
    def shared(self) -> tuple[Target, ...]:
        """Targets that more than one expert scored."""
        return tuple(target for target in self.targets if len(target.rates) > 1)

    @property
    def typical(self) -> Fraction | None:
        """How far the rates of two experts lie apart, on average over every two who scored the same target."""
        apart = [abs(a - b) for target in self.shared for a, b in combinations(target.rates.values(), 2)]
        return mean(apart) if apart else None

    @property
    def widest(self) -> tuple[Target, ...]:
        """The targets on which the experts differ most; where they don't differ, none."""
        ordered = sorted(self.shared, key=lambda target: -target.spread)
        return tuple(target for target in ordered[:LEADING] if target.spread)


def assess(
    station: Station, scheme: Scheme, scoring: Scoring, rates: Mapping[str, Decimal] | None = None
) -> Panel | None:
    """Compare the experts; ``None`` where scores were agreed and not given one by one.

    ``rates`` are those that :func:`sweval.analysis.scores.scoring.score` was given.
    """
    known = {expert.id: expert for expert in station.experts}
    every = tuple(targets(scoring, known))
    scored = {id: [t for t in every if id in t.rates] for id in known}
    experts = [known[id] for id, mine in scored.items() if mine]
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
        agreement.alpha(shared) if len(shared) >= LEAST_TARGETS else None,
        _same_hands(every),
    )


def targets(scoring: Scoring, known: Mapping[str, Expert]) -> list[Target]:
    """Every leaf of every area that an expert scored, with what each of them gave."""
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
    if len(complete) < LEAST_TARGETS or len(experts) < 2:
        return None
    return agreement.intraclass([[target.rates[id] for id in experts] for target in complete])


def _same_hands(targets: Sequence[Target]) -> bool | None:
    by_leaf: dict[str, set[frozenset[str]]] = {}
    for target in targets:
        if target.area is not None:
            by_leaf.setdefault(target.leaf.id, set()).add(frozenset(target.rates))
    return all(len(hands) == 1 for hands in by_leaf.values()) if by_leaf else None


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
    if n < LEAST_TARGETS:
        return Deviation(n, middle, None)
    variance = sum((d - middle) ** 2 for d in differences) / (n - 1)
    half = t_quantile(0.975, n - 1) * sqrt(variance / n)
    return Deviation(n, middle, (float(middle) - half, float(middle) + half))


def _without(
    expert: str, station: Station, scheme: Scheme, rates: Mapping[str, Decimal]
) -> TrialGrade | None:
    """The total and its grade with one expert's scores left out; vetoes stand beside and are not asked again."""
    smaller = replace(
        station,
        experts=tuple(replace(row, recused=True) if row.id == expert else row for row in station.experts),
    )
    try:
        total = score(smaller, scheme, rates).total
    except (Unscorable, ValueError):
        return None
    return trial(total, scheme)
