"""Blocks as the plain data that the PDF template sets: marks drawn together, column widths shared out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch
from itertools import chain
from typing import Any, Final, TypeGuard

from sweval.blocks import Block, Chart, Cite, Contents, Cover, Findings, Heading, Paragraph, Table, Tiles
from sweval.blocks.markup import COMPACT
from sweval.blocks.model import TableRow
from sweval.blocks.plain import codes, runs
from sweval.blocks.walk import anchors_of, linked
from sweval.export.column_widths import column_widths

#: The width of the text in mm, as the template has it.
WIDTH: Final = 210 - 24 - 22
#: A table of more columns than these is set smaller, so that its texts don't stand on end.
MANY_COLUMNS: Final = 7
#: The size of a table's text in pt.
SIZES: Final = {"many": 8.0, "few": 9.0}
#: So many letters in a row are no word that a line has room for.
LONG: Final = 24
LONG_WORD: Final = re.compile(r"[!-~]{24}")
#: What is no text to be set.
AS_IT_IS: Final = ("svg", "anchor", "anchors", "kind")
#: Characters up to which a table of few rows is kept on one page.
ONE_PAGE: Final = 1500
#: A cell that says there is nothing to say.
EMPTY: Final = ("", "—")
Marks = Callable[[tuple[Cite, ...]], list[dict[str, Any]]]


def printed(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """The blocks in order; a mark whose row is not in the report is text, no link."""
    known, wanted = set(anchors_of(blocks)), linked(blocks)
    listed = {entry.anchor for block in blocks if isinstance(block, Contents) for entry in block.entries}

    def marks(cites: tuple[Cite, ...]) -> list[dict[str, Any]]:
        return [
            {"anchor": first.anchor, "text": text, "known": first.anchor in known}
            for first, text in runs(cites)
        ]

    shown = (_wanted(block, wanted) for block in blocks)
    data = (_notes(block) if _is_source(block) else _shown(block, marks) for block in shown)
    return [_breakable(one | {"listed": one.get("anchor") in listed}) for one in data]


def _wanted(block: Block, wanted: frozenset[str]) -> Block:
    """The block without columns that paper has no use for, and without anchors that no mark leads to."""
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


def _shown(block: Block, marks: Marks) -> dict[str, Any]:
    return {"kind": block.kind, **_data(block, marks)}


def _breakable(value: Any) -> Any:
    """The value with places in its long words where a line may end: typst lets them run off the page."""
    if isinstance(value, str):
        return LONG_WORD.sub("\\g<0>\u200b", value) if len(value) >= LONG else value
    if isinstance(value, dict):
        return {key: one if key in AS_IT_IS else _breakable(one) for key, one in value.items()}
    return [_breakable(one) for one in value] if isinstance(value, (list, tuple)) else value


def _is_source(block: Block) -> TypeGuard[Table]:
    return isinstance(block, Table) and block.role == "source"


def _notes(table: Table) -> dict[str, Any]:
    """A table of sources as notes: its first column leads, each other value has its column's name before it."""
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


@singledispatch
def _data(block: object, marks: Marks) -> dict[str, Any]:
    raise TypeError(f"no print for {type(block).__name__}")


@_data.register
def _(block: Heading, marks: Marks) -> dict[str, Any]:
    return {"level": block.level, "text": block.text, "anchor": block.anchor}


@_data.register
def _(block: Paragraph, marks: Marks) -> dict[str, Any]:
    sentences = [{"text": one.text, "marks": marks(one.cites)} for one in block.sentences]
    return {"sentences": sentences, "role": block.role, "author": block.author}


@_data.register
def _(block: Table, marks: Marks) -> dict[str, Any]:
    names = block.heads
    aligns = [column.align for column in block.columns] + ["left"]
    size = SIZES["many" if len(names) > MANY_COLUMNS else "few"]
    columns_text = column_texts(block)
    widths = column_widths(columns_text, WIDTH / (size * 25.4 / 72))
    columns = [
        {"name": name, "align": align, "width": width}
        for name, align, width in zip(names, aligns, widths, strict=False)
    ]
    return {
        "caption": block.caption,
        "note": block.note,
        "columns": columns,
        "size": size,
        "compact": len(block.rows) <= COMPACT and sum(map(len, chain(*columns_text))) <= ONE_PAGE,
        "rows": [_row(block, row, marks) for row in block.rows],
    }


def column_texts(table: Table) -> list[list[str]]:
    """The texts of each column, its head and its marks included."""
    columns = [
        [row.cells[position] + codes(row.links.get(position, ())) for row in table.rows]
        for position in range(len(table.columns))
    ]
    if table.cited:
        columns.append([codes(row.cites) for row in table.rows])
    return [[name, *texts] for name, texts in zip(table.heads, columns, strict=True)]


def _row(table: Table, row: TableRow, marks: Marks) -> dict[str, Any]:
    cited = [row.links.get(position, ()) for position in range(len(row.cells))]
    texts = list(row.cells)
    if table.cited:
        texts.append("")
        cited.append(row.cites)
    cells = [{"text": text, "marks": marks(cites)} for text, cites in zip(texts, cited, strict=True)]
    return {"cells": cells, "anchors": [row.anchor, *row.aliases], "strong": row.strong}


@_data.register
def _(block: Chart, marks: Marks) -> dict[str, Any]:
    return {
        "name": block.name,
        "title": block.title,
        "subtitle": block.subtitle,
        "source": block.source,
        "svg": block.svg,
        "alt": block.alt,
        "marks": marks(block.cites),
    }


@_data.register
def _(block: Findings, marks: Marks) -> dict[str, Any]:
    items = [
        {
            "text": one.text,
            "recommendation": one.recommendation,
            "label": one.label,
            "marks": marks(one.cites),
        }
        for one in block.items
    ]
    return {"items": items, "author": block.author}


@_data.register
def _(block: Tiles, marks: Marks) -> dict[str, Any]:
    tiles = [
        {
            "label": one.label,
            "value": one.value,
            "note": one.note,
            "lead": one.lead,
            "alert": one.alert,
            "marks": marks(one.cites),
        }
        for one in block.tiles
    ]
    return {"tiles": tiles}


@_data.register
def _(block: Cover, marks: Marks) -> dict[str, Any]:
    return {"title": block.title, "subtitle": block.subtitle, "status": block.status, "rows": block.rows}


@_data.register
def _(block: Contents, marks: Marks) -> dict[str, Any]:
    return {}
