"""Edges of the rules that are easy to get wrong, each with the working shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

import pytest

import sweval
from sweval.analysis.rules.rulebook import veto_sentence
from sweval.analysis.scores import scoring
from sweval.domain.scheme.problems import problems
from sweval.domain.station.rows import Finance
from tests.build import (
    scored,
    verdict_on,
    with_experts,
    with_indicator,
    with_process,
    with_rectification,
    with_scores,
)


@pytest.mark.parametrize(
    ("marks", "converted"),
    [
        # Sums of three in hundredths: 4501, 4501, 4501, 4503; 18006 over 12 is exactly 15.005.
        ([("15.00", "15.00", "15.01")] * 3 + [("15.01", "15.01", "15.01")], "15.01"),
        # In thousandths: 45163, 45163, 45169; 135495 over 9 is exactly 15.055.
        ([("15.054", "15.054", "15.055")] * 2 + [("15.056", "15.056", "15.057")], "15.06"),
    ],
)
def test_a_mean_of_thirds_that_is_exactly_a_half_is_rounded_up(station, scheme, marks, converted: str):
    areas = station.areas[: len(marks)]
    rows = [
        scored("quality", mark, area=area.id, expert=f"e{n}")
        for area, three in zip(areas, marks, strict=True)
        for n, mark in enumerate(three)
    ]
    judged = replace(with_scores(with_experts(station, "e0", "e1", "e2"), *rows), areas=areas)
    assert scoring.score(judged, scheme).component("quality").converted == Decimal(converted)


def test_a_coarse_decimal_context_of_the_notebook_changes_no_figure(station, scheme, calendar, evaluation):
    with localcontext() as context:
        context.prec = 3
        coarse = sweval.evaluate(station, scheme, calendar)
        assert scoring.score(station, scheme).total == Decimal("84.76")
    assert coarse.record("working") == evaluation.record("working")


def test_an_agreed_score_is_printed_as_it_was_entered(station, evaluate):
    figures = evaluate(with_scores(station, scored("monitoring", "9.500"))).figures
    assert figures["score.monitoring.raw"].value == "9.500"


def test_spending_with_a_hole_in_the_year_settles_nothing(station, evaluate):
    def spent(row: int, amount: str, start: date, end: date, personnel: bool) -> Finance:
        return Finance(
            row=row,
            item=f"item{row}",
            spent=Decimal(amount),
            period_start=start,
            period_end=end,
            personnel=personnel,
        )

    rows = (
        spent(2, "90", date(2023, 9, 1), date(2023, 9, 30), True),
        spent(3, "10", date(2024, 8, 1), date(2024, 8, 23), False),
    )
    assert verdict_on(evaluate(replace(station, finance=rows)), "personnel_share").state == "not_assessed"


def test_a_rectification_that_is_still_open_settles_nothing(station, evaluate):
    open_one = with_rectification(station, ("2024-06-30", "", None))
    assert verdict_on(evaluate(open_one), "late_rectification").state == "not_assessed"


def test_a_step_done_after_the_day_of_judging_is_not_done_yet(station, evaluate):
    later = with_process(station, onsite="2024-02-28", report="2024-03-12", as_of="2024-03-01")
    assert evaluate(later).schedule.deadline("report").state == "due"


def test_a_share_of_one_reads_as_a_hundred_per_cent(scheme):
    veto = next(veto for veto in scheme.vetoes if veto.kind == "ratio_below")

    def sentence(midterm: str, final: str) -> str:
        shares = {"midterm": Decimal(midterm), "final": Decimal(final)}
        return veto_sentence(replace(veto, thresholds=shares), scheme)

    assert sentence("1", "1").startswith("低于100%")
    assert sentence("0.7", "0.8").startswith("低于中期70%、末期80%")


def test_full_marks_finer_than_the_rounding_are_refused(scheme):
    tree = (
        *scheme.tree[:2],
        *(replace(n, full_mark=Decimal(m)) for n, m in zip(scheme.tree[2:], ("14.5", "10.5"), strict=True)),
    )
    coarse = replace(scheme, tree=tree, rounding=replace(scheme.rounding, places=0))
    assert [p.path[-1] for p in problems(coarse)] == ["full_mark", "full_mark"]


def test_a_printed_rate_is_kept_where_none_can_be_computed(station, evaluate):
    figures = evaluate(with_indicator(station, printed="63.00%", agreed="8")).figures
    assert figures["progress.visits.rate"].value == "63.00%"


def test_without_an_agreed_volume_there_is_no_rate_even_if_one_was_printed(station, evaluate):
    evaluation = evaluate(with_indicator(station, printed="63.00%", agreed="0", done="5"))
    assert evaluation.figures["progress.visits.rate"].missing
    assert evaluation.figures["progress.visits.printed"].value == "63.00%"
    assert (evaluation.progress.indicators[0].state, evaluation.audits) == ("no_target", ())
