"""Scores by component: the share of each full mark reached, and the marks lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import (
    Placed,
    Scale,
    percent_ticks,
    row_pitch,
    rows_of,
    spread,
    stagger,
    text_width,
    truncate,
    widest,
    wrap,
)

CAPTION: Final = 22.0  # px, the line with the name of a party
BETWEEN: Final = 10.0  # px between parties, with a rule in the middle
BAND_LINE: Final = 18.0
HEADS: Final = ("折算分 / 标准分", "得分率", "失分")
LABEL_WIDTH: Final = 170.0
_GAP: Final = 20.0


@dataclass(frozen=True)
class ComponentRow:
    """A component of the total."""

    label: str  # 评估内容
    party: str  # 评分方; consecutive rows of a party form a group
    rate: float  # 0–1
    value_text: str  # "9.46 / 10"
    rate_text: str  # "94.6%"
    lost_text: str  # "−0.54"
    flagged: bool = False


@dataclass(frozen=True)
class BandLine:
    """The lower limit of a grade."""

    label: str  # "良好 80"
    threshold: float  # 0–1


@dataclass(frozen=True)
class ComponentsChart:
    """The components in order of display, and the limits of the grades."""

    rows: tuple[ComponentRow, ...]
    bands: tuple[BandLine, ...] = ()


@dataclass(frozen=True)
class _Layout:
    scale: Scale
    columns: tuple[float, float, float]  # right edges
    mark: float  # left edge of the warning mark
    labels: float  # width of the component names
    bands: tuple[Placed, ...]
    rows: tuple[float, ...]  # middles
    captions: tuple[tuple[float, str], ...]  # middles and names of parties
    rules: tuple[float, ...]
    top: float
    bottom: float


@theme.styled()
def draw(chart: ComponentsChart, width: float = theme.WIDTH) -> Figure:
    """Draw bars on a common 0–100 % scale, with columns for score, rate and lost marks to their right."""
    layout = _lay_out(chart, width)
    scale = layout.scale
    canvas = Canvas(width, layout.bottom + theme.AXIS)
    for edge, head in zip(layout.columns, HEADS, strict=True):
        canvas.small(edge, layout.top - 13, head, "right")
    for y in layout.rules:
        canvas.rule(y, 0, width)
    for y, party in layout.captions:
        canvas.small(theme.MARGIN, y, party)
    for y in layout.rows:
        canvas.bar(scale.left, scale.right, y, theme.BAR, theme.TINT)
    for band, place in zip(chart.bands, layout.bands, strict=True):
        top = BAND_LINE * (place.level + 1) + 2
        canvas.upright(scale(band.threshold), top, layout.bottom, theme.LINE, dashed=True)
    for band, place in zip(chart.bands, layout.bands, strict=True):
        y = BAND_LINE * (place.level + 0.5) + 2
        canvas.small(place.x, y, band.label, "center", plate=place.level > 0)
    for row, y in zip(chart.rows, layout.rows, strict=True):
        _row(canvas, row, y, layout)
    canvas.axis(scale, percent_ticks(20), layout.bottom)
    return canvas.figure


def _lay_out(chart: ComponentsChart, width: float) -> _Layout:
    rows = chart.rows
    parties = {row.party for row in rows if row.party != row.label}
    labels = min(max(widest(row.label for row in rows), widest(parties, theme.TICK)), LABEL_WIDTH)
    mark_width = text_width(theme.WARNING_MARK) + 4 if any(row.flagged for row in rows) else 0.0
    heads = [text_width(head, theme.TICK) for head in HEADS]
    lost = width - theme.MARGIN
    rate = lost - max(widest(row.lost_text for row in rows), heads[2]) - _GAP - mark_width
    value = rate - max(widest((row.rate_text for row in rows), bold=True), heads[1]) - _GAP
    end = value - max(widest(row.value_text for row in rows), heads[0]) - _GAP
    scale = Scale(0, 1, theme.MARGIN + labels + 14, end)
    bands = _place_bands(chart.bands, scale)
    top = max((place.level + 1 for place in bands), default=1) * BAND_LINE + 6
    pitch = row_pitch((wrap(row.label, labels) for row in rows), theme.PITCH)
    middles, captions, rules, bottom = _stack(rows, top, labels, pitch)
    return _Layout(scale, (value, rate, lost), rate + 4, labels, bands, middles, captions, rules, top, bottom)


def _place_bands(bands: Sequence[BandLine], scale: Scale) -> tuple[Placed, ...]:
    """Place the names above their lines: on one level if small moves are enough, else on several."""
    centres = [scale(band.threshold) for band in bands]
    widths = [text_width(band.label, theme.TICK) for band in bands]
    places = spread(centres, widths, scale.left, scale.right)
    if places and all(
        abs(place - centre) <= width / 2 for place, centre, width in zip(places, centres, widths, strict=True)
    ):
        return tuple(Placed(place, 0) for place in places)
    return tuple(stagger(centres, widths, scale.left, scale.right))


def _stack(
    rows: Sequence[ComponentRow], top: float, labels: float, pitch: float
) -> tuple[tuple[float, ...], tuple[tuple[float, str], ...], tuple[float, ...], float]:
    middles: list[float] = []
    captions: list[tuple[float, str]] = []
    rules: list[float] = []
    y = top
    for number, (party, members) in enumerate(groupby(rows, key=lambda row: row.party)):
        group = list(members)
        if number:
            rules.append(y + BETWEEN / 2)
            y += BETWEEN
        if len(group) > 1 or party != group[0].label:  # a party that is its only component needs no caption
            # The first caption fits beside the column heads, the others take a line each.
            y += CAPTION if number else 0
            middle = y - CAPTION / 2 + 2 if number else top - 13
            captions.append((middle, truncate(party, labels, theme.TICK)))
        middles += [y + (index + 0.5) * pitch for index in range(len(group))]
        y += len(group) * pitch
    return tuple(middles), tuple(captions), tuple(rules), y


def _row(canvas: Canvas, row: ComponentRow, y: float, layout: _Layout) -> None:
    canvas.lines_of_text(theme.MARGIN, y, wrap(row.label, layout.labels))
    color = theme.WARNING if row.flagged else theme.BLUE
    canvas.bar(layout.scale.left, layout.scale(min(max(row.rate, 0.0), 1.0)), y, theme.BAR, color)
    value, rate, lost = layout.columns
    canvas.text(value, y, row.value_text, align="right")
    canvas.text(
        rate, y, row.rate_text, color=theme.WARNING if row.flagged else theme.INK, bold=True, align="right"
    )
    canvas.text(lost, y, row.lost_text, align="right")
    if row.flagged:
        canvas.text(layout.mark, y, theme.WARNING_MARK, color=theme.WARNING)


@dataclass(frozen=True)
class LostRow:
    """A component and the marks it lost."""

    label: str
    lost: float  # marks, 0 and above
    lost_text: str  # "4.95"
    share_text: str  # "占失分32.5%"


@dataclass(frozen=True)
class LostMarksChart:
    """The components, usually by descending loss."""

    rows: tuple[LostRow, ...]


@theme.styled()
def draw_lost(chart: LostMarksChart, width: float = theme.WIDTH) -> Figure:
    """Draw a bar from 0 for each loss; every value is printed, so there is no axis."""
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
