"""Scores of the service areas around their mean.

No area is marked as low or high: the areas may have been scored by different experts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import Scale, round_limits, rows_of, text_width, ticks, widest

_RADIUS: Final = 5.5


@dataclass(frozen=True)
class AreaRow:
    """A service area."""

    label: str  # "片区一 金山、桥山、文边、凌边"
    value: float
    value_text: str  # "14.45"


@dataclass(frozen=True)
class AreasChart:
    """The areas in order of display, and the mean that counts towards the total."""

    rows: tuple[AreaRow, ...]
    mean: float
    mean_text: str  # "五片区平均 15.05"
    full_mark: float = math.inf  # the axis stays within 0 and this


@theme.styled()
def draw(chart: AreasChart, width: float = theme.WIDTH) -> Figure:
    """Draw dots, not bars: the axis covers only the range of the values and need not start at 0."""
    rows = rows_of((row.label for row in chart.rows), 250, pitch=32)
    low, high, step = axis_limits([row.value for row in chart.rows] + [chart.mean], chart.full_mark)
    scale = _scale(chart, low, high, rows.left, width - theme.MARGIN)
    canvas = Canvas(width, rows.bottom + theme.AXIS)
    canvas.axis(scale, _every_nth(ticks(low, high, step), scale), rows.bottom, rows.top)
    mean = scale(chart.mean)
    for row, name, y in zip(chart.rows, rows.names, rows.middles, strict=True):
        canvas.lines_of_text(theme.MARGIN, y, name)
        _lollipop(canvas, row, scale(row.value), mean, y)
    canvas.upright(mean, rows.top - 4, rows.bottom, theme.INK, dashed=True)
    for row, y in zip(chart.rows, rows.middles, strict=True):
        canvas.dot(scale(row.value), y, _RADIUS, theme.BLUE)
    canvas.name_above(mean, rows.top, chart.mean_text)
    return canvas.figure


def axis_limits(values: Sequence[float], maximum: float = math.inf) -> tuple[float, float, float]:
    """Round limits around ``values``, and the step of the ticks; equal values get a unit on each side.

    >>> axis_limits([14.45, 14.45, 15.4, 15.4, 15.57])
    (14.0, 16.0, 0.5)
    >>> axis_limits([15.0, 15.0])
    (14.0, 16.0, 0.5)
    >>> axis_limits([20.0, 20.0], maximum=20.0)
    (19.0, 20.0, 0.5)
    """
    low, high = min(values), max(values)
    if high - low < 1e-6:
        low, high = max(low - 1, 0.0), min(high + 1, maximum)
    return round_limits(low, high)


def _scale(chart: AreasChart, low: float, high: float, left: float, right: float) -> Scale:
    """Keep room at both ends for a tick label, or for the value of a dot near that end."""
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


def _every_nth(marks: Sequence[tuple[float, str]], scale: Scale) -> list[tuple[float, str]]:
    """The ticks; only every nth keeps its label, so that all labels fit."""
    needed = sum(text_width(label, theme.TICK) + 12 for _, label in marks)
    every = 1 + int(needed // max(scale.right - scale.left, 1.0))
    return [(value, "" if number % every else label) for number, (value, label) in enumerate(marks)]


def _lollipop(canvas: Canvas, row: AreaRow, x: float, mean: float, y: float) -> None:
    canvas.line((mean, y), (x, y), color=theme.NEUTRAL, width=2)
    if x < mean:
        canvas.text(x - _RADIUS - 6, y, row.value_text, bold=True, align="right", plate=True)
    else:
        canvas.text(x + _RADIUS + 6, y, row.value_text, bold=True, plate=True)
