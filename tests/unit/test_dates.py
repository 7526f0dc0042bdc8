"""Months: which ones a period touches, and how a run of them is written."""

from __future__ import annotations

from datetime import date

import pytest

from sweval.domain.values.dates import WORKBOOK_DATE, chinese_day, chinese_month, months_between, name_months

PERIODS = [
    ("2023-12-31", "2024-01-01", ("2023-12", "2024-01")),
    ("2024-02-01", "2024-02-29", ("2024-02",)),
    ("2024-10-31", "2025-02-01", ("2024-10", "2024-11", "2024-12", "2025-01", "2025-02")),
    ("2024-02-01", "2024-01-31", ()),
]


@pytest.mark.parametrize(("start", "end", "months"), PERIODS)
def test_a_period_touches_every_month_that_it_has_a_day_in(
    start: str, end: str, months: tuple[str, ...]
) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == months


NAMED = [
    ([], ""),
    (["2024-05"], "2024年5月"),
    (["2024-05", "2024-06"], "2024年5月、2024年6月"),
    (["2024-05", "2024-06", "2024-07"], "2024年5月至2024年7月"),
    (["2024-05", "2024-07", "2024-09"], "2024年5月、2024年7月、2024年9月"),
    (["2024-01", "2023-12", "2023-11", "2024-05"], "2023年11月至2024年1月、2024年5月"),
    (["2024-10", "2024-12", "2025-01", "2025-02"], "2024年10月、2024年12月至2025年2月"),
]


@pytest.mark.parametrize(("months", "named"), NAMED)
def test_three_or_more_months_in_a_row_are_drawn_together(months: list[str], named: str) -> None:
    assert name_months(months) == named


def test_days_and_months_are_written_without_leading_noughts() -> None:
    assert chinese_day(date(2024, 2, 8)) == "2024年2月8日"
    assert chinese_month("2024-01") == "2024年1月"
    assert chinese_month("2024-12") == "2024年12月"


def test_the_date_of_a_workbook_is_a_time_for_a_mere_day_would_be_overwritten_by_the_clock() -> None:
    assert WORKBOOK_DATE.isoformat() == "2000-01-01T00:00:00"
