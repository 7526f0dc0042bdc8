"""Coverage (兜底人群的建档与走访): how many people of each category and area are on file, have a plan, are visited.

A person may be in several categories, so sums over categories count entries (人次), not people; the number of people
is in ``coverage_totals.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from sweval.analysis.survey.suppression import CountTable, Place, earlier_versions, ten_range
from sweval.domain.disclosure.editions import ALL, WORKING, Editions
from sweval.domain.disclosure.policy import MIN_CROSSED
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import Coverage
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import divide
from sweval.domain.values.row import Cells
from sweval.record.figures import Figure, share

Measure = Literal["on_file", "with_plan", "visited"]
#: The names of each measure and of its opposite.
MEASURES: Final[dict[Measure, tuple[str, str]]] = {
    "on_file": ("建档", "未建档"),
    "with_plan": ("有计划", "没有计划"),
    "visited": ("按期走访", "未按期走访"),
}
#: The measure shown by category and area: the first of these that the data include.
MAPPED: Final[tuple[Measure, ...]] = ("with_plan", "visited", "on_file")
#: A category (``None``: all) in an area (``"*"``: all).
Crossed = tuple[str | None, str | None]
#: How many gaps are listed.
LEADING: Final = 5


@dataclass(frozen=True)
class CoverageGroup:
    """The rows of a category, of an area, of a category in an area, or all rows."""

    rows: tuple[Coverage, ...]

    @property
    def persons(self) -> int:
        """Entries: a person counts once in each category."""
        return sum(row.persons for row in self.rows)

    @cached_property
    def known(self) -> dict[Measure, tuple[Coverage, ...]]:
        """The rows that include each measure."""
        return {m: tuple(row for row in self.rows if getattr(row, m) is not None) for m in MEASURES}

    @cached_property
    def _sums(self) -> dict[Measure, tuple[int, int]]:
        return {
            measure: (sum(row.persons for row in rows), sum(getattr(row, measure) for row in rows))
            for measure, rows in self.known.items()
        }

    def whole(self, measure: Measure) -> int:
        """The entries for which a measure is known."""
        return self._sums[measure][0]

    def done(self, measure: Measure) -> int:
        """The entries for which it is true."""
        return self._sums[measure][1]

    def share(self, measure: Measure) -> Decimal | None:
        """Their share, 0 to 1; ``None`` where the measure is unknown."""
        whole = self.whole(measure)
        return divide(Decimal(self.done(measure)), Decimal(whole)) if whole else None


@dataclass(frozen=True)
class UnmetMeasure:
    """The people of a category in an area (``None``: the station) for whom a measure isn't true."""

    measure: Measure
    category: str
    area: str | None
    people: int
    group: CoverageGroup


