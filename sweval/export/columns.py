"""The columns of a table on paper: their texts and widths."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import sqrt
from typing import Final

from sweval.blocks import Table
from sweval.blocks.plain import codes

#: A table of more columns is set in a smaller size.
MANY_COLUMNS: Final = 7
#: Columns up to this width, in characters, keep it; wider ones share the rest.
NARROW: Final = 7.0
#: The width, in characters, up to which a text widens its column.
LONGEST: Final = 80.0
#: Left and right of a cell's text, in characters.
PADDING: Final = 1.2


def column_texts(table: Table) -> list[list[str]]:
    """The texts of each column, with its head and source marks."""
    columns = [
        [row.cells[position] + codes(row.links.get(position, ())) for row in table.rows]
        for position in range(len(table.columns))
    ]
    if table.cited:
        columns.append([codes(row.cites) for row in table.rows])
    return [[name, *texts] for name, texts in zip(table.heads, columns, strict=True)]


def characters(text: str) -> float:
    """The width of a text in Chinese characters; a Latin letter counts 0.55.

    >>> characters("扣分3.5")
    3.65
    """
    return round(sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text), 2)


def column_widths(texts: Sequence[Sequence[str]], width: float) -> list[float]:
    """The widths of columns with these texts, heads included; together ``width`` characters.

    >>> column_widths([["指标", "完成率"], ["得分", "9.5"]], 10.0)
    [5.68, 4.32]
    >>> column_widths([["项", "甲"], ["说明", "字" * 60]], 20.0)
    [2.2, 17.8]
    """
    natural = [min(max(map(characters, column)), LONGEST) + PADDING for column in texts]
    shares = [0.0 if column <= NARROW else sqrt(column) for column in natural]
    rest = width - sum(column for column in natural if column <= NARROW)
    if sum(natural) <= width or not sum(shares) or rest < width / 4:
        return [round(column * width / sum(natural), 2) for column in natural]
    pairs = zip(natural, shares, strict=True)
    return [round(share * rest / sum(shares) if share else column, 2) for column, share in pairs]
