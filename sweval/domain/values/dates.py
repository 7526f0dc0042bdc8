"""Days and months (written YYYY-MM): runs of months, and how Chinese reports write both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

#: What workbooks are dated, so that the same content gives the same bytes. xlsxwriter takes the clock for a mere date.
WORKBOOK_DATE: Final = datetime(2000, 1, 1)


def months_between(start: date, end: date) -> tuple[str, ...]:
    """Every month that ``start`` to ``end`` touches.

    >>> months_between(date(2023, 11, 30), date(2024, 1, 1))
    ('2023-11', '2023-12', '2024-01')
    """
    return tuple(_written(n) for n in range(_number(f"{start:%Y-%m}"), _number(f"{end:%Y-%m}") + 1))


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
    """Months for reading, three or more in a row drawn together.

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
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def _written(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"
