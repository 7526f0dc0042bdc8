"""Rounding: each converted score half up to two decimals; the total is the sum of the rounded scores.

The source doesn't say how it rounds. Place and mode are declared assumptions; the published total excludes
one other rule (half up at the total only) and can't exclude another (cutting the total off).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from sweval.analysis.scores import scoring
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from tests.build import scored, with_rounding, with_scores

TIES = [  # raw score, half up, half even, cut off
    ("9.4649", "9.46", "9.46", "9.46"),
    ("9.465", "9.47", "9.46", "9.46"),
    ("9.4650001", "9.47", "9.47", "9.46"),
    ("9.475", "9.48", "9.48", "9.47"),
    ("9.999", "10.00", "10.00", "9.99"),
    ("0.004", "0.00", "0.00", "0.00"),
]


@pytest.mark.parametrize(("raw", "half_up", "half_even", "down"), TIES)
def test_a_converted_score_is_rounded_by_the_scheme(
    station: Station, scheme: Scheme, raw: str, half_up: str, half_even: str, down: str
) -> None:
    scores = with_scores(station, scored("monitoring", raw))
    expected = {"half_up": half_up, "half_even": half_even, "down": down}
    found = {
        mode: str(scoring.score(scores, with_rounding(scheme, mode=mode)).component("monitoring").converted)
        for mode in expected
    }
    assert found == expected


def test_the_total_is_the_sum_of_the_rounded_scores(station: Station, scheme: Scheme) -> None:
    """Two scores of 0.005 marks each: rounded one by one they give 0.02, together 0.01."""
    halves = [scored(leaf.id, "0.005") for leaf in scheme.leaves() if leaf.id in ("monitoring", "outcome")]
    zeros = [
        scored(leaf.id, "0")
        for leaf in scheme.leaves()
        if leaf.id in ("operations", "purchaser", "supervision_centre", "bureau")
    ]
    areas = [scored("quality", "0", area=area.id) for area in station.areas]
    scores = with_scores(station, *halves, *zeros, *areas)
    assert scoring.score(scores, scheme).total == Decimal("0.02")
    assert scoring.score(scores, with_rounding(scheme, place="total")).total == Decimal("0.01")


def test_the_mean_of_the_areas_is_rounded_after_averaging_not_before(
    station: Station, scheme: Scheme
) -> None:
    """Rounded area by area, five times 10.005 would make 10.01 and the mean of (10.004, 10.005 …) 10.01."""
    marks = ("10.004", "10.005", "10.005", "10.005", "10.005")  # mean 10.0048
    areas = [scored("quality", mark, area=area.id) for mark, area in zip(marks, station.areas, strict=True)]
    quality = scoring.score(with_scores(station, *areas), scheme).component("quality")
    assert (quality.raw, quality.converted) == (Decimal("10.0048"), Decimal("10.00"))


def test_the_unrounded_sum_is_kept(station: Station, scheme: Scheme) -> None:
    result = scoring.score(station, scheme)
    assert (result.total, result.unrounded) == (Decimal("84.76"), Decimal("84.768"))


def test_rounding_at_the_total_keeps_the_components_as_they_were_scored(
    station: Station, scheme: Scheme
) -> None:
    result = scoring.score(station, with_rounding(scheme, place="total"))
    assert [component.converted for component in result.components] == [c.raw for c in result.components]


@pytest.mark.parametrize(
    ("place", "mode", "total"),
    [
        ("component", "half_up", "84.76"),
        ("component", "down", "84.76"),
        ("total", "half_up", "84.77"),
        ("total", "down", "84.76"),
    ],
)
def test_the_published_total_excludes_half_up_at_the_total_alone(
    station: Station, scheme: Scheme, place: str, mode: str, total: str
) -> None:
    assert str(scoring.score(station, with_rounding(scheme, place=place, mode=mode)).total) == total


def test_the_scheme_marks_its_rounding_as_an_assumption_with_a_reason(scheme: Scheme) -> None:
    rounding = scheme.rounding
    assert (rounding.place, rounding.places, rounding.mode, rounding.assumed) == (
        "component",
        2,
        "half_up",
        True,
    )
    for figure in ("84.76", "84.768", "84.77"):
        assert figure in rounding.note
    assert "只对总分截去尾数也得84.76，不能据此排除" in rounding.note


@pytest.mark.parametrize(
    ("place", "mode", "words"),
    [
        ("component", "half_up", ["各项", "折算分", "四舍五入", "保留2位小数", "总分为各项折算分之和"]),
        ("component", "half_even", ["各项", "折算分", "四舍六入五成双", "保留2位小数"]),
        ("total", "down", ["各项评估内容不取舍", "只对总分", "截去尾数", "保留2位小数"]),
    ],
)
def test_the_rule_reads_as_a_sentence(scheme: Scheme, place: str, mode: str, words: list[str]) -> None:
    sentence = with_rounding(scheme, place=place, mode=mode).rounding_sentence()
    assert [word for word in words if word not in sentence] == []


# --- rounding the total to whole marks --------------------------------------------------------------


def test_the_steps_of_a_total_rounded_at_the_end_add_up(station, scheme, evaluate):
    figures = evaluate(station, with_rounding(scheme, place="total", places=0)).figures
    assert figures["score.total"].value == "85"
    assert figures["score.total"].steps == "9.464＋11.1＋9＋15.054＋19＋12.15＋9＝84.768→85"


def test_shares_of_the_loss_are_shares_of_what_the_components_lost(station, scheme, evaluate):
    figures = evaluate(station, with_rounding(scheme, place="total", places=0)).figures
    assert figures["score.quality.lost_share"].steps == "4.946÷15.232"
    assert set(figures["score.quality.lost_share"].inputs) == {
        f"score.{leaf.id}.lost" for leaf in scheme.leaves()
    }
