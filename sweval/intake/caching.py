"""Caches of one result each: the last one, kept for as long as what it was made from stays the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from sweval.intake.atomic import content

T = TypeVar("T")


class LastResult(Generic[T]):
    """Caches the last result, which must not be changed, keyed by its sources.

    >>> squares = LastResult[int]()
    >>> squares.of(7, make=lambda: 7 * 7), squares.of(7, make=lambda: 0), squares.of(8, make=lambda: 8 * 8)
    (49, 49, 64)
    """

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], T] | None = None

    def of(self, *sources: object, make: Callable[[], T]) -> T:
        """The cached result where the sources are the same, else that of ``make``; an exception caches nothing.

        Texts and numbers are the same where they are equal, anything else where it is the same object.
        """
        if self._last is None or not _same(self._last[0], sources):
            self._last = (sources, make())
        return self._last[1]


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) == len(now) and all(
        a is b or (isinstance(a, (str, int)) and type(a) is type(b) and a == b)
        for a, b in zip(before, now, strict=True)
    )


def read_once(last: LastResult[T], path: Path, *sources: object, read: Callable[[], T]) -> T:
    """What ``read`` returns, from the cache while the file, or all files of the folder, and ``sources`` stay the same."""
    try:
        files = content(path.iterdir() if path.is_dir() else [path])
    except OSError:
        # ``read`` reports what is wrong.
        return read()
    return last.of(files, *sources, make=read)
