"""Robustness of the grade (等级的稳健性): would another reasonable way of scoring have given another grade?

Nominal results stand beside these and are never replaced: leave one area out, combine areas otherwise, weigh
components otherwise, the smallest change that moves the grade. A diagnosis for the evaluator.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from sweval.analysis.scores.combining import combine
from sweval.analysis.scores.grades import TrialGrade, grade, trial
from sweval.analysis.scores.scored import NodeScore, Scoring
from sweval.analysis.scores.scoring import score_again
from sweval.domain.scheme.scheme import Band, Scheme
from sweval.domain.scheme.tree import Way, Weights
from sweval.domain.station.sheet import weight_of_area
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import integer_percent, plain, round_to, to_decimal
from sweval.record.figures import Figure

#: By how much weights are moved, as shares of themselves.
MOVED_BY: Final = (Fraction(1, 10), Fraction(1, 4))
#: Draws of weights: the error of a drawn quantile then lies below the one decimal that is printed.
DRAWS: Final = 10_000
PLACES: Final = 9
#: That the grade was the same in all that was tried.
HELD: Final = "未改变"


class OtherWay(NamedTuple):
    """Another way of combining areas: its name, the way, and what areas count by."""

    name: str
    way: Way
    by: Weights | None = None


WAYS: Final = {
    "mean": OtherWay("各片区取算术平均", "mean"),
    "median": OtherWay("各片区取中位数", "median"),
    "trimmed_mean": OtherWay("各片区去掉最高、最低后平均", "trimmed_mean"),
    "units": OtherWay("各片区按村、社区数加权平均", "weighted_mean", "units"),
    "people": OtherWay("各片区按服务对象人数加权平均", "weighted_mean", "people"),
}
QUANTILES: Final = {0.05: "5%分位数", 0.5: "中位数", 0.95: "95%分位数"}


@dataclass(frozen=True)
class Setting:
    """One other way of scoring: ``kind`` and what it is of, and what it gives."""

    kind: str  # "area": without it; "way": areas combined so
    of: str
    result: TrialGrade


@dataclass(frozen=True)
class WeightDraws:
    """Totals over drawn weights: quantiles, and the share of draws in each grade, highest grade first."""

    moved_by: Fraction
    quantiles: tuple[float, ...]
    shares: tuple[tuple[Band, float], ...]


@dataclass(frozen=True)
class Swing:
    """The total with the weight of one component moved down and up by the most of :data:`MOVED_BY`."""

    component: NodeScore
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class GradeStep:
    """What it takes to reach a neighbouring grade: marks, the components that could give them alone, and weights.

    ``weights``: by what share all weights must move, each the way that helps; ``None``: by no share below 1.
    """

    band: Band
    up: bool
    marks: Decimal
    alone: tuple[NodeScore, ...]
    weights: Fraction | None


@dataclass(frozen=True)
class Robustness:
    """Everything that was tried."""

    settings: tuple[Setting, ...]
    drawn: tuple[WeightDraws, ...]
    swings: tuple[Swing, ...]
    steps: tuple[GradeStep, ...]

    def same_grade(self, band: Band) -> bool:
        """Whether every setting tried gives this grade, and every draw of weights as well."""
        return all(setting.result.grade == band for setting in self.settings) and all(
            share == 0 or other == band for drawn in self.drawn for other, share in drawn.shares
        )


def assess(station: Station, scheme: Scheme, scoring: Scoring, *, seed: int) -> Robustness:
    """Try all of it. ``seed`` begins the draws: the same seed gives the same figures."""
    return Robustness(
        tuple(_settings(station, scheme, scoring)),
        tuple(_drawn(scheme, scoring, by, seed) for by in MOVED_BY),
        tuple(_swings(scoring)),
        tuple(_steps(scheme, scoring)),
    )


# --- other areas, other ways ------------------------------------------------------------------------


def _settings(station: Station, scheme: Scheme, scoring: Scoring) -> Iterator[Setting]:
    leaves = [node for node in scoring.nodes if node.combined is not None and len(node.counted) > 1]
    for area in station.areas:
        marks = {leaf.node.id: _without(leaf, area.id, station) for leaf in leaves}
        left = {id: mark for id, mark in marks.items() if mark is not None}
        if left:
            total = score_again(scoring, scheme, left).total
            yield Setting("area", area.id, trial(total, scheme))
    for id, (_, way, by) in WAYS.items():
        marks = {leaf.node.id: _combined(leaf, way, by, station) for leaf in leaves}
        tried = {id: mark for id, mark in marks.items() if mark is not None}
        if tried and any(leaf.node.areas.way != way or by for leaf in leaves):
            yield Setting("way", id, trial(score_again(scoring, scheme, tried).total, scheme))


def _without(leaf: NodeScore, area: str, station: Station) -> Fraction | None:
    """The marks of a leaf with one area left out, combined as the scheme has it; ``None`` where that can't be."""
    if area not in {one.area for one in leaf.counted}:
        return None
    rules = leaf.node.areas
    return _combined(leaf, rules.way, rules.weights, station, leaving_out=area)


