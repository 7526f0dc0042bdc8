"""Many values on one scale: stacked dots, or columns of counts where there are very many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import Scale, round_limits, stagger, text_width, ticks

RADIUS: Final = 5.5
MANY: Final = 60  # more values than these are drawn as columns
PARTS: Final = 5  # columns between two ticks
COLUMN: Final = 120.0  # px, the height of the plot of columns
_LEVEL: Final = 18.0


@dataclass(frozen=True)
class Dot:
    """A value; an ``outlier`` is drawn hollow and named in the text beside the chart."""

    value: float
    outlier: bool = False


@dataclass(frozen=True)
class Limit:
    """A named value on the scale: the floor of a grade, the median."""

    label: str  # "良好 80"
    value: float
    strong: bool = False


@dataclass(frozen=True)
class DotChart:
    """All values, and the limits drawn among them."""

    dots: tuple[Dot, ...]
    limits: tuple[Limit, ...] = ()


@theme.styled()
def draw(chart: DotChart, width: float = theme.WIDTH) -> Figure:
    """Stack dots upwards from the axis; limits outside the range of the values are left out."""
    values = [dot.value for dot in chart.dots]
    low, high, step = round_limits(min(values), max(values) if max(values) > min(values) else min(values) + 1)
    edge = text_width(f"{high:.1f}", theme.TICK) / 2 + theme.MARGIN + RADIUS
    scale = Scale(low, high, edge, width - edge)
    limits = [limit for limit in chart.limits if low <= limit.value <= high]
    widths = [text_width(limit.label, theme.LABEL, True) for limit in limits]
    names = stagger([scale(limit.value) for limit in limits], widths, theme.MARGIN, width - theme.MARGIN)
    head = _LEVEL * (max((name.level for name in names), default=-1) + 1) + 8
    many = len(values) > MANY
    # Each dot at the lowest level at which it covers no other.
    placed = [] if many else stagger([scale(v) for v in values], [2 * RADIUS] * len(values), 0, width, gap=0)
    bottom = head + (COLUMN if many else (max(dot.level for dot in placed) + 1) * 2 * RADIUS + 10)
    canvas = Canvas(width, bottom + theme.AXIS)
    canvas.axis(scale, ticks(low, high, step), bottom, head)
    canvas.rule(bottom, 0, width, theme.LINE)
    for limit, name in zip(limits, names, strict=True):
        top = head - name.level * _LEVEL - 4
        canvas.upright(scale(limit.value), top, bottom, theme.INK, dashed=not limit.strong)
        canvas.text(name.x, top - 8, limit.label, bold=True, align="center")
    if many:
        _columns(canvas, values, scale, step / PARTS, bottom)
        return canvas.figure
    for dot, place in zip(chart.dots, placed, strict=True):
        y = bottom - (2 * place.level + 1) * RADIUS - 2
        canvas.dot(place.x, y, RADIUS - 0.6, theme.BLUE, hollow=dot.outlier)
    return canvas.figure


def _columns(canvas: Canvas, values: Sequence[float], scale: Scale, width: float, bottom: float) -> None:
    """Draw the count of values in each interval of ``width``; the count is printed if the column is wide enough."""
    counts = Counter(math.floor((value - scale.low) / width + 1e-9) for value in values)
    room = scale(scale.low + width) - scale(scale.low)
    highest = max(counts.values())
    for interval, count in sorted(counts.items()):
        left = scale(scale.low + interval * width)
        height = count / highest * (COLUMN - 20)
        canvas.bar(left + 1, left + room - 1, bottom - height / 2, height, theme.BLUE)
        text = str(count)
        if text_width(text, theme.TICK) <= room:
            canvas.text(
                left + room / 2, bottom - height - 9, text, size=theme.TICK, align="center", plate=True
            )
