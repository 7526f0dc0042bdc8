"""Completion of each indicator against the share of the contract period that has passed."""

from __future__ import annotations

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
_UNMARKED: Final = KeyItem(theme.BLUE, "")


@dataclass(frozen=True)
class ProgressRow:
    """An indicator of the agreement."""

    label: str  # "社区活动（10819人次）"
    rate: float | None  # 1.0 = the agreed volume; None if unknown
    rate_text: str  # "500.81%", or a text in its place
    state: ProgressState


@dataclass(frozen=True)
class ProgressChart:
    """The indicators in order of display."""

    rows: tuple[ProgressRow, ...]
    elapsed: float | None = None  # share of the contract period, 0–1
    elapsed_text: str = ""  # "序时进度 50.56%"
    cap: float = 1.1  # longer bars are cut here and show a break


@theme.styled()
def draw(chart: ProgressChart, width: float = theme.WIDTH) -> Figure:
    """Draw a bar for each row, with the rates in a column to the right; ▼ marks those behind."""
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
    mark = KEY.get(row.state, _UNMARKED)
    canvas.bar(scale.left, end, y, theme.BAR, mark.color, hatched=mark.hatched)
    if rate > scale.high:
        _break(canvas, (scale(1) + end) / 2, y)


def _break(canvas: Canvas, x: float, y: float) -> None:
    half, lean, gap = theme.BAR / 2 + 1.5, 3.0, 5.0
    edges = [((x + lean + side, y - half), (x - lean + side, y + half)) for side in (-gap / 2, gap / 2)]
    (left_top, left_bottom), (right_top, right_bottom) = edges
    canvas.shape([left_top, right_top, right_bottom, left_bottom], theme.BACKGROUND)
    for top, bottom in edges:
        canvas.line(top, bottom, color=theme.INK)
