"""How a total changes: with the weight of each component, and step by step from one assessment to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.key import KeyItem, draw_key, key_height
from sweval.charts.layout import Scale, round_limits, rows_of, widest

RISE: Final = KeyItem(theme.BLUE, "上升")
FALL: Final = KeyItem(theme.WARNING, "下降", hatched=True, symbol=theme.WARNING_MARK)


@dataclass(frozen=True)
class TornadoRow:
    """A component, and the range of totals that changes of its weight give."""

    label: str  # "服务质量（20分）"
    low: float
    high: float
    low_text: str  # "84.31"
    high_text: str  # "85.26"


@dataclass(frozen=True)
class TornadoChart:
    """The components, usually by descending swing, and the total they swing about."""

    rows: tuple[TornadoRow, ...]
    total: float
    total_text: str  # "总分 84.76"


@theme.styled()
def draw_swings(chart: TornadoChart, width: float = theme.WIDTH) -> Figure:
    """Draw a bar about the total for each component; both ends are printed, so there is no axis."""
    rows = rows_of((row.label for row in chart.rows), 200)
    lows, highs = widest(row.low_text for row in chart.rows), widest(row.high_text for row in chart.rows)
    low, high, _ = round_limits(
        min([chart.total, *(row.low for row in chart.rows)]),
        max([chart.total, *(row.high for row in chart.rows)]),
    )
    left, right = rows.left + lows + 10, width - theme.MARGIN - highs - 10
    scale = Scale(low, high if high > low else low + 1, left, right)
    canvas = Canvas(width, rows.bottom + 4)
    for row, name, y in zip(chart.rows, rows.names, rows.middles, strict=True):
        start, end = scale(row.low), scale(row.high)
        canvas.lines_of_text(theme.MARGIN, y, name)
        canvas.bar(start, end, y, theme.BAR, theme.BLUE)
        canvas.text(start - 6, y, row.low_text, align="right")
        canvas.text(end + 6, y, row.high_text)
    canvas.reference(scale(chart.total), rows.top, rows.bottom, chart.total_text)
    return canvas.figure


@dataclass(frozen=True)
class WaterfallStep:
    """A part, and the change of the total it caused."""

    label: str
    by: float
    by_text: str  # "+0.45", "−1.20", "0.00"


@dataclass(frozen=True)
class WaterfallChart:
    """The total before, the steps in order, the total after."""

    before: float
    before_text: str  # "84.76"
    before_label: str  # "中期"
    steps: tuple[WaterfallStep, ...]
    after: float
    after_text: str
    after_label: str


@dataclass(frozen=True)
class _Row:
    label: str
    start: float
    end: float
    text: str
    kind: str


@theme.styled()
def draw_steps(chart: WaterfallChart, width: float = theme.WIDTH) -> Figure:
    """Draw totals from the left edge and the steps between them; the scale begins near the lowest value."""
    steps = _steps(chart)
    rows = rows_of((row.label for row in steps), 200, top=2)
    values = widest((row.text for row in steps), bold=True)
    ends = [end for row in steps for end in (row.start, row.end)]
    low, high, step = round_limits(min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1)
    # One step below the lowest value, so that the lower total is a visible bar too.
    scale = Scale(low - step, high, rows.left, width - theme.MARGIN - values - 12)
    rises, falls = any(s.by > 0 for s in chart.steps), any(s.by < 0 for s in chart.steps)
    items = [*([RISE] if rises else []), *([FALL] if falls else [])]
    canvas = Canvas(width, rows.bottom + 2 + key_height(items, rows.left, width))
    for number, (row, name, y) in enumerate(zip(steps, rows.names, rows.middles, strict=True)):
        canvas.lines_of_text(theme.MARGIN, y, name)
        first, last = sorted((scale(row.start), scale(row.end)))
        if row.kind == "total":
            canvas.bar(rows.left, scale(row.end), y, theme.BAR, theme.MIDDLE)
        elif last - first > 0.5:
            fall = row.kind == "fall"
            canvas.bar(first, last, y, theme.BAR, theme.WARNING if fall else theme.BLUE, hatched=fall)
        if number + 1 < len(steps):
            canvas.line((scale(row.end), y), (scale(row.end), y + rows.pitch), color=theme.LINE, dashed=True)
        canvas.text(width - theme.MARGIN, y, row.text, bold=True, align="right")
    canvas.upright(rows.left, rows.top, rows.bottom, theme.LINE)
    draw_key(canvas, items, rows.left, width, rows.bottom + 2)
    return canvas.figure


def _steps(chart: WaterfallChart) -> list[_Row]:
    rows = [_Row(chart.before_label, chart.before, chart.before, chart.before_text, "total")]
    reached = chart.before
    for step in chart.steps:
        mark = f"{theme.WARNING_MARK} " if step.by < 0 else ""
        kind = "fall" if step.by < 0 else "rise"
        rows.append(_Row(step.label, reached, reached + step.by, mark + step.by_text, kind))
        reached += step.by
    rows.append(_Row(chart.after_label, chart.after, chart.after, chart.after_text, "total"))
    return rows
