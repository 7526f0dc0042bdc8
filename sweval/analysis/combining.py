"""Combining: how several scores of one thing become one (各评委、各片区评分的合并). Exact, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sweval.domain.tree import Way


def combine(way: Way, values: Sequence[Fraction], weights: Sequence[Fraction] = ()) -> Fraction:
    """One value for several. Raises ``ValueError`` for none, for a trimmed mean of fewer than three, and for
    weights that don't fit.

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
    """The plain mean (算术平均), exact: a mean of means may lie right on a half.

    >>> mean([Fraction(s) for s in ("14.45", "14.45", "15.4", "15.4", "15.57")])
    Fraction(7527, 500)
    """
    if not values:
        raise ValueError("no scores to average")
    return sum(values, Fraction(0)) / len(values)


def weighted_mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    """The mean weighted by ``weights``; only their proportions matter."""
    if len(weights) != len(values) or any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError("a weighted mean needs a weight for each score, and not all of them nought")
    return sum((v * w for v, w in zip(values, weights, strict=True)), Fraction(0)) / sum(weights)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value (中位数); the mean of the two in the middle of an even number."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else mean(ordered[middle - 1 : middle + 1])


def trimmed_mean(values: Sequence[Fraction]) -> Fraction:
    """The mean without one highest and one lowest. Raises ``ValueError`` for two or fewer: none would be left."""
    if len(values) <= 2:
        raise ValueError("a trimmed mean needs at least three scores")
    return mean(sorted(values)[1:-1])
