"""Blocks as HTML: semantic, without script, every text escaped."""

from __future__ import annotations

import re
from functools import singledispatch
from html import escape
from typing import Final

from sweval.blocks.model import (
    Block,
    Chart,
    Cite,
    Contents,
    ContentsEntry,
    Cover,
    Findings,
    Heading,
    Paragraph,
    Table,
    TableRow,
    Tile,
    Tiles,
)
from sweval.blocks.plain import runs

#: Longest cell, in characters, of a column whose cells don't wrap.
SHORT: Final = 10
#: Number of columns, source marks included, from which a table scrolls on a phone.
WIDE: Final = 4
#: Attribute values that need no quotes.
BARE: Final = re.compile(r"[\w#.-]+", re.ASCII)
#: Most rows that a shared source cell spans, so that it is visible beside each of them.
SPANNED: Final = 6
#: Most rows of a table that is kept on one printed page.
COMPACT: Final = 14


@singledispatch
def markup(block: object) -> str:
    """The block as HTML."""
    raise TypeError(f"no HTML for {type(block).__name__}")


def markup_all(blocks: tuple[Block, ...]) -> str:
    """All blocks, one after another."""
    return "\n".join(markup(block) for block in blocks)


def mark(cites: tuple[Cite, ...]) -> str:
    """The source mark of a sentence or row: links to its figures in the appendix."""
    if not cites:
        return ""
    return f'<span class="mark">〔{_links(cites)}〕</span>'


def _links(cites: tuple[Cite, ...]) -> str:
    links = (f"<a href={_value('#' + first.anchor)}>{escape(text)}</a>" for first, text in runs(cites))
    return "、".join(links)


def _value(text: str) -> str:
    """An attribute's value, in quotes only where needed: a page has thousands."""
    return text if BARE.fullmatch(text) else f'"{escape(text)}"'


@markup.register
def _(block: Heading) -> str:
    level = block.level + 1  # the cover holds the only h1
    return f'<h{level} id="{escape(block.anchor)}">{escape(block.text)}</h{level}>'


@markup.register
def _(block: Paragraph) -> str:
    text = "".join(escape(sentence.text) + mark(sentence.cites) for sentence in block.sentences)
    author = f'<span class="by">（{escape(block.author)}）</span>' if block.author else ""
    return f'<p class="{block.role}">{text}{author}</p>'


@markup.register
def _(block: Table) -> str:
    heads = "".join(
        f'<th scope="col"{_class(column.align)}>{escape(column.name)}</th>' for column in block.columns
    )
    if block.cited:
        heads += '<th scope="col" class="source">来源</th>'
    note = f'<p class="table-note">注：{escape(block.note)}</p>' if block.note else ""
    label = escape(block.caption, quote=True)
    wide = " wide" if len(block.columns) + block.cited >= WIDE else ""
    compact = " compact" if len(block.rows) <= COMPACT else ""
    return (
        f'<div class="table-block{compact}"><div class="scroller" role="group" aria-label="{label}" tabindex="0">'
        f'<table class="{block.role}{wide}{_columns(block)}"><caption>{escape(block.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{_rows(block)}\n</tbody></table></div>{note}</div>"
    )


def _class(align: str) -> str:
    """The class attribute of a column's head; none for left-aligned text, the default."""
    return f' class="{align}"' if align != "left" else ""


def _columns(table: Table) -> str:
    """Table classes for the alignment of columns (``r2``, ``c3``) and for columns that don't wrap (``s1``).

    A class on each of a report's thousands of cells would be a tenth of the page.
    """
    names = ["ids"] if not table.columns[-1].on_paper else []
    for position, column in enumerate(table.columns):
        if column.align != "left":
            names.append(f"{column.align[0]}{position + 1}")
        if all(len(row.cells[position]) <= SHORT and position not in row.links for row in table.rows):
            names.append(f"s{position + 1}")
    return "".join(f" {name}" for name in names)


def _rows(table: Table) -> str:
    """The body's rows, without the optional end tags of cells and rows: a tenth of the page."""
    spans = _spans(table) if table.role == "source" else {}
    return "\n".join(_row(table, number, row, spans) for number, row in enumerate(table.rows))


