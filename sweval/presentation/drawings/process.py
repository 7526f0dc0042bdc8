"""Charts of the steps of an assessment and their deadlines."""

from __future__ import annotations

from typing import Final

from sweval.analysis.procedure.schedule import STEP_STATES, StepState
from sweval.blocks import Chart
from sweval.charts.kinds import process
from sweval.domain.scheme.scheme import STEPS
from sweval.evaluation import Evaluation
from sweval.presentation.drawings.block import block
from sweval.presentation.words import clauses, sentence


def deadlines(evaluation: Evaluation) -> Chart:
    """Steps against their prescribed limits; overdue steps are marked if the edition shows states."""
    f, schedule = evaluation.figures, evaluation.schedule
    rows = []
    state: process.StepState
    with_states = all(f"schedule.{d.limit.id}.state" in f for d in schedule.deadlines)
    for d in schedule.deadlines:
        due = f[f"schedule.{d.limit.id}.due"]
        bound = "内" if d.limit.bound == "at_most" else "以上"
        note = f"{'不晚于' if d.limit.bound == 'at_most' else '不早于'}{due.value}，{d.limit.days}个工作日{bound}"
        if d.due is None:
            note = f"无法推算（{d.gap}）"
        state = DRAWN[d.state] if with_states else ("unknown" if d.due is None else "due")
        rows.append(process.ProcessRow(d.limit.name, d.start, d.due, d.done, note, state))
    known = [d for d in schedule.deadlines if d.due is not None]
    latest = (
        sentence("{name}不晚于{due}", name=d.limit.name, due=f[f"schedule.{d.limit.id}.due"])
        for d in known
        if d.limit.bound == "at_most"
    )
    title = clauses(latest, "，") if known else "规定时限均无法推算"
    alt = (f"{row.label}：{row.note_text}" for row in rows)
    as_of = f["schedule.as_of"]
    stems = [f"schedule.{d.limit.id}" for d in schedule.deadlines]
    drawn = [as_of, *(f[f"{stem}.{part}"] for stem in stems for part in ("due", "done"))]
    if with_states:
        drawn += [f[f"{stem}.state"] for stem in stems]
    # The line of the reference day beside a limit would show the public which steps are overdue.
    today = (schedule.as_of, f"截至{as_of.value}") if with_states else (None, "")
    chart = process.ProcessChart(tuple(rows), *today)
    subtitle = "规定时限按国务院办公厅公布的节假日和调休安排推算，自起算日次日起计"
    source = "流程表；时限依据见附录一"
    return block("process", title, subtitle, source, process.draw, chart, alt, drawn)


def whole_process(evaluation: Evaluation) -> Chart:
    """All steps from the plan to the report to the authority: the limit, if any, and the day of completion."""
    f, links = evaluation.figures, evaluation.chain
    rows, drawn = [], []
    for link in links:
        stem = f"schedule.{link.step}"
        done = f[f"{stem}.done"] if link.deadline else f[f"schedule.step.{link.step}"]
        drawn += [done, *((f[f"{stem}.due"], f[f"{stem}.state"]) if link.deadline else ())]
        state = f[f"{stem}.state"].value if link.deadline else ""
        when = f"{done.value}{'' if done.missing or link.later else '完成'}"
        if link.done:
            state = state.removeprefix("已完成").lstrip("，")
        note = state if done.missing and state else "，".join(filter(None, (when, state)))
        start, due = (link.deadline.start, link.deadline.due) if link.deadline else (None, None)
        shape = DRAWN[link.deadline.state] if link.deadline else "done" if link.done else "unknown"
        rows.append(process.ProcessRow(STEPS[link.step], start, due, link.done, note, shape))
    as_of = f["schedule.as_of"]
    chart = process.ProcessChart(tuple(rows), evaluation.schedule.as_of, f"截至{as_of.value}")
    late = [
        f"{STEPS[link.step]}{STEP_STATES[link.deadline.state]}"
        for link in links
        if link.deadline and link.deadline.state in ("done_late", "done_short", "overdue")
    ]
    title = "，".join(late) or "有记录的环节没有超过规定时限的"
    alt = (f"{row.label}：{row.note_text}" for row in rows)
    subtitle = "浅色为规定时限，深色为所用时间，圆点为没有规定时限或当日完成的环节"
    return block("whole-process", title, subtitle, "流程表", process.draw, chart, alt, [as_of, *drawn])


#: The state drawn for each state of the schedule.
DRAWN: Final[dict[StepState, process.StepState]] = {
    "done": "done",
    "done_late": "done",
    "done_short": "done",
    "done_undated": "done",
    "due": "due",
    "elapsed": "due",
    "overdue": "overdue",
    "unrecorded": "due",
    "uncomputable": "unknown",
}
