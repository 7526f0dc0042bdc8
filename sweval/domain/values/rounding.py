"""Exact decimal arithmetic: rounding as a scheme declares it, sums, quotients, percentages."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final, Literal

RoundingMode = Literal["half_up", "half_even", "down"]

MODES: Final[dict[RoundingMode, str]] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
}
MODE_NAMES: Final[dict[RoundingMode, str]] = {
    "half_up": "四舍五入",
    "half_even": "四舍六入五成双",
    "down": "截去尾数",
}
#: 50 digits: exact far beyond any printed place, and independent of the caller's decimal context.
WIDE: Final = Context(prec=50)


def round_to(value: Decimal, places: int, mode: RoundingMode = "half_up") -> Decimal:
    """Round ``value`` to ``places`` decimals.

    >>> round_to(Decimal("15.054"), 2)
    Decimal('15.05')
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=MODES[mode], context=WIDE)


def plain(value: Decimal) -> str:
    """A number as text; rounded to six decimals where it has more, as a mean may.

    >>> plain(Decimal("9.00")), plain(Decimal(40) / 3)
    ('9.00', '13.333333')
    """
    if -int(value.as_tuple().exponent) <= 6:
        return f"{value:f}"
    return f"{round_to(value, 6):f}".rstrip("0").removesuffix(".")


def signed(value: Decimal) -> str:
    """A number with its sign; 0 has none.

    >>> signed(Decimal("1.50")), signed(Decimal("-0.20")), signed(Decimal("-0.00"))
    ('+1.50', '−0.20', '0.00')
    """
    shown = f"{value:f}" if value else f"{abs(value):f}"
    return f"{'+' if value > 0 else ''}{shown}".replace("-", "−")


def divide(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Divide with 50 significant digits. Raises ``ZeroDivisionError`` where the denominator is 0."""
    if not denominator:
        raise ZeroDivisionError("division by zero")
    return WIDE.divide(numerator, denominator)


def add_up(values: Iterable[Decimal]) -> Decimal:
    """The sum, in 50 digits; it keeps the decimals of its terms (9.00 + 1.00 = 10.00)."""
    return functools.reduce(WIDE.add, values, Decimal(0))


def to_decimal(value: Fraction) -> Decimal:
    """A fraction as a decimal: exact where the decimals end, else 50 digits."""
    return WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))


def percent(part: Decimal | int, whole: Decimal | int, places: int = 2) -> str:
    """``part / whole`` as a percentage, rounded half up.

    >>> percent(181, 358)
    '50.56%'
    """
    share = divide(Decimal(part) * 100, Decimal(whole))
    return f"{round_to(share, places)}%"


def integer_percent(share: Fraction) -> str:
    """A share (0 to 1) in whole per cent; 100 % and 0 % stand for exactly 1 and 0.

    >>> integer_percent(Fraction(999, 1000)), integer_percent(Fraction(1, 1000)), integer_percent(Fraction(1))
    ('99%以上', '不足1%', '100%')
    """
    shown = round_to(to_decimal(share) * 100, 0)
    if share < 1 and shown == 100:
        return "99%以上"
    if share > 0 and shown == 0:
        return "不足1%"
    return f"{shown}%"
