"""Pieces of WordprocessingML as text: runs, paragraphs, links, bookmarks, fields, tables. Every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

#: A twentieth of a point, Word's unit of length, in a millimetre.
TWIPS: Final = 1440 / 25.4
RULE: Final = '<w:{0} w:val="single" w:sz="{1}" w:space="0" w:color="{2}"/>'
#: Characters of a cell's runs, tags included, from which a row may break across pages.
MAY_SPLIT: Final = 3000
BLUE: Final = "1F4E79"
GREY: Final = "8A949E"


def elements(xml: str) -> list[Any]:
    """The elements of a piece of XML. Raises ``SyntaxError`` for characters that XML can't hold."""
    return list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"))


def run(text: str, *, bold: bool = False, style: str = "") -> str:
    """A run of text; ``style``: its character style."""
    if not text:
        return ""
    properties = (f'<w:rStyle w:val="{style}"/>' if style else "") + ("<w:b/>" if bold else "")
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """A paragraph of runs in a paragraph style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def field(instruction: str, shown: str) -> str:
    """A field, and the text it shows until Word updates it."""
    return f"<w:fldSimple w:instr={quoteattr(f' {instruction} ')}>{run(shown)}</w:fldSimple>"


def link(bookmark: str, *runs: str) -> str:
    """Runs that link to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{"".join(runs)}</w:hyperlink>'


def page_break() -> str:
    """A paragraph that ends the page."""
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


class Bookmarks:
    """A short name and a number for each anchor, as Word requires; in order of the report."""

    def __init__(self, anchors: Iterable[str]) -> None:
        self._numbers = {anchor: number for number, anchor in enumerate(dict.fromkeys(anchors), start=1)}

    def name(self, anchor: str) -> str:
        """The bookmark's name, empty if the anchor isn't in the report."""
        number = self._numbers.get(anchor)
        return f"r{number}" if number else ""

    def around(self, anchor: str, *runs: str) -> str:
        """Runs inside the anchor's bookmark."""
        number = self._numbers.get(anchor)
        if not number:
            return "".join(runs)
        start = f'<w:bookmarkStart w:id="{number}" w:name="r{number}"/>'
        return f'{start}{"".join(runs)}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(frozen=True)
class WordCell:
    """A cell: its runs, their alignment, and the style of its paragraph."""

    runs: str
    align: str = "left"
    style: str = "TableText"


@dataclass(frozen=True)
class WordRow:
    """A row of cells; ``room``: its minimum height in lines."""

    cells: Sequence[WordCell]
    room: int = 0


def table(
    widths: Sequence[float], rows: Sequence[WordRow], *, alt: str = "", keep_together: bool = False
) -> str:
    """A table of ``widths`` in mm, its first row on every page. ``alt``: its text alternative."""
    described = f"<w:tblCaption w:val={quoteattr(alt)}/>" if alt else ""
    lines = ("insideH", "insideV", "left", "right") if any(row.room for row in rows) else ("insideH",)
    borders = {name: RULE.format(name, 12, BLUE) for name in ("top", "bottom")}
    borders |= {name: RULE.format(name, 4, GREY) for name in lines}
    ordered = "".join(
        borders[name] for name in ("top", "left", "bottom", "right", "insideH", "insideV") if name in borders
    )
    look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    total = round(sum(widths) * TWIPS)
    columns = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblBorders>{ordered}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar>{look}{described}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        + "".join(
            _row(
                widths, row, head=number == 0, keep=number == 0 or (keep_together and number < len(rows) - 1)
            )
            for number, row in enumerate(rows)
        )
        + "</w:tbl>"
    )


def _row(widths: Sequence[float], row: WordRow, *, head: bool, keep: bool) -> str:
    # A row that fills a page must break; any other stays whole.
    longest = max((len(cell.runs) for cell in row.cells), default=0)
    properties = "<w:cantSplit/>" if longest < MAY_SPLIT else ""
    properties += f'<w:trHeight w:val="{row.room * 320}" w:hRule="atLeast"/>' if row.room else ""
    properties += "<w:tblHeader/>" if head else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F3F6F9"/>' if head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>{shade}</w:tcPr>'
        + paragraph(
            cell.style,
            cell.runs,
            properties=("<w:keepNext/>" if keep else "") + f'<w:jc w:val="{cell.align}"/>',
        )
        + "</w:tc>"
        for width, cell in zip(widths, row.cells, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"
