"""Due dates of many stations: steps with a time limit, and rectifications; overdue ones first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sweval.analysis.procedure.schedule import Schedule, assess
from sweval.domain.station.station import Station
from sweval.domain.values.dates import CalendarEnds, IsWorkday, add_workdays, workdays_between
from sweval.domain.values.faults import Refused
from sweval.intake.calendar import load_calendar
from sweval.intake.parameters import load_parameters
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.folder import load_station


@dataclass(frozen=True, order=True)
class Due:
    """A step that is due or overdue; sorted by its day."""

    day: date
    station: str
    what: str
    #: Working days from the given day, negative if overdue; ``None`` beyond the calendar.
    left: int | None

    def __str__(self) -> str:
        when = "" if self.left is None else f"，还有{self.left}个工作日" if self.left > 0 else "，今天到期"
        if self.left is not None and self.left < 0:
            when = f"，已逾期{-self.left}个工作日"
        return f"{self.day.isoformat()}　{self.station}　{self.what}{when}"


def due_list(root: Path, stations: Sequence[str], *, days: int, as_of: date) -> tuple[list[Due], list[str]]:
    """Steps open at ``as_of`` and due within ``days`` working days, by day; and a line for each faulty station."""
    calendar = load_calendar(root)
    found: list[Due] = []
    problems = []
    for id in stations:
        try:
            parameters = load_parameters(root, id, {})
            scheme = load_scheme(parameters.scheme, root)
            station = replace(load_station(id, scheme, root=root), as_of=as_of)
            schedule = assess(station, scheme, calendar)
        except Refused as refusal:
            problems.append(f"{id}：数据有{len(refusal.faults)}处问题，见 sweval check {id}")
            continue
        found += _within([*_steps(station, schedule), *_rectifications(station)], id, as_of, days, calendar)
    return sorted(found), problems


def _steps(station: Station, schedule: Schedule) -> Iterator[tuple[date, str]]:
    # No step is due before the evaluation on site.
    if station.as_of >= station.assessment.onsite_end:
        for deadline in schedule.deadlines:
            if deadline.state in ("due", "overdue") and deadline.due and deadline.limit.bound == "at_most":
                yield deadline.due, deadline.limit.name


def _rectifications(station: Station) -> Iterator[tuple[date, str]]:
    for row in station.rectification:
        if row.done is None or row.done > station.as_of:
            yield row.due, f"整改：{row.item}"


def _within(
    dues: Sequence[tuple[date, str]], station: str, as_of: date, days: int, calendar: IsWorkday
) -> Iterator[Due]:
    try:
        horizon: date | None = add_workdays(as_of, days, calendar)
    except CalendarEnds:
        # Beyond the published calendar no step is left out.
        horizon = None
    for day, what in dues:
        if horizon is None or day <= horizon:
            yield Due(day, station, what, _left(as_of, day, calendar))


def _left(as_of: date, day: date, calendar: IsWorkday) -> int | None:
    try:
        if day < as_of:
            return -workdays_between(day, as_of, calendar)
        return workdays_between(as_of, day, calendar)
    except CalendarEnds:
        return None
