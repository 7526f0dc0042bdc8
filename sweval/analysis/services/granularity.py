"""Granularity: whether whole numbers can give a printed percentage.

After Brown and Heathers' GRIM test (Social Psychological and Personality Science, 2017): ``done`` over a whole-number
target takes only certain values. Where none fits the printed precision, the rate was truncated, rounded to a whole
percent and printed with zeros, or is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil
from typing import Final, Literal

from sweval.domain.values.rounding import divide, round_to

ReadingKind = Literal["half_up", "cut", "whole"]
READINGS: Final[dict[ReadingKind, str]] = {
    "half_up": "按所报位数四舍五入推算",
    "cut": "按所报位数截去尾数推算",
    "whole": "按整数百分比推算",
}
# Every target from some number on fits a rate that may have been rounded from 0 %.
UNBOUNDED: Final = 10**12


@dataclass(frozen=True)
class RateReading:
    """A way in which a rate may have been rounded, and the targets that then fit: ``low`` to ``high``."""

    kind: ReadingKind
    low: int
    high: int

    @property
    def only(self) -> int | None:
        """The target, where only one fits."""
        return self.low if self.low == self.high else None

    @property
    def targets(self) -> str:
        """The targets as text: ``22`` or ``2758—2811``."""
        if self.high >= UNBOUNDED:
            return f"{self.low}以上"
        return str(self.low) if self.low == self.high else f"{self.low}—{self.high}"


@dataclass(frozen=True)
class Granularity:
    """The readings of a printed rate that have a whole-number target.

    ``nearest``: the targets just below and above the printed rate, with the rates they give.
    """

    printed: str
    readings: tuple[RateReading, ...]
    nearest: tuple[tuple[int, str], ...]

    def reading(self, kind: ReadingKind) -> RateReading | None:
        """The reading of this kind, where it has a target."""
        return next((reading for reading in self.readings if reading.kind == kind), None)

    @property
    def reconstructed(self) -> int | None:
        """The agreed volume, where only one whole number fits the printed precision."""
        exact = self.reading("half_up")
        return exact.only if exact else None

    @property
    def sole_target(self) -> int | None:
        """The only target of the first reading that has targets."""
        return self.readings[0].only if self.readings else None


def places_of(printed: str) -> int:
    """Decimals of a printed percentage: 2 for ``51.00%``."""
    return len(printed.removesuffix("%").partition(".")[2])


def value_of(printed: str) -> Decimal:
    """The number before the percent sign."""
    return Decimal(printed.removesuffix("%"))


def check_rate(done: int, printed: str) -> Granularity:
    """Find the whole-number targets for which ``done / target`` prints as ``printed``.

    >>> check_rate(11, "50.00%").reconstructed
    22
    >>> [(r.kind, r.targets) for r in check_rate(1420, "51.00%").readings]
    [('cut', '2784'), ('whole', '2758—2811')]
    >>> check_rate(10819, "500.81%").readings
    ()
    """
    readings = []
    for kind, (low, high) in _intervals(printed).items():
        bounds = _whole_targets(done, low, high)
        if bounds:
            readings.append(RateReading(kind, *bounds))
    return Granularity(printed, tuple(readings), _nearest(done, printed))


def fractions(printed: str, maximum: int) -> Iterator[tuple[int, int]]:
    """Every n/d with d up to ``maximum`` that prints as ``printed``, rounded half up.

    >>> list(fractions("66.67%", 15))
    [(2, 3), (4, 6), (6, 9), (8, 12), (10, 15)]
    >>> list(fractions("90%", 21))
    [(9, 10), (18, 20), (19, 21)]
    """
    for d in range(1, maximum + 1):
        yield from fractions_over(printed, d)


def fractions_over(printed: str, d: int) -> Iterator[tuple[int, int]]:
    """Every n/d with this denominator that prints as ``printed``, rounded half up."""
    low, high = (ceil(Fraction(end) * d / 100) for end in _intervals(printed)["half_up"])
    return ((n, d) for n in range(max(low, 0), min(high, d + 1)))


Interval = tuple[Decimal, Decimal]  # exact rates r with low <= r < high


def _intervals(printed: str) -> dict[ReadingKind, Interval]:
    value, places = value_of(printed), places_of(printed)
    unit = Decimal(1).scaleb(-places)
    intervals: dict[ReadingKind, Interval] = {
        "half_up": (value - unit / 2, value + unit / 2),
        "cut": (value, value + unit),
    }
    if places and value == value.to_integral_value():
        half = Decimal("0.5")
        intervals["whole"] = (value - half, value + half)
    return intervals


def _whole_targets(done: int, low: Decimal, high: Decimal) -> tuple[int, int] | None:
    """Whole t with ``low <= 100 done / t < high``, that is ``100 done / high < t <= 100 done / low``."""
    hundredfold = Decimal(100 * done)
    first = int(divide(hundredfold, high).to_integral_value(ROUND_FLOOR)) + 1
    last = int(divide(hundredfold, low).to_integral_value(ROUND_FLOOR)) if low > 0 else UNBOUNDED
    return (first, last) if first <= last else None


def _nearest(done: int, printed: str) -> tuple[tuple[int, str], ...]:
    value = value_of(printed)
    if not value or not done:
        return ()
    exact = divide(Decimal(100 * done), value)
    targets = sorted({int(exact.to_integral_value(way)) for way in (ROUND_FLOOR, ROUND_CEILING)} - {0})
    places = places_of(printed)
    return tuple((t, f"{round_to(divide(Decimal(100 * done), Decimal(t)), places)}%") for t in targets)
