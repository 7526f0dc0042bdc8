"""Ticks of an axis of days: on Mondays, first days of a month or of a year, whatever fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
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
            return _named(list(_every_days(first, last, step)), "day")
    for step in _MONTHS:
        if span / (30.4 * step) <= most * 1.2:  # shorter labels than those of days
            return _named(list(_every_months(first, last, step)), "month")
    step = next((step for step in _YEARS if span / (365 * step) <= most), _YEARS[-1])
    return _named([date(y, 1, 1) for y in range(first.year, last.year + 1) if not y % step], "year", first)


def _every_days(first: date, last: date, step: int) -> Iterator[date]:
    day = first + timedelta(days=-first.weekday() % 7) if step >= 7 else first
    while day <= last:
        yield day
        day += timedelta(days=step)


def _every_months(first: date, last: date, step: int) -> Iterator[date]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(number // 12, number % 12 + 1, 1)
        if number % step == 0 and day >= first:
            yield day


def _named(days: list[date], unit: str, first: date | None = None) -> list[DateTick]:
    ticks: list[DateTick] = []
    year = 0
    for day in days:
        if first is not None and day < first:
            continue
        label = {"day": f"{day.month}月{day.day}日", "month": f"{day.month}月", "year": f"{day.year}年"}[unit]
        ticks.append(DateTick(day, label, f"{day.year}年" if unit != "year" and day.year != year else ""))
        year = day.year
    return ticks
