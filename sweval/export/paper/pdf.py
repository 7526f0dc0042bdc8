"""PDF: tagged, archivable, searchable, set by typst from the same blocks as every other format.

The template receives the blocks as plain data, with joined source marks and computed column widths.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Set
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import pikepdf
import typst

from sweval.blocks import Block, Cite, Contents, Table
from sweval.blocks.markup import COMPACT
from sweval.blocks.model import TableRow
from sweval.blocks.plain import runs
from sweval.blocks.walk import anchors_of, cover_of, linked
from sweval.export.collect import Unfit
from sweval.export.columns import MANY_COLUMNS, column_texts, column_widths
from sweval.export.html.assets import asset
from sweval.export.html.webfont import FONT_DIR

#: Accessible and archivable. With them typst refuses a picture without a text alternative, and missing glyphs.
STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-2a"]
#: The width of the text in mm, as in the template.
WIDTH: Final = 210 - 24 - 22
#: The size of a table's text in pt.
SIZES: Final = {"many": 8.0, "few": 9.0}
#: From this length, in letters, a word may be broken.
LONG: Final = 24
LONG_WORD: Final = re.compile(r"[!-~]{24}")
#: Fields that are not printed text.
NOT_PRINTED: Final = ("svg", "anchor", "anchors", "kind")
#: Most characters of a table of few rows that is kept on one page.
ONE_PAGE: Final = 1500
#: Texts of an empty cell.
EMPTY: Final = ("", "—")


def pdf(blocks: tuple[Block, ...], day: date) -> bytes:
    """The report as PDF, dated ``day``. Raises ``Unfit`` if it can't be set."""
    cover = cover_of(blocks)
    report = {
        "title": cover.full_title,
        "short_title": cover.title,
        "page_mark": cover.page_mark,
        "author": "sweval",
        "blocks": _printed(blocks),
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
    """The file at half its size: typst writes each tag as an uncompressed object."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The project's fonts, read once and inherited by forked processes."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])


def _printed(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """The blocks in order; a mark whose row is not in the report is text without a link."""
    known, wanted = frozenset(anchors_of(blocks)), linked(blocks)
    listed = {entry.anchor for block in blocks if isinstance(block, Contents) for entry in block.entries}
    data = [_data(_wanted(block, wanted), known) for block in blocks]
    return [_breakable(block | {"listed": block.get("anchor") in listed}) for block in data]


def _wanted(block: Block, wanted: Set[str]) -> Block:
    """The block without columns that paper doesn't show, and without anchors that no mark links to."""
    if not isinstance(block, Table):
        return block
    kept = [position for position, column in enumerate(block.columns) if column.on_paper]
    rows = (
        replace(
            row,
            cells=tuple(row.cells[position] for position in kept),
            links={new: row.links[old] for new, old in enumerate(kept) if old in row.links},
            anchor=row.anchor if row.anchor in wanted else "",
            aliases=tuple(name for name in row.aliases if name in wanted),
        )
        for row in block.rows
    )
    return replace(block, columns=tuple(block.columns[position] for position in kept), rows=tuple(rows))


def _breakable(value: Any) -> Any:
    """The value with line breaks allowed in its long words, which otherwise run off the page."""
    if isinstance(value, str):
        return LONG_WORD.sub("\\g<0>\u200b", value) if len(value) >= LONG else value
    if isinstance(value, dict):
        return {key: part if key in NOT_PRINTED else _breakable(part) for key, part in value.items()}
    return [_breakable(part) for part in value] if isinstance(value, (list, tuple)) else value


def _data(block: Block, known: Set[str]) -> dict[str, Any]:
    if not isinstance(block, Table):
        return _fields(block, known)
    return _notes(block) if block.role == "source" else _table(block, known)


def _fields(item: Any, known: Set[str]) -> dict[str, Any]:
    """The fields of a block or of a part of it, with its citations as marks."""
    data: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name == "cites":
            data["marks"] = _marks(value, known)
        elif isinstance(value, tuple):
            data[field.name] = [_fields(part, known) if is_dataclass(part) else part for part in value]
        else:
            data[field.name] = value
    return data


def _marks(cites: tuple[Cite, ...], known: Set[str]) -> list[dict[str, Any]]:
    return [
        {"anchor": cite.anchor, "text": text, "known": cite.anchor in known} for cite, text in runs(cites)
    ]


def _notes(table: Table) -> dict[str, Any]:
    """A table of sources as notes: the first column, then the other values with their columns' names."""
    notes = []
    shown = zip(*(column[1:] for column in column_texts(table)), strict=True)
    for row, (lead, *texts) in zip(table.rows, shown, strict=True):
        rest = [
            f"{name}：{text}" for name, text in zip(table.heads[1:], texts, strict=True) if text not in EMPTY
        ]
        notes.append({"lead": lead, "rest": "　".join(rest), "anchors": [row.anchor, *row.aliases]})
    return {
        "kind": "notes",
        "caption": table.caption,
        "note": table.note,
        "head": "、".join(table.heads),
        "notes": notes,
    }


def _table(table: Table, known: Set[str]) -> dict[str, Any]:
    names = table.heads
    aligns = [column.align for column in table.columns] + ["left"]
    size = SIZES["many" if len(names) > MANY_COLUMNS else "few"]
    texts = column_texts(table)
    widths = column_widths(texts, WIDTH / (size * 25.4 / 72))
    return {
        "kind": table.kind,
        "caption": table.caption,
        "note": table.note,
        "columns": [
            {"name": name, "align": align, "width": width}
            for name, align, width in zip(names, aligns, widths, strict=False)
        ],
        "size": size,
        "compact": len(table.rows) <= COMPACT and sum(map(len, chain(*texts))) <= ONE_PAGE,
        "rows": [_row(table, row, known) for row in table.rows],
    }


def _row(table: Table, row: TableRow, known: Set[str]) -> dict[str, Any]:
    cells = [
        {"text": text, "marks": _marks(row.links.get(position, ()), known)}
        for position, text in enumerate(row.cells)
    ]
    if table.cited:
        cells.append({"text": "", "marks": _marks(row.cites, known)})
    return {"cells": cells, "anchors": [row.anchor, *row.aliases], "strong": row.strong}
