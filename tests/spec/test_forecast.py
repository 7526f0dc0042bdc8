"""Forecast of completion at the contract's end: by time, or from whole months with an interval; never a promise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.domain.dates import months_between
from sweval.domain.rows import Indicator
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report import StationReport
from tests.build import Evaluate, at_stage, counted_to, numbered, with_indicator


def monthly(station: Station, *volumes: str, agreed: str = "1200") -> Station:
    """Volumes of the months from the contract's first on, counted to the last of February 2024."""
    counted = counted_to(station, "2024-02-29")
    months = months_between(station.contract.start, counted.assessment.cut_off)
    rows = [
        Indicator(
            row=2, id="visits", name="家访", unit="人次", month=month, done=Decimal(done),
            agreed=Decimal(agreed) if n == 0 else None,
        )
        for n, (month, done) in enumerate(zip(months, volumes, strict=False))
    ]  # fmt: skip
    return replace(counted, indicators=numbered(rows))


def shown(evaluation: Evaluation, name: str) -> str:
    return evaluation.figures[f"progress.visits.{name}"].value


def test_by_time_it_is_the_rate_over_the_share_of_time_passed(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_indicator(station, done="60", agreed="100"))
    assert shown(evaluation, "forecast") == "119%"  # 60 ÷ 50.56
    assert shown(evaluation, "outlook") == "可达约定量"
    assert "progress.visits.forecast_interval" not in evaluation.figures


@pytest.mark.parametrize(
    ("done", "outlook"), [("44", "低于约定量"), ("46", "难以判断"), ("55", "难以判断"), ("56", "可达约定量")]
)
def test_without_an_interval_ten_points_about_the_agreed_volume_are_left_open(
    station: Station, evaluate: Evaluate, done: str, outlook: str
) -> None:
    assert shown(evaluate(with_indicator(station, done=done, agreed="100")), "outlook") == outlook


def test_equal_months_leave_no_doubt(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(monthly(station, *["100"] * 6))
    # 600 done, 176 days to go ÷ 30.4375 × 100.
    assert shown(evaluation, "forecast") == "98%"
    assert shown(evaluation, "forecast_interval") == "98%至98%"
    assert shown(evaluation, "outlook") == "低于约定量"


def test_months_that_vary_leave_some(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(monthly(station, "150", "50", "120", "80", "140", "60"))
    (found,) = evaluation.forecasts
    assert found.months == 6
    assert found.interval is not None
    # s = 42.426, r = 5.782, t(0.975, 5) = 2.571: ± 2.571 × 42.426 × √(5.782 + 5.782²/6) of 1200.
    assert found.interval[1] - float(found.rate) == pytest.approx(30.6, abs=0.1)
    assert shown(evaluation, "outlook") == "难以判断"


def test_what_is_done_stays_done(station: Station, evaluate: Evaluate) -> None:
    (found,) = evaluate(monthly(station, "900", "0", "0", "0", "0", "0")).forecasts
    assert found.interval is not None
    assert found.interval[0] == pytest.approx(75)


def test_fewer_than_four_whole_months_give_no_interval(station: Station, evaluate: Evaluate) -> None:
    early = counted_to(monthly(station, "100", "100", "100"), "2023-12-10")
    (found,) = evaluate(replace(early, indicators=early.indicators)).forecasts or (None,)
    assert found is None or found.interval is None


def test_nothing_is_forecast_early_at_the_end_or_where_months_are_missing(
    station: Station, evaluate: Evaluate
) -> None:
    visits = with_indicator(station, done="60", agreed="100")
    assert evaluate(counted_to(visits, "2023-11-01")).forecasts == ()
    assert evaluate(at_stage(visits, "final")).forecasts == ()
    assert evaluate(monthly(station, "100", "100", "100", "100")).forecasts == ()


def test_what_is_out_of_line_is_not_forecast(station: Station, evaluate: Evaluate) -> None:
    assert evaluate(with_indicator(station, done="500", agreed="100")).forecasts == ()


def test_a_forecast_is_not_for_the_public(evaluation: Evaluation) -> None:
    assert "progress.home_visits.forecast" in evaluation.record("official")
    assert "forecast" not in evaluation.record("public")
    assert "不作为评估结果" in repr(StationReport(evaluation, "official").progress())
