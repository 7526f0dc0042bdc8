"""Weighting the answers (加权): each area, or each category of each area, counts in proportion to its people.

Post-stratification (Cochran, Sampling Techniques, 3rd ed. 1977, section 5A.9): the share is the mean of the strata's
shares, weighted by their people. Unequal weights cost precision: the sample counts as ``n / deff`` answers with Kish's
design effect ``deff = n Σw² / (Σw)²`` (Kish 1965); Wilson's interval is computed from that number, with
finite-population correction. Weights correct the composition of the sample; they don't make it random.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final, Literal

from sweval.analysis.survey.drawing import strata_of
from sweval.analysis.survey.satisfaction import Interval, SatisfactionResult, in_highest, wilson_effective
from sweval.analysis.survey.subgroups import Breakdown, area_people
from sweval.domain.disclosure.editions import ALL, WORKING, Editions
from sweval.domain.station.people_rows import Satisfaction
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import divide, round_to
from sweval.domain.values.row import Cell, Cells
from sweval.record.figures import Figure, missing

#: Why answers can't be weighted.
Gap = Literal["no_area", "no_people", "nobody_asked", "too_many_asked", "other_total"]
GAPS: Final[dict[Gap, str]] = {
    "no_area": "答卷没有都注明片区",
    "no_people": "各片区的总体人数未全部提供",
    "nobody_asked": "有片区没有人作答",
    "too_many_asked": "有片区的作答人数多于总体人数",
    "other_total": "各片区人数之和与所代表的总人数不符",
}


@dataclass(frozen=True)
class Stratum:
    """An area, or a category of an area: its people, its answers, and how many answers are in the highest band."""

    key: tuple[str, ...]
    people: int
    answers: int
    minimum: int
    maximum: int

    def points_over(self, people: int, answers: int) -> Decimal:
        """Its share of the answers minus its share of the people, in percentage points."""
        return 100 * (
            divide(Decimal(self.answers), Decimal(answers)) - divide(Decimal(self.people), Decimal(people))
        )


@dataclass(frozen=True)
class Weighted:
    """The share of the highest band, strata weighted by their people."""

    by: Literal["area", "area_category"]
    strata: tuple[Stratum, ...]
    minimum: Decimal
    maximum: Decimal
    effective: Decimal
    interval: Interval

    @property
    def people(self) -> int:
        """The people of all strata."""
        return sum(stratum.people for stratum in self.strata)

    @property
    def answers(self) -> int:
        """The answers of all strata."""
        return sum(stratum.answers for stratum in self.strata)

    @property
    def farthest(self) -> Stratum:
        """The stratum whose share of the answers is farthest from its share of the people."""
        people, answers = self.people, self.answers
        return max(self.strata, key=lambda stratum: abs(stratum.points_over(people, answers)))


def assess(station: Station, result: SatisfactionResult | None) -> Weighted | Gap | None:
    """The weighted share, or why it can't be computed; ``None`` without answers."""
    if result is None:
        return None
    rows = [row for row in station.sample if row.count]
    if len(station.areas) < 2 or any(row.area is None for row in rows):
        return "no_area"
    finer = _by_category(station, rows, result.top.low)
    if finer is not None:
        return weigh("area_category", finer)
    people = area_people(station)
    if not people:
        return "no_people"
    if station.assessment.population not in (None, sum(found.persons for found in people.values())):
        return "other_total"
    strata = [
        _stratum((area,), found.persons, [row for row in rows if row.area == area], result.top.low)
        for area, found in people.items()
    ]
    if any(not stratum.answers for stratum in strata):
        return "nobody_asked"
    if any(stratum.answers > stratum.people for stratum in strata):
        return "too_many_asked"
    return weigh("area", strata)


def _by_category(station: Station, rows: list[Satisfaction], top: Decimal) -> list[Stratum] | None:
    """Area × category, where every answer has a category and every stratum of the frame has answers."""
    answered: dict[tuple[str | None, str | None], list[Satisfaction]] = {}
    for row in rows:
        answered.setdefault((row.area, row.category), []).append(row)
    strata = [
        _stratum(key, len(members), answered.get(key, []), top)
        for key, members in strata_of(station.frame).items()
    ]
    answers = sum(row.count for row in rows)
    reached = all(0 < stratum.answers <= stratum.people for stratum in strata)
    return strata if reached and sum(stratum.answers for stratum in strata) == answers else None


