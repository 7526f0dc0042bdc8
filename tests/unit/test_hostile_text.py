"""Whatever stands in a text is shown as text, in every format: nothing is markup, nothing breaks the page."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from sweval.blocks import Block, Column, Cover, Findings, Heading, Paragraph, Sentence, Table, TableRow
from sweval.blocks.model import FindingItem
from sweval.export.collect import Unfit
from sweval.export.html.page import html_of
from sweval.export.html.text import displayed
from sweval.export.paper.pdf import pdf
from sweval.export.word.docx import word

DAY = date(2024, 3, 1)
HOSTILE = (
    "<script>alert(1)</script>",
    "</style>",
    '" onerror="alert(1)',
    "javascript:alert(1)",
    "]]>&amp;",
    "$x^2$",
    "#let 甲 = 1",
    "*粗* _斜_ `码` @引 <s-summary>",
    "= 标题",
    "// 注 /* 释 */",
    "https://example.com",
    '"引号\\"',
    "~ --- ...",
    "䶮㙟碁",
)


def report(*texts: str) -> tuple[Block, ...]:
    rows = tuple(TableRow((text, text)) for text in texts)
    columns = (Column("一"), Column("二"))
    return (
        Cover("题", "副题", "状态", (("甲", "乙"),), "标记"),
        Heading(1, "评估结果摘要", "s-summary"),
        *(Paragraph((Sentence(text),)) for text in texts),
        Table("表", columns, rows),
        Findings(tuple(FindingItem(text, text, "签") for text in texts)),
        Table("来源", columns, rows, role="source"),
    )


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def pages(made: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages))


@pytest.mark.parametrize("text", HOSTILE)
def test_it_is_shown_as_text(text: str):
    blocks, wanted = report(text), squeezed(text)
    assert pages(pdf(blocks, DAY)).count(wanted) >= 7
    body = docx.Document(io.BytesIO(word(blocks, DAY))).element.body
    assert squeezed("".join(one.text for one in body.iter(qn("w:t")))).count(wanted) >= 7
    page = html_of(blocks)
    assert squeezed(displayed(page)).count(wanted) >= 7 and "<script>" not in page


def test_a_word_longer_than_a_page_and_a_cell_longer_than_one_stay_on_paper():
    made = pypdf.PdfReader(io.BytesIO(pdf(report("a" * 10_000, "甲" * 4_000), DAY)))
    at: list[float] = []
    for page in made.pages:
        page.extract_text(
            visitor_text=lambda text, _, matrix, font, size: at.append(matrix[4]) if text.strip() else None
        )
    assert len(made.pages) > 20 and at and max(at) < 596
    assert pages(pdf(report("a" * 10_000), DAY)).count("a") >= 70_000


def test_what_xml_cannot_hold_is_refused():
    with pytest.raises(Unfit, match="无法写入 Word"):
        word(report("一\x00二"), DAY)


def test_a_character_no_font_has_is_never_a_box():
    with pytest.raises(Unfit):
        pdf(report("完成😀"), DAY)
