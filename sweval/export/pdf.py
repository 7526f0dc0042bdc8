"""PDF: tagged, archivable, searchable, set by typst from the same blocks as every other format."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final

import pikepdf
import typst

from sweval.blocks import Block
from sweval.blocks.walk import cover_of
from sweval.export.collect import Unfit
from sweval.export.page_style import asset
from sweval.export.printed import printed
from sweval.export.webfont import FONT_DIR

#: Accessible and fit for an archive. With them typst refuses a picture without words or a missing glyph.
STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-2a"]


def pdf(blocks: tuple[Block, ...], day: date) -> bytes:
    """The report as PDF, dated ``day``. Raises ``Unfit`` where it can't be set."""
    cover = cover_of(blocks)
    report = {
        "title": cover.full_title,
        "short_title": cover.title,
        "page_mark": cover.page_mark,
        "author": "sweval",
        "blocks": printed(blocks),
    }
    try:
        made = typst.compile(
            asset("report.typ").encode(),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(report, ensure_ascii=False)},
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=datetime.combine(day, time(), UTC),
        )
    except typst.TypstError as error:
        raise Unfit(f"排版时出错：{error.message}") from None
    assert isinstance(made, bytes)
    return _packed(made)


def _packed(made: bytes) -> bytes:
    """The file at half of its size: typst writes each tag as an object of its own, uncompressed."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The project's fonts, read once a process; a station's process inherits them."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])
