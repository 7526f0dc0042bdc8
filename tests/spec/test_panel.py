"""The panel: agreement of experts, deviations, and the effect of each; a diagnosis that changes no score.

Known answers: Shrout and Fleiss (1979), table 2, six targets and four judges; its intervals as in McGraw and
Wong (1996); Krippendorff (2011), four observers and twelve units with values missing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.analysis.panel.agreement import alpha, intraclass, mean_squares
from sweval.analysis.panel.experts import Panel, assess
from sweval.analysis.panel.figures import figures
from sweval.analysis.scores.scoring import score
from sweval.domain.disclosure.editions import EDITIONS
from sweval.domain.scheme.leaf_rules import Checklist, ChecklistItem, Ratio
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import LeafInput
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from sweval.record.figures import Figure
from tests.build import Evaluate, numbered, scored, undivided, with_components, with_experts, with_scores

SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
KRIPPENDORFF = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
#: The leaves of the third party with their full marks.
LEAVES = {"monitoring": "10", "outcome": "15", "operations": "10"}


def table(rows: Sequence[Sequence[int | float]]) -> list[list[Fraction]]:
    return [[Fraction(value) for value in row] for row in rows]


def judged(station: Station, shares: dict[str, Sequence[str]]) -> Station:
    """Each expert's shares of the full mark: the three leaves of the station, then quality in each area."""
    rows = []
    for expert, own in shares.items():
        places = [(leaf, None, mark) for leaf, mark in LEAVES.items()]
        places += [("quality", area.id, "20") for area in station.areas]
        for (leaf, area, mark), share in zip(places, own, strict=True):
            if share:
                rows.append(scored(leaf, Decimal(share) * Decimal(mark), area=area, expert=expert))
    return with_scores(with_experts(station, *shares), *rows)


def panel_of(evaluation: Evaluation) -> Panel:
    assert evaluation.diagnosis is not None
    assert evaluation.diagnosis.panel is not None
    return evaluation.diagnosis.panel


LEVEL = ("0.80", "0.70", "0.90", "0.60", "0.75", "0.85", "0.65", "0.95")


def moved(by: str, *, of: Sequence[str] = LEVEL) -> tuple[str, ...]:
    return tuple(str(Decimal(share) + Decimal(by)) for share in of)


# --- known answers ----------------------------------------------------------------------------------


def test_shrout_and_fleiss_of_1979() -> None:
    squares = mean_squares(table(SHROUT_FLEISS))
    assert [round(float(s), 2) for s in (squares.targets, squares.raters, squares.rest)] == [
        11.24,
        32.49,
        1.02,
    ]
    found = intraclass(table(SHROUT_FLEISS))
    assert found is not None
    assert found.mean is not None
    assert found.single_interval is not None
    assert found.mean_interval is not None
    assert (round(float(found.single), 2), round(float(found.mean), 2)) == (0.29, 0.62)
    assert [round(bound, 3) for bound in found.single_interval] == [0.019, 0.761]
    assert [round(bound, 3) for bound in found.mean_interval] == [0.071, 0.927]


def test_the_scale_changes_no_coefficient_and_no_interval() -> None:
    """Marks of 1 to 10 as rates."""
    whole, tenths = (
        intraclass(table(SHROUT_FLEISS)),
        intraclass([[x / 10 for x in row] for row in table(SHROUT_FLEISS)]),
    )
    assert whole is not None
    assert tenths is not None
    assert (whole.single, whole.mean) == (tenths.single, tenths.mean)
    assert whole.single_interval == pytest.approx(tenths.single_interval)
    assert whole.mean_interval == pytest.approx(tenths.mean_interval)


def test_krippendorff_of_2011_with_values_missing() -> None:
    columns = zip(*(line.split() for line in KRIPPENDORFF), strict=True)
    units = [[Fraction(value) for value in column if value != "."] for column in columns]
    found = alpha(units)
    assert found is not None
    assert round(float(found), 3) == 0.849


# --- what the measures mean -------------------------------------------------------------------------


