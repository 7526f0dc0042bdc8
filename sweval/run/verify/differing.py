"""The differences between two versions of a file as a reader sees them: figure, line, old and new value."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import docx
import pikepdf
from docx.oxml.ns import qn

from sweval.export.html.text import displayed

SAME: Final = "内容相同，字节不同"
#: Characters of a line that are quoted.
QUOTED: Final = 60
#: A figure's row in the appendix of a page: its id as an anchor, its cells.
ROW: Final = re.compile(r"<tr id=f-[^>]*>(.*)")
CELL: Final = re.compile(r"<t[hd]\b[^>]*>")


def differs(published: Path, other: bytes) -> str:
    """How a file made again (``other``) differs, in Chinese; empty if both are the same, byte for byte."""
    content = published.read_bytes()
    if content == other:
        return ""
    try:
        if published.suffix == ".pdf":
            return _pages(content, other)
        lines = LINES.get(published.suffix)
        if not lines:
            return "与重新生成的不同"
        return _first(lines(content), lines(other)) or SAME
    except Exception:
        # A changed file may hold anything.
        return "读不出"


def _first(published: Sequence[str], again: Sequence[str]) -> str:
    """The first line that differs."""
    for old, new in zip_longest(published, again, fillvalue=""):
        if old != new:
            pairs = enumerate(zip(old, new, strict=False))
            at = next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))
            start = max(0, at - QUOTED // 2)
            return f"公布的是“{old[start : start + QUOTED]}”，重新算出的是“{new[start : start + QUOTED]}”"
    return ""


def _page(content: bytes) -> list[str]:
    """The figures of a page, each on a line with its code; then all its text."""
    text = content.decode("utf-8")
    figures = [
        " ".join(re.sub(r"<[^>]*>", "", cell) for cell in CELL.split(row)).strip()
        for row in ROW.findall(text)
    ]
    return [*figures, *displayed(text).split("\n")]


def _word(content: bytes) -> list[str]:
    body: Any = docx.Document(io.BytesIO(content)).element.body
    return ["".join(text.text or "" for text in part.iter(qn("w:t"))) for part in body.iter(qn("w:p"))]


def _pages(published: bytes, again: bytes) -> str:
    """The pages that are drawn differently; the text of a PDF isn't read."""
    drawn = []
    for content in (published, again):
        with pikepdf.open(io.BytesIO(content)) as document:
            drawn.append([page.Contents.read_bytes() for page in document.pages])
    pages = [str(number) for number, (old, new) in enumerate(zip_longest(*drawn), 1) if old != new]
    return f"与重新生成的不同，在第{'、'.join(pages)}页" if pages else SAME


def _json(content: bytes) -> list[str]:
    return [f"{path} {value}" for path, value in _leaves(json.loads(content), "")]


def _leaves(value: Any, path: str) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        stem = value["id"] if isinstance(value.get("id"), str) else path
        for key, part in value.items():
            yield from _leaves(part, f"{stem}.{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _leaves(part, f"{path}[{number}]")
    else:
        yield path, value


LINES: Final[dict[str, Callable[[bytes], list[str]]]] = {
    ".html": _page,
    ".docx": _word,
    ".json": _json,
    ".ipynb": _json,
}
