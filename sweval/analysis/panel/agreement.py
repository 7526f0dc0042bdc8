"""Agreement of raters (评分一致性): intraclass correlation and Krippendorff's alpha.

Both compare the variation between the targets scored with the variation between raters. Their input are score rates
(shares of the full mark): raw marks of targets worth 1 to 20 differ by these weights, so that even random scores would
seem to agree.

Sources: Shrout and Fleiss, Psychological Bulletin 86 (1979), 420–428, case 2 (every target scored by the same
raters, a sample of possible raters); intervals after McGraw and Wong, Psychological Methods 1 (1996), 30–46;
Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), interval metric.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sweval.analysis.scores.quantiles import f_quantile

Rates = Sequence[Sequence[Fraction]]


@dataclass(frozen=True)
class MeanSquares:
    """Mean squares of a two-way table without repetition: between targets, between raters, residual."""

    targets: Fraction
    raters: Fraction
    rest: Fraction
    #: Numbers of targets and raters.
    n: int
    k: int


@dataclass(frozen=True)
class Intraclass:
    """ICC(2,1), of a single rater, and ICC(2,k), of the mean of all raters, with their intervals at 95 %.

    ``mean`` is ``None`` where targets differ less than by chance. Intervals are ``None`` there too, where raters agree
    exactly or all targets have the same mean, and where the computed bounds don't contain the estimate.
    """

    squares: MeanSquares
    single: Fraction
    mean: Fraction | None
    single_interval: tuple[float, float] | None
    mean_interval: tuple[float, float] | None


def mean_squares(rates: Rates) -> MeanSquares:
    """Mean squares of a complete table: a row for each target, a column for each rater.

    Raises ``ValueError`` for fewer than two of either, or for rows of unequal length.
    """
    n, k = len(rates), len(rates[0]) if rates else 0
    if n < 2 or k < 2 or any(len(row) != k for row in rates):
        raise ValueError(f"can't compare a table of {n} targets by {k} raters")
    by_target = [_sum(row) for row in rates]
    by_rater = [_sum([row[j] for row in rates]) for j in range(k)]
    correction = _sum(by_target) * _sum(by_target) / (n * k)
    rows = _squares(by_target) / k - correction
    columns = _squares(by_rater) / n - correction
    total = _squares([value for row in rates for value in row]) - correction
    return MeanSquares(
        rows / (n - 1), columns / (k - 1), (total - rows - columns) / ((n - 1) * (k - 1)), n, k
    )


def intraclass(rates: Rates) -> Intraclass | None:
    """ICC(2,1) and ICC(2,k) of a complete table of rates; ``None`` where all rates are equal.

    ``single = (B − E) / (B + (k−1)E + k(J−E)/n)`` and ``mean = (B − E) / (B + (J−E)/n)``, with the mean squares
    B between targets, J between raters and E residual. A value below 0 means no agreement.
    Raises ``ValueError`` as :func:`mean_squares` does.
    """
    squares = mean_squares(rates)
    b, j, e, n, k = squares.targets, squares.raters, squares.rest, squares.n, squares.k
    single_below = b + (k - 1) * e + Fraction(k) * (j - e) / n
    mean_below = b + (j - e) / n
    if not single_below:
        return None
    single = (b - e) / single_below
    mean = (b - e) / mean_below if mean_below > 0 else None
    bounds = _single_interval(squares, single) if b and e else None
    of_the_mean = _of_the_mean(bounds, k) if bounds and mean is not None else None
    return Intraclass(squares, single, mean, bounds, of_the_mean)


def _single_interval(squares: MeanSquares, single: Fraction) -> tuple[float, float] | None:
    """McGraw and Wong, table 7: Satterthwaite's degrees of freedom, then an F quantile for each bound."""
    b, j, e = float(squares.targets), float(squares.raters), float(squares.rest)
    n, k, rho = squares.n, squares.k, float(single)
    a, c = k * rho / (n * (1 - rho)), 1 + k * rho * (n - 1) / (n * (1 - rho))
    freedom = (a * j + c * e) ** 2 / ((a * j) ** 2 / (k - 1) + (c * e) ** 2 / ((n - 1) * (k - 1)))
    lower, upper = f_quantile(0.975, n - 1, freedom), f_quantile(0.975, freedom, n - 1)
    low = n * (b - lower * e) / (lower * (k * j + (k * n - k - n) * e) + n * b)
    high = n * (upper * b - e) / (k * j + (k * n - k - n) * e + n * upper * b)
    # With few degrees of freedom the upper quantile falls below 1.
    return (low, high) if low <= single <= high else None


def _of_the_mean(bounds: tuple[float, float], k: int) -> tuple[float, float] | None:
    """The bounds for the mean of ``k`` raters (Spearman and Brown); ``None`` where the lower one is undefined."""
    if 1 + (k - 1) * bounds[0] <= 0:
        return None
    low, high = (k * bound / (1 + (k - 1) * bound) for bound in bounds)
    return low, high


def alpha(units: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """Krippendorff's alpha for the interval metric, of units with any number of values.

    Units with fewer than two values don't count. ``None`` where all values are equal.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    values = [value for unit in pairable for value in unit]
    if not values:
        return None
    expected = _differences(values) / (len(values) - 1)
    observed = sum((_differences(unit) / (len(unit) - 1) for unit in pairable), Fraction(0))
    return 1 - observed / expected if expected else None


def _differences(values: Sequence[Fraction]) -> Fraction:
    """The sum of the squared differences of all pairs."""
    return len(values) * _squares(values) - _sum(values) * _sum(values)


def _sum(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _squares(values: Sequence[Fraction]) -> Fraction:
    return sum((value * value for value in values), Fraction(0))
