"""Coverage (兜底人群的建档与走访): of the people in each category and area, how many are on file, planned for, visited.

One person may be in several categories: what is added up over categories counts entries (人次), never people; the
number of people stands apart (``coverage_totals.csv``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from sweval.analysis.survey.suppression import CountTable, Place, earlier_versions, ten_range
from sweval.domain.disclosure.editions import ALL, WORKING, Editions
from sweval.domain.disclosure.policy import LEAST_CROSSED
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import Coverage
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import divide
from sweval.domain.values.row import Cells
from sweval.record.figures import Figure, share

Measure = Literal["on_file", "with_plan", "visited"]
#: What each measure is called, and those it leaves out.
MEASURES: Final[dict[Measure, tuple[str, str]]] = {
    "on_file": ("建档", "未建档"),
    "with_plan": ("有计划", "没有计划"),
    "visited": ("按期走访", "未按期走访"),
}
#: The measure a map of categories and areas is drawn of: the first of these that was given.
MAPPED: Final[tuple[Measure, ...]] = ("with_plan", "visited", "on_file")
#: A category, or ``None`` for all of them, in an area, or ``"*"`` for all of those.
Crossed = tuple[str | None, str | None]
#: So many gaps are told.
LEADING: Final = 5


@dataclass(frozen=True)
class CoverageGroup:
    """Some rows of coverage taken together: a category, an area, one in the other, or all."""

    rows: tuple[Coverage, ...]

    @property
    def persons(self) -> int:
        """Entries: a person counts once in each category."""
        return sum(row.persons for row in self.rows)

    @cached_property
    def _known(self) -> dict[Measure, tuple[Coverage, ...]]:
        return {m: tuple(row for row in self.rows if getattr(row, m) is not None) for m in MEASURES}

    def known(self, measure: Measure) -> tuple[Coverage, ...]:
        """The rows that say anything of a measure."""
        return self._known[measure]

    @cached_property
    def _sums(self) -> dict[Measure, tuple[int, int]]:
        return {
            measure: (sum(row.persons for row in rows), sum(getattr(row, measure) for row in rows))
            for measure, rows in self._known.items()
        }

    def whole(self, measure: Measure) -> int:
        """The entries a measure is known of."""
        return self._sums[measure][0]

    def done(self, measure: Measure) -> int:
        """Those of whom it is true."""
        return self._sums[measure][1]

    def share(self, measure: Measure) -> Decimal | None:
        """Their share, 0 to 1; ``None`` where nobody is known of."""
        whole = self.whole(measure)
        return divide(Decimal(self.done(measure)), Decimal(whole)) if whole else None


@dataclass(frozen=True)
class UnmetMeasure:
    """People of a category in an area (``None``: the whole station) of whom a measure isn't true."""

    measure: Measure
    category: str
    area: str | None
    people: int
    group: CoverageGroup


