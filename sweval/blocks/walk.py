"""Walking over blocks: their citations, their anchors, and the cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sweval.blocks.model import Block, Chart, Cite, Cover, Findings, Heading, Paragraph, Table, Tiles
from sweval.blocks.plain import runs


def cites_of(block: Block) -> Iterator[Cite]:
    """Every citation in a block, in reading order."""
    for cites in marks_of(block):
        yield from cites


def marks_of(block: Block) -> Iterator[tuple[Cite, ...]]:
    """The citations of each source mark in a block, in reading order."""
    if isinstance(block, Paragraph):
        yield from (sentence.cites for sentence in block.sentences)
    elif isinstance(block, Table):
        for row in block.rows:
            yield row.cites
            yield from row.links.values()
    elif isinstance(block, Chart):
        yield block.cites
    elif isinstance(block, Findings):
        yield from (item.cites for item in block.items)
    elif isinstance(block, Tiles):
        yield from (tile.cites for tile in block.tiles)


def linked(blocks: Iterable[Block]) -> frozenset[str]:
    """The anchors that source marks link to; for a run of codes, the first."""
    marks = (cites for block in blocks for cites in marks_of(block))
    return frozenset(first.anchor for cites in marks for first, _ in runs(cites))


def anchors_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every anchor that a link can target, in reading order."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.anchor
        elif isinstance(block, Chart):
            yield f"chart-{block.name}"
        elif isinstance(block, Table):
            for row in block.rows:
                yield from filter(None, (row.anchor, *row.aliases))


def cover_of(blocks: Iterable[Block]) -> Cover:
    """The report's cover; a bare one where an analyst removed it."""
    found = (block for block in blocks if isinstance(block, Cover))
    return next(found, Cover("评估报告", "", "", (), ""))