def test_experts_who_always_agree_agree_wholly_and_leave_no_interval() -> None:
    found = intraclass(table([[0.8] * 5, [0.6] * 5, [0.9] * 5]))
    assert found is not None
    assert (found.single, found.mean, found.single_interval) == (1, 1, None)
    assert alpha(table([[1, 1], [2, 2], [3, 3]])) == 1


def test_two_targets_and_two_raters_are_a_table() -> None:
    squares = mean_squares(table([[1, 2], [3, 5]]))
    assert (squares.targets, squares.raters, squares.rest) == (
        Fraction(25, 4),
        Fraction(9, 4),
        Fraction(1, 4),
    )


NO_INTERVAL = [
    pytest.param([[0, 1], [1, 0], [0, 1], [1, 0]], id="all-targets-and-all-raters-alike"),
    pytest.param([[0, 1], [0, 1], [1, 0]], id="all-targets-alike"),
    pytest.param([[0, 3], [0, 4], [2, 1]], id="targets-all-but-alike"),
]


@pytest.mark.parametrize("rows", NO_INTERVAL)
def test_where_targets_hardly_differ_there_is_no_interval(rows: list[list[int]]) -> None:
    found = intraclass(table(rows))
    assert found is not None
    assert found.single < 0
    assert (found.single_interval, found.mean_interval) == (None, None)


def test_targets_that_differ_just_as_by_chance_leave_no_coefficient_of_the_mean() -> None:
    found = intraclass(table([[0, 0], [0, 1], [1, 0]]))
    assert found is not None
    assert (found.single, found.mean, found.mean_interval) == (-1, None, None)
    assert found.single_interval == pytest.approx((-2.9, 0.9))


def test_a_lower_bound_far_below_nought_leaves_the_mean_no_interval() -> None:
    """Spearman and Brown's formula has no value at −1 for two raters, and the sign turns below it."""
    within, beyond = (intraclass(table([[0, 0], [0, last], [last * 3, 1 - last]])) for last in (0, 1))
    assert within is not None
    assert beyond is not None
    assert (within.mean, within.single_interval) == (0, pytest.approx((-0.95, 0.95)))
    assert within.mean_interval == pytest.approx((-38, 38 / 39))
    assert beyond.single_interval == pytest.approx((-1.8235, 0.9283), abs=1e-4)
    assert (beyond.mean, beyond.mean_interval) == (Fraction(-3, 2), None)


@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=2, max_size=8))
def test_an_interval_holds_what_it_is_an_interval_of(rows: list[list[int]]) -> None:
    found = intraclass(table(rows))
    if found is not None and found.single_interval is not None:
        low, high = found.single_interval
        assert low <= found.single <= high <= 1
        if found.mean is not None and found.mean_interval is not None:
            assert found.mean_interval[0] <= found.mean <= found.mean_interval[1] <= 1


def test_where_nothing_differs_there_is_nothing_to_measure() -> None:
    assert intraclass(table([[0.8] * 3] * 6)) is None
    assert alpha(table([[0.8] * 3] * 6)) is None
    assert alpha([]) is None


def test_a_stricter_expert_lowers_the_coefficient_of_one_more_than_that_of_the_mean() -> None:
    lenient = [0.8, 0.7, 0.9, 0.6, 0.75, 0.85]
    found = intraclass(table([[share, share - 0.2] for share in lenient]))
    assert found is not None
    assert found.mean is not None
    assert found.single < found.mean < 1


def test_noise_is_no_agreement() -> None:
    chance = random.Random(1)
    singles = []
    for _ in range(200):
        found = intraclass(table([[round(chance.gauss(0.8, 0.05), 3) for _ in range(5)] for _ in range(8)]))
        assert found is not None
        singles.append(float(found.single))
    assert abs(sum(singles) / len(singles)) < 0.03


def test_raw_marks_of_items_of_unequal_worth_would_make_noise_look_like_agreement() -> None:
    chance = random.Random(1)
    marks = [1, 2, 5, 10, 15, 20]
    rates = [[round(chance.uniform(0.7, 0.9), 3) for _ in range(5)] for _ in marks]
    by_rate = intraclass(table(rates))
    by_mark = intraclass(table([[rate * m for rate in row] for row, m in zip(rates, marks, strict=True)]))
    assert by_rate is not None
    assert by_mark is not None
    assert by_rate.single < Fraction(1, 4) < Fraction(9, 10) < by_mark.single


