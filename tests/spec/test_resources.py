"""People and money: retention, months short of staff, spending and budget."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.domain.station.people_rows import CoverageTotal, Headcount, Staff
from sweval.domain.station.rows import Finance
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, counted_to, day, numbered, only_scored, with_finance, with_headcount

#: First and last day in post (none: still there), hours of training; the contract runs from 2023-09-01.
ROSTER = (
    ("2021-03-01", "", "40"),
    ("2022-03-01", "", "20"),
    ("2023-08-31", "2024-01-31", "8"),
    ("2023-09-01", "", "12"),
    ("2023-09-02", "", ""),
    ("2020-01-01", "2023-08-31", ""),
)


def with_roster(station: Station, *rows: tuple[str, str, str]) -> Station:
    members = [
        Staff(
            row=2,
            id=f"s{n}",
            group="social_worker",
            certified=n % 2 == 0,
            start=day(start),
            end=day(end) if end else None,
            training_hours=Decimal(hours) if hours else None,
        )
        for n, (start, end, hours) in enumerate(rows)
    ]
    return replace(station, staff=numbered(members))


def with_budget(station: Station, *rows: tuple[str, str | None, str, bool]) -> Station:
    """Items of the first half of the contract: name, budget, spending, whether personnel cost."""
    made = [
        Finance(
            row=2,
            item=item,
            budget=Decimal(budget) if budget is not None else None,
            spent=Decimal(spent),
            period_start=station.contract.start,
            period_end=station.assessment.cut_off,
            personnel=staff,
        )
        for item, budget, spent, staff in rows
    ]
    return replace(station, finance=numbered(made))


# --- retention --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rostered(station: Station, evaluate: Evaluate) -> Evaluation:
    return evaluate(with_roster(station, *ROSTER))


def test_the_roster_is_counted_at_the_cut_off_day(rostered: Evaluation) -> None:
    f = rostered.figures
    assert {id: f[f"staff.{id}"].text for id in ("now", "at_start", "stayed", "joined", "left")} == {
        "now": "4名",
        "at_start": "4名",
        "stayed": "3名",
        "joined": "1名",
        "left": "1名",
    }


def test_retention_is_who_stayed_of_those_there_at_the_start(rostered: Evaluation) -> None:
    retention = rostered.figures["staff.retention"]
    assert (retention.value, retention.steps) == ("75.00%", "3÷4")
    assert rostered.rules[retention.rule].assumed
    assert "合同期起始日在岗的4名中，3名仍在岗，稳岗率为75.00%" in repr(StationReport(rostered).operations())


def test_the_last_day_in_post_is_still_one(station: Station, evaluate: Evaluate) -> None:
    on_the_day = with_roster(station, ("2023-01-01", "2024-02-28", ""))
    assert evaluate(on_the_day).figures["staff.now"].value == "1"
    assert evaluate(counted_to(on_the_day, "2024-02-29")).figures["staff.now"].value == "0"


@pytest.mark.parametrize(("start", "long"), [("2022-02-28", "1"), ("2022-03-01", "0"), ("2020-02-29", "1")])
def test_two_years_in_post_are_reached_on_their_anniversary(
    station: Station, evaluate: Evaluate, start: str, long: str
) -> None:
    assert evaluate(with_roster(station, (start, "", ""))).figures["staff.long"].value == long


@pytest.mark.parametrize(("until", "long"), [("2026-02-28", "0"), ("2026-03-01", "1")])
def test_who_came_on_29_february_has_her_anniversary_on_1_march(
    station: Station, evaluate: Evaluate, until: str, long: str
) -> None:
    counted = counted_to(with_roster(station, ("2024-02-29", "", "")), until)
    assert evaluate(counted).figures["staff.long"].value == long


def test_no_hours_of_training_are_hours_given(station: Station, evaluate: Evaluate) -> None:
    f = evaluate(with_roster(station, ("2021-03-01", "", "40"), ("2021-03-01", "", "0"))).figures
    assert (f["staff.training"].text, f["staff.training"].steps) == ("20.0小时", "40÷2")
    assert f["staff.training_least"].text == "0小时"


def test_training_is_that_of_those_whose_hours_were_given(rostered: Evaluation) -> None:
    f = rostered.figures
    assert (f["staff.training"].text, f["staff.training"].steps) == ("24.0小时", "72÷3")
    assert f["staff.training_least"].text == "12小时"
    assert f["staff.training_untold"].text == "1名"


def test_people_served_a_social_worker(station: Station, evaluate: Evaluate) -> None:
    total = replace(with_roster(station, *ROSTER), coverage_totals=(CoverageTotal(row=2, persons=1367),))
    assert evaluate(total).figures["staff.served"].text == "341.8人"
    areas = CoverageTotal(row=2, area="a1", persons=700), CoverageTotal(row=3, persons=1367)
    assert evaluate(replace(total, coverage_totals=areas)).figures["staff.served"].text == "341.8人"
    unknown = evaluate(replace(total, coverage_totals=()))
    assert "staff.served" not in unknown.figures


def test_where_nobody_was_there_at_the_start_there_is_no_retention(
    station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(with_roster(station, ("2023-10-01", "", "")))
    assert "staff.retention" not in evaluation.figures
    assert "稳岗率无法计算" in repr(StationReport(evaluation).operations())


# --- months short -----------------------------------------------------------------------------------


def test_months_short_add_up_and_more_than_enough_makes_up_for_nothing(
    station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(with_headcount(station, [0, 2, -1, 1, 0, 0]))
    (found,) = evaluation.shortages
    assert [(month.short, month.so_far) for month in found.months] == [
        (0, 0),
        (2, 2),
        (0, 2),
        (1, 3),
        (0, 3),
        (0, 3),
    ]
    shown = repr(StationReport(evaluation).operations())
    assert "累计缺少3人次，最多的是2023年10月缺2人次" in shown
    assert "界限为累计5人次" in shown


def test_a_month_of_which_half_is_missing_or_after_the_cut_off_day_is_not_counted(
    station: Station, evaluate: Evaluate
) -> None:
    months = ["2024-03", "2023-11", "2023-10", "2023-09"]
    certified = [(12, 6), (12, 11), (12, None), (None, 9)]
    rows = [
        Headcount(row=2, month=month, required=15, in_post=15, certified_required=want, certified=have)
        for month, (want, have) in zip(months, certified, strict=True)
    ]
    everybody, some = evaluate(replace(station, headcount=numbered(rows))).shortages
    assert [month.row.month for month in everybody.months] == ["2023-09", "2023-10", "2023-11"]
    assert [(month.row.month, month.so_far) for month in some.months] == [("2023-11", 1)]


def test_the_months_and_the_veto_count_the_same(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_headcount(station, [1, 1, 1, 1, 1, 0], certified=True))
    verdict = next(v for v in evaluation.verdicts if v.rule.id == "certified_shortfall")
    assert verdict.measured is not None
    assert evaluation.shortages[1].total == verdict.measured.value == 5


# --- money ------------------------------------------------------------------------------------------


def test_execution_is_spent_over_budget_and_shown_with_the_time_passed(
    station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(
        with_budget(
            station, ("人员费用", "2000000", "1000000", True), ("服务费用", "400000", "180000.50", False)
        )
    )
    f = evaluation.figures
    assert f["finance.item.1.execution"].value == "50.00%"
    assert f["finance.item.2.spent"].text == "180,000.50元"
    assert (f["finance.all.execution"].value, f["finance.all.execution"].steps) == (
        "49.17%",
        "1180000.50÷2400000",
    )
    assert f["finance.elapsed"].value == f["progress.pace"].value == "50.56%"
    assert f["finance.personnel_share"].value == "84.75%"


def test_where_a_budget_is_missing_there_is_no_execution_of_all_items(
    station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(
        with_budget(station, ("人员费用", "100", "50", True), ("其他费用", None, "10", False))
    )
    assert "finance.all.execution" not in evaluation.figures
    assert evaluation.figures["finance.item.1.execution"].value == "50.00%"
    shown = repr(StationReport(evaluation).operations())
    assert "部分项目的预算未提供，总执行率不计算" in shown
    assert "其他费用 | 未提供 | 10 | —" in shown


def test_of_a_budget_of_nothing_there_is_no_share(station: Station, evaluate: Evaluate) -> None:
    f = evaluate(
        with_budget(station, ("人员费用", "100", "50", True), ("其他费用", "0", "10", False))
    ).figures
    assert f["finance.item.2.budget"].value == "0"
    assert "finance.item.2.execution" not in f
    assert f["finance.all.execution"].value == "60.00%"


def test_turnover_and_spending_are_not_for_the_public(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_finance(with_roster(station, *ROSTER), personnel="80", other="20"))
    record = evaluation.record("public")
    assert '"id": "finance.' not in record
    assert '"id": "staff.retention' not in record


def test_missing_data_are_named_and_nothing_is_computed(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(only_scored(station))
    assert not [
        id for id in evaluation.figures if id.startswith(("finance.", "staff.short", "staff.retention"))
    ]
    assert "人员名册、各月应配与实配人数和经费收支未提供" in repr(StationReport(evaluation).operations())
