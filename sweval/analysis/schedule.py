"""Schedule: due dates of the prescribed limits (规定时限) and where each step stands at ``as_of``.

Limits run in working days of the mainland calendar from the day after their start. Where the end of the
evaluation isn't given, the last day on site stands in and is marked as inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sweval.domain.dates import chinese_day
from sweval.domain.row import Cell
from sweval.domain.rows import ProcessStep
from sweval.domain.scheme import STEPS, Scheme, Step, TimeLimit
from sweval.domain.station import Station
from sweval.domain.workdays import CalendarEnds, IsWorkday, add_workdays
from sweval.record import Figure, missing

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
#: What stands for the day of a step that was done after ``as_of`` only.
NOT_YET: Final = "截至基准日未完成"


@dataclass(frozen=True)
class Deadline:
    """One limit: when it starts, when it is due (``None``: can't be told, see ``gap``), and its state."""

    limit: TimeLimit
    start: date | None
    inferred: bool
    due: date | None
    gap: str
    row: ProcessStep | None
    state: StepState

    #: The day the step was done, where the data have one that isn't after ``as_of``.
    done: date | None

    @property
    def later(self) -> bool:
        """Whether it was done, but only after ``as_of``: seen from there it is not done yet."""
        return self.done is None and self.row is not None and self.row.done is not None


@dataclass(frozen=True)
class Schedule:
    """All deadlines at ``as_of``."""

    as_of: date
    evaluation_end: date
    inferred: bool
    deadlines: tuple[Deadline, ...]

    def deadline(self, step: Step) -> Deadline:
        """The deadline of a step. Raises ``KeyError`` where the scheme sets none."""
        for deadline in self.deadlines:
            if deadline.limit.id == step:
                return deadline
        raise KeyError(step)


def assess(station: Station, scheme: Scheme, is_workday: IsWorkday) -> Schedule:
    """Due dates and states of every limit. Source: scheme ``time_limits`` (石碁镇报告 一（三）)."""
    end_row = station.step("evaluation_end")
    stated = end_row.done if end_row else None
    end = stated or station.assessment.onsite_end
    deadlines = tuple(
        _deadline(limit, station, end, stated is None, is_workday) for limit in scheme.time_limits
    )
    return Schedule(station.as_of, end, stated is None, deadlines)


def _deadline(
    limit: TimeLimit, station: Station, end: date, inferred: bool, is_workday: IsWorkday
) -> Deadline:
    row = station.step(limit.id)
    from_end = limit.start == "evaluation_end"
    start_row = station.step(limit.start)
    start = end if from_end else start_row.done if start_row else None
    due, gap = None, ""
    if start is None:
        gap = f"未提供“{STEPS[limit.start]}”的日期"
    else:
        try:
            due = add_workdays(start, limit.days, is_workday)
        except CalendarEnds as ends:
            gap = f"{ends.year}年工作日历尚未公布"
    state = _state(limit, row, due, station.as_of)
    done = row.done if row and row.done and row.done <= station.as_of else None
    return Deadline(limit, start, from_end and inferred, due, gap, row, state, done)


def _state(limit: TimeLimit, row: ProcessStep | None, due: date | None, as_of: date) -> StepState:
    # Seen from a day before it was done, a step is not done yet.
    if row and row.done and row.done <= as_of:
        # A notice must stand at least so long; every other limit is the last day.
        if due is not None and limit.bound == "at_least":
            return "done_short" if row.done < due else "done"
        return "done_late" if due is not None and row.done > due else "done"
    if row and row.completed and not row.done:
        return "done_undated"
    if due is None:
        return "uncomputable"
    if limit.bound == "at_least":
        return "elapsed" if as_of >= due else "due"
    if as_of <= due:
        return "due"
    # A step nobody wrote down may well have been done.
    return "overdue" if row else "unrecorded"


# --- figures ----------------------------------------------------------------------------------------


def figures(schedule: Schedule, station: Station) -> Iterator[Figure]:
    """The start of the limits, and each limit's due date, done date and state."""
    yield Figure(
        id="schedule.as_of",
        label="时限判断基准日",
        value=chinese_day(schedule.as_of),
        rule="method.as_of",
        **_origin_of_as_of(station),
    )
    row = station.step("evaluation_end")
    stated = row is not None and row.done is not None
    yield Figure(
        id="schedule.evaluation_end",
        label="评估工作结束日" + ("" if stated else "（以实地评估日推定）"),
        value=chinese_day(schedule.evaluation_end),
        rule="method.workdays",
        cells=(row.cell("done"),) if row and stated else (station.at("assessment.onsite_end"),),
    )
    for deadline in schedule.deadlines:
        yield from _deadline_figures(deadline, station)


def _origin_of_as_of(station: Station) -> dict[str, Any]:
    """Where the day comes from: the latest one recorded, or the call."""
    if station.as_of != station.last_date():
        return {"steps": "由运行参数指定"}
    days = (row.cell("done") for row in station.process if row.done)
    return {"cells": (*days, station.at("assessment.onsite_end"))}


def _deadline_figures(deadline: Deadline, station: Station) -> Iterator[Figure]:
    stem, name, rule = (
        f"schedule.{deadline.limit.id}",
        deadline.limit.name,
        f"scheme.limit.{deadline.limit.id}",
    )
    inputs: tuple[str, ...] = ()
    if deadline.limit.start == "evaluation_end":
        inputs = ("schedule.evaluation_end",)
    elif deadline.start:
        start = station.step(deadline.limit.start)
        inputs = (f"{stem}.start",)
        yield Figure(
            id=f"{stem}.start",
            label=STEPS[deadline.limit.start],
            value=chinese_day(deadline.start),
            rule=rule,
            cells=(start.cell("done"),) if start else (),
        )
    if deadline.due is None:
        yield Figure(
            id=f"{stem}.due",
            label=f"{name}：规定时限",
            value="无法推算",
            rule=rule,
            steps=deadline.gap,
            cells=(Cell("process.csv", 0, "done"),),
            missing=True,
        )
    else:
        yield Figure(
            id=f"{stem}.due",
            label=f"{name}：规定时限",
            value=chinese_day(deadline.due),
            rule=rule,
            inputs=inputs,
        )
    row = deadline.row
    cells = (row.cell("done"), row.cell("completed")) if row else (Cell("process.csv", 0, "done"),)
    if deadline.later:
        yield Figure(
            id=f"{stem}.done",
            label=f"{name}：完成日期",
            value=NOT_YET,
            rule=rule,
            cells=cells,
            inputs=("schedule.as_of",),
        )
    elif deadline.done is None:
        yield missing(f"{stem}.done", f"{name}：完成日期", cells=cells, rule=rule)
    else:
        yield Figure(
            id=f"{stem}.done",
            label=f"{name}：完成日期",
            value=chinese_day(deadline.done),
            rule=rule,
            cells=cells,
        )
    yield Figure(
        id=f"{stem}.state",
        label=f"{name}：状态",
        value=STEP_STATES[deadline.state],
        rule=rule,
        cells=cells,
        inputs=(f"{stem}.due", f"{stem}.done", "schedule.as_of"),
    )