def _spans(table: Table) -> dict[tuple[int, int], int]:
    """Row spans by (row, column) for cells with the same text and link as the cell above: 0 for a covered cell.

    A span ends with every span in an earlier column, so that a page can break there.
    """
    spans: dict[tuple[int, int], int] = {}
    ends = {0}
    for position in range(1, len(table.columns)):
        if not any(position in row.links for row in table.rows):
            continue
        first = 0
        for number in range(1, len(table.rows)):
            above, row = table.rows[first], table.rows[number]
            same = row.links.get(position) and row.links[position] == above.links.get(position)
            extends = number not in ends and number - first < SPANNED
            if same and extends and row.cells[position] == above.cells[position]:
                spans[number, position] = 0
                spans[first, position] = number - first + 1
            else:
                first = number
        ends |= {number for number in range(len(table.rows)) if spans.get((number, position), 1)}
    return spans


def _row(table: Table, number: int, row: TableRow, spans: dict[tuple[int, int], int]) -> str:
    cells = []
    for position, (_, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
        span = spans.get((number, position), 1)
        if not span:
            continue
        text = escape(cell)
        if position in row.links:
            text += (" " if text else "") + _links(row.links[position])
        if position == 0:
            aliases = "".join(f"<i id={_value(name)}></i>" for name in row.aliases)
            cells.append(f"<th scope=row>{aliases}{text}")
        else:
            cells.append(f"<td rowspan={span}>{text}" if span > 1 else f"<td>{text}")
    if table.cited:
        kind = "source short" if len(runs(row.cites)) < 2 else "source"
        cells.append(f'<td class="{kind}">{_links(row.cites) if row.cites else ""}')
    anchor = f" id={_value(row.anchor)}" if row.anchor else ""
    strong = ' class="strong"' if row.strong else ""
    return f"<tr{anchor}{strong}>{''.join(cells)}"


@markup.register
def _(block: Chart) -> str:
    # The SVG is our own: drawn from escaped text, without styles and scripts.
    return (
        f'<figure id="chart-{escape(block.name)}"><figcaption><strong class="chart-title">{escape(block.title)}</strong>'
        f'<span class="chart-subtitle">{escape(block.subtitle)}</span></figcaption>'
        f'<div class="scroller" role="group" aria-label="{escape(block.title, quote=True)}" tabindex="0">'
        f'{block.svg}</div><p class="chart-source">{escape(block.source)}{mark(block.cites)}</p>'
        f'<p class="chart-text" aria-hidden="true">{escape(block.alt)}</p></figure>'
    )


@markup.register
def _(block: Findings) -> str:
    items = []
    for number, item in enumerate(block.items, start=1):
        label = f'<span class="label">{escape(item.label)}</span>' if item.label else ""
        text = f"{label}{escape(item.text)}"
        if item.recommendation:
            text += f'<span class="advice">{escape(item.recommendation)}{mark(item.cites)}</span>'
        else:
            text += mark(item.cites)
        items.append(f'<li><span class="number">（{number}）</span>{text}</li>')
    author = f'<p class="by">提出方：{escape(block.author)}</p>' if block.author else ""
    return f'{author}<ol class="findings">{"".join(items)}</ol>'


@markup.register
def _(block: Tiles) -> str:
    return f'<dl class="tiles">{"".join(_tile(tile) for tile in block.tiles)}</dl>'


def _tile(tile: Tile) -> str:
    classes = (" lead" if tile.lead else "") + (" alert" if tile.alert else "")
    note = f'<dd class="tile-note">{escape(tile.note)}{mark(tile.cites)}</dd>' if tile.note else ""
    value = escape(tile.value) + ("" if tile.note else mark(tile.cites))
    return f'<div class="tile{classes}"><dt>{escape(tile.label)}</dt><dd class="tile-value">{value}</dd>{note}</div>'


@markup.register
def _(block: Cover) -> str:
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in block.rows
    )
    return (
        f'<header class="cover"><p class="status">{escape(block.status)}</p><h1>{escape(block.title)}</h1>'
        f'<p class="period">{escape(block.subtitle)}</p><dl class="parties">{rows}</dl></header>'
    )


@markup.register
def _(block: Contents) -> str:
    return f'<nav class="contents" aria-label="目录"><h2 id="contents">目录</h2>{_entries(list(block.entries), 1)}</nav>'


def _entries(entries: list[ContentsEntry], level: int) -> str:
    """Nested lists: consumes the leading ``entries`` of this ``level`` and below."""
    items: list[str] = []
    while entries and entries[0].level >= level:
        entry = entries.pop(0)
        below = _entries(entries, level + 1) if entries and entries[0].level > level else ""
        items.append(f'<li><a href="#{escape(entry.anchor)}">{escape(entry.text)}</a>{below}</li>')
    return f"<ol>{''.join(items)}</ol>"