def _stratum(key: tuple[str, ...], people: int, rows: Sequence[Satisfaction], top: Decimal) -> Stratum:
    return Stratum(key, people, sum(row.count for row in rows), *in_highest(rows, top))


def weigh(by: Literal["area", "area_category"], strata: Sequence[Stratum]) -> Weighted:
    """The weighted share. Raises ``ZeroDivisionError`` where a stratum has no answers."""
    people = Decimal(sum(stratum.people for stratum in strata))
    answers = Decimal(sum(stratum.answers for stratum in strata))
    minimum, maximum = (
        sum((divide(Decimal(s.people * getattr(s, bound)), people * s.answers) for s in strata), Decimal(0))
        for bound in ("minimum", "maximum")
    )
    # Every answer of a stratum weighs people / answers: Σw = people, Σw² = Σ people² / answers.
    squares = sum((divide(Decimal(s.people**2), Decimal(s.answers)) for s in strata), Decimal(0))
    effective = divide(people * people, squares)
    low, high = (
        wilson_effective(share, effective, int(people), int(answers)) for share in (minimum, maximum)
    )
    return Weighted(by, tuple(strata), minimum, maximum, effective, Interval(low.low, high.high))


# --- figures ----------------------------------------------------------------------------------------


def _editions(found: Weighted, breakdowns: Sequence[Breakdown]) -> Editions:
    """The editions that may show it: beside the visible parts it would reveal restricted ones."""
    by_area = [breakdown for breakdown in breakdowns if breakdown.dimension == "area"]
    whole = all(b.parts and not b.restricted and not any(part.pooled for part in b.parts) for b in by_area)
    return ALL if found.by == "area" and whole else WORKING


def figures(
    found: Weighted | Gap | None, breakdowns: Sequence[Breakdown], station: Station, cells: Cells
) -> Iterator[Figure]:
    """The weighted share, its effective number of answers, its interval; 未提供 where it can't be computed."""
    if found is None:
        return
    if not isinstance(found, Weighted):
        yield missing(
            "satisfaction.weighted",
            "加权后的最高档占比",
            cells=(Cell("satisfaction.csv", 0, "area"),),
            rule="method.weighted",
        )
        return
    rows = cells.of(station.sample, "area", "category", "band_low", "band_high", "count")
    people = [cell for area in area_people(station).values() for cell in area.cells]
    frame = [Cell("frame.csv", 0, "categories")] if found.by == "area_category" else []
    low, high = (f"{round_to(share * 100, 2)}%" for share in (found.minimum, found.maximum))
    figure = partial(Figure, rule="method.weighted", editions=_editions(found, breakdowns))
    yield figure(
        "satisfaction.weighted",
        "加权后的最高档占比",
        low if low == high else f"{low}—{high}",
        cells=tuple(dict.fromkeys([*rows, *people, *frame])),
    )
    weighted, effective = ("satisfaction.weighted",), "satisfaction.weighted.effective"
    answers = f"{round_to(found.effective, 0)}"
    yield figure(effective, "加权后相当的作答人数", answers, "人", inputs=weighted)
    yield figure(
        "satisfaction.weighted.interval",
        "加权后占比的置信区间（置信水平95%）",
        found.interval.shown,
        inputs=(*weighted, effective),
    )
    over = found.farthest
    points = round_to(over.points_over(found.people, found.answers), 1)
    label = f"{stratum_name(over, station)}在作答中的占比高于在总体中的占比"
    shown = f"{points:+f}".replace("-", "−")
    yield figure("satisfaction.mix", label, shown, "个百分点", inputs=weighted)


def stratum_name(stratum: Stratum, station: Station) -> str:
    """The name of a stratum in reports."""
    area, *category = stratum.key
    return "".join([station.area(area).name, *(f"的{name}" for name in category)])
