"""The steps of the assessment and their time limits, as a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from matplotlib.figure import Figure

from sweval.presentation.charts import theme
from sweval.presentation.charts.canvas import Canvas
from sweval.presentation.charts.dates import date_ticks
from sweval.presentation.charts.key import KeyItem, draw_key, key_height
from sweval.presentation.charts.layout import Scale, row_pitch, text_width, widest, wrap

StepState = Literal["done", "due", "overdue", "unknown", "not_provided"]

PITCH: Final = 34.0
BAR: Final = 13.0
LABEL_WIDTH: Final = 150.0
NOTE_WIDTH: Final = 220.0
LIMIT: Final = KeyItem(theme.TINT, "规定时限")
DONE: Final = KeyItem(theme.BLUE, "已完成")
OVERDUE: Final = KeyItem(theme.WARNING, "超过规定时限", hatched=True, symbol=theme.WARNING_MARK)
NO_DATE: Final = KeyItem(theme.NEUTRAL, "完成日期未提供", hatched=True)
_TOP: Final = 26.0
_AXIS: Final = 24.0
_YEAR: Final = 16.0


@dataclass(frozen=True)
class ProcessRow:
    """One step; a date that is not known is None."""

    label: str
    start: date | None
    due: date | None
    done: date | None
    note_text: str  # "2024-03-06前，5个工作日内" or "无法推算（缺收到日期）"
    state: StepState


@dataclass(frozen=True)
class ProcessChart:
    """The steps in order, and the day at which they are looked at."""

    rows: tuple[ProcessRow, ...]
    as_of: date | None = None
    as_of_text: str = ""  # "截至 2024-03-18"


@theme.styled
def draw(chart: ProcessChart, width: float = theme.WIDTH) -> Figure:
    """Draw the time allowed lightly and the time taken over it; a step without dates is its note alone."""
    labels = [wrap(row.label, LABEL_WIDTH, lines=3) for row in chart.rows]
    marks = [f"{theme.WARNING_MARK} " if row.state == "overdue" else "" for row in chart.rows]
    notes = [
        wrap(mark + row.note_text, NOTE_WIDTH, lines=4) for mark, row in zip(marks, chart.rows, strict=True)
    ]
    left = widest(line for lines in labels for line in lines) + theme.MARGIN + 14
    note_left = width - widest(line for lines in notes for line in lines) - theme.MARGIN
    pitch = row_pitch((*labels, *notes), PITCH)
    bottom = _TOP + len(chart.rows) * pitch
    limits = _limits(chart)
    items = _key_items(chart.rows)
    below = _AXIS + _YEAR if limits else 4.0
    canvas = Canvas(width, bottom + below + key_height(items, left, width))
    for number in range(1, len(chart.rows)):
        canvas.rule(_TOP + number * pitch, 0, width)
    middles = [_TOP + (number + 0.5) * pitch for number in range(len(chart.rows))]
    if limits:
        scale = Scale(limits[0].toordinal(), limits[1].toordinal(), left, note_left - 18)
        _axis(canvas, scale, limits, bottom)
        for row, y in zip(chart.rows, middles, strict=True):
            _bars(canvas, row, chart.as_of, scale, y)
        if chart.as_of:
            canvas.reference(scale(chart.as_of.toordinal()), _TOP - 4, bottom)
            canvas.label_above(scale(chart.as_of.toordinal()), _TOP - 14, chart.as_of_text)
    for row, label, note, y in zip(chart.rows, labels, notes, middles, strict=True):
        canvas.lines_of_text(theme.MARGIN, y, label)
        color = {"overdue": theme.WARNING, "unknown": theme.GREY, "not_provided": theme.GREY}.get(row.state)
        canvas.lines_of_text(note_left, y, note, color=color or theme.INK)
    draw_key(canvas, items, left, width, bottom + below)
    return canvas.figure


def _dates(row: ProcessRow) -> list[date]:
    known = (row.start, row.due, row.done)
    return [] if row.state == "unknown" else [day for day in known if day is not None]


def _limits(chart: ProcessChart) -> tuple[date, date] | None:
    days = [day for row in chart.rows for day in _dates(row)]
    if not days:
        return None
    if chart.as_of:
        days.append(chart.as_of)
    margin = timedelta(days=max(1, (max(days) - min(days)).days // 40))
    return min(days) - margin, max(days) + margin


def _key_items(rows: Sequence[ProcessRow]) -> list[KeyItem]:
    drawn = [row for row in rows if _dates(row)]
    present = (
        (LIMIT, any(row.start and row.due and row.state in ("done", "due", "overdue") for row in drawn)),
        (DONE, any(row.done for row in drawn)),
        (OVERDUE, any(row.state == "overdue" for row in drawn)),
        (NO_DATE, any(row.state == "not_provided" for row in drawn)),
    )
    return [item for item, wanted in present if wanted]


def _axis(canvas: Canvas, scale: Scale, limits: tuple[date, date], bottom: float) -> None:
    room = text_width("12月30日", theme.TICK) + 14
    most = max(1, int((scale.right - scale.left) // room))
    for tick in date_ticks(*limits, most):
        x = scale(tick.day.toordinal())
        canvas.upright(x, _TOP, bottom)
        canvas.text(x, bottom + 13, tick.label, size=theme.TICK, color=theme.GREY, align="center")
        canvas.text(x, bottom + 13 + _YEAR, tick.year, size=theme.TICK, color=theme.GREY, align="center")


def _bars(canvas: Canvas, row: ProcessRow, as_of: date | None, scale: Scale, y: float) -> None:
    def place(day: date) -> float:
        return scale(day.toordinal())

    known = _dates(row)
    if not known:
        return
    if row.due is not None:
        hatched = row.state == "not_provided"
        color = theme.NEUTRAL if hatched else theme.TINT
        canvas.bar(place(row.start or row.due), place(row.due), y, BAR, color, hatched=hatched)
    until = row.done or as_of
    if row.state == "overdue" and row.due is not None and until is not None:
        canvas.bar(place(row.due), place(until), y, BAR, theme.WARNING, hatched=True)
    elif row.done is not None and row.start is not None and row.start < row.done:
        canvas.bar(place(row.start), place(row.done), y, BAR, theme.BLUE)
    elif row.done is not None:
        canvas.dot(place(row.done), y, BAR / 2 - 1, theme.BLUE)
    if row.due is not None and row.due != row.done:
        x = place(row.due)
        canvas.line((x, y - BAR / 2 - 3), (x, y + BAR / 2 + 3), color=theme.INK, width=1.5)
