"""Satisfaction by group, mode, area and category: the share of the highest band in each, with its interval.

Small groups are pooled until they have ``MIN_POOLED`` answers, so that no row is small and all rows still add up.
Answers that few people of a group gave are visible in the working papers alone.
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
from sweval.analysis.survey.suppression import can_all_be_hidden, earlier_versions
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
    """The answers of a group, or of pooled small groups; ``minimum`` to ``maximum`` of them are in the highest band."""

    names: tuple[str, ...]
    rows: tuple[Satisfaction, ...]
    minimum: int
    maximum: int
    #: The people of an area, where known and no fewer than its answers.
    population: int | None

    @property
    def pooled(self) -> tuple[str, ...]:
        """The names of the pooled groups; empty for a single group."""
        return self.names if len(self.names) > 1 else ()

    @property
    def name(self) -> str:
        """The group's name; :data:`POOLED` for pooled groups."""
        return POOLED if self.pooled else self.names[0]

    @cached_property
    def count(self) -> int:
        """The number of answers."""
        return sum(row.count for row in self.rows)

    @cached_property
    def asked(self) -> tuple[Satisfaction, ...]:
        """The answers that include whether the respondent knows the station's services."""
        return tuple(row for row in self.rows if row.aware is not None)

    @property
    def aware_count(self) -> int:
        """How many respondents know the services."""
        return sum(row.aware or 0 for row in self.asked)

    @property
    def aware(self) -> str | None:
        """The share of those asked who know the services, in per cent; ``None`` where too few were asked."""
        count = sum(row.count for row in self.asked)
        return percent(self.aware_count, count, SHARE_DECIMALS) if count >= MIN_POOLED else None

    @property
    def by_certainty(self) -> tuple[int, int, int]:
        """Answers that are in the highest band, that may be, and that aren't."""
        return self.minimum, self.maximum - self.minimum, self.count - self.maximum

    @property
    def by_awareness(self) -> tuple[int, int]:
        """Respondents who know the services, and who don't."""
        return self.aware_count, sum(row.count for row in self.asked) - self.aware_count

    @property
    def interval(self) -> Interval:
        """Outer bounds of the share at 95 %; with finite-population correction where the population is known."""
        if self.population:
            low, high = (wilson_finite(n, self.count, self.population) for n in (self.minimum, self.maximum))
        else:
            low, high = (wilson(n, self.count) for n in (self.minimum, self.maximum))
        return Interval(low.low, high.high)

    @property
    def share(self) -> str:
        """The share in per cent; its bounds where bands overlap."""
        low, high = (percent(n, self.count, SHARE_DECIMALS) for n in (self.minimum, self.maximum))
        return low if low == high else f"{low}—{high}"


@dataclass(frozen=True)
class Breakdown:
    """All answers by one dimension; ``parts`` is empty where fewer than two groups are large enough.

    The first ``sampled`` parts make up the sample, whose totals are visible in all editions; the others are extra.
    """

    dimension: Dimension
    parts: tuple[GroupAnswers, ...]
    rows: tuple[Satisfaction, ...]
    sampled: int
    #: Positions of the parts whose answers, and whose awareness, an earlier report didn't show.
    restricted_before: frozenset[int] = frozenset()
    restricted_aware_before: frozenset[int] = frozenset()

    @cached_property
    def restricted(self) -> frozenset[int]:
        """Positions of the parts whose answers only the working papers show, because few people gave one of them.

        In the sample, all parts are visible or none: the choice of further parts to hide would reveal the small one.
        """
        return self._restricted([part.by_certainty for part in self.parts]) | self.restricted_before

    @cached_property
    def restricted_aware(self) -> frozenset[int]:
        """The same for awareness of the services."""
        answers = [part.by_awareness for part in self.parts]
        few = {i for i, part in enumerate(self.parts) if part.asked and part.aware is None}
        return self._restricted(answers, few) | self.restricted_aware_before

    def _restricted(self, counts: Sequence[Sequence[int]], few: Collection[int] = ()) -> frozenset[int]:
        small = {i for i, row in enumerate(counts) if i in few or any(0 < n < MIN_CROSSED for n in row)}
        # A part in which nobody was asked reveals nothing.
        sample = frozenset(i for i, row in enumerate(counts[: self.sampled]) if sum(row))
        # A part that is the whole sample shows what is visible everywhere.
        together = sample if len(sample) > 1 and small & sample else frozenset()
        return together | (small - sample)

    @cached_property
    def sizes_restricted(self) -> bool:
        """Whether the sizes of the sample's parts are hidden too, because they would narrow down a small count."""
        sample = self.parts[: self.sampled]
        tables = [part.by_certainty for part in sample], [part.by_awareness for part in sample]
        return self.sampled > 1 and not all(can_all_be_hidden(rows, MIN_CROSSED) for rows in tables)


def intervals_differ(parts: Sequence[GroupAnswers]) -> bool | None:
    """Whether the intervals of any two parts don't overlap; ``None`` with fewer than two parts."""
    if len(parts) < 2:
        return None
    spans = [part.interval for part in parts]
    return max(span.low for span in spans) > min(span.high for span in spans)


@dataclass(frozen=True)
class AreaPeople:
    """The number of people of an area, and the cells it was read from."""

    persons: int
    cells: tuple[Cell, ...]


