"""Shares by group and place: a table whose cells are shaded by their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import rows_of, truncate

#: Lower shares are printed bold as well, for readers who can't see the shade.
LOW: Final = 0.8
_GAP: Final = 2.0


@dataclass(frozen=True)
class HeatRow:
    """A group; a place without data has share None and a text such as "—"."""

    label: str  # "低保对象"
    shares: tuple[float | None, ...]  # 0–1, by place
    texts: tuple[str, ...]  # "92%", "—"


@dataclass(frozen=True)
class HeatMap:
    """The groups in order of display, and the names of the places."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@theme.styled()
def draw(chart: HeatMap, width: float = theme.WIDTH) -> Figure:
    """Draw a cell for each share; its value is printed, the shade only helps to find low values."""
    rows = rows_of((row.label for row in chart.rows), 190, top=24, pitch=25, gap=12)
    cell = (width - theme.MARGIN - rows.left) / max(len(chart.columns), 1)
    canvas = Canvas(width, rows.bottom + 2)
    for column, name in enumerate(chart.columns):
        middle = rows.left + (column + 0.5) * cell
        canvas.text(middle, rows.top / 2, truncate(name, cell - 8), color=theme.GREY, align="center")
    for row, label, y in zip(chart.rows, rows.names, rows.middles, strict=True):
        canvas.lines_of_text(theme.MARGIN, y, label)
        for column, (share, text) in enumerate(zip(row.shares, row.texts, strict=True)):
            start = rows.left + column * cell
            color = shade(share) if share is not None else theme.BACKGROUND
            canvas.bar(start + _GAP / 2, start + cell - _GAP / 2, y, rows.pitch - _GAP, color)
            bold = share is not None and share < LOW
            ink = theme.INK if share is not None else theme.GREY
            shown = truncate(text, cell - 6, bold=bold)
            canvas.text(start + cell / 2, y, shown, align="center", bold=bold, color=ink)
    return canvas.figure


def shade(share: float) -> str:
    """Colour of a cell: the lower the share, the darker, but always light enough for text.

    >>> shade(1.0), shade(0.0)
    ('#ffffff', '#8fa9c3')
    """
    return theme.mix(theme.BACKGROUND, theme.MIDDLE, min(max(1 - share, 0.0), 1.0))
