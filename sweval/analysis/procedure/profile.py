"""Facts of the station, its contract and this evaluation, as figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from sweval.domain.station.people_rows import CoverageTotal
from sweval.domain.station.rows import Output
from sweval.domain.station.station import UNIT_KINDS, Station, Unit
from sweval.domain.values.dates import chinese_day, chinese_month
from sweval.domain.values.rounding import divide
from sweval.record.figures import Figure, given, missing


def figures(station: Station) -> Iterator[Figure]:
    """Contract, days on site, panel, areas and units, time in operation, outputs, people covered."""
    yield from _contract(station)
    yield from _assessment(station)
    yield from _areas(station)
    yield from _operation(station)
    for output in station.outputs:
        yield _output(output)
    for total in station.coverage_totals:
        yield from _coverage(total, station)


def months_since(month: str, day: date) -> int:
    """Whole months from a month (YYYY-MM) to a day.

    >>> months_since("2013-07", date(2024, 2, 28))
    127
    """
    year, number = map(int, month.split("-"))
    return (day.year - year) * 12 + day.month - number


def in_wan(amount: Decimal) -> str:
    """An amount of yuan in units of ten thousand (万元), without trailing zeros.

    >>> in_wan(Decimal("2400000"))
    '240'
    """
    wan = divide(amount, Decimal(10_000)).normalize()
    return f"{wan:f}"


def _contract(station: Station) -> Iterator[Figure]:
    for end, name in (("start", "合同开始日"), ("end", "合同结束日")):
        day, cells = chinese_day(getattr(station.contract, end)), (station.at(f"contract.{end}"),)
        yield given(f"station.contract.{end}", name, day, cells=cells, rule="data.station")
    amount = station.contract.amount
    yield given(
        "station.contract.amount",
        "合同金额",
        None if amount is None else in_wan(amount),
        "万元",
        cells=(station.at("contract.amount"),),
        rule="data.station",
    )


def _assessment(station: Station) -> Iterator[Figure]:
    assessment = station.assessment

    def stated(field: str, label: str, value: object, unit: str = "") -> Figure:
        cells = (station.at(f"assessment.{field}"),)
        return given(f"station.{field}", label, value, unit, cells=cells, rule="data.station")

    yield stated("onsite_start", "实地评估日", chinese_day(assessment.onsite_start))
    yield stated("cut_off", "服务量统计截止日", chinese_day(assessment.cut_off))
    onsite = (station.at("assessment.onsite_start"), station.at("assessment.onsite_end"))
    days = str(assessment.days)
    yield Figure("station.onsite_days", "实地评估天数", days, "天", rule="method.days", cells=onsite)
    yield stated("experts", "评委", assessment.experts, "位")
    yield stated("staff", "评估工作人员", assessment.staff, "名")
    if assessment.signed:
        yield stated("signed", "报告落款日期", chinese_day(assessment.signed))


def _areas(station: Station) -> Iterator[Figure]:
    counted_in = partial(given, rule="method.count", cells=(station.at("areas"),))
    counted = [unit for area in station.areas for unit in area.units if unit.counted]
    for area in station.areas:
        yield counted_in(f"station.area.{area.id}", f"{area.name}所辖单位", _unit_counts(area.units))
    known = bool(station.areas)
    yield counted_in("station.areas", "片区", len(station.areas) if known else None, "个")
    yield counted_in("station.units", "村、社区等单位合计", len(counted) if known else None, "个")
    yield counted_in("station.kinds", "各类单位", _unit_counts(counted) if known else None)


def _unit_counts(units: Iterable[Unit]) -> str:
    """Counted units by kind, as ``3个村、2个社区``."""
    counted = [unit.kind for unit in units if unit.counted]
    return "、".join(f"{counted.count(kind)}个{name}" for kind, name in UNIT_KINDS.items() if kind in counted)


def _operation(station: Station) -> Iterator[Figure]:
    since = station.organisations.operator.since
    where = (station.at("organisations.operator.since"),)
    shown = chinese_month(since) if since else None
    yield given("station.operator_since", "承办起始年月", shown, cells=where, rule="data.station")
    if since is None:
        yield missing("station.operating_months", "承办方运营时长", cells=where)
        return
    months = months_since(since, station.assessment.onsite_end)
    yield Figure(
        "station.operating_months",
        "承办方运营时长（至评估日）",
        str(months),
        "个月",
        cells=(*where, station.at("assessment.onsite_end")),
        rule="method.days",
        steps=f"合{months // 12}年{months % 12}个月",
    )


def _output(output: Output) -> Figure:
    value: Decimal | str | None = output.value
    unit = output.unit or ""
    if unit == "元" and output.value and output.value % 10_000 == 0:
        value, unit = in_wan(output.value), "万元"
    cells = (output.cell("value"),)
    return given(f"output.{output.id}", output.name, value, unit, cells=cells, rule="data.outputs")


def _coverage(total: CoverageTotal, station: Station) -> Iterator[Figure]:
    stem = f"coverage.area.{total.area}" if total.area else "coverage.all"
    where = station.area(total.area).name if total.area else "全站"
    for column, name, unit in (
        ("persons", "兜底人群人数", "人"),
        ("categories", "服务人群类别", "类"),
        ("on_paper", "建有纸质档案的类别", "类"),
        ("electronic", "以电子档案为主的类别", "类"),
    ):
        value, label, cells = getattr(total, column), f"{where}{name}", (total.cell(column),)
        if value is not None or column == "persons":
            yield given(f"{stem}.{column}", label, value, unit, cells=cells, rule="data.coverage_totals")
