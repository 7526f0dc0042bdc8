"""Plain workbooks: sheets of text with a head, set up for print."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter

from sweval.domain.values.dates import WORKBOOK_DATE

FONT: Final = "等线"
BLUE: Final = "#1F4E79"
#: The height of a line in points.
LINE: Final = 15.5


@dataclass(frozen=True)
class PaperSheet:
    """One sheet: its head, its rows as text, the widths of its columns; ``blank`` columns are left to be filled in."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    blank: int = 0


def book(title: str, sheets: Iterable[PaperSheet]) -> bytes:
    """A workbook; text is never read as a formula or a link."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made.set_properties({"title": title, "created": WORKBOOK_DATE})
    cell = {
        "font_name": FONT,
        "font_size": 11,
        "valign": "top",
        "border": 1,
        "border_color": "#BFBFBF",
        "text_wrap": True,
    }
    head = made.add_format({**cell, "bold": True, "font_color": "white", "bg_color": BLUE})
    plain, open_ = (
        made.add_format({**cell, "num_format": "@"}),
        made.add_format({**cell, "bg_color": "#FFFBE6"}),
    )
    for sheet in sheets:
        page = made.add_worksheet(sheet.name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.freeze_panes(1, 0)
        page.set_footer(f"&L{title}&R第 &P 页，共 &N 页")
        for column, (name, width) in enumerate(zip(sheet.head, sheet.widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, name, head)
        for line, row in enumerate(sheet.rows, start=1):
            page.set_row(line, LINE * max(map(_lines, row, sheet.widths)))
            for column, value in enumerate(row):
                page.write_string(line, column, value, plain)
            for column in range(len(row), len(row) + sheet.blank):
                page.write_blank(line, column, None, open_)
    made.close()
    return stream.getvalue()


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column so many digits wide; a Chinese character is two digits."""
    length = sum(1 if character.isascii() else 2 for character in text)
    return max(1, -(-length // max(width - 1, 1)))
