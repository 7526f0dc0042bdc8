"""Posts short by month (各月缺员), in person-times, and their running sum.

:mod:`sweval.analysis.rules.vetoes` compares the sum with the rule's limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from sweval.domain.station.people_rows import Headcount
from sweval.domain.station.station import Station
from sweval.domain.values.dates import chinese_month, months_between
from sweval.record.figures import Figure

#: Kinds of posts: the columns of posts required and filled, and the name.
KINDS: Final = {
    "all": ("required", "in_post", "社工岗位"),
    "certified": ("certified_required", "certified", "持证社工"),
}


@dataclass(frozen=True)
class Month:
    """A month: posts required and filled, person-times short in it, and person-times short so far."""

    row: Headcount
    required: int
    filled: int
    short: int
    so_far: int


@dataclass(frozen=True)
class Shortage:
    """The months of a kind of posts, in order, from the contract's first to the month of the cut-off day."""

    kind: str
    months: tuple[Month, ...]

    @property
    def name(self) -> str:
        """The name of the kind: 社工岗位 or 持证社工."""
        return KINDS[self.kind][2]

    @property
    def total(self) -> int:
        """Person-times short in all months."""
        return self.months[-1].so_far

    @property
    def worst(self) -> tuple[Month, ...]:
        """The months with the most posts short; empty where no month was short."""
        maximum = max(month.short for month in self.months)
        return tuple(month for month in self.months if maximum and month.short == maximum)


def assess(station: Station) -> tuple[Shortage, ...]:
    """The months of each kind of posts that has data for any month."""
    counted = months_between(station.contract.start, station.assessment.cut_off)
    found = []
    for kind, (required, filled, _) in KINDS.items():
        months: list[Month] = []
        for row in sorted(station.headcount, key=lambda row: row.month):
            needed, present = getattr(row, required), getattr(row, filled)
            if needed is None or present is None or row.month not in counted:
                continue
            short = max(0, needed - present)
            months.append(Month(row, needed, present, short, short + (months[-1].so_far if months else 0)))
        if months:
            found.append(Shortage(kind, tuple(months)))
    return tuple(found)


def figures(shortages: tuple[Shortage, ...]) -> Iterator[Figure]:
    """The number of months with data, the sum, and each month's person-times short."""
    for found in shortages:
        required, filled, name = KINDS[found.kind]
        stem = f"staff.short.{found.kind}"
        cells = tuple(
            month.row.cell(column) for month in found.months for column in ("month", required, filled)
        )
        label, count = f"提供了{name}应配与实配人数的月份", str(len(found.months))
        yield Figure(f"{stem}.months", label, count, "个月", rule="method.count", cells=cells)
        short = partial(Figure, unit="人次", rule="method.shortage")
        steps = "＋".join(str(month.short) for month in found.months)
        yield short(f"{stem}.total", f"{name}累计缺少", str(found.total), cells=cells, steps=steps)
        for month in found.months:
            yield short(
                f"{stem}.{month.row.month}",
                f"{chinese_month(month.row.month)}{name}缺少",
                str(month.short),
                steps=f"{month.required}－{month.filled}",
                cells=(month.row.cell(required), month.row.cell(filled)),
            )
