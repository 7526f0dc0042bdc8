"""Combining: the score of several areas or raters, with the five published areas as example."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from sweval.analysis.scores.combining import Combined, combine, mean, median, trimmed_mean, weighted_mean
from sweval.analysis.scores.results import NodeScore
from sweval.analysis.scores.scoring import score
from sweval.domain.scheme.leaf_rules import Direct
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Combination, Missing, Node, Role, Way
from sweval.domain.station.people_rows import CoverageTotal
from sweval.domain.station.rows import Expert, Rater, Score
from sweval.domain.station.station import Station
from sweval.presentation.drawings.scores import component_scores
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, with_quality

AREAS = [Fraction(s) for s in ("14.45", "14.45", "15.4", "15.4", "15.57")]


def marks(*values: str) -> list[Fraction]:
    return [Fraction(value) for value in values]


WAYS = [  # way, weights, what the five areas come to
    ("mean", [], "15.054"),
    ("median", [], "15.4"),
    ("trimmed_mean", [], "45.25/3"),  # 14.45 + 15.4 + 15.4
    ("weighted_mean", [4, 5, 4, 3, 3], "284.56/19"),  # by villages and communities
]


def fraction(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or "1")


@pytest.mark.parametrize(("way", "weights", "result"), WAYS)
def test_the_published_areas_by_each_way(way: Way, weights: list[int], result: str) -> None:
    assert combine(way, AREAS, [Fraction(w) for w in weights]) == fraction(result)


FORMULAS = [  # way, weights, the formula that is printed
    ("mean", [], "（14.45＋14.45＋15.4＋15.4＋15.57）÷5＝15.054"),
    ("median", [], "14.45、14.45、15.4、15.4、15.57的中位数为15.4"),
    ("trimmed_mean", [], "去掉最高15.57、最低14.45，（14.45＋15.4＋15.4）÷3＝15.083333"),
    (
        "weighted_mean",
        [4, 5, 4, 3, 3],
        "（14.45×4＋14.45×5＋15.4×4＋15.4×3＋15.57×3）÷（4＋5＋4＋3＋3）＝14.976842",
    ),
]


@pytest.mark.parametrize(("way", "weights", "formula"), FORMULAS)
def test_each_way_shows_how_it_was_done(way: Way, weights: list[int], formula: str) -> None:
    assert Combined(way, tuple(AREAS), tuple(Fraction(w) for w in weights)).formula() == formula


def test_a_formula_puts_scores_in_the_order_they_are_judged_by() -> None:
    three = tuple(marks("9", "1", "4"))
    assert Combined("median", three).formula() == "1、4、9的中位数为4"
    assert Combined("trimmed_mean", three).formula() == "去掉最高9、最低1，余4"


def test_one_score_alone_needs_no_formula() -> None:
    assert Combined("mean", (Fraction(7),)).formula() == ""


def test_one_score_is_itself_by_mean_median_and_weight() -> None:
    one = marks("7.25")
    assert mean(one) == median(one) == weighted_mean(one, marks("3")) == Fraction("7.25")


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle() -> None:
    assert median(marks("9", "1", "4", "6")) == 5
    assert median(marks("9", "1")) == 5
    assert median(marks("9", "1", "4")) == 4


def test_a_trimmed_mean_leaves_out_one_of_each_end_however_many_are_equal() -> None:
    assert trimmed_mean(marks("0", "6", "10")) == 6
    assert trimmed_mean(marks("10", "10", "10", "4")) == 10
    assert trimmed_mean(marks("1", "2", "6", "9")) == 4


@pytest.mark.parametrize("way", ["mean", "weighted_mean", "median", "trimmed_mean"])
def test_nothing_combines_to_nothing(way: Way) -> None:
    with pytest.raises(ValueError, match=r"^no scores to combine$"):
        combine(way, [])


def test_the_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^no scores to average$"):
        mean([])


@pytest.mark.parametrize("weights", [["1"], ["1", "2", "3"], ["-1", "2"], ["0", "0"], []])
def test_weights_that_do_not_fit_are_refused(weights: list[str]) -> None:
    with pytest.raises(
        ValueError, match=r"^a weighted mean needs a weight of 0 or more for each score, and a sum above 0$"
    ):
        weighted_mean(marks("5", "6"), marks(*weights))


def test_a_weight_of_nought_leaves_its_score_out() -> None:
    assert weighted_mean(marks("5", "6"), marks("0", "2")) == 6


@pytest.mark.parametrize("values", [[], ["5"], ["5", "6"]])
def test_a_trimmed_mean_of_two_or_fewer_is_refused(values: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^a trimmed mean needs at least three scores$"):
        trimmed_mean(marks(*values))


# --- missing scores ---------------------------------------------------------------------------------


def given(station: Station, *rows: tuple[str, str | None, str]) -> Station:
    """Scores of 服务质量: area, expert, score; the panel is e1, e2 and the recused e3."""
    scores = [
        Score(row=n, node="quality", area=area, expert=expert, score=Decimal(mark))
        for n, (area, expert, mark) in enumerate(rows, start=20)
    ]
    others = [row for row in station.scores if row.node != "quality"]
    panel = tuple(Expert(row=n, id=f"e{n}", recused=n == 3) for n in (1, 2, 3))
    return replace(station, scores=(*others, *scores), experts=panel)


def of(station: Station, scheme: Scheme) -> NodeScore:
    return score(station, scheme).component("quality")


FIVE = ("a1", "a2", "a3", "a4", "a5")


@pytest.mark.parametrize(("missing", "raw"), [("leave_out", "15"), ("zero", "12")])
def test_an_area_nobody_scored(station: Station, scheme: Scheme, missing: Missing, raw: str) -> None:
    rules = with_quality(scheme, areas=Combination(missing=missing))
    assert of(given(station, *((area, None, "15") for area in FIVE[:4])), rules).raw == Decimal(raw)


def test_an_area_nobody_scored_is_refused_where_the_scheme_refuses(station: Station, scheme: Scheme) -> None:
    with pytest.raises(ValueError, match="quality: no scores that count"):
        of(given(station, *((area, None, "15") for area in FIVE[:4])), scheme)


@pytest.mark.parametrize(("missing", "raw"), [("leave_out", "14.8"), ("zero", "13.4")])
def test_an_expert_who_gave_nothing(station: Station, scheme: Scheme, missing: Missing, raw: str) -> None:
    """Two score four areas 15 and 15; the fifth has one score of 14, or of 14 and nothing: 7."""
    rules = with_quality(scheme, combine=Combination(missing=missing))
    panel = [(area, expert, "15") for area in FIVE[:4] for expert in ("e1", "e2")]
    shown = given(station, *panel, ("a5", "e1", "14"))
    result = of(shown, rules)
    assert result.raw == Decimal(raw)
    assert [area.silent for area in result.areas] == [(), (), (), (), ("e2",)]


def test_an_expert_who_gave_nothing_is_refused_where_the_scheme_refuses(
    station: Station, scheme: Scheme
) -> None:
    rules = with_quality(scheme, combine=Combination(missing="refuse"))
    panel = [(area, expert, "15") for area in FIVE[:4] for expert in ("e1", "e2")]
    with pytest.raises(ValueError, match=r"quality: raters without a score: \('e2',\)"):
        of(given(station, *panel, ("a5", "e1", "14")), rules)


@pytest.mark.parametrize("scale", ["20", "40", "100"])
def test_experts_scores_on_another_scale_stay_on_it_and_are_converted(
    station: Station, scheme: Scheme, scale: str
) -> None:
    """服务质量 has 20 marks: 60 % and 70 % of any scale are 13 of them."""
    rules = with_quality(scheme, rule=Direct(scale=Decimal(scale)))
    given_marks = [str(Decimal(scale) * share / 10) for share in (6, 7)]
    panel = [(area, f"e{n}", mark) for area in FIVE for n, mark in enumerate(given_marks, start=1)]
    result = of(given(station, *panel), rules)
    assert (result.raw, result.converted) == (Decimal(scale) * Decimal("0.65"), 13)


def test_the_recused_are_neither_counted_nor_missed(station: Station, scheme: Scheme) -> None:
    rules = with_quality(scheme, combine=Combination(missing="refuse"))
    panel = [(area, expert, "15") for area in FIVE for expert in ("e1", "e2")]
    both = of(given(station, *panel, *((area, "e3", "1") for area in FIVE)), rules)
    assert both.raw == 15
    assert [area.silent for area in both.areas] == [()] * 5


@pytest.mark.parametrize("missing", ["refuse", "zero", "leave_out"])
def test_where_scores_were_agreed_no_expert_is_missed(
    station: Station, scheme: Scheme, missing: Missing
) -> None:
    rules = with_quality(scheme, combine=Combination(missing=missing))
    result = of(given(station, *((area, None, "15") for area in FIVE)), rules)
    assert result.raw == 15
    assert [area.silent for area in result.areas] == [()] * 5


@pytest.mark.parametrize("between", "、，,")
def test_an_expert_is_missed_only_where_she_was_to_score(
    station: Station, scheme: Scheme, between: str
) -> None:
    rules = with_quality(scheme, combine=Combination(missing="refuse"))
    panel = [(area, "e1", "15") for area in FIVE] + [("a1", "e2", "13")]
    shown = given(station, *panel)
    areas = f"片区一{between}a2"
    named = tuple(replace(expert, areas=areas if expert.id == "e2" else None) for expert in shown.experts)
    with pytest.raises(ValueError, match="without a score"):
        of(replace(shown, experts=named), rules)
    only = tuple(replace(expert, areas="片区一" if expert.id == "e2" else None) for expert in shown.experts)
    assert of(replace(shown, experts=only), rules).raw == Decimal("14.8")


# --- weights of areas and raters --------------------------------------------------------------------


def test_areas_weigh_their_counted_villages_and_communities(station: Station, scheme: Scheme) -> None:
    rules = with_quality(scheme, areas=Combination(way="weighted_mean", weights="units"))
    assert of(station, rules).given == fraction("284.56/19")


def test_areas_weigh_the_people_covered_in_them(station: Station, scheme: Scheme) -> None:
    rules = with_quality(scheme, areas=Combination(way="weighted_mean", weights="people"))
    people = tuple(
        CoverageTotal(row=n, area=area, persons=100 if area == "a5" else 0) for n, area in enumerate(FIVE, 2)
    )
    assert of(replace(station, coverage_totals=people), rules).raw == Decimal("15.57")
    with pytest.raises(ValueError, match="area a5 has no weight by people"):
        of(replace(station, coverage_totals=people[:4]), rules)


def test_an_area_nobody_scored_keeps_its_weight(station: Station, scheme: Scheme) -> None:
    """Areas of 100, 100, 100, 100 and 600 people; 15 in each but the last: 15 × 400 ÷ 1000 or 15."""
    people = tuple(
        CoverageTotal(row=n, area=area, persons=600 if area == "a5" else 100)
        for n, area in enumerate(FIVE, 2)
    )
    shown = replace(given(station, *((area, None, "15") for area in FIVE[:4])), coverage_totals=people)
    for missing, raw in (("zero", "6"), ("leave_out", "15")):
        areas = Combination(way="weighted_mean", weights="people", missing=missing)  # type: ignore[arg-type]
        assert of(shown, with_quality(scheme, areas=areas)).raw == Decimal(raw)


def committees(
    station: Station, scheme: Scheme, combine_: Combination, last: int | None = None, listed: int = 3
) -> NodeScore:
    """购买方 as three of whom two score, 19 and 17, weighing 3 and 1; the third weighs ``last``.

    Only the first ``listed`` of them are in the list of raters.
    """
    tree = tuple(
        replace(party, raters="many", combine=combine_) if party.id == "purchaser" else party
        for party in scheme.tree
    )
    raters = (
        Rater(row=2, id="r1", node="purchaser", name="甲村", units=3, people=100),
        Rater(row=3, id="r2", node="purchaser", name="乙村", units=1, people=300),
        Rater(row=4, id="r3", node="purchaser", name="丙村", units=last),
    )
    rows = [
        Score(row=n, node="purchaser", rater=rater, score=Decimal(mark))
        for n, (rater, mark) in enumerate((("r1", "19"), ("r2", "17")), start=30)
    ]
    others = tuple(row for row in station.scores if row.node != "purchaser")
    changed = replace(station, scores=(*others, *rows), raters=raters[:listed])
    return score(changed, replace(scheme, tree=tree)).component("purchaser")


@pytest.mark.parametrize(
    ("combination", "raw"),
    [
        (Combination(missing="leave_out"), "18"),
        (Combination(missing="zero"), "12"),
        (Combination(way="weighted_mean", weights="units", missing="leave_out"), "18.5"),
        (Combination(way="weighted_mean", weights="people", missing="leave_out"), "17.5"),
    ],
)
def test_many_raters_are_combined(
    station: Station, scheme: Scheme, combination: Combination, raw: str
) -> None:
    result = committees(station, scheme, combination)
    assert result.raw == Decimal(raw)
    assert result.areas[0].silent == ("r3",)


def test_a_rater_who_gave_nothing_keeps_the_weight(station: Station, scheme: Scheme) -> None:
    """19 weighs 3, 17 weighs 1 and nothing weighs 4: 74 of 8."""
    zero = Combination(way="weighted_mean", weights="units", missing="zero")
    assert committees(station, scheme, zero, last=4).raw == Decimal("9.25")


def test_a_rater_without_a_weight_cannot_be_weighted(station: Station, scheme: Scheme) -> None:
    zero = Combination(way="weighted_mean", weights="units", missing="zero")
    with pytest.raises(ValueError, match="purchaser: no weight by units for a rater"):
        committees(station, scheme, zero)
    units = Combination(way="weighted_mean", weights="units", missing="leave_out")
    with pytest.raises(ValueError, match="purchaser: no weight by units for a rater"):
        committees(station, scheme, units, listed=1)


# --- up the tree ------------------------------------------------------------------------------------


def beside(role: str, mark: str, *, capped: bool = False, base: str = "80") -> Node:
    """A party of 100 marks with a base of 100, and a bonus or deduction of 10."""
    inner = (
        Node(id="base", name="基础", source="略", full_mark=Decimal(100)),
        Node(id="extra", name="另计", source="略", full_mark=Decimal(10), role=role),  # type: ignore[arg-type]
    )
    return Node(
        id="party",
        name="方",
        source="略",
        full_mark=Decimal(100),
        capped=capped,
        children=inner,
        note=f"{base}/{mark}",
    )


@pytest.mark.parametrize(
    ("role", "base", "mark", "capped", "total"),
    [
        ("bonus", "80", "7.5", False, "87.50"),
        ("bonus", "95", "7.5", False, "102.50"),
        ("bonus", "95", "7.5", True, "100"),
        ("deduction", "80", "7.5", False, "72.50"),
        ("deduction", "5", "7.5", False, "0"),
        ("unscored", "80", "7.5", False, "80.00"),
        ("score", "80", "7.5", False, "87.50"),
    ],
)
def test_bonuses_are_added_deductions_subtracted_and_unscored_parts_ignored(
    station: Station, scheme: Scheme, role: str, base: str, mark: str, capped: bool, total: str
) -> None:
    rules = replace(scheme, tree=(beside(role, mark, capped=capped),), vetoes=())
    rows = tuple(
        Score(row=n, node=id, score=Decimal(m))
        for n, (id, m) in enumerate((("base", base), ("extra", mark)), 2)
    )
    result = score(replace(station, scores=rows, experts=()), rules)
    assert result.total == Decimal(total)
    assert result.component("party").converted == Decimal(total)
    assert result.unrounded == Decimal(total)
    names = [part.node.id for part in result.other_parts]
    assert names == ([] if role == "score" else ["extra"])
    assert [part.node.id for part in result.components] == (["base"] if names else ["base", "extra"])


@pytest.mark.parametrize(
    ("role", "steps", "inputs"),
    [
        ("bonus", "80.00＋7.50", ("base", "extra")),
        ("deduction", "80.00－7.50", ("base", "extra")),
        ("unscored", "80.00", ("base",)),
    ],
)
def test_the_figures_of_a_party_lead_to_what_counts_in_it(
    station: Station, scheme: Scheme, evaluate: Evaluate, role: str, steps: str, inputs: tuple[str, ...]
) -> None:
    rules = replace(scheme, tree=(beside(role, "7.5"),), vetoes=())
    rows = tuple(
        Score(row=n, node=id, score=Decimal(m))
        for n, (id, m) in enumerate((("base", "80"), ("extra", "7.5")), 2)
    )
    figures = evaluate(replace(station, scores=rows, experts=()), rules).figures
    converted = figures["score.party.converted"]
    assert (converted.label, converted.steps) == ("方得分", steps)
    assert converted.inputs == tuple(f"score.{id}.converted" for id in inputs)
    assert figures["score.party.raw"].inputs == tuple(f"score.{id}.raw" for id in inputs)


def test_a_bonus_made_of_parts_is_called_one(station: Station, scheme: Scheme, evaluate: Evaluate) -> None:
    bonus = replace(beside("score", "7.5"), id="more", name="另加", role="bonus", full_mark=Decimal(110))
    rules = replace(scheme, tree=(*scheme.tree, bonus))
    rows = tuple(
        Score(row=n, node=id, score=Decimal(m))
        for n, (id, m) in enumerate((("base", "8"), ("extra", "1")), 40)
    )
    figures = evaluate(replace(station, scores=(*station.scores, *rows)), rules).figures
    assert figures["score.more.converted"].label == "另加加分"


def test_one_area_alone_is_not_called_a_mean(station: Station, evaluate: Evaluate) -> None:
    one = tuple(row for row in station.scores if row.area in (None, "a1"))
    alone = replace(station, areas=station.areas[:1], scores=one, findings=(), coverage_totals=())
    raw = evaluate(alone).figures["score.quality.raw"]
    assert (raw.label, raw.steps) == ("服务质量评分", "")


@pytest.mark.parametrize(
    ("base", "mark", "bound"),
    [("92.4", "7.5", ""), ("92.5", "7.5", ""), ("92.6", "7.5", "加分后不超过标准分")],
)
def test_a_cap_is_named_where_it_bit(
    station: Station, scheme: Scheme, base: str, mark: str, bound: str
) -> None:
    rules = replace(scheme, tree=(beside("bonus", mark, capped=True),), vetoes=())
    rows = tuple(
        Score(row=n, node=id, score=Decimal(m))
        for n, (id, m) in enumerate((("base", base), ("extra", mark)), 2)
    )
    result = score(replace(station, scores=rows, experts=()), rules)
    assert result.component("party").bound == bound
    assert result.bounds == ((f"方{bound}",) if bound else ())


@pytest.mark.parametrize(
    ("role", "total"), [("bonus", "91.76"), ("deduction", "77.76"), ("unscored", "84.76")]
)
def test_a_party_may_be_a_bonus_a_deduction_or_unscored(
    station: Station, scheme: Scheme, role: str, total: str
) -> None:
    extra = Node(id="extra", name="另计", source="略", full_mark=Decimal(10), role=role)  # type: ignore[arg-type]
    rules = replace(scheme, tree=(*scheme.tree, extra))
    scored = replace(station, scores=(*station.scores, Score(row=40, node="extra", score=Decimal(7))))
    result = score(scored, rules)
    assert result.total == Decimal(total)
    assert rules.max_total == (110 if role == "bonus" else 100)
    assert [part.node.id for part in result.other_parts] == ["extra"]


@pytest.mark.parametrize(
    ("outer", "inner", "capped", "most"),
    [
        ("score", "bonus", False, "110"),
        ("score", "bonus", True, "100"),
        ("score", "deduction", False, "100"),
        ("score", "score", False, "100"),
        # A bonus adds its full mark to the maximum, whatever the roles of its parts.
        ("bonus", "bonus", False, "200"),
        ("unscored", "bonus", False, "100"),
        ("deduction", "bonus", False, "100"),
    ],
)
def test_the_maximum_total_of_a_scheme(
    scheme: Scheme, outer: Role, inner: str, capped: bool, most: str
) -> None:
    party = replace(beside(inner, "0", capped=capped), role=outer)
    assert replace(scheme, tree=(party,), total=Decimal(100)).max_total == Decimal(most)


def test_a_component_lifted_above_its_full_mark_has_lost_nothing(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    """95 + 7.5 of 100 is 2.5 above; the other party lost 4 of 10."""
    inner = replace(beside("bonus", "7.5"), id="component", name="内容")
    other = Node(id="other", name="他方", source="略", full_mark=Decimal(10))
    party = Node(id="party", name="方", source="略", full_mark=Decimal(100), children=(inner,))
    given = (("base", "95"), ("extra", "7.5"), ("other", "6"))
    rows = tuple(Score(row=n, node=id, score=Decimal(mark)) for n, (id, mark) in enumerate(given, 2))
    rules = replace(scheme, tree=(party, other), vetoes=(), total=Decimal(110))
    evaluation = evaluate(replace(station, scores=rows, experts=()), rules)
    result, figures = evaluation.scoring, evaluation.figures
    assert (result.component("component").lost, result.component("component").over) == (0, Decimal("2.50"))
    assert (figures["score.component.lost"].value, figures["score.component.lost"].steps) == ("0", "")
    over = figures["score.component.over"]
    assert (over.label, over.value, over.unit) == ("内容高于标准分", "2.50", "分")
    assert (over.rule, over.inputs) == ("scheme.parties", ("score.component.converted",))
    assert over.steps == "102.50－100"
    assert (figures["score.lost"].value, figures["score.lost"].steps) == ("4.00", "0＋4.00")
    assert figures["score.other.lost_share"].steps == "4.00÷4.00"
    assert [loss.node.id for loss in result.by_loss()] == ["other"]
    assert "他方评分4.00分；内容高于标准分2.50分〔" in repr(StationReport(evaluation, "official").summary())
    chart = component_scores(evaluation)
    assert "+2.50" in chart.svg and "−4.00" in chart.svg


@pytest.mark.parametrize(
    ("place", "total", "third"),
    [
        ("component", "84.76", "44.61"),
        ("party", "84.77", "44.62"),  # 44.618 rounded once
        ("indicator", "84.76", "44.61"),  # components without indicators are rounded where they stand
        ("total", "84.77", "44.618"),
    ],
)
def test_scores_are_rounded_at_the_named_level(
    station: Station, scheme: Scheme, place: str, total: str, third: str
) -> None:
    rules = replace(scheme, rounding=replace(scheme.rounding, place=place))
    result = score(station, rules)
    assert (result.total, result.component("third_party").converted) == (Decimal(total), Decimal(third))
    assert result.unrounded == Decimal("84.768")


def test_the_parts_of_the_total_are_named_with_their_depth(station: Station, scheme: Scheme) -> None:
    result = score(station, scheme)
    assert [(node.node.id, node.depth) for node in result.nodes] == [
        ("monitoring", 2),
        ("outcome", 2),
        ("operations", 2),
        ("quality", 2),
        ("third_party", 1),
        ("purchaser", 1),
        ("supervision_centre", 1),
        ("bureau", 1),
    ]
    assert {node.party.id for node in result.nodes if node.depth == 2} == {"third_party"}