@pytest.mark.parametrize("rows", [[], [[1, 2]], [[1], [2]], [[1, 2], [1]]])
def test_what_is_no_table_is_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="can't compare a table"):
        mean_squares(table(rows))


@pytest.mark.parametrize("level", [LEVEL, ("0.80", "0.70") * 4], ids=["one-is-stricter", "none-is-stricter"])
def test_targets_that_differ_less_than_by_chance_leave_no_coefficient_of_the_mean(
    station: Station, diagnose: Evaluate, level: Sequence[str]
) -> None:
    """The raters' scores are opposite: the variation between targets is less than the residual."""
    upside_down = tuple(str(Decimal("1.5") - Decimal(share)) for share in level)
    evaluation = diagnose(judged(station, {"e1": level, "e2": upside_down}))
    found = panel_of(evaluation).intraclass
    assert found is not None
    assert (found.mean, found.mean_interval) == (None, None)
    shown = [id for id in evaluation.figures if id.startswith("panel.icc")]
    assert "panel.icc1" in shown
    assert not [id for id in shown if id.startswith("panel.icck")]
    assert "panel.icc1.interval" not in shown
    assert "按没有一致性理解" in repr(StationReport(evaluation).panel())


# --- a station's panel ------------------------------------------------------------------------------


def test_the_published_case_has_agreed_scores_alone(evaluation: Evaluation) -> None:
    assert evaluation.diagnosis is not None
    assert evaluation.diagnosis.panel is None
    assert not [id for id in evaluation.figures if id.startswith("panel.")]
    shown = repr(StationReport(evaluation).panel())
    assert "评委个人评分未提供" in shown
    assert "不能计算" in shown


def test_what_is_compared_are_rates_and_not_marks(station: Station, diagnose: Evaluate) -> None:
    found = panel_of(diagnose(judged(station, {"e1": LEVEL, "e2": LEVEL})))
    assert [target.rates["e1"] for target in found.targets] == [Fraction(share) for share in LEVEL]


def test_an_expert_who_gives_five_points_more_deviates_by_five_points(
    station: Station, diagnose: Evaluate
) -> None:
    panel = diagnose(judged(station, {"e1": LEVEL, "e2": LEVEL, "e3": moved("0.05")}))
    figures = panel.figures
    assert figures["panel.expert.e3.deviation"].text == "+5.0个百分点"
    assert figures["panel.expert.e1.deviation"].text == "−2.5个百分点"
    assert figures["panel.expert.e3.interval"].value == "+5.0至+5.0"
    assert [m.expert.id for m in panel_of(panel).members if m.deviation and m.deviation.is_outlier] == [
        "e1",
        "e2",
        "e3",
    ]


def test_the_interval_of_a_deviation_is_students(station: Station, diagnose: Evaluate) -> None:
    """Of six targets 1 to 6 points more: 3.5 ± 2.571 · 1.871 ÷ √6."""
    six = LEVEL[:6]
    more = tuple(str(Decimal(share) + Decimal(n) / 100) for n, share in enumerate(six, start=1))
    figures = diagnose(judged(station, {"e1": LEVEL, "e2": (*more, "", "")})).figures
    assert figures["panel.expert.e2.deviation"].text == "+3.5个百分点"
    assert figures["panel.expert.e2.interval"].value == "+1.5至+5.5"


def test_chance_does_not_make_an_expert_stand_out(station: Station, diagnose: Evaluate) -> None:
    up_and_down = tuple(
        str(Decimal(share) + (Decimal("0.03") if n % 2 else Decimal("-0.03")))
        for n, share in enumerate(LEVEL)
    )
    evaluation = diagnose(judged(station, {"e1": LEVEL, "e2": up_and_down}))
    assert not any(m.deviation and m.deviation.is_outlier for m in panel_of(evaluation).members)
    assert "没有看出谁一贯偏高或偏低" in repr(StationReport(evaluation).panel())


