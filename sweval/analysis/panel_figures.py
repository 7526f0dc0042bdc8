"""The panel's figures, for the working papers alone: who gave what is nobody else's to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sweval.analysis.agreement import Intraclass
from sweval.analysis.panel import Member, Panel, Target
from sweval.domain.rounding import percent, plain, round_to, to_decimal
from sweval.domain.row import Cell
from sweval.domain.rows import LeafInput, Score
from sweval.domain.station import Station
from sweval.record import Figure

#: Per-cent points of score rates.
POINTS: Final = "个百分点"


def figures(panel: Panel | None, station: Station) -> Iterator[Figure]:
    """How many scored what, the measures of agreement, and each expert's deviation and weight."""
    if panel is None:
        return
    cells = _cells(row for target in panel.targets for rows in target.rows.values() for row in rows)
    yield _figure(
        "panel.experts",
        "评分的评委人数",
        str(len(panel.members)),
        "名",
        "method.count",
        cells=tuple(
            cell
            for member in panel.members
            for cell in (member.expert.cell("id"), member.expert.cell("recused"))
        ),
    )
    yield _figure(
        "panel.targets",
        "两名以上评委评分的评分点",
        str(len(panel.shared)),
        "个",
        "method.targets",
        cells=cells,
    )
    yield _figure(
        "panel.complete",
        "全部评委评分的评分点",
        str(len(panel.complete)),
        "个",
        "method.targets",
        cells=cells,
    )
    yield from _agreement(panel)
    for member in panel.members:
        yield from _member(member, panel)
    for number, target in enumerate(panel.widest, start=1):
        yield _figure(
            f"panel.widest.{number}",
            f"评分点得分率极差：{target_name(target, station)}",
            _points(target.spread),
            POINTS,
            "method.targets",
            steps=_each(target),
            # Which targets these are follows from all that were compared.
            cells=_cells(row for rows in target.rows.values() for row in rows),
            inputs=("panel.typical",),
        )


def _figure(
    id: str,
    label: str,
    value: str,
    unit: str,
    rule: str,
    *,
    cells: tuple[Cell, ...] = (),
    inputs: tuple[str, ...] = (),
    steps: str = "",
) -> Figure:
    return Figure(
        id=id, label=label, value=value, unit=unit, rule=rule, cells=cells, inputs=inputs, steps=steps
    )


def _cells(rows: Iterable[Score | LeafInput]) -> tuple[Cell, ...]:
    """Where rates were read: the marks given, and by whom."""
    found: dict[Cell, None] = {}
    for row in rows:
        columns = ("score", "level") if isinstance(row, Score) else ("met", "value")
        for column in (*columns, "expert"):
            if getattr(row, column) is not None:
                found[row.cell(column)] = None
    return tuple(found)


# --- agreement --------------------------------------------------------------------------------------


def _agreement(panel: Panel) -> Iterator[Figure]:
    if panel.typical is not None:
        yield _figure(
            "panel.typical",
            "评委两两之间得分率平均相差",
            _points(panel.typical),
            POINTS,
            "method.targets",
            inputs=("panel.targets",),
        )
    if panel.intraclass:
        yield from _intraclass(panel.intraclass)
    if panel.alpha is not None:
        yield _figure(
            "panel.alpha",
            "Krippendorff α 系数（等距）",
            _two(panel.alpha),
            "",
            "method.alpha",
            inputs=("panel.targets",),
        )


ICC: Final = {"icc1": "单名评委评分的组内相关系数", "icck": "评委平均分的组内相关系数"}


def _intraclass(found: Intraclass) -> Iterator[Figure]:
    s = found.squares
    means = "、".join(
        f"{name}{round_to(to_decimal(value) * 10_000, 2)}"
        for name, value in (("评分点间", s.targets), ("评委间", s.raters), ("剩余", s.rest))
    )
    steps = f"以百分点计的均方：{means}；评分点{s.n}个，评委{s.k}名"
    for (id, label), value, bounds in zip(
        ICC.items(), (found.single, found.mean), (found.single_interval, found.mean_interval), strict=True
    ):
        if value is None:
            continue
        yield _figure(
            f"panel.{id}", label, _two(value), "", "method.icc", inputs=("panel.complete",), steps=steps
        )
        if id == "icc1" and found.single > 0:
            yield _figure(
                "panel.share",
                "得分率的差异中来自评分点的比例",
                percent(to_decimal(found.single), 1, 0),
                "",
                "method.icc",
                inputs=("panel.icc1",),
            )
        if bounds:
            yield _figure(
                f"panel.{id}.interval",
                f"{label}的置信区间（置信水平95%）",
                _between(*bounds),
                "",
                "method.icc",
                inputs=(f"panel.{id}",),
            )


# --- one expert -------------------------------------------------------------------------------------


def _member(member: Member, panel: Panel) -> Iterator[Figure]:
    id, stem = member.expert.id, f"panel.expert.{member.expert.id}"
    cells = _cells(member.rows)
    mine = [target for target in panel.targets if id in target.rates]
    yield _figure(f"{stem}.targets", f"{id}评分的评分点", str(len(mine)), "个", "method.targets", cells=cells)
    yield _figure(
        f"{stem}.mean",
        f"{id}所评得分率的平均",
        percent(to_decimal(member.mean), 1, 1),
        "",
        "method.targets",
        cells=cells,
    )
    if member.deviation:
        found = member.deviation
        yield _figure(
            f"{stem}.deviation",
            f"{id}与其他评委的偏离",
            _signed(found.mean),
            POINTS,
            "method.severity",
            inputs=("panel.targets",),
            cells=cells,
            steps=f"同评{found.targets}个评分点",
        )
        if found.interval:
            low, high = found.interval
            yield _figure(
                f"{stem}.interval",
                f"{id}偏离的区间（置信水平95%）",
                f"{_signed(low)}至{_signed(high)}",
                POINTS,
                "method.severity",
                inputs=(f"{stem}.deviation",),
            )
    if member.without:
        yield _figure(
            f"{stem}.without",
            f"不计{id}时的总分",
            plain(member.without.total),
            "分",
            "method.without",
            inputs=("score.total",),
            cells=cells,
        )
        yield _figure(
            f"{stem}.without_grade",
            f"不计{id}时按总分所处等级",
            member.without.grade.name,
            "",
            "method.without",
            inputs=(f"{stem}.without",),
        )


# --- how numbers are printed ------------------------------------------------------------------------


def target_name(target: Target, station: Station) -> str:
    """A target as a reader knows it: ``服务质量（片区一）``."""
    area = f"（{station.area(target.area).name}）" if target.area else ""
    return f"{target.leaf.name}{area}"


def _each(target: Target) -> str:
    return "、".join(f"{id} {percent(to_decimal(rate), 1, 1)}" for id, rate in target.rates.items())


def _two(value: Fraction | float) -> str:
    exact = to_decimal(value) if isinstance(value, Fraction) else Decimal(value)
    return f"{round_to(exact, 2)}".replace("-", "−")


def _between(low: float, high: float) -> str:
    """An interval of a coefficient; what lies below 0 is no agreement, and how far below says nothing."""
    return f"{'0以下' if low < 0 else _two(low)}至{'0以下' if high < 0 else _two(high)}"


def _points(rate: Fraction) -> str:
    return f"{round_to(to_decimal(rate) * 100, 1)}"


def _signed(rate: Fraction | float) -> str:
    exact = to_decimal(rate) if isinstance(rate, Fraction) else Decimal(rate)
    shown = round_to(exact * 100, 1)
    return f"{'+' if shown > 0 else ''}{shown or abs(shown)}".replace("-", "−")
