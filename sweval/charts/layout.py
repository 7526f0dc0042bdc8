"""Measures text and places things in px, so that no label is ever clipped or printed over another."""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


@functools.cache
def _face(bold: bool) -> FT2Font:
    return FT2Font(str(theme.font_path(bold)))


# A face reads its file as it goes, and processes forked from this one would share the place it reads at.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_face.cache_clear)


@functools.cache
def _advance(character: str, bold: bool) -> float:
    face = _face(bold)
    glyph = face.load_char(ord(character), flags=LoadFlags.NO_SCALE | LoadFlags.NO_HINTING)
    return float(glyph.horiAdvance) / float(face.units_per_EM)


def text_width(text: str, size: float = theme.LABEL, bold: bool = False) -> float:
    """Width of one line of text in px, from the font's own advances."""
    return sum(_advance(character, bold) for character in printable(text)) * size * _SLACK


def widest(texts: Iterable[str], size: float = theme.LABEL, bold: bool = False) -> float:
    """Width of the widest of ``texts`` in px, 0 where there is none."""
    return max((text_width(text, size, bold) for text in texts), default=0.0)


def truncate(text: str, width: float, size: float = theme.LABEL, bold: bool = False) -> str:
    """Return ``text``, cut and ended with … where it is wider than ``width`` px."""
    text = printable(text).strip()
    if text_width(text, size, bold) <= width:
        return text
    room = width - text_width(ELLIPSIS, size, bold)
    return text[: _fitting(text, room, size, bold)].rstrip() + ELLIPSIS


def wrap(text: str, width: float, lines: int = 2) -> tuple[str, ...]:
    """Break ``text`` into at most ``lines`` lines of ``width`` px, best after a mark; the last may be cut."""
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


def row_pitch(labels: Iterable[Sequence[str]], least: float) -> float:
    """Distance of rows at which the longest of their wrapped labels stays clear of the next."""
    lines = max((len(label) for label in labels), default=1)
    return least if lines == 1 else max(least, lines * theme.LABEL * LINE_PITCH + 9)


def _fitting(text: str, width: float, size: float, bold: bool) -> int:
    used = 0.0
    for count, character in enumerate(text):
        used += _advance(character, bold) * size * _SLACK
        if used > width:
            return count
    return len(text)


@dataclass(frozen=True)
class Rows:
    """Rows below each other, named at the left of the plot."""

    names: tuple[tuple[str, ...], ...]  # each wrapped into lines
    left: float  # px at which the plot begins
    top: float
    pitch: float

    @property
    def bottom(self) -> float:
        """Where the plot ends below."""
        return self.top + len(self.names) * self.pitch

    @property
    def middles(self) -> list[float]:
        """The middle of each row."""
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
    """Rows with these names, wrapped at ``width`` px; the plot begins ``gap`` px beside the widest line.

    ``notes``: wrapped texts that stand in the rows as well, so that the rows must be as high as they are.
    """
    wrapped = tuple(wrap(name, width, lines) for name in names)
    left = widest(line for name in wrapped for line in name) + theme.MARGIN + gap
    return Rows(wrapped, left, top, row_pitch((*wrapped, *notes), pitch))


@dataclass(frozen=True)
class Scale:
    """A straight scale from values to px."""

    low: float
    high: float
    left: float  # px at ``low``
    right: float  # px at ``high``

    def __call__(self, value: float) -> float:
        """Return the place of ``value`` in px; a value off the scale lands off the plot."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)


def round_limits(low: float, high: float, count: int = 4) -> tuple[float, float, float]:
    """Limits on round numbers around ``low``–``high`` and the step between ticks: about ``count`` steps.

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
    """Return the tick values from ``low`` to ``high`` and their labels, all with the same decimals.

    >>> ticks(14, 15, 0.5)
    [(14.0, '14.0'), (14.5, '14.5'), (15.0, '15.0')]
    """
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    count = round((high - low) / step)
    return [(round(low + i * step, 10), f"{low + i * step:.{places}f}") for i in range(count + 1)]


def percent_ticks(step: int) -> list[tuple[float, str]]:
    """Ticks from 0 to 1 and their labels in per cent, of which the last has the sign.

    >>> percent_ticks(50)
    [(0.0, '0'), (0.5, '50'), (1.0, '100%')]
    """
    return [(tick / 100, f"{tick}%" if tick == 100 else f"{tick}") for tick in range(0, 101, step)]


@dataclass(frozen=True)
class Placed:
    """Where a label over a row of labels came to stand."""

    x: float  # its middle, px
    level: int  # 0 is nearest to the plot


def stagger(
    centres: Sequence[float], widths: Sequence[float], left: float, right: float, gap: float = 10.0
) -> list[Placed]:
    """Keep labels between ``left`` and ``right`` px and lift those that would touch their neighbour."""
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
    """Move labels on one line as little as needed to stand clear of each other; None where they don't fit.

    The centres are in rising order. Labels that touch are moved apart as a block, evenly to both sides.
    """
    whole = sum(widths) + gap * (len(widths) - 1)
    if whole > right - left:
        return None
    # Where each label stands if all stand together at 0, and where they would begin for it to be over its centre.
    places = [sum(widths[:n]) + gap * n + width / 2 for n, width in enumerate(widths)]
    blocks: list[list[float]] = []
    for centre, place in zip(centres, places, strict=True):
        blocks.append([centre - place])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    starts = [min(max(fmean(block), left), right - whole) for block in blocks for _ in block]
    return [start + place for start, place in zip(starts, places, strict=True)]
