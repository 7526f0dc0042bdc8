"""All checks of a station as a whole; here those of rows against the scheme, areas, panel and contract."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Final

from sweval.domain.scheme.scheme import STEPS, Scheme
from sweval.domain.station.dictionary import columns_of
from sweval.domain.station.people_rows import Headcount
from sweval.domain.station.rows import Claim, Indicator
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.faults import Fault
from sweval.domain.values.types import check_rate
from sweval.intake.checks.people import people_faults
from sweval.intake.checks.profile import EARLIEST, profile_faults
from sweval.intake.checks.repairing import AREAS, DAYS, Broken
from sweval.intake.checks.scores import row_fault as _fault
from sweval.intake.checks.scores import score_faults
from sweval.intake.text.validation import dotted
from sweval.intake.text.yaml_text import KeyPath, Line

INTACT: Final = Broken()
YEARS_AHEAD: Final = 2
#: Above it nearly every percentage fits some fraction, and the search is slow.
MAX_DENOMINATOR: Final = 10_000
#: The columns that name rows whose values are added up, and how a row is named that is already a sum.
ADDED_UP: Final = (
    ("staff_totals", "qualification"),
    ("finance", "item"),
    ("satisfaction", "group"),
    ("satisfaction", "mode"),
    ("satisfaction", "category"),
    ("coverage", "category"),
)
SUM: Final = re.compile("合计|小计|总计|共计")


def cross_faults(station: Station, scheme: Scheme, line: Line, broken: Broken = INTACT) -> list[Fault]:
    """Every fault of the station as a whole. ``line`` returns the line of a path in ``station.yaml``.

    Nothing is reported as missing from a ``broken`` table, some of whose rows were left out.
    """
    of_profile = list(profile_faults(station, scheme, line, broken))
    if station.contract.end <= station.contract.start:
        broken = broken.besides("contract")
    return [
        *of_profile,
        *score_faults(station, scheme, broken),
        *_reference_faults(station, scheme, broken),
        *(() if broken.any(*DAYS) else _contract_faults(station)),
        *_indicator_faults(station),
        *_process_faults(station),
        *(() if broken.any(*DAYS) else _range_faults(station, line)),
        *_claim_faults(station),
        *_opinion_faults(station),
        *_sum_faults(station),
        *people_faults(station, scheme),
    ]


def _reference_faults(station: Station, scheme: Scheme, broken: Broken) -> Iterator[Fault]:
    areas = {area.id for area in station.areas}
    experts = {row.id for row in station.experts}
    raters = {row.id for row in station.raters}
    vetoes = [*(veto.id for veto in scheme.vetoes), *(entry.id for entry in scheme.entry)]
    known = {
        "area": (areas, "没有这个片区", f"可填：{'、'.join(sorted(areas)) or '（未设片区）'}"),
        "expert": (experts, "评委表中没有这位评委", "请检查编号，或在 experts.csv 补填"),
        "rater": (raters, "评分者表中没有这位评分者", "请检查编号，或在 raters.csv 补填"),
    }
    for table, column in _references():
        ids, problem, remedy = known[column]
        rows = station.rows(table)
        # Few distinct values recur in thousands of rows.
        for value in set(map(attrgetter(column), rows)) - ids - {None}:
            if broken.any(AREAS) if column == "area" else broken.lacks(f"{column}s", value):
                continue
            for row in rows:
                if getattr(row, column) == value:
                    yield _fault(row, column, value, problem, remedy)
    for declaration in station.declarations:
        if declaration.veto not in vetoes:
            remedy = f"可填：{'、'.join(vetoes)}"
            yield _fault(declaration, "veto", declaration.veto, "指标体系中没有这种情形", remedy)
        if declaration.state != "not_assessed" and not declaration.evidence:
            remedy = "请补填佐证材料，或填 not_assessed"
            yield _fault(declaration, "evidence", "", "作出认定而没有佐证材料", remedy)


@cache
def _references() -> tuple[tuple[str, str], ...]:
    """Tables and columns that refer to an area, an expert or a rater."""
    return tuple(
        (table, column.name)
        for table in TABLES
        for column in columns_of(table)
        if column.name in ("area", "expert", "rater")
    )


def _contract_faults(station: Station) -> Iterator[Fault]:
    first, last = station.contract.start, station.contract.end
    for spending in station.finance:
        for column in ("period_start", "period_end"):
            day = getattr(spending, column)
            if not first <= day <= last:
                yield _fault(spending, column, day, f"不在合同期（{first}至{last}）内", "请检查日期")
        if spending.period_end < spending.period_start:
            yield _fault(spending, "period_end", spending.period_end, "早于开始日", "请检查日期")
    for a, b in itertools.combinations(station.finance, 2):
        start, end = max(a.period_start, b.period_start), min(a.period_end, b.period_end)
        if a.item == b.item and start <= end:
            problem = f"与第{a.row}行同一项目的期间重叠，支出会重复计算"
            remedy = "请拆分或合并期间，同期的不同支出请用不同的项目名"
            yield _fault(b, "period_start", b.period_start, problem, remedy)
    dated: list[Indicator | Headcount] = [*station.indicators, *station.headcount]
    for row in dated:
        month = row.month
        if month is not None and not f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}":
            yield _fault(row, "month", month, f"不在合同期（{first}至{last}）内", "请检查月份")


def _indicator_faults(station: Station) -> Iterator[Fault]:
    """Monthly rows of one indicator must agree in name and unit; its agreed volume, for the contract, is given once."""
    first: dict[str, Indicator] = {}
    for row in station.indicators:
        head = first.setdefault(row.id, row)
        for column in ("name", "unit"):
            if getattr(row, column) != getattr(head, column):
                problem = f"与第{head.row}行同一编号而不同"
                yield _fault(row, column, getattr(row, column), problem, "请改用不同的编号")
        if row is not head and row.agreed is not None:
            problem = "约定量是整个合同期的，同一编号只填一次"
            yield _fault(row, "agreed", row.agreed, problem, "请只在第一行填写")
    monthly = {row.id for row in station.indicators if row.month}
    for row in station.indicators:
        if row.id in monthly and row.month is None and row.done is not None:
            problem = "同一编号已按月填写完成量，这一行没有月份，会重复计算"
            yield _fault(row, "done", row.done, problem, "请补填月份，或清空这一格")


def _process_faults(station: Station) -> Iterator[Fault]:
    order = list(STEPS)
    dated = sorted((row for row in station.process if row.done), key=lambda row: order.index(row.step))
    for earlier, later in itertools.pairwise(dated):
        if earlier.done and later.done and later.done < earlier.done:
            problem = f"“{STEPS[later.step]}”早于“{STEPS[earlier.step]}”（{earlier.done}）"
            yield _fault(later, "done", later.done, problem, "请检查日期先后")
    for row in station.process:
        if row.done and row.completed is False:
            yield _fault(row, "completed", "否", "填了完成日期却写未完成", "请改其中一项")


def _range_faults(station: Station, line: Line) -> Iterator[Fault]:
    """Other dates must not be before 2000 or more than two years after ``as_of``."""
    # The default ``as_of`` is the latest day in the data, which may itself be wrong.
    default = station.as_of == station.last_date()
    reference = min(station.assessment.onsite_end, station.contract.end) if default else station.as_of
    latest = date(reference.year + YEARS_AHEAD, reference.month, min(reference.day, 28))
    remedy = f"应在{EARLIEST}至{latest}之间，请检查"

    first, last = EARLIEST.isoformat(), latest.isoformat()

    def outside(day: date | str) -> bool:
        # A month (YYYY-MM) is compared with months, a day with days.
        if isinstance(day, date):
            return not EARLIEST <= day <= latest
        return not first[: len(day)] <= day <= last[: len(day)]

    for path, day in _dates(station):
        if outside(day):
            yield Fault("station.yaml", line(path), dotted(path), str(day), "日期超出合理范围", remedy)
    for table in TABLES:
        dated = [column.name for column in columns_of(table) if column.kind in ("day", "month")]
        for row in station.rows(table) if dated else ():
            for column in dated:
                value = getattr(row, column)
                if value and outside(value):
                    yield _fault(row, column, value, "日期超出合理范围", remedy)


def _dates(station: Station) -> Iterator[tuple[KeyPath, date | str]]:
    for part in ("contract", "assessment"):
        value = getattr(station, part)
        for f in fields(value):
            day = getattr(value, f.name)
            if isinstance(day, date):
                yield (part, f.name), day
    since = station.organisations.operator.since
    if since:
        yield ("organisations", "operator", "since"), since


def _claim_faults(station: Station) -> Iterator[Fault]:
    for claim in station.claims:
        if claim.kind == "rate":
            yield from _rate_claim_faults(claim)
        if claim.kind == "relation" and not (
            claim.operator and claim.right and (claim.left or claim.printed)
        ):
            problem = "核对关系须填 printed 或 left，以及 operator、right"
            yield _fault(claim, "operator", "", problem, "请补填")


def _rate_claim_faults(claim: Claim) -> Iterator[Fault]:
    try:
        check_rate(claim.printed)
    except ValueError as error:
        yield _fault(claim, "printed", claim.printed or "", "核对百分比须填原文所印百分比", str(error))
    if (claim.denominator_max or 0) > MAX_DENOMINATOR:
        remedy = f"请不要超过{MAX_DENOMINATOR}"
        yield _fault(claim, "denominator_max", claim.denominator_max, "分母上限过大", remedy)
    if not (claim.denominator or claim.denominator_max):
        remedy = "请补填 denominator 或 denominator_max"
        yield _fault(claim, "denominator", "", "核对百分比须填分母或分母上限", remedy)


def _opinion_faults(station: Station) -> Iterator[Fault]:
    for finding in station.findings:
        if finding.area and finding.section != "quality":
            remedy = "请清空片区，或改 section"
            yield _fault(finding, "area", finding.area, "只有服务质量部分的意见分片区", remedy)


def _sum_faults(station: Station) -> Iterator[Fault]:
    for table, column in ADDED_UP:
        rows = station.rows(table)
        sums = {name for name in {getattr(row, column) for row in rows} if name and SUM.search(name)}
        for row in rows if sums else ():
            if (name := getattr(row, column)) in sums:
                problem = f"“{name}”看来是其他各行之和，会重复计算"
                yield _fault(row, column, name, problem, "请删去这一行；不是合计的，请改名")
