"""Blocks as paragraphs and tables of a Word document, in WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import singledispatchmethod
from typing import Final

from sweval.blocks import Chart, Cite, Contents, Cover, Findings, Heading, Paragraph, Table, Tiles
from sweval.blocks.model import TableRow
from sweval.blocks.plain import runs
from sweval.export.columns import MANY_COLUMNS, column_texts, column_widths
from sweval.export.word.styles import WIDTH
from sweval.export.word.xml import (
    Bookmarks,
    WordCell,
    WordRow,
    field,
    link,
    page_break,
    paragraph,
    run,
    table,
)

STYLES: Final = {
    "body": "ReportBody",
    "author": "ReportBody",
    "note": "SmallNote",
    "status": "ReportBody",
    "sign": "Signature1",
}
#: A character's width in mm, in a table and in a small one.
SIZES: Final = {"TableText": 10.5 * 25.4 / 72, "SmallTableText": 8 * 25.4 / 72}
CAPTION: Final = re.compile(r"([表图])(\d+)(　.*)", re.DOTALL)
KEEP: Final = "<w:keepNext/>"
#: Most rows and letters of a table that is kept on one page.
FEW_ROWS, FEW_LETTERS = 10, 400


def _widths(texts: Sequence[Sequence[str]], style: str) -> list[float]:
    """The widths of columns in mm, for texts in this style."""
    size = SIZES[style]
    return [width * size for width in column_widths(texts, WIDTH / size)]


class Body:
    """Converts blocks to paragraphs and tables. ``pages``: the page numbers of bookmarks for the contents, if known."""

    def __init__(self, bookmarks: Bookmarks, pages: Mapping[str, int]) -> None:
        self._bookmarks = bookmarks
        self._pages = pages
        #: Whether the next heading begins a page.
        self._new_page = False

    @singledispatchmethod
    def xml(self, block: object) -> str:
        """The block; of a chart, the caption and the text below its picture."""
        raise TypeError(f"no paragraphs for {type(block).__name__}")

    def _links(self, cites: tuple[Cite, ...]) -> str:
        return run("、", style="SourceMark").join(
            link(name, run(text, style="SourceMark")) if name else run(text, style="SourceMark")
            for name, text in ((self._bookmarks.name(first.anchor), text) for first, text in runs(cites))
        )

    def _mark(self, cites: tuple[Cite, ...]) -> str:
        if not cites:
            return ""
        return run("〔", style="SourceMark") + self._links(cites) + run("〕", style="SourceMark")

    def _caption(self, text: str, anchor: str = "") -> str:
        match = CAPTION.fullmatch(text)
        if match:
            kind, number, title = match.groups()
            shown = run(kind) + field(f"SEQ {kind} \\* ARABIC", number) + run(title)
        else:
            shown = run(text)
        return paragraph("Caption", self._bookmarks.around(anchor, shown))

    @xml.register
    def _(self, block: Heading) -> str:
        shown = self._bookmarks.around(block.anchor, run(block.text))
        # A separate page break after a full page of contents would leave an empty page.
        new_page, self._new_page = "<w:pageBreakBefore/>" if self._new_page else "", False
        return paragraph(f"Heading{block.level}", shown, properties=new_page)

    @xml.register
    def _(self, block: Paragraph) -> str:
        shown = [
            run(sentence.text, bold=block.role == "status") + self._mark(sentence.cites)
            for sentence in block.sentences
        ]
        return paragraph(STYLES[block.role], *shown, run(f"（{block.author}）" if block.author else ""))

    @xml.register
    def _(self, block: Table) -> str:
        names = block.heads
        small = block.role == "source" or len(names) > MANY_COLUMNS
        style = "SmallTableText" if small else "TableText"
        aligns = [column.align for column in block.columns] + ["left"]
        head = [
            WordCell(run(name, bold=True), align, style) for name, align in zip(names, aligns, strict=False)
        ]
        rows = [WordRow(head), *(WordRow(self._row(block, row, style), row.room) for row in block.rows)]
        note = paragraph("SmallNote", run(f"注：{block.note}" if block.note else ""))
        long = sum(len(text) for row in block.rows for text in row.cells)
        whole = len(block.rows) <= FEW_ROWS and long <= FEW_LETTERS
        return (
            self._caption(block.caption)
            + table(_widths(column_texts(block), style), rows, alt=block.caption, keep_together=whole)
            + note
        )

    def _row(self, block: Table, row: TableRow, style: str) -> list[WordCell]:
        cells = []
        for position, (column, text) in enumerate(zip(block.columns, row.cells, strict=True)):
            shown = run(text, bold=row.strong)
            if position in row.links:
                shown += run(" " if text else "") + self._links(row.links[position])
            if position == 0:
                for name in (row.anchor, *row.aliases):
                    shown = self._bookmarks.around(name, shown)
            cells.append(WordCell(shown, column.align, style))
        if block.cited:
            cells.append(WordCell(self._links(row.cites), "left", style))
        return cells

    @xml.register
    def _(self, block: Chart) -> str:
        below = "；".join(text.rstrip("。") for text in (block.subtitle, block.source) if text)
        return self._caption(block.title, f"chart-{block.name}") + paragraph(
            "SmallNote", run(below), self._mark(block.cites)
        )

    @xml.register
    def _(self, block: Findings) -> str:
        shown = (
            [paragraph("SmallNote", run(f"提出方：{block.author}"), properties=KEEP)] if block.author else []
        )
        for number, item in enumerate(block.items, start=1):
            label = run(f"【{item.label}】", bold=True) if item.label else ""
            mark = self._mark(item.cites)
            first = run(f"（{number}）") + label + run(item.text)
            if item.recommendation:
                shown.append(paragraph("Finding", first))
                shown.append(paragraph("Finding", run(item.recommendation), mark))
            else:
                shown.append(paragraph("Finding", first, mark))
        return "".join(shown)

    @xml.register
    def _(self, block: Tiles) -> str:
        rows = [WordRow([WordCell(run(name, bold=True)) for name in ("事项", "结果", "说明")])]
        for tile in block.tiles:
            cells = (run(tile.label), run(tile.value, bold=True), run(tile.note) + self._mark(tile.cites))
            rows.append(WordRow([WordCell(cell) for cell in cells]))
        texts = [
            ["事项", *(tile.label for tile in block.tiles)],
            ["结果", *(tile.value for tile in block.tiles)],
            ["说明", *(tile.note for tile in block.tiles)],
        ]
        return table(_widths(texts, "TableText"), rows, alt="评估结果摘要") + paragraph("SmallNote")

    @xml.register
    def _(self, block: Cover) -> str:
        space = '<w:spacing w:before="{}" w:after="{}"/>'.format
        lines = "".join(
            paragraph("CoverLine", run(f"{name}："), run(value, bold=True)) for name, value in block.rows
        )
        return (
            paragraph("ReportStatus", run(block.status), properties=space(1800, 600))
            + paragraph("Title", run(block.title), properties=space(0, 300))
            + paragraph("ReportSubtitle", run(block.subtitle), properties=space(0, 3600))
            + lines
            + page_break()
        )

    @xml.register
    def _(self, block: Contents) -> str:
        """A field with the headings in it; Word computes the page numbers when it updates the field."""
        depth = max((entry.level for entry in block.entries), default=1)
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            f'TOC \\o "1-{depth}" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        lines = [paragraph("ContentsTitle", run("目录"), properties="<w:pageBreakBefore/>")]
        for position, entry in enumerate(block.entries):
            name = self._bookmarks.name(entry.anchor)
            number = f"<w:r><w:tab/><w:t>{self._pages[name]}</w:t></w:r>" if name in self._pages else ""
            shown = link(name, run(entry.text) + number)
            first, last = position == 0, position == len(block.entries) - 1
            style = f"TOC{min(entry.level, 3)}"
            lines.append(paragraph(style, begin if first else "", shown, end if last else ""))
        self._new_page = True
        return "".join(lines)
