"""A paper that goes with a report: a form or a notice, made of the same blocks."""

from __future__ import annotations

from dataclasses import dataclass

from sweval.blocks.model import Block


@dataclass(frozen=True)
class Paper:
    """Its title, the mark on every page, and what it says. ``name`` is what its file is called."""

    name: str
    title: str
    #: Whom it is about, below the title.
    subtitle: str
    mark: str
    blocks: tuple[Block, ...]
