"""Text widths, rows, scales, ticks and label positions in px: no label is clipped or overlaps another."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from matplotlib.ft2font import FT2Font, LoadFlags

from sweval.charts import theme
from sweval.charts.svg import printable

ELLIPSIS: Final = "…"
LINE_PITCH: Final = 1.3  # line distance of a wrapped label, in text sizes
_SLACK: Final = 1.02  # hinting and kerning may widen a line by a little
_BREAK_AFTER: Final = "、，；：）)/ 。-—"
_NEVER_FIRST: Final = "、，；：。）)》”’％%！？…"
# Days, months and years between the ticks of an axis of dates.
_DAYS: Final = (1, 2, 7, 14)
_MONTHS: Final = (1, 2, 3, 6)
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100)


@functools.cache
def _face(bold: bool) -> FT2Font:
    return FT2Font(str(theme.font_path(bold)))


# A face reads its file on demand; forked processes would share its file position.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_face.cache_clear)


@functools.cache
def _advance(character: str, bold: bool) -> float:
    face = _face(bold)
    glyph = face.load_char(ord(character), flags=LoadFlags.NO_SCALE | LoadFlags.NO_HINTING)
    return float(glyph.horiAdvance) / float(face.units_per_EM)


def text_width(text: str, size: float = theme.LABEL, bold: bool = False) -> float:
    """Width of one line of text in px, from the advances of the font."""
    return sum(_advance(character, bold) for character in printable(text)) * size * _SLACK


def widest(texts: Iterable[str], size: float = theme.LABEL, bold: bool = False) -> float:
    """Width of the widest of ``texts`` in px, 0 without texts."""
    return max((text_width(text, size, bold) for text in texts), default=0.0)


def truncate(text: str, width: float, size: float = theme.LABEL, bold: bool = False) -> str:
    """Cut ``text`` to ``width`` px, ended with … if it is wider."""
    text = printable(text).strip()
    if text_width(text, size, bold) <= width:
        return text
    room = width - text_width(ELLIPSIS, size, bold)
    return text[: _fitting(text, room, size, bold)].rstrip() + ELLIPSIS


def wrap(text: str, width: float, lines: int = 2) -> tuple[str, ...]:
    """Break ``text`` into at most ``lines`` lines of ``width`` px, preferably after punctuation; the last may be cut."""
    rest = printable(text).strip()
    found: list[str] = []
    while len(found) < lines - 1 and text_width(rest) > width:
        end = max(_fitting(rest, width, theme.LABEL, False), 1)
        natural = max(rest.rfind("（", 0, end), *(rest.rfind(mark, 0, end) + 1 for mark in _BREAK_AFTER))
        cut = natural if natural > end * 0.4 else end
        while cut > 1 and rest[cut] in _NEVER_FIRST:
            cut -= 1
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*found, truncate(rest, width))


def row_pitch(labels: Iterable[Sequence[str]], minimum: float) -> float:
    """Row height in px at which no wrapped label overlaps the next row."""
    lines = max((len(label) for label in labels), default=1)
    return minimum if lines == 1 else max(minimum, lines * theme.LABEL * LINE_PITCH + 9)


def _fitting(text: str, width: float, size: float, bold: bool) -> int:
    used = 0.0
    for count, character in enumerate(text):
        used += _advance(character, bold) * size * _SLACK
        if used > width:
            return count
    return len(text)


@dataclass(frozen=True)
class Rows:
    """The rows of a plot, named at its left."""

    names: tuple[tuple[str, ...], ...]  # each wrapped into lines
    left: float  # px, the left edge of the plot
    top: float
    pitch: float

    @property
    def bottom(self) -> float:
        """The lower edge of the plot, px."""
        return self.top + len(self.names) * self.pitch

    @property
    def middles(self) -> list[float]:
        """The middle of each row, px."""
        return [self.top + (number + 0.5) * self.pitch for number in range(len(self.names))]


def rows_of(
    names: Iterable[str],
    width: float,
    *,
    top: float = theme.HEAD,
    pitch: float = theme.PITCH,
    gap: float = 14.0,
    lines: int = 2,
    notes: Iterable[Sequence[str]] = (),
) -> Rows:
    """Rows named ``names``, wrapped at ``width`` px; the plot begins ``gap`` px beside the widest line.

    ``notes`` are other wrapped texts in the rows, which set the height of the rows too.
    """
    wrapped = tuple(wrap(name, width, lines) for name in names)
    left = widest(line for name in wrapped for line in name) + theme.MARGIN + gap
    return Rows(wrapped, left, top, row_pitch((*wrapped, *notes), pitch))


@dataclass(frozen=True)
class Scale:
    """A linear scale from values to px."""

    low: float
    high: float
    left: float  # px at ``low``
    right: float  # px at ``high``

    def __call__(self, value: float) -> float:
        """Position of ``value`` in px; not clipped to the plot."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)


