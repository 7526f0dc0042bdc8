"""Blocks: what a report is made of, as pure data that every output format reads.

A notebook cell shows :class:`Blocks`; their MIME bundle holds plain text (what a terminal shows and
notebooks are compared by), HTML (what JupyterLab shows) and JSON (what the exporters read).
This package imports nothing of the rest of the project.
"""

from sweval.blocks.bundle import MIME, Blocks, from_bundle
from sweval.blocks.model import (
    Block,
    Chart,
    Cite,
    Column,
    Contents,
    ContentsEntry,
    Cover,
    FindingItem,
    Findings,
    Heading,
    Paper,
    Paragraph,
    Sentence,
    Table,
    TableRow,
    Tile,
    Tiles,
)

__all__ = [
    "MIME",
    "Block",
    "Blocks",
    "Chart",
    "Cite",
    "Column",
    "Contents",
    "ContentsEntry",
    "Cover",
    "FindingItem",
    "Findings",
    "Heading",
    "Paper",
    "Paragraph",
    "Sentence",
    "Table",
    "TableRow",
    "Tile",
    "Tiles",
    "from_bundle",
]