@dataclass(frozen=True)
class CoverageResult:
    """All rows, by category and by area; ``absent``: categories of the scheme without a row."""

    everything: CoverageGroup
    categories: tuple[str, ...]
    areas: tuple[str | None, ...]
    absent: tuple[str, ...]
    #: Counts that only the working papers show; ``None``: all of them.
    hidden: frozenset[Crossed] | None = frozenset()
    #: Whether other editions show counts by category as ranges of ten, because there is no key to hide cells with.
    as_ranges: bool = False

    def of(self, *, category: str | None = None, area: str | Literal["*"] | None = "*") -> CoverageGroup:
        """The rows of a category, an area, or both; ``area="*"``: every area."""
        return self._groups.get((category, area), CoverageGroup(()))

    @cached_property
    def _groups(self) -> dict[Crossed, CoverageGroup]:
        found: dict[Crossed, list[Coverage]] = {}
        for row in self.everything.rows:
            for key in ((None, "*"), (None, row.area), (row.category, "*"), (row.category, row.area)):
                found.setdefault(key, []).append(row)
        return {key: CoverageGroup(tuple(rows)) for key, rows in found.items()}

    def editions(self, category: str | None, area: str | None) -> Editions:
        """The editions that show the number of people of a category in an area (``None``, ``"*"``: of all)."""
        return WORKING if self.hidden is None or (category, area) in self.hidden else ALL

    def shown_range(self, category: str, area: str | None) -> str:
        """The range that other editions show for a category in an area (``"*"``: all); empty if they show the count."""
        if not self.as_ranges:
            return ""
        areas = self.areas if area == "*" else (area,)
        groups = [group for a in areas if (group := self.of(category=category, area=a)).rows]
        low, high = (sum(ten_range(group.persons)[end] for group in groups) for end in (0, 1))
        return f"{low}—{high}"

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that the data include."""
        return tuple(m for m in MEASURES if self.everything.known[m])

    @property
    def mapped(self) -> Measure | None:
        """The measure shown for every category in every area."""
        return next((measure for measure in MAPPED if measure in self.measures), None)

    def place(self, area: str | None, station: Station) -> str:
        """The name of an area; for ``None``, of the station, or of rows without an area."""
        if area:
            return station.area(area).name
        return "全站" if self.areas == (None,) else "不分片区"

    @cached_property
    def gaps(self) -> tuple[UnmetMeasure, ...]:
        """Unmet measures, those of most people first; ties in the order of the data."""
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
    """The result with small counts protected, and counts that an earlier report hid.

    With the project's key, these and others that would reveal them are hidden; without one, all counts are shown as
    ranges of ten. Readers are assumed to know the number of people of each area, which all editions show.
    """
    people = _people(found, station)
    counts = CountTable(
        tuple(
            tuple(
                g.persons if (g := found.of(category=name, area=area)).rows else None for area in found.areas
            )
            for name in found.categories
        ),
        tuple(people.get(area) for area in found.areas),
        MIN_CROSSED,
        frozenset(j for j, area in enumerate(found.areas) if _filled(found, area, station)),
    )
    names, areas = [*found.categories, None], [*found.areas, "*"]
    place_of = {(name, area): (i, j) for i, name in enumerate(names) for j, area in enumerate(areas)}
    hidden_before: set[Place] = set()
    for version in earlier_versions(station):
        if earlier := assess(version, scheme):
            keys: Iterable[Crossed] = earlier.hidden or ()
            if earlier.hidden is None or earlier.as_ranges:
                keys = [key for key in place_of if key[0] is not None]
            hidden_before |= {place_of[key] for key in keys if key in place_of} & counts.cells.keys()
    if not counts.small and not hidden_before:
        return found
    if not station.key:
        return replace(found, as_ranges=True) if counts.safe_as_ranges() else replace(found, hidden=None)
    labels = [*found.categories, *(area or "" for area in found.areas)]
    hidden = counts.protected(station.key, labels, hidden_before)
    if hidden is None:
        return replace(found, hidden=None)
    return replace(found, hidden=frozenset((names[i], areas[j]) for i, j in hidden))


def _people(found: CoverageResult, station: Station) -> dict[str | None, int | None]:
    """The number of people of each area that readers know: as stated, or the station's minus all other areas'."""
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
    """Whether readers know how many categories of an area have people: it is stated and the data agree with it."""
    stated = next((row.categories for row in station.coverage_totals if row.area == area), None)
    return stated == sum(found.of(category=name, area=area).persons > 0 for name in found.categories)


# --- figures ----------------------------------------------------------------------------------------


def figures(result: CoverageResult | None, station: Station) -> Iterator[Figure]:
    """Entries and shares in all, by category, by area, and by both; small counts for the working papers alone."""
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
        stem, group = f"coverage.category.{number}", result.of(category=name)
        editions, outside = result.editions(name, "*"), result.shown_range(name, "*")
        yield from _group(stem, name, "人", group, result.measures, cells, editions, outside)
        for area in several:
            group = result.of(category=name, area=area)
            if group.rows:
                stem, label = cell_stem(number, area), f"{name}（{result.place(area, station)}）"
                editions, outside = result.editions(name, area), result.shown_range(name, area)
                yield from _group(stem, label, "人", group, mapped, cells, editions, outside)
    for number, gap in enumerate(result.gaps[:LEADING], start=1):
        yield Figure(
            f"coverage.gap.{number}",
            f"{gap.category}（{result.place(gap.area, station)}）{MEASURES[gap.measure][1]}",
            str(gap.people),
            "人",
            rule="method.coverage",
            cells=cells.of(gap.group.known[gap.measure], "persons", gap.measure),
            steps=f"{gap.group.whole(gap.measure)}－{gap.group.done(gap.measure)}",
        )
    for area in several:
        stem, label = f"coverage.place.{area or 'station'}", f"{result.place(area, station)}各类人群合计"
        group, editions = result.of(area=area), result.editions(None, area)
        yield from _group(stem, label, "人次", group, (), cells, editions)


def cell_stem(number: int, area: str | None) -> str:
    """The prefix of the ids of a category's figures in an area; categories are numbered from 1."""
    return f"coverage.cell.{number}.{area or 'station'}"


def _group(
    stem: str,
    name: str,
    unit: str,
    group: CoverageGroup,
    measures: Sequence[Measure],
    cells: Cells,
    editions: Editions = ALL,
    outside: str = "",
) -> Iterator[Figure]:
    yield Figure(
        f"{stem}.persons",
        f"{name}人数" if unit == "人" else name,
        str(group.persons),
        unit,
        rule="method.coverage",
        cells=cells.of(group.rows, "persons"),
        editions=editions,
        outside=outside,
    )
    for measure in measures:
        known = group.known[measure]
        if whole := group.whole(measure):
            yield share(
                f"{stem}.{measure}",
                f"{name}{MEASURES[measure][0]}率",
                group.done(measure),
                whole,
                1,
                rule="method.coverage",
                cells=cells.of(known, "persons", measure),
                # A share of some rows alone would reveal the people of the others.
                editions=WORKING if len(known) < len(group.rows) else ALL,
            )
