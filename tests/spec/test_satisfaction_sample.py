"""Satisfaction: at least 100 service users are asked, or all where there are fewer; shares with an interval.

The interval is Wilson's at 95 %, without and with finite-population correction.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.analysis.survey.satisfaction import wilson, wilson_effective, wilson_finite
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import Satisfaction
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, only_scored, with_satisfaction

SAMPLES = [  # respondents, people it stands for, enough?, needed
    (100, 1367, "达到", "100"),
    (99, 1367, "未达到", "100"),
    (100, 100, "达到", "100"),
    (99, 99, "达到", "99"),
    (98, 99, "未达到", "99"),
    (1, 1, "达到", "1"),
    (100, None, "达到", "100"),
    (99, None, "未达到", "100"),
]


@pytest.mark.parametrize(("asked", "people", "enough", "needed"), SAMPLES)
def test_the_sample_is_one_hundred_or_the_whole_population_where_smaller(
    station: Station, evaluate: Evaluate, asked: int, people: int | None, enough: str, needed: str
) -> None:
    figures = evaluate(with_satisfaction(station, asked, population=people)).figures
    assert figures["satisfaction.sample"].value == enough
    assert figures["satisfaction.needed"].value == needed


def test_the_rule_names_the_groups_and_the_ways_of_asking(scheme: Scheme) -> None:
    assert scheme.sampling.population == "困难群众和特殊群体"
    for word in ("电访", "走访", "问卷", "随机", "不少于100名", "不足100人", "全部"):
        assert word in scheme.sampling.text


# --- shares -----------------------------------------------------------------------------------------


def test_the_published_case_asked_111_people(evaluation: Evaluation) -> None:
    figures = evaluation.figures
    assert figures["satisfaction.respondents"].text == "111人"
    assert figures["satisfaction.respondents"].steps == "2＋109"
    assert [figures[f"satisfaction.band.{n}"].label for n in (1, 2)] == [
        "满意度85%—95%人数",
        "满意度95%以上人数",
    ]
    assert [figures[f"satisfaction.band.{n}.share"].value for n in (1, 2)] == ["1.80%", "98.20%"]


def test_how_many_were_asked_is_not_provided_and_so_there_is_no_response_rate(evaluation: Evaluation) -> None:
    assert evaluation.figures["satisfaction.asked"].missing
    assert "satisfaction.response" not in evaluation.figures


def test_with_the_number_asked_the_response_rate_is_shown(station: Station, evaluate: Evaluate) -> None:
    figures = evaluate(with_satisfaction(station, 109, 2, asked=150)).figures
    assert figures["satisfaction.response"].value == "74.00%"


def test_answers_of_several_groups_in_one_band_are_added(station: Station, evaluate: Evaluate) -> None:
    rows = [
        Satisfaction(row=n, group=group, band_low=Decimal(low), band_high=Decimal(high), count=count)
        for n, (group, low, high, count) in enumerate(
            [
                ("服务对象", 95, 100, 60),
                ("服务对象（困难群众）", 95, 100, 20),
                ("服务对象", 85, 95, 15),
                (None, 0, 85, 5),
                ("村居干部", 95, 100, 40),
            ],
            start=2,
        )
    ]
    result = evaluate(replace(station, satisfaction=tuple(rows))).satisfaction
    assert result is not None
    assert [(band.name, band.count) for band in result.bands] == [
        ("0%—85%", 5),
        ("85%—95%", 15),
        ("95%以上", 80),
    ]
    assert result.top.count == 80


def test_awareness_is_the_share_of_those_who_were_asked_about_it(
    station: Station, evaluate: Evaluate
) -> None:
    answered = with_satisfaction(station, 80, 20)
    top, lower = answered.satisfaction
    for unaware, told in ((None, ["60", "80", "75.00%"]), (0, ["60", "100", "60.00%"])):
        rows = (replace(top, aware=60), replace(lower, aware=unaware))
        figures = evaluate(replace(answered, satisfaction=rows)).figures
        assert [figures[f"satisfaction.{id}"].value for id in ("aware", "aware_asked", "aware_share")] == told


def test_awareness_without_answers_is_not_shown(
    station: Station, evaluation: Evaluation, evaluate: Evaluate
) -> None:
    answered = with_satisfaction(station, 0, 20)
    top, lower = answered.satisfaction
    silent = evaluate(replace(answered, satisfaction=(replace(top, aware=0), lower)))
    for figures in (evaluation.figures, silent.figures):
        assert not [id for id in figures if id.startswith("satisfaction.aware")]


@pytest.mark.parametrize("answers", ["none", "zero"])
def test_without_answers_there_are_no_shares(station: Station, evaluate: Evaluate, answers: str) -> None:
    silent = with_satisfaction(station, 0) if answers == "zero" else only_scored(station)
    evaluation = evaluate(silent)
    assert evaluation.satisfaction is None
    assert evaluation.figures["satisfaction.respondents"].missing
    assert "satisfaction.wilson" not in evaluation.figures


# --- intervals --------------------------------------------------------------------------------------


def test_the_interval_of_109_in_111(evaluation: Evaluation) -> None:
    assert evaluation.figures["satisfaction.wilson"].value == "93.7%—99.5%"


def test_the_interval_of_109_in_111_among_1367_people(evaluation: Evaluation) -> None:
    assert evaluation.figures["satisfaction.wilson_finite"].value == "93.9%—99.5%"


# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
# table I, method 3 (score, without continuity correction).
NEWCOMBE = [
    (81, 263, "0.2553", "0.3662"),
    (15, 148, "0.0624", "0.1605"),
    (0, 20, "0.0000", "0.1611"),
    (1, 29, "0.0061", "0.1718"),
]


@pytest.mark.parametrize(("hits", "asked", "low", "high"), NEWCOMBE)
def test_the_interval_agrees_with_published_ones(hits: int, asked: int, low: str, high: str) -> None:
    interval = wilson(hits, asked)
    assert (f"{interval.low:.4f}", f"{interval.high:.4f}") == (low, high)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (None, "总体人数未提供，未作有限总体校正。"),
        (99, "所填总体人数少于作答人数，未作有限总体校正。"),
        (100, "总体100人全部作答，没有抽样误差。"),
        (101, "按总体101人作有限总体校正后为79.2%—80.8%。"),
    ],
)
def test_whether_the_interval_is_corrected_for_the_population_is_stated(
    station: Station, evaluate: Evaluate, people: int | None, told: str
) -> None:
    found = evaluate(with_satisfaction(station, 80, 20, population=people))
    assert told in repr(StationReport(found).outcome())
    assert found.figures["satisfaction.wilson_finite"].missing == (people in (None, 99))


def test_all_of_all_is_certain(station: Station, evaluate: Evaluate) -> None:
    assert wilson_finite(80, 80, 80).shown == "100.0%—100.0%"
    assert wilson_finite(60, 80, 80).shown == "75.0%—75.0%"
    figures = evaluate(with_satisfaction(station, 60, 20, population=80)).figures
    assert figures["satisfaction.wilson_finite"].value == "75.0%—75.0%"


# A sample of n among N people counts as n (N - 1) / (N - n) answers; each of these is a whole number.
EFFECTIVE = [(80, 81, 6400), (2, 3, 4), (100, 199, 200), (50, 99, 100)]


@pytest.mark.parametrize(("asked", "people", "counts_as"), EFFECTIVE)
def test_a_large_part_of_all_people_counts_as_a_larger_sample(
    asked: int, people: int, counts_as: int
) -> None:
    corrected = wilson_finite(asked // 2, asked, people)
    uncorrected = wilson(counts_as // 2, counts_as)
    assert (corrected.low, corrected.high) == (uncorrected.low, uncorrected.high)


@pytest.mark.parametrize("people", [None, 110])
def test_without_a_valid_population_there_is_no_correction(
    station: Station, evaluate: Evaluate, people: int | None
) -> None:
    """111 answers can't represent 110 people; the interval without correction is still shown."""
    evaluation = evaluate(with_satisfaction(station, 109, 2, population=people))
    assert evaluation.satisfaction is not None
    assert evaluation.satisfaction.corrected is None
    assert evaluation.figures["satisfaction.wilson_finite"].missing
    assert evaluation.figures["satisfaction.wilson"].value == "93.7%—99.5%"


