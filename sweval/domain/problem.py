"""What is wrong with a scheme, at a place in its file."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a scheme, at ``path`` (keys and list positions from the top of its file)."""

    path: Path
    problem: str
    remedy: str