def assess(station: Station, result: SatisfactionResult | None) -> tuple[Breakdown, ...]:
    """The answers by every dimension that has at least two values in the data."""
    if result is None:
        return ()
    return _assessed(station, result.top.low)


def _assessed(station: Station, top: Decimal) -> tuple[Breakdown, ...]:
    found = list(_breakdowns(station, top))
    for before in earlier_versions(station):
        if any(row.count for row in before.sample):
            then = _assessed(before, max(row.band_low for row in before.sample))
            found = [_as_before(breakdown, then) for breakdown in found]
    return tuple(found)


def _breakdowns(station: Station, top: Decimal) -> Iterator[Breakdown]:
    people: dict[str | None, int] = {id: area.persons for id, area in area_people(station).items()}
    for dimension in DIMENSIONS:
        # Respondents outside the sample appear where groups are compared, and nowhere else.
        rows = station.satisfaction if dimension == "group" else station.sample
        if len({getattr(row, dimension) for row in rows} - {None}) > 1:
            yield _breakdown(dimension, rows, top, station, people if dimension == "area" else {})


def _as_before(found: Breakdown, then: Sequence[Breakdown]) -> Breakdown:
    """The breakdown, with what an earlier report didn't show restricted as well."""
    same = [earlier for earlier in then if earlier.dimension == found.dimension]

    def positions(restricted: Callable[[Breakdown], frozenset[int]]) -> frozenset[int]:
        names = {name for earlier in same for i in restricted(earlier) for name in earlier.parts[i].names}
        hidden = {i for i, part in enumerate(found.parts) if names & set(part.names)}
        sample = set(range(min(found.sampled, len(found.parts))))
        return frozenset(hidden | sample if hidden & sample else hidden)

    return replace(
        found,
        restricted_before=found.restricted_before | positions(lambda earlier: earlier.restricted),
        restricted_aware_before=found.restricted_aware_before
        | positions(lambda earlier: earlier.restricted_aware),
    )


def area_people(station: Station) -> dict[str, AreaPeople]:
    """The people of each area: as stated, else counted in the sampling frame; empty unless known for every area."""
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
    # Pooled across both, a small part of the sample could be computed from the sample's total.
    for mine in ([row for row in rows if row in sample], [row for row in rows if row not in sample]):
        by_name: dict[str | None, list[Satisfaction]] = {}
        for row in mine:
            if row.count:
                by_name.setdefault(getattr(row, dimension), []).append(row)
        parts.append([])
        for keys in _groups(by_name):
            names, group = tuple(map(name_of, keys)), tuple(row for key in keys for row in by_name[key])
            population = sum(people[key] for key in keys) if people.keys() >= set(keys) else 0
            known = population if population >= sum(row.count for row in group) else None
            parts[-1].append(GroupAnswers(names, group, *in_highest(group, top), known))
    within, others = parts
    # Others that are too few even when pooled are left out.
    both = (*within, *(part for part in others if part.count >= MIN_POOLED))
    return Breakdown(dimension, both if len(both) > 1 else (), tuple(rows), len(within))


def _groups(by_name: dict[str | None, list[Satisfaction]]) -> list[list[str | None]]:
    """Groups shown separately, in the order of the data, then those pooled: the smallest, until they are enough."""
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


# --- figures ----------------------------------------------------------------------------------------


def figures(breakdowns: tuple[Breakdown, ...], station: Station, cells: Cells) -> Iterator[Figure]:
    """Answers, share of the highest band and its interval for every part; not in the public edition."""
    # Only of areas the people are known.
    people = dict.fromkeys(cell for area in area_people(station).values() for cell in area.cells)
    for found in breakdowns:
        # Which groups are pooled depends on all answers.
        every = cells.of(found.rows, found.dimension, "count")
        bounds = cells.of(found.rows, "band_low", "band_high")
        for number, part in enumerate(found.parts, start=1):
            stem, name = f"satisfaction.by.{found.dimension}.{number}", part.name
            hidden = number - 1 in found.restricted
            editions: Editions = WORKING if hidden else ALL
            size_hidden = hidden and found.sizes_restricted and number <= found.sampled
            yield Figure(
                f"{stem}.count",
                f"{name}作答人数",
                str(part.count),
                "人",
                cells=every,
                rule="method.pooled",
                editions=WORKING if size_hidden else ALL,
            )
            of_count = partial(Figure, rule="method.share", inputs=(f"{stem}.count",))
            yield of_count(
                f"{stem}.share",
                f"{name}最高档占比",
                part.share,
                cells=bounds,
                steps=_steps(part),
                editions=editions,
            )
            if part.aware is not None:
                yield of_count(
                    f"{stem}.aware",
                    f"{name}知晓度",
                    part.aware,
                    cells=cells.of(found.rows, "aware"),
                    editions=WORKING if number - 1 in found.restricted_aware else ALL,
                )
            yield Figure(
                f"{stem}.interval",
                f"{name}最高档占比的置信区间",
                part.interval.shown,
                cells=tuple(people) if part.population else (),
                inputs=(f"{stem}.share",),
                rule="method.finite" if part.population else "method.wilson",
                editions=editions,
            )


def _steps(part: GroupAnswers) -> str:
    low, high = f"{part.minimum}÷{part.count}", f"{part.maximum}÷{part.count}"
    return low if low == high else f"{low}至{high}"