def _combined(
    leaf: NodeScore, way: Way, by: Weights | None, station: Station, leaving_out: str = ""
) -> Fraction | None:
    kept = [area for area in leaf.counted if area.area != leaving_out]
    weights = [weight_of_area(area.area or "", station, by) for area in kept] if by else []
    known = [weight for weight in weights if weight is not None]
    if len(known) < len(weights):
        return None
    try:
        value = combine(way, [area.exact for area in kept], known)
    except ValueError:
        return None  # a trimmed mean of too few, or weights that are all nought
    return value * Fraction(leaf.node.full_mark) / Fraction(leaf.node.max_score)


# --- other weights ----------------------------------------------------------------------------------


def _rates(scoring: Scoring) -> list[tuple[Fraction, Fraction]]:
    """Weight and score rate of each component."""
    return [(Fraction(c.node.full_mark), Fraction(c.rate)) for c in scoring.components]


def reweighted(pairs: Sequence[tuple[Fraction, Fraction]], factors: Sequence[Fraction]) -> Fraction:
    """The total with each weight multiplied by its factor, all brought back to the same sum.

    >>> reweighted([(Fraction(50), Fraction(1)), (Fraction(50), Fraction(1, 2))], [Fraction(3), Fraction(1)])
    Fraction(175, 2)
    """
    whole = sum((weight for weight, _ in pairs), Fraction(0))
    moved = [weight * factor for (weight, _), factor in zip(pairs, factors, strict=True)]
    gained = sum((weight * rate for weight, (_, rate) in zip(moved, pairs, strict=True)), Fraction(0))
    return gained * whole / sum(moved, Fraction(0))


def _beside(scoring: Scoring) -> Fraction:
    """What stands beside the components in the total: bonuses less deductions."""
    return Fraction(scoring.total) - sum((Fraction(c.converted) for c in scoring.components), Fraction(0))


def _drawn(scheme: Scheme, scoring: Scoring, by: Fraction, seed: int) -> WeightDraws:
    """Each weight drawn evenly from ``1 − by`` to ``1 + by`` of itself, all brought back to the same sum."""
    chance = random.Random(f"{seed} weights {by}")
    pairs = [(float(weight), float(rate)) for weight, rate in _rates(scoring)]
    whole, aside, spread = sum(weight for weight, _ in pairs), float(_beside(scoring)), float(by)
    totals = []
    for _ in range(DRAWS):
        moved = gained = 0.0
        for weight, rate in pairs:
            drawn = weight * (1 + spread * (2 * chance.random() - 1))
            moved += drawn
            gained += drawn * rate
        # What is exactly at a floor stays there, whatever the last bits of the arithmetic.
        totals.append(max(round(gained * whole / moved + aside, PLACES), 0.0))
    totals.sort()
    floors = sorted(scheme.bands, key=lambda band: -band.floor)
    # How many lie below each floor; the highest band has all above its own.
    below = [bisect_left(totals, float(band.floor)) for band in floors]
    counts = [above - under for above, under in zip([DRAWS, *below], below, strict=False)]
    shares = tuple((band, count / DRAWS) for band, count in zip(floors, counts, strict=True))
    return WeightDraws(by, tuple(totals[int(q * (DRAWS - 1))] for q in QUANTILES), shares)


def _swings(scoring: Scoring) -> Iterator[Swing]:
    pairs, aside, by = _rates(scoring), _beside(scoring), max(MOVED_BY)
    for number, component in enumerate(scoring.components):
        ends = [
            reweighted(pairs, [1 + sign * by if n == number else Fraction(1) for n in range(len(pairs))])
            for sign in (-1, 1)
        ]
        low, high = (max(end + aside, Fraction(0)) for end in (min(ends), max(ends)))
        yield Swing(component, low, high)


# --- the smallest change that moves the grade -------------------------------------------------------


def _steps(scheme: Scheme, scoring: Scoring) -> Iterator[GradeStep]:
    placed = grade(scoring.total, scheme)
    smallest = Decimal(1).scaleb(-scheme.rounding.places)
    if placed.next is not None and placed.to_next is not None:
        alone = tuple(c for c in scoring.components if c.node.full_mark - c.converted >= placed.to_next)
        weights = _weights_to(scoring, Fraction(placed.next.floor), up=True)
        yield GradeStep(placed.next, True, placed.to_next, alone, weights)
    if placed.to_lower is not None:
        lower = max((b for b in scheme.bands if b.floor < placed.by_total.floor), key=lambda band: band.floor)
        marks = placed.to_lower + smallest
        alone = tuple(c for c in scoring.components if c.converted >= marks)
        weights = _weights_to(scoring, Fraction(placed.by_total.floor), up=False)
        yield GradeStep(lower, False, marks, alone, weights)


