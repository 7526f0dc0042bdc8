"""Parties, their full marks, and how several scores are combined.

Four parties share 100 marks. Raw scores are already on the scale of their full mark; the experts of an area
are averaged first, then the areas.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from statistics import mean, median

import pytest

from sweval.analysis.scores import scoring
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import round_to
from sweval.evaluation import Evaluation
from tests.build import Evaluate, scored, with_experts, with_scores, with_total


def test_four_parties_share_one_hundred_marks(scheme: Scheme) -> None:
    shares = {party.name: party.full_mark for party in scheme.tree}
    assert shares == {"第三方评估机构": 55, "购买方": 20, "督导中心": 15, "监督方": 10}
    assert sum(shares.values()) == scheme.total == 100


def test_the_third_party_scores_four_components(scheme: Scheme) -> None:
    components = {leaf.name: leaf.full_mark for leaf in scheme.tree[0].leaves()}
    assert components == {"服务监测": 10, "服务成效": 15, "运营管理": 10, "服务质量": 20}


def test_only_service_quality_is_scored_by_area(scheme: Scheme) -> None:
    assert [leaf.id for leaf in scheme.leaves() if leaf.by == "area"] == ["quality"]


def test_a_component_knows_its_party(scheme: Scheme) -> None:
    parties = {leaf.id: scheme.party_of(leaf).id for leaf in scheme.leaves()}
    assert parties == {
        "monitoring": "third_party",
        "outcome": "third_party",
        "operations": "third_party",
        "quality": "third_party",
        "purchaser": "purchaser",
        "supervision_centre": "supervision_centre",
        "bureau": "bureau",
    }


def test_a_component_of_another_scheme_has_no_party_here(scheme: Scheme) -> None:
    with pytest.raises(KeyError, match="morale"):
        scheme.party_of(replace(scheme.leaves()[0], id="morale"))
    with pytest.raises(KeyError, match="morale"):
        scheme.node("morale")


# --- the published case, component by component -----------------------------------------------------

COMPONENTS = {  # raw, converted, lost, score rate, share of all lost marks
    "monitoring": ("9.464", "9.46", "0.54", "94.60%", "3.54%"),
    "outcome": ("11.1", "11.10", "3.90", "74.00%", "25.59%"),
    "operations": ("9", "9.00", "1.00", "90.00%", "6.56%"),
    "quality": ("15.054", "15.05", "4.95", "75.25%", "32.48%"),
    "purchaser": ("19", "19.00", "1.00", "95.00%", "6.56%"),
    "supervision_centre": ("12.15", "12.15", "2.85", "81.00%", "18.70%"),
    "bureau": ("9", "9.00", "1.00", "90.00%", "6.56%"),
}


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_of_the_published_case_reads_as_published(evaluation: Evaluation, component: str) -> None:
    figures = evaluation.figures
    columns = ("raw", "converted", "lost", "rate", "lost_share")
    shown = tuple(figures[f"score.{component}.{column}"].value for column in columns)
    assert shown == COMPONENTS[component]


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_result_holds_the_same_numbers_unprinted(evaluation: Evaluation, component: str) -> None:
    result = evaluation.scoring.component(component)
    raw, converted, lost, rate, _ = COMPONENTS[component]
    assert (result.raw, result.converted, result.lost) == (Decimal(raw), Decimal(converted), Decimal(lost))
    assert f"{result.rate:.2%}" == rate


def test_no_component_is_left_out_or_added(evaluation: Evaluation) -> None:
    assert [component.node.id for component in evaluation.scoring.components] == list(COMPONENTS)


def test_an_unknown_component_is_a_key_error(evaluation: Evaluation) -> None:
    with pytest.raises(KeyError, match="morale"):
        evaluation.scoring.component("morale")


def test_the_third_party_gives_44_61_of_55(evaluation: Evaluation) -> None:
    assert evaluation.figures["score.third_party.converted"].value == "44.61"
    assert evaluation.figures["score.third_party.rate"].value == "81.11%"
    assert [party.converted for party in evaluation.scoring.parties] == [
        Decimal(marks) for marks in ("44.61", "19.00", "12.15", "9.00")
    ]


def test_the_lost_marks_are_15_24_the_greatest_loss_first(evaluation: Evaluation) -> None:
    assert evaluation.figures["score.lost"].value == "15.24"
    losses = [(loss.node.name, str(loss.lost)) for loss in evaluation.scoring.by_loss()]
    assert losses == [
        ("服务质量", "4.95"),
        ("服务成效", "3.90"),
        ("督导中心", "2.85"),
        ("运营管理", "1.00"),  # equal losses stand in the scheme's order
        ("购买方", "1.00"),
        ("监督方", "1.00"),
        ("服务监测", "0.54"),
    ]


def test_the_greatest_losses_are_named_three_of_them(evaluation: Evaluation) -> None:
    assert evaluation.figures["score.heaviest"].value == "服务质量、服务成效、督导中心"


@pytest.mark.parametrize(
    ("lost", "most"),
    [
        ({"purchaser": 6, "monitoring": 3, "operations": 3}, ["purchaser", "monitoring"]),  # 6 of 12 is half
        ({"purchaser": 7, "monitoring": 3, "operations": 3}, ["purchaser"]),  # 7 of 13 is more
        ({"purchaser": 5, "monitoring": 4, "operations": 4}, ["purchaser", "monitoring"]),  # 9 of 13
        ({"purchaser": 1}, ["purchaser"]),
        ({}, []),
    ],
)
def test_the_fewest_components_with_more_than_half_of_the_loss(
    station: Station, scheme: Scheme, evaluate: Evaluate, lost: dict[str, int], most: list[str]
) -> None:
    full = {"purchaser": 20, "monitoring": 10, "operations": 10}
    less = [scored(id, str(full[id] - marks)) for id, marks in lost.items()]
    losing = evaluate(with_scores(with_total(station, scheme, 100), *less))
    assert [component.node.id for component in losing.scoring.majority_of_loss()] == most


def test_the_best_score_rates_are_named_equal_ones_to_the_third_included(evaluation: Evaluation) -> None:
    """Operations and the bureau's score share the third place at 90 %."""
    assert evaluation.figures["score.highest"].value == "购买方、服务监测、运营管理、监督方"


