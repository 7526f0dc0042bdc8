"""Satisfaction by group, mode, area and category: the share of the highest band in each, with its interval.

Fewer than ``LEAST_POOLED`` answers are never told alone: small groups are put together until there are that many, so
that no row is small and all rows still add up; what few of a group said isn't told outside the working papers. Areas are set beside the people they stand for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from sweval.analysis.satisfaction import Interval, SatisfactionResult, wilson, wilson_finite
from sweval.analysis.suppression import Margins
from sweval.domain.disclosure.editions import ALL, WORKING
from sweval.domain.disclosure.policy import LEAST_CROSSED, LEAST_POOLED, SHARE_DECIMALS
from sweval.domain.people_rows import Satisfaction
from sweval.domain.rounding import percent
from sweval.domain.row import Cell, Cells
from sweval.domain.station import Station
from sweval.record import Figure

Dimension = Literal["group", "mode", "area", "category"]
DIMENSIONS: Final[dict[Dimension, str]] = {
    "group": "作答人类别",
    "mode": "调查方式",
    "area": "片区",
    "category": "服务对象类别",
}
POOLED: Final = "其余合并"


@dataclass(frozen=True)
class Part:
    """The answers of one group, or of small ones put together: how many, and how many of them are in the highest band."""

    names: tuple[str, ...]
    rows: tuple[Satisfaction, ...]
    least: int
    most: int
    #: The people of an area, where they are known and no fewer than its answers.
    population: int | None

    @property
    def pooled(self) -> tuple[str, ...]:
        """What was put together, by name; empty for a group on its own."""
        return self.names if len(self.names) > 1 else ()

    @property
    def name(self) -> str:
        """The group's name, or that it is what was put together."""
        return POOLED if self.pooled else self.names[0]

    @cached_property
    def count(self) -> int:
        """Answers."""
        return sum(row.count for row in self.rows)

    @cached_property
    def asked(self) -> tuple[Satisfaction, ...]:
        """The answers of those who were asked whether they know the station's services."""
        return tuple(row for row in self.rows if row.aware is not None)

    @property
    def knew(self) -> int:
        """How many of them did."""
        return sum(row.aware or 0 for row in self.asked)

    @property
    def aware(self) -> str | None:
        """Their share in per cent; ``None`` where too few were asked."""
        count = sum(row.count for row in self.asked)
        return percent(self.knew, count, SHARE_DECIMALS) if count >= LEAST_POOLED else None

    @property
    def interval(self) -> Interval:
        """Bounds of the share at 95 %, from the fewest to the most; corrected where the population is known."""
        if self.population:
            low, high = (wilson_finite(n, self.count, self.population) for n in (self.least, self.most))
        else:
            low, high = (wilson(n, self.count) for n in (self.least, self.most))
        return Interval(low.low, high.high)

    @property
    def share(self) -> str:
        """The share in per cent; its bounds where bands overlap."""
        low, high = (
            percent(self.least, self.count, SHARE_DECIMALS),
            percent(self.most, self.count, SHARE_DECIMALS),
        )
        return low if low == high else f"{low}—{high}"


@dataclass(frozen=True)
class Breakdown:
    """All answers by one dimension; ``parts`` are empty where they are too few to be told apart."""

    dimension: Dimension
    parts: tuple[Part, ...]
    rows: tuple[Satisfaction, ...]

    @cached_property
    def untold(self) -> frozenset[int]:
        """The parts, by place, whose answers only the working papers tell: few gave one of them, or it would tell of few."""
        answers = [[part.least, part.most - part.least, part.count - part.most] for part in self.parts]
        return _untold(answers)

    @cached_property
    def unaware(self) -> frozenset[int]:
        """The same for who knew the services."""
        asked = [(sum(row.count for row in part.asked), part.knew) for part in self.parts]
        few = [place for place, part in enumerate(self.parts) if part.aware is None]
        return _untold([[knew, all_ - knew] for all_, knew in asked], few)

    def told(self, everything: bool) -> tuple[Part, ...]:
        """The parts whose answers are told, to those who read ``everything`` or to others."""
        return tuple(part for place, part in enumerate(self.parts) if everything or place not in self.untold)


def apart(parts: Sequence[Part]) -> bool | None:
    """Whether the intervals of two parts don't meet; ``None`` with fewer than two."""
    if len(parts) < 2:
        return None
    spans = [part.interval for part in parts]
    return max(span.low for span in spans) > min(span.high for span in spans)


def _untold(counts: Sequence[Sequence[int]], hidden: Collection[int] = ()) -> frozenset[int]:
    """The rows that can't be told: one share tells of all counts in a row; how many it has in all is told."""
    few = [i for i, row in enumerate(counts) if i in hidden or any(0 < n < LEAST_CROSSED for n in row)]
    if not few:
        return frozenset()
    table = Margins(counts, totals_stay=True)
    places = table.protected(LEAST_CROSSED, [(i, j) for i in few for j, n in enumerate(counts[i]) if n])
    return frozenset(range(len(counts))) if places is None else frozenset(i for i, _ in places)


@dataclass(frozen=True)
class AreaPeople:
    """How many people an area stands for, and where that was read."""

    persons: int
    cells: tuple[Cell, ...]


