"""A cell's blocks as a MIME bundle, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from sweval.blocks.markup import markup_all
from sweval.blocks.model import Block
from sweval.blocks.plain import plain_all

MIME: Final = "application/vnd.sweval.block+json"
VERSION: Final = 1


class Blocks:
    """What one cell shows. Blocks can be added: ``report.summary() + report.contents()``.

    ``edition`` says whose eyes they are for. Raises ``ValueError`` when two editions are added.
    """

    def __init__(self, blocks: Iterable[Block], edition: str = "") -> None:
        self._blocks = tuple(blocks)
        self.edition = edition

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def __add__(self, other: Blocks) -> Blocks:
        if self.edition != other.edition:
            raise ValueError(f"blocks of {self.edition!r} and {other.edition!r} don't mix")
        return Blocks((*self, *other), self.edition)

    def __repr__(self) -> str:
        return plain_all(self._blocks)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            "text/plain": plain_all(self._blocks),
            "text/html": markup_all(self._blocks),
            MIME: {
                "version": VERSION,
                "edition": self.edition,
                "blocks": _adapter().dump_python(self._blocks, mode="json"),
            },
        }


def from_bundle(data: Mapping[str, Any]) -> Blocks:
    """What a cell showed. Raises ``ValueError`` for another version or a broken bundle."""
    if data.get("version") != VERSION:
        raise ValueError(f"blocks of version {data.get('version')!r}, expected {VERSION}")
    if "blocks" not in data:
        raise ValueError("a bundle without blocks")
    return Blocks(_adapter().validate_python(data["blocks"]), str(data.get("edition", "")))


@cache
def _adapter() -> TypeAdapter[tuple[Block, ...]]:
    return TypeAdapter(tuple[Block, ...])
