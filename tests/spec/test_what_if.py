"""What if: one score, weight or rule changed, evaluated again, and marked as no result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sweval.compare.what_if import with_score, with_threshold, with_way, with_weight
from sweval.domain.scheme.leaf_rules import (
    Checklist,
    ChecklistItem,
    Direct,
    KOfN,
    LeafRule,
    Level,
    Levels,
    PerUnit,
    RaterInput,
    Ratio,
    Steps,
    Threshold,
)
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Combination, Node
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.compare.trial import levers, what_if
from tests.build import Evaluate, with_quality


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


RULES = [  # a rule of 10 marks, what was given
    pytest.param(Direct(), RaterInput(score=Decimal(7)), id="direct"),
    pytest.param(Direct(scale=Decimal(100)), RaterInput(score=Decimal(70)), id="direct-of-a-hundred"),
    pytest.param(
        Checklist(
            kind="checklist",
            items=(
                ChecklistItem(id="a", name="甲", marks=Decimal(4)),
                ChecklistItem(id="b", name="乙", marks=Decimal(6)),
            ),
        ),
        RaterInput(met=frozenset("a")),
        id="checklist",
    ),
    pytest.param(
        KOfN(
            kind="k_of_n",
            k=2,
            below="proportional",
            items=(ChecklistItem(id="a", name="甲"), ChecklistItem(id="b", name="乙")),
        ),
        RaterInput(met=frozenset("a")),
        id="k-of-n",
    ),
    pytest.param(
        Steps(
            kind="steps",
            steps=(
                Threshold(at_least=Decimal(60), marks=Decimal(6)),
                Threshold(at_least=Decimal(90), marks=Decimal(10)),
            ),
        ),
        RaterInput(value=Decimal(75)),
        id="steps",
    ),
    pytest.param(Ratio(kind="ratio", full_at=Decimal(100)), RaterInput(value=Decimal(55)), id="ratio"),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(-1), start=Decimal(8), unit="次"),
        RaterInput(value=Decimal(3)),
        id="per-unit",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(2), cap=Decimal(7), unit="次"),
        RaterInput(value=Decimal(5)),
        id="up-to-a-cap",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(-2), start=Decimal(9), floor=Decimal(3), unit="次"),
        RaterInput(value=Decimal(9)),
        id="down-to-a-floor",
    ),
]


def of_two(scheme: Scheme, **changes: Any) -> Scheme:
    """A scheme of one party of 60 marks with a leaf of 10 and a leaf of 50, and one of 40."""
    small = Node(id="small", name="小项", source="略", full_mark=Decimal(10), **changes)
    large = Node(id="large", name="大项", source="略", full_mark=Decimal(50))
    extra = Node(id="extra", name="加分", source="略", full_mark=Decimal(5), role="bonus")
    first = Node(
        id="first",
        name="甲方",
        source="略",
        full_mark=Decimal(60),
        weight=Decimal(3),
        children=(small, large, extra),
    )
    second = Node(id="second", name="乙方", source="略", full_mark=Decimal(40), weight=Decimal(2))
    return replace(scheme, tree=(first, second))


@pytest.mark.parametrize(("rule", "given"), RULES)
def test_at_another_weight_the_same_is_given_for_the_same(
    scheme: Scheme, rule: LeafRule, given: RaterInput
) -> None:
    leaf = with_weight(of_two(scheme, rule=rule), "small", "25").node("small")
    assert leaf.full_mark == 25
    assert leaf.rule.marks(given, leaf.full_mark) / 25 == rule.marks(given, Decimal(10)) / 10


def test_the_others_share_the_rest_as_they_did_and_bonuses_stay(scheme: Scheme) -> None:
    """40 marks in place of 10 leave 60 for what had 50 and 40."""
    rules = with_weight(of_two(scheme), "small", "40")
    marks = {node.id: round(node.full_mark, 6) for node in rules.nodes()}
    assert marks["large"] == round(Decimal(60) * 50 / 90, 6)
    assert marks["second"] == round(Decimal(60) * 40 / 90, 6)
    assert (marks["small"], marks["extra"], marks["first"]) == (40, 5, 40 + marks["large"])
    assert {node.weight for node in rules.nodes()} == {None}


def test_a_component_of_several_leaves_keeps_their_proportions(scheme: Scheme) -> None:
    parts = tuple(
        Node(id=id, name=id, source="略", full_mark=Decimal(mark), weight=Decimal(mark))
        for id, mark in (("a", 4), ("b", 6))
    )
    rules = with_weight(of_two(scheme, children=parts), "small", "0.5")
    assert [(node.id, node.full_mark) for node in rules.node("small").children] == [
        ("a", Decimal("0.2")),
        ("b", Decimal("0.3")),
    ]
    assert rules.node("small").rule == Direct()
    assert {node.weight for node in rules.nodes()} == {None}


def test_marks_within_levels_have_no_other_scale(scheme: Scheme) -> None:
    levels = Levels(kind="levels", levels=(Level(name="好", low=Decimal(0), high=Decimal(10)),))
    with pytest.raises(ValueError, match="“小项”为程度分"):
        with_weight(of_two(scheme, rule=levels), "second", "50")


def test_another_way_of_combining_areas_gives_the_published_alternatives(
    station: Station, scheme: Scheme, evaluate: Evaluate
):
    totals = [
        evaluate(station, with_way(scheme, "quality", way)).scoring.total
        for way in ("median", "trimmed_mean", "weighted_mean")
    ]
    assert totals == [Decimal("85.11"), Decimal("84.79"), Decimal("84.69")]


def test_the_areas_that_may_be_missing_may_still(scheme: Scheme) -> None:
    rules = with_quality(scheme, areas=Combination(missing="leave_out"))
    assert with_way(rules, "quality", "median").node("quality").areas == Combination(
        way="median", missing="leave_out"
    )
    assert with_way(rules, "quality", "weighted_mean").node("quality").areas.weights == "units"


def test_a_score_of_nothing_is_a_score(station: Station) -> None:
    changed = with_score(station, "outcome", "0")
    assert [row.score for row in changed.scores if row.node == "outcome"] == [0]


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
        (
            lambda station, scheme: with_score(station, "quality", "1", area="a1", expert="e9"),
            "评分，片区a1，评委e9；现有：monitoring、outcome、",
        ),
        (lambda station, scheme: with_weight(scheme, "quality", "100"), "小于100$"),
        (lambda station, scheme: with_weight(scheme, "quality", "0"), "应大于0"),
        (lambda station, scheme: with_weight(scheme, "nothing", "1"), "现有：monitoring、outcome、"),
        (lambda station, scheme: with_way(scheme, "quality", "best"), "现有：mean、"),
        (
            lambda station, scheme: with_threshold(scheme, "other", "midterm", "1"),
            "在中期评估没有界限；有界限的：staff_shortage、",
        ),
        (
            lambda station, scheme: with_threshold(scheme, "staff_shortage", "yearly", "1"),
            "在yearly评估没有界限",
        ),
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
