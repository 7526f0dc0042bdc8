"""The mainland's working-day calendar: the published years, and later ones from ``params/calendar/``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import chinese_calendar

from sweval.domain.values.dates import IsWorkday
from sweval.domain.values.faults import Fault, Refused, problem_and_remedy
from sweval.domain.values.types import parse_day
from sweval.intake.caching import LastResult, read_once
from sweval.intake.project import find_root
from sweval.intake.text.yaml_text import read_yaml

_LAST: Final = LastResult[IsWorkday]()


def load_calendar(root: Path | None = None) -> IsWorkday:
    """A function from a day to whether it is a working day; it returns ``None`` beyond the published years.

    A file ``params/calendar/<year>.yaml`` with the lists ``holidays`` and ``workdays`` (make-up days)
    adds a year that the library lacks. Raises ``Refused`` with every fault in such a file.
    """
    folder = (root or find_root()) / "params" / "calendar"
    return read_once(_LAST, folder, read=lambda: _calendar(folder))


def _calendar(folder: Path) -> IsWorkday:
    added = _added_years(folder)

    def is_workday(day: date) -> bool | None:
        if day.year in added:
            holidays, workdays = added[day.year]
            return day in workdays or (day.weekday() < 5 and day not in holidays)
        return _published(day)

    return is_workday


def _published(day: date) -> bool | None:
    """Whether the library has the day as a working day; ``None`` for a year it lacks."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # raised for a year that it lacks
        return None


Year = tuple[frozenset[date], frozenset[date]]  # holidays, make-up days


def _added_years(folder: Path) -> dict[int, Year]:
    years: dict[int, Year] = {}
    faults: list[Fault] = []
    files = [
        p for p in sorted(folder.glob("*")) if p.name != "README.md" and not p.name.startswith((".", "~"))
    ]
    for path in files:
        name = f"params/calendar/{path.name}"
        if not re.fullmatch(r"[0-9]{4}\.yaml", path.name, re.ASCII):
            faults.append(Fault(name, problem="文件名不是年份", remedy="请改为如 2027.yaml 的形式"))
        elif _published(date(int(path.stem), 1, 1)) is not None:
            faults.append(Fault(name, problem="这一年已有公布的工作日历", remedy="请删去这个文件"))
        else:
            try:
                years[int(path.stem)] = _read_year(path, name)
            except Refused as refusal:
                faults += refusal.faults
    if faults:
        raise Refused(faults)
    return years


def _read_year(path: Path, file: str) -> Year:
    document = read_yaml(path, file)
    faults: list[Fault] = []
    days: dict[str, set[date]] = {"holidays": set(), "workdays": set()}
    for key, values in document.data.items():
        line = document.line((key,))
        if key not in days:
            faults.append(Fault(file, line, key, "", "没有这一项", "只用 holidays 和 workdays"))
            continue
        if not isinstance(values, list):
            faults.append(Fault(file, line, key, "", "应为列表", "请每行写一个日期，日期前写“- ”"))
            continue
        for position, value in enumerate(values):
            try:
                day = parse_day(value)
                if str(day.year) != path.stem:
                    raise ValueError("不在文件名所指的年份内")
                if any(day in others for others in days.values()):
                    raise ValueError("这一天写了两次")
                days[key].add(day)
            except ValueError as error:
                problem, remedy = problem_and_remedy(error)
                row = document.line((key, position))
                faults.append(Fault(file, row, key, str(value), problem, remedy or "请检查日期"))
    if faults:
        raise Refused(faults)
    return frozenset(days["holidays"]), frozenset(days["workdays"])
