"""Operators side by side, with the warning that small numbers need (承办方比较).

A funnel: about the mean of all stations lie limits of ``1.96`` and ``3.09`` times the spread of single stations over
``√n``, n being the operator's stations (Spiegelhalter, Statistics in Medicine, 2005). Within the limits an operator
can't be told from the others; operators aren't ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sweval.district.spread import spread
from sweval.district.summary import Summary
from sweval.domain.values.rounding import WIDE, add_up, divide

#: The limits that 5 % and 0.2 % of operators would lie beyond by chance.
WARNING: Final = Decimal("1.96")
ALARM: Final = Decimal("3.09")
#: An operator with fewer stations is too small for anything to be said.
SMALL: Final = 5


@dataclass(frozen=True)
class OperatorMean:
    """One operator: its stations, their mean total, and how many standard errors that lies from the mean of all."""

    name: str
    stations: int
    mean: Decimal
    distance: Decimal

    @property
    def small(self) -> bool:
        """Whether it has too few stations for anything to be said."""
        return self.stations < SMALL

    @property
    def beyond(self) -> bool:
        """Whether it lies outside the wider limits."""
        return abs(self.distance) > ALARM


@dataclass(frozen=True)
class Funnel:
    """All operators, the mean of all stations, and the spread of one."""

    operators: tuple[OperatorMean, ...]
    mean: Decimal
    deviation: Decimal

    def limit(self, stations: Decimal, width: Decimal) -> Decimal:
        """How far from the mean the limit of ``width`` lies for so many stations."""
        return divide(width * self.deviation, WIDE.sqrt(stations))


def funnel(summaries: Sequence[Summary]) -> Funnel | None:
    """The operators of the stations that were evaluated; ``None`` below two operators or where all totals are equal."""
    evaluated = [one for one in summaries if not one.not_evaluated]
    by_operator: dict[str, list[Decimal]] = {}
    for one in evaluated:
        by_operator.setdefault(one.operator, []).append(one.total)
    if len(by_operator) < 2:
        return None
    lies = spread([one.total for one in evaluated])
    if not lies.deviation:
        return None
    found = []
    for name, totals in by_operator.items():
        mean = divide(add_up(totals), Decimal(len(totals)))
        error = divide(lies.deviation, WIDE.sqrt(Decimal(len(totals))))
        found.append(OperatorMean(name, len(totals), mean, divide(mean - lies.mean, error)))
    return Funnel(tuple(sorted(found, key=lambda one: (-one.stations, one.name))), lies.mean, lies.deviation)
