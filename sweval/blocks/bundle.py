"""A cell's blocks as a MIME bundle, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from sweval.blocks.markup import markup_all
from sweval.blocks.model import Block
from sweval.blocks.plain import plain_all

MIME: Final = "application/vnd.sweval.block+json"
VERSION: Final = 1


class Blocks:
    """The blocks that one cell shows. Can be added: ``report.summary() + report.contents()``.

    ``edition``: the edition they were made for. ``origin``: the digest of the record they were made with, or a
    function that computes it; empty for blocks that an analyst wrote. Adding blocks of two editions or two origins
    raises ``ValueError``, in Chinese.
    """

    def __init__(
        self, blocks: Iterable[Block], edition: str = "", origin: str | Callable[[], str] = ""
    ) -> None:
        self._blocks = tuple(blocks)
        self.edition = edition
        self._origin = origin

    @property
    def origin(self) -> str:
        """The digest of the record the blocks were made with; empty for blocks that an analyst wrote."""
        return self._origin if isinstance(self._origin, str) else self._origin()

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def __add__(self, other: Blocks) -> Blocks:
        if self.edition != other.edition:
            raise ValueError(f"{self.edition!r}和{other.edition!r}两种稿的内容不能相加")
        if self._origin != other._origin and self.origin != other.origin:
            raise ValueError("两次评估的内容，或报告的内容与自己写的内容，不能相加，请分成两格")
        return Blocks((*self, *other), self.edition, self._origin)

    def __repr__(self) -> str:
        return plain_all(self._blocks)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            "text/plain": plain_all(self._blocks),
            "text/html": markup_all(self._blocks),
            MIME: {
                "version": VERSION,
                "edition": self.edition,
                "origin": self.origin,
                "blocks": _adapter().dump_python(self._blocks, mode="json"),
            },
        }


def from_bundle(data: Mapping[str, Any]) -> Blocks:
    """The blocks of a bundle. Raises ``ValueError`` for another version or a broken bundle."""
    if data.get("version") != VERSION:
        raise ValueError(f"blocks of version {data.get('version')!r}, expected {VERSION}")
    if "blocks" not in data:
        raise ValueError("a bundle without blocks")
    blocks = _adapter().validate_python(data["blocks"])
    return Blocks(blocks, str(data.get("edition", "")), str(data.get("origin", "")))


@cache
def _adapter() -> TypeAdapter[tuple[Block, ...]]:
    return TypeAdapter(tuple[Block, ...])
