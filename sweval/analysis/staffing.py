"""Staffing (人员配备) from published totals: how many, with which qualification, and the shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sweval.domain.dates import chinese_month
from sweval.domain.people_rows import StaffTotal
from sweval.domain.rounding import percent
from sweval.domain.row import Cell
from sweval.domain.station import Station
from sweval.record import Figure, missing

GROUPS: Final = {"social_worker": "社工专业人员", "related": "相关专业人员", "other": "其他人员"}


@dataclass(frozen=True)
class Staffing:
    """People in post in the latest month given, by group."""

    month: str
    rows: tuple[StaffTotal, ...]

    def count(self, group: str | None = None) -> int:
        """People of a group; of all groups without one."""
        return sum(row.count for row in self.rows if group in (None, row.group))

    def cells(self, group: str | None = None) -> tuple[Cell, ...]:
        """Where the counts of a group stand."""
        return tuple(row.cell("count") for row in self.rows if group in (None, row.group))

    @property
    def qualifications(self) -> tuple[StaffTotal, ...]:
        """Social workers by qualification (社会工作师、助理社会工作师)."""
        return tuple(row for row in self.rows if row.group == "social_worker" and row.qualification)


def assess(station: Station) -> Staffing | None:
    """Staffing in the latest month given; ``None`` where no totals were provided."""
    if not station.staff_totals:
        return None
    month = max(row.month for row in station.staff_totals)
    return Staffing(month, tuple(row for row in station.staff_totals if row.month == month))


def figures(staffing: Staffing | None) -> Iterator[Figure]:
    """Head count, groups and shares. The certified share counts social workers who hold a qualification."""
    if staffing is None:
        yield missing("staff.total", "工作人员总数", cells=(Cell("staff_totals.csv", 0, ""),))
        return
    yield Figure(
        id="staff.month",
        label="人员统计月份",
        value=chinese_month(staffing.month),
        cells=tuple(row.cell("month") for row in staffing.rows),
        rule="data.staff_totals",
    )
    given = {group: name for group, name in GROUPS.items() if staffing.cells(group)}
    for group, name in given.items():
        yield Figure(
            id=f"staff.{group}",
            label=name,
            value=str(staffing.count(group)),
            unit="名",
            cells=staffing.cells(group),
            rule="data.staff_totals",
        )
    yield Figure(
        id="staff.total",
        label="工作人员总数",
        value=str(staffing.count()),
        unit="名",
        rule="method.sum",
        inputs=tuple(f"staff.{group}" for group in given),
        steps="＋".join(str(staffing.count(group)) for group in given),
    )
    if staffing.count("social_worker"):
        yield _share(
            "staff.social_worker_share",
            "社工专业人员占比",
            staffing.count("social_worker"),
            "staff.social_worker",
            staffing.count(),
            "staff.total",
        )
    yield from _qualification_figures(staffing)


def _qualification_figures(staffing: Staffing) -> Iterator[Figure]:
    if not staffing.qualifications:
        return
    ids = []
    for number, row in enumerate(staffing.qualifications, start=1):
        ids.append(f"staff.qualification.{number}")
        yield Figure(
            id=ids[-1],
            label=row.qualification or "",
            value=str(row.count),
            unit="名",
            cells=(row.cell("count"),),
            rule="data.staff_totals",
        )
    certified = sum(row.count for row in staffing.qualifications)
    yield Figure(
        id="staff.certified",
        label="持证社工",
        value=str(certified),
        unit="名",
        rule="method.sum",
        inputs=tuple(ids),
        steps="＋".join(str(row.count) for row in staffing.qualifications),
    )
    if staffing.count("social_worker"):
        yield _share(
            "staff.certified_share",
            "持证社工占社工专业人员",
            certified,
            "staff.certified",
            staffing.count("social_worker"),
            "staff.social_worker",
        )


def _share(id: str, label: str, part: int, part_id: str, whole: int, whole_id: str) -> Figure:
    return Figure(
        id=id,
        label=label,
        value=percent(part, whole),
        rule="method.share",
        inputs=(part_id, whole_id),
        steps=f"{part}÷{whole}",
    )
