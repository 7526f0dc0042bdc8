"""Chance that is the same on every machine: whole numbers from one seed, no function of a mathematics library."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

T = TypeVar("T")
#: Uniform numbers whose sum, less half their count, is nearly normal with variance 1.
SUMMED = 12


class Chance:
    """One stream of chance, told apart by its seed and a name; drawing from one leaves all others as they were."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = Random(f"{seed}/{name}")

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self._random.randint(low, high)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[self.whole(0, len(choices) - 1)]

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """So many of several, each once, in their order."""
        taken = sorted(self._random.sample(range(len(choices)), min(count, len(choices))))
        return [choices[n] for n in taken]

    def happens(self, per_thousand: int) -> bool:
        """Whether something happens that does so many times in a thousand."""
        return self.whole(1, 1000) <= per_thousand

    def normal(self) -> Decimal:
        """A number of mean 0 and variance 1, to three decimals."""
        return Decimal(sum(self.whole(0, 1000) for _ in range(SUMMED)) - 500 * SUMMED) / 1000


def cents(value: Decimal) -> Decimal:
    """Rounded half up to two decimals."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
