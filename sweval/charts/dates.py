"""Ticks of an axis of days: on Mondays, first days of a month or of a year, whatever fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

_DAYS: Final = (1, 2, 7, 14)
_MONTHS: Final = (1, 2, 3, 6)
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class DateTick:
    """One tick; ``year`` is printed below the first one and wherever the year changes."""

    day: date
    label: str
    year: str


def date_ticks(first: date, last: date, most: int) -> list[DateTick]:
    """Return at most ``most`` ticks between two days.

    >>> [(t.label, t.year) for t in date_ticks(date(2024, 2, 28), date(2024, 3, 13), 4)]
    [('3月4日', '2024年'), ('3月11日', '')]
    """
    span = (last - first).days
    for step in _DAYS:
        if span / step <= most:
            return _named(_every_days(first, last, step), "{0.month}月{0.day}日")
    for step in _MONTHS:
        if span / (30.4 * step) <= most * 1.2:  # shorter labels than those of days
            return _named(_every_months(first, last, step), "{0.month}月")
    step = next((step for step in _YEARS if span / (365 * step) <= most), _YEARS[-1])
    days = [date(year, 1, 1) for year in range(first.year, last.year + 1) if not year % step]
    return [DateTick(day, f"{day.year}年", "") for day in days if day >= first]


def _every_days(first: date, last: date, step: int) -> list[date]:
    start = first.toordinal() + (-first.weekday() % 7 if step >= 7 else 0)
    return [date.fromordinal(day) for day in range(start, last.toordinal() + 1, step)]


def _every_months(first: date, last: date, step: int) -> list[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(number // 12, number % 12 + 1, 1) for number in months if number % step == 0]
    return [day for day in days if day >= first]


def _named(days: list[date], label: str) -> list[DateTick]:
    years = [0, *(day.year for day in days)]
    return [
        DateTick(day, label.format(day), "" if day.year == before else f"{day.year}年")
        for day, before in zip(days, years, strict=False)
    ]
