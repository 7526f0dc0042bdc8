"""Walking blocks: what they cite, where a citation may lead, what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sweval.blocks.model import Block, Chart, Cite, Cover, Findings, Heading, Paragraph, Table, Tiles


def cites_of(block: Block) -> Iterator[Cite]:
    """Every citation in a block, in reading order."""
    if isinstance(block, Paragraph):
        for sentence in block.sentences:
            yield from sentence.cites
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row.cites
            for cites in row.links.values():
                yield from cites
    elif isinstance(block, Chart):
        yield from block.cites
    elif isinstance(block, Findings):
        for item in block.items:
            yield from item.cites
    elif isinstance(block, Tiles):
        for tile in block.tiles:
            yield from tile.cites


def anchors_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Whatever a link may lead to, in reading order."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.anchor
        elif isinstance(block, Chart):
            yield f"chart-{block.name}"
        elif isinstance(block, Table):
            yield from (row.anchor for row in block.rows if row.anchor)


def cover_of(blocks: Iterable[Block]) -> Cover:
    """The report's cover, a bare one where an analyst took it out."""
    found = (block for block in blocks if isinstance(block, Cover))
    return next(found, Cover("评估报告", "", "", (), ""))
