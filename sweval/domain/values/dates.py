"""Days, months (``YYYY-MM``) and working days: periods, due dates, and how Chinese reports write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final

#: The date of every workbook written, so that the same content gives the same bytes. For a plain ``date`` xlsxwriter
#: would write the time of the clock.
WORKBOOK_DATE: Final = datetime(2000, 1, 1)
#: Whether a day is a working day, make-up days (调休) included; ``None`` where the calendar of its year isn't published.
IsWorkday = Callable[[date], bool | None]


def months_between(start: date, end: date) -> tuple[str, ...]:
    """The months from ``start`` to ``end``, both included.

    >>> months_between(date(2023, 11, 30), date(2024, 1, 1))
    ('2023-11', '2023-12', '2024-01')
    """
    return tuple(_month(n) for n in range(_number(f"{start:%Y-%m}"), _number(f"{end:%Y-%m}") + 1))


def chinese_day(day: date) -> str:
    """A day as Chinese reports write it.

    >>> chinese_day(date(2024, 2, 28))
    '2024年2月28日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(month: str) -> str:
    """A month as Chinese reports write it.

    >>> chinese_month("2024-01")
    '2024年1月'
    """
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def name_months(months: Iterable[str]) -> str:
    """Months as a Chinese list; three or more in succession as a range.

    >>> name_months(["2023-11", "2023-12", "2024-01", "2024-05"])
    '2023年11月至2024年1月、2024年5月'
    """
    runs: list[list[str]] = []
    for month in sorted(months):
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    names = []
    for run in runs:
        if len(run) > 2:
            names.append(f"{chinese_month(run[0])}至{chinese_month(run[-1])}")
        else:
            names += map(chinese_month, run)
    return "、".join(names)


def _number(month: str) -> int:
    """Months since year 0, so that the next month is the next number."""
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


class CalendarEnds(Exception):
    """No calendar is published for ``year``, so a due date in it can't be computed."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"no working-day calendar for {year}")


def add_workdays(start: date, days: int, is_workday: IsWorkday) -> date:
    """The ``days``-th working day after ``start``, which is not counted: the due date of a limit (规定时限).

    Raises ``CalendarEnds`` beyond the published calendars, ``ValueError`` for a negative number.

    >>> monday_to_friday = lambda day: day.weekday() < 5
    >>> add_workdays(date(2024, 2, 28), 5, monday_to_friday)
    datetime.date(2024, 3, 6)
    """
    if days < 0:
        raise ValueError("days must not be negative")
    day = start
    while days:
        day += timedelta(days=1)
        days -= _is_working(day, is_workday)
    return day


def workdays_between(start: date, end: date, is_workday: IsWorkday) -> int:
    """Working days after ``start`` up to and including ``end``. Raises ``CalendarEnds``."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(_is_working(day, is_workday) for day in days)


def _is_working(day: date, is_workday: IsWorkday) -> bool:
    working = is_workday(day)
    if working is None:
        raise CalendarEnds(day.year)
    return working
