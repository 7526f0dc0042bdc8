"""What each weight moves: the total as it swings about its value, the widest swing first."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import Scale, round_limits, rows_of, widest


@dataclass(frozen=True)
class TornadoRow:
    """One component, and the totals between which its weight moves the result."""

    label: str  # "服务质量（20分）"
    low: float
    high: float
    low_text: str  # "84.31"
    high_text: str  # "85.26"


@dataclass(frozen=True)
class TornadoChart:
    """The components, usually from the widest swing to the narrowest, and the total they swing about."""

    rows: tuple[TornadoRow, ...]
    total: float
    total_text: str  # "总分 84.76"


@theme.styled()
def draw(chart: TornadoChart, width: float = theme.WIDTH) -> Figure:
    """Draw bars about the total; both ends are printed beside them, so there is no axis."""
    rows = rows_of((row.label for row in chart.rows), 200)
    lows, highs = widest(row.low_text for row in chart.rows), widest(row.high_text for row in chart.rows)
    low, high, _ = round_limits(
        min([chart.total, *(row.low for row in chart.rows)]),
        max([chart.total, *(row.high for row in chart.rows)]),
    )
    left, right = rows.left + lows + 10, width - theme.MARGIN - highs - 10
    scale = Scale(low, high if high > low else low + 1, left, right)
    canvas = Canvas(width, rows.bottom + 4)
    for row, name, y in zip(chart.rows, rows.names, rows.middles, strict=True):
        start, end = scale(row.low), scale(row.high)
        canvas.lines_of_text(theme.MARGIN, y, name)
        canvas.bar(start, end, y, theme.BAR, theme.BLUE)
        canvas.text(start - 6, y, row.low_text, align="right")
        canvas.text(end + 6, y, row.high_text)
    canvas.reference(scale(chart.total), rows.top, rows.bottom, chart.total_text)
    return canvas.figure
