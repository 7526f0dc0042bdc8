"""Forecast of completion at the contract's end: by time, or from whole months with an interval."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.domain.station.rows import Indicator
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, at_stage, counted_to, day, numbered, with_indicator


def monthly(station: Station, *volumes: str, agreed: str = "1200") -> Station:
    """Volumes of the months from the contract's first on, counted to the last of February 2024."""
    counted = counted_to(station, "2024-02-29")
    months = months_between(station.contract.start, counted.assessment.cut_off)
    rows = [
        Indicator(
            row=2,
            id="visits",
            name="家访",
            unit="人次",
            month=month,
            done=Decimal(done),
            agreed=Decimal(agreed) if n == 0 else None,
        )
        for n, (month, done) in enumerate(zip(months, volumes, strict=False))
    ]
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


def test_a_forecast_leads_to_its_months_or_to_the_pace(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(monthly(station, "150", "50", "120", "80", "140", "60"))
    rate, interval = (
        evaluation.figures[f"progress.visits.{name}"] for name in ("forecast", "forecast_interval")
    )
    assert (rate.steps, [cell.column for cell in rate.cells]) == ("6个整月", ["done"] * 6)
    assert rate.inputs == ("progress.visits.rate", "progress.pace")
    assert (interval.label, interval.rule) == ("家访（人次）期满完成率的区间（95%）", "method.forecast")
    assert interval.inputs == ("progress.visits.forecast",)
    by_time = evaluate(with_indicator(station, done="60", agreed="100")).figures["progress.visits.forecast"]
    assert (by_time.steps, by_time.cells) == ("按序时进度", ())


def test_what_is_done_stays_done(station: Station, evaluate: Evaluate) -> None:
    (found,) = evaluate(monthly(station, "900", "0", "0", "0", "0", "0")).forecasts
    assert found.interval is not None
    assert found.interval[0] == pytest.approx(75)


@pytest.mark.parametrize(
    ("start", "until", "months"),
    [
        ("2023-09-01", "2023-12-31", 4),
        ("2023-09-01", "2023-12-30", 0),  # of December a day is missing
        ("2023-09-02", "2023-12-31", 0),  # of September one is
    ],
)
def test_an_interval_needs_four_whole_months(
    station: Station, evaluate: Evaluate, start: str, until: str, months: int
) -> None:
    four = monthly(station, *["100"] * 4, agreed="900")
    contract = replace(four.contract, start=day(start))
    (found,) = evaluate(replace(counted_to(four, until), contract=contract)).forecasts
    assert (found.months, found.interval is not None) == (months, months > 0)


@pytest.mark.parametrize("printed", ["50%", "50.00%"])
def test_without_an_agreed_volume_of_its_own_it_goes_by_time(
    station: Station, evaluate: Evaluate, printed: str
) -> None:
    """600 at 50 % fit 1189 to 1212, at 50.00 % only 1200: a reconstructed volume isn't an agreed one."""
    first, *others = monthly(station, *["100"] * 6).indicators
    first = replace(first, agreed=None, reported_rate=printed)
    counted = counted_to(station, "2024-02-29")
    (found,) = evaluate(replace(counted, indicators=(first, *others))).forecasts
    assert (found.interval, found.months) == (None, 0)


def test_what_is_on_pace_is_forecast(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_indicator(station, done="181", agreed="358"))
    assert evaluation.progress.indicators[0].state == "on_pace"
    assert shown(evaluation, "forecast") == "100%"


def test_where_months_are_missing_there_is_none_and_the_next_has_its_own(
    station: Station, evaluate: Evaluate
) -> None:
    """Four of six months, and ahead even so."""
    some = monthly(station, *["100"] * 4, agreed="500")
    (whole,) = with_indicator(station, done="60", agreed="100").indicators
    evaluation = evaluate(replace(some, indicators=(*some.indicators, replace(whole, row=9, id="talks"))))
    assert [one.state for one in evaluation.progress.indicators] == ["ahead", "ahead"]
    assert [one.indicator.id for one in evaluation.forecasts] == ["talks"]


@pytest.mark.parametrize(
    ("until", "forecast"), [("2024-01-24", 0), ("2024-01-25", 1), ("2024-04-08", 1), ("2024-04-09", 0)]
)
def test_forecasts_are_made_from_a_quarter_of_the_contract_to_the_day_before_its_end(
    station: Station, evaluate: Evaluate, until: str, forecast: int
) -> None:
    """A hundred days."""
    contract = replace(station.contract, start=day("2024-01-01"), end=day("2024-04-09"))
    visits = with_indicator(counted_to(station, until), done="60", agreed="100")
    pace = "25" if until.startswith("2024-01") else "99"
    (indicator,) = visits.indicators
    evaluation = evaluate(
        replace(visits, contract=contract, indicators=(replace(indicator, done=Decimal(pace)),))
    )
    assert len(evaluation.forecasts) == forecast


def test_nothing_is_forecast_early_at_the_end_or_where_months_are_missing(
    station: Station, evaluate: Evaluate
) -> None:
    visits = with_indicator(station, done="60", agreed="100")
    assert evaluate(counted_to(visits, "2023-11-01")).forecasts == ()
    assert evaluate(at_stage(visits, "final")).forecasts == ()
    halfway = replace(visits, assessment=replace(visits.assessment, stage="final"))
    assert evaluate(halfway).forecasts == ()
    assert evaluate(monthly(station, "100", "100", "100", "100")).forecasts == ()


def test_what_is_out_of_line_is_not_forecast(station: Station, evaluate: Evaluate) -> None:
    assert evaluate(with_indicator(station, done="500", agreed="100")).forecasts == ()


def test_a_forecast_is_not_for_the_public(evaluation: Evaluation) -> None:
    assert "progress.home_visits.forecast" in evaluation.record("official")
    assert "forecast" not in evaluation.record("public")
    assert "不作为评估结果" in repr(StationReport(evaluation, "official").progress())
