"""The columns of a table on paper: their texts, and how wide they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import sqrt
from typing import Final

from sweval.blocks import Table
from sweval.blocks.plain import codes

#: A table of more columns than these is set smaller, so that its texts don't stand on end.
MANY_COLUMNS: Final = 7
#: Columns up to this width, in characters, get all they ask for; longer ones share what is left.
NARROW: Final = 7.0
#: A longer text than this, in characters, asks for no more room than one of it.
LONGEST: Final = 80.0
#: Left and right of a cell's text, in characters.
PADDING: Final = 1.2


def column_texts(table: Table) -> list[list[str]]:
    """The texts of each column, its head and its marks included."""
    columns = [
        [row.cells[position] + codes(row.links.get(position, ())) for row in table.rows]
        for position in range(len(table.columns))
    ]
    if table.cited:
        columns.append([codes(row.cites) for row in table.rows])
    return [[name, *texts] for name, texts in zip(table.heads, columns, strict=True)]


def characters(text: str) -> float:
    """The width of a text in Chinese characters; a Latin one is a little over half as wide.

    >>> characters("扣分3.5")
    3.65
    """
    return round(sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text), 2)


def column_widths(texts: Sequence[Sequence[str]], width: float) -> list[float]:
    """The widths of columns with these texts, head included, that fill ``width`` characters.

    >>> column_widths([["指标", "完成率"], ["得分", "9.5"]], 10.0)
    [5.68, 4.32]
    >>> column_widths([["项", "甲"], ["说明", "字" * 60]], 20.0)
    [2.2, 17.8]
    """
    asked = [min(max(map(characters, column)), LONGEST) + PADDING for column in texts]
    if sum(asked) <= width:
        return [round(one * width / sum(asked), 2) for one in asked]
    narrow = sum(one for one in asked if one <= NARROW)
    shares = [0.0 if one <= NARROW else sqrt(one) for one in asked]
    left = width - narrow
    if not sum(shares) or left < width / 4:
        return [round(one * width / sum(asked), 2) for one in asked]
    return [
        round(share * left / sum(shares) if share else one, 2)
        for one, share in zip(asked, shares, strict=True)
    ]
