"""Shares of groups in places: a table whose cells are shaded by what they print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.layout import row_pitch, truncate, widest, wrap

PITCH: Final = 25.0
LABEL_WIDTH: Final = 190.0
_TOP: Final = 24.0
_GAP: Final = 2.0


@dataclass(frozen=True)
class HeatRow:
    """One group; a place without data has no share, and its text says so."""

    label: str  # "低保对象"
    shares: tuple[float | None, ...]  # 0–1, one for each place
    texts: tuple[str, ...]  # "92%", "—"


@dataclass(frozen=True)
class HeatMap:
    """The groups in the order given, and the names of the places."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@theme.styled
def draw(chart: HeatMap, width: float = theme.WIDTH) -> Figure:
    """Draw a cell for each share; every cell prints its value, so the shade only helps to find the low ones."""
    labels = [wrap(row.label, LABEL_WIDTH) for row in chart.rows]
    pitch = row_pitch(labels, PITCH)
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 12
    cell = (width - theme.MARGIN - left) / max(len(chart.columns), 1)
    canvas = Canvas(width, _TOP + len(chart.rows) * pitch + 2)
    for column, name in enumerate(chart.columns):
        middle = left + (column + 0.5) * cell
        canvas.text(middle, _TOP / 2, truncate(name, cell - 8), color=theme.GREY, align="center")
    for number, (row, lines) in enumerate(zip(chart.rows, labels, strict=True)):
        y = _TOP + (number + 0.5) * pitch
        canvas.lines_of_text(theme.MARGIN, y, lines)
        for column, (share, text) in enumerate(zip(row.shares, row.texts, strict=True)):
            start = left + column * cell
            color = shade(share) if share is not None else theme.BACKGROUND
            canvas.bar(start + _GAP / 2, start + cell - _GAP / 2, y, pitch - _GAP, color)
            shown = truncate(text, cell - 6, bold=share is not None and share < LOW)
            canvas.text(
                start + cell / 2,
                y,
                shown,
                align="center",
                bold=share is not None and share < LOW,
                color=theme.INK if share is not None else theme.GREY,
            )
    return canvas.figure


#: Below this a cell is printed bold as well: it is found without its shade.
LOW: Final = 0.8


def shade(share: float) -> str:
    """The colour of a share: the darker, the fewer; none so dark that ink is not read on it.

    >>> shade(1.0), shade(0.0)
    ('#ffffff', '#8fa9c3')
    """
    weight = min(max(1 - share, 0.0), 1.0)
    light, dark = to_rgb(theme.BACKGROUND), to_rgb(theme.MIDDLE)
    red, green, blue = (a + (b - a) * weight for a, b in zip(light, dark, strict=True))
    return to_hex((red, green, blue))
