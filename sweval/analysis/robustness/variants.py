"""Robustness of the grade (等级的稳健性): whether another reasonable way of scoring gives another grade.

Variants: one area left out, other ways of combining areas, other weights of components, and the smallest change that
changes the grade. A diagnosis for the evaluator: it never replaces the result.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final, Literal, NamedTuple

from sweval.analysis.scores.combining import combine
from sweval.analysis.scores.grades import TrialGrade, grade, trial
from sweval.analysis.scores.results import NodeScore, Scoring
from sweval.analysis.scores.scoring import score_again
from sweval.domain.scheme.scheme import Band, Scheme
from sweval.domain.scheme.tree import Way, Weights
from sweval.domain.station.sheet import weight_of_area
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import integer_percent, plain, round_to, to_decimal
from sweval.record.figures import Figure

#: How far weights are varied, as shares of themselves.
MOVED_BY: Final = (Fraction(1, 10), Fraction(1, 4))
#: Draws of weights: with so many, the sampling error of a quantile is below the printed decimal.
DRAWS: Final = 10_000
PLACES: Final = 9
#: The value of ``robust.same`` where all variants give the same grade.
UNCHANGED: Final = "未改变"


class OtherWay(NamedTuple):
    """Another way of combining areas, with its name and the weights of areas."""

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
    """A variant of scoring and its result."""

    kind: Literal["area", "way"]
    #: The area left out, or the key of the way of combining in :data:`WAYS`.
    subject: str
    result: TrialGrade


@dataclass(frozen=True)
class WeightDraws:
    """Totals over drawn weights: quantiles, and the share of draws in each grade, highest grade first."""

    moved_by: Fraction
    quantiles: tuple[float, ...]
    shares: tuple[tuple[Band, float], ...]


@dataclass(frozen=True)
class Swing:
    """The lowest and highest total with one component's weight varied by the maximum of :data:`MOVED_BY`."""

    component: NodeScore
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class GradeStep:
    """The change needed for a neighbouring grade: marks, the components that could change by them alone, and weights.

    ``weights``: the share by which all weights must change, each in the favourable direction; ``None``: none below 1.
    """

    band: Band
    up: bool
    marks: Decimal
    alone: tuple[NodeScore, ...]
    weights: Fraction | None


@dataclass(frozen=True)
class Robustness:
    """All variants."""

    settings: tuple[Setting, ...]
    drawn: tuple[WeightDraws, ...]
    swings: tuple[Swing, ...]
    steps: tuple[GradeStep, ...]

    def same_grade(self, band: Band) -> bool:
        """Whether every setting and every draw of weights gives this grade."""
        return all(setting.result.grade == band for setting in self.settings) and all(
            share == 0 or other == band for drawn in self.drawn for other, share in drawn.shares
        )


def assess(station: Station, scheme: Scheme, scoring: Scoring, *, seed: int) -> Robustness:
    """Compute all variants; the same ``seed`` gives the same draws."""
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
        scored = [leaf for leaf in leaves if any(score.area == area.id for score in leaf.counted)]
        rules = [(leaf, leaf.node.areas.way, leaf.node.areas.weights) for leaf in scored]
        if marks := _marks(rules, station, leaving_out=area.id):
            yield Setting("area", area.id, trial(score_again(scoring, scheme, marks).total, scheme))
    for id, (_, way, by) in WAYS.items():
        marks = _marks([(leaf, way, by) for leaf in leaves], station)
        if marks and any(leaf.node.areas.way != way or by for leaf in leaves):
            yield Setting("way", id, trial(score_again(scoring, scheme, marks).total, scheme))


def _marks(
    rules: Iterable[tuple[NodeScore, Way, Weights | None]], station: Station, leaving_out: str = ""
) -> dict[str, Fraction]:
    """The marks of leaves with their areas combined in these ways, by id; without those that can't be combined so."""
    marks = {leaf.node.id: _combined(leaf, way, by, station, leaving_out) for leaf, way, by in rules}
    return {id: mark for id, mark in marks.items() if mark is not None}


def _combined(
    leaf: NodeScore, way: Way, by: Weights | None, station: Station, leaving_out: str
) -> Fraction | None:
    kept = [area for area in leaf.counted if area.area != leaving_out]
    weights = [weight_of_area(area.area or "", station, by) for area in kept] if by else []
    known = [weight for weight in weights if weight is not None]
    if len(known) < len(weights):
        return None
    try:
        value = combine(way, [area.exact for area in kept], known)
    except ValueError:
        return None  # a trimmed mean of too few, or weights that are all 0
    return value * Fraction(leaf.node.full_mark) / Fraction(leaf.node.max_score)


