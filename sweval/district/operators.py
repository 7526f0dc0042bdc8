"""Comparison of operators (承办方比较), with limits that allow for their number of stations.

A funnel plot: the limits are the mean of all stations ± ``1.96`` and ``3.09`` times the standard deviation of stations
over ``√n``, n being the operator's stations (Spiegelhalter, Statistics in Medicine, 2005). Within the limits a
difference may be chance; operators aren't ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sweval.district.spread import spread
from sweval.district.summary import Summary
from sweval.domain.values.rounding import WIDE, add_up, divide

#: The limits that 5 % and 0.2 % of operators exceed by chance.
WARNING: Final = Decimal("1.96")
ALARM: Final = Decimal("3.09")
#: The minimum number of stations for which an operator is judged.
MIN_STATIONS: Final = 5


@dataclass(frozen=True)
class OperatorMean:
    """An operator: the number of its stations, their mean total, and its distance from the overall mean in standard errors."""

    name: str
    stations: int
    mean: Decimal
    distance: Decimal

    @property
    def small(self) -> bool:
        """Whether it has too few stations to be judged."""
        return self.stations < MIN_STATIONS

    @property
    def beyond(self) -> bool:
        """Whether the mean is outside the wider limits."""
        return abs(self.distance) > ALARM


@dataclass(frozen=True)
class Funnel:
    """All operators, with the mean and standard deviation of all stations."""

    operators: tuple[OperatorMean, ...]
    mean: Decimal
    deviation: Decimal

    def limit(self, stations: Decimal, width: Decimal) -> Decimal:
        """The distance of a limit from the mean for a number of stations; ``width`` in standard errors."""
        return divide(width * self.deviation, WIDE.sqrt(stations))


def funnel(summaries: Sequence[Summary]) -> Funnel | None:
    """The operators of the evaluated stations; ``None`` for fewer than two operators, or where all totals are equal."""
    by_operator: dict[str, list[Decimal]] = {}
    for summary in summaries:
        if not summary.not_evaluated:
            by_operator.setdefault(summary.operator, []).append(summary.total)
    if len(by_operator) < 2:
        return None
    overall = spread([total for totals in by_operator.values() for total in totals])
    if not overall.deviation:
        return None
    found = []
    for name, totals in by_operator.items():
        mean = divide(add_up(totals), Decimal(len(totals)))
        error = divide(overall.deviation, WIDE.sqrt(Decimal(len(totals))))
        found.append(OperatorMean(name, len(totals), mean, divide(mean - overall.mean, error)))
    operators = tuple(sorted(found, key=lambda operator: (-operator.stations, operator.name)))
    return Funnel(operators, overall.mean, overall.deviation)