def _weights_to(scoring: Scoring, floor: Fraction, *, up: bool) -> Fraction | None:
    """By what share all weights must move for the total to reach ``floor``, or to fall below it, to a thousandth;
    ``None`` for no share.

    Of all ways to move them within ``±p`` the best raises the weights of the highest rates and lowers the others;
    the share is found by halving, since the best total rises with ``p``.
    """
    pairs, aside = _rates(scoring), _beside(scoring)
    ordered = sorted(pairs, key=lambda pair: -pair[1] if up else pair[1])

    def best(p: Fraction) -> Fraction:
        ends = [
            reweighted(ordered, [1 + p if n < split else 1 - p for n in range(len(ordered))])
            for split in range(1, len(ordered))
        ]
        return (max(ends) if up else min(ends)) + aside

    def reached(p: Fraction) -> bool:
        # The floor itself still belongs to the grade above.
        return best(p) >= floor if up else best(p) < floor

    low, high = 0, 999
    if len(ordered) < 2 or not reached(Fraction(high, 1000)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(Fraction(middle, 1000)) else (middle, high)
    return Fraction(high, 1000)


# --- figures ----------------------------------------------------------------------------------------


def figures(robust: Robustness, scoring: Scoring, station: Station, band: Band) -> Iterator[Figure]:
    """What was tried and what it gave, for the working papers; that it held, for both offices.

    ``band``: the grade by the total as it was scored.
    """
    inputs = ("score.total", *(f"score.{c.node.id}.converted" for c in scoring.components))
    for setting in robust.settings:
        yield from _setting_figures(setting, station, inputs)
    for drawn in robust.drawn:
        yield from _drawn_figures(drawn, inputs)
    for swing in robust.swings:
        node = swing.component.node
        for end, word, value in (("low", "最低", swing.low), ("high", "最高", swing.high)):
            id, label = f"robust.swing.{node.id}.{end}", f"{node.name}权重上下调整25%时的{word}总分"
            total = f"{round_to(to_decimal(value), 2)}"
            yield Figure(id, label, total, "分", rule="method.weights", inputs=inputs)
    for step in robust.steps:
        yield from _step_figures(step, inputs)
    if robust.settings:
        yield Figure(
            "robust.same",
            "试算的各种设定下按总分所处等级",
            HELD if robust.same_grade(band) else "有改变",
            rule="method.settings",
            inputs=("score.grade_by_total",),
        )


def setting_name(setting: Setting, station: Station) -> str:
    """A setting for reading: ``不计片区一``."""
    return f"不计{station.area(setting.of).name}" if setting.kind == "area" else WAYS[setting.of].name


def _setting_figures(setting: Setting, station: Station, inputs: tuple[str, ...]) -> Iterator[Figure]:
    id, name = f"robust.{setting.kind}.{setting.of}", setting_name(setting, station)
    figure = partial(Figure, rule="method.settings")
    yield figure(id, f"{name}的总分", plain(setting.result.total), "分", inputs=inputs)
    yield figure(f"{id}.grade", f"{name}时按总分所处等级", setting.result.grade.name, inputs=(id,))


def _drawn_figures(drawn: WeightDraws, inputs: tuple[str, ...]) -> Iterator[Figure]:
    by = f"{round_to(to_decimal(drawn.moved_by * 100), 0)}"
    stem, label = f"robust.weights.{by}", f"各项权重在上下{by}%内随机调整时"
    figure = partial(Figure, rule="method.weights", inputs=inputs, steps=f"抽取{DRAWS}次")
    for number, (name, value) in enumerate(zip(QUANTILES.values(), drawn.quantiles, strict=True), start=1):
        total = f"{round_to(Decimal(value), 1)}"
        yield figure(f"{stem}.{number}", f"{label}总分的{name}", total, "分")
    for band, share in drawn.shares:
        yield figure(f"{stem}.{band.id}", f"{label}{band.name}的比例", integer_percent(Fraction(share)))


def _step_figures(step: GradeStep, inputs: tuple[str, ...]) -> Iterator[Figure]:
    stem, way = f"robust.step.{'up' if step.up else 'down'}", "提高" if step.up else "降低"
    change = f"等级变为{step.band.name}所需"
    figure = partial(Figure, rule="method.steps")
    yield figure(f"{stem}.marks", f"{change}{way}的分数", plain(step.marks), "分", inputs=("score.total",))
    if step.weights is not None:
        moved = f"{round_to(to_decimal(step.weights * 100), 1)}%"
        yield figure(f"{stem}.weights", f"{change}的权重调整", moved, inputs=inputs)