def test_a_recused_expert_is_compared_with_nobody(station: Station, diagnose: Evaluate) -> None:
    shares = {"e1": LEVEL, "e2": moved("0.02"), "e3": moved("-0.30")}
    with_all = judged(station, shares)
    recused = replace(
        with_all, experts=tuple(replace(e, recused=e.id == "e3", reason="曾任督导") for e in with_all.experts)
    )
    evaluation = diagnose(recused)
    without = diagnose(judged(station, {id: s for id, s in shares.items() if id != "e3"}))
    assert [m.expert.id for m in panel_of(evaluation).members] == ["e1", "e2"]
    assert evaluation.figures["panel.typical"].value == without.figures["panel.typical"].value == "2.0"
    shown = repr(StationReport(evaluation).panel())
    assert "e3回避，所评不计" in shown
    assert "回避：曾任督导" in shown


def test_leaving_one_out_is_scoring_without_her(station: Station, diagnose: Evaluate) -> None:
    shares = {"e1": LEVEL, "e2": moved("0.02"), "e3": moved("-0.30")}
    figures = diagnose(judged(station, shares)).figures
    for left_out in shares:
        rest = judged(station, {id: given for id, given in shares.items() if id != left_out})
        again = diagnose(rest).figures
        assert figures[f"panel.expert.{left_out}.without"].value == again["score.total"].value
        assert figures[f"panel.expert.{left_out}.without_grade"].value == again["score.grade_by_total"].value


def test_an_expert_who_alone_moves_the_grade_is_named(station: Station, diagnose: Evaluate) -> None:
    high = tuple("0.99" for _ in LEVEL)
    evaluation = diagnose(judged(station, {"e1": high, "e2": high, "e3": moved("-0.55")}))
    assert evaluation.figures["panel.expert.e3.without_grade"].value == "优秀"
    shown = repr(StationReport(evaluation).panel())
    assert f"不计e3时，按总分所处等级由{evaluation.grade.by_total.name}变为优秀" in shown


def test_fewer_than_six_targets_give_no_agreement(station: Station, diagnose: Evaluate) -> None:
    few = ("0.80", "0.70", "0.90", "0.60", "0.75", "", "", "")
    others = ("0.82", "0.69", "0.88", "0.63", "0.70", "0.7", "0.7", "0.7")
    evaluation = diagnose(judged(station, {"e1": few, "e2": others}))
    figures = evaluation.figures
    assert figures["panel.targets"].value == "5"
    assert not {"panel.icc1", "panel.icck", "panel.alpha", "panel.expert.e1.interval"} & set(figures)
    assert "panel.expert.e1.deviation" in figures
    shown = repr(StationReport(evaluation).panel())
    assert "全部评委都评分的评分点不足6个，组内相关系数不能计算" in shown
    assert "不足6个，α系数不能计算" in shown


def test_six_targets_are_enough(station: Station, diagnose: Evaluate) -> None:
    six = ("0.80", "0.70", "0.90", "0.60", "0.75", "0.85", "", "")
    figures = diagnose(judged(station, {"e1": six, "e2": moved("0.02")})).figures
    assert figures["panel.complete"].value == "6"
    assert {"panel.icc1", "panel.icck", "panel.alpha", "panel.expert.e1.interval"} <= set(figures)


def test_one_expert_alone_agrees_with_nobody(station: Station, diagnose: Evaluate) -> None:
    evaluation = diagnose(judged(station, {"e1": LEVEL}))
    assert not {"panel.icc1", "panel.typical", "panel.expert.e1.without"} & set(evaluation.figures)
    assert "只有一名评委评分" in repr(StationReport(evaluation).panel())


def test_where_areas_had_different_experts_no_area_is_called_low(
    station: Station, diagnose: Evaluate
) -> None:
    first = ("0.80", "0.70", "0.90", "0.60", "0.75", "", "", "")
    second = ("0.82", "0.69", "0.88", "", "", "0.40", "0.50", "0.45")
    evaluation = diagnose(judged(station, {"e1": first, "e2": second}))
    assert panel_of(evaluation).same_experts is False
    assert "无法分开，不能据此说哪个片区偏低" in repr(StationReport(evaluation).panel())
    whole = diagnose(judged(station, {"e1": LEVEL, "e2": moved("0.02")}))
    assert "无法分开" not in repr(StationReport(whole).panel())


