"""Stations that lie apart (离群), each with the rule that flagged it: a reason to look again, never a finding.

Tukey's fences: below the first quartile less 1.5 times the quartiles' distance, or above the third and as much more
(Exploratory Data Analysis, 1977). Not told below eight stations, where a fence is made of two or three of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from sweval.district.spread import parts, spread
from sweval.district.summary import Summary

LEAST: Final = 8
REACH: Final = Decimal("1.5")


@dataclass(frozen=True)
class Outlier:
    """A station and what of it lies apart: its value and the fence it is beyond."""

    station: str
    what: str
    side: Literal["low", "high"]
    value: Decimal
    fence: Decimal
    #: Whether the value is marks, else a share, 0 to 1.
    marks: bool


def outliers(summaries: Sequence[Summary]) -> tuple[Outlier, ...]:
    """Totals and score rates of parts beyond their fences; none below :data:`LEAST` stations."""
    evaluated = [one for one in summaries if not one.not_evaluated]
    if len(evaluated) < LEAST:
        return ()
    found = list(_beyond("总分", {one.station: one.total for one in evaluated}, marks=True))
    for part in parts(evaluated):
        if len(part.rates) >= LEAST:
            found += _beyond(f"{part.name}得分率", part.rates, marks=False)
    return tuple(found)


def _beyond(what: str, values: Mapping[str, Decimal], *, marks: bool) -> Iterator[Outlier]:
    lies = spread(list(values.values()))
    if lies.first is None or lies.third is None:
        return
    reach = REACH * (lies.third - lies.first)
    low, high = lies.first - reach, lies.third + reach
    for station, value in values.items():
        if value < low:
            yield Outlier(station, what, "low", value, low, marks)
        elif value > high:
            yield Outlier(station, what, "high", value, high, marks)
