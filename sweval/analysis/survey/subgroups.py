"""Satisfaction by group, mode, area and category: the share of the highest band in each, with its interval.

Fewer than ``MIN_POOLED`` answers are never told alone: small groups are put together until there are that many, so
that no row is small and all rows still add up; what few of a group said isn't told outside the working papers. Areas are set beside the people they stand for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Final, Literal

from sweval.analysis.survey.satisfaction import (
    Interval,
    SatisfactionResult,
    in_highest,
    wilson,
    wilson_finite,
)
from sweval.analysis.survey.suppression import can_all_be_hidden
from sweval.analysis.survey.told_before import hidden_before
from sweval.domain.disclosure.editions import ALL, WORKING, Editions
from sweval.domain.disclosure.policy import MIN_CROSSED, MIN_POOLED, SHARE_DECIMALS
from sweval.domain.station.people_rows import Satisfaction
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import percent
from sweval.domain.values.row import Cell, Cells
from sweval.record.figures import Figure

Dimension = Literal["group", "mode", "area", "category"]
DIMENSIONS: Final[dict[Dimension, str]] = {
    "group": "作答人类别",
    "mode": "调查方式",
    "area": "片区",
    "category": "服务对象类别",
}
POOLED: Final = "其余合并"


@dataclass(frozen=True)
class GroupAnswers:
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
        return percent(self.knew, count, SHARE_DECIMALS) if count >= MIN_POOLED else None

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
    """All answers by one dimension; ``parts`` are empty where they are too few to be told intervals_differ.

    The first ``sampled`` parts are the sample, whose answers together are told everywhere; others stand beside it.
    """

    dimension: Dimension
    parts: tuple[GroupAnswers, ...]
    rows: tuple[Satisfaction, ...]
    sampled: int
    #: Parts of whose answers, and of who knew the services, an earlier report didn't tell, by their places.
    before: frozenset[int] = frozenset()
    before_aware: frozenset[int] = frozenset()

    @cached_property
    def inner(self) -> frozenset[int]:
        """The parts, by place, whose answers only the working papers tell: few gave one of them, or it would tell of few.

        Of the sample all parts are told or none: which of them would have to go with a small one could tell of it.
        """
        return self._inner([[p.least, p.most - p.least, p.count - p.most] for p in self.parts]) | self.before

    @cached_property
    def inner_aware(self) -> frozenset[int]:
        """The same for who knew the services."""
        asked = [(sum(row.count for row in part.asked), part.knew) for part in self.parts]
        few = {place for place, part in enumerate(self.parts) if part.asked and part.aware is None}
        return self._inner([[knew, all_ - knew] for all_, knew in asked], few) | self.before_aware

    def _inner(self, counts: Sequence[Sequence[int]], few: Collection[int] = ()) -> frozenset[int]:
        small = {i for i, row in enumerate(counts) if i in few or any(0 < n < MIN_CROSSED for n in row)}
        # Nobody can be told of a part of which nobody was asked.
        sample = frozenset(place for place, row in enumerate(counts[: self.sampled]) if sum(row))
        # One part that is the whole sample tells what is told everywhere.
        together = sample if len(sample) > 1 and small & sample else frozenset()
        return together | (small - sample)

    @cached_property
    def uncounted(self) -> bool:
        """Whether not even the sizes of the sample's parts may be told: with them a small count would be known too well."""
        answers = [[p.least, p.most - p.least, p.count - p.most] for p in self.parts[: self.sampled]]
        asked = [[p.knew, sum(row.count for row in p.asked) - p.knew] for p in self.parts[: self.sampled]]
        return self.sampled > 1 and not all(can_all_be_hidden(rows, MIN_CROSSED) for rows in (answers, asked))


def intervals_differ(parts: Sequence[GroupAnswers]) -> bool | None:
    """Whether the intervals of two parts don't meet; ``None`` with fewer than two."""
    if len(parts) < 2:
        return None
    spans = [part.interval for part in parts]
    return max(span.low for span in spans) > min(span.high for span in spans)


@dataclass(frozen=True)
class AreaPeople:
    """How many people an area stands for, and where that was read."""

    persons: int
    cells: tuple[Cell, ...]


def assess(station: Station, result: SatisfactionResult | None) -> tuple[Breakdown, ...]:
    """The answers by every dimension in which the data tell at least two apart."""
    if result is None:
        return ()
    return _assessed(station, result.top.low)


