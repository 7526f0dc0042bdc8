"""Working days of the mainland calendar: due dates of the prescribed limits (规定时限)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

#: Tells whether a day is a working day, make-up days included; ``None`` where its year isn't published.
IsWorkday = Callable[[date], bool | None]


class CalendarEnds(Exception):
    """No calendar is published for ``year``, so no due date that reaches into it can be told."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"no working-day calendar for {year}")


def add_workdays(start: date, days: int, is_workday: IsWorkday) -> date:
    """The ``days``-th working day after ``start``; ``start`` itself is not counted.

    Raises ``CalendarEnds`` where the calendar doesn't reach, ``ValueError`` for a negative number.

    >>> monday_to_friday = lambda day: day.weekday() < 5
    >>> add_workdays(date(2024, 2, 28), 5, monday_to_friday)
    datetime.date(2024, 3, 6)
    """
    if days < 0:
        raise ValueError("days must not be negative")
    day = start
    while days:
        day += timedelta(days=1)
        days -= _works(day, is_workday)
    return day


def workdays_between(start: date, end: date, is_workday: IsWorkday) -> int:
    """Working days after ``start`` up to and including ``end``. Raises ``CalendarEnds``."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_works(day, is_workday) for day in days)


def _works(day: date, is_workday: IsWorkday) -> bool:
    working = is_workday(day)
    if working is None:
        raise CalendarEnds(day.year)
    return working
