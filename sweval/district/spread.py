"""Ranks of the stations of a district, the spread of their totals and score rates, and outliers (离群).

Outliers are beyond Tukey's fences: more than 1.5 times the interquartile range below the first quartile or above the
third (Exploratory Data Analysis, 1977). An outlier is a reason to look again, never a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from sweval.district.summary import Summary
from sweval.domain.values.rounding import WIDE, add_up, divide

#: The minimum number of stations for quartiles.
MIN_FOR_QUARTILES: Final = 4
#: The minimum number of stations for outliers: a fence from fewer rests on two or three of them.
MIN_FOR_OUTLIERS: Final = 8
#: The distance of a fence from its quartile, in interquartile ranges.
FENCE: Final = Decimal("1.5")


@dataclass(frozen=True)
class Ranked:
    """A station's rank by its official total; equal totals share the best rank, and the next ranks are skipped (1, 1, 3)."""

    place: int
    tied: bool
    summary: Summary


@dataclass(frozen=True)
class Spread:
    """The spread of some numbers; quartiles (Hyndman and Fan 1996, type 7) need :data:`MIN_FOR_QUARTILES` numbers."""

    count: int
    mean: Decimal
    #: Standard deviation with n − 1; ``None`` for one number.
    deviation: Decimal | None
    low: Decimal
    first: Decimal | None
    median: Decimal
    third: Decimal | None
    high: Decimal


def ranked(summaries: Sequence[Summary]) -> tuple[Ranked, ...]:
    """The evaluated stations by their total as printed, the highest first."""
    ordered = sorted(
        (summary for summary in summaries if not summary.not_evaluated), key=lambda s: (-s.total, s.station)
    )
    totals = [summary.total for summary in ordered]
    return tuple(Ranked(totals.index(s.total) + 1, totals.count(s.total) > 1, s) for s in ordered)


def spread(values: Sequence[Decimal]) -> Spread:
    """The spread of some numbers. Raises ``ValueError`` for none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    mean = divide(add_up(ordered), Decimal(len(ordered)))
    squares = add_up((value - mean) ** 2 for value in ordered)
    deviation = WIDE.sqrt(divide(squares, Decimal(len(ordered) - 1))) if len(ordered) > 1 else None
    enough = len(ordered) >= MIN_FOR_QUARTILES
    return Spread(
        len(ordered),
        mean,
        deviation,
        ordered[0],
        quantile(ordered, Decimal("0.25")) if enough else None,
        quantile(ordered, Decimal("0.5")),
        quantile(ordered, Decimal("0.75")) if enough else None,
        ordered[-1],
    )


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """The interpolated value below which a ``share`` (0 to 1) of the ordered values lies.

    >>> quantile([Decimal(n) for n in (1, 2, 3, 4)], Decimal("0.25"))
    Decimal('1.75')
    """
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def grades(summaries: Sequence[Summary]) -> dict[str, int]:
    """The number of stations with each grade, from the best; stations that weren't evaluated come last."""
    counts = Counter(summary.grade for summary in summaries)
    known = [grade for summary in summaries for grade in summary.grades]
    return {grade: counts[grade] for grade in dict.fromkeys([*known, *counts]) if counts[grade]}


@dataclass(frozen=True)
class PartSpread:
    """A part of the scheme: its name, its party, and its score rates (0 to 1) by station."""

    id: str
    name: str
    party: str
    rates: dict[str, Decimal]

    @property
    def spread(self) -> Spread:
        """The spread of the rates."""
        return spread(list(self.rates.values()))


def parts(summaries: Sequence[Summary]) -> tuple[PartSpread, ...]:
    """The parts of the scheme, in order, each with the rates of all stations that have it."""
    found: dict[str, PartSpread] = {}
    for summary in summaries:
        for part in summary.parts:
            over_stations = found.setdefault(part.id, PartSpread(part.id, part.name, part.party, {}))
            over_stations.rates[summary.station] = part.rate
    return tuple(found.values())


def by_party(summaries: Sequence[Summary]) -> dict[str, Spread]:
    """The spread of each party's score rates: a station's marks of all its parts over their full marks."""
    rates: dict[str, list[Decimal]] = {}
    for summary in summaries:
        for party in dict.fromkeys(part.party for part in summary.parts):
            own = [part for part in summary.parts if part.party == party]
            full = add_up(part.full for part in own)
            rates.setdefault(party, []).append(divide(add_up(part.converted for part in own), full))
    return {party: spread(values) for party, values in rates.items()}


@dataclass(frozen=True)
class Outlier:
    """A value of a station beyond a fence: the total in marks, or the score rate of a part, 0 to 1."""

    station: str
    what: str
    side: Literal["low", "high"]
    value: Decimal
    fence: Decimal
    #: Whether the value is in marks.
    marks: bool


def outliers(summaries: Sequence[Summary]) -> tuple[Outlier, ...]:
    """The outliers among totals and score rates of parts; none below :data:`MIN_FOR_OUTLIERS` stations."""
    evaluated = [summary for summary in summaries if not summary.not_evaluated]
    found = list(_beyond_fences("总分", {s.station: s.total for s in evaluated}, marks=True))
    for part in parts(evaluated):
        found += _beyond_fences(f"{part.name}得分率", part.rates, marks=False)
    return tuple(found)


def _beyond_fences(what: str, values: Mapping[str, Decimal], *, marks: bool) -> Iterator[Outlier]:
    if len(values) < MIN_FOR_OUTLIERS:
        return
    ordered = sorted(values.values())
    first, third = (quantile(ordered, Decimal(share)) for share in ("0.25", "0.75"))
    low, high = first - FENCE * (third - first), third + FENCE * (third - first)
    for station, value in values.items():
        if value < low:
            yield Outlier(station, what, "low", value, low, marks)
        elif value > high:
            yield Outlier(station, what, "high", value, high, marks)
