"""Completion of each indicator against the share of the contract period that has passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.key import KeyItem, draw_key, key_height
from sweval.charts.layout import Scale, percent_ticks, rows_of, text_width, truncate, widest

ProgressState = Literal["ahead", "on_pace", "behind", "incomplete", "no_target", "out_of_line", "missing"]

NOT_PROVIDED: Final = "未提供"
KEY: Final[dict[ProgressState, KeyItem]] = {
    "behind": KeyItem(theme.WARNING, "落后于序时进度", symbol=theme.WARNING_MARK),
    "out_of_line": KeyItem(theme.BLUE, "完成率明显偏高，待核实", hatched=True),
    "incomplete": KeyItem(theme.NEUTRAL, "缺部分月份，不判断进度"),
    "no_target": KeyItem(theme.NEUTRAL, "未计算完成率，不作比较"),
}
_COLORS: Final[dict[ProgressState, str]] = {
    "behind": theme.WARNING,
    "incomplete": theme.NEUTRAL,
    "no_target": theme.NEUTRAL,
}


@dataclass(frozen=True)
class ProgressRow:
    """One indicator of the agreement."""

    label: str  # "社区活动（10819人次）"
    rate: float | None  # 1.0 = the agreed volume; None where it cannot be known
    rate_text: str  # "500.81%", or what stands in its place
    state: ProgressState


@dataclass(frozen=True)
class ProgressChart:
    """The indicators in the order given."""

    rows: tuple[ProgressRow, ...]
    elapsed: float | None = None  # share of the contract period, 0–1
    elapsed_text: str = ""  # "序时进度 50.56%"
    cap: float = 1.1  # longer bars are cut here, with a visible break


@theme.styled()
def draw(chart: ProgressChart, width: float = theme.WIDTH) -> Figure:
    """Draw one bar a row; the rate stands in a column to the right, ▼ after it where it is behind."""
    top = theme.HEAD if chart.elapsed is not None else 6.0
    rows = rows_of((row.label for row in chart.rows), 250, top=top, pitch=27)
    texts = [_value(row) for row in chart.rows]
    mark = text_width(theme.WARNING_MARK) + 4 if any(r.state == "behind" for r in chart.rows) else 0.0
    column = width - theme.MARGIN - mark
    scale = Scale(0, chart.cap, rows.left, column - widest(texts, bold=True) - 14)
    items = [item for state, item in KEY.items() if any(row.state == state for row in chart.rows)]
    canvas = Canvas(width, rows.bottom + theme.AXIS + key_height(items, rows.left, width))
    for row, y in zip(chart.rows, rows.middles, strict=True):
        if row.rate is not None and row.state != "missing":
            canvas.bar(scale.left, scale(1.0), y, theme.BAR, theme.TINT)
            _bar(canvas, row, row.rate, scale, y)
    canvas.upright(scale(0), top, rows.bottom, theme.LINE)
    canvas.upright(scale(1), top, rows.bottom, theme.LINE, dashed=True)
    canvas.axis(scale, percent_ticks(25), rows.bottom)
    if chart.elapsed is not None:
        x = scale(min(max(chart.elapsed, 0.0), chart.cap))
        canvas.reference(x, top, rows.bottom, chart.elapsed_text)
    for row, name, text, y in zip(chart.rows, rows.names, texts, rows.middles, strict=True):
        behind, plain = row.state == "behind", row.rate is None or row.state == "missing"
        canvas.lines_of_text(theme.MARGIN, y, name)
        color = theme.WARNING if behind else theme.GREY if plain else theme.INK
        canvas.text(column, y, text, color=color, bold=not plain, align="right")
        if behind:
            canvas.text(column + 4, y, theme.WARNING_MARK, color=theme.WARNING)
    draw_key(canvas, items, rows.left, width, rows.bottom + theme.AXIS)
    return canvas.figure


def _value(row: ProgressRow) -> str:
    text = row.rate_text.strip() or NOT_PROVIDED
    return truncate(NOT_PROVIDED if row.state == "missing" else text, 110, bold=True)


def _bar(canvas: Canvas, row: ProgressRow, rate: float, scale: Scale, y: float) -> None:
    end = scale(min(max(rate, 0.0), scale.high))
    color = _COLORS.get(row.state, theme.BLUE)
    canvas.bar(scale.left, end, y, theme.BAR, color, hatched=row.state == "out_of_line")
    if rate > scale.high:
        _break(canvas, (scale(1) + end) / 2, y)


def _break(canvas: Canvas, x: float, y: float) -> None:
    half, lean, gap = theme.BAR / 2 + 1.5, 3.0, 5.0
    outline: Sequence[tuple[float, float]] = [
        (x + lean - gap / 2, y - half),
        (x + lean + gap / 2, y - half),
        (x - lean + gap / 2, y + half),
        (x - lean - gap / 2, y + half),
    ]
    canvas.shape(outline, theme.BACKGROUND)
    for side in (-gap / 2, gap / 2):
        canvas.line((x + lean + side, y - half), (x - lean + side, y + half), color=theme.INK)