@dataclass(frozen=True)
class CoverageResult:
    """All rows, by category and by area; ``absent`` are categories of the scheme that no row speaks of."""

    everything: CoverageGroup
    categories: tuple[str, ...]
    areas: tuple[str | None, ...]
    absent: tuple[str, ...]
    #: What isn't told outside the working papers, as :meth:`of` is asked for it; ``None``: nothing of it can be told.
    hidden: frozenset[Crossed] | None = frozenset()
    #: Counts by category are told outside by the ten they lie in, for want of a key to draw hidden ones with.
    as_ranges: bool = False

    def of(self, *, category: str | None = None, area: str | Literal["*"] | None = "*") -> CoverageGroup:
        """The rows of a category, an area, or both; ``"*"`` is every area."""
        return self._groups.get((category, area), CoverageGroup(()))

    @cached_property
    def _groups(self) -> dict[Crossed, CoverageGroup]:
        found: dict[Crossed, list[Coverage]] = {}
        for row in self.everything.rows:
            for key in ((None, "*"), (None, row.area), (row.category, "*"), (row.category, row.area)):
                found.setdefault(key, []).append(row)
        return {key: CoverageGroup(tuple(rows)) for key, rows in found.items()}

    def told(self, category: str | None, area: str | None) -> Editions:
        """Where small counts allow telling how many people of a category an area has (``None``, ``"*"``: of all)."""
        return WORKING if self.hidden is None or (category, area) in self.hidden else ALL

    def outside(self, category: str, area: str | None) -> str:
        """What is told outside in place of how many people of a category an area (``"*"``: the station) has."""
        if not self.as_ranges:
            return ""
        areas = self.areas if area == "*" else (area,)
        tens = [ten_range(there.persons) for a in areas if (there := self.of(category=category, area=a)).rows]
        low, most = (sum(ten[side] for ten in tens) for side in (0, 1))
        return f"{low}—{most}"

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that anything was given for."""
        return tuple(m for m in MEASURES if self.everything.known(m))

    @property
    def mapped(self) -> Measure | None:
        """The measure that is told of every category in every area."""
        return next((measure for measure in MAPPED if measure in self.measures), None)

    def place(self, area: str | None, station: Station) -> str:
        """An area by its name; none is the whole station, or beside areas what wasn't given by area."""
        if area:
            return station.area(area).name
        return "全站" if self.areas == (None,) else "不分片区"

    @cached_property
    def gaps(self) -> tuple[UnmetMeasure, ...]:
        """Where people are left out, most people first; equal ones in the order of the data."""
        found = [
            UnmetMeasure(measure, category, area, group.whole(measure) - group.done(measure), group)
            for measure in self.measures
            for category in self.categories
            for area in self.areas
            if (group := self.of(category=category, area=area)).rows
        ]
        return tuple(sorted((gap for gap in found if gap.people), key=lambda gap: -gap.people))


def assess(station: Station, scheme: Scheme) -> CoverageResult | None:
    """Coverage by category and area; ``None`` where none was provided."""
    rows = station.coverage
    if not rows:
        return None
    given = dict.fromkeys(row.category for row in rows)
    listed = scheme.categories.items if scheme.categories else ()
    ordered = (*(name for name in listed if name in given), *(name for name in given if name not in listed))
    known = {area.id: number for number, area in enumerate(station.areas)}
    areas = sorted({row.area for row in rows}, key=lambda id: known[id] if id else len(known))
    absent = tuple(name for name in listed if name not in given)
    found = CoverageResult(CoverageGroup(rows), ordered, tuple(areas), absent)
    return _protected(found, station, scheme)


def _protected(found: CoverageResult, station: Station, scheme: Scheme) -> CoverageResult:
    """What is told of people by category and area: all, where no count is small; else without the small ones.

    With the project's key these are hidden, and those that would give them away; without one all counts are told by
    their tens. What a report told before hid stays hidden. How many people an area has is told everywhere, so it is
    known to whoever reasons about them.
    """
    people = _people(found, station)
    counts = CountTable(
        tuple(tuple(_persons(found, name, area) for area in found.areas) for name in found.categories),
        tuple(people.get(area) for area in found.areas),
        LEAST_CROSSED,
        frozenset(j for j, area in enumerate(found.areas) if _filled(found, area, station)),
    )
    names, areas = [*found.categories, None], [*found.areas, "*"]
    place_of = {(name, area): (i, j) for i, name in enumerate(names) for j, area in enumerate(areas)}
    before = [one for each in earlier_versions(station) if (one := assess(each, scheme))]
    kept: set[Place] = set()
    for one in before:
        every = one.hidden is None or one.as_ranges
        unknown = {key for key in place_of if key[0] is not None} if every else one.hidden or frozenset()
        kept |= {place_of[key] for key in unknown if key in place_of} & counts.cells.keys()
    if not counts.small and not kept:
        return found
    if not station.key:
        return replace(found, as_ranges=True) if counts.safe_as_ranges() else replace(found, hidden=None)
    labels = [*found.categories, *(area or "" for area in found.areas)]
    hidden = counts.protected(station.key, labels, kept)
    if hidden is None:
        return replace(found, hidden=None)
    return replace(found, hidden=frozenset((names[i], areas[j]) for i, j in hidden))


