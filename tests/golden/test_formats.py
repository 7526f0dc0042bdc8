"""One report, three formats: every heading, number and finding of the notebook stands in each of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from PIL import Image

from sweval.blocks import Block, Chart, Contents, Cover, Findings, Heading, Paragraph, Table, Tiles
from sweval.domain.disclosure.editions import Edition
from sweval.evaluation import Evaluation
from sweval.export.collect import collect
from sweval.export.html.page import html_of
from sweval.export.html.text import displayed
from sweval.export.paper.pdf import pdf
from sweval.export.word.docx import word
from tests.filled import filled
from tests.pages import executed

#: What holds most, and what is filled in differently; the others in ``make check``.
CASES = [
    ("shiqi", "working"),
    ("filled", "public"),
    pytest.param(("shiqi", "official"), marks=pytest.mark.slow),
    pytest.param(("filled", "official"), marks=pytest.mark.slow),
]


class Made:
    """One report in all formats."""

    def __init__(self, evaluation: Evaluation, edition: Edition) -> None:
        self.edition = edition
        self.blocks = collect(executed(evaluation, edition))
        self.day = evaluation.station.as_of
        self.pdf = pdf(self.blocks, self.day)
        self.docx = word(self.blocks, self.day)
        self.html = html_of(self.blocks)
        self.document = docx.Document(io.BytesIO(self.docx))
        self.pages = pypdf.PdfReader(io.BytesIO(self.pdf))
        self.cover = next(block for block in self.blocks if isinstance(block, Cover))

    def text(self, form: str) -> str:
        """All a format shows, without white space and page furniture."""
        if form == "html":
            return squeezed(displayed(self.html))
        if form == "docx":
            return squeezed("".join(element.text for element in self.document.element.body.iter(qn("w:t"))))
        furniture = re.compile(
            rf"^({re.escape(self.cover.title)})?\s*{re.escape(self.cover.page_mark)}$|^— \d+ —$", re.MULTILINE
        )
        return squeezed("".join(furniture.sub("", page.extract_text()) for page in self.pages.pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def made(request: pytest.FixtureRequest) -> Made:
    name, edition = request.param
    if name == "shiqi":
        return Made(request.getfixturevalue("evaluation"), edition)
    station, scheme = request.getfixturevalue("station"), request.getfixturevalue("scheme")
    return Made(request.getfixturevalue("evaluate")(filled(station, scheme)), edition)


def said(block: Block, form: str) -> Iterator[str]:
    """Every text of a block, as one reads it; what is there to be copied is no matter of print."""
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield from (sentence.text for sentence in block.sentences)
            yield block.author
        case Table():
            yield block.caption
            for column, *cells in zip(block.columns, *(row.cells for row in block.rows), strict=True):
                if column.on_paper or form != "pdf":
                    yield from (column.name, *cells)
            yield block.note
        case Chart():
            yield from (block.title, block.subtitle.rstrip("。"), block.source.rstrip("。"))
        case Findings():
            yield from (text for item in block.items for text in (item.label, item.text, item.recommendation))
            yield block.author
        case Tiles():
            yield from (text for tile in block.tiles for text in (tile.label, tile.value, tile.note))
        case Cover():
            yield from (
                block.title,
                block.subtitle,
                block.status,
                *(text for row in block.rows for text in row),
            )
        case Contents():
            yield from (entry.text for entry in block.entries)


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_every_text_stands_in_every_format(made: Made, form: str) -> None:
    text = made.text(form)
    absent = [one for block in made.blocks for one in map(squeezed, said(block, form)) if one not in text]
    assert absent == []


def test_headings_keep_their_levels(made: Made) -> None:
    wanted = [(block.level, block.text) for block in made.blocks if isinstance(block, Heading)]
    in_word = [
        (int(paragraph.style.style_id[-1]), paragraph.text)
        for paragraph in made.document.paragraphs
        if paragraph.style.style_id.startswith("Heading")
    ]
    assert in_word == wanted
    assert list(bookmarks(made.pages.outline, 1)) == wanted


def bookmarks(outline: Any, level: int) -> Iterator[tuple[int, str]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry, level + 1)
        else:
            yield level, entry.title


def test_the_pdf_is_tagged_dated_and_titled(made: Made) -> None:
    root = made.pages.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"].startswith("zh")
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert (
        made.pages.metadata and made.pages.metadata.title == f"{made.cover.title}（{made.cover.page_mark}）"
    )
    assert made.pages.metadata.creation_date and made.pages.metadata.creation_date.date() == made.day
    fonts = {str(font["/BaseFont"]) for font in fonts_of(made.pages)}
    assert fonts and all("SwevalSans" in font for font in fonts)


def fonts_of(reader: pypdf.PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def test_every_page_bears_the_mark(made: Made) -> None:
    for page in made.pages.pages:
        text = squeezed(page.extract_text())
        assert squeezed(made.cover.page_mark) in text or squeezed(made.cover.status) in text
    section = made.document.sections[0]
    for header in (section.header, section.even_page_header, section.first_page_header):
        assert header.paragraphs[0].text == made.cover.page_mark


def test_charts_are_vectors_in_pdf_and_described_pictures_in_word(made: Made) -> None:
    charts = [block for block in made.blocks if isinstance(block, Chart)]
    assert not [image for page in made.pages.pages for image in page.images]
    described = [element.get("descr") for element in made.document.element.body.iter(qn("wp:docPr"))]
    assert described == [chart.alt for chart in charts]
    with zipfile.ZipFile(io.BytesIO(made.docx)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(pictures) == len(charts)
        for name in pictures:
            with Image.open(archive.open(name)) as picture:
                assert picture.format == "PNG" and len(picture.convert("L").getcolors(256) or []) > 3


def test_word_repeats_table_heads_and_numbers_captions(made: Made) -> None:
    body = made.document.element.body
    tables = list(body.iter(qn("w:tbl")))
    for table in tables:
        first, *rest = table.iter(qn("w:tr"))
        assert list(first.iter(qn("w:tblHeader")))
        assert not [row for row in rest if list(row.iter(qn("w:tblHeader")))]
    fields = [field.get(qn("w:instr")).split()[1] for field in body.iter(qn("w:fldSimple"))]
    assert fields.count("表") == sum(isinstance(block, Table) for block in made.blocks)
    assert fields.count("图") == sum(isinstance(block, Chart) for block in made.blocks)


def test_links_lead_somewhere(made: Made) -> None:
    body = made.document.element.body
    there = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(there) == len(set(there))
    wanted = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert wanted and wanted <= set(there)


def test_sizes(made: Made) -> None:
    # Working papers hold every row of the panel and of the simulations; they are not sent to anybody.
    assert len(made.html.encode()) <= (900_000 if made.edition == "working" else 600_000)
    assert len(made.pdf) <= (650_000 if made.edition == "working" else 600_000)
    assert len(made.docx) <= 900_000


def test_the_same_report_gives_the_same_bytes(made: Made) -> None:
    assert pdf(made.blocks, made.day) == made.pdf
    assert word(made.blocks, made.day) == made.docx
