"""Combining the scores of raters or areas into a single score (各评委、各片区评分的合并), in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from sweval.domain.scheme.tree import Way
from sweval.domain.values.rounding import plain, to_decimal


@dataclass(frozen=True)
class Combined:
    """Several scores and the way they are combined."""

    way: Way
    values: tuple[Fraction, ...]
    weights: tuple[Fraction, ...] = ()

    @cached_property
    def value(self) -> Fraction:
        """The combined score; raises as :func:`combine` does."""
        return combine(self.way, self.values, self.weights)

    def formula(self) -> str:
        """The computation as text that a reader can redo; empty for a single score."""
        if len(self.values) == 1:
            return ""
        shown = [plain(to_decimal(value)) for value in self.values]
        ordered = [plain(to_decimal(value)) for value in sorted(self.values)]
        result = plain(to_decimal(self.value))
        if self.way == "weighted_mean":
            weights = [plain(to_decimal(weight)) for weight in self.weights]
            products = "＋".join(f"{v}×{w}" for v, w in zip(shown, weights, strict=True))
            return f"（{products}）÷（{'＋'.join(weights)}）＝{result}"
        if self.way == "median":
            return f"{'、'.join(ordered)}的中位数为{result}"
        if self.way == "trimmed_mean":
            lowest, *middle, highest = ordered
            left = f"（{'＋'.join(middle)}）÷{len(middle)}＝{result}" if len(middle) > 1 else f"余{result}"
            return f"去掉最高{highest}、最低{lowest}，{left}"
        return f"（{'＋'.join(shown)}）÷{len(shown)}＝{result}"


def combine(way: Way, values: Sequence[Fraction], weights: Sequence[Fraction] = ()) -> Fraction:
    """Combine ``values``; ``weights`` are for the weighted mean alone.

    Raises ``ValueError`` for no values, for a trimmed mean of fewer than three, and for invalid weights.

    >>> combine("trimmed_mean", [Fraction(s) for s in ("14.45", "14.45", "15.4", "15.4", "15.57")])
    Fraction(181, 12)
    """
    if not values:
        raise ValueError("no scores to combine")
    if way == "weighted_mean":
        return weighted_mean(values, weights)
    if way == "median":
        return median(values)
    if way == "trimmed_mean":
        return trimmed_mean(values)
    return mean(values)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The arithmetic mean (算术平均), exact, because a mean of means may be halfway between two printed values.

    >>> mean([Fraction(s) for s in ("14.45", "14.45", "15.4", "15.4", "15.57")])
    Fraction(7527, 500)
    """
    if not values:
        raise ValueError("no scores to average")
    # A common denominator: adding fractions one by one reduces each sum, which takes three times as long.
    common = lcm(*(value.denominator for value in values))
    return Fraction(
        sum(value.numerator * (common // value.denominator) for value in values), common * len(values)
    )


def weighted_mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    """The mean weighted by ``weights``; only their proportions matter."""
    if len(weights) != len(values) or any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError("a weighted mean needs a weight of 0 or more for each score, and a sum above 0")
    return sum((v * w for v, w in zip(values, weights, strict=True)), Fraction(0)) / sum(weights)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value (中位数); of an even number of values, the mean of the middle two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else mean(ordered[middle - 1 : middle + 1])


def trimmed_mean(values: Sequence[Fraction]) -> Fraction:
    """The mean without the highest and the lowest value. Raises ``ValueError`` for fewer than three."""
    if len(values) <= 2:
        raise ValueError("a trimmed mean needs at least three scores")
    return mean(sorted(values)[1:-1])
