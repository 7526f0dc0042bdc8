"""What is wrong with a scheme, at a place in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a scheme, at ``path`` (keys and list positions from the top of its file)."""

    path: Path
    problem: str
    remedy: str


def listed(items: Iterable[object], path: Path, key: str = "id") -> Iterator[tuple[Path, str]]:
    """One value of each item of a list at ``path``, with its own path."""
    for position, item in enumerate(items):
        yield (*path, position, key), str(getattr(item, key))


def repeated(names: Iterable[tuple[Path, str]], what: str = "编号") -> Iterator[Problem]:
    """Every name that stood before already."""
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield Problem(path, f"{what}“{name}”重复", f"请改用不同的{what}")
        seen.add(name)
