"""The mainland's working-day calendar: the published years, and later ones from ``params/calendar/``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import chinese_calendar

from sweval.domain.faults import Fault, Refused
from sweval.domain.types import parse_day
from sweval.domain.workdays import IsWorkday
from sweval.intake.project import find_root
from sweval.intake.yaml_text import read_yaml


def load_calendar(root: Path | None = None) -> IsWorkday:
    """A function that tells whether a day is a working day; ``None`` beyond the published years.

    A file ``params/calendar/<year>.yaml`` with the lists ``holidays`` and ``workdays`` (make-up days)
    adds a year that the library doesn't have yet. Raises ``Refused`` with every fault in such a file.
    """
    root = root or find_root()
    added = _added_years(root / "params" / "calendar")

    def is_workday(day: date) -> bool | None:
        if day.year in added:
            holidays, workdays = added[day.year]
            return day in workdays or (day.weekday() < 5 and day not in holidays)
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return None

    return is_workday


def _added_years(folder: Path) -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    years: dict[int, tuple[frozenset[date], frozenset[date]]] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            if not re.fullmatch(r"[0-9]{4}", path.stem, re.ASCII):
                name = f"params/calendar/{path.name}"
                raise Refused([Fault(name, problem="文件名不是年份", remedy="请改为如 2027.yaml 的形式")])
            years[int(path.stem)] = _read_year(path)
        except Refused as refusal:
            faults += refusal.faults
    if faults:
        raise Refused(faults)
    return years


def _read_year(path: Path) -> tuple[frozenset[date], frozenset[date]]:
    file = f"params/calendar/{path.name}"
    document = read_yaml(path, file)
    faults: list[Fault] = []
    days: dict[str, set[date]] = {"holidays": set(), "workdays": set()}
    for key, values in document.data.items():
        if key not in days or not isinstance(values, list):
            faults.append(
                Fault(
                    file, document.line((key,)), key, problem="没有这一项", remedy="只用 holidays 和 workdays"
                )
            )
            continue
        for position, value in enumerate(values):
            try:
                day = parse_day(value)
                if str(day.year) != path.stem:
                    raise ValueError("不在文件名所指的年份内")
                days[key].add(day)
            except ValueError as error:
                row = document.line((key, position))
                faults.append(Fault(file, row, key, str(value), str(error)))
    if faults:
        raise Refused(faults)
    return frozenset(days["holidays"]), frozenset(days["workdays"])