@pytest.mark.parametrize(("hits", "asked"), [(0, 0), (1, 0), (3, 2), (-1, 2)])
def test_what_is_no_share_has_no_interval(hits: int, asked: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, asked)


def test_a_weighted_sample_is_never_larger_than_its_population() -> None:
    with pytest.raises(ValueError, match=r"^sample larger than its population"):
        wilson_effective(Decimal("0.5"), Decimal(9), population=10, n=11)


def test_a_sample_is_never_larger_than_its_population() -> None:
    with pytest.raises(ValueError, match="larger"):
        wilson_finite(1, 3, 2)


def test_only_service_users_count_towards_their_sample(station: Station, evaluate: Evaluate) -> None:
    users = replace(station.satisfaction[1], count=60)
    cadres = replace(station.satisfaction[1], row=9, group="村居干部", count=45)
    result = evaluate(replace(station, satisfaction=(users, cadres))).satisfaction
    assert result is not None
    assert (result.respondents, result.sample_met) == (60, False)


# --- bands that overlap, groups that are not the sample ---------------------------------------------


def answered(station: Station, *bands: tuple[int, int, int], group: str = "服务对象") -> Station:
    rows = [
        Satisfaction(row=n, group=group, band_low=Decimal(low), band_high=Decimal(high), count=count)
        for n, (low, high, count) in enumerate(bands, start=2)
    ]
    return replace(station, satisfaction=tuple(rows))


