"""Rectification measures (整改): each with its due date and its state at ``as_of``.

The veto on late or improper rectification (scheme ``vetoes``) uses the same dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sweval.domain.station.rows import Rectification
from sweval.domain.station.station import Station
from sweval.domain.values.dates import chinese_day
from sweval.record.figures import Figure

State = Literal["improper", "late", "on_time", "unjudged", "overdue", "open"]
STATES: Final[dict[State, str]] = {
    "improper": "不到位",
    "late": "逾期完成",
    "on_time": "按期完成并到位",
    "unjudged": "按期完成，是否到位未认定",
    "overdue": "逾期未完成",
    "open": "未到期",
}


@dataclass(frozen=True)
class Measure:
    """A measure and its state."""

    row: Rectification
    state: State
    #: The day it was done, if not after ``as_of``.
    done: date | None

    @property
    def counts_against(self) -> bool:
        """Whether it counts for the veto: late, overdue or improper."""
        return self.state in ("improper", "late", "overdue")


def assess(station: Station) -> tuple[Measure, ...]:
    """Every measure in the order of the data."""
    measures = []
    for row in station.rectification:
        done = row.done if row.done and row.done <= station.as_of else None
        measures.append(Measure(row, _state(row, done, station.as_of), done))
    return tuple(measures)


def _state(row: Rectification, done: date | None, as_of: date) -> State:
    if row.proper is False:
        return "improper"
    if done is None:
        return "overdue" if as_of > row.due else "open"
    if done > row.due:
        return "late"
    return "unjudged" if row.proper is None else "on_time"


# --- figures ----------------------------------------------------------------------------------------


def figures(measures: tuple[Measure, ...]) -> Iterator[Figure]:
    """Each measure's due date and state, and the number in each state; not in the public edition."""
    for measure in measures:
        row, stem = measure.row, f"rectify.{measure.row.id}"
        label, day = f"整改“{row.item}”", chinese_day(row.due)
        yield Figure(
            f"{stem}.due", f"{label}：期限", day, rule="data.rectification", cells=(row.cell("due"),)
        )
        yield Figure(
            f"{stem}.state",
            f"{label}：状态",
            STATES[measure.state],
            rule="method.rectification",
            cells=(row.cell("done"), row.cell("proper")),
            inputs=(f"{stem}.due", "schedule.as_of"),
        )
    every = tuple(f"rectify.{measure.row.id}.state" for measure in measures)
    for state, name in STATES.items():
        if count := sum(measure.state == state for measure in measures):
            id, label = f"rectify.{state}", f"整改{name}的项数"
            yield Figure(id, label, str(count), "项", rule="method.count", inputs=every)
