"""Walking blocks: what they cite and what they say."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.blocks.model import Block, Chart, Cite, Findings, Paragraph, Table, Tiles


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
