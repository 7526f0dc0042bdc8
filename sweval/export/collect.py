"""From an executed notebook to its blocks: the one source of every output format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sweval.blocks import MIME, Block, Chart, Contents, Heading, Table, from_bundle


class Incomplete(ValueError):
    """The notebook holds an error, or no blocks: nothing may be made from it."""


def collect(notebook: Any) -> tuple[Block, ...]:
    """All blocks of an executed notebook, captions numbered, contents fitted to its headings.

    Raises :class:`Incomplete` for a notebook with an error in it or without any block.
    """
    blocks = [block for output in _outputs(notebook) for block in from_bundle(output["data"][MIME])]
    if not blocks:
        raise Incomplete("the notebook shows no blocks")
    return tuple(_fitted(numbered(blocks)))


def _outputs(notebook: Any) -> Iterator[Any]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise Incomplete(f"a cell failed: {output.ename}: {output.evalue}")
            if MIME in output.get("data", {}):
                yield output


def numbered(blocks: list[Block]) -> list[Block]:
    """Tables and charts with 表1, 图1 … before their captions, counted in reading order."""
    tables = charts = 0
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            block = replace(block, caption=f"表{tables}　{block.caption}")
        elif isinstance(block, Chart):
            charts += 1
            block = replace(block, title=f"图{charts}　{block.title}")
        found.append(block)
    return found


def _fitted(blocks: list[Block]) -> Iterator[Block]:
    """An analyst may have taken a section out: the contents list what is there."""
    anchors = {block.anchor for block in blocks if isinstance(block, Heading)}
    for block in blocks:
        if isinstance(block, Contents):
            yield replace(block, entries=tuple(e for e in block.entries if e.anchor in anchors))
        else:
            yield block
