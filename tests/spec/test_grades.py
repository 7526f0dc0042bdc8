"""Grades: 优秀 at 90 and above, 良好 from 80, 合格 from 60, 不合格 below; a band holds its floor."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.analysis.scores.grades import OutOfScale, grade
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from tests.build import Evaluate, with_declarations, with_total

THRESHOLDS = [
    ("100", "优秀"),
    ("90", "优秀"),
    ("89.99", "良好"),
    ("80", "良好"),
    ("79.99", "合格"),
    ("60", "合格"),
    ("59.99", "不合格"),
    ("0", "不合格"),
]


@pytest.mark.parametrize(("total", "name"), THRESHOLDS)
def test_a_total_has_the_grade_whose_floor_it_reaches(
    station: Station, scheme: Scheme, evaluate: Evaluate, total: str, name: str
) -> None:
    evaluation = evaluate(with_total(station, scheme, total))
    assert evaluation.scoring.total == Decimal(total)
    assert evaluation.figures["score.grade"].value == name


@pytest.mark.parametrize(("total", "name"), THRESHOLDS)
def test_exactly_one_band_holds_a_total(scheme: Scheme, total: str, name: str) -> None:
    assert [band.name for band in scheme.bands if band.holds(Decimal(total))] == [name]


def test_the_grade_follows_the_rounded_total(station: Station, scheme: Scheme, evaluate: Evaluate) -> None:
    """89.996 marks print as 90.00; a reader who sees 90.00 must see 优秀."""
    evaluation = evaluate(with_total(station, scheme, "89.996"))
    assert (str(evaluation.scoring.total), evaluation.grade.final.name) == ("90.00", "优秀")


DISTANCES = [  # total, marks to the next grade, marks above the floor
    ("100", None, "10"),
    ("90", None, "0"),
    ("89.99", "0.01", "9.99"),
    ("84.76", "5.24", "4.76"),
    ("60", "20", "0"),
    ("59.99", "0.01", None),
    ("0", "60", None),
]


@pytest.mark.parametrize(("total", "to_next", "to_lower"), DISTANCES)
def test_the_distance_to_the_next_grade_and_from_the_floor(
    scheme: Scheme, total: str, to_next: str | None, to_lower: str | None
) -> None:
    result = grade(Decimal(total), scheme)
    expected = [None if marks is None else Decimal(marks) for marks in (to_next, to_lower)]
    assert [result.to_next, result.to_lower] == expected


def test_the_next_grade_is_named(scheme: Scheme) -> None:
    above = [
        result.next.name if (result := grade(Decimal(total), scheme)).next else None
        for total in (0, 60, 80, 90)
    ]
    assert above == ["合格", "良好", "优秀", None]


@pytest.mark.parametrize("total", ["-0.01", "100.01"])
def test_a_total_off_the_scale_has_no_grade(scheme: Scheme, total: str) -> None:
    with pytest.raises(OutOfScale, match=total):
        grade(Decimal(total), scheme)


def test_the_order_of_the_bands_in_the_file_does_not_matter(scheme: Scheme) -> None:
    backwards = replace(scheme, bands=scheme.bands[::-1])
    for total, name in THRESHOLDS:
        assert grade(Decimal(total), backwards).by_total.name == name


def test_a_veto_makes_the_grade_fail_and_leaves_the_total(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_declarations(station, finance_fail="triggered"))
    assert str(evaluation.scoring.total) == "84.76"
    assert evaluation.grade.by_total.name == "良好"
    assert evaluation.figures["score.grade"].value == "不合格"
    assert evaluation.grade.vetoed


def test_a_veto_on_a_failing_total_fails_it_once(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    failing = with_declarations(with_total(station, scheme, "59.99"), finance_fail="triggered")
    grades = evaluate(failing).grade
    assert (grades.by_total.name, grades.final.name) == ("不合格", "不合格")


def test_what_the_grade_would_be_without_a_veto_is_not_for_the_public(
    station: Station, evaluation: Evaluation, evaluate: Evaluate
) -> None:
    vetoed = evaluate(with_declarations(station, finance_fail="triggered"))
    assert vetoed.figures["score.grade_by_total"].editions == ("working", "official")
    assert "良好" not in {row["value"] for row in json.loads(vetoed.record("public"))["figures"]}
    assert "public" in evaluation.figures["score.grade_by_total"].editions


def test_no_veto_leaves_the_grade_of_the_total(evaluation: Evaluation) -> None:
    assert evaluation.grade.final is evaluation.grade.by_total
    assert not evaluation.grade.vetoed


@pytest.mark.parametrize(
    ("id", "held", "excluded"),
    [("excellent", "90", None), ("good", "80", "90"), ("pass", "60", "80"), ("fail", None, "60")],
)
def test_the_sentence_of_a_band_states_which_bounds_it_includes(
    scheme: Scheme, id: str, held: str | None, excluded: str | None
) -> None:
    (band,) = (band for band in scheme.bands if band.id == id)
    sentence = band.sentence()
    assert sentence.endswith(f"为{band.name}")
    assert re.findall(r"(\d+)分（含）", sentence) == ([held] if held else [])
    assert re.findall(r"(\d+)分（不含）", sentence) == ([excluded] if excluded else [])


def test_the_two_wordings_of_the_source_are_one_rule(scheme: Scheme) -> None:
    assert "90分及其以上" in scheme.bands_note
    assert "90分以上" in scheme.bands_note
    assert scheme.bands[0].holds(Decimal(90))


def test_a_veto_leads_to_the_grade_the_scheme_marks_as_failing(scheme: Scheme) -> None:
    assert scheme.failing.name == "不合格"


def test_the_distances_are_not_for_the_public(evaluation: Evaluation) -> None:
    for id in ("score.to_next", "score.to_lower"):
        assert evaluation.figures[id].editions == ("working", "official")


def test_the_highest_and_the_lowest_grade_print_one_distance_only(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    highest = evaluate(with_total(station, scheme, "95")).figures
    lowest = evaluate(with_total(station, scheme, "30")).figures
    assert "score.to_next" not in highest
    assert highest["score.to_lower"].value == "5.00"
    assert "score.to_lower" not in lowest
    assert lowest["score.to_next"].value == "30.00"