def _assessed(station: Station, top: Decimal) -> tuple[Breakdown, ...]:
    found = list(_breakdowns(station, top))
    for before in hidden_before(station):
        if any(row.count for row in before.sample):
            then = _assessed(before, max(row.band_low for row in before.sample))
            found = [_as_before(one, then) for one in found]
    return tuple(found)


def _breakdowns(station: Station, top: Decimal) -> Iterator[Breakdown]:
    people: dict[str | None, int] = {area: one.persons for area, one in area_people(station).items()}
    for dimension in DIMENSIONS:
        # Whoever else was asked stands beside the sample where groups are compared, and nowhere else.
        rows = station.satisfaction if dimension == "group" else station.sample
        if len({getattr(row, dimension) for row in rows} - {None}) > 1:
            yield _breakdown(dimension, rows, top, station, people if dimension == "area" else {})


def _as_before(found: Breakdown, then: Sequence[Breakdown]) -> Breakdown:
    """The breakdown without what an earlier report didn't tell."""
    same = [one for one in then if one.dimension == found.dimension]

    def places(inner: Callable[[Breakdown], frozenset[int]]) -> frozenset[int]:
        names = {name for one in same for place in inner(one) for name in one.parts[place].names}
        mine = {place for place, part in enumerate(found.parts) if names & set(part.names)}
        sample = set(range(min(found.sampled, len(found.parts))))
        return frozenset(mine | sample if mine & sample else mine)

    return replace(
        found,
        before=found.before | places(lambda one: one.inner),
        before_aware=found.before_aware | places(lambda one: one.inner_aware),
    )


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
    name_of, sample = _namer(dimension, station), set(station.sample)
    parts: list[list[GroupAnswers]] = []
    # Put together across, a small part of the sample could be had from the sample's own result.
    for mine in ([row for row in rows if row in sample], [row for row in rows if row not in sample]):
        by_name: dict[str | None, list[Satisfaction]] = {}
        for row in mine:
            if row.count:
                by_name.setdefault(getattr(row, dimension), []).append(row)
        parts.append([])
        for keys in _groups(by_name):
            known = [people[key] for key in keys if key in people]
            population = sum(known) if len(known) == len(keys) else None
            one = tuple(row for key in keys for row in by_name[key])
            parts[-1].append(_part(tuple(map(name_of, keys)), one, top, population))
    within, beside = parts
    # Those beside who are too few even together aren't told of.
    beside = [part for part in beside if part.count >= MIN_POOLED]
    both = (*within, *beside)
    return Breakdown(dimension, both if len(both) > 1 else (), tuple(rows), len(within))


def _groups(by_name: dict[str | None, list[Satisfaction]]) -> list[list[str | None]]:
    """What is told alone, in the order of the data, and what is put together: the smallest first, until enough."""
    size = {key: sum(row.count for row in rows) for key, rows in by_name.items()}
    small: list[str | None] = []
    for key in sorted(by_name, key=lambda key: size[key]):
        if size[key] >= MIN_POOLED and (not small or sum(size[k] for k in small) >= MIN_POOLED):
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
) -> GroupAnswers:
    least, most = in_highest(rows, top)
    enough = population if population and population >= sum(row.count for row in rows) else None
    return GroupAnswers(names, rows, least, most, enough)


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
            stem, name = f"satisfaction.by.{found.dimension}.{number}", part.name
            hidden = number - 1 in found.inner
            told: Editions = WORKING if hidden else ALL
            uncounted = hidden and found.uncounted and number <= found.sampled
            yield Figure(
                f"{stem}.count",
                f"{name}作答人数",
                str(part.count),
                "人",
                cells=every,
                rule="method.pooled",
                editions=WORKING if uncounted else ALL,
            )
            of_count = partial(Figure, rule="method.share", inputs=(f"{stem}.count",))
            yield of_count(
                f"{stem}.share",
                f"{name}最高档占比",
                part.share,
                cells=bounds,
                steps=_steps(part),
                editions=told,
            )
            if part.aware is not None:
                yield of_count(
                    f"{stem}.aware",
                    f"{name}知晓度",
                    part.aware,
                    cells=cells.of(found.rows, "aware"),
                    editions=WORKING if number - 1 in found.inner_aware else ALL,
                )
            yield Figure(
                f"{stem}.interval",
                f"{name}最高档占比的置信区间",
                part.interval.shown,
                cells=tuple(people) if part.population else (),
                inputs=(f"{stem}.share",),
                rule="method.finite" if part.population else "method.wilson",
                editions=told,
            )


def _steps(part: GroupAnswers) -> str:
    low, high = f"{part.least}÷{part.count}", f"{part.most}÷{part.count}"
    return low if low == high else f"{low}至{high}"
