"""Schedule: the steps of the evaluation (评估流程), due dates of the prescribed limits (规定时限), and reviews.

Limits are counted in working days of the mainland calendar from the day after their start. A missing end of the
evaluation is replaced by the last day on site and marked as inferred. A review (复核) keeps the value before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal

from sweval.domain.scheme.scheme import STEPS, Scheme, Step, TimeLimit
from sweval.domain.station.rows import ProcessStep
from sweval.domain.station.station import Station
from sweval.domain.values.dates import CalendarEnds, IsWorkday, add_workdays, chinese_day
from sweval.domain.values.row import Cell
from sweval.record.figures import MISSING, Figure

StepState = Literal[
    "done",
    "done_late",
    "done_short",
    "done_undated",
    "due",
    "elapsed",
    "overdue",
    "unrecorded",
    "uncomputable",
]
STEP_STATES: Final[dict[StepState, str]] = {
    "done": "已完成",
    "done_late": "已完成，晚于规定时限",
    "done_short": "已完成，短于规定期限",
    "done_undated": "已完成，日期未提供",
    "due": "未到期",
    "elapsed": "期限已满，完成日期未提供",
    "overdue": "已逾期",
    "unrecorded": "未提供完成情况",
    "uncomputable": "无法推算",
}
#: Printed in place of the day of a step that was done after ``as_of``.
NOT_YET: Final = "截至基准日未完成"
#: The cell cited for a step without a record.
NOWHERE: Final = Cell("process.csv", 0, "done")


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A step's record: its row, if any, and the day it was done, if not after ``as_of``."""

    row: ProcessStep | None
    done: date | None

    @property
    def later(self) -> bool:
        """Whether it was done after ``as_of``, and so counts as not done."""
        return self.done is None and self.row is not None and self.row.done is not None


@dataclass(frozen=True, kw_only=True)
class Deadline(Recorded):
    """A limit: its start, its due date (``None``: unknown, see ``gap``), and its state."""

    limit: TimeLimit
    start: date | None
    due: date | None
    gap: str
    state: StepState


@dataclass(frozen=True, kw_only=True)
class Link(Recorded):
    """A step of the evaluation, and its limit if the scheme sets one."""

    step: Step
    deadline: Deadline | None


@dataclass(frozen=True)
class Schedule:
    """All deadlines at ``as_of``."""

    as_of: date
    evaluation_end: date
    inferred: bool
    deadlines: tuple[Deadline, ...]

    def deadline(self, step: Step) -> Deadline:
        """The deadline of a step. Raises ``KeyError`` where the scheme sets no limit."""
        return {deadline.limit.id: deadline for deadline in self.deadlines}[step]


def assess(station: Station, scheme: Scheme, is_workday: IsWorkday) -> Schedule:
    """Due dates and states of every limit. Source: scheme ``time_limits`` (石碁镇报告 一（三）)."""
    end_row = station.step("evaluation_end")
    stated = end_row.done if end_row else None
    end = stated or station.assessment.onsite_end
    deadlines = tuple(_deadline(limit, station, end, is_workday) for limit in scheme.time_limits)
    return Schedule(station.as_of, end, stated is None, deadlines)


def _deadline(limit: TimeLimit, station: Station, end: date, is_workday: IsWorkday) -> Deadline:
    row, done = _recorded(limit.id, station)
    start_row = station.step(limit.start)
    start = end if limit.start == "evaluation_end" else start_row.done if start_row else None
    due, gap = None, ""
    if start is None:
        gap = f"未提供“{STEPS[limit.start]}”的日期"
    else:
        try:
            due = add_workdays(start, limit.days, is_workday)
        except CalendarEnds as ends:
            gap = f"{ends.year}年工作日历尚未公布"
    return Deadline(
        limit=limit,
        start=start,
        due=due,
        gap=gap,
        row=row,
        done=done,
        state=_state(limit, row, done, due, station.as_of),
    )


def _recorded(step: Step, station: Station) -> tuple[ProcessStep | None, date | None]:
    """A step's row, and the day it was done, if not after ``as_of``."""
    row = station.step(step)
    return row, row.done if row and row.done and row.done <= station.as_of else None


def _state(
    limit: TimeLimit, row: ProcessStep | None, done: date | None, due: date | None, as_of: date
) -> StepState:
    if done:
        # The limit is a minimum for a public notice, and the last day for all other steps.
        if due is not None and limit.bound == "at_least":
            return "done_short" if done < due else "done"
        return "done_late" if due is not None and done > due else "done"
    if row and row.completed and not row.done:
        return "done_undated"
    if due is None:
        return "uncomputable"
    if limit.bound == "at_least":
        return "elapsed" if as_of >= due else "due"
    if as_of <= due:
        return "due"
    # A step without a record may have been done.
    return "overdue" if row else "unrecorded"


