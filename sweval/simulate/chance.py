"""Random numbers that are the same on every machine: whole numbers from a seed, without floating-point functions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

T = TypeVar("T")
#: So many uniform numbers from 0 to 1 have a sum, about its mean, that is nearly normal with variance 1.
SUMMED = 12


class Chance:
    """A stream of random numbers, given by a seed and a name; streams are independent of each other."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = Random(f"{seed}/{name}")

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self._random.randint(low, high)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of these choices."""
        return choices[self.whole(0, len(choices) - 1)]

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """At most ``count`` of these choices, each once, in their order."""
        drawn = sorted(self._random.sample(range(len(choices)), min(count, len(choices))))
        return [choices[n] for n in drawn]

    def happens(self, per_thousand: int) -> bool:
        """Whether an event of this probability, in thousandths, happens."""
        return self.whole(1, 1000) <= per_thousand

    def normal(self) -> Decimal:
        """A nearly normal number of mean 0 and variance 1, to three decimals."""
        return Decimal(sum(self.whole(0, 1000) for _ in range(SUMMED)) - 500 * SUMMED) / 1000


def cents(value: Decimal) -> Decimal:
    """Rounded half up to two decimals."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
