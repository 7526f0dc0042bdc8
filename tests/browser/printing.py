"""What is wrong with a page once it is printed: a heading at a page's foot, a text beyond its edge."""

from __future__ import annotations

import io
import re

from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

HEADINGS = "h2, h3, h4, h5, caption, figcaption strong"
#: What stands at the foot or the head of every page.
FURNITURE = re.compile(r"—\d+—|｜")


def badly_printed(page: Page) -> list[str]:
    """Each heading that ends a page, and each text that begins beyond the paper."""
    headings = {re.sub(r"\s", "", text) for text in page.locator(HEADINGS).all_inner_texts()}
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    pages = [_lines(one) for one in pdf.pages]
    # The table of contents, where there is one, is made of headings; a preface comes after it.
    marks = [n for n, lines in enumerate(pages[:4], 1) if {"目录", "前言"} & {text for _, text in lines}]
    first = max(marks, default=0)
    wrong = []
    for number, lines in enumerate(pages, 1):
        body = [text for _, text in lines if not FURNITURE.search(text)]
        if first < number < len(pages) and body[-1] in headings:
            wrong.append(f"page {number} ends with {body[-1]}")
        edge = float(pdf.pages[number - 1].mediabox.width)
        wrong += [f"page {number}: {text}" for x, text in lines if not 0 <= x <= edge]
    return wrong


def _lines(page: PageObject) -> list[tuple[float, str]]:
    """The lines of a printed page from its top, each with where it begins."""
    lines: dict[float, tuple[float, str]] = {}

    def look(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], round(tm[5] * cm[3] + cm[5])
            begin, before = lines.get(y, (x, ""))
            lines[y] = (begin, before + re.sub(r"\s", "", text))

    page.extract_text(visitor_text=look)
    return [line for _, line in sorted(lines.items(), reverse=True)]
