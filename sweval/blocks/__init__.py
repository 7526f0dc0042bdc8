"""Blocks: the parts of a report, as pure data that every output format reads.

A notebook cell shows :class:`Blocks`; their MIME bundle holds plain text (for terminals and for comparing notebooks),
HTML (for JupyterLab) and JSON (for the exporters). Imports no other package of the project.
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
