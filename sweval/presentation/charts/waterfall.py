"""From one total to another: each part's step up or down between the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.key import KeyItem, draw_key, key_height
from sweval.presentation.charts.layout import Scale, round_limits, row_pitch, widest, wrap

PITCH: Final = 30.0
BAR: Final = 13.0
LABEL_WIDTH: Final = 200.0
RISE: Final = KeyItem(theme.BLUE, "上升")
FALL: Final = KeyItem(theme.WARNING, "下降", hatched=True, symbol=theme.WARNING_MARK)


@dataclass(frozen=True)
class WaterfallStep:
    """One part and by how much it moved the total."""

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


@theme.styled
def draw(chart: WaterfallChart, width: float = theme.WIDTH) -> Figure:
    """Draw totals from the left edge and steps between them; the scale begins near the lowest of them."""
    rows = _rows(chart)
    labels = [wrap(row.label, LABEL_WIDTH) for row in rows]
    pitch = row_pitch(labels, PITCH)
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 14
    values = widest((row.text for row in rows), bold=True)
    ends = [end for row in rows for end in (row.start, row.end)]
    low, high, step = round_limits(min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1)
    # The shorter of two totals must still be a bar.
    scale = Scale(low - step, high, left, width - theme.MARGIN - values - 12)
    bottom = len(rows) * pitch + 4
    items = [
        item
        for item, wanted in (
            (RISE, any(s.by > 0 for s in chart.steps)),
            (FALL, any(s.by < 0 for s in chart.steps)),
        )
        if wanted
    ]
    canvas = Canvas(width, bottom + key_height(items, left, width))
    for number, (row, lines) in enumerate(zip(rows, labels, strict=True)):
        y = 2 + (number + 0.5) * pitch
        canvas.lines_of_text(theme.MARGIN, y, lines)
        first, last = sorted((scale(row.start), scale(row.end)))
        if row.kind == "total":
            canvas.bar(left, scale(row.end), y, BAR, theme.MIDDLE)
        elif last - first > 0.5:
            fall = row.kind == "fall"
            canvas.bar(first, last, y, BAR, theme.WARNING if fall else theme.BLUE, hatched=fall)
        if number + 1 < len(rows):
            canvas.line((scale(row.end), y), (scale(row.end), y + pitch), color=theme.LINE, dashed=True)
        canvas.text(width - theme.MARGIN, y, row.text, bold=True, align="right")
    canvas.upright(left, 2, bottom - 2, theme.LINE)
    draw_key(canvas, items, left, width, bottom)
    return canvas.figure


def _rows(chart: WaterfallChart) -> list[_Row]:
    rows = [_Row(chart.before_label, chart.before, chart.before, chart.before_text, "total")]
    reached = chart.before
    for step in chart.steps:
        mark = f"{theme.WARNING_MARK} " if step.by < 0 else ""
        kind = "fall" if step.by < 0 else "rise"
        rows.append(_Row(step.label, reached, reached + step.by, mark + step.by_text, kind))
        reached += step.by
    rows.append(_Row(chart.after_label, chart.after, chart.after, chart.after_text, "total"))
    return rows
