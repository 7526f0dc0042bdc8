"""How far each member of a panel deviates from the others, with its confidence interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import Scale, round_limits, rows_of, ticks, widest


@dataclass(frozen=True)
class DeviationRow:
    """An expert; without an interval only the dot is drawn."""

    label: str  # "e1 组长"
    value: float  # per-cent points
    value_text: str  # "+2.3"
    interval: tuple[float, float] | None = None
    word: str = ""  # "偏高" if the interval excludes 0


@dataclass(frozen=True)
class DeviationChart:
    """The experts in the order of the panel."""

    rows: tuple[DeviationRow, ...]
    zero_text: str = "其他评委的平均"


@theme.styled()
def draw(chart: DeviationChart, width: float = theme.WIDTH) -> Figure:
    """Draw dots and intervals on an axis centred on 0, with the values in a column beside them."""
    rows = rows_of((row.label for row in chart.rows), 150, gap=34)
    words = widest(row.word for row in chart.rows)
    values = widest((row.value_text for row in chart.rows), bold=True)
    word_edge = width - theme.MARGIN
    value_edge = word_edge - words - (10 if words else 0)
    limit, step = _limit(chart.rows)
    scale = Scale(-limit, limit, rows.left, value_edge - values - 34)
    canvas = Canvas(width, rows.bottom + theme.AXIS)
    marks = [(value, _signed(value, label)) for value, label in ticks(-limit, limit, step)]
    canvas.axis(scale, marks, rows.bottom, rows.top)
    canvas.upright(scale(0), rows.top - 4, rows.bottom, theme.INK, dashed=True)
    canvas.name_above(scale(0), rows.top, chart.zero_text)
    for row, name, y in zip(chart.rows, rows.names, rows.middles, strict=True):
        canvas.lines_of_text(theme.MARGIN, y, name)
        if row.interval:
            canvas.interval(scale(row.interval[0]), scale(row.interval[1]), y)
        # Filled if chance doesn't explain the deviation: a difference in shape, not only in colour.
        canvas.dot(scale(row.value), y, 5, theme.BLUE, hollow=not row.word)
        canvas.text(value_edge, y, row.value_text, bold=True, align="right")
        canvas.text(word_edge, y, row.word, align="right")
    return canvas.figure


def _limit(rows: Sequence[DeviationRow]) -> tuple[float, float]:
    """The round limit of the axis on each side of 0, and the step of its ticks."""
    ends = [abs(end) for row in rows for end in (row.value, *(row.interval or ()))]
    _, high, step = round_limits(0, max([*ends, 1.0]), count=2)
    return high, step


def _signed(value: float, label: str) -> str:
    return f"+{label}" if value > 0 else label.replace("-", "−") if value else "0"
