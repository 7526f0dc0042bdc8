"""The panel's figures, for the working papers alone, because they show single experts' scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final

from sweval.analysis.panel.agreement import Intraclass
from sweval.analysis.panel.experts import Member, Panel, Target
from sweval.domain.station.rows import LeafInput, Score
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import percent, plain, round_to, signed, to_decimal
from sweval.domain.values.row import Cell
from sweval.record.figures import Figure

#: Percentage points of score rates.
POINTS: Final = "个百分点"


def figures(panel: Panel | None, station: Station) -> Iterator[Figure]:
    """Numbers of experts and targets, measures of agreement, and each expert's deviation and effect."""
    if panel is None:
        return
    experts = [member.expert for member in panel.members]
    who = tuple(expert.cell(column) for expert in experts for column in ("id", "recused"))
    yield Figure("panel.experts", "评分的评委人数", str(len(experts)), "名", rule="method.count", cells=who)
    cells = _cells(row for target in panel.targets for rows in target.rows.values() for row in rows)
    of_targets = partial(Figure, rule="method.targets", cells=cells)
    yield of_targets("panel.targets", "两名以上评委评分的评分点", str(len(panel.shared)), "个")
    yield of_targets("panel.complete", "全部评委评分的评分点", str(len(panel.complete)), "个")
    yield from _agreement(panel)
    for member in panel.members:
        yield from _member(member, panel)
    for number, target in enumerate(panel.widest, start=1):
        yield Figure(
            f"panel.widest.{number}",
            f"评分点得分率极差：{target_name(target, station)}",
            _points(target.spread),
            POINTS,
            rule="method.targets",
            steps=_each(target),
            # Which targets these are depends on all that were compared.
            cells=_cells(row for rows in target.rows.values() for row in rows),
            inputs=("panel.typical",),
        )


def _cells(rows: Iterable[Score | LeafInput]) -> tuple[Cell, ...]:
    """The cells of the rates: scores and experts."""
    found: dict[Cell, None] = {}
    for row in rows:
        columns = ("score", "level") if isinstance(row, Score) else ("met", "value")
        for column in (*columns, "expert"):
            if getattr(row, column) is not None:
                found[row.cell(column)] = None
    return tuple(found)


# --- agreement --------------------------------------------------------------------------------------


def _agreement(panel: Panel) -> Iterator[Figure]:
    of_targets = partial(Figure, inputs=("panel.targets",))
    if panel.mean_difference is not None:
        label, value = "评委两两之间得分率平均相差", _points(panel.mean_difference)
        yield of_targets("panel.typical", label, value, POINTS, rule="method.targets")
    if panel.intraclass:
        yield from _intraclass(panel.intraclass)
    if panel.alpha is not None:
        yield of_targets("panel.alpha", "Krippendorff α 系数（等距）", _two(panel.alpha), rule="method.alpha")


ICC: Final = {"icc1": "单名评委评分的组内相关系数", "icck": "评委平均分的组内相关系数"}


def _intraclass(found: Intraclass) -> Iterator[Figure]:
    s = found.squares
    means = "、".join(
        f"{name}{round_to(to_decimal(value) * 10_000, 2)}"
        for name, value in (("评分点间", s.targets), ("评委间", s.raters), ("剩余", s.rest))
    )
    steps = f"以百分点计的均方：{means}；评分点{s.n}个，评委{s.k}名"
    figure = partial(Figure, rule="method.icc")
    for (id, label), value, bounds in zip(
        ICC.items(), (found.single, found.mean), (found.single_interval, found.mean_interval), strict=True
    ):
        if value is None:
            continue
        yield figure(f"panel.{id}", label, _two(value), inputs=("panel.complete",), steps=steps)
        if id == "icc1" and found.single > 0:
            part = percent(to_decimal(found.single), 1, 0)
            yield figure("panel.share", "得分率的差异中来自评分点的比例", part, inputs=("panel.icc1",))
        if bounds:
            name = f"{label}的置信区间（置信水平95%）"
            yield figure(f"panel.{id}.interval", name, _between(*bounds), inputs=(f"panel.{id}",))


# --- experts ----------------------------------------------------------------------------------------


def _member(member: Member, panel: Panel) -> Iterator[Figure]:
    id, stem = member.expert.id, f"panel.expert.{member.expert.id}"
    cells = _cells(member.rows)
    scored = [target for target in panel.targets if id in target.rates]
    of_targets = partial(Figure, rule="method.targets", cells=cells)
    yield of_targets(f"{stem}.targets", f"{id}评分的评分点", str(len(scored)), "个")
    yield of_targets(f"{stem}.mean", f"{id}所评得分率的平均", percent(to_decimal(member.mean), 1, 1))
    if found := member.deviation:
        severity = partial(Figure, unit=POINTS, rule="method.severity")
        yield severity(
            f"{stem}.deviation",
            f"{id}与其他评委的偏离",
            _signed(found.mean),
            inputs=("panel.targets",),
            cells=cells,
            steps=f"同评{found.targets}个评分点",
        )
        if found.interval:
            low, high = map(_signed, found.interval)
            label = f"{id}偏离的区间（置信水平95%）"
            yield severity(f"{stem}.interval", label, f"{low}至{high}", inputs=(f"{stem}.deviation",))
    if member.without:
        total, grade = plain(member.without.total), member.without.grade.name
        without = partial(Figure, rule="method.without")
        yield without(
            f"{stem}.without", f"不计{id}时的总分", total, "分", inputs=("score.total",), cells=cells
        )
        label = f"不计{id}时按总分所处等级"
        yield without(f"{stem}.without_grade", label, grade, inputs=(f"{stem}.without",))


# --- number formats ---------------------------------------------------------------------------------


def target_name(target: Target, station: Station) -> str:
    """The name of a target: ``服务质量（片区一）``."""
    area = f"（{station.area(target.area).name}）" if target.area else ""
    return f"{target.leaf.name}{area}"


def _each(target: Target) -> str:
    return "、".join(f"{id} {percent(to_decimal(rate), 1, 1)}" for id, rate in target.rates.items())


def _two(value: Fraction | float) -> str:
    exact = to_decimal(value) if isinstance(value, Fraction) else Decimal(value)
    return f"{round_to(exact, 2)}".replace("-", "−")


def _between(low: float, high: float) -> str:
    """An interval of a coefficient; all values below 0 mean no agreement and aren't distinguished."""
    return f"{'0以下' if low < 0 else _two(low)}至{'0以下' if high < 0 else _two(high)}"


def _points(rate: Fraction) -> str:
    return f"{round_to(to_decimal(rate) * 100, 1)}"


def _signed(rate: Fraction | float) -> str:
    exact = to_decimal(rate) if isinstance(rate, Fraction) else Decimal(rate)
    return signed(round_to(exact * 100, 1))
