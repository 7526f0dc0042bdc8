"""Two assessments of one station: what moved the total, and what became of each concern."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sweval.compare.two_assessments import reassess
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import Rectification
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.compare.two_assessments import TwoAssessments
from tests.build import Evaluate, at_stage, day, finding, numbered, scored, with_findings, with_scores


@pytest.fixture
def later(station: Station) -> Station:
    return at_stage(with_scores(station, scored("outcome", "12.1")), "final")


def test_the_steps_of_the_components_add_up_to_that_of_the_total(
    evaluation: Evaluation, later: Station, evaluate: Evaluate
):
    found = reassess(evaluation, evaluate(later))
    assert sum(one.by for one in found.components) == found.by
    assert [one.now.node.id for one in found.components if one.by] == ["outcome"]


def test_other_full_marks_are_not_subtracted(
    evaluation: Evaluation, later: Station, scheme: Scheme, evaluate: Evaluate
):
    from sweval.compare.what_if import with_weight

    now = evaluate(later, with_weight(scheme, "outcome", "20"))
    assert reassess(evaluation, now).components == ()
    assert "不能逐项相减" in str(TwoAssessments(evaluation, now).scores())


def test_two_stations_are_not_compared_as_one(evaluation: Evaluation, later: Station, evaluate: Evaluate):
    other = replace(later, profile=replace(later.profile, name="别站"))
    with pytest.raises(ValueError, match="不是同一个社工站"):
        reassess(evaluation, evaluate(other))


def outcomes(then: Station, now: Station, evaluate: Evaluate) -> dict[str, str]:
    found = reassess(evaluate(then), evaluate(now))
    return {one.row.theme: one.outcome for one in found.concerns}


def mended(concern: str, *, proper: bool | None) -> tuple[Rectification, ...]:
    row = Rectification(
        row=2,
        id="r1",
        item="x",
        due=day("2024-05-01"),
        done=day("2024-04-20"),
        proper=proper,
        concern=concern,
    )
    return numbered([row])


def test_a_concern_is_mended_only_where_a_measure_for_it_was_judged_proper(
    station: Station, later: Station, evaluate: Evaluate
):
    then = with_findings(station, *(finding(f"f{n}", "concern", f"t{n}", area="a1") for n in range(1, 4)))
    now = replace(with_findings(later), rectification=mended("f1", proper=True))
    assert outcomes(then, now, evaluate) == {"t1": "resolved", "t2": "not_raised", "t3": "not_raised"}
    unjudged = replace(now, rectification=mended("f1", proper=None))
    assert outcomes(then, unjudged, evaluate)["t1"] == "not_raised"


def test_a_concern_raised_again_is_open_whatever_was_judged(
    station: Station, later: Station, evaluate: Evaluate
):
    then = with_findings(station, finding("f1", "concern", "t", area="a1"))
    now = replace(
        with_findings(later, finding("f9", "concern", "t", area="a1")),
        rectification=mended("f1", proper=True),
    )
    assert outcomes(then, now, evaluate) == {"t": "open"}


def test_the_same_theme_in_another_area_is_new(station: Station, later: Station, evaluate: Evaluate):
    then = with_findings(station, finding("f1", "concern", "t", area="a1"))
    now = with_findings(later, finding("f1", "concern", "t", area="a2"))
    found = reassess(evaluate(then), evaluate(now))
    assert [one.outcome for one in found.concerns] == ["not_raised", "new"]


def test_not_raised_again_is_not_called_solved(station: Station, later: Station, evaluate: Evaluate):
    then = with_findings(station, finding("f1", "concern", "t", area="a1"))
    told = str(TwoAssessments(evaluate(then), evaluate(with_findings(later))).concerns())
    assert "不等于已经解决" in told


def test_the_waterfall_says_what_moved_most(evaluation: Evaluation, later: Station, evaluate: Evaluate):
    told = str(TwoAssessments(evaluation, evaluate(later)).scores())
    assert "总分相差+1.00分，变化最大的是服务成效（+1.00）" in told


def test_every_part_can_be_shown_of_a_station_with_scores_alone(station: Station, evaluate: Evaluate):
    from tests.build import only_scored

    bare = evaluate(only_scored(station))
    shown = [str(cell) for cell in TwoAssessments(bare, bare).all()]
    assert len(shown) == 8
    assert any("未提供" in text for text in shown)
