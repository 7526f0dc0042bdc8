"""Quantiles of the distributions that intervals are read from.

scipy is imported when one is asked for: it takes longer to load than a station without experts' scores takes in all.
"""

from __future__ import annotations


def f_quantile(probability: float, above: float, below: float) -> float:
    """The value an F variable stays under with ``probability``; ``above`` and ``below`` are its degrees of freedom.

    >>> round(f_quantile(0.975, 5, 15), 2)
    3.58
    """
    from scipy.special import fdtri

    return float(fdtri(above, below, probability))


def t_quantile(probability: float, freedom: float) -> float:
    """The value Student's t stays under with ``probability``.

    >>> round(t_quantile(0.975, 4), 3)
    2.776
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))
