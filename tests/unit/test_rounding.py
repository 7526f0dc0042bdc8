"""Decimal arithmetic: exact from the text in a file to the figure in the report."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from sweval.domain.values.rounding import (
    MODE_NAMES,
    MODES,
    add_up,
    divide,
    percent,
    plain,
    round_to,
    to_decimal,
)

ROUNDED = [  # value, places, half up, half even, down
    ("2.5", 0, "3", "2", "2"),
    ("3.5", 0, "4", "4", "3"),
    ("2.4999999999", 0, "2", "2", "2"),
    ("0.125", 2, "0.13", "0.12", "0.12"),
    ("0.135", 2, "0.14", "0.14", "0.13"),
    ("15.054", 2, "15.05", "15.05", "15.05"),
    ("9", 2, "9.00", "9.00", "9.00"),
    ("1.005", 2, "1.01", "1.00", "1.00"),  # as a binary float it lies below the tie and would give 1.00
    ("-2.5", 0, "-3", "-2", "-2"),
    ("0.0000005", 6, "0.000001", "0.000000", "0.000000"),
    ("84.76", 1, "84.8", "84.8", "84.7"),
]


@pytest.mark.parametrize(("value", "places", "half_up", "half_even", "down"), ROUNDED)
def test_a_value_is_rounded_in_each_mode(
    value: str, places: int, half_up: str, half_even: str, down: str
) -> None:
    found = {mode: f"{round_to(Decimal(value), places, mode):f}" for mode in MODES}
    assert found == {"half_up": half_up, "half_even": half_even, "down": down}


def test_half_up_is_meant_where_nothing_is_said() -> None:
    assert round_to(Decimal("0.125"), 2) == Decimal("0.13")


def test_every_mode_has_a_chinese_name() -> None:
    assert MODE_NAMES == {"half_up": "四舍五入", "half_even": "四舍六入五成双", "down": "截去尾数"}


def test_trailing_zeros_are_kept_as_printed() -> None:
    assert str(round_to(Decimal(9), 2)) == "9.00"


def test_a_quotient_has_fifty_digits() -> None:
    assert str(divide(Decimal(1), Decimal(3))) == "0." + "3" * 50
    assert divide(Decimal("75.27"), Decimal(5)) == Decimal("15.054")


def test_a_quotient_of_a_fraction_has_fifty_digits_too() -> None:
    assert str(to_decimal(Fraction(2, 3))) == "0." + "6" * 49 + "7"
    assert to_decimal(Fraction(7527, 500)) == Decimal("15.054")


AS_THEY_ARE = [
    (Decimal("9.00"), "9.00"),
    (Decimal("1E+3"), "1000"),
    (Decimal("-0.5"), "-0.5"),
    (Decimal("0.123450"), "0.123450"),
    (Decimal("0.1234500"), "0.12345"),
    (Decimal("0.1234567"), "0.123457"),
    (Decimal("0.1200004"), "0.12"),
    (Decimal("40.0000000"), "40"),
    (Decimal(40) / 3, "13.333333"),
]


@pytest.mark.parametrize(("value", "shown"), AS_THEY_ARE)
def test_a_number_is_shown_as_it_is_and_cut_to_six_decimals_where_it_has_more(
    value: Decimal, shown: str
) -> None:
    assert plain(value) == shown


def test_a_sum_keeps_the_decimals_of_its_terms_whatever_the_context() -> None:
    assert str(add_up([Decimal("9.00"), Decimal("1.00")])) == "10.00"
    assert add_up([]) == 0
    with localcontext() as context:
        context.prec = 3
        assert add_up([Decimal("1234.5"), Decimal("0.01")]) == Decimal("1234.51")


def test_division_by_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError, match=r"^division by zero$"):
        divide(Decimal(1), Decimal(0))
    with pytest.raises(ZeroDivisionError):
        percent(1, 0)


SHARES = [
    (181, 358, 2, "50.56%"),
    (153, 358, 2, "42.74%"),
    (10, 15, 2, "66.67%"),
    (9, 14, 2, "64.29%"),
    (2, 111, 2, "1.80%"),
    (1, 8, 0, "13%"),
    (1, 800, 2, "0.13%"),
    (0, 5, 2, "0.00%"),
    (10819, 2160, 2, "500.88%"),
    (Decimal("4.95"), Decimal("15.24"), 2, "32.48%"),
]


@pytest.mark.parametrize(("part", "whole", "places", "shown"), SHARES)
def test_a_share_prints_as_a_percentage(part: int, whole: int, places: int, shown: str) -> None:
    assert percent(part, whole, places) == shown


def test_the_callers_decimal_context_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 3
        assert round_to(Decimal("84.768"), 2) == Decimal("84.77")
        assert str(divide(Decimal(2), Decimal(3))) == "0." + "6" * 49 + "7"
