"""Scores of the service areas around their mean.

No area is marked as low or high: different experts may have scored them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.layout import Scale, round_limits, row_pitch, text_width, ticks, widest, wrap

PITCH: Final = 32.0
LABEL_WIDTH: Final = 250.0
_RADIUS: Final = 5.5
_TOP: Final = 26.0
_AXIS: Final = 24.0


@dataclass(frozen=True)
class AreaRow:
    """One service area."""

    label: str  # "片区一 金山、桥山、文边、凌边"
    value: float
    value_text: str  # "14.45"


@dataclass(frozen=True)
class AreasChart:
    """The areas in the order given, and the mean that counts towards the total."""

    rows: tuple[AreaRow, ...]
    mean: float
    mean_text: str  # "五片区平均 15.05"
    full_mark: float = math.inf  # the axis goes no further, nor below 0


@theme.styled
def draw(chart: AreasChart, width: float = theme.WIDTH) -> Figure:
    """Draw dots, not bars: the axis shows only the part in which the areas lie, and need not start at 0."""
    labels = [wrap(row.label, LABEL_WIDTH) for row in chart.rows]
    pitch = row_pitch(labels, PITCH)
    label_width = widest(line for lines in labels for line in lines)
    low, high, step = axis_limits([row.value for row in chart.rows] + [chart.mean], chart.full_mark)
    scale = _scale(chart, low, high, label_width + theme.MARGIN + 14, width - theme.MARGIN)
    bottom = _TOP + len(chart.rows) * pitch
    canvas = Canvas(width, bottom + _AXIS)
    marks = ticks(low, high, step)
    every = _every_nth([label for _, label in marks], scale.right - scale.left)
    for number, (value, label) in enumerate(marks):
        canvas.upright(scale(value), _TOP, bottom)
        if number % every == 0:
            canvas.text(scale(value), bottom + 13, label, size=theme.TICK, color=theme.GREY, align="center")
    mean = scale(chart.mean)
    for number, (row, lines) in enumerate(zip(chart.rows, labels, strict=True)):
        y = _TOP + (number + 0.5) * pitch
        canvas.lines_of_text(theme.MARGIN, y, lines)
        _lollipop(canvas, row, scale(row.value), mean, y)
    canvas.upright(mean, _TOP - 4, bottom, theme.INK, dashed=True)
    for number, row in enumerate(chart.rows):
        canvas.dot(scale(row.value), _TOP + (number + 0.5) * pitch, _RADIUS, theme.BLUE)
    canvas.label_above(mean, _TOP - 14, chart.mean_text)
    return canvas.figure


def axis_limits(values: Sequence[float], most: float = math.inf) -> tuple[float, float, float]:
    """Round limits around ``values`` and the step of the ticks; equal values get a unit on either side.

    >>> axis_limits([14.45, 14.45, 15.4, 15.4, 15.57])
    (14.0, 16.0, 0.5)
    >>> axis_limits([15.0, 15.0])
    (14.0, 16.0, 0.5)
    >>> axis_limits([20.0, 20.0], most=20.0)
    (19.0, 20.0, 0.5)
    """
    low, high = min(values), max(values)
    if high - low < 1e-6:
        low, high = max(low - 1, 0.0), min(high + 1, most)
    return round_limits(low, high)


def _scale(chart: AreasChart, low: float, high: float, left: float, right: float) -> Scale:
    """Keep room at both ends for the first and last tick, or for values where dots lie near an end."""
    tick_room = 18.0
    value_room = widest((row.value_text for row in chart.rows), bold=True) + _RADIUS + 10
    scale = Scale(low, high, left + tick_room, right - tick_room)
    fits_left = all(scale(r.value) - value_room >= left for r in chart.rows if r.value < chart.mean)
    fits_right = all(scale(r.value) + value_room <= right for r in chart.rows if r.value >= chart.mean)
    return Scale(
        low,
        high,
        left + (tick_room if fits_left else value_room),
        right - (tick_room if fits_right else value_room),
    )


def _every_nth(labels: Sequence[str], width: float) -> int:
    needed = sum(text_width(label, theme.TICK) + 12 for label in labels)
    return 1 + int(needed // max(width, 1.0))


def _lollipop(canvas: Canvas, row: AreaRow, x: float, mean: float, y: float) -> None:
    canvas.line((mean, y), (x, y), color=theme.NEUTRAL, width=2)
    if x < mean:
        canvas.text(x - _RADIUS - 6, y, row.value_text, bold=True, align="right", plate=True)
    else:
        canvas.text(x + _RADIUS + 6, y, row.value_text, bold=True, plate=True)
