"""Another panel (换一组评委): the grades by panels drawn from the experts who scored.

Efron's bootstrap (Annals of Statistics 7, 1979, 1–26) over experts: as many experts as scored are drawn with
replacement, and the station is scored by those drawn. For panels of up to six, all possible draws are enumerated with
their probabilities, so there is no sampling error; larger ones are sampled.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations_with_replacement
from math import factorial, prod, sqrt
from typing import Final

from sweval.analysis.panel.experts import Panel
from sweval.analysis.scores.combining import combine
from sweval.analysis.scores.grades import grade
from sweval.analysis.scores.results import AreaScore, NodeScore, Scoring
from sweval.analysis.scores.scoring import score_again
from sweval.domain.scheme.scheme import Band, Scheme
from sweval.domain.values.rounding import integer_percent
from sweval.record.figures import Figure

#: Two experts are too few to show how experts differ.
MINIMUM_EXPERTS: Final = 3
#: The largest panel whose draws are enumerated: six experts have 462 different draws.
MAXIMUM_ENUMERATED: Final = 6
DRAWS: Final = 2_000


@dataclass(frozen=True)
class OtherPanels:
    """The share of panels that give each grade, highest grade first.

    ``error``: the maximum sampling error of a share, as half a 95 % interval; 0 where all draws were enumerated.
    """

    shares: tuple[tuple[Band, Fraction], ...]
    draws: int
    error: float


def assess(panel: Panel | None, scheme: Scheme, scoring: Scoring, *, seed: int) -> OtherPanels | None:
    """Score the station by other panels; ``None`` with fewer than :data:`MINIMUM_EXPERTS` or only agreed scores."""
    if panel is None or len(panel.members) < MINIMUM_EXPERTS:
        return None
    experts = tuple(member.expert.id for member in panel.members)
    leaves = [node for node in scoring.nodes if any(_given(area, experts) for area in node.areas)]
    panels = tuple(_panels(experts, seed))
    found = {band.id: Fraction(0) for band in scheme.bands}
    for drawn, chance in panels:
        marks = {leaf.node.id: _marks(leaf, drawn) for leaf in leaves}
        found[grade(score_again(scoring, scheme, marks).total, scheme).by_total.id] += chance
    return OtherPanels(
        tuple((band, found[band.id]) for band in sorted(scheme.bands, key=lambda band: -band.floor)),
        len(panels),
        0.0 if len(experts) <= MAXIMUM_ENUMERATED else 1.96 * sqrt(0.25 / DRAWS),
    )


def _panels(experts: tuple[str, ...], seed: int) -> Iterator[tuple[Counter[str], Fraction]]:
    """Panels, as the number of times each expert is in it, with their probabilities."""
    n = len(experts)
    if n <= MAXIMUM_ENUMERATED:
        for drawn in combinations_with_replacement(experts, n):
            times = Counter(drawn)
            orders = factorial(n) // prod(factorial(count) for count in times.values())
            yield times, Fraction(orders, n**n)
        return
    chance = random.Random(f"{seed} panels")
    for _ in range(DRAWS):
        yield Counter(chance.choices(experts, k=n)), Fraction(1, DRAWS)


def _given(area: AreaScore, experts: Collection[str]) -> dict[str, Fraction]:
    """Each expert's score for a leaf in an area, on the scale on which raters score."""
    if area.combined is None:
        return {}
    # Silent raters come last; they have values only where they count as 0.
    raters = (*(vote.rater for vote in area.votes), *area.silent)
    pairs = zip(raters, area.combined.values, strict=False)
    return {rater: value for rater, value in pairs if rater and rater in experts}


def _marks(leaf: NodeScore, drawn: Mapping[str, int]) -> Fraction:
    """A leaf's marks by the drawn panel."""
    areas = [_score(area, drawn) for area in leaf.counted]
    exact = combine(leaf.combined.way, areas, leaf.combined.weights) if leaf.combined else areas[0]
    return exact * Fraction(leaf.node.full_mark) / Fraction(leaf.node.max_score)


def _score(area: AreaScore, drawn: Mapping[str, int]) -> Fraction:
    """An area's score by the drawn panel; its actual score where none of those drawn scored it."""
    given = _given(area, drawn)
    values = [value for id, value in given.items() for _ in range(drawn[id])]
    if area.combined is None or not values:
        return area.exact
    way = area.combined.way
    # Fewer than three values occur only where few experts scored the area.
    return combine("mean" if way == "trimmed_mean" and len(values) < 3 else way, values)


# --- figures ----------------------------------------------------------------------------------------


def figures(panels: OtherPanels | None) -> Iterator[Figure]:
    """The probability of each grade, for the working papers."""
    if panels is None:
        return
    drawn = f"抽取{panels.draws}次" if panels.error else f"计入全部{panels.draws}种组成"
    figure = partial(Figure, rule="method.panels", inputs=("panel.experts",), steps=drawn)
    for band, share in panels.shares:
        label = f"换一组评委时{band.name}的可能"
        yield figure(f"robust.panels.{band.id}", label, integer_percent(share))
