"""Word: the report with real headings, captions and page numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Final

import docx
from docx.document import Document
from docx.shared import Mm

from sweval.blocks import Block, Chart, Paper
from sweval.blocks.walk import anchors_of, cover_of
from sweval.export.collect import Unfit
from sweval.export.paper.raster import pngs
from sweval.export.word.body import Body
from sweval.export.word.styles import WIDTH, lay_out, styled
from sweval.export.word.toc_pages import pages
from sweval.export.word.xml import Bookmarks, elements, paragraph, run

#: The date of every file in the archive, so that the same report gives the same bytes.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
NO_PAGES: Final[Mapping[str, int]] = MappingProxyType({})


def word(blocks: tuple[Block, ...], day: date, *, toc_pages: bool = False) -> bytes:
    """A report as a Word document. ``toc_pages``: with page numbers in its contents. Raises ``Unfit``."""
    cover = cover_of(blocks)
    made = _written(blocks, cover.full_title, cover.page_mark, day)
    if toc_pages:
        return _written(blocks, cover.full_title, cover.page_mark, day, pages=pages(made))
    return made


def word_paper(paper: Paper, day: date) -> bytes:
    """A form or a notice as a Word document, its title above it. Raises ``Unfit``."""
    spacing = '<w:spacing w:before="0" w:after="120"/>'
    lead = paragraph("Title", run(paper.title), properties=spacing)
    if paper.subtitle:
        lead += paragraph("ReportSubtitle", run(paper.subtitle), properties=spacing)
    return _written(paper.blocks, f"{paper.title}（{paper.mark}）", paper.mark, day, lead)


def _written(
    blocks: tuple[Block, ...],
    title: str,
    mark: str,
    day: date,
    lead: str = "",
    pages: Mapping[str, int] = NO_PAGES,
) -> bytes:
    document = docx.Document(io.BytesIO(styled()))
    _describe(document, title, mark, day)
    lay_out(document, mark)
    charts = [block for block in blocks if isinstance(block, Chart)]
    pictures = iter(pngs([chart.svg for chart in charts], WIDTH))
    body = Body(Bookmarks(anchors_of(blocks)), pages)
    end: Any = document.element.body.sectPr
    try:
        for element in elements(lead):
            end.addprevious(element)
        for block in blocks:
            if isinstance(block, Chart):
                end.addprevious(_picture(document, block, next(pictures)))
            for element in elements(body.xml(block)):
                end.addprevious(element)
    except (ValueError, SyntaxError) as error:
        raise Unfit(f"有一段文字无法写入 Word 文件（{error}）") from None
    return _packed(document)


def _picture(document: Document, chart: Chart, png: bytes) -> Any:
    paragraph = document.add_paragraph()
    paragraph._p.style = "Picture"
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(WIDTH))
    properties: Any = shape._inline.docPr
    properties.set("descr", chart.alt)
    properties.set("name", chart.name)
    return paragraph._p


def _describe(document: Document, title: str, mark: str, day: date) -> None:
    core = document.core_properties
    core.title, core.subject = title, mark
    core.author = core.last_modified_by = "sweval"
    core.language, core.comments, core.keywords, core.revision = "zh-CN", "", "", 1
    core.created = core.modified = datetime.combine(day, time())


def _packed(document: Document) -> bytes:
    """The archive with sorted files of one date, without the template's thumbnail."""
    written, packed = io.BytesIO(), io.BytesIO()
    for key, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del document.part.package.rels[key]
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
