"""The steps of the assessment and their time limits, as a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from matplotlib.figure import Figure

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.key import KeyItem, draw_key, key_height
from sweval.charts.layout import Rows, Scale, date_ticks, rows_of, text_width, widest, wrap

StepState = Literal["done", "due", "overdue", "unknown", "not_provided"]

LIMIT: Final = KeyItem(theme.TINT, "规定时限")
DONE: Final = KeyItem(theme.BLUE, "已完成")
OVERDUE: Final = KeyItem(theme.WARNING, "超过规定时限", hatched=True, symbol=theme.WARNING_MARK)
NO_DATE: Final = KeyItem(theme.NEUTRAL, "完成日期未提供", hatched=True)
_YEAR: Final = 16.0


@dataclass(frozen=True)
class ProcessRow:
    """A step; unknown dates are None."""

    label: str
    start: date | None
    due: date | None
    done: date | None
    note_text: str  # "2024-03-06前，5个工作日内" or "无法推算（缺收到日期）"
    state: StepState


@dataclass(frozen=True)
class ProcessChart:
    """The steps in order, and the reference day."""

    rows: tuple[ProcessRow, ...]
    as_of: date | None = None
    as_of_text: str = ""  # "截至 2024-03-18"


@theme.styled()
def draw(chart: ProcessChart, width: float = theme.WIDTH) -> Figure:
    """Draw the time allowed in a light tint and the time taken over it; a step without dates has only its note."""
    marks = [f"{theme.WARNING_MARK} " if row.state == "overdue" else "" for row in chart.rows]
    notes = [wrap(mark + row.note_text, 220, lines=4) for mark, row in zip(marks, chart.rows, strict=True)]
    note_left = width - widest(line for note in notes for line in note) - theme.MARGIN
    rows = rows_of((row.label for row in chart.rows), 150, pitch=34, lines=3, notes=notes)
    limits = _limits(chart)
    items = _key_items(chart.rows)
    below = rows.bottom + (theme.AXIS + _YEAR if limits else 4.0)
    canvas = Canvas(width, below + key_height(items, rows.left, width))
    for number in range(1, len(chart.rows)):
        canvas.rule(rows.top + number * rows.pitch, 0, width)
    if limits:
        scale = Scale(limits[0].toordinal(), limits[1].toordinal(), rows.left, note_left - 18)
        _axis(canvas, scale, limits, rows)
        for row, y in zip(chart.rows, rows.middles, strict=True):
            _bars(canvas, row, chart.as_of, scale, y)
        if chart.as_of:
            canvas.reference(scale(chart.as_of.toordinal()), rows.top, rows.bottom, chart.as_of_text)
    for row, name, note, y in zip(chart.rows, rows.names, notes, rows.middles, strict=True):
        canvas.lines_of_text(theme.MARGIN, y, name)
        color = {"overdue": theme.WARNING, "unknown": theme.GREY, "not_provided": theme.GREY}.get(row.state)
        canvas.lines_of_text(note_left, y, note, color or theme.INK)
    draw_key(canvas, items, rows.left, width, below)
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
    candidates = (
        (LIMIT, any(row.start and row.due and row.state in ("done", "due", "overdue") for row in drawn)),
        (DONE, any(row.done for row in drawn)),
        (OVERDUE, any(row.state == "overdue" for row in drawn)),
        (NO_DATE, any(row.state == "not_provided" for row in drawn)),
    )
    return [item for item, present in candidates if present]


def _axis(canvas: Canvas, scale: Scale, limits: tuple[date, date], rows: Rows) -> None:
    room = text_width("12月30日", theme.TICK) + 14
    for tick in date_ticks(*limits, max(1, int((scale.right - scale.left) // room))):
        x = scale(tick.day.toordinal())
        canvas.upright(x, rows.top, rows.bottom)
        canvas.small(x, rows.bottom + 13, tick.label, "center")
        canvas.small(x, rows.bottom + 13 + _YEAR, tick.year, "center")


def _bars(canvas: Canvas, row: ProcessRow, as_of: date | None, scale: Scale, y: float) -> None:
    def position(day: date) -> float:
        return scale(day.toordinal())

    known = _dates(row)
    if not known:
        return
    if row.due is not None:
        hatched = row.state == "not_provided"
        color = theme.NEUTRAL if hatched else theme.TINT
        canvas.bar(position(row.start or row.due), position(row.due), y, theme.BAR, color, hatched=hatched)
    until = row.done or as_of
    if row.state == "overdue" and row.due is not None and until is not None:
        canvas.bar(position(row.due), position(until), y, theme.BAR, theme.WARNING, hatched=True)
    elif row.done is not None and row.start is not None and row.start < row.done:
        canvas.bar(position(row.start), position(row.done), y, theme.BAR, theme.BLUE)
    elif row.done is not None:
        canvas.dot(position(row.done), y, theme.BAR / 2 - 1, theme.BLUE)
    if row.due is not None and row.due != row.done:
        x = position(row.due)
        canvas.line((x, y - theme.BAR / 2 - 3), (x, y + theme.BAR / 2 + 3), color=theme.INK, width=1.5)
