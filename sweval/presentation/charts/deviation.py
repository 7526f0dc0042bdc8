"""How far each member of a panel deviates from the others, with its interval about 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.layout import Scale, round_limits, row_pitch, ticks, widest, wrap

PITCH: Final = 30.0
LABEL_WIDTH: Final = 150.0
_AXIS: Final = 24.0
_TOP: Final = 26.0
_RADIUS: Final = 5.0


@dataclass(frozen=True)
class DeviationRow:
    """One expert; without an interval only the dot is drawn."""

    label: str  # "e1 组长"
    value: float  # per-cent points
    value_text: str  # "+2.3"
    interval: tuple[float, float] | None = None
    word: str = ""  # "偏高" where the interval leaves 0 out


@dataclass(frozen=True)
class DeviationChart:
    """The experts in the panel's order."""

    rows: tuple[DeviationRow, ...]
    zero_text: str = "其他评委的平均"


@theme.styled
def draw(chart: DeviationChart, width: float = theme.WIDTH) -> Figure:
    """Draw dots and intervals on an axis that has 0 in its middle; the values stand in a column beside them."""
    labels = [wrap(row.label, LABEL_WIDTH) for row in chart.rows]
    pitch = row_pitch(labels, PITCH)
    words = widest(row.word for row in chart.rows)
    values = widest((row.value_text for row in chart.rows), bold=True)
    word_edge = width - theme.MARGIN
    value_edge = word_edge - words - (10 if words else 0)
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 34
    most, step = _limit(chart.rows)
    scale = Scale(-most, most, left, value_edge - values - 34)
    bottom = _TOP + len(chart.rows) * pitch
    canvas = Canvas(width, bottom + _AXIS)
    for value, label in ticks(-most, most, step):
        shown = label if value <= 0 else f"+{label}"
        text = "0" if not value else shown.replace("-", "−")
        canvas.upright(scale(value), _TOP, bottom)
        canvas.text(scale(value), bottom + 13, text, size=theme.TICK, color=theme.GREY, align="center")
    canvas.upright(scale(0), _TOP - 4, bottom, theme.INK, dashed=True)
    canvas.label_above(scale(0), _TOP - 14, chart.zero_text)
    for number, (row, lines) in enumerate(zip(chart.rows, labels, strict=True)):
        y = _TOP + (number + 0.5) * pitch
        canvas.lines_of_text(theme.MARGIN, y, lines)
        _interval(canvas, row, scale, y)
        canvas.text(value_edge, y, row.value_text, bold=True, align="right")
        canvas.text(word_edge, y, row.word, align="right")
    return canvas.figure


def _limit(rows: Sequence[DeviationRow]) -> tuple[float, float]:
    """How far the axis goes to either side, on a round number, and the step of its ticks."""
    ends = [abs(end) for row in rows for end in (row.value, *(row.interval or ()))]
    _, high, step = round_limits(0, max([*ends, 1.0]), count=2)
    return high, step


def _interval(canvas: Canvas, row: DeviationRow, scale: Scale, y: float) -> None:
    if row.interval:
        start, end = scale(row.interval[0]), scale(row.interval[1])
        canvas.line((start, y), (end, y), color=theme.BLUE, width=2)
        for x in (start, end):
            canvas.line((x, y - 5), (x, y + 5), color=theme.BLUE, width=2)
    # Filled where the deviation is more than chance would explain: not told by colour alone.
    canvas.dot(scale(row.value), y, _RADIUS, theme.BLUE, hollow=not row.word)
