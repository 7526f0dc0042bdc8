"""Satisfaction: the share found among those asked, and how far it can be trusted for all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.key import KeyItem, draw_key, key_height
from sweval.presentation.charts.layout import Scale, spread, text_width, widest, wrap

PITCH: Final = 34.0
LABEL_WIDTH: Final = 170.0
SHARES_BAR: Final = 24.0
_LEADER: Final = 30.0  # labels over the bar, with their leaders
LONGEST_LEADER: Final = 24.0  # px sideways; beyond this a key is easier to follow


@dataclass(frozen=True)
class IntervalRow:
    """One interval for the share, by one method."""

    label: str  # "Wilson 区间"
    low: float  # 0–1
    high: float  # 0–1
    low_text: str  # "93.7%"
    high_text: str  # "99.5%"


@dataclass(frozen=True)
class ResponseBand:
    """Those who answered within one band, as a share of all who answered."""

    label: str  # "85%–95%"
    share: float  # 0–1
    text: str  # "2人"


@dataclass(frozen=True)
class SatisfactionChart:
    """The estimate with its intervals; the bands of answers, lowest first, may be absent."""

    estimate: float  # 0–1
    estimate_text: str  # "满意率 98.2%"
    intervals: tuple[IntervalRow, ...]
    bands: tuple[ResponseBand, ...] = ()
    bands_label: str = "受访者评分分布"


@theme.styled()
def draw(chart: SatisfactionChart, width: float = theme.WIDTH) -> Figure:
    """Draw the answers as one bar of 100 %, and below it the intervals on an axis that ends at 100 %."""
    bands = [band for band in chart.bands if band.share > 0]
    names = [row.label for row in chart.intervals] + ([chart.bands_label] if bands else [])
    labels = [wrap(name, LABEL_WIDTH) for name in names]
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 14
    right = width - theme.MARGIN
    items = _key_items(bands, left, right)
    top = (_LEADER + SHARES_BAR + key_height(items, left, right) + 20 if bands else 0) + theme.HEAD
    bottom = top + len(chart.intervals) * PITCH
    canvas = Canvas(width, bottom + theme.AXIS)
    if bands:
        middle = _LEADER + SHARES_BAR / 2
        canvas.lines_of_text(theme.MARGIN, middle, labels[-1])
        _shares(canvas, bands, left, right, middle, named=not items)
        draw_key(canvas, items, left, right, middle + SHARES_BAR / 2 + 6)
    _intervals(canvas, chart, labels, left, top, bottom)
    return canvas.figure


def lower_limit(low: float) -> float:
    """Where the axis starts, in percent: a multiple of 5 below the lowest interval, and at most 95.

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


def _shares(
    canvas: Canvas, bands: Sequence[ResponseBand], left: float, right: float, y: float, *, named: bool
) -> None:
    edges = _edges(bands, left, right)
    outside: list[tuple[float, str]] = []
    for (start, end), band, color in zip(edges, bands, shades(len(bands)), strict=True):
        canvas.bar(start, end, y, SHARES_BAR, color)
        text = _band_text(band)
        if not named:
            continue
        if text_width(text) + 20 <= end - start:
            ink = theme.BACKGROUND if color == theme.BLUE else theme.INK
            canvas.text((start + end) / 2, y, text, color=ink, align="center")
        else:
            outside.append(((start + end) / 2, text))
    places = _outside_places(outside, left, right) or []
    for (centre, text), place in zip(outside, places, strict=True):
        top = y - SHARES_BAR / 2
        half = text_width(text) / 2 - 4
        foot = min(max(centre, place - half), place + half)
        canvas.line((centre, top + 5), (centre, top - 3), (foot, top - 11), color=theme.INK)
        canvas.text(place, top - 20, text, align="center")


def _edges(bands: Sequence[ResponseBand], left: float, right: float) -> list[tuple[float, float]]:
    # Every band that was named by someone stays visible: at least 3 px, taken from the others.
    gap, total = 1.5, sum(band.share for band in bands)
    room = right - left - gap * (len(bands) - 1) - 3.0 * len(bands)
    edges: list[tuple[float, float]] = []
    for band in bands:
        end = left + 3.0 + room * band.share / total
        edges.append((left, end))
        left = end + gap
    return edges


def _outside_places(outside: Sequence[tuple[float, str]], left: float, right: float) -> list[float] | None:
    centres, widths = [x for x, _ in outside], [text_width(text) for _, text in outside]
    places = spread(centres, widths, left, right)
    if places is None:
        return None
    moves = [abs(p - c) - w / 2 for p, c, w in zip(places, centres, widths, strict=True)]
    return places if max(moves, default=0) <= LONGEST_LEADER else None


def _key_items(bands: Sequence[ResponseBand], left: float, right: float) -> list[KeyItem]:
    """Where the names don't fit over the bar, they all go into a key below it."""
    outside = [
        ((start + end) / 2, _band_text(band))
        for (start, end), band in zip(_edges(bands, left, right), bands, strict=True)
        if text_width(_band_text(band)) + 20 > end - start
    ]
    if _outside_places(outside, left, right) is not None:
        return []
    return [KeyItem(color, _band_text(band)) for color, band in zip(shades(len(bands)), bands, strict=True)]


def _band_text(band: ResponseBand) -> str:
    return f"{band.label}：{band.text}"


def shades(count: int) -> list[str]:
    """Return ``count`` colours; the highest band is always the blue, the lower ones rise towards it.

    >>> shades(3)
    ['#d5e0eb', '#8fa9c3', '#1f4e79']
    """
    weights = [index / max(count - 2, 1) for index in range(count - 1)]  # 0 next to the blue
    return [*(theme.mix(theme.MIDDLE, theme.TINT, weight) for weight in reversed(weights)), theme.BLUE]
