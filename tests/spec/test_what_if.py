"""What if: one score, weight or rule changed, evaluated again, and marked as no result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sweval.analysis.what_if import with_score, with_threshold, with_way, with_weight
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.trial import levers, what_if
from tests.build import Evaluate


def test_a_score_changed_in_one_area_moves_the_mean_of_all(station: Station, evaluate: Evaluate):
    other = evaluate(with_score(station, "quality", "19.45", area="a1"))
    assert other.scoring.total == Decimal("85.76")


def test_the_station_itself_stays_as_it_was(station: Station, evaluate: Evaluate):
    with_score(station, "quality", "20")
    assert evaluate(station).scoring.total == Decimal("84.76")


def test_another_weight_keeps_every_score_rate(
    station: Station, scheme: Scheme, evaluate: Evaluate, evaluation: Evaluation
):
    other = evaluate(station, with_weight(scheme, "quality", "30"))
    assert sum(c.node.full_mark for c in other.scoring.components) == pytest.approx(100)
    for now, then in zip(evaluation.scoring.components, other.scoring.components, strict=True):
        assert float(then.rate) == pytest.approx(float(now.rate), abs=0.001)
    assert other.scoring.total < evaluation.scoring.total


def test_another_way_of_combining_areas_gives_the_published_alternatives(
    station: Station, scheme: Scheme, evaluate: Evaluate
):
    totals = [
        evaluate(station, with_way(scheme, "quality", way)).scoring.total
        for way in ("median", "trimmed_mean", "weighted_mean")
    ]
    assert totals == [Decimal("85.11"), Decimal("84.79"), Decimal("84.69")]


def test_another_threshold_is_used(scheme: Scheme):
    rules = with_threshold(scheme, "staff_shortage", "midterm", "3")
    assert next(rule for rule in rules.vetoes if rule.id == "staff_shortage").thresholds["midterm"] == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda station, scheme: with_score(station, "nothing", "1"), "没有“nothing”的评分"),
        (lambda station, scheme: with_score(station, "quality", "x"), "不是数字"),
        (lambda station, scheme: with_score(station, "quality", "-1"), "不小于0"),
        (lambda station, scheme: with_score(station, "quality", "1", area="a9"), "片区a9"),
        (lambda station, scheme: with_weight(scheme, "nothing", "1"), "没有“nothing”"),
        (lambda station, scheme: with_weight(scheme, "quality", "100"), "小于100"),
        (lambda station, scheme: with_way(scheme, "outcome", "median"), "不按片区评分"),
        (lambda station, scheme: with_way(scheme, "quality", "best"), "没有“best”"),
        (lambda station, scheme: with_threshold(scheme, "other", "midterm", "1"), "没有界限"),
    ],
)
def test_what_there_is_not_is_refused_in_chinese(station: Station, scheme: Scheme, change, says: str):
    with pytest.raises(ValueError, match=says):
        change(station, scheme)


def test_a_trial_says_that_it_is_none_and_what_moved(
    station: Station, evaluate: Evaluate, evaluation: Evaluation
):
    told = str(what_if(evaluation, evaluate(with_score(station, "outcome", "15"))))
    assert "试算，不作为评估结果" in told
    assert "88.66分" in told


def test_a_trial_that_moves_nothing_says_so(evaluation: Evaluation):
    assert "没有变化" in str(what_if(evaluation, evaluation))


def test_levers_give_the_total_at_full_marks(evaluation: Evaluation):
    told = str(levers(evaluation))
    assert "89.71（良好）" in told  # 84.76 and the 4.95 lost on 服务质量
