"""Quantiles for confidence intervals.

scipy is imported on use: loading it takes longer than evaluating a station without experts' scores.
"""

from __future__ import annotations


def f_quantile(probability: float, numerator: float, denominator: float) -> float:
    """The quantile of the F distribution with these degrees of freedom.

    >>> round(f_quantile(0.975, 5, 15), 2)
    3.58
    """
    from scipy.special import fdtri

    return float(fdtri(numerator, denominator, probability))


def t_quantile(probability: float, freedom: float) -> float:
    """The quantile of Student's t distribution with ``freedom`` degrees of freedom.

    >>> round(t_quantile(0.975, 4), 3)
    2.776
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))