# --- other weights ----------------------------------------------------------------------------------


def _rates(scoring: Scoring) -> list[tuple[Fraction, Fraction]]:
    """The weight and score rate of each component."""
    return [(Fraction(c.node.full_mark), Fraction(c.rate)) for c in scoring.components]


def reweighted(pairs: Sequence[tuple[Fraction, Fraction]], factors: Sequence[Fraction]) -> Fraction:
    """The total with each weight multiplied by its factor and all weights scaled to their former sum.

    >>> reweighted([(Fraction(50), Fraction(1)), (Fraction(50), Fraction(1, 2))], [Fraction(3), Fraction(1)])
    Fraction(175, 2)
    """
    whole = sum((weight for weight, _ in pairs), Fraction(0))
    moved = [weight * factor for (weight, _), factor in zip(pairs, factors, strict=True)]
    gained = sum((weight * rate for weight, (_, rate) in zip(moved, pairs, strict=True)), Fraction(0))
    return gained * whole / sum(moved, Fraction(0))


def _other_marks(scoring: Scoring) -> Fraction:
    """The part of the total that isn't from components: bonuses minus deductions."""
    return Fraction(scoring.total) - sum((Fraction(c.converted) for c in scoring.components), Fraction(0))


def _drawn(scheme: Scheme, scoring: Scoring, by: Fraction, seed: int) -> WeightDraws:
    """Weights multiplied by factors drawn uniformly from ``1 − by`` to ``1 + by``, then scaled to their former sum."""
    chance = random.Random(f"{seed} weights {by}")
    pairs = [(float(weight), float(rate)) for weight, rate in _rates(scoring)]
    whole, aside, spread = sum(weight for weight, _ in pairs), float(_other_marks(scoring)), float(by)
    totals = []
    for _ in range(DRAWS):
        moved = gained = 0.0
        for weight, rate in pairs:
            drawn = weight * (1 + spread * (2 * chance.random() - 1))
            moved += drawn
            gained += drawn * rate
        # Rounding keeps a total that is exactly at a floor there.
        totals.append(max(round(gained * whole / moved + aside, PLACES), 0.0))
    totals.sort()
    floors = sorted(scheme.bands, key=lambda band: -band.floor)
    # How many totals are below each floor.
    below = [bisect_left(totals, float(band.floor)) for band in floors]
    counts = [above - under for above, under in zip([DRAWS, *below], below, strict=False)]
    shares = tuple((band, count / DRAWS) for band, count in zip(floors, counts, strict=True))
    return WeightDraws(by, tuple(totals[int(q * (DRAWS - 1))] for q in QUANTILES), shares)


def _swings(scoring: Scoring) -> Iterator[Swing]:
    pairs, aside, by = _rates(scoring), _other_marks(scoring), max(MOVED_BY)
    for number, component in enumerate(scoring.components):
        ends = [
            reweighted(pairs, [1 + sign * by if n == number else Fraction(1) for n in range(len(pairs))])
            for sign in (-1, 1)
        ]
        low, high = (max(end + aside, Fraction(0)) for end in (min(ends), max(ends)))
        yield Swing(component, low, high)


# --- the smallest change of the grade ---------------------------------------------------------------


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
    """The share, to a thousandth, by which all weights must change for the total to reach ``floor`` or fall below it.

    ``None`` where no share below 1 is enough. The best change within ``±p`` raises the weights of the highest rates
    and lowers the others; the best total rises with ``p``, so the share is found by bisection.
    """
    pairs, aside = _rates(scoring), _other_marks(scoring)
    ordered = sorted(pairs, key=lambda pair: -pair[1] if up else pair[1])

    def best(p: Fraction) -> Fraction:
        ends = [
            reweighted(ordered, [1 + p if n < split else 1 - p for n in range(len(ordered))])
            for split in range(1, len(ordered))
        ]
        return (max(ends) if up else min(ends)) + aside

    def reached(p: Fraction) -> bool:
        # The floor belongs to the upper grade.
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
    """All variants, for the working papers; whether the grade is unchanged, for the official edition too.

    ``band``: the actual grade by the total.
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
            UNCHANGED if robust.same_grade(band) else "有改变",
            rule="method.settings",
            inputs=("score.grade_by_total",),
        )


def setting_name(setting: Setting, station: Station) -> str:
    """The name of a setting: ``不计片区一``."""
    return (
        f"不计{station.area(setting.subject).name}" if setting.kind == "area" else WAYS[setting.subject].name
    )


def _setting_figures(setting: Setting, station: Station, inputs: tuple[str, ...]) -> Iterator[Figure]:
    id, name = f"robust.{setting.kind}.{setting.subject}", setting_name(setting, station)
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
