"""What is wrong with a scheme, at a place in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a scheme, at ``path`` (keys and list positions from the top of its file)."""

    path: Path
    problem: str
    remedy: str


class HasId(Protocol):
    """Anything of a scheme that is told from its likes by an id."""

    @property
    def id(self) -> str:
        """The id, unique among its likes."""


def ids_of(items: Iterable[HasId], path: Path) -> Iterator[tuple[Path, str]]:
    """The ids of a list at ``path``, each with its own path."""
    for position, item in enumerate(items):
        yield (*path, position, "id"), item.id


def repeated(names: Iterable[tuple[Path, str]], what: str = "编号") -> Iterator[Problem]:
    """Every name that stood before already."""
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield Problem(path, f"{what}“{name}”重复", f"请改用不同的{what}")
        seen.add(name)
