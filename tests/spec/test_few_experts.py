"""An area that fewer than three experts scored: its score would reveal an expert's, so only the working papers show it."""

from __future__ import annotations

import pytest

from sweval.compare.what_if import with_way
from sweval.domain.disclosure.editions import Edition
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, scored, with_experts, with_process, with_scores

EXPERTS = ("e1", "e2", "e3", "e4")
AREAS = ("a1", "a2", "a3", "a4", "a5")
SAID = "的评分不单列，只计入服务质量：有片区评分的评委不足3位，单列即可推知评委个人评分。"


def judged(station: Station, **experts: int) -> Station:
    """Each area scored by a number of experts (four by default), with marks that occur nowhere else."""
    rows = [
        scored("quality", f"1{place}.{number}7", area=area, expert=expert)
        for place, area in enumerate(AREAS)
        for number, expert in enumerate(EXPERTS[: experts.get(area, 4)])
    ]
    return with_process(
        with_scores(with_experts(station, *EXPERTS), *rows), report="2024-03-01", confirmation="2024-03-08"
    )


def hidden(evaluation: Evaluation, edition: Edition) -> list[str]:
    withheld = evaluation.seen_by(edition).figures.withheld
    return [area for area in AREAS if f"score.quality.area.{area}" in withheld]


@pytest.mark.parametrize("edition", ["official", "public"])
@pytest.mark.parametrize(
    ("experts", "areas"),
    [
        ({}, []),
        ({"a2": 3}, []),
        # The mean minus all other areas would give a single area.
        ({"a2": 2}, ["a1", "a2"]),
        ({"a1": 1, "a3": 3}, ["a1", "a3"]),
        ({"a2": 2, "a4": 1}, ["a2", "a4"]),
        (dict.fromkeys(AREAS, 2), list(AREAS)),
    ],
)
def test_which_areas_have_no_score_of_their_own(
    experts: dict[str, int], areas: list[str], edition: Edition, station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(judged(station, **experts))
    assert hidden(evaluation, edition) == areas
    assert hidden(evaluation, "working") == []


@pytest.mark.parametrize("edition", ["official", "public"])
def test_the_score_is_printed_nowhere_and_the_report_states_why(
    edition: Edition, station: Station, diagnose: Evaluate
) -> None:
    evaluation = diagnose(judged(station, a2=1, a3=2))
    values = [evaluation.figures[f"score.quality.area.{area}"].value for area in ("a2", "a3")]
    assert values == ["11.07", "12.12"]
    shown = {name: repr(list(StationReport(evaluation, name).all())) for name in (edition, "working")}
    record = evaluation.record(edition)
    assert all(value in shown["working"] for value in values)
    assert not [value for value in values if value in shown[edition] or value in record]
    names = "、".join(station.area(area).name for area in ("a2", "a3"))
    assert names + SAID in shown[edition] and SAID not in shown["working"]
    assert "＊：评分的评委不足3位的片区" in shown[edition]
    # The mean stays visible.
    assert evaluation.seen_by(edition).figures["score.quality.raw"].value in shown[edition]


def test_where_areas_are_not_averaged_all_are_restricted(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    """A median may be a single expert's score, so counting areas is no protection."""
    rules = with_way(scheme, "quality", "median")
    assert hidden(evaluate(judged(station, a2=1), rules), "official") == list(AREAS)
    assert hidden(evaluate(judged(station), rules), "official") == []


def test_agreed_scores_and_those_whose_experts_are_not_known_stay(
    evaluation: Evaluation, station: Station, evaluate: Evaluate
) -> None:
    assert hidden(evaluation, "official") == []
    agreed = with_scores(
        with_experts(station, *EXPERTS), *(scored("quality", "12.5", area=area) for area in AREAS)
    )
    assert hidden(evaluate(agreed), "official") == []