def chain(station: Station, schedule: Schedule) -> tuple[Link, ...]:
    """Every step with a record or a limit, in order."""
    limits = {deadline.limit.id: deadline for deadline in schedule.deadlines}
    links = []
    for step in STEPS:
        (row, done), deadline = _recorded(step, station), limits.get(step)
        if row or deadline:
            links.append(Link(step=step, row=row, done=done, deadline=deadline))
    return tuple(links)


# --- figures ----------------------------------------------------------------------------------------


def figures(schedule: Schedule, station: Station) -> Iterator[Figure]:
    """The start of the limits, and each limit's due date, completion date and state."""
    recorded = station.as_of == station.last_date()
    days = (*(row.cell("done") for row in station.process if row.done), station.at("assessment.onsite_end"))
    yield Figure(
        "schedule.as_of",
        "时限判断基准日",
        chinese_day(schedule.as_of),
        rule="method.as_of",
        cells=days if recorded else (),
        steps="" if recorded else "由运行参数指定",
    )
    row = station.step("evaluation_end")
    inferred, where = "（以实地评估日推定）", station.at("assessment.onsite_end")
    if row and row.done:
        inferred, where = "", row.cell("done")
    label, day = f"评估工作结束日{inferred}", chinese_day(schedule.evaluation_end)
    yield Figure("schedule.evaluation_end", label, day, rule="method.workdays", cells=(where,))
    for deadline in schedule.deadlines:
        yield from _deadline_figures(deadline, station)


def _deadline_figures(deadline: Deadline, station: Station) -> Iterator[Figure]:
    limit = deadline.limit
    stem = f"schedule.{limit.id}"
    figure = partial(Figure, rule=f"scheme.limit.{limit.id}")
    inputs: tuple[str, ...] = ()
    if limit.start == "evaluation_end":
        inputs = ("schedule.evaluation_end",)
    elif deadline.start:
        start = station.step(limit.start)
        inputs = (f"{stem}.start",)
        where = (start.cell("done"),) if start else ()
        yield figure(f"{stem}.start", STEPS[limit.start], chinese_day(deadline.start), cells=where)
    id, label = f"{stem}.due", f"{limit.name}：规定时限"
    if deadline.due is None:
        yield figure(id, label, "无法推算", steps=deadline.gap, cells=(NOWHERE,), missing=True)
    else:
        yield figure(id, label, chinese_day(deadline.due), inputs=inputs)
    done = _done(f"{stem}.done", limit.name, deadline, f"scheme.limit.{limit.id}")
    yield done
    state, inputs = STEP_STATES[deadline.state], (f"{stem}.due", f"{stem}.done", "schedule.as_of")
    yield figure(f"{stem}.state", f"{limit.name}：状态", state, cells=done.cells, inputs=inputs)


def _done(id: str, name: str, step: Recorded, rule: str) -> Figure:
    """The day a step was done; 未提供 without a record."""
    return Figure(
        id,
        f"{name}：完成日期",
        chinese_day(step.done) if step.done else NOT_YET if step.later else MISSING,
        rule=rule,
        cells=(step.row.cell("done"), step.row.cell("completed")) if step.row else (NOWHERE,),
        inputs=("schedule.as_of",) if step.later else (),
        missing=step.done is None and not step.later,
    )


def chain_figures(links: tuple[Link, ...], station: Station) -> Iterator[Figure]:
    """The day of every recorded step without a limit, complaints, and the values of each review."""
    for link in links:
        if link.deadline is None:
            yield _done(f"schedule.step.{link.step}", STEPS[link.step], link, "method.as_of")
    if station.complaints:
        still_open = [row for row in station.complaints if row.done is None or row.done > station.as_of]
        cells = tuple(row.cell("done") for row in station.complaints)
        figure = partial(Figure, rule="data.complaints", cells=cells, inputs=("schedule.as_of",))
        yield figure("schedule.complaints", "质疑或投诉", str(len(station.complaints)), "件")
        yield figure("schedule.complaints.open", "未办结的质疑或投诉", str(len(still_open)), "件")
    for review in station.reviews:
        for column, name in (("before", "原为"), ("after", "改为")):
            value = getattr(review, column)
            yield Figure(
                f"schedule.review.{review.id}.{column}",
                f"复核“{review.item}”：{name}",
                value or MISSING,
                rule="data.reviews",
                cells=(review.cell(column),),
                missing=value is None,
            )