def test_whether_the_same_experts_scored_every_area_is_checked_leaf_by_leaf(
    station: Station, scheme: Scheme
) -> None:
    """e1 scored all of 服务成效 and both scored all of 服务质量: no area had other experts than the next."""
    rules = with_components(scheme, outcome={"by": "area"})
    both = judged(station, {"e1": LEVEL, "e2": moved("0.02")})
    own = [scored("outcome", "9", area=area.id, expert="e1") for area in station.areas]
    panel = assess(with_scores(both, *own), rules, score(with_scores(both, *own), rules))
    assert panel is not None and panel.same_experts is True


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param(LEVEL, moved("0.02"), True, id="both-scored-all"),
        pytest.param(
            (*LEVEL[:6], "", ""), (*LEVEL[:3], "", "", "", *LEVEL[6:]), False, id="each-scored-some"
        ),
    ],
)
def test_who_scored_which_area_is_known_from_their_own_scores(
    station: Station, scheme: Scheme, first: Sequence[str], second: Sequence[str], same: bool
) -> None:
    some = judged(station, {"e1": first, "e2": second})
    assert score(some, scheme).component("quality").same_experts(some) is same


@pytest.mark.parametrize(
    ("areas", "same"),
    [
        pytest.param({"e1": "a1、a2", "e2": "a1、a2"}, True, id="all-the-same"),
        pytest.param({"e1": "a1、a2", "e2": "a3"}, False, id="each-some"),
        pytest.param({"e1": "a1、a2", "e2": None}, None, id="not-told-of-all"),
        pytest.param({"e1": "a1、a2", "e2": "a1、a2", "gone": "a3"}, True, id="the-recused-do-not-count"),
        pytest.param({}, None, id="nobody-listed"),
    ],
)
def test_where_scores_were_agreed_it_is_known_from_the_list_of_experts(
    station: Station, scheme: Scheme, areas: dict[str, str | None], same: bool | None
) -> None:
    listed = [
        replace(expert, areas=areas[expert.id])
        for expert in with_experts(station, *areas, recused=("gone",)).experts
    ]
    some = replace(station, experts=tuple(listed))
    assert score(some, scheme).component("quality").same_experts(some) is same


def test_where_nothing_is_scored_by_area_experts_are_not_compared_by_area(
    station: Station, scheme: Scheme
) -> None:
    none, rules = undivided(station, scheme)
    shares = {"e1": "0.8", "e2": "0.7"}
    rows = [scored("outcome", Decimal(share) * 15, expert=expert) for expert, share in shares.items()]
    some = with_scores(with_experts(none, *shares), *rows)
    panel = assess(some, rules, score(some, rules))
    assert panel is not None and panel.same_experts is None


def test_the_targets_on_which_experts_differ_most_are_listed(station: Station, diagnose: Evaluate) -> None:
    other = ("0.80", "0.70", "0.60", "0.60", "0.75", "0.85", "0.65", "0.75")
    evaluation = diagnose(judged(station, {"e1": LEVEL, "e2": other}))
    assert [(t.leaf.id, t.area) for t in panel_of(evaluation).widest] == [
        ("operations", None),
        ("quality", station.areas[-1].id),
    ]
    assert evaluation.figures["panel.widest.1"].text == "30.0个百分点"
    assert evaluation.figures["panel.widest.1"].steps == "e1 90.0%、e2 60.0%"