def _people(found: CoverageResult, station: Station) -> dict[str | None, int | None]:
    """How many people each area is known to have: as stated, or as all others of the station leave it."""
    stated = {row.area: row.persons for row in station.coverage_totals}
    people: dict[str | None, int | None] = {area: stated.get(area) for area in found.areas if area}
    whole, areas = stated.get(None), [area.id for area in station.areas]
    missing = [id for id in areas if stated.get(id) is None]
    if whole is not None and len(missing) == 1:
        left = whole - sum(stated[id] or 0 for id in areas if id not in missing)
        people[missing[0]] = left if left >= 0 else None
    if found.areas == (None,):
        people[None] = whole
    return people


def _filled(found: CoverageResult, area: str | None, station: Station) -> bool:
    """Whether readers know how many categories an area has anybody of; where the data contradict it, they can't rely on it."""
    stated = next((row.categories for row in station.coverage_totals if row.area == area), None)
    return stated == sum(found.of(category=name, area=area).persons > 0 for name in found.categories)


def _persons(found: CoverageResult, category: str, area: str | None) -> int | None:
    there = found.of(category=category, area=area)
    return there.persons if there.rows else None


# --- figures ----------------------------------------------------------------------------------------


def figures(result: CoverageResult | None, station: Station) -> Iterator[Figure]:
    """Entries and shares of all; by category and by area, and both crossed: those that are few for the working papers alone."""
    if result is None:
        return
    cells = Cells()
    listed = cells.of(result.everything.rows, "category")
    count = str(len(result.categories))
    yield Figure("coverage.listed", "提供了建档数据的类别", count, "类", rule="method.count", cells=listed)
    yield from _group("coverage.entries", "各类人群合计", "人次", result.everything, result.measures, cells)
    mapped = (result.mapped,) if result.mapped else ()
    several = result.areas if len(result.areas) > 1 else ()
    for number, name in enumerate(result.categories, start=1):
        stem, mine = f"coverage.category.{number}", result.of(category=name)
        told, outside = result.told(name, "*"), result.outside(name, "*")
        yield from _group(stem, name, "人", mine, result.measures, cells, told, outside)
        for area in several:
            there = result.of(category=name, area=area)
            if there.rows:
                stem = cell_stem(number, area)
                label = f"{name}（{result.place(area, station)}）"
                told, outside = result.told(name, area), result.outside(name, area)
                yield from _group(stem, label, "人", there, mapped, cells, told, outside)
    for number, gap in enumerate(result.gaps[:LEADING], start=1):
        yield Figure(
            f"coverage.gap.{number}",
            f"{gap.category}（{result.place(gap.area, station)}）{MEASURES[gap.measure][1]}",
            str(gap.people),
            "人",
            rule="method.coverage",
            cells=cells.of(gap.group.known(gap.measure), "persons", gap.measure),
            steps=f"{gap.group.whole(gap.measure)}－{gap.group.done(gap.measure)}",
        )
    for area in several:
        stem, label = f"coverage.place.{area or 'station'}", f"{result.place(area, station)}各类人群合计"
        there, told = result.of(area=area), result.told(None, area)
        yield from _group(stem, label, "人次", there, (), cells, told)


def cell_stem(number: int, area: str | None) -> str:
    """What the ids of a category's figures in an area begin with; categories count from 1."""
    return f"coverage.cell.{number}.{area or 'station'}"


def _group(
    stem: str,
    name: str,
    unit: str,
    group: CoverageGroup,
    measures: Sequence[Measure],
    cells: Cells,
    told: Editions = ALL,
    outside: str = "",
) -> Iterator[Figure]:
    yield Figure(
        f"{stem}.persons",
        f"{name}人数" if unit == "人" else name,
        str(group.persons),
        unit,
        rule="method.coverage",
        cells=cells.of(group.rows, "persons"),
        editions=told,
        outside=outside,
    )
    for measure in measures:
        known = group.known(measure)
        if whole := group.whole(measure):
            yield share(
                f"{stem}.{measure}",
                f"{name}{MEASURES[measure][0]}率",
                group.done(measure),
                whole,
                1,
                rule="method.coverage",
                cells=cells.of(known, "persons", measure),
                # Of some rows alone, it would tell how many people the others have.
                editions=WORKING if len(known) < len(group.rows) else ALL,
            )
