"""The key under a chart: only for marks that occur in it and have no label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sweval.charts import theme
from sweval.charts.canvas import Canvas
from sweval.charts.layout import text_width

ROW_HEIGHT: Final = 20.0
_SWATCH: Final = 16.0
_GAP: Final = 20.0


@dataclass(frozen=True)
class KeyItem:
    """A mark and its meaning."""

    color: str
    text: str
    hatched: bool = False
    symbol: str = ""  # drawn beside the swatch, in its colour


def key_height(items: Sequence[KeyItem], left: float, right: float) -> float:
    """Height of the key in px, 0 without items."""
    return len(_rows(items, right - left)) * ROW_HEIGHT


def draw_key(canvas: Canvas, items: Sequence[KeyItem], left: float, right: float, top: float) -> None:
    """Draw the items from left to right, wrapped into lines."""
    for number, row in enumerate(_rows(items, right - left)):
        x, y = left, top + (number + 0.5) * ROW_HEIGHT
        for item in row:
            canvas.bar(x, x + _SWATCH, y, 9, item.color, hatched=item.hatched)
            canvas.text(x + _SWATCH + 5, y, item.symbol, size=theme.TICK, color=item.color)
            canvas.small(x + _text_offset(item), y, item.text)
            x += _width(item) + _GAP


def _rows(items: Sequence[KeyItem], width: float) -> list[list[KeyItem]]:
    rows: list[list[KeyItem]] = []
    used = 0.0
    for item in items:
        if not rows or used + _width(item) > width:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += _width(item) + _GAP
    return rows


def _width(item: KeyItem) -> float:
    return _text_offset(item) + text_width(item.text, theme.TICK)


def _text_offset(item: KeyItem) -> float:
    symbol = text_width(item.symbol, theme.TICK) + 3 if item.symbol else 0.0
    return _SWATCH + 5 + symbol
