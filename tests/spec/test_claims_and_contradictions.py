"""The evaluator's quality check: printed figures against computed ones, praise against concern.

A check is a row of data: left, operator, right; both values are shown. Results of reading a text can't be computed
and are marked as such. Remarks on the evaluator's text stay in the working papers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sweval.analysis.text.claims import ClaimCheck
from sweval.analysis.text.findings import select
from sweval.domain.station.people_rows import Coverage
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, finding, numbered, only_scored, with_claim, with_findings

# --- praise and concern on one theme ----------------------------------------------------------------


def against(evaluation: Evaluation) -> dict[str, list[str]]:
    """Each praised finding with the concerns that contradict it."""
    return {c.strength.id: [row.id for row in c.concerns] for c in evaluation.contradictions}


def test_the_published_case_contradicts_itself_in_three_places(evaluation: Evaluation) -> None:
    assert against(evaluation) == {
        # "one person one plan largely achieved" for the station; each area is told to complete its files
        "oc-s2": ["a1-c3", "a2-c2", "a3-c1", "a4-c1", "a5-c3"],
        # mixed methods praised and questionnaires found unanalysed in the same area
        "a2-s1": ["a2-c1"],
        # "three maps and one table drawn"; areas two to four drew all three in one
        "co-s3": ["a2-c3", "a3-c2", "a4-c2"],
    }


def test_a_contradiction_shows_whom_the_praise_is_for(evaluation: Evaluation) -> None:
    areas = {c.strength.id: (c.strength.area, c.theme) for c in evaluation.contradictions}
    assert areas == {
        "oc-s2": (None, "case_files"),
        "a2-s1": ("a2", "survey_analysis"),
        "co-s3": (None, "community_maps"),
    }


def test_a_contradiction_is_for_the_working_papers_alone(evaluation: Evaluation) -> None:
    figures = [f for id, f in evaluation.figures.items() if id.startswith("check.contradiction.")]
    assert [figure.value for figure in figures] == [
        "片区一、片区二、片区三、片区四、片区五",
        "片区二",
        "片区二、片区三、片区四",
    ]
    assert all(figure.editions == ("working",) for figure in figures)
    assert all(len(figure.cells) == len(figure.value.split("、")) + 1 for figure in figures)


PRAISE_AND_CONCERN = [  # praise (section, area), concern (section, area), whether they contradict
    pytest.param(("conclusion", None), ("quality", "a1"), True, id="conclusion-against-area"),
    pytest.param(("operations", None), ("quality", "a1"), True, id="operations-against-area"),
    pytest.param(("outcome", None), ("quality", "a1"), True, id="outcome-against-area"),
    pytest.param(("quality", "a1"), ("quality", "a1"), True, id="same-area"),
    pytest.param(("quality", "a1"), ("quality", "a2"), False, id="two-areas-may-differ"),
    pytest.param(("quality", "a1"), ("operations", None), False, id="area-against-station"),
    pytest.param(("outcome", None), ("conclusion", None), False, id="station-against-station"),
    pytest.param(("purchaser", None), ("quality", "a1"), False, id="another-party-may-see-it-otherwise"),
    pytest.param(("supervision_centre", None), ("quality", "a1"), False, id="so-may-the-supervision-centre"),
]


@pytest.mark.parametrize(("praise", "concern", "contradicts"), PRAISE_AND_CONCERN)
def test_praise_and_concern_contradict_where_one_speaks_of_the_other(
    station: Station,
    evaluate: Evaluate,
    praise: tuple[str, str | None],
    concern: tuple[str, str | None],
    contradicts: bool,
) -> None:
    planted = with_findings(
        station,
        finding("s", "strength", "case_files", section=praise[0], area=praise[1]),
        finding("c", "concern", "case_files", section=concern[0], area=concern[1]),
    )
    assert against(evaluate(planted)) == ({"s": ["c"]} if contradicts else {})


def test_two_themes_never_contradict(station: Station, evaluate: Evaluate) -> None:
    planted = with_findings(
        station,
        finding("s", "strength", "case_files", area="a1"),
        finding("c", "concern", "community_maps", area="a1"),
    )
    assert against(evaluate(planted)) == {}


def test_two_strengths_never_contradict(station: Station, evaluate: Evaluate) -> None:
    planted = with_findings(
        station,
        finding("s", "strength", "case_files", section="outcome"),
        finding("t", "strength", "case_files", area="a1"),
    )
    assert against(evaluate(planted)) == {}


# --- findings by section and area -------------------------------------------------------------------


def test_findings_are_counted_without_the_conclusion_which_repeats_them(evaluation: Evaluation) -> None:
    assert evaluation.figures["check.findings.strength"].text == "29条"
    assert evaluation.figures["check.findings.concern"].text == "29条"


def test_findings_are_selected_by_section_kind_and_area(station: Station) -> None:
    assert [row.id for row in select(station, "quality", "concern", "a2")] == ["a2-c1", "a2-c2", "a2-c3"]
    assert [row.id for row in select(station, "purchaser")] == ["pu-s1", "pu-s2", "pu-c1", "pu-c2"]
    assert select(station, "quality") == ()  # all of them belong to an area


def test_each_concern_has_a_recommendation_except_one_that_has_none_in_the_source(station: Station) -> None:
    concerns = [row for row in station.findings if row.kind == "concern"]
    assert len(concerns) == 34
    assert [row.id for row in concerns if not row.recommendation] == ["oc-c5"]


def test_each_finding_names_a_dimension_of_the_scheme(station: Station, evaluation: Evaluation) -> None:
    dimensions = {item for article in evaluation.scheme.content for item in article.items}
    assert {row.dimension for row in station.findings} <= dimensions


# --- claims of the published case -------------------------------------------------------------------

PUBLISHED = {  # outcome, left, right
    "total": ("agrees", "84.76", "84.76"),
    "grade": ("agrees", "良好", "良好"),
    "quality_mean": ("agrees", "15.05", "15.05"),
    "headcount": ("agrees", "21", "21"),
    "social_workers": ("agrees", "15", "15"),
    "units": ("agrees", "19", "19"),
    "respondents": ("agrees", "111", "111"),
    "tenure": ("possible", "66.67%", "以15为分母，有10/15"),
    "retention_before": ("possible", "64.29%", "分母不超过30，有9/14、18/28"),
    "retention_now": ("possible", "90%", "分母不超过21，有9/10、18/20、19/21"),
    "retention_social_workers": ("impossible", "90%", "以15为分母，没有相符的整数"),
    "policy_activities": ("differs", "57", "40"),
    "operating_time": ("differs", "54", "127"),
    "signed_day": ("differs", "2024年2月28日", "2024年2月28日"),
    "map_names": ("found", "服务对象社区分布地图、社区服务对象地图", "通读比对"),
    "identical_pairs": ("found", "3对", "逐条比对文字"),
    "alike_pairs": ("found", "3对，相似度0.89—0.97", "逐条比对文字的相似度"),
    "area_one_five": ("found", "0.77", "逐条比对文字的相似度"),
    "conclusion_scope": ("found", "均出自运营管理、服务成效及片区一、片区五", "逐条对应"),
    "bureau_comment": ("found", "9分", "通读比对"),
    "party_names": ("found", "镇党委、镇党工委", "通读比对"),
}


@pytest.mark.parametrize("claim", PUBLISHED)
def test_a_published_claim_comes_out_as_listed(evaluation: Evaluation, claim: str) -> None:
    (check,) = (check for check in evaluation.claims if check.claim.id == claim)
    assert (check.outcome, check.left, check.right) == PUBLISHED[claim]


def test_every_published_claim_is_listed(evaluation: Evaluation) -> None:
    assert [check.claim.id for check in evaluation.claims] == list(PUBLISHED)


def test_four_and_a_half_years_are_not_ten_years_and_seven_months(evaluation: Evaluation) -> None:
    months = evaluation.figures["station.operating_months"]
    assert (months.value, months.steps) == ("127", "合10年7个月")
    assert evaluation.figures["check.claim.operating_time"].steps == "54；127"


def test_the_stations_figures_are_to_be_verified_never_called_wrong(evaluation: Evaluation) -> None:
    assert evaluation.figures["check.claim.policy_activities"].value == "待核实"
    assert evaluation.figures["check.claim.retention_social_workers"].value == "待核实"
    assert evaluation.figures["check.claim.operating_time"].value == "不符"


def test_remarks_on_the_report_itself_stay_in_the_working_papers(evaluation: Evaluation) -> None:
    for check in evaluation.claims:
        readers = ("working",) if check.claim.about == "report" else ("working", "official")
        assert evaluation.figures[f"check.claim.{check.claim.id}"].editions == readers


# --- how a claim is checked -------------------------------------------------------------------------


def checked(station: Station, evaluate: Evaluate, **claim: Any) -> ClaimCheck:
    (check,) = evaluate(with_claim(station, **claim)).claims
    return check


RELATIONS = [  # printed 19, operator, figure of 19 or 17 units, outcome
    ("=", "station.units", "agrees"),
    ("=", "station.areas", "differs"),
    ("<=", "station.units", "agrees"),
    ("<=", "station.areas", "differs"),
    ("<", "station.units", "differs"),
    (">=", "station.units", "agrees"),
    (">=", "station.areas", "agrees"),
    (">", "station.units", "differs"),
    (">", "station.areas", "agrees"),
]


@pytest.mark.parametrize(("operator", "right", "outcome"), RELATIONS)
def test_a_printed_figure_is_checked_against_a_computed_figure(
    station: Station, evaluate: Evaluate, operator: str, right: str, outcome: str
) -> None:
    check = checked(station, evaluate, kind="relation", printed="19", operator=operator, right=right)
    assert check.outcome == outcome
    assert check.inputs == (right,)


def test_numbers_are_compared_as_numbers(station: Station, evaluate: Evaluate) -> None:
    for printed in ("19.0", "019"):
        check = checked(
            station, evaluate, kind="relation", printed=printed, operator="=", right="station.units"
        )
        assert check.outcome == "agrees"
    check = checked(
        station, evaluate, kind="relation", printed="50.560%", operator="=", right="progress.pace"
    )
    assert check.outcome == "agrees"


DAYS = [  # printed, operator, figure, outcome
    ("2024年3月9日", "<", "schedule.report.due", "agrees"),  # as text, 9 would come after 13
    ("2024年3月13日", "=", "schedule.report.due", "agrees"),
    ("2024-03-13", ">=", "schedule.report.due", "agrees"),
    ("2024年3月14日", "<=", "schedule.report.due", "differs"),
    ("2023年12月31日", ">", "schedule.report.due", "differs"),
    ("2024年2月29日", "<", "schedule.report.due", "agrees"),
    ("2024年10月1日", ">", "schedule.report.due", "agrees"),
]


@pytest.mark.parametrize(("printed", "operator", "right", "outcome"), DAYS)
def test_days_are_compared_as_days(
    station: Station, evaluate: Evaluate, printed: str, operator: str, right: str, outcome: str
) -> None:
    check = checked(station, evaluate, kind="relation", printed=printed, operator=operator, right=right)
    assert check.outcome == outcome


def test_words_are_equal_or_not_and_nothing_else(station: Station, evaluate: Evaluate) -> None:
    outcomes = [
        checked(
            station, evaluate, kind="relation", printed=printed, operator=operator, right="score.grade"
        ).outcome
        for printed, operator in (("良好", "="), ("优秀", "="), ("优秀", "<"))
    ]
    assert outcomes == ["agrees", "differs", "unjudged"]


def test_two_figures_can_be_compared(station: Station, evaluate: Evaluate) -> None:
    check = checked(
        station, evaluate, kind="relation", left="station.areas", operator="<", right="station.units"
    )
    assert (check.outcome, check.left, check.right) == ("agrees", "5", "19")
    assert check.inputs == ("station.areas", "station.units")


@pytest.mark.parametrize("printed", ["NaN", "Infinity", "1e2", "²", "2024年²月1日"])
def test_what_is_no_plain_number_is_a_word(station: Station, evaluate: Evaluate, printed: str) -> None:
    check = checked(station, evaluate, kind="relation", printed=printed, operator="<", right="station.units")
    assert check.outcome == "unjudged"


@pytest.mark.parametrize("right", ["output.hotline", "output.unheard_of"])
def test_against_what_was_not_provided_nothing_is_judged(
    station: Station, evaluate: Evaluate, right: str
) -> None:
    check = checked(station, evaluate, kind="relation", printed="5", operator="=", right=right)
    assert (check.outcome, check.outcome_name) == ("unjudged", "无法核对")
    assert (check.left, check.right) == ("5", "未提供")


def test_a_left_figure_that_is_not_there_leaves_the_claim_unjudged(
    station: Station, evaluate: Evaluate
) -> None:
    check = checked(
        station, evaluate, kind="relation", left="output.unheard_of", operator="=", right="station.units"
    )
    assert (check.outcome, check.left, check.inputs) == ("unjudged", "未提供", ("station.units",))


def test_a_rate_with_many_fractions_shows_the_first_four(station: Station, evaluate: Evaluate) -> None:
    check = checked(station, evaluate, kind="rate", printed="50%", denominator_max=12)
    assert check.right == "分母不超过12，有1/2、2/4、3/6、4/8等"
    assert checked(station, evaluate, kind="rate", printed="50%", denominator_max=8).right.endswith("4/8")
    of_eight = checked(station, evaluate, kind="rate", printed="50%", denominator=8)
    assert (of_eight.outcome, of_eight.right) == ("possible", "以8为分母，有4/8")


def test_a_rate_without_any_fraction_is_to_be_verified(station: Station, evaluate: Evaluate) -> None:
    check = checked(station, evaluate, kind="rate", printed="33.30%", denominator_max=3)
    assert (check.outcome, check.outcome_name, check.right) == (
        "impossible",
        "待核实",
        "分母不超过3，没有相符的整数",
    )


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ({"printed": "9分", "method": "通读比对"}, "9分；通读比对"),
        ({"printed": "9分"}, "9分"),
        ({"method": "通读比对"}, "通读比对"),
        ({}, ""),
    ],
)
def test_what_was_found_by_reading_shows_what_was_given(
    station: Station, evaluate: Evaluate, given: dict[str, str], values: str
) -> None:
    check = checked(station, evaluate, kind="wording", **given)
    assert (check.outcome, check.values) == ("found", values)


def test_the_same_rate_in_the_report_itself_is_called_what_it_is(
    station: Station, evaluate: Evaluate
) -> None:
    check = checked(station, evaluate, kind="rate", about="report", printed="33.30%", denominator_max=3)
    assert check.outcome_name == "没有相符的整数"


def test_a_rate_cites_its_denominator_a_relation_only_what_was_printed(evaluation: Evaluation) -> None:
    assert {cell.column for cell in evaluation.figures["check.claim.tenure"].cells} == {
        "printed",
        "denominator",
        "denominator_max",
    }
    assert [cell.column for cell in evaluation.figures["check.claim.units"].cells] == ["printed"]


def test_a_station_without_claims_or_findings_has_nothing_to_check(
    station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(only_scored(station))
    assert (evaluation.claims, evaluation.contradictions) == ((), ())
    assert evaluation.figures["check.findings.strength"].value == "0"


@pytest.mark.parametrize("key", [b"1", b""], ids=["key", "no key"])
@pytest.mark.parametrize(
    ("right", "told"),
    [("coverage.entries.persons", True), ("coverage.cell.2.a1.persons", False), ("robust.area.a1", False)],
)
def test_a_claim_is_visible_only_where_the_figures_it_was_checked_against_are(
    right: str, told: bool, key: bytes, station: Station, diagnose: Evaluate
) -> None:
    counts = ((("a1", "孤儿"), 3), (("a2", "孤儿"), 30), (("a1", "残疾人"), 25), (("a2", "残疾人"), 60))
    rows = numbered(Coverage(row=2, area=area, category=name, persons=n) for (area, name), n in counts)
    some = replace(station, coverage=rows, coverage_totals=(), key=key)
    evaluation = diagnose(with_claim(some, kind="relation", printed="7231", operator="=", right=right))
    assert evaluation.figures["check.claim.claim"].outside == ""
    official = evaluation.seen_by("official")
    assert ("check.claim.claim" in official.figures) == told
    assert bool(official.rows("claims")) == told
    shown = repr(list(StationReport(evaluation, "official").all())) + evaluation.record("official")
    assert ("7231" in shown) == told
    assert "7231" in repr(list(StationReport(evaluation, "working").all()))
