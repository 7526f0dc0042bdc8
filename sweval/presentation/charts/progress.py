"""Completion of each indicator against the share of the contract period that has passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.key import KeyItem, draw_key, key_height
from sweval.presentation.charts.layout import Scale, row_pitch, text_width, truncate, widest, wrap

ProgressState = Literal["ahead", "on_pace", "behind", "incomplete", "no_target", "out_of_line", "missing"]

PITCH: Final = 27.0
BAR: Final = 13.0
LABEL_WIDTH: Final = 250.0
VALUE_WIDTH: Final = 110.0
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
_TOP: Final = 26.0
_AXIS: Final = 24.0


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


@theme.styled
def draw(chart: ProgressChart, width: float = theme.WIDTH) -> Figure:
    """Draw one bar a row; the rate stands in a column to the right, ▼ after it where it is behind."""
    labels = [wrap(row.label, LABEL_WIDTH) for row in chart.rows]
    texts = [_value(row) for row in chart.rows]
    mark = text_width(theme.WARNING_MARK) + 4 if any(r.state == "behind" for r in chart.rows) else 0.0
    column = width - theme.MARGIN - mark
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 14
    scale = Scale(0, chart.cap, left, column - widest(texts, bold=True) - 14)
    pitch = row_pitch(labels, PITCH)
    top = _TOP if chart.elapsed is not None else 6.0
    bottom = top + len(chart.rows) * pitch
    items = [item for state, item in KEY.items() if any(row.state == state for row in chart.rows)]
    canvas = Canvas(width, bottom + _AXIS + key_height(items, left, width))
    middles = [top + (number + 0.5) * pitch for number in range(len(chart.rows))]
    for row, y in zip(chart.rows, middles, strict=True):
        if row.rate is not None and row.state != "missing":
            canvas.bar(scale.left, scale(1.0), y, BAR, theme.TINT)
            _bar(canvas, row, row.rate, scale, y)
    _axis(canvas, scale, top, bottom)
    if chart.elapsed is not None:
        x = scale(min(max(chart.elapsed, 0.0), chart.cap))
        canvas.reference(x, top - 4, bottom)
        canvas.label_above(x, top - 14, chart.elapsed_text)
    for row, lines, text, y in zip(chart.rows, labels, texts, middles, strict=True):
        behind, plain = row.state == "behind", row.rate is None or row.state == "missing"
        canvas.lines_of_text(theme.MARGIN, y, lines)
        color = theme.WARNING if behind else theme.GREY if plain else theme.INK
        canvas.text(column, y, text, color=color, bold=not plain, align="right")
        if behind:
            canvas.text(column + 4, y, theme.WARNING_MARK, color=theme.WARNING)
    draw_key(canvas, items, left, width, bottom + _AXIS)
    return canvas.figure


def _value(row: ProgressRow) -> str:
    text = row.rate_text.strip() or NOT_PROVIDED
    return truncate(NOT_PROVIDED if row.state == "missing" else text, VALUE_WIDTH, bold=True)


def _axis(canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
    canvas.upright(scale(0), top, bottom, theme.LINE)
    canvas.upright(scale(1), top, bottom, theme.LINE, dashed=True)
    for tick in (0, 25, 50, 75, 100):
        label = f"{tick}%" if tick == 100 else f"{tick}"
        canvas.text(scale(tick / 100), bottom + 13, label, size=theme.TICK, color=theme.GREY, align="center")


def _bar(canvas: Canvas, row: ProgressRow, rate: float, scale: Scale, y: float) -> None:
    end = scale(min(max(rate, 0.0), scale.high))
    color = _COLORS.get(row.state, theme.BLUE)
    canvas.bar(scale.left, end, y, BAR, color, hatched=row.state == "out_of_line")
    if rate > scale.high:
        _break(canvas, (scale(1) + end) / 2, y)


def _break(canvas: Canvas, x: float, y: float) -> None:
    half, lean, gap = BAR / 2 + 1.5, 3.0, 5.0
    outline: Sequence[tuple[float, float]] = [
        (x + lean - gap / 2, y - half),
        (x + lean + gap / 2, y - half),
        (x - lean + gap / 2, y + half),
        (x - lean - gap / 2, y + half),
    ]
    canvas.shape(outline, theme.BACKGROUND)
    for side in (-gap / 2, gap / 2):
        canvas.line((x + lean + side, y - half), (x - lean + side, y + half), color=theme.INK)
