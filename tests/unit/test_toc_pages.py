"""Page numbers in Word's table of contents, as LibreOffice finds them; without one that is said before anything runs."""

from __future__ import annotations

import io
import itertools
from datetime import date

import docx
import pytest

from sweval.blocks import Contents, ContentsEntry, Cover, Heading, Paragraph, Sentence
from sweval.domain.values.faults import Refused
from sweval.export.formats import PAGED
from sweval.export.word import toc_pages
from sweval.export.word.docx import word
from sweval.run.many.selection import check_formats

DAY = date(2024, 3, 1)
PARTS = tuple(f"{name}、部分" for name in "一二三四")
BLOCKS = (
    Cover("题", "副题", "状态", (("甲", "乙"),), "标记"),
    Contents(tuple(ContentsEntry(1, text, f"s-{number}") for number, text in enumerate(PARTS))),
    *(
        block
        for number, text in enumerate(PARTS)
        # So many words fill a page and a half.
        for block in (Heading(1, text, f"s-{number}"), Paragraph((Sentence("字" * 900),)))
    ),
)


def contents(made: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(made)).paragraphs if p.style.style_id.startswith("TOC")]


def test_without_the_option_there_are_headings_alone():
    assert contents(word(BLOCKS, DAY)) == list(PARTS)


@pytest.mark.skipif(not toc_pages.installed(), reason="NO LIBREOFFICE: page numbers were not looked for")
def test_each_heading_has_its_page():
    numbered = [line.split("\t") for line in contents(word(BLOCKS, DAY, toc_pages=True))]
    assert [name for name, _ in numbered] == list(PARTS)
    pages = [int(number) for _, number in numbered]
    # Cover, contents, and then about a page and a half each.
    assert pages[0] == 3
    assert all(1 <= after - before <= 2 for before, after in itertools.pairwise(pages))


def test_numbers_that_libreoffice_gave_are_written_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sweval.export.word.docx.pages", lambda made: {f"r{n}": n for n in range(1, 99)})
    assert all("\t" in line for line in contents(word(BLOCKS, DAY, toc_pages=True)))


def test_what_cannot_be_had_is_said_before_anything_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(toc_pages.shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="LibreOffice"):
        check_formats("html,docx", toc_pages=True)
    with pytest.raises(Refused, match="没有要 Word 文件"):
        check_formats("html", toc_pages=True)
    with pytest.raises(toc_pages.Unfit, match="LibreOffice"):
        toc_pages.pages(b"")


def test_the_option_asks_for_another_kind_of_word_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(toc_pages.shutil, "which", lambda name: "/usr/bin/soffice")
    assert check_formats("html,docx", toc_pages=True) == ("html", PAGED.key)
    assert check_formats("html,docx") == ("html", "docx")