def test_full_marks_lose_nothing_and_have_no_shares(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    evaluation = evaluate(with_total(station, scheme, 100))
    assert evaluation.figures["score.lost"].value == "0.00"
    assert evaluation.scoring.by_loss() == ()
    assert evaluation.figures["score.heaviest"].value == "无"
    assert not [id for id in evaluation.figures if id.endswith(".lost_share")]


def test_the_steps_show_how_areas_became_one(evaluation: Evaluation) -> None:
    quality = evaluation.figures["score.quality.raw"]
    assert quality.all_steps == "（14.45＋14.45＋15.4＋15.4＋15.57）÷5＝15.054"
    assert quality.inputs == tuple(f"score.quality.area.a{n}" for n in range(1, 6))
    total = evaluation.figures["score.total"]
    assert total.steps == "9.46＋11.10＋9.00＋15.05＋19.00＋12.15＋9.00＝84.76"


# --- combining scores -------------------------------------------------------------------------------


MARKS = {"e1": "14", "e2": "15", "e3": "16"}


def test_areas_count_equally_whatever_the_number_of_experts(station: Station, scheme: Scheme) -> None:
    """Three experts in area one, one in each other: the mean of areas is 11, that of rows 12.71."""
    first = [scored("quality", mark, area="a1", expert=expert) for expert, mark in MARKS.items()]
    others = [scored("quality", "10", area=area, expert="e1") for area in ("a2", "a3", "a4", "a5")]
    panel = with_scores(with_experts(station, *MARKS), *first, *others)
    assert raw_of(panel, scheme, "quality") == 11


def test_experts_of_the_whole_station_are_averaged(station: Station, evaluate: Evaluate) -> None:
    rows = [
        scored("monitoring", mark, expert=expert) for mark, expert in (("8", "e1"), ("9", "e2"), ("9", "e3"))
    ]
    evaluation = evaluate(with_scores(with_experts(station, "e1", "e2", "e3"), *rows))
    figure = evaluation.figures["score.monitoring.raw"]
    assert figure.value == "8.666667"  # a mean without end is cut to six decimals for reading only
    assert evaluation.figures["score.monitoring.converted"].value == "8.67"


def test_experts_scores_are_for_the_working_papers_alone(station: Station, evaluate: Evaluate) -> None:
    marks = {"e1": "8.125", "e2": "9.375"}
    rows = [scored("monitoring", mark, expert=expert) for expert, mark in marks.items()]
    evaluation = evaluate(with_scores(with_experts(station, *marks), *rows))
    mean_of_both = evaluation.figures["score.monitoring.raw"]
    assert (mean_of_both.value, mean_of_both.label) == ("8.75", "服务监测评分（2位评委平均）")
    assert [evaluation.figures[id].value for id in mean_of_both.inputs] == ["8.125", "9.375"]
    assert "8.125" in evaluation.record("working")
    for edition in ("official", "public"):
        outside = evaluation.record(edition)
        assert '"value": "8.75"' in outside
        assert not [word for word in ("8.125", "9.375", "评委e1", "expert.e1") if word in outside]


def test_a_recused_expert_never_counts(station: Station, scheme: Scheme) -> None:
    rows = [scored("monitoring", "9", expert="e1"), scored("monitoring", "1", expert="e2")]
    counted = with_scores(with_experts(station, "e1", "e2"), *rows)
    assert raw_of(counted, scheme, "monitoring") == 5
    assert raw_of(with_experts(counted, "e1", "e2", recused=["e2"]), scheme, "monitoring") == 9


def test_a_recused_experts_scores_are_kept_for_the_working_papers(station: Station, scheme: Scheme) -> None:
    rows = [scored("monitoring", "9", expert="e1"), scored("monitoring", "1", expert="e2")]
    panel = with_scores(with_experts(station, "e1", "e2", recused=["e2"]), *rows)
    assert [(row.expert, row.score) for row in scoring.score(panel, scheme).recused] == [("e2", Decimal(1))]
    assert scoring.score(station, scheme).recused == ()


def test_recusal_leaves_the_areas_of_the_others_as_they_were(station: Station, scheme: Scheme) -> None:
    areas = [area.id for area in station.areas]
    rows = [scored("quality", "12", area=area, expert="e1") for area in areas]
    rows += [scored("quality", "20", area="a5", expert="e2")]
    panel = with_scores(with_experts(station, "e1", "e2", recused=["e2"]), *rows)
    assert raw_of(panel, scheme, "quality") == 12


def test_a_component_nobody_scored_has_no_total(station: Station, scheme: Scheme) -> None:
    rows = tuple(row for row in station.scores if row.node != "bureau")
    with pytest.raises(ValueError, match="no scores"):
        scoring.score(replace(station, scores=rows), scheme)


def test_a_component_scored_only_by_the_recused_has_no_total(station: Station, scheme: Scheme) -> None:
    panel = with_scores(with_experts(station, "e1", recused=["e1"]), scored("bureau", "9", expert="e1"))
    with pytest.raises(ValueError, match="no scores"):
        scoring.score(panel, scheme)


# --- why the arithmetic mean: results of the other usual ways ---------------------------------------


def areas_of(station: Station) -> list[Decimal]:
    return [row.score for row in station.scores if row.node == "quality"]


def villages_of(station: Station) -> list[int]:
    return [sum(unit.counted for unit in area.units) for area in station.areas]


def weighted(station: Station) -> Decimal:
    weights = villages_of(station)
    products = [score * weight for score, weight in zip(areas_of(station), weights, strict=True)]
    return sum(products, Decimal(0)) / sum(weights)


def trimmed(station: Station) -> Decimal:
    return mean(sorted(areas_of(station))[1:-1])


def middle(station: Station) -> Decimal:
    return median(areas_of(station))


def test_the_areas_hold_nineteen_villages_and_communities(station: Station) -> None:
    assert villages_of(station) == [4, 5, 4, 3, 3]


Way = Callable[[Station], Decimal]
WAYS = [
    pytest.param(weighted, "84.69", "按村、社区数加权为84.69", id="weighted-by-villages"),
    pytest.param(trimmed, "84.79", "去掉最高分和最低分后平均为84.79", id="trimmed"),
    pytest.param(middle, "85.11", "取中位数为85.11", id="median"),
]


@pytest.mark.parametrize(("way", "total", "sentence"), WAYS)
def test_no_other_way_of_combining_the_areas_gives_the_published_total(
    station: Station, scheme: Scheme, evaluation: Evaluation, way: Way, total: str, sentence: str
) -> None:
    others = [c.converted for c in evaluation.scoring.components if c.node.id != "quality"]
    assert sum(others) + round_to(way(station), 2) == Decimal(total) != evaluation.scoring.total
    assert sentence in scheme.combining_source


def test_the_scheme_marks_the_plain_mean_as_an_inference(scheme: Scheme) -> None:
    assert "按算术平均计算，总分为84.76" in scheme.combining_source
    assert "未写明" in scheme.combining_source


def raw_of(station: Station, scheme: Scheme, component: str) -> Decimal:
    return scoring.score(station, scheme).component(component).raw
