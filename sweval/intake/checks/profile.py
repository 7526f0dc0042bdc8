"""Checks of the profile across its values: dates, the panel, the areas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.values.faults import Fault
from sweval.intake.checks.repairing import DAYS, Broken
from sweval.intake.text.validation import dotted
from sweval.intake.text.yaml_text import KeyPath, Line

EARLIEST: Final = date(2000, 1, 1)


def profile_faults(station: Station, scheme: Scheme, line: Line, broken: Broken) -> Iterator[Fault]:
    """Every fault of the profile as a whole; dates are skipped where a part with dates is ``broken``."""
    if not broken.any(*DAYS):
        yield from _date_faults(station, line)
    yield from _assessment_faults(station, scheme, line, broken)
    yield from _area_faults(station, line)


def _fault(line: Line, path: KeyPath, value: object, problem: str, remedy: str) -> Fault:
    return Fault("station.yaml", line(path), dotted(path), str(value), problem, remedy)


def _date_faults(station: Station, line: Line) -> Iterator[Fault]:
    contract, assessment = station.contract, station.assessment
    if contract.end <= contract.start:
        yield _fault(line, ("contract", "end"), contract.end, "合同结束日不晚于开始日", "请检查合同期")
        return  # no day lies within such a contract
    if assessment.onsite_end < assessment.onsite_start:
        path = ("assessment", "onsite_end")
        yield _fault(line, path, assessment.onsite_end, "早于开始日", "请检查评估日期")
    if not contract.start <= assessment.cut_off <= contract.end:
        problem = "服务量统计截止日不在合同期内"
        yield _fault(line, ("assessment", "cut_off"), assessment.cut_off, problem, "请检查日期")
    if assessment.onsite_start < contract.start:
        path = ("assessment", "onsite_start")
        yield _fault(line, path, assessment.onsite_start, "评估日早于合同开始日", "请检查日期")
    since = station.organisations.operator.since
    if since and since > f"{assessment.onsite_end:%Y-%m}":
        operator = ("organisations", "operator", "since")
        yield _fault(line, operator, since, "承办起始月份晚于评估日", "请检查年月")
    if assessment.signed is not None and EARLIEST <= assessment.signed < assessment.onsite_end:
        yield _fault(line, ("assessment", "signed"), assessment.signed, "落款日期早于评估日", "请检查日期")


def _assessment_faults(station: Station, scheme: Scheme, line: Line, broken: Broken) -> Iterator[Fault]:
    assessment = station.assessment
    known = [method.name for method in (*scheme.methods, *scheme.other_methods)]
    # A scheme without methods accepts any.
    for position, method in enumerate(assessment.methods):
        if known and method not in known:
            remedy = f"可填：{'、'.join(known)}"
            path = ("assessment", "methods", position)
            yield _fault(line, path, method, "指标体系中没有这种方法", remedy)
    if assessment.population == 0:
        yield _fault(line, ("assessment", "population"), 0, "总体人数应大于0", "未提供的请留空")
    panel = [row for row in station.experts if not row.recused]
    if station.experts and not broken.any("experts") and assessment.experts not in (None, len(panel)):
        problem = f"与评委表中未回避的{len(panel)}位不符"
        yield _fault(line, ("assessment", "experts"), assessment.experts, problem, "请核对评委人数")
    answered = sum(row.count for row in station.sample)
    for field, name in (("asked", "应访人数"), ("population", "总体人数")):
        number = getattr(assessment, field)
        if number and number < answered:
            problem = f"{name}少于服务对象的作答人数{answered}"
            yield _fault(line, ("assessment", field), number, problem, "请检查")


def _area_faults(station: Station, line: Line) -> Iterator[Fault]:
    ids = [area.id for area in station.areas]
    for position, area in enumerate(station.areas):
        if ids.index(area.id) != position:
            yield _fault(line, ("areas", position, "id"), area.id, "片区编号重复", "请改用不同的编号")
        for number, unit in enumerate(area.units):
            if not unit.counted and not unit.managed_by:
                path = ("areas", position, "units", number)
                yield _fault(line, path, unit.name, "不计数的单位没有写明由谁管辖", "请补填 managed_by")
