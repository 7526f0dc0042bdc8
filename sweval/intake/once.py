"""Reading files again only where one of them has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sweval.intake.atomic import content
from sweval.intake.latest import Latest

T = TypeVar("T")


def read_once(latest: Latest[T], place: Path, *sources: object, read: Callable[[], T]) -> T:
    """What ``read`` makes of a file, or of all files of a folder, and of other ``sources``; the last where all are the same."""
    try:
        files = content(place.iterdir() if place.is_dir() else [place])
    except OSError:
        # Reading it says what is wrong.
        return read()
    return latest.of(files, *sources, make=read)