def round_limits(low: float, high: float, count: int = 4) -> tuple[float, float, float]:
    """Round limits around ``low``–``high``, and a tick step that gives about ``count`` steps.

    >>> round_limits(14.45, 15.57)
    (14.0, 16.0, 0.5)
    """
    span = max(high - low, 1e-9)
    magnitude = 10.0 ** math.floor(math.log10(span / count))
    step = next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude * count >= span * 0.999)
    return (
        round(math.floor(low / step + 1e-9) * step, 10),
        round(math.ceil(high / step - 1e-9) * step, 10),
        step,
    )


def ticks(low: float, high: float, step: float) -> list[tuple[float, str]]:
    """Tick values from ``low`` to ``high`` and their labels, all with the same number of decimals.

    >>> ticks(14, 15, 0.5)
    [(14.0, '14.0'), (14.5, '14.5'), (15.0, '15.0')]
    """
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    count = round((high - low) / step)
    return [(round(low + i * step, 10), f"{low + i * step:.{places}f}") for i in range(count + 1)]


def percent_ticks(step: int) -> list[tuple[float, str]]:
    """Ticks from 0 to 1, labelled in per cent; only the last has the sign.

    >>> percent_ticks(50)
    [(0.0, '0'), (0.5, '50'), (1.0, '100%')]
    """
    return [(tick / 100, f"{tick}%" if tick == 100 else f"{tick}") for tick in range(0, 101, step)]


@dataclass(frozen=True)
class DateTick:
    """A tick; ``year`` is empty unless the tick is the first or the year changes."""

    day: date
    label: str
    year: str


def date_ticks(first: date, last: date, maximum: int) -> list[DateTick]:
    """At most ``maximum`` ticks between two days: on Mondays, or first days of a month or a year.

    >>> [(t.label, t.year) for t in date_ticks(date(2024, 2, 28), date(2024, 3, 13), 4)]
    [('3月4日', '2024年'), ('3月11日', '')]
    """
    span = (last - first).days
    for step in _DAYS:
        if span / step <= maximum:
            return _named(_every_days(first, last, step), "{0.month}月{0.day}日")
    for step in _MONTHS:
        if span / (30.4 * step) <= maximum * 1.2:  # shorter labels than those of days
            return _named(_every_months(first, last, step), "{0.month}月")
    step = next((step for step in _YEARS if span / (365 * step) <= maximum), _YEARS[-1])
    days = [date(year, 1, 1) for year in range(first.year, last.year + 1) if not year % step]
    return [DateTick(day, f"{day.year}年", "") for day in days if day >= first]


def _every_days(first: date, last: date, step: int) -> list[date]:
    start = first.toordinal() + (-first.weekday() % 7 if step >= 7 else 0)
    return [date.fromordinal(day) for day in range(start, last.toordinal() + 1, step)]


def _every_months(first: date, last: date, step: int) -> list[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(number // 12, number % 12 + 1, 1) for number in months if number % step == 0]
    return [day for day in days if day >= first]


def _named(days: list[date], label: str) -> list[DateTick]:
    years = [0, *(day.year for day in days)]
    return [
        DateTick(day, label.format(day), "" if day.year == before else f"{day.year}年")
        for day, before in zip(days, years, strict=False)
    ]


@dataclass(frozen=True)
class Placed:
    """The position of a label above a plot."""

    x: float  # middle, px
    level: int  # line of labels, 0 nearest to the plot


def stagger(
    centres: Sequence[float], widths: Sequence[float], left: float, right: float, gap: float = 10.0
) -> list[Placed]:
    """Keep labels between ``left`` and ``right`` px; a label that would touch its neighbour moves up a level."""
    placed: list[Placed] = [Placed(0, 0)] * len(centres)
    ends: list[float] = []  # right end of the last label of each level
    for index in sorted(range(len(centres)), key=lambda i: (centres[i], i)):
        half = widths[index] / 2
        x = min(max(centres[index], left + half), max(right - half, left + half))
        level = next((n for n, end in enumerate(ends) if x - half >= end + gap), len(ends))
        ends[level : level + 1] = [x + half]
        placed[index] = Placed(x, level)
    return placed


def spread(
    centres: Sequence[float], widths: Sequence[float], left: float, right: float, gap: float = 10.0
) -> list[float] | None:
    """Middles of labels on one line, moved as little as possible so that none overlap; None if they don't fit.

    ``centres`` must be ascending. Labels that touch move as a block, evenly to both sides.
    """
    whole = sum(widths) + gap * (len(widths) - 1)
    if whole > right - left:
        return None
    # Offset of each label in a row without free space; a block holds the starts of that row wanted by its labels.
    offsets = [sum(widths[:n]) + gap * n + width / 2 for n, width in enumerate(widths)]
    blocks: list[list[float]] = []
    for centre, offset in zip(centres, offsets, strict=True):
        blocks.append([centre - offset])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    starts = [min(max(fmean(block), left), right - whole) for block in blocks for _ in block]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
