"""How the stations of a district lie: ranks with ties, the middle and the spread of totals, score rates by part and by party."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sweval.district.summary import Summary
from sweval.domain.values.rounding import WIDE, add_up, divide

#: Fewer stations than this have no quartiles worth telling.
LEAST: Final = 4


@dataclass(frozen=True)
class Ranked:
    """A station's place by its official total: equal totals share the best place, and the next ones are left out (1, 1, 3)."""

    place: int
    tied: bool
    summary: Summary


@dataclass(frozen=True)
class Spread:
    """Some numbers together; quartiles are ``None`` below :data:`LEAST` of them.

    Quartiles interpolate between the ordered numbers (Hyndman and Fan 1996, type 7).
    """

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
    """All that were evaluated by total as printed, the highest first; 84.76 and 84.76 are equal."""
    evaluated = [one for one in summaries if not one.not_evaluated]
    ordered = sorted(evaluated, key=lambda one: (-one.total, one.station))
    totals = [one.total for one in ordered]
    return tuple(Ranked(totals.index(one.total) + 1, totals.count(one.total) > 1, one) for one in ordered)


def spread(values: Sequence[Decimal]) -> Spread:
    """The spread of some numbers. Raises ``ValueError`` for none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    mean = divide(add_up(ordered), Decimal(len(ordered)))
    squares = add_up((value - mean) ** 2 for value in ordered)
    deviation = WIDE.sqrt(divide(squares, Decimal(len(ordered) - 1))) if len(ordered) > 1 else None
    enough = len(ordered) >= LEAST
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
    """The value that ``share`` of the ordered values lie below, interpolated.

    >>> quantile([Decimal(n) for n in (1, 2, 3, 4)], Decimal("0.25"))
    Decimal('1.75')
    """
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def grades(summaries: Sequence[Summary]) -> dict[str, int]:
    """How many stations have each grade, the best first; those that weren't evaluated as such, last."""
    counts = Counter(one.grade for one in summaries)
    known = [grade for one in summaries for grade in one.grades]
    return {grade: counts[grade] for grade in dict.fromkeys([*known, *counts]) if counts[grade]}


@dataclass(frozen=True)
class PartSpread:
    """One part of the scheme over all stations: its name, its party, and its score rates, 0 to 1, by station."""

    id: str
    name: str
    party: str
    rates: dict[str, Decimal]

    @property
    def spread(self) -> Spread:
        """How the rates lie."""
        return spread(list(self.rates.values()))


def parts(summaries: Sequence[Summary]) -> tuple[PartSpread, ...]:
    """Every part of the scheme, in its order, with the rates of all stations that have it."""
    found: dict[str, PartSpread] = {}
    for one in summaries:
        for part in one.parts:
            held = found.setdefault(part.id, PartSpread(part.id, part.name, part.party, {}))
            held.rates[one.station] = part.rate
    return tuple(found.values())


def by_party(summaries: Sequence[Summary]) -> dict[str, Spread]:
    """The score rate each party gave, over all stations: what all its parts came to of their full marks."""
    rates: dict[str, list[Decimal]] = {}
    for one in summaries:
        for party in dict.fromkeys(part.party for part in one.parts):
            mine = [part for part in one.parts if part.party == party]
            full = add_up(part.full for part in mine)
            rates.setdefault(party, []).append(divide(add_up(part.converted for part in mine), full))
    return {party: spread(values) for party, values in rates.items()}
