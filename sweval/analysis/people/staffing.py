"""Staffing (人员配备) from published totals: people by group and qualification, and their shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from sweval.domain.station.people_rows import StaffTotal
from sweval.domain.station.station import Station
from sweval.domain.values.dates import chinese_month
from sweval.domain.values.row import Cell
from sweval.record.figures import Figure, missing, share

GROUPS: Final = {"social_worker": "社工专业人员", "related": "相关专业人员", "other": "其他人员"}


@dataclass(frozen=True)
class Staffing:
    """People in post in the latest month of the data, by group."""

    month: str
    rows: tuple[StaffTotal, ...]

    def count(self, group: str | None = None) -> int:
        """The people of a group, or of all groups."""
        return sum(row.count for row in self.rows if group in (None, row.group))

    def cells(self, group: str | None = None) -> tuple[Cell, ...]:
        """The cells of a group's counts, or of all groups'."""
        return tuple(row.cell("count") for row in self.rows if group in (None, row.group))

    @property
    def qualifications(self) -> tuple[StaffTotal, ...]:
        """Social workers by qualification (社会工作师、助理社会工作师)."""
        return tuple(row for row in self.rows if row.group == "social_worker" and row.qualification)


def assess(station: Station) -> Staffing | None:
    """Staffing in the latest month of the data; ``None`` without totals."""
    if not station.staff_totals:
        return None
    month = max(row.month for row in station.staff_totals)
    return Staffing(month, tuple(row for row in station.staff_totals if row.month == month))


def figures(staffing: Staffing | None) -> Iterator[Figure]:
    """Head count, groups and shares; the certified share is of social workers."""
    if staffing is None:
        yield missing("staff.total", "工作人员总数", cells=(Cell("staff_totals.csv", 0, ""),))
        return
    stated = partial(Figure, rule="data.staff_totals")
    months = tuple(row.cell("month") for row in staffing.rows)
    yield stated("staff.month", "人员统计月份", chinese_month(staffing.month), cells=months)
    groups = {group: staffing.count(group) for group in GROUPS if staffing.cells(group)}
    for group, count in groups.items():
        cells = staffing.cells(group)
        yield stated(f"staff.{group}", GROUPS[group], str(count), "名", cells=cells)
    yield _total("staff.total", "工作人员总数", {f"staff.{group}": n for group, n in groups.items()})
    workers = staffing.count("social_worker")
    if workers:
        inputs = ("staff.social_worker", "staff.total")
        yield share("staff.social_worker_share", "社工专业人员占比", workers, staffing.count(), inputs=inputs)
    if not staffing.qualifications:
        return
    certified = {f"staff.qualification.{n}": row for n, row in enumerate(staffing.qualifications, start=1)}
    for id, row in certified.items():
        yield stated(id, row.qualification or "", str(row.count), "名", cells=(row.cell("count"),))
    yield _total("staff.certified", "持证社工", {id: row.count for id, row in certified.items()})
    if workers:
        count, inputs = (
            sum(row.count for row in certified.values()),
            ("staff.certified", "staff.social_worker"),
        )
        yield share("staff.certified_share", "持证社工占社工专业人员", count, workers, inputs=inputs)


def _total(id: str, label: str, counts: Mapping[str, int]) -> Figure:
    """The sum of counts that are themselves figures; ``counts``: by figure id."""
    steps = "＋".join(map(str, counts.values()))
    total = str(sum(counts.values()))
    return Figure(id, label, total, "名", rule="method.sum", inputs=tuple(counts), steps=steps)