def assess(station: Station, result: SatisfactionResult | None) -> tuple[Breakdown, ...]:
    """The answers by every dimension in which the data tell at least two apart."""
    if result is None:
        return ()
    people: dict[str | None, int] = {area: one.persons for area, one in area_people(station).items()}
    found = []
    for dimension in DIMENSIONS:
        # Whoever else was asked stands beside the sample where groups are compared, and nowhere else.
        rows = station.satisfaction if dimension == "group" else station.sample
        named = {getattr(row, dimension) for row in rows} - {None}
        if len(named) > 1:
            known = people if dimension == "area" else {}
            found.append(_breakdown(dimension, rows, result.top.low, station, known))
    return tuple(found)


def area_people(station: Station) -> dict[str, AreaPeople]:
    """The people of each area: as stated, else counted in the sampling frame; empty unless every area is known."""
    every = {area.id for area in station.areas}
    stated = {
        row.area: AreaPeople(row.persons, (row.cell("persons"),))
        for row in station.coverage_totals
        if row.area and row.persons
    }
    if every and set(stated) == every:
        return stated
    counted = Counter(member.area for member in station.frame if member.area)
    framed = {area: AreaPeople(number, (Cell("frame.csv", 0, "area"),)) for area, number in counted.items()}
    return framed if every and set(framed) == every else {}


def _breakdown(
    dimension: Dimension,
    rows: Sequence[Satisfaction],
    top: Decimal,
    station: Station,
    people: Mapping[str | None, int],
) -> Breakdown:
    by_name: dict[str | None, list[Satisfaction]] = {}
    for row in rows:
        if row.count:
            by_name.setdefault(getattr(row, dimension), []).append(row)
    name_of = _namer(dimension, station)
    parts = []
    for keys in _groups(by_name):
        mine = tuple(row for key in keys for row in by_name[key])
        known = [people[key] for key in keys if key in people]
        population = sum(known) if len(known) == len(keys) else None
        parts.append(_part(tuple(map(name_of, keys)), mine, top, population))
    return Breakdown(dimension, tuple(parts) if len(parts) > 1 else (), tuple(rows))


def _groups(by_name: dict[str | None, list[Satisfaction]]) -> list[list[str | None]]:
    """What is told alone, in the order of the data, and what is put together: the smallest first, until enough."""
    size = {key: sum(row.count for row in rows) for key, rows in by_name.items()}
    small: list[str | None] = []
    for key in sorted(by_name, key=lambda key: size[key]):
        if size[key] >= LEAST_POOLED and (not small or sum(size[k] for k in small) >= LEAST_POOLED):
            break
        small.append(key)
    alone = [[key] for key in by_name if key not in small]
    return [*alone, [key for key in by_name if key in small]] if small else alone


def _namer(dimension: Dimension, station: Station) -> Callable[[str | None], str]:
    if dimension == "area":
        return lambda key: station.area(key).name if key else "未注明片区"
    return lambda key: key or f"未注明{DIMENSIONS[dimension]}"


def _part(
    names: tuple[str, ...], rows: tuple[Satisfaction, ...], top: Decimal, population: int | None
) -> Part:
    least = sum(row.count for row in rows if row.band_low >= top)
    most = sum(row.count for row in rows if row.band_high > top)
    enough = population if population and population >= sum(row.count for row in rows) else None
    return Part(names, rows, least, most, enough)


# --- figures ----------------------------------------------------------------------------------------


def figures(breakdowns: tuple[Breakdown, ...], station: Station, cells: Cells) -> Iterator[Figure]:
    """Answers, share of the highest band and its interval for every part; not for the public."""
    # Where the people of the areas were read; of other groups none are known.
    people = dict.fromkeys(cell for one in area_people(station).values() for cell in one.cells)
    for found in breakdowns:
        # Which answers are told together follows from all of them.
        every = cells.of(found.rows, found.dimension, "count")
        bounds = cells.of(found.rows, "band_low", "band_high")
        for number, part in enumerate(found.parts, start=1):
            stem = f"satisfaction.by.{found.dimension}.{number}"
            rule = "method.pooled"
            told = WORKING if number - 1 in found.untold else ALL
            yield Figure(
                id=f"{stem}.count",
                label=f"{part.name}作答人数",
                value=str(part.count),
                unit="人",
                cells=every,
                rule=rule,
            )
            yield Figure(
                id=f"{stem}.share",
                label=f"{part.name}最高档占比",
                value=part.share,
                cells=bounds,
                rule="method.share",
                inputs=(f"{stem}.count",),
                steps=_steps(part),
                editions=told,
            )
            if part.aware is not None:
                yield Figure(
                    id=f"{stem}.aware",
                    label=f"{part.name}知晓度",
                    value=part.aware,
                    cells=cells.of(found.rows, "aware"),
                    rule="method.share",
                    inputs=(f"{stem}.count",),
                    editions=WORKING if number - 1 in found.unaware else ALL,
                )
            where = tuple(people) if part.population else ()
            yield Figure(
                id=f"{stem}.interval",
                label=f"{part.name}最高档占比的置信区间",
                value=part.interval.shown,
                cells=where,
                inputs=(f"{stem}.share",),
                rule="method.finite" if part.population else "method.wilson",
                editions=told,
            )


def _steps(part: Part) -> str:
    low, high = f"{part.least}÷{part.count}", f"{part.most}÷{part.count}"
    return low if low == high else f"{low}至{high}"
