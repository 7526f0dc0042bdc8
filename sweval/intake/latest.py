"""What is made from the same things is the same, and needs to be made but once in a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Keeps the value that was made last, which must not be changed, and what it was made from.

    >>> squares = Latest[int]()
    >>> squares.of(7, make=lambda: 7 * 7), squares.of(7, make=lambda: 0), squares.of(8, make=lambda: 8 * 8)
    (49, 49, 64)
    """

    def __init__(self) -> None:
        self._made: list[tuple[tuple[object, ...], T]] = []

    def of(self, *sources: object, make: Callable[[], T]) -> T:
        """The value for these sources: the last one where they are the same, else one that is made now.

        Texts and numbers are the same where they are equal, anything else where it is the very same object.
        What raises is not kept.
        """
        if not self._made or not _same(self._made[0][0], sources):
            self._made = [(sources, make())]
        return self._made[0][1]


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) == len(now) and all(
        one is other or (isinstance(one, (str, int)) and type(one) is type(other) and one == other)
        for one, other in zip(before, now, strict=True)
    )
