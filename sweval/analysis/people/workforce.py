"""The workforce (人员稳定与培训): retention, tenure, training, and clients per social worker.

From the roster (``staff.csv``) at the cut-off day. Retention (稳岗率) is ``still in post ÷ in post at the start``, the
share of those in post on the contract's first day who are still in post. No rule of Guangzhou is known to define it,
so the report shows the formula with the figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from sweval.domain.station.people_rows import Staff
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import add_up, divide, round_to
from sweval.domain.values.row import Cell
from sweval.record.figures import Figure, share

#: Years in post from which a person is long-serving.
LONG_SERVING_YEARS: Final = 2


@dataclass(frozen=True)
class Workforce:
    """The roster at ``day``; ``first`` is the contract's first day."""

    rows: tuple[Staff, ...]
    first: date
    day: date
    #: People served, each counted once; ``None``: not provided.
    served: int | None
    served_cells: tuple[Cell, ...]

    def in_post(self, day: date) -> tuple[Staff, ...]:
        """People in post on a day; the last day in post counts."""
        return tuple(row for row in self.rows if row.start <= day and (row.end is None or row.end >= day))

    @property
    def now(self) -> tuple[Staff, ...]:
        """People in post on ``day``."""
        return self.in_post(self.day)

    @property
    def at_start(self) -> tuple[Staff, ...]:
        """People in post on the contract's first day."""
        return self.in_post(self.first)

    @property
    def stayed(self) -> tuple[Staff, ...]:
        """People in post on the first day and on ``day``."""
        return tuple(row for row in self.at_start if row in self.now)

    @property
    def joined(self) -> tuple[Staff, ...]:
        """People who joined after the first day."""
        return tuple(row for row in self.rows if self.first < row.start <= self.day)

    @property
    def left(self) -> tuple[Staff, ...]:
        """People who left from the first day on, before ``day``."""
        return tuple(row for row in self.rows if row.end is not None and self.first <= row.end < self.day)

    @property
    def long_serving(self) -> tuple[Staff, ...]:
        """People in post for :data:`LONG_SERVING_YEARS` or more."""
        return tuple(row for row in self.now if _anniversary(row.start, LONG_SERVING_YEARS) <= self.day)

    @property
    def social_workers(self) -> tuple[Staff, ...]:
        """Social workers in post."""
        return tuple(row for row in self.now if row.group == "social_worker")


def _anniversary(start: date, years: int) -> date:
    """The same day some years later; for 29 February, 1 March where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def assess(station: Station) -> Workforce | None:
    """The roster at the cut-off day; ``None`` without a roster."""
    if not station.staff:
        return None
    total = next(
        (row for row in station.coverage_totals if row.area is None and row.persons is not None), None
    )
    return Workforce(
        station.staff,
        station.contract.start,
        station.assessment.cut_off,
        total.persons if total else None,
        (total.cell("persons"),) if total else (),
    )


# --- figures ----------------------------------------------------------------------------------------

_figure: Final = partial(Figure, rule="method.roster")


def figures(found: Workforce | None, station: Station) -> Iterator[Figure]:
    """People in post, who stayed, joined and left; tenure, training, clients per social worker."""
    if found is None:
        return
    day = (station.at("assessment.cut_off"),)
    start = (station.at("contract.start"),)
    posts = tuple(
        row.cell(column) for row in found.rows for column in ("start", "end") if getattr(row, column)
    )
    for id, label, rows, extra in (
        ("now", "统计截止日在岗人数", found.now, day),
        ("at_start", "合同期起始日在岗人数", found.at_start, start),
        ("stayed", "合同期起始日在岗、至今仍在岗的人数", found.stayed, start + day),
        ("joined", "合同期内到岗人数", found.joined, start + day),
        ("left", "合同期内离岗人数", found.left, start + day),
        ("long", "在岗满两年人数", found.long_serving, day),
    ):
        yield _figure(f"staff.{id}", label, str(len(rows)), "名", cells=posts + extra)
    if found.at_start:
        stayed, whole = len(found.stayed), len(found.at_start)
        inputs = ("staff.stayed", "staff.at_start")
        yield share("staff.retention", "稳岗率", stayed, whole, rule="method.retention", inputs=inputs)
    if found.now:
        long, inputs = len(found.long_serving), ("staff.long", "staff.now")
        yield share("staff.long_share", "在岗满两年占比", long, len(found.now), inputs=inputs)
    yield from _certified(found)
    yield from _training(found)
    if found.served is not None and found.social_workers:
        n = len(found.social_workers)
        yield _figure(
            "staff.served",
            "每名社工平均对应的服务对象",
            f"{round_to(divide(Decimal(found.served), Decimal(n)), 1)}",
            "人",
            cells=(*found.served_cells, *posts),
            steps=f"{found.served}÷{n}",
        )


def _certified(found: Workforce) -> Iterator[Figure]:
    known = [row for row in found.social_workers if row.certified is not None]
    if known:
        certified = sum(row.certified is True for row in known)
        cells = tuple(row.cell(column) for row in known for column in ("group", "certified", "start"))
        yield share("staff.roster_certified", "名册中持证社工的占比", certified, len(known), cells=cells)


def _training(found: Workforce) -> Iterator[Figure]:
    rows = [row for row in found.now if row.training_hours is not None]
    hours = [row.training_hours for row in rows if row.training_hours is not None]
    if not hours:
        return
    total = add_up(hours)
    mean = f"{round_to(divide(total, Decimal(len(hours))), 1)}"
    cells = tuple(row.cell(column) for row in rows for column in ("training_hours", "start"))
    steps = f"{total:f}÷{len(hours)}"
    yield _figure("staff.training", "在岗人员人均培训时数", mean, "小时", cells=cells, steps=steps)
    minimum = f"{min(hours):f}"
    yield _figure("staff.training_least", "在岗人员中最少的培训时数", minimum, "小时", cells=cells)
    unknown = len(found.now) - len(rows)
    if unknown:
        yield _figure("staff.training_untold", "培训时数未提供的在岗人数", str(unknown), "名", cells=cells)
