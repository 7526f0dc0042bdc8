"""Eight conditions make the grade 不合格: present, checked and not found, or not assessed.

Missing data never count as clear. A count that has reached its threshold triggers even with data missing;
the total is kept in every case.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between
from sweval.evaluation import Evaluation
from tests.build import (
    Evaluate,
    at_stage,
    counted_to,
    day,
    only_scored,
    verdict_on,
    with_declarations,
    with_finance,
    with_headcount,
    with_rectification,
)

VETOES = [
    "cleaners_on_posts",
    "staff_shortage",
    "certified_shortfall",
    "personnel_share",
    "late_rectification",
    "professional_fail",
    "finance_fail",
    "other_breach",
]
COMPUTED = VETOES[1:5]
DECLARED = [veto for veto in VETOES if veto not in COMPUTED]


def test_the_scheme_has_eight_vetoes_in_the_order_of_the_source(scheme: Scheme) -> None:
    assert [veto.id for veto in scheme.vetoes] == VETOES
    assert [veto.id for veto in scheme.vetoes if veto.kind == "declared"] == DECLARED


def test_the_published_case_gives_no_verdict_on_any(evaluation: Evaluation) -> None:
    """Its strengths state that attendance and qualification meet the rules; that is no verdict."""
    assert {verdict.state for verdict in evaluation.verdicts} == {"not_assessed"}
    assert evaluation.figures["veto.not_assessed"].value == "8"
    statement = verdict_on(evaluation, "staff_shortage").declaration
    assert statement is not None and statement.statement
    assert evaluation.figures["score.grade"].value == "良好"


def test_a_station_without_any_data_is_clear_of_nothing(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(only_scored(station))
    assert [verdict.state for verdict in evaluation.verdicts] == ["not_assessed"] * 8
    assert all(evaluation.figures[f"veto.{veto}"].missing for veto in VETOES)


def test_the_three_states_have_their_words(station: Station, evaluate: Evaluate) -> None:
    figures = evaluate(with_declarations(station, finance_fail="triggered", other_breach="clear")).figures
    assert figures["veto.finance_fail"].value == "存在"
    assert figures["veto.other_breach"].value == "经核查未发现"
    assert figures["veto.professional_fail"].value == "未提供资料，不作认定"
    counts = [figures[f"veto.{state}"].value for state in ("triggered", "clear", "not_assessed")]
    assert counts == ["1", "1", "6"]


# --- declared with evidence -------------------------------------------------------------------------


@pytest.mark.parametrize("veto", VETOES)
def test_any_one_declared_with_evidence_fails_the_station(
    station: Station, evaluate: Evaluate, veto: str
) -> None:
    evaluation = evaluate(with_declarations(station, **{veto: "triggered"}))
    verdict = verdict_on(evaluation, veto)
    assert (verdict.state, verdict.reason) == ("triggered", "据佐证材料认定：核查记录")
    assert evaluation.grade.final.name == "不合格"
    assert str(evaluation.scoring.total) == "84.76"


@pytest.mark.parametrize("veto", VETOES)
def test_a_declaration_with_evidence_clears(station: Station, evaluate: Evaluate, veto: str) -> None:
    evaluation = evaluate(with_declarations(station, **{veto: "clear"}))
    verdict = verdict_on(evaluation, veto)
    assert (verdict.state, verdict.reason) == ("clear", "据佐证材料认定：核查记录")
    assert evaluation.grade.final.name == "良好"


@pytest.mark.parametrize("veto", DECLARED)
def test_what_cannot_be_computed_is_not_assessed(evaluation: Evaluation, veto: str) -> None:
    verdict = verdict_on(evaluation, veto)
    assert (verdict.state, verdict.reason) == ("not_assessed", "")
    assert verdict.measured is None


def test_each_veto_names_the_material_it_needs(scheme: Scheme) -> None:
    assert len({veto.material for veto in scheme.vetoes}) == 8


def test_data_outweigh_a_declaration_that_all_is_well(station: Station, evaluate: Evaluate) -> None:
    short = with_headcount(with_declarations(station, staff_shortage="clear"), [1, 1, 1, 1, 1, 0])
    assert verdict_on(evaluate(short), "staff_shortage").state == "triggered"


def test_a_declared_breach_outweighs_data_that_show_none(station: Station, evaluate: Evaluate) -> None:
    declared = with_headcount(with_declarations(station, staff_shortage="triggered"), [0] * 6)
    verdict = verdict_on(evaluate(declared), "staff_shortage")
    assert (verdict.state, verdict.reason) == ("triggered", "据佐证材料认定：核查记录")


@pytest.mark.parametrize(
    ("declared", "short", "author", "conflict"),
    [
        ("clear", 5, "bureau", "监督方认定为“经核查未发现”，与计算结果不一致"),
        ("triggered", 0, "purchaser", "购买方认定为“存在”，与计算结果不一致"),
        ("triggered", 0, None, "评估方认定为“存在”，与计算结果不一致"),
        ("clear", 0, "bureau", ""),
        ("triggered", 5, "bureau", ""),
        ("not_assessed", 5, "bureau", ""),
        ("not_assessed", 0, "bureau", ""),
    ],
)
def test_a_declaration_at_odds_with_the_data_is_remarked(
    station: Station, evaluate: Evaluate, declared: str, short: int, author: str | None, conflict: str
) -> None:
    stated = with_declarations(with_headcount(station, [short, 0, 0, 0, 0, 0]), staff_shortage=declared)
    rows = tuple(replace(row, author=author) for row in stated.declarations)  # type: ignore[arg-type]
    assert verdict_on(evaluate(replace(stated, declarations=rows)), "staff_shortage").conflict == conflict


@pytest.mark.parametrize("declared", ["clear", "triggered"])
def test_a_declaration_without_data_is_at_odds_with_nothing(
    station: Station, evaluate: Evaluate, declared: str
) -> None:
    assert (
        verdict_on(evaluate(with_declarations(station, staff_shortage=declared)), "staff_shortage").conflict
        == ""
    )


# --- social workers short, certified social workers short -------------------------------------------

MIDTERM_MONTHS = 6  # September to February, both counted
FINAL_MONTHS = 12

COUNTS = [  # veto, stage, person-times short, state
    ("staff_shortage", "midterm", 4, "clear"),
    ("staff_shortage", "midterm", 5, "triggered"),
    ("staff_shortage", "final", 9, "clear"),
    ("staff_shortage", "final", 10, "triggered"),
    ("certified_shortfall", "midterm", 2, "clear"),
    ("certified_shortfall", "midterm", 3, "triggered"),
    ("certified_shortfall", "final", 5, "clear"),
    ("certified_shortfall", "final", 6, "triggered"),
]


def spread(total: int, months: int) -> list[int]:
    """A shortage of ``total`` person-times, one a month while it lasts and the rest in the last."""
    first = [1 if n < total else 0 for n in range(months - 1)]
    return [*first, total - sum(first)]


@pytest.mark.parametrize(("veto", "stage", "short", "state"), COUNTS)
def test_person_times_short_add_up_over_the_months(
    station: Station, evaluate: Evaluate, veto: str, stage: str, short: int, state: str
) -> None:
    staged = at_stage(station, stage)  # type: ignore[arg-type]
    months = MIDTERM_MONTHS if stage == "midterm" else FINAL_MONTHS
    short_each = spread(short, months)
    counted = with_headcount(staged, short_each, certified=veto == "certified_shortfall")
    evaluation = evaluate(counted)
    verdict = verdict_on(evaluation, veto)
    assert verdict.state == state
    assert f"累计缺少{short}人次" in verdict.reason
    assert evaluation.grade.final.name == ("不合格" if state == "triggered" else "良好")


def test_shortage_of_five_person_times_at_midterm_fails_the_station(
    station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(with_headcount(station, [0, 0, 5, 0, 0, 0]))
    assert evaluation.figures["score.grade"].value == "不合格"
    assert verdict_on(evaluation, "staff_shortage").reason == "累计缺少5人次（界限5人次）"


def test_the_same_shortage_at_the_final_does_not(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_headcount(at_stage(station, "final"), [0, 0, 5, *[0] * 9]))
    assert evaluation.figures["score.grade"].value == "良好"
    assert verdict_on(evaluation, "staff_shortage").reason == "累计缺少5人次（界限10人次）"


def test_a_surplus_in_one_month_makes_up_for_no_other(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_headcount(station, [5, -5, 0, 0, 0, 0]))
    assert verdict_on(evaluation, "staff_shortage").state == "triggered"


def test_four_short_with_a_month_missing_is_not_assessed(station: Station, evaluate: Evaluate) -> None:
    verdict = verdict_on(evaluate(with_headcount(station, [4, 0, 0, None, 0, 0])), "staff_shortage")
    assert verdict.state == "not_assessed"
    assert verdict.reason == "已提供部分为累计缺少4人次（界限5人次），缺2023年12月的人数"


def test_five_short_with_a_month_missing_has_reached_the_threshold(
    station: Station, evaluate: Evaluate
) -> None:
    verdict = verdict_on(evaluate(with_headcount(station, [5, 0, 0, None, 0, 0])), "staff_shortage")
    assert verdict.state == "triggered"


def test_posts_of_all_kinds_are_no_data_on_certified_posts(station: Station, evaluate: Evaluate) -> None:
    verdict = verdict_on(evaluate(with_headcount(station, [0] * 6)), "certified_shortfall")
    assert (verdict.state, verdict.reason) == ("not_assessed", "未提供各月应配与实配人数")


@pytest.mark.parametrize("unknown", ["certified_required", "certified"])
@pytest.mark.parametrize(("position", "month"), [(0, "2023年9月"), (3, "2023年12月"), (5, "2024年2月")])
def test_a_month_with_one_of_its_two_counts_is_a_month_missing(
    station: Station, evaluate: Evaluate, unknown: str, position: int, month: str
) -> None:
    counted = with_headcount(station, [0, 1, 0, 0, 1, 0], certified=True)
    rows = list(counted.headcount)
    rows[position] = replace(rows[position], **{unknown: None})  # type: ignore[arg-type]
    verdict = verdict_on(evaluate(replace(counted, headcount=tuple(rows))), "certified_shortfall")
    assert verdict.state == "not_assessed"
    assert verdict.reason == f"已提供部分为累计缺少2人次（界限3人次），缺{month}的人数"


def test_the_months_run_from_the_contracts_first_day_to_the_cut_off_day(station: Station) -> None:
    months = months_between(station.contract.start, station.assessment.cut_off)
    assert months == ("2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02")


@pytest.mark.parametrize("month", ["2023-08", "2024-03"])
def test_a_month_before_the_contract_or_after_the_cut_off_day_counts_for_nothing(
    station: Station, evaluate: Evaluate, month: str
) -> None:
    counted = with_headcount(station, [0, 4, 0, 0, 0, 0])
    outside = replace(counted.headcount[0], row=8, month=month, in_post=0)
    evaluation = evaluate(replace(counted, headcount=(*counted.headcount, outside)))
    verdict = verdict_on(evaluation, "staff_shortage")
    assert (verdict.state, verdict.reason) == ("clear", "累计缺少4人次（界限5人次）")


def test_what_was_counted_leads_back_to_its_cells(station: Station, evaluate: Evaluate) -> None:
    figures = evaluate(with_headcount(station, [0, 1, 0, 0, 0, 0])).figures
    assert figures["veto.staff_shortage"].inputs == ("veto.staff_shortage.value",)
    cells = figures["veto.staff_shortage.value"].cells
    assert [cell.column for cell in cells[:2]] == ["contract.start", "assessment.cut_off"]
    assert len(cells[2:]) == 12  # required and in post, six months


# --- personnel spending -----------------------------------------------------------------------------

SHARES = [  # personnel, other, state, share as printed
    ("80", "20", "clear", "80.00%"),
    ("79.9", "20.1", "triggered", "79.90%"),
    ("79.996", "20.004", "triggered", "79.996%"),  # with two decimals it would print the threshold itself
    ("79.9999999996", "20.0000000004", "triggered", "79.9999999996%"),
    ("80.004", "19.996", "clear", "80.00%"),
    ("100", "0", "clear", "100.00%"),
    ("0", "100", "triggered", "0.00%"),
]


@pytest.mark.parametrize("stage", ["midterm", "final"])
@pytest.mark.parametrize(("personnel", "other", "state", "shown"), SHARES)
def test_personnel_spending_below_eighty_per_cent_fails(
    station: Station, evaluate: Evaluate, personnel: str, other: str, state: str, shown: str, stage: str
) -> None:
    spending = with_finance(at_stage(station, stage), personnel=personnel, other=other)  # type: ignore[arg-type]
    verdict = verdict_on(evaluate(spending), "personnel_share")
    assert (verdict.state, verdict.reason) == (state, f"人员费用占{shown}（界限80%）")


@pytest.mark.parametrize(("personnel", "other"), [("90", "10"), ("50", "50")])
def test_part_of_the_year_settles_nothing(
    station: Station, evaluate: Evaluate, personnel: str, other: str
) -> None:
    spending = with_finance(station, personnel=personnel, other=other, until="2024-08-22")
    verdict = verdict_on(evaluate(spending), "personnel_share")
    assert verdict.state == "not_assessed"
    assert verdict.reason.endswith("未覆盖整个年度服务期")


def test_spending_that_starts_late_is_part_of_the_year_too(station: Station, evaluate: Evaluate) -> None:
    spending = with_finance(station, personnel="50", other="50")
    late = [replace(row, period_start=day("2023-09-02")) for row in spending.finance]
    evaluation = evaluate(replace(spending, finance=tuple(late)))
    assert verdict_on(evaluation, "personnel_share").state == "not_assessed"


@pytest.mark.parametrize("whole", ["人员费用", "其他费用"])
def test_one_kind_of_spending_for_a_part_of_the_year_leaves_the_share_undecided(
    station: Station, evaluate: Evaluate, whole: str
) -> None:
    spending = with_finance(station, personnel="50", other="50")
    part = [
        row if row.item == whole else replace(row, period_end=day("2024-02-29")) for row in spending.finance
    ]
    verdict = verdict_on(evaluate(replace(spending, finance=tuple(part))), "personnel_share")
    assert verdict.state == "not_assessed"
    assert verdict.reason == "已提供期间为人员费用占50.00%（界限80%），未覆盖整个年度服务期"


def test_nothing_known_of_personnel_settles_nothing_either(station: Station, evaluate: Evaluate) -> None:
    spending = with_finance(station, personnel="0", other="20")
    other = tuple(row for row in spending.finance if not row.personnel)
    evaluation = evaluate(replace(spending, finance=other))
    assert verdict_on(evaluation, "personnel_share").state == "not_assessed"
    assert evaluation.figures["veto.personnel_share.value"].steps == "0÷20"


@pytest.mark.parametrize("spending", ["none", "zero"])
def test_no_spending_is_no_share(station: Station, evaluate: Evaluate, spending: str) -> None:
    zero = with_finance(station, personnel="0", other="0") if spending == "zero" else station
    verdict = verdict_on(evaluate(zero), "personnel_share")
    assert (verdict.state, verdict.reason) == ("not_assessed", "未提供经费支出明细")


def test_the_denominator_is_declared_an_assumption(scheme: Scheme) -> None:
    (rule,) = (veto for veto in scheme.vetoes if veto.id == "personnel_share")
    assert rule.assumed
    assert "未写明比例的分母" in rule.note


# --- rectification ----------------------------------------------------------------------------------

ORDERS = [  # due, done, proper, state at 2024-02-28
    ("2024-01-31", "2024-01-31", True, "clear"),
    ("2024-01-31", "2024-02-01", True, "triggered"),  # done a day late
    ("2024-01-31", "2024-01-15", False, "triggered"),  # in time, not proper
    ("2024-02-27", "", None, "triggered"),  # a day overdue
    ("2024-01-31", "2024-01-15", None, "not_assessed"),  # nobody judged whether it was proper
]


@pytest.mark.parametrize(("due", "done", "proper", "state"), ORDERS)
def test_rectification_must_be_in_time_and_proper(
    station: Station, evaluate: Evaluate, due: str, done: str, proper: bool | None, state: str
) -> None:
    verdict = verdict_on(evaluate(with_rectification(station, (due, done, proper))), "late_rectification")
    assert verdict.state == state


def test_on_its_last_day_a_rectification_is_not_overdue(station: Station, evaluate: Evaluate) -> None:
    today = station.as_of.isoformat()
    verdict = verdict_on(evaluate(with_rectification(station, (today, "", None))), "late_rectification")
    assert verdict.state != "triggered"


def test_one_bad_rectification_among_good_ones_fails(station: Station, evaluate: Evaluate) -> None:
    rows = [
        ("2024-01-31", "2024-01-15", True),
        ("2024-01-31", "2024-01-15", False),
        ("2024-01-31", "2024-01-15", None),
    ]
    verdict = verdict_on(evaluate(with_rectification(station, *rows)), "late_rectification")
    assert (verdict.state, verdict.reason) == ("triggered", "1项整改不及时或不到位（应为0项）")


def test_the_number_of_unjudged_rectifications_is_shown(station: Station, evaluate: Evaluate) -> None:
    rows = [("2024-01-31", "2024-01-15", None), ("2024-01-31", "2024-01-20", None)]
    verdict = verdict_on(evaluate(with_rectification(station, *rows)), "late_rectification")
    assert verdict.reason.endswith("2项整改尚未完成或尚未认定是否到位")


def test_no_rectification_data_is_not_a_rectification_done(evaluation: Evaluation) -> None:
    verdict = verdict_on(evaluation, "late_rectification")
    assert (verdict.state, verdict.reason) == ("not_assessed", "未提供整改资料")


# --- the rules in words -----------------------------------------------------------------------------

SENTENCES = {
    "staff_shortage": "中期累计5人次以上、末期累计10人次以上",
    "certified_shortfall": "中期累计3人次以上、末期累计6人次以上",
    "personnel_share": "低于80%",
    "late_rectification": "存在",
    "finance_fail": "存在",
}


@pytest.mark.parametrize("veto", SENTENCES)
def test_a_veto_reads_as_a_sentence_with_its_threshold(evaluation: Evaluation, veto: str) -> None:
    text = evaluation.rules[f"scheme.veto.{veto}"].text
    assert SENTENCES[veto] in text
    assert "定为不合格" in text
    assert ("“以上”含本数" in text) == ("以上" in SENTENCES[veto])


@pytest.mark.parametrize(("stage", "values"), [("midterm", ["5", "3"]), ("final", ["10", "6"])])
def test_the_thresholds_printed_are_those_of_the_stage(
    station: Station, evaluate: Evaluate, stage: str, values: list[str]
) -> None:
    figures = evaluate(at_stage(station, stage)).figures  # type: ignore[arg-type]
    shown = [figures[f"rule.veto.{veto}"].value for veto in ("staff_shortage", "certified_shortfall")]
    assert shown == values


# --- the last evaluation of a contract --------------------------------------------------------------


def test_at_the_final_stage_months_after_the_cut_off_day_count_too(
    station: Station, evaluate: Evaluate
) -> None:
    """At mid-term they belong to the next assessment; the final one is the last."""
    final = counted_to(at_stage(station, "final"), "2024-06-30")
    counted = with_headcount(final, [0] * 9 + [4])
    july = replace(counted.headcount[-1], row=20, month="2024-07", in_post=9)
    verdict = verdict_on(evaluate(replace(counted, headcount=(*counted.headcount, july))), "staff_shortage")
    assert (verdict.state, verdict.reason) == ("triggered", "累计缺少10人次（界限10人次）")


def test_months_without_numbers_are_named_as_runs(station: Station, evaluate: Evaluate) -> None:
    final = at_stage(station, "final")
    counted = with_headcount(final, [None, None, None, 0, 0, None, 0, 0, 0, 0, 0, None])
    reason = verdict_on(evaluate(counted), "staff_shortage").reason
    assert reason.endswith("，缺2023年9月至2023年11月、2024年2月、2024年8月的人数")


def test_a_computed_veto_leads_to_its_rule_its_sum_and_its_limit(
    station: Station, evaluate: Evaluate
) -> None:
    figures = evaluate(with_headcount(station, [0, 1, 2, 0, 0, 0])).figures
    value = figures["veto.staff_shortage.value"]
    assert (value.label, value.value) == ("社工人员配备不足：计算结果", "累计缺少3人次")
    assert value.rule == figures["veto.staff_shortage"].rule == "scheme.veto.staff_shortage"
    assert value.steps == "0（2023-09）＋1（2023-10）＋2（2023-11）＋0（2023-12）＋0（2024-01）＋0（2024-02）"
    spending = evaluate(with_finance(station, personnel="85", other="15")).figures
    share = spending["veto.personnel_share.value"]
    assert (share.value, share.steps) == ("人员费用占85.00%", "85÷100")
    assert [cell.column for cell in share.cells] == [
        "spent",
        "personnel",
        "period_start",
        "period_end",
        "spent",
        "personnel",
        "period_start",
        "period_end",
        "contract.start",
        "contract.end",
    ]
    overdue = evaluate(with_rectification(station, ("2024-01-31", "2024-02-01", True))).figures
    late = overdue["veto.late_rectification.value"]
    assert (late.value, late.inputs) == ("1项整改不及时或不到位", ("schedule.as_of",))
    assert [cell.column for cell in late.cells] == ["due", "done", "proper"]
