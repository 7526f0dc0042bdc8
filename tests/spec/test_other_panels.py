"""Another panel: the grades by panels drawn from the experts who scored, with their probabilities."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import sweval
from sweval.analysis.robustness import resampling
from sweval.analysis.scores.grades import grade
from sweval.domain.scheme.leaf_rules import Direct
from sweval.domain.scheme.scheme import Band, Scheme
from sweval.domain.scheme.tree import Combination
from sweval.domain.station.station import Station
from sweval.domain.values.dates import IsWorkday
from sweval.domain.values.rounding import round_to
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, with_quality
from tests.spec.test_panel import LEVEL, judged, moved
from tests.spec.test_robustness import robust


def other_panels(evaluation: Evaluation) -> resampling.OtherPanels | None:
    assert evaluation.diagnosis is not None
    return evaluation.diagnosis.other_panels


def test_agreed_scores_and_panels_of_two_give_no_other_panels(station: Station, diagnose: Evaluate) -> None:
    assert other_panels(diagnose(station)) is None
    assert "评委个人评分未提供" in repr(StationReport(diagnose(station)).robustness())
    two = diagnose(judged(station, {"e1": LEVEL, "e2": LEVEL}))
    assert other_panels(two) is None
    assert "评委不足3名" in repr(StationReport(two).robustness())


def test_experts_who_agree_would_give_the_same_grade_again(station: Station, diagnose: Evaluate) -> None:
    found = other_panels(diagnose(judged(station, dict.fromkeys(("e1", "e2", "e3"), LEVEL))))
    assert found is not None
    assert [share for _, share in found.shares if share] == [1]
    assert (found.draws, found.error) == (10, 0.0)


def test_every_panel_of_three_is_counted_with_its_probability(station: Station, diagnose: Evaluate) -> None:
    """One of three experts scores 优秀 marks; drawn twice or more, e1 changes the grade from 良好 to 优秀."""
    high, low = tuple("1" for _ in LEVEL), tuple("0.72" for _ in LEVEL)
    evaluation = diagnose(judged(station, {"e1": high, "e2": low, "e3": low}))
    found = other_panels(evaluation)
    assert found is not None
    assert sum(share for _, share in found.shares) == 1
    # Probabilities of the number of times e1 is drawn: 0 (8/27), 1 (12/27), 2 (6/27), 3 (1/27).
    totals = []
    for times in range(4):
        shares = {f"x{n}": high if n < times else low for n in range(3)}
        totals.append(diagnose(judged(station, shares)).grade.by_total.name)
    expected: dict[str, Fraction] = {}
    for name, chance in zip(totals, (8, 12, 6, 1), strict=True):
        expected[name] = expected.get(name, Fraction(0)) + Fraction(chance, 27)
    assert {band.name: share for band, share in found.shares if share} == expected
    assert len(expected) > 1


def by_the_mark(scheme: Scheme) -> Scheme:
    """A grade for each mark, so that shares of grades show shares of totals."""
    bands = tuple(
        Band(
            id=f"b{n}",
            name=f"第{n}档",
            floor=Decimal(n),
            below=Decimal(n + 1) if n < 99 else None,
            failing=n == 0,
        )
        for n in range(100)
    )
    return replace(scheme, bands=bands, consequences=())


JUDGED = {
    "e1": ("1", "0.9", "0.7", "0.6", "1", "0.9", "0.8", "1"),
    "e2": ("0.5", "0.6", "0.8", "0.9", "0.1", "0.7", "0.9", "0.3"),
    "e3": ("0.9", "0.7", "0.6", "0.6", "0.4", "0.5", "0.6", "0.8"),
}
#: Changes to the scheme: what is combined, experts or areas, and how.
OTHERWISE = [
    pytest.param({}, id="means"),
    pytest.param({"combine": Combination(way="median", missing="leave_out")}, id="median-of-experts"),
    pytest.param({"combine": Combination(way="trimmed_mean", missing="leave_out")}, id="trimmed-experts"),
    pytest.param({"areas": Combination(way="median")}, id="median-of-areas"),
    pytest.param({"areas": Combination(way="weighted_mean", weights="units")}, id="weighted-areas"),
    pytest.param({"rule": Direct(scale=Decimal(40))}, id="another-scale"),
]


@pytest.mark.parametrize("changes", OTHERWISE)
def test_another_panel_is_scored_as_the_station_would_be_by_it(
    station: Station, scheme: Scheme, calendar: IsWorkday, evaluate: Evaluate, changes: dict[str, Any]
) -> None:
    """Compare with each of the 27 panels of three experts, scored separately."""
    rules = by_the_mark(with_quality(scheme, **changes))
    expected: dict[str, Fraction] = {}
    for drawn in product(JUDGED, repeat=3):
        panel = judged(station, {f"x{n}": JUDGED[expert] for n, expert in enumerate(drawn)})
        name = evaluate(panel, rules).grade.by_total.name
        expected[name] = expected.get(name, Fraction(0)) + Fraction(1, 27)
    found = other_panels(sweval.evaluate(judged(station, JUDGED), rules, calendar))
    assert found is not None
    assert {band.name: share for band, share in found.shares if share} == expected
    assert len(expected) > 4
    floors = [band.floor for band, _ in found.shares]
    assert floors == sorted(floors, reverse=True)


def test_who_gave_nothing_and_counts_as_nought_does_so_in_every_panel(
    station: Station, scheme: Scheme, calendar: IsWorkday
) -> None:
    """In the first area e3 gives 0 and the others 1; e3 is drawn 0 to 3 times."""
    rules = by_the_mark(with_quality(scheme, combine=Combination(missing="zero")))
    ones = ("1",) * 8
    some = judged(station, {"e1": ones, "e2": ones, "e3": (*ones[:3], "", *ones[4:])})
    found = other_panels(sweval.evaluate(some, rules, calendar))
    assert found is not None
    # Every third of the area's score is 20/15 marks of the total.
    base = sweval.evaluate(judged(station, dict.fromkeys(JUDGED, ones)), rules, calendar).scoring.total
    expected: dict[str, Fraction] = {}
    for times, chance in enumerate((8, 12, 6, 1)):
        # With e3 drawn three times, the score is 0.
        total = base - round_to(Decimal(4) * times / 3, 2)
        name = grade(total, rules).by_total.name
        expected[name] = expected.get(name, Fraction(0)) + Fraction(chance, 27)
    assert {band.name: share for band, share in found.shares if share} == expected


def test_an_area_that_none_of_those_drawn_had_scored_keeps_its_score(
    station: Station, diagnose: Evaluate
) -> None:
    ones = ("1",) * 8
    few = ("", "", "", "1", *[""] * 4)
    found = other_panels(diagnose(judged(station, {"e1": ones, "e2": ones, "e3": few})))
    assert found is not None
    assert [share for _, share in found.shares if share] == [1]


def test_where_few_scored_an_area_a_trimmed_mean_of_them_is_their_mean(
    station: Station, scheme: Scheme, calendar: IsWorkday
) -> None:
    """Two are left out of the first area; all four agree, so that every panel gives the same."""
    rules = by_the_mark(with_quality(scheme, combine=Combination(way="trimmed_mean", missing="leave_out")))
    half, partly = ("0.5",) * 8, ("0.5",) * 3 + ("",) + ("0.5",) * 4
    four = {"e1": half, "e2": half, "e3": half, "e4": partly}
    found = other_panels(sweval.evaluate(judged(station, four), rules, calendar))
    assert found is not None
    assert [share for _, share in found.shares if share] == [1]


@pytest.mark.parametrize("way", ["mean", "weighted_mean"])
def test_an_area_nobody_scored_counts_as_nought_in_every_setting(
    station: Station, scheme: Scheme, calendar: IsWorkday, way: Any
) -> None:
    weights = "units" if way == "weighted_mean" else None
    rules = by_the_mark(with_quality(scheme, areas=Combination(way=way, weights=weights, missing="zero")))
    ones = ("1",) * 3 + ("",) + ("1",) * 4
    evaluation = sweval.evaluate(judged(station, dict.fromkeys(JUDGED, ones)), rules, calendar)
    found = other_panels(evaluation)
    assert found is not None
    assert [band.id for band, share in found.shares if share] == [evaluation.grade.by_total.id]
    totals = {setting.subject: setting.result.total for setting in robust(evaluation).settings}
    full = evaluation.scoring.total + round_to(
        Decimal(20) - evaluation.scoring.component("quality").converted, 2
    )
    assert totals[station.areas[0].id] == totals["median"] == full
    if way == "weighted_mean":
        assert totals["mean"] == full - 4


def test_panels_of_up_to_six_experts_are_enumerated(station: Station, diagnose: Evaluate) -> None:
    found = other_panels(
        diagnose(judged(station, {f"e{n}": moved(f"{(n - 3) * 0.02:.2f}") for n in range(6)}))
    )
    assert found is not None
    assert (found.draws, found.error) == (462, 0.0)
    assert sum(share for _, share in found.shares) == 1


def test_a_panel_drawn_is_as_large_as_the_panel_was(
    station: Station, scheme: Scheme, calendar: IsWorkday
) -> None:
    """One of seven gives 1, the others 0.5: the number of times that expert is drawn is binomial."""
    rules = by_the_mark(scheme)
    seven = {f"e{n}": ("1" if n == 0 else "0.5",) * 8 for n in range(7)}
    found = other_panels(sweval.evaluate(judged(station, seven), rules, calendar))
    assert found is not None
    assert sum(share for _, share in found.shares) == 1
    least = min((band for band, share in found.shares if share), key=lambda band: band.floor)
    never = {band.id: share for band, share in found.shares}[least.id]
    assert abs(float(never) - (6 / 7) ** 7) < 0.03


def test_larger_panels_are_drawn_with_the_seed_and_their_error_is_shown(
    station: Station, scheme: Scheme, calendar: IsWorkday
) -> None:
    shares = {f"e{n}": moved(f"{(n - 3) * 0.04:.2f}") for n in range(7)}
    evaluations = [
        sweval.evaluate(judged(station, shares), scheme, calendar, seed=seed) for seed in (1, 1, 2)
    ]
    assert evaluations[0].figures["robust.panels.excellent"].steps == f"抽取{resampling.DRAWS}次"
    found = [other_panels(evaluation) for evaluation in evaluations]
    assert found[0] == found[1] != found[2]
    assert found[0] is not None
    assert found[0].draws == resampling.DRAWS
    assert 0.02 < found[0].error < 0.03
