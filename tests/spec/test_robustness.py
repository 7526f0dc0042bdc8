"""Robustness of the grade: whether another reasonable way of scoring gives another grade; it never changes the result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

import sweval
from sweval.analysis.robustness.variants import Robustness, assess, reweighted
from sweval.analysis.scores.scoring import score, score_again
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.people_rows import CoverageTotal
from sweval.domain.station.station import Station
from sweval.domain.values.dates import IsWorkday
from sweval.domain.values.rounding import round_to
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, numbered, scored, with_scores, with_total


def robust(evaluation: Evaluation) -> Robustness:
    assert evaluation.diagnosis is not None
    return evaluation.diagnosis.robustness


# --- other areas, other ways ------------------------------------------------------------------------


def test_the_published_case_by_other_ways_of_combining_its_areas(evaluation: Evaluation) -> None:
    f = evaluation.figures
    found = {way: f[f"robust.way.{way}"].value for way in ("units", "trimmed_mean", "median")}
    assert found == {"units": "84.69", "trimmed_mean": "84.79", "median": "85.11"}
    # The people of some areas weren't published.
    assert "robust.way.people" not in f
    assert "robust.way.mean" not in f


def test_the_published_case_without_one_area(evaluation: Evaluation) -> None:
    totals = {s.subject: s.result.total for s in robust(evaluation).settings if s.kind == "area"}
    others = [Decimal(score) for score in ("14.45", "15.4", "15.4", "15.57")]
    first = Decimal("84.76") - Decimal("15.05") + round_to(sum(others) / 4, 2)
    assert totals[evaluation.station.areas[0].id] == first == Decimal("84.92")
    assert len(totals) == 5


def test_the_published_grade_is_the_same_in_every_setting_and_the_official_edition_shows_it(
    evaluation: Evaluation,
) -> None:
    assert evaluation.figures["robust.same"].value == "未改变"
    told = "按总分所处等级都没有改变"
    assert told in repr(StationReport(evaluation, "official").grade())
    assert "都没有改变" not in evaluation.record("public")
    assert "robust.way" not in evaluation.record("official")
    assert "robust." not in evaluation.record("public")


def test_a_single_area_is_combined_with_nothing(station: Station, scheme: Scheme) -> None:
    first = station.areas[0]
    rows = tuple(row for row in station.scores if row.area in (None, first.id))
    one = replace(station, areas=(first,), scores=rows)
    assert assess(one, scheme, score(one, scheme), seed=1).settings == ()


def test_areas_whose_people_are_not_all_known_do_not_count_by_them(station: Station, scheme: Scheme) -> None:
    totals = numbered(
        CoverageTotal(row=2, area=area.id, persons=100 * n) for n, area in enumerate(station.areas, 1)
    )
    for known, tried in ((totals, True), (totals[1:], False)):
        some = replace(station, coverage_totals=known)
        settings = assess(some, scheme, score(some, scheme), seed=1).settings
        assert ("people" in [setting.subject for setting in settings]) == tried


def test_an_area_that_alone_holds_the_grade_is_named(
    station: Station, scheme: Scheme, diagnose: Evaluate
) -> None:
    low = with_total(station, scheme, "80")
    scores = tuple(
        replace(row, score=Decimal("20") if row.area == station.areas[0].id else Decimal("17.5"))
        if row.node == "quality"
        else row
        for row in low.scores
    )
    # 82 on the other components, so that the first area decides whether the total reaches 80.
    evaluation = diagnose(replace(low, scores=scores))
    moving = [s.of for s in robust(evaluation).settings if s.result.grade != evaluation.grade.by_total]
    shown = repr(StationReport(evaluation).robustness())
    assert all(f"不计{station.area(of).name}时" in shown for of in moving if of.startswith("a"))


# --- weights ----------------------------------------------------------------------------------------


def test_equal_rates_give_the_same_total_by_any_weights() -> None:
    pairs = [(Fraction(10), Fraction(4, 5)), (Fraction(90), Fraction(4, 5))]
    assert reweighted(pairs, [Fraction(3), Fraction(1, 7)]) == 80


def test_drawn_weights_begin_with_the_seed_and_stay_about_the_total(
    station: Station, scheme: Scheme, calendar: IsWorkday
) -> None:
    one, again, other = (
        robust(sweval.evaluate(station, scheme, calendar, seed=seed)).drawn for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other
    for drawn, printed in zip(one, other, strict=True):
        low, middle, high = drawn.quantiles
        assert low < 84.76 < high
        assert abs(middle - 84.76) < 0.05
        # Another seed prints the same, but for rounding: the sampling error is below the last digit.
        assert all(abs(a - b) < 0.05 for a, b in zip(drawn.quantiles, printed.quantiles, strict=True))


def test_where_every_rate_is_the_same_no_weights_move_the_total_off_a_floor(
    station: Station, scheme: Scheme
) -> None:
    """80 % everywhere is 80 by any weights, and exactly 80 is 良好 in spite of binary rounding."""
    rows = [
        scored(leaf.id, leaf.full_mark * 8 / 10, area=area)
        for leaf in scheme.leaves()
        for area in ([area.id for area in station.areas] if leaf.by == "area" else [None])
    ]
    some = with_scores(station, *rows)
    found = assess(some, scheme, score(some, scheme), seed=1)
    for drawn in found.drawn:
        assert [(band.name, share) for band, share in drawn.shares if share] == [("良好", 1.0)]
    assert [step.weights for step in found.steps] == [None, None]


def test_no_weights_take_a_total_below_nought(station: Station, scheme: Scheme) -> None:
    """Five marks are deducted from three: the total is 0, never less."""
    off = Node(id="off", name="扣分", source="略", full_mark=Decimal(5), role="deduction")
    rules = replace(scheme, tree=(*scheme.tree, off))
    some = with_scores(with_total(station, scheme, "3"), scored("off", "5"))
    scoring = score(some, rules)
    assert scoring.total == 0
    found = assess(some, rules, scoring, seed=1)
    for drawn in found.drawn:
        assert drawn.quantiles[0] == 0 < drawn.quantiles[2]
        assert [(band.name, share) for band, share in drawn.shares if share] == [("不合格", 1.0)]
    assert {swing.low for swing in found.swings} == {0}


def test_wider_moves_of_the_weights_move_the_total_further(evaluation: Evaluation) -> None:
    narrow, wide = robust(evaluation).drawn
    assert narrow.moved_by < wide.moved_by
    assert wide.quantiles[0] < narrow.quantiles[0] < narrow.quantiles[2] < wide.quantiles[2]


def test_a_swing_is_scoring_with_one_weight_moved(evaluation: Evaluation) -> None:
    swing = next(s for s in robust(evaluation).swings if s.component.node.id == "purchaser")
    # 20 of 100 marks at a rate of 0.95: up to 25, down to 15, the other weights sharing the rest.
    others = (Decimal("84.76") - 19) / 80
    assert float(swing.high) == pytest.approx(float(100 * (25 * Decimal("0.95") + 80 * others) / 105))
    assert float(swing.low) == pytest.approx(float(100 * (15 * Decimal("0.95") + 80 * others) / 95))


# --- the smallest change ----------------------------------------------------------------------------


def test_what_the_published_case_lacks_and_has_to_spare(evaluation: Evaluation) -> None:
    up, down = robust(evaluation).steps
    assert (up.band.name, up.marks, up.alone) == ("优秀", Decimal("5.24"), ())
    assert (down.band.name, down.marks) == ("合格", Decimal("4.77"))
    assert len(down.alone) == 7


def test_the_change_of_weights_that_moves_the_grade_is_the_smallest(evaluation: Evaluation) -> None:
    up, _ = robust(evaluation).steps
    assert up.weights is not None
    rates = sorted(evaluation.scoring.components, key=lambda c: -c.rate)
    pairs = [(Fraction(c.node.full_mark), Fraction(c.rate)) for c in rates]

    def best(p: Fraction) -> Fraction:
        return max(
            reweighted(pairs, [1 + p if n < split else 1 - p for n in range(7)]) for split in range(1, 7)
        )

    assert best(up.weights) >= 90 > best(up.weights - Fraction(1, 1000))


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        pytest.param("50", "37.5", Fraction(1, 5), id="by-a-fifth"),
        pytest.param("45", "37.5", None, id="only-where-the-other-counts-for-nothing"),
        pytest.param("45", "36", None, id="by-no-share"),
    ],
)
def test_two_weights_are_enough_to_move(
    station: Station, scheme: Scheme, first: str, second: str, share: Fraction | None
) -> None:
    """Of 50 marks each: 100 % and 75 % come to 90 with weights of 60 and 40; 90 % and 75 % only with 100 and 0."""
    parties = [Node(id=id, name=id, source="略", full_mark=Decimal(50)) for id in ("first", "second")]
    rules = replace(scheme, tree=tuple(parties))
    some = replace(station, scores=numbered([scored("first", first), scored("second", second)]))
    up, *_ = assess(some, rules, score(some, rules), seed=1).steps
    assert (up.band.name, up.weights) == ("优秀", share)


@pytest.mark.parametrize("total", ["100", "0"])
def test_at_either_end_only_one_grade_is_near(
    station: Station, scheme: Scheme, diagnose: Evaluate, total: str
) -> None:
    steps = robust(diagnose(with_total(station, scheme, total))).steps
    assert [step.up for step in steps] == [total == "0"]
    assert steps[0].weights is None


@pytest.mark.parametrize(
    ("centre", "bureau", "up", "down"), [("10", "5", True, False), ("9.99", "5.01", False, True)]
)
def test_a_component_that_could_just_do_it_alone_is_counted(
    station: Station, diagnose: Evaluate, centre: str, bureau: str, up: bool, down: bool
) -> None:
    """From 85, five marks more give 优秀, 5.01 fewer 合格; 监督方 has about five of its ten marks."""
    marks = {"monitoring": "10", "outcome": "15", "operations": "10", "quality": "15", "purchaser": "20"}
    rows = [
        scored(id, mark, area=area)
        for id, mark in {**marks, "supervision_centre": centre, "bureau": bureau}.items()
        for area in ([area.id for area in station.areas] if id == "quality" else [None])
    ]
    steps = robust(diagnose(with_scores(station, *rows))).steps
    assert [step.marks for step in steps] == [5, Decimal("5.01")]
    alone = ["bureau" in {component.node.id for component in step.alone} for step in steps]
    assert alone == [up, down]


def test_the_smallest_change_moves_the_grade_and_less_does_not(
    station: Station, scheme: Scheme, diagnose: Evaluate
) -> None:
    evaluation = diagnose(station)
    _, down = robust(evaluation).steps
    for marks, name in ((down.marks, "合格"), (down.marks - Decimal("0.01"), "良好")):
        lowered = score_again(evaluation.scoring, scheme, {"purchaser": Fraction(19) - Fraction(marks)})
        assert sweval.analysis.scores.grades.grade(lowered.total, scheme).by_total.name == name


def test_scored_again_with_the_same_marks_nothing_changes(evaluation: Evaluation, scheme: Scheme) -> None:
    scoring = evaluation.scoring
    again = score_again(scoring, scheme, {n.node.id: n.exact for n in scoring.nodes if not n.children})
    assert (again.total, again.unrounded, again.recused) == (
        scoring.total,
        scoring.unrounded,
        scoring.recused,
    )
    for one, other in zip(scoring.nodes, again.nodes, strict=True):
        assert (one.node, one.role, one.party, one.depth) == (
            other.node,
            other.role,
            other.party,
            other.depth,
        )
        assert (one.exact, one.given, one.converted) == (other.exact, other.given, other.converted)
        assert one.children or (one.combined is None) == (one.node.by != "area")
        assert not one.children or one.given == one.exact, "a node of others is on the scale of its marks"


# --- without a diagnosis ----------------------------------------------------------------------------


def test_without_a_diagnosis_the_report_states_its_absence(
    station: Station, scheme: Scheme, calendar: IsWorkday
) -> None:
    evaluation = sweval.evaluate(station, scheme, calendar, diagnose=False)
    assert evaluation.diagnosis is None
    assert not [id for id in evaluation.figures if id.startswith(("panel.", "robust."))]
    report = StationReport(evaluation)
    assert "没有作这项分析" in repr(report.panel())
    assert "没有作这项分析" in repr(report.robustness())