OVERLAPS = [  # bands (low, high, answers), minimum and maximum in the highest
    pytest.param([(80, 100, 40), (95, 100, 60)], 60, 100, id="one holds the other"),
    pytest.param([(85, 96, 10), (95, 100, 90)], 90, 100, id="they cross"),
    pytest.param([(95, 98, 30), (95, 100, 70)], 100, 100, id="within the highest"),
    pytest.param([(85, 95, 10), (95, 100, 90)], 90, 90, id="side by side"),
]


@pytest.mark.parametrize(("bands", "least", "most"), OVERLAPS)
def test_the_share_of_the_highest_band_is_bounded_where_bands_overlap(
    station: Station, evaluate: Evaluate, bands: list[tuple[int, int, int]], least: int, most: int
) -> None:
    evaluation = evaluate(answered(station, *bands))
    result = evaluation.satisfaction
    assert result is not None
    assert (result.minimum, result.maximum, result.bounded) == (least, most, least < most)
    assert result.interval.low == wilson(least, 100).low
    assert result.interval.high == wilson(most, 100).high
    assert result.corrected is not None
    assert result.corrected.low == wilson_finite(least, 100, 1367).low
    assert result.corrected.high == wilson_finite(most, 100, 1367).high
    assert ("satisfaction.least" in evaluation.figures) == (least < most)


def test_answers_of_others_are_no_sample(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(answered(station, (95, 100, 120), group="志愿者"))
    assert evaluation.satisfaction is None
    assert evaluation.figures["satisfaction.respondents"].missing


def test_awareness_is_that_of_the_sample(station: Station, evaluate: Evaluate) -> None:
    users = answered(station, (95, 100, 100)).satisfaction[0]
    others = replace(users, row=3, group="村居干部", count=50, aware=50)
    both = replace(station, satisfaction=(replace(users, aware=80), others))
    assert evaluate(both).figures["satisfaction.aware_share"].value == "80.00%"
