"""The whole chain of an evaluation (评估流程): every step with its limit and its day, and what changed on review.

Steps without a prescribed limit have a day and no due date. A review (复核) keeps both values, so that what a
score was before it can always be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sweval.analysis.schedule import NOT_YET, Deadline, Schedule
from sweval.domain.dates import chinese_day
from sweval.domain.row import Cell
from sweval.domain.rows import ProcessStep
from sweval.domain.scheme import STEPS, Step
from sweval.domain.station import Station
from sweval.record import MISSING, Figure


@dataclass(frozen=True)
class Link:
    """One step: its row where there is one, its limit where the scheme sets one, the day it was done by ``as_of``."""

    step: Step
    row: ProcessStep | None
    deadline: Deadline | None
    done: date | None

    @property
    def later(self) -> bool:
        """Whether it was done after ``as_of`` only."""
        return self.done is None and self.row is not None and self.row.done is not None


def assess(station: Station, schedule: Schedule) -> tuple[Link, ...]:
    """Every step from plan to report upward, in their order; steps nobody recorded and no limit speaks of are left out."""
    limits = {deadline.limit.id: deadline for deadline in schedule.deadlines}
    links = []
    for step in STEPS:
        row, deadline = station.step(step), limits.get(step)
        if row is None and deadline is None:
            continue
        done = row.done if row and row.done and row.done <= station.as_of else None
        links.append(Link(step, row, deadline, done))
    return tuple(links)


# --- figures ----------------------------------------------------------------------------------------


def figures(links: tuple[Link, ...], station: Station) -> Iterator[Figure]:
    """The day of every step that has no limit (the others have theirs in ``schedule``), and both values of each review."""
    for link in links:
        if link.deadline is not None or link.row is None:
            continue
        done = chinese_day(link.done) if link.done else NOT_YET if link.later else MISSING
        yield Figure(
            id=f"schedule.step.{link.step}",
            label=f"{STEPS[link.step]}：完成日期",
            value=done,
            rule="method.as_of",
            cells=(link.row.cell("done"), link.row.cell("completed")),
            inputs=("schedule.as_of",) if link.later else (),
            missing=link.done is None and not link.later,
        )
    if station.complaints:
        open_ = [one for one in station.complaints if one.done is None or one.done > station.as_of]
        for id, name, count in (
            ("complaints", "质疑或投诉", len(station.complaints)),
            ("complaints.open", "未办结的质疑或投诉", len(open_)),
        ):
            yield Figure(
                id=f"schedule.{id}",
                label=name,
                value=str(count),
                unit="件",
                rule="data.complaints",
                cells=tuple(one.cell("done") for one in station.complaints),
                inputs=("schedule.as_of",),
            )
    for review in station.reviews:
        for column, name in (("before", "原为"), ("after", "改为")):
            value = getattr(review, column)
            cells: tuple[Cell, ...] = (review.cell(column),)
            yield Figure(
                id=f"schedule.review.{review.id}.{column}",
                label=f"复核“{review.item}”：{name}",
                value=value or MISSING,
                rule="data.reviews",
                cells=cells,
                missing=value is None,
            )
