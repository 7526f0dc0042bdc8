"""Means of groups of different sizes within the limits that chance sets for each size."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.key import KeyItem, draw_key, key_height
from sweval.charts.layout import Scale, round_limits, text_width, ticks, truncate, widest

HEIGHT: Final = 220.0
_TOP: Final = 12.0
_AXIS: Final = 42.0
_LABEL: Final = 190.0
WITHIN: Final = KeyItem(theme.TINT, "偶然范围（95%）")


@dataclass(frozen=True)
class FunnelDot:
    """A group: its size and mean; filled if ``beyond`` the wider limits."""

    label: str  # "示例中心甲（5站）"
    count: int
    mean: float
    beyond: bool = False


@dataclass(frozen=True)
class FunnelChart:
    """The groups, the mean of all members, and the standard deviation of a single member."""

    dots: tuple[FunnelDot, ...]
    mean: float
    deviation: float
    count_text: str = "站点数"
    widths: tuple[float, float] = (1.96, 3.09)


@theme.styled()
def draw(chart: FunnelChart, width: float = theme.WIDTH) -> Figure:
    """Draw the limits as curves that narrow with size, and the groups as named dots."""
    largest = max(dot.count for dot in chart.dots)
    reach = [abs(dot.mean - chart.mean) for dot in chart.dots]
    reach.append(chart.widths[1] * chart.deviation / sqrt(min(dot.count for dot in chart.dots)))
    low, high, step = round_limits(chart.mean - max(reach), chart.mean + max(reach))
    marks = ticks(low, high, step)
    left = widest((label for _, label in marks), theme.TICK) + theme.MARGIN + 10
    across = Scale(0.5, largest + 0.5, left, width - theme.MARGIN - 10)
    up = Scale(low, high, _TOP + HEIGHT, _TOP)
    canvas = Canvas(width, _TOP + HEIGHT + _AXIS + key_height([WITHIN], left, width))
    for value, label in marks:
        canvas.rule(up(value), left, width)
        canvas.small(left - 8, up(value), label, "right")
    _limits(canvas, chart, across, up, largest)
    canvas.line((left, up(chart.mean)), (width - theme.MARGIN, up(chart.mean)), color=theme.INK, dashed=True)
    for count in range(1, largest + 1, max(1, -(-largest // 12))):
        canvas.small(across(count), _TOP + HEIGHT + 14, str(count), "center")
    canvas.small(width - theme.MARGIN, _TOP + HEIGHT + 31, chart.count_text, "right")
    _dots(canvas, chart, across, up, width)
    draw_key(canvas, [WITHIN], left, width, _TOP + HEIGHT + _AXIS)
    return canvas.figure


def _limits(canvas: Canvas, chart: FunnelChart, across: Scale, up: Scale, largest: int) -> None:
    steps = [0.5 + n * largest / 60 for n in range(61)]
    narrow, wide = chart.widths

    def curve(size: float, times: float) -> tuple[float, float]:
        value = chart.mean + times * chart.deviation / sqrt(size)
        # A curve outside the plot follows its edge.
        return across(size), min(max(up(value), up.right), up.left)

    band = [curve(size, narrow) for size in steps] + [curve(size, -narrow) for size in reversed(steps)]
    canvas.shape(band, theme.TINT)
    for times in (wide, -wide):
        points = [curve(size, times) for size in steps]
        canvas.line(points[0], *points[1:], color=theme.LINE, dashed=True)


def _dots(canvas: Canvas, chart: FunnelChart, across: Scale, up: Scale, width: float) -> None:
    """Draw dots with their names on the side that has room; names that would overlap are moved down."""
    taken: list[tuple[float, float, float]] = []
    for dot in sorted(chart.dots, key=lambda dot: up(dot.mean)):
        x, y = across(dot.count), up(dot.mean)
        canvas.dot(x, y, 5, theme.BLUE, hollow=not dot.beyond)
        text = truncate(dot.label, _LABEL)
        wide = text_width(text)
        right = x + 10 + wide < width - theme.MARGIN
        start = x + 10 if right else x - 10 - wide
        while any(
            start < end and begin < start + wide and abs(y - other) < 17 for begin, end, other in taken
        ):
            y += 4
        taken.append((start, start + wide, y))
        canvas.text(start, y, text, plate=True)