def test_what_was_compared_leads_to_the_cells_it_was_read_from(
    station: Station, scheme: Scheme, diagnose: Evaluate
) -> None:
    items = (
        ChecklistItem(id="plan", name="计划", marks=Decimal(4)),
        ChecklistItem(id="ledger", name="台账", marks=Decimal(6)),
    )
    ways = {
        "monitoring": {"rule": Checklist(kind="checklist", items=items)},
        "operations": {"rule": Ratio(kind="ratio", full_at=Decimal(10))},
    }
    inputs = [
        LeafInput(row=2, node="monitoring", expert="e1", item="plan", met=True),
        LeafInput(row=2, node="operations", expert="e1", value=Decimal(9)),
        LeafInput(row=2, node="monitoring", expert="e2", item="plan", met=False),
        LeafInput(row=2, node="operations", expert="e2", value=Decimal(8)),
    ]
    given = judged(station, {"e1": LEVEL, "e2": moved("0.02")})
    scores = tuple(row for row in given.scores if row.node not in ways)
    counted = replace(given, scores=scores, leaf_inputs=numbered(inputs))
    cells = diagnose(counted, with_components(scheme, **ways)).figures["panel.targets"].cells
    assert {(cell.row, cell.column) for cell in cells if cell.file == "leaf_inputs.csv"} == {
        (2, "met"),
        (2, "expert"),
        (3, "value"),
        (3, "expert"),
        (4, "met"),
        (4, "expert"),
        (5, "value"),
        (5, "expert"),
    }
    assert {cell.column for cell in cells if cell.file == "scores.csv"} == {"score", "expert"}


# --- how coefficients are printed -------------------------------------------------------------------


def figures_with(station: Station, diagnose: Evaluate, **changes: object) -> dict[str, Figure]:
    panel = panel_of(diagnose(judged(station, {"e1": LEVEL, "e2": LEVEL})))
    return {one.id: one for one in figures(replace(panel, **changes), station)}  # type: ignore[arg-type]


BOUNDS = [  # low, high, how the interval reads
    (-0.3, 0.9, "0以下至0.90"),
    (-0.3, -0.1, "0以下至0以下"),
    (0.0, 0.5, "0.00至0.50"),
    (-0.3, 0.0, "0以下至0.00"),
]


@pytest.mark.parametrize(("low", "high", "reads"), BOUNDS)
def test_how_far_below_nought_an_interval_reaches_is_not_shown(
    station: Station, diagnose: Evaluate, low: float, high: float, reads: str
) -> None:
    found = replace(intraclass(table(SHROUT_FLEISS)), single_interval=(low, high))  # type: ignore[type-var]
    assert figures_with(station, diagnose, intraclass=found)["panel.icc1.interval"].value == reads


def test_a_coefficient_of_nought_or_below_shares_nothing_out(station: Station, diagnose: Evaluate) -> None:
    found = intraclass(table(SHROUT_FLEISS))
    for single, reads in ((Fraction(0), "0.00"), (Fraction(-1, 4), "−0.25")):
        shown = figures_with(station, diagnose, intraclass=replace(found, single=single))  # type: ignore[type-var]
        assert shown["panel.icc1"].value == reads
        assert "panel.share" not in shown
    assert figures_with(station, diagnose, alpha=Fraction(-1, 8))["panel.alpha"].value == "−0.13"


def test_mean_squares_are_shown_in_percentage_points(station: Station, diagnose: Evaluate) -> None:
    """Targets at 35 and 85, of two raters: 2 × (25² + 25²); raters at 55 and 65, of two targets: 2 × (5² + 5²)."""
    rows = [[Fraction(3, 10), Fraction(4, 10)], [Fraction(8, 10), Fraction(9, 10)]]
    found = figures_with(station, diagnose, intraclass=intraclass(rows))
    assert (
        found["panel.icc1"].steps
        == "以百分点计的均方：评分点间2500.00、评委间100.00、剩余0.00；评分点2个，评委2名"
    )


def test_nothing_of_the_panel_leaves_the_working_papers(station: Station, diagnose: Evaluate) -> None:
    evaluation = diagnose(judged(station, {"e1": LEVEL, "e2": moved("0.02")}))
    for edition in set(EDITIONS) - {"working"}:
        assert '"panel.' not in evaluation.record(edition)
    assert not list(StationReport(evaluation, "official").panel())


def test_the_comparison_changes_no_score(station: Station, diagnose: Evaluate) -> None:
    evaluation = diagnose(judged(station, {"e1": LEVEL, "e2": moved("0.02")}))
    panel = {id for id in evaluation.figures if id.startswith("panel.")}
    assert not [
        id for id, figure in evaluation.figures.items() if id not in panel and set(figure.inputs) & panel
    ]
