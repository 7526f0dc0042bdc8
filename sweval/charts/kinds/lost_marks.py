"""Where the marks were lost, in the order given."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import Scale, rows_of, widest


@dataclass(frozen=True)
class LostRow:
    """One component and the marks it lost."""

    label: str
    lost: float  # marks, 0 and above
    lost_text: str  # "4.95"
    share_text: str  # "占失分32.5%"


@dataclass(frozen=True)
class LostMarksChart:
    """The components, usually from the largest loss to the smallest."""

    rows: tuple[LostRow, ...]


@theme.styled()
def draw(chart: LostMarksChart, width: float = theme.WIDTH) -> Figure:
    """Draw bars from 0; every value is printed beside them, so there is no axis."""
    rows = rows_of((row.label for row in chart.rows), 220, top=2)
    shares = widest(row.share_text for row in chart.rows)
    values = widest((row.lost_text for row in chart.rows), bold=True)
    largest = max((row.lost for row in chart.rows), default=0.0)
    share_edge = width - theme.MARGIN
    value_edge = share_edge - shares - 20
    scale = Scale(0, largest or 1.0, rows.left, value_edge - values - 18)
    canvas = Canvas(width, rows.bottom + 2)
    for row, name, y in zip(chart.rows, rows.names, rows.middles, strict=True):
        canvas.lines_of_text(theme.MARGIN, y, name)
        canvas.bar(rows.left, scale(max(row.lost, 0.0)), y, theme.BAR, theme.BLUE)
        canvas.text(value_edge, y, row.lost_text, bold=True, align="right")
        canvas.text(share_edge, y, row.share_text, color=theme.GREY, align="right")
    canvas.upright(rows.left, rows.top, rows.bottom, theme.LINE)
    return canvas.figure
