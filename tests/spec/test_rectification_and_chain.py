"""Rectification and procedure: each measure with its state, each step with its day, each review with both values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sweval.domain.station.rows import Complaint, Feedback, Review
from sweval.domain.station.station import Station
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, day, only_scored, verdict_on, with_process, with_rectification

DUE = "2024-02-10"


@pytest.mark.parametrize(
    ("done", "proper", "state", "against"),
    [
        ("2024-02-09", True, "on_time", False),
        ("2024-02-10", True, "on_time", False),
        ("2024-02-11", True, "late", True),
        ("2024-02-09", None, "unjudged", False),
        ("2024-02-09", False, "improper", True),
        ("", None, "overdue", True),
    ],
)
def test_a_measure_is_judged_by_its_dates_and_whether_it_was_proper(
    station: Station, evaluate: Evaluate, done: str, proper: bool | None, state: str, against: bool
):
    (measure,) = evaluate(with_rectification(station, (DUE, done, proper))).rectification
    assert (measure.state, measure.counts_against) == (state, against)


@pytest.mark.parametrize(
    ("as_of", "state", "known"),
    [("2024-02-08", "open", False), ("2024-02-09", "on_time", True), ("2024-02-10", "on_time", True)],
)
def test_seen_from_a_day_before_it_was_done_a_measure_is_open(
    station: Station, evaluate: Evaluate, as_of: str, state: str, known: bool
):
    some = replace(with_rectification(station, (DUE, "2024-02-09", True)), as_of=day(as_of))
    (measure,) = evaluate(some).rectification
    assert (measure.state, measure.done) == (state, day("2024-02-09") if known else None)


@pytest.mark.parametrize(("as_of", "state"), [(DUE, "open"), ("2024-02-11", "overdue")])
def test_a_measure_is_overdue_from_the_day_after_its_last(
    station: Station, evaluate: Evaluate, as_of: str, state: str
):
    some = replace(with_rectification(station, (DUE, "", None)), as_of=day(as_of))
    assert evaluate(some).rectification[0].state == state


def test_before_its_date_a_measure_is_open(station: Station, evaluate: Evaluate):
    (measure,) = evaluate(with_rectification(station, ("2025-02-10", "", None))).rectification
    assert measure.state == "open"


def test_what_counts_against_a_station_is_what_the_veto_counts(station: Station, evaluate: Evaluate):
    rows = ((DUE, "2024-02-11", True), (DUE, "", None), (DUE, "2024-02-09", True), (DUE, "2024-02-09", False))
    evaluation = evaluate(with_rectification(station, *rows))
    verdict = verdict_on(evaluation, "late_rectification")
    assert verdict.measured
    assert sum(measure.counts_against for measure in evaluation.rectification) == verdict.measured.value == 3


def test_the_public_sees_no_rectification(station: Station, evaluate: Evaluate):
    evaluation = evaluate(with_rectification(station, (DUE, "", None)))
    assert all(
        "public" not in f.editions for id, f in evaluation.figures.items() if id.startswith("rectify.")
    )


def test_every_step_from_the_plan_on_is_listed_in_order(station: Station, evaluate: Evaluate):
    some = with_process(station, onsite="2024-02-28", plan="2024-01-10", review="2024-04-01")
    evaluation = evaluate(some)
    steps = [link.step for link in evaluation.chain if link.row]
    assert steps == ["plan", "onsite", "review"]
    assert evaluation.figures["schedule.step.plan"].text == "2024年1月10日"


def test_a_step_done_after_the_day_asked_about_is_not_done(station: Station, evaluate: Evaluate):
    some = with_process(station, onsite="2024-02-28", review="2024-04-01", as_of="2024-03-01")
    figure = evaluate(some).figures["schedule.step.review"]
    assert (figure.text, figure.missing, figure.inputs) == ("截至基准日未完成", False, ("schedule.as_of",))


def test_the_day_of_a_step_that_nobody_stated_is_not_provided(station: Station, evaluate: Evaluate):
    figure = evaluate(with_process(station, plan=True, as_of="2024-03-01")).figures["schedule.step.plan"]
    assert (figure.text, figure.missing, figure.inputs) == ("未提供", True, ())


def test_what_was_there_before_a_review_may_not_be_provided(station: Station, evaluate: Evaluate):
    review = Review(row=2, id="v1", item="服务成效评分", after="11.1", reason="补交档案")
    f = evaluate(replace(station, reviews=(review,))).figures
    assert (f["schedule.review.v1.before"].text, f["schedule.review.v1.before"].missing) == ("未提供", True)
    assert not f["schedule.review.v1.after"].missing


def test_a_complaint_settled_on_the_day_asked_about_is_settled(station: Station, evaluate: Evaluate):
    some = with_process(complained(station, done="2024-03-01"), as_of="2024-03-01")
    assert evaluate(some).figures["schedule.complaints.open"].value == "0"


def test_a_review_keeps_what_was_there_before(station: Station, evaluate: Evaluate):
    review = Review(
        row=2,
        id="v1",
        item="服务成效评分",
        before="10.6",
        after="11.1",
        reason="补交档案",
        author="evaluator",
        done=date(2024, 3, 4),
    )
    evaluation = evaluate(replace(station, reviews=(review,)))
    f = evaluation.figures
    assert (f["schedule.review.v1.before"].text, f["schedule.review.v1.after"].text) == ("10.6", "11.1")
    assert "补交档案" in str(StationReport(evaluation, "official").chain())


def test_an_objection_is_listed_with_its_handling(station: Station, evaluate: Evaluate):
    said = Feedback(
        row=2,
        party="station",
        channel="draft",
        objection=True,
        comment="对建档数有异议",
        handling="复核后维持",
    )
    told = str(StationReport(evaluate(replace(station, feedback=(said,))), "official").chain())
    assert "对建档数有异议" in told
    assert "复核后维持" in told


def complained(station: Station, *, done: str = "") -> Station:
    row = Complaint(
        row=2,
        id="q1",
        received=day("2024-02-26"),
        about="对建档人数有疑问",
        handling="已核对",
        done=day(done) if done else None,
    )
    return replace(station, complaints=(row,))


def test_a_complaint_is_listed_with_its_handling(station: Station, evaluate: Evaluate):
    told = str(StationReport(evaluate(complained(station, done="2024-02-27")), "official").chain())
    assert "收到质疑或投诉1件，均已办结" in told
    assert "对建档人数有疑问 | 已核对 | 2024年2月27日" in told


@pytest.mark.parametrize("done", ["", "2024-03-05"])
def test_a_complaint_not_settled_by_the_day_is_open(station: Station, evaluate: Evaluate, done: str):
    told = str(StationReport(evaluate(complained(station, done=done)), "official").chain())
    assert "其中1件未办结" in told


def test_the_public_edition_shows_no_complaint(station: Station, evaluate: Evaluate):
    some = replace(
        with_process(complained(station), onsite="2024-02-28", confirmation="2024-02-28"), reviews=()
    )
    told = "".join(str(cell) for cell in StationReport(evaluate(some), "public").all())
    assert "对建档人数有疑问" not in told


def test_without_data_nothing_is_claimed(station: Station, evaluate: Evaluate):
    report = StationReport(evaluate(only_scored(station)), "working")
    assert "评估流程记录未提供" in str(report.chain())
    assert "整改资料未提供" in str(report.rectification())
