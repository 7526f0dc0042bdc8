"""Progress: done against agreed, and against the share of the contract's days that had passed.

Both ends of the contract are counted; the cut-off day of the volumes is an input, since the source doesn't
date them.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.analysis.services.progress import IndicatorProgress, pace_at
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import Indicator
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, counted_to, day, only_scored, with_indicator


def visits(station: Station, evaluate: Evaluate, **volumes: str) -> IndicatorProgress:
    (indicator,) = evaluate(with_indicator(station, **volumes)).progress.indicators
    return indicator


# --- pace -------------------------------------------------------------------------------------------


def test_at_the_assessment_day_181_of_358_days_had_passed(evaluation: Evaluation) -> None:
    pace = evaluation.progress.pace
    assert (pace.elapsed, pace.days, pace.printed) == (181, 358, "50.56%")
    assert evaluation.figures["progress.pace"].steps == "181÷358"


def test_at_the_end_of_january_153_had(station: Station, evaluate: Evaluate) -> None:
    pace = evaluate(counted_to(station, "2024-01-31")).progress.pace
    assert (pace.elapsed, pace.days, pace.printed) == (153, 358, "42.74%")


PACES = [  # day, days passed
    ("2023-08-31", 0),
    ("2023-09-01", 1),
    ("2024-08-22", 357),
    ("2024-08-23", 358),
    ("2024-08-24", 358),
]


@pytest.mark.parametrize(("asked", "elapsed"), PACES)
def test_the_first_and_the_last_day_are_counted_and_none_outside(asked: str, elapsed: int) -> None:
    pace = pace_at(day(asked), day("2023-09-01"), day("2024-08-23"))
    assert (pace.elapsed, pace.days) == (elapsed, 358)


def test_a_contract_of_one_day_has_passed_on_it() -> None:
    assert pace_at(day("2024-01-01"), day("2024-01-01"), day("2024-01-01")).printed == "100.00%"


# --- the published case -----------------------------------------------------------------------------

AHEAD = {
    "home_visits",
    "phone_visits",
    "case_sessions",
    "groups",
    "group_sessions",
    "group_attendance",
    "activities",
    "core_volunteers",
}


def test_three_indicators_at_fifty_per_cent_were_just_behind(evaluation: Evaluation) -> None:
    behind = evaluation.progress.in_state("behind")
    assert {indicator.id for indicator in behind} == {"cases_opened", "volunteers", "volunteer_teams"}
    assert {indicator.rate_shown for indicator in behind} == {"50.00%"}


def test_counted_at_the_end_of_january_none_was(station: Station, evaluate: Evaluate) -> None:
    progress = evaluate(counted_to(station, "2024-01-31")).progress
    assert progress.in_state("behind") == ()
    assert len(progress.in_state("ahead")) == 11


def test_eight_were_ahead_and_one_out_of_line(evaluation: Evaluation) -> None:
    progress = evaluation.progress
    assert {indicator.id for indicator in progress.in_state("ahead")} == AHEAD
    assert [indicator.id for indicator in progress.in_state("out_of_line")] == ["activity_attendance"]
    counts = {
        id: evaluation.figures[f"progress.count.{id}"].value for id in ("ahead", "behind", "out_of_line")
    }
    assert counts == {"ahead": "8", "behind": "3", "out_of_line": "1"}
    assert evaluation.figures["progress.count"].value == "12"


RECONSTRUCTED = {
    "cases_opened": "22",
    "group_sessions": "40",
    "volunteers": "50",
    "core_volunteers": "20",
    "volunteer_teams": "2",
}


def test_an_agreed_volume_is_reconstructed_only_where_one_whole_number_fits(evaluation: Evaluation) -> None:
    agreed = {
        indicator.id: str(indicator.agreed)
        for indicator in evaluation.progress.indicators
        if indicator.agreed is not None
    }
    assert agreed == RECONSTRUCTED
    for indicator in RECONSTRUCTED:
        assert evaluation.figures[f"progress.{indicator}.agreed"].label.endswith("约定量（反推）")
    missing = {
        id for id, figure in evaluation.figures.items() if id.startswith("progress.") and figure.missing
    }
    assert missing == {
        f"progress.{indicator.id}.agreed"
        for indicator in evaluation.progress.indicators
        if indicator.id not in RECONSTRUCTED
    }


def test_a_reported_rate_stays_as_printed_and_is_marked_as_reported(evaluation: Evaluation) -> None:
    for indicator in evaluation.progress.indicators:
        figure = evaluation.figures[f"progress.{indicator.id}.rate"]
        assert figure.value == indicator.rows[0].reported_rate
        assert figure.label.endswith("（所报）")


def test_a_service_counted_in_two_units_is_named_with_its_unit(evaluation: Evaluation) -> None:
    names = [indicator.name for indicator in evaluation.progress.indicators]
    assert {"小组服务（节）", "小组服务（人次）", "社区活动（次）", "社区活动（人次）"} <= set(names)
    assert len(set(names)) == 12


# --- ahead, on pace, behind -------------------------------------------------------------------------

STATES = [  # printed rate at a pace of 50.56 %, state
    ("50.55%", "behind"),
    ("50.56%", "on_pace"),
    ("50.57%", "ahead"),
    ("0.00%", "behind"),
    ("200.00%", "ahead"),
    ("200.01%", "out_of_line"),
]


@pytest.mark.parametrize(("printed", "state"), STATES)
def test_a_rate_is_compared_with_the_pace_as_printed(
    station: Station, evaluate: Evaluate, printed: str, state: str
) -> None:
    assert visits(station, evaluate, printed=printed).state == state


@pytest.mark.parametrize(("done", "state"), [("5055", "behind"), ("5056", "on_pace"), ("5057", "ahead")])
def test_a_computed_rate_is_compared_with_the_pace_as_printed_too(
    station: Station, evaluate: Evaluate, done: str, state: str
) -> None:
    """181 of 358 is 50.5586… %: a difference that the report doesn't show doesn't count."""
    assert visits(station, evaluate, done=done, agreed="10000").state == state


@pytest.mark.parametrize(("done", "state"), [("200", "ahead"), ("201", "out_of_line")])
def test_more_than_twice_the_agreed_volume_is_out_of_line(
    station: Station, evaluate: Evaluate, done: str, state: str
) -> None:
    assert visits(station, evaluate, done=done, agreed="100").state == state


def test_out_of_line_is_declared_an_assumption_of_the_project(scheme: Scheme) -> None:
    assert scheme.progress.out_of_line_over == 200
    assert scheme.progress.assumed
    assert "500.81%" in scheme.progress.source


def test_an_agreed_volume_gives_the_rate_and_its_steps(station: Station, evaluate: Evaluate) -> None:
    figures = evaluate(with_indicator(station, done="1420", agreed="2784")).figures
    rate = figures["progress.visits.rate"]
    assert (rate.value, rate.steps, rate.label) == ("51.01%", "1420÷2784", "家访（人次）完成率")
    assert rate.inputs == ("progress.visits.done", "progress.visits.agreed")


def test_an_agreed_volume_counts_more_than_a_printed_rate(station: Station, evaluate: Evaluate) -> None:
    indicator = visits(station, evaluate, done="50", agreed="100", printed="51.00%")
    assert (indicator.rate_shown, indicator.reconstructed, indicator.state) == ("50.00%", False, "behind")


def test_months_of_one_indicator_add_up(station: Station, evaluate: Evaluate) -> None:
    row = with_indicator(station, done="30", agreed="100").indicators[0]
    months = (replace(row, month="2023-09"), replace(row, row=3, month="2023-10", agreed=None))
    evaluation = evaluate(replace(station, indicators=months))
    (indicator,) = evaluation.progress.indicators
    assert (indicator.done, indicator.agreed, indicator.rate_shown) == (60, 100, "60.00%")
    assert len(evaluation.figures["progress.visits.done"].cells) == 2


def test_volumes_given_by_month_are_shown_by_month(station: Station, evaluate: Evaluate) -> None:
    rows = tuple(
        Indicator(
            row=n,
            id="v",
            name="家访",
            unit="人次",
            month=month,
            done=None if done is None else Decimal(done),
            agreed=Decimal(900) if n == 2 else None,
        )
        for n, (month, done) in enumerate((("2023-11", 210), ("2023-12", None), ("2024-01", 97)), start=2)
    )
    told = str(StationReport(evaluate(replace(station, indicators=rows)), "official").progress())
    assert "指标 | 2023年11月 | 2023年12月 | 2024年1月" in told
    assert "家访（人次） | 210 | 未提供 | 97" in told
    assert "\n各月服务量" not in str(StationReport(evaluate(station), "official").progress())


@pytest.mark.parametrize(
    ("months", "agreed", "state", "steps"),
    [
        (6, "358", "on_pace", "100＋0＋0＋0＋0＋81"),
        (6, "400", "behind", "100＋0＋0＋0＋0＋81"),
        (2, "358", "incomplete", "100＋81；缺2023年11月至2024年2月"),
        (2, "400", "incomplete", "100＋81；缺2023年11月至2024年2月"),
        (2, "300", "ahead", "100＋81；缺2023年11月至2024年2月"),
        (1, "400", "incomplete", "缺2023年10月至2024年2月"),
    ],
)
def test_months_that_are_missing_could_only_add_to_it(
    station: Station, evaluate: Evaluate, months: int, agreed: str, state: str, steps: str
) -> None:
    """181 of 358 is the pace of 181 of 358 days: only ahead is certain with months missing."""
    row = with_indicator(station, agreed=agreed).indicators[0]
    volumes = {1: ["181"], 2: ["100", "81"], 6: ["100", "0", "0", "0", "0", "81"]}[months]
    every = months_between(station.contract.start, station.assessment.cut_off)
    rows = tuple(
        replace(row, row=n, month=month, done=Decimal(done), agreed=row.agreed if n == 2 else None)
        for n, (month, done) in enumerate(zip(every, volumes, strict=False), start=2)
    )
    evaluation = evaluate(replace(station, indicators=rows))
    assert evaluation.progress.indicators[0].state == state
    assert evaluation.figures["progress.visits.done"].steps == steps


def test_a_volume_of_halves_is_not_audited(station: Station, evaluate: Evaluate) -> None:
    """Granularity applies to whole numbers only."""
    indicator = visits(station, evaluate, done="12.5", printed="50.00%")
    assert (indicator.audit, indicator.agreed, indicator.rate_shown) == (None, None, "50.00%")


# --- what is missing --------------------------------------------------------------------------------


def test_a_volume_without_agreement_or_rate_has_no_target(station: Station, evaluate: Evaluate) -> None:
    indicator = visits(station, evaluate, done="12")
    assert (indicator.state, indicator.rate) == ("no_target", None)


def test_an_agreed_volume_of_nothing_is_no_target(station: Station, evaluate: Evaluate) -> None:
    assert visits(station, evaluate, done="12", agreed="0").state == "no_target"


@pytest.mark.parametrize("done", ["12", None])
def test_a_rate_printed_of_an_agreed_volume_of_nothing_is_none(
    station: Station, evaluate: Evaluate, done: str | None
) -> None:
    evaluation = evaluate(with_indicator(station, done=done, agreed="0", printed="50.00%"))
    (indicator,) = evaluation.progress.indicators
    assert (indicator.rate, indicator.rate_shown, indicator.audit) == (None, None, None)
    assert indicator.state == ("no_target" if done else "missing")
    assert evaluation.figures["progress.visits.rate"].missing


def test_of_an_agreed_volume_of_one_the_printed_rate_is_audited(station: Station, evaluate: Evaluate) -> None:
    assert visits(station, evaluate, done="1", agreed="1", printed="100.00%").audit is not None


def test_an_indicator_without_any_volume_is_missing(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_indicator(station))
    assert evaluation.progress.indicators[0].state == "missing"
    for column in ("done", "agreed", "rate", "state"):
        assert evaluation.figures[f"progress.visits.{column}"].missing


def test_an_agreed_volume_alone_is_missing_its_progress(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_indicator(station, agreed="100"))
    assert evaluation.progress.indicators[0].state == "missing"
    assert evaluation.figures["progress.visits.agreed"].value == "100"


def test_nothing_done_of_something_agreed_is_behind_not_missing(station: Station, evaluate: Evaluate) -> None:
    indicator = visits(station, evaluate, done="0", agreed="100")
    assert (indicator.rate_shown, indicator.state) == ("0.00%", "behind")


def test_a_station_without_indicators_still_has_its_pace(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(only_scored(station))
    assert evaluation.progress.indicators == ()
    assert evaluation.figures["progress.pace"].value == "50.56%"
    assert evaluation.figures["progress.count"].value == "0"
