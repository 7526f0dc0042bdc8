"""Checks of the tables about people: staff, answers, the sampling frame, coverage."""

from __future__ import annotations

from collections.abc import Iterator, Set
from decimal import Decimal

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import Coverage, FrameMember, Satisfaction
from sweval.domain.station.station import Station
from sweval.domain.values.faults import Fault
from sweval.intake.checks.scores import row_fault as _fault


def people_faults(station: Station, scheme: Scheme) -> Iterator[Fault]:
    """Every fault within these tables and against the scheme."""
    yield from _staff_faults(station)
    rules = _Known(scheme)
    yield from _satisfaction_faults(station, rules)
    yield from _frame_faults(station, rules)
    yield from _coverage_faults(station, rules)


def _staff_faults(station: Station) -> Iterator[Fault]:
    for member in station.staff:
        if member.end and member.end < member.start:
            yield _fault(member, "end", member.end, f"早于到岗日（{member.start}）", "请检查日期")


def _satisfaction_faults(station: Station, rules: _Known) -> Iterator[Fault]:
    bands = {(answer.band_low, answer.band_high) for answer in station.satisfaction}
    wrong = {band for band in bands if not Decimal(0) <= band[0] < band[1] <= Decimal(100)}
    for answer in station.satisfaction:
        if wrong and (answer.band_low, answer.band_high) in wrong:
            remedy = "应满足 0 ≤ 下限 < 上限 ≤ 100"
            yield _fault(answer, "band_low", answer.band_low, "分档上下限不对", remedy)
        if answer.aware is not None and answer.aware > answer.count:
            yield _fault(answer, "aware", answer.aware, "知晓人数多于人数", "请检查")
        if answer.id is not None and answer.count != 1:
            yield _fault(answer, "count", answer.count, "有答卷编号的一行是一份答卷", "请填1，或清空答卷编号")
    # Few distinct values recur in thousands of answers.
    if rules.unknown({answer.category for answer in station.satisfaction}):
        for answer in station.satisfaction:
            if answer.category is not None:
                yield from rules.category_faults(answer, "category", answer.category)


def _frame_faults(station: Station, rules: _Known) -> Iterator[Fault]:
    levels, lists = {row.level for row in station.frame}, {row.categories for row in station.frame}
    names = {name for names in lists if names for name in names.split("、")}
    if levels - rules.levels - {None} or rules.unknown(names):
        for member in station.frame:
            yield from rules.level_faults(member)
            for name in member.categories.split("、") if member.categories else ():
                yield from rules.category_faults(member, "categories", name)


def _coverage_faults(station: Station, rules: _Known) -> Iterator[Fault]:
    for row in station.coverage:
        yield from rules.level_faults(row)
        yield from rules.category_faults(row, "category", row.category)
        for column in ("on_file", "with_plan", "visited"):
            count = getattr(row, column)
            if count is not None and count > row.persons:
                yield _fault(row, column, count, f"多于人数（{row.persons}）", "请检查")
    divided = {row.category for row in station.coverage if row.area}
    for row in station.coverage:
        if row.area is None and row.category in divided:
            problem = f"“{row.category}”已按片区填写，又填了全站，会重复计算"
            yield _fault(row, "area", "", problem, "请删去这一行，或补填片区")


class _Known:
    """The categories and follow-up levels of a scheme, collected once for thousands of rows."""

    def __init__(self, scheme: Scheme) -> None:
        # A scheme without a list accepts any category.
        self.categories = frozenset(scheme.categories.items) if scheme.categories else None
        self.names = "、".join(scheme.categories.items) if scheme.categories else ""
        self.levels = frozenset(level.id for level in scheme.visit_levels)

    def unknown(self, names: Set[str | None]) -> bool:
        """Whether any of these is a category the scheme doesn't list."""
        return self.categories is not None and bool(names - self.categories - {None})

    def category_faults(
        self, row: FrameMember | Coverage | Satisfaction, column: str, name: str
    ) -> Iterator[Fault]:
        if self.categories is not None and name not in self.categories:
            yield _fault(row, column, name, "指标体系中没有这一类服务对象", f"可填：{self.names}")

    def level_faults(self, row: FrameMember | Coverage) -> Iterator[Fault]:
        if row.level is not None and row.level not in self.levels:
            known = "、".join(sorted(self.levels))
            remedy = f"可填：{known}" if known else "这一指标体系不分级，请清空"
            yield _fault(row, "level", row.level, "指标体系中没有这个跟进级别", remedy)
