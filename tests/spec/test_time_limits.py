"""Prescribed limits in working days of the mainland calendar, counted from the day after their start.

Feedback within 5 and report within 10 days of the end of the evaluation, confirmation within 5 of receipt,
public notice at least 7. A year whose calendar isn't published reads 无法推算; the report still runs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import sweval
from sweval.analysis.rules.rulebook import limit_sentence
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.values.dates import CalendarEnds, IsWorkday, add_workdays, workdays_between
from sweval.evaluation import Evaluation
from tests.build import Evaluate, day, only_scored, with_process


def test_the_scheme_sets_four_limits(scheme: Scheme) -> None:
    limits = {limit.id: (limit.days, limit.bound, limit.start) for limit in scheme.time_limits}
    assert limits == {
        "feedback": (5, "at_most", "evaluation_end"),
        "report": (10, "at_most", "evaluation_end"),
        "confirmation": (5, "at_most", "report_received"),
        "notice_end": (7, "at_least", "notice_start"),
    }


LIMITS = {
    "feedback": r"评估工作结束.*5个工作日内",
    "report": r"评估工作结束.*10个工作日内",
    "confirmation": r"区民政部门收到报告.*5个工作日内",
    "notice_end": r"公示开始.*(不少于7个工作日|7个工作日以上)",
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_reads_as_a_sentence_with_its_start_and_its_bound(scheme: Scheme, limit: str) -> None:
    (found,) = (item for item in scheme.time_limits if item.id == limit)
    assert re.search(LIMITS[limit], limit_sentence(found))
    assert "法定" not in limit_sentence(found)


def test_the_published_case_was_due_on_6_and_13_march_2024(evaluation: Evaluation) -> None:
    assert evaluation.figures["schedule.feedback.due"].value == "2024年3月6日"
    assert evaluation.figures["schedule.report.due"].value == "2024年3月13日"


# --- the calendar -----------------------------------------------------------------------------------

FEEDBACK_AND_REPORT = [  # end of the evaluation, feedback due (5), report due (10)
    pytest.param("2024-02-28", "2024-03-06", "2024-03-13", id="two-plain-weeks"),
    # Spring Festival 2024: 10 to 17 February off; Sundays 4 and 18 February are worked, so is New Year's Eve.
    pytest.param("2024-02-02", "2024-02-08", "2024-02-21", id="spring-festival-2024"),
    pytest.param("2024-02-09", "2024-02-22", "2024-02-29", id="from-new-years-eve-2024"),
    pytest.param("2024-02-12", "2024-02-22", "2024-02-29", id="from-within-the-festival-2024"),
    # Spring Festival 2025: 28 January to 4 February off; Sunday 26 January, Saturday 8 February worked.
    pytest.param("2025-01-22", "2025-02-05", "2025-02-11", id="spring-festival-2025"),
    pytest.param("2025-01-27", "2025-02-10", "2025-02-17", id="from-the-eve-2025"),
    # The National Day week of 2024; Sunday 29 September and Saturday 12 October are worked.
    pytest.param("2024-09-27", "2024-10-10", "2024-10-16", id="national-day-2024"),
    # New Year: the limit runs on in the next year.
    pytest.param("2024-12-27", "2025-01-06", "2025-01-13", id="over-new-year"),
]


@pytest.mark.parametrize(("end", "feedback", "report"), FEEDBACK_AND_REPORT)
def test_limits_run_in_working_days_with_holidays_and_make_up_days(
    station: Station, evaluate: Evaluate, end: str, feedback: str, report: str
) -> None:
    schedule = evaluate(with_process(station, evaluation_end=end)).schedule
    assert schedule.deadline("feedback").due == day(feedback)
    assert schedule.deadline("report").due == day(report)


@pytest.mark.parametrize(
    ("made_up", "off"),
    [("2024-02-04", "2024-02-12"), ("2024-02-18", "2024-02-16"), ("2025-02-08", "2025-02-04")],
)
def test_a_weekend_day_may_be_worked_and_a_weekday_may_be_off(
    calendar: IsWorkday, made_up: str, off: str
) -> None:
    assert day(made_up).weekday() >= 5
    assert calendar(day(made_up)) is True
    assert day(off).weekday() < 5
    assert calendar(day(off)) is False


def test_the_day_a_limit_starts_is_not_counted(calendar: IsWorkday) -> None:
    assert add_workdays(day("2024-02-28"), 1, calendar) == day("2024-02-29")
    assert add_workdays(day("2024-02-28"), 0, calendar) == day("2024-02-28")
    assert workdays_between(day("2024-02-28"), day("2024-02-28"), calendar) == 0
    assert workdays_between(day("2024-02-28"), day("2024-02-29"), calendar) == 1


def test_working_days_are_counted_over_a_holiday_and_its_make_up_days(calendar: IsWorkday) -> None:
    assert workdays_between(day("2024-02-02"), day("2024-02-21"), calendar) == 10
    assert workdays_between(day("2024-02-09"), day("2024-02-18"), calendar) == 1


def test_a_negative_number_of_days_is_refused(calendar: IsWorkday) -> None:
    with pytest.raises(ValueError, match=r"^days must not be negative$"):
        add_workdays(day("2024-02-28"), -1, calendar)


# --- where the end of the evaluation isn't known ----------------------------------------------------


def test_the_last_day_on_site_replaces_a_missing_end_and_is_marked(evaluation: Evaluation) -> None:
    schedule = evaluation.schedule
    assert (schedule.evaluation_end, schedule.inferred) == (day("2024-02-28"), True)
    assert evaluation.figures["schedule.evaluation_end"].label == "评估工作结束日（以实地评估日推定）"


def test_of_several_days_on_site_the_last_replaces_the_end(station: Station, evaluate: Evaluate) -> None:
    days = replace(station.assessment, onsite_start=day("2024-02-26"), onsite_end=day("2024-02-28"))
    schedule = evaluate(replace(station, assessment=days)).schedule
    assert schedule.evaluation_end == day("2024-02-28")
    assert schedule.deadline("feedback").due == day("2024-03-06")


def test_a_stated_end_is_used_and_not_marked(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_process(station, evaluation_end="2024-03-01"))
    schedule = evaluation.schedule
    assert (schedule.evaluation_end, schedule.inferred) == (day("2024-03-01"), False)
    assert evaluation.figures["schedule.evaluation_end"].label == "评估工作结束日"


def test_an_end_without_a_day_is_no_end(station: Station, evaluate: Evaluate) -> None:
    schedule = evaluate(with_process(station, evaluation_end=True)).schedule
    assert (schedule.evaluation_end, schedule.inferred) == (day("2024-02-28"), True)


# --- done, due, overdue -----------------------------------------------------------------------------

REPORTS = [  # day of the report, as of, state
    ("2024-03-13", "", "done"),  # on the last day
    ("2024-03-14", "", "done_late"),
    (True, "2024-03-20", "done_undated"),
    (None, "2024-03-12", "due"),
    (None, "2024-03-13", "due"),  # the last day is still within the limit
    (None, "2024-03-14", "unrecorded"),  # nobody wrote it down; it may well have been done
    (False, "2024-03-13", "due"),
    (False, "2024-03-14", "overdue"),  # written down as not done
]


@pytest.mark.parametrize(("done", "as_of", "state"), REPORTS)
def test_a_report_is_done_due_or_overdue_at_the_day_asked_about(
    station: Station, evaluate: Evaluate, done: str | bool | None, as_of: str, state: str
) -> None:
    steps: dict[str, Any] = {} if done is None else {"report": done}
    schedule = evaluate(with_process(station, as_of=as_of, onsite="2024-02-28", **steps)).schedule
    assert schedule.deadline("report").state == state


def test_a_report_of_the_day_after_the_one_asked_about_is_not_done_yet(
    station: Station, evaluate: Evaluate
) -> None:
    some = with_process(station, as_of="2024-03-11", onsite="2024-02-28", report="2024-03-12")
    figures = evaluate(some).figures
    done, state = (figures[f"schedule.report.{what}"] for what in ("done", "state"))
    assert (done.label, done.text, done.missing) == ("出具评估报告：完成日期", "截至基准日未完成", False)
    assert (done.rule, done.inputs) == ("scheme.limit.report", ("schedule.as_of",))
    assert [(cell.file, cell.column) for cell in done.cells] == [
        ("process.csv", "done"),
        ("process.csv", "completed"),
    ]
    assert state.text == "未到期"


@pytest.mark.parametrize(
    ("as_of", "word"), [("2024-03-06", "未到期"), ("2024-03-07", "已逾期")], ids=["due-day", "day-after"]
)
def test_feedback_is_overdue_from_the_day_after_its_last(
    station: Station, evaluate: Evaluate, as_of: str, word: str
) -> None:
    figures = evaluate(with_process(station, as_of=as_of, feedback=False)).figures
    assert figures["schedule.feedback.state"].value == word


def test_the_published_case_confirms_feedback_without_a_day(evaluation: Evaluation) -> None:
    assert evaluation.figures["schedule.feedback.state"].value == "已完成，日期未提供"
    assert evaluation.figures["schedule.feedback.done"].missing
    assert evaluation.figures["schedule.report.state"].value == "已完成"


def test_the_day_asked_about_is_the_last_in_the_process_never_today(
    station: Station, evaluate: Evaluate
) -> None:
    assert station.as_of == day("2024-02-28")
    assert with_process(station, report="2024-03-08", feedback="2024-03-05").as_of == day("2024-03-08")
    assert with_process(station).as_of == day("2024-02-28")
    assert evaluate(station).figures["schedule.as_of"].value == "2024年2月28日"


def test_confirmation_runs_from_receipt(station: Station, evaluate: Evaluate) -> None:
    received = with_process(station, report_received="2024-03-13", confirmation="2024-03-20")
    evaluation = evaluate(received)
    deadline = evaluation.schedule.deadline("confirmation")
    assert (deadline.due, deadline.state) == (day("2024-03-20"), "done")
    assert deadline.done == day("2024-03-20")
    assert evaluation.figures["schedule.confirmation.start"].value == "2024年3月13日"


@pytest.mark.parametrize("ended", ["2024-03-29", "2024-04-01"])
def test_a_notice_of_seven_working_days_or_more_is_long_enough(
    station: Station, evaluate: Evaluate, ended: str
) -> None:
    noticed = with_process(station, notice_start="2024-03-20", notice_end=ended)
    deadline = evaluate(noticed).schedule.deadline("notice_end")
    assert (deadline.due, deadline.state) == (day("2024-03-29"), "done")


def test_a_notice_of_six_working_days_is_too_short_not_late(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_process(station, notice_start="2024-03-20", notice_end="2024-03-28"))
    assert evaluation.schedule.deadline("notice_end").state == "done_short"
    assert evaluation.figures["schedule.notice_end.state"].value == "已完成，短于规定期限"


NOTICES = [("2024-03-28", "due", "未到期"), ("2024-03-29", "elapsed", "期限已满，完成日期未提供")]


@pytest.mark.parametrize(("as_of", "state", "word"), NOTICES)
def test_a_notice_whose_end_is_not_known_has_stood_long_enough_or_not_yet(
    station: Station, evaluate: Evaluate, as_of: str, state: str, word: str
) -> None:
    evaluation = evaluate(with_process(station, notice_start="2024-03-20", as_of=as_of))
    assert evaluation.schedule.deadline("notice_end").state == state
    assert evaluation.figures["schedule.notice_end.state"].value == word


def test_states_are_not_for_the_public(evaluation: Evaluation) -> None:
    states = [
        figure
        for id, figure in evaluation.figures.items()
        if id.startswith("schedule.") and id.endswith(".state")
    ]
    assert len(states) == 4
    assert all(figure.editions == ("working", "official") for figure in states)


# --- unknown due dates ------------------------------------------------------------------------------


def test_a_limit_without_a_known_start_has_no_due_date(evaluation: Evaluation) -> None:
    deadline = evaluation.schedule.deadline("confirmation")
    assert (deadline.start, deadline.due, deadline.state) == (None, None, "uncomputable")
    assert deadline.gap == "未提供“区民政部门收到报告”的日期"
    figure = evaluation.figures["schedule.confirmation.due"]
    assert (figure.value, figure.steps, figure.missing) == ("无法推算", deadline.gap, True)


def test_a_step_done_without_a_known_limit_is_still_done(station: Station, evaluate: Evaluate) -> None:
    confirmed = with_process(station, confirmation="2024-03-20")
    assert evaluate(confirmed).schedule.deadline("confirmation").state == "done"


def test_a_year_without_a_published_calendar_has_no_due_dates(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_process(station, evaluation_end="2041-05-06"))
    assert evaluation.figures["schedule.report.due"].value == "无法推算"
    assert evaluation.figures["schedule.report.due"].steps == "2041年工作日历尚未公布"
    assert evaluation.figures["schedule.report.state"].value == "无法推算"
    assert evaluation.figures["score.total"].value == "84.76"


def test_a_limit_that_runs_into_an_unpublished_year_has_no_due_date(
    station: Station, scheme: Scheme, calendar: IsWorkday
) -> None:
    def until_2024(asked: date) -> bool | None:
        return calendar(asked) if asked.year <= 2024 else None

    late = with_process(station, evaluation_end="2024-12-20")
    schedule = sweval.evaluate(late, scheme, until_2024).schedule
    assert schedule.deadline("feedback").due == day("2024-12-27")
    assert schedule.deadline("report").due is None
    assert schedule.deadline("report").gap == "2025年工作日历尚未公布"


def test_counting_days_stops_at_an_unpublished_year_as_well(calendar: IsWorkday) -> None:
    with pytest.raises(CalendarEnds, match="2041") as ends:
        workdays_between(day("2041-01-01"), day("2041-01-02"), calendar)
    assert ends.value.year == 2041


def test_a_station_without_any_process_still_has_its_first_limits(
    station: Station, evaluate: Evaluate
) -> None:
    schedule = evaluate(only_scored(station)).schedule
    states = [deadline.state for deadline in schedule.deadlines]
    assert states == ["due", "due", "uncomputable", "uncomputable"]


def test_a_step_without_a_limit_has_no_deadline(evaluation: Evaluation) -> None:
    with pytest.raises(KeyError, match="review"):
        evaluation.schedule.deadline("review")
