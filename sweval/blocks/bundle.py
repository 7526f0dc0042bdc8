"""A cell's blocks as a MIME bundle, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from sweval.blocks.markup import markup_all
from sweval.blocks.model import Block
from sweval.blocks.plain import plain_all

MIME: Final = "application/vnd.sweval.block+json"
VERSION: Final = 1


class Blocks:
    """What one cell shows. Blocks can be added: ``report.summary() + report.contents()``."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = tuple(blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def __add__(self, other: Blocks) -> Blocks:
        return Blocks((*self, *other))

    def __repr__(self) -> str:
        return plain_all(self._blocks)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            "text/plain": plain_all(self._blocks),
            "text/html": markup_all(self._blocks),
            MIME: {"version": VERSION, "blocks": [asdict(block) for block in self._blocks]},
        }


def from_bundle(data: Mapping[str, Any]) -> tuple[Block, ...]:
    """The blocks of a cell's output. Raises ``ValueError`` for another version or a broken bundle."""
    if data.get("version") != VERSION:
        raise ValueError(f"blocks of version {data.get('version')!r}, expected {VERSION}")
    if "blocks" not in data:
        raise ValueError("a bundle without blocks")
    return _adapter().validate_python(data["blocks"])


@cache
def _adapter() -> TypeAdapter[tuple[Block, ...]]:
    return TypeAdapter(tuple[Block, ...])
