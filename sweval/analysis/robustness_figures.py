"""The figures of robustness: what was tried and what it gave, for the working papers; that it held, for both offices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final

from sweval.analysis.resampling import OtherPanels
from sweval.analysis.robustness import DRAWS, Drawn, Robustness, Setting, Step
from sweval.analysis.scored import Scoring
from sweval.domain.rounding import plain, round_to, to_decimal
from sweval.domain.scheme import Band
from sweval.domain.station import Station
from sweval.record import Figure

#: How a way of combining areas is named.
WAYS: Final = {
    "mean": "各片区取算术平均",
    "median": "各片区取中位数",
    "trimmed_mean": "各片区去掉最高、最低后平均",
    "units": "各片区按村、社区数加权平均",
    "people": "各片区按服务对象人数加权平均",
}
#: That the grade was the same in all that was tried.
HELD: Final = "未改变"
QUANTILE_NAMES: Final = ("5%分位数", "中位数", "95%分位数")


def figures(
    robust: Robustness, panels: OtherPanels | None, scoring: Scoring, station: Station, band: Band
) -> Iterator[Figure]:
    """``band``: the grade by the total as it was scored."""
    inputs = ("score.total", *(f"score.{c.node.id}.converted" for c in scoring.components))
    for setting in robust.settings:
        yield from _setting(setting, station, inputs)
    for drawn in robust.drawn:
        yield from _drawn(drawn, inputs)
    for swing in robust.swings:
        node = swing.component.node
        for end, word, value in (("low", "最低", swing.low), ("high", "最高", swing.high)):
            id, label = f"robust.swing.{node.id}.{end}", f"{node.name}权重上下调整25%时的{word}总分"
            yield Figure(id, label, _two(value), "分", rule="method.weights", inputs=inputs)
    for step in robust.steps:
        yield from _step(step, inputs)
    if robust.settings:
        yield Figure(
            "robust.same",
            "试算的各种设定下按总分所处等级",
            HELD if robust.same_grade(band) else "有改变",
            rule="method.settings",
            inputs=("score.grade_by_total",),
        )
    if panels:
        yield from _panels(panels)


def setting_name(setting: Setting, station: Station) -> str:
    """A setting for reading: ``不计片区一``."""
    return f"不计{station.area(setting.of).name}" if setting.kind == "area" else WAYS[setting.of]


def _setting(setting: Setting, station: Station, inputs: tuple[str, ...]) -> Iterator[Figure]:
    id, name = f"robust.{setting.kind}.{setting.of}", setting_name(setting, station)
    figure = partial(Figure, rule="method.settings")
    yield figure(id, f"{name}的总分", plain(setting.result.total), "分", inputs=inputs)
    yield figure(f"{id}.grade", f"{name}时按总分所处等级", setting.result.grade.name, inputs=(id,))


def _drawn(drawn: Drawn, inputs: tuple[str, ...]) -> Iterator[Figure]:
    by = f"{round_to(to_decimal(drawn.moved_by * 100), 0)}"
    stem, label = f"robust.weights.{by}", f"各项权重在上下{by}%内随机调整时"
    figure = partial(Figure, rule="method.weights", inputs=inputs, steps=f"抽取{DRAWS}次")
    for number, (name, value) in enumerate(zip(QUANTILE_NAMES, drawn.quantiles, strict=True), start=1):
        total = f"{round_to(Decimal(value), 1)}"
        yield figure(f"{stem}.{number}", f"{label}总分的{name}", total, "分")
    for band, share in drawn.shares:
        yield figure(f"{stem}.{band.id}", f"{label}{band.name}的比例", whole_percent(Fraction(share)))


def _step(step: Step, inputs: tuple[str, ...]) -> Iterator[Figure]:
    stem, way = f"robust.step.{'up' if step.up else 'down'}", "提高" if step.up else "降低"
    change = f"等级变为{step.band.name}所需"
    figure = partial(Figure, rule="method.steps")
    yield figure(f"{stem}.marks", f"{change}{way}的分数", plain(step.marks), "分", inputs=("score.total",))
    if step.weights is not None:
        moved = f"{round_to(to_decimal(step.weights * 100), 1)}%"
        yield figure(f"{stem}.weights", f"{change}的权重调整", moved, inputs=inputs)


def _panels(panels: OtherPanels) -> Iterator[Figure]:
    drawn = f"抽取{panels.draws}次" if panels.error else f"计入全部{panels.draws}种组成"
    figure = partial(Figure, rule="method.panels", inputs=("panel.experts",), steps=drawn)
    for band, share in panels.shares:
        label = f"换一组评委时{band.name}的可能"
        yield figure(f"robust.panels.{band.id}", label, whole_percent(share))


def whole_percent(share: Fraction) -> str:
    """A share in whole per cent; only all of it reads 100 %, and only none of it 0 %.

    >>> whole_percent(Fraction(999, 1000)), whole_percent(Fraction(1, 1000)), whole_percent(Fraction(1))
    ('99%以上', '不足1%', '100%')
    """
    shown = round_to(to_decimal(share) * 100, 0)
    if share < 1 and shown == 100:
        return "99%以上"
    if share > 0 and shown == 0:
        return "不足1%"
    return f"{shown}%"


def _two(value: Fraction) -> str:
    return f"{round_to(to_decimal(value), 2)}"
