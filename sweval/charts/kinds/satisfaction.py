"""Satisfaction: the share among the respondents, and its confidence intervals for the population."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.key import KeyItem, draw_key, key_height
from sweval.charts.layout import Scale, spread, text_width, widest, wrap

PITCH: Final = 34.0
LABEL_WIDTH: Final = 170.0
SHARES_BAR: Final = 24.0
_LEADER: Final = 30.0  # px above the bar, for labels with leaders
LONGEST_LEADER: Final = 24.0  # px sideways; beyond it a key is easier to read


@dataclass(frozen=True)
class IntervalRow:
    """A confidence interval of the share, by one method."""

    label: str  # "Wilson 区间"
    low: float  # 0–1
    high: float  # 0–1
    low_text: str  # "93.7%"
    high_text: str  # "99.5%"


@dataclass(frozen=True)
class ResponseBand:
    """The respondents in a band, as a share of all respondents."""

    label: str  # "85%–95%"
    share: float  # 0–1
    text: str  # "2人"


@dataclass(frozen=True)
class SatisfactionChart:
    """The estimate and its intervals; bands of answers, lowest first, are optional."""

    estimate: float  # 0–1
    estimate_text: str  # "满意率 98.2%"
    intervals: tuple[IntervalRow, ...]
    bands: tuple[ResponseBand, ...] = ()
    bands_label: str = "受访者评分分布"


@theme.styled()
def draw(chart: SatisfactionChart, width: float = theme.WIDTH) -> Figure:
    """Draw the answers as one bar of 100 %, and the intervals below it on an axis that ends at 100 %."""
    bands = [band for band in chart.bands if band.share > 0]
    names = [row.label for row in chart.intervals] + ([chart.bands_label] if bands else [])
    labels = [wrap(name, LABEL_WIDTH) for name in names]
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 14
    right = width - theme.MARGIN
    parts = _parts(bands, left, right)
    outside = [part for part in parts if not part.has_room]
    places = _places(outside, left, right)
    # If the names don't fit above the bar, a key below it holds all of them.
    items = [KeyItem(part.color, part.text) for part in parts] if places is None else []
    top = (_LEADER + SHARES_BAR + key_height(items, left, right) + 20 if bands else 0) + theme.HEAD
    bottom = top + len(chart.intervals) * PITCH
    canvas = Canvas(width, bottom + theme.AXIS)
    if bands:
        middle = _LEADER + SHARES_BAR / 2
        canvas.lines_of_text(theme.MARGIN, middle, labels[-1])
        for part in parts:
            canvas.bar(part.start, part.end, middle, SHARES_BAR, part.color)
            if places is not None and part.has_room:
                ink = theme.BACKGROUND if part.color == theme.BLUE else theme.INK
                canvas.text(part.centre, middle, part.text, color=ink, align="center")
        for part, place in zip(outside, places, strict=True) if places is not None else ():
            _leader(canvas, part, place, middle - SHARES_BAR / 2)
        draw_key(canvas, items, left, right, middle + SHARES_BAR / 2 + 6)
    _intervals(canvas, chart, labels, left, top, bottom)
    return canvas.figure


def lower_limit(low: float) -> float:
    """Start of the axis in per cent: a multiple of 5 below the lowest interval, at most 95.

    >>> lower_limit(0.937)
    90.0
    """
    return float(max(0, min(95, math.floor(low * 100 / 5 - 1e-9) * 5)))


def _intervals(
    canvas: Canvas,
    chart: SatisfactionChart,
    labels: Sequence[Sequence[str]],
    left: float,
    top: float,
    bottom: float,
) -> None:
    low = lower_limit(min([chart.estimate, *(row.low for row in chart.intervals)]))
    room_left = widest(row.low_text for row in chart.intervals) + 14
    room_right = max(widest(row.high_text for row in chart.intervals) + 14, 20.0)
    scale = Scale(low, 100, left + room_left, canvas.width - room_right)
    step = next(step for step in (1, 2, 5, 10, 20) if (100 - low) / step <= 6)
    marks = [
        (value, f"{value}%" if value == 100 else f"{value}") for value in range(100, int(low) - 1, -step)
    ]
    canvas.axis(scale, marks, bottom, top)
    estimate = scale(chart.estimate * 100)
    canvas.upright(estimate, top - 4, bottom, theme.INK, dashed=True)
    canvas.name_above(estimate, top, chart.estimate_text)
    for number, row in enumerate(chart.intervals):
        y = top + (number + 0.5) * PITCH
        start, end = scale(row.low * 100), scale(row.high * 100)
        canvas.lines_of_text(theme.MARGIN, y, labels[number])
        canvas.interval(start, end, y)
        canvas.dot(estimate, y, 5.5, theme.BLUE)
        canvas.text(start - 8, y, row.low_text, align="right", plate=True)
        canvas.text(end + 8, y, row.high_text, plate=True)


@dataclass(frozen=True)
class _Part:
    """The part of the bar for one band, in px, and its text."""

    start: float
    end: float
    color: str
    text: str

    @property
    def centre(self) -> float:
        return (self.start + self.end) / 2

    @property
    def has_room(self) -> bool:
        """Whether the text fits inside."""
        return text_width(self.text) + 20 <= self.end - self.start


def _parts(bands: Sequence[ResponseBand], left: float, right: float) -> list[_Part]:
    # Every band with an answer stays visible: at least 3 px wide, taken from the others.
    gap, total = 1.5, sum(band.share for band in bands)
    room = right - left - gap * (len(bands) - 1) - 3.0 * len(bands)
    parts: list[_Part] = []
    for band, color in zip(bands, shades(len(bands)), strict=False):
        end = left + 3.0 + room * band.share / total
        parts.append(_Part(left, end, color, f"{band.label}：{band.text}"))
        left = end + gap
    return parts


def _places(outside: Sequence[_Part], left: float, right: float) -> list[float] | None:
    """Middles of the texts above the bar; None if they don't fit or a leader would be too long."""
    centres, widths = [part.centre for part in outside], [text_width(part.text) for part in outside]
    places = spread(centres, widths, left, right)
    if places is None:
        return None
    moves = [abs(p - c) - w / 2 for p, c, w in zip(places, centres, widths, strict=True)]
    return places if max(moves, default=0) <= LONGEST_LEADER else None


def _leader(canvas: Canvas, part: _Part, place: float, top: float) -> None:
    half = text_width(part.text) / 2 - 4
    foot = min(max(part.centre, place - half), place + half)
    canvas.line((part.centre, top + 5), (part.centre, top - 3), (foot, top - 11), color=theme.INK)
    canvas.text(place, top - 20, part.text, align="center")


def shades(count: int) -> list[str]:
    """``count`` colours, lowest band first: the highest is always the blue, the others get darker towards it.

    >>> shades(3)
    ['#d5e0eb', '#8fa9c3', '#1f4e79']
    """
    weights = [index / max(count - 2, 1) for index in range(count - 1)]  # 0 is next to the blue
    return [*(theme.mix(theme.MIDDLE, theme.TINT, weight) for weight in reversed(weights)), theme.BLUE]
