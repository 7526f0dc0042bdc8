"""Self-evaluation: the station's own scores are compared with the panel's and change no result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sweval.domain.scheme.leaf_rules import Direct
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import SelfScore
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, numbered, scored, with_quality, with_scores


def with_self(station: Station, *rows: tuple[str, str | None, str]) -> Station:
    made = [SelfScore(row=2, node=node, area=area, score=Decimal(score)) for node, area, score in rows]
    return replace(station, self_scores=numbered(made))


def test_self_scores_of_components_and_areas_are_compared_with_the_panel(
    station: Station, evaluate: Evaluate
) -> None:
    first = station.areas[0].id
    f = evaluate(with_self(station, ("outcome", None, "14"), ("quality", first, "14.45"))).figures
    assert f["self.outcome.difference"].inputs == ("self.outcome", "score.outcome.converted")
    assert f[f"self.quality.{first}.difference"].inputs == (
        f"self.quality.{first}",
        f"score.quality.area.{first}",
    )
    assert f["self.outcome.difference"].text == "+2.90分"
    assert f["self.outcome.points"].text == "+19.3个百分点"
    assert f[f"self.quality.{first}.difference"].text == "0.00分"


def test_a_score_out_of_a_hundred_is_compared_with_the_self_score_in_marks(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    """70 of 100 is 14 of 20 marks."""
    first, *_ = areas = [area.id for area in station.areas]
    scores = [scored("quality", "70", area=area) for area in areas]
    own = with_self(with_scores(station, *scores), ("quality", first, "14.5"))
    found = evaluate(own, with_quality(scheme, rule=Direct(scale=Decimal(100)))).figures
    assert found[f"self.quality.{first}.difference"].text == "+0.50分"


def test_what_the_panel_scored_for_all_areas_together_is_not_compared_by_area(
    station: Station, evaluate: Evaluate
) -> None:
    first = station.areas[0].id
    told = with_self(station, ("outcome", first, "14"), ("quality", first, "14.45"))
    found = evaluate(told)
    assert f"self.quality.{first}.difference" in found.figures
    assert f"self.outcome.{first}.difference" not in found.figures
    assert "没有同一片区的评估分数可以比较：服务成效（" in repr(StationReport(found).self_evaluation())


def test_where_nothing_can_be_compared_what_was_given_is_shown_all_the_same(
    station: Station, evaluate: Evaluate
) -> None:
    first = station.areas[0].id
    found = evaluate(with_self(station, ("outcome", first, "14"), ("operations", first, "8")))
    shown = repr(StationReport(found).self_evaluation())
    assert "）14分、运营管理（" in shown and "）8分。" in shown
    assert "未提供" not in shown and "相差最大" not in shown


def test_it_changes_no_score_and_leaves_the_working_papers_in_no_edition(
    station: Station, evaluate: Evaluate, evaluation: Evaluation
) -> None:
    with_own = evaluate(with_self(station, ("outcome", None, "14")))
    assert with_own.figures["score.total"].value == evaluation.figures["score.total"].value
    assert '"self.' not in with_own.record("official")
    assert not list(StationReport(with_own, "official").self_evaluation())


def test_the_widest_differences_are_listed_with_ties(station: Station, evaluate: Evaluate) -> None:
    rows = (("outcome", None, "11.10"), ("operations", None, "10"), ("monitoring", None, "8.46"))
    shown = repr(StationReport(evaluate(with_self(station, *rows))).self_evaluation())
    assert "相差最大的是运营管理（自评偏高，+10.0个百分点）、服务监测（自评偏低，−10.0个百分点）" in shown


def test_equal_scores_and_missing_self_scores_are_stated(station: Station, evaluate: Evaluate) -> None:
    same = evaluate(with_self(station, ("outcome", None, "11.10")))
    assert "全部相同" in repr(StationReport(same).self_evaluation())
    assert "自评分数未提供" in repr(
        StationReport(evaluate(replace(station, self_scores=()))).self_evaluation()
    )
