"""Where the marks were lost, in the order given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.layout import Scale, row_pitch, widest, wrap

PITCH: Final = 30.0
BAR: Final = 13.0
LABEL_WIDTH: Final = 220.0


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


@theme.styled
def draw(chart: LostMarksChart, width: float = theme.WIDTH) -> Figure:
    """Draw bars from 0; every value is printed beside them, so there is no axis."""
    labels = [wrap(row.label, LABEL_WIDTH) for row in chart.rows]
    pitch = row_pitch(labels, PITCH)
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 14
    shares = widest(row.share_text for row in chart.rows)
    values = widest((row.lost_text for row in chart.rows), bold=True)
    largest = max((row.lost for row in chart.rows), default=0.0)
    share_edge = width - theme.MARGIN
    value_edge = share_edge - shares - 20
    scale = Scale(0, largest or 1.0, left, value_edge - values - 18)
    canvas = Canvas(width, len(chart.rows) * pitch + 4)
    for number, (row, lines) in enumerate(zip(chart.rows, labels, strict=True)):
        y = 2 + (number + 0.5) * pitch
        canvas.lines_of_text(theme.MARGIN, y, lines)
        canvas.bar(left, scale(max(row.lost, 0.0)), y, BAR, theme.BLUE)
        canvas.text(value_edge, y, row.lost_text, bold=True, align="right")
        canvas.text(share_edge, y, row.share_text, color=theme.GREY, align="right")
    canvas.upright(left, 2, len(chart.rows) * pitch + 2, theme.LINE)
    return canvas.figure
