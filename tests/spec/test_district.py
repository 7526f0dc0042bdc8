"""The district: equal totals share a place, what lies apart says by which rule, experts are compared only where targets connect them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.district.concerns import common_themes
from sweval.district.operators import funnel
from sweval.district.overview import District, overview
from sweval.district.severity import model
from sweval.district.spread import by_party, outliers, quantile, ranked, spread
from sweval.district.summary import ComponentScore, Concern, Rating, RefusedStation, Summary, summary
from sweval.evaluation import Evaluation
from sweval.presentation.district.report import DistrictReport


def made(number: int, total: str, **changes: object) -> Summary:
    """A station with this total."""
    one = Summary(
        station=f"shili-{number:04d}",
        name=f"示例{number}站",
        town=f"示例{number}镇",
        operator="示例中心甲",
        nature="synthetic",
        scheme="guangzhou-2023",
        stage="midterm",
        as_of=date(2024, 7, 1),
        total=Decimal(total),
        full=Decimal(100),
        grade="良好",
        grade_by_total="良好",
        grades=("优秀", "良好", "合格", "不合格"),
        not_evaluated=False,
        parts=(
            ComponentScore(
                "quality", "服务质量", "第三方", Decimal(total) / 5, Decimal(20), Decimal(total) / 100
            ),
        ),
        triggered=(),
        not_assessed=0,
        concerns=(),
        ratings=(),
        steps=(),
        overdue_rectifications=0,
        contradictions=0,
        to_verify=0,
        absent=frozenset(),
        sample_met=True,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def some(*totals: str) -> list[Summary]:
    return [made(number, total) for number, total in enumerate(totals, start=1)]


# --- ranks and spread -------------------------------------------------------------------------------


def test_equal_totals_share_the_better_place_and_the_next_is_left_out():
    places = ranked(some("84.76", "90.00", "84.76", "80.00"))
    assert [(one.place, one.tied) for one in places] == [(1, False), (2, True), (2, True), (4, False)]


def test_a_station_that_was_not_evaluated_has_no_place():
    assert ranked([made(1, "84.76", not_evaluated=True)]) == ()


@given(totals=st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=30))
def test_a_place_is_one_more_than_the_stations_above_it(totals: list[Decimal]):
    for one in ranked(some(*map(str, totals))):
        assert one.place == 1 + sum(total > one.summary.total for total in totals)


def test_quartiles_are_those_of_the_common_definition():
    """R's quantile(c(1, 2, 4, 8, 16)), type 7: 2, 4, 8."""
    values = [Decimal(n) for n in (1, 2, 4, 8, 16)]
    assert [quantile(values, Decimal(q)) for q in ("0.25", "0.5", "0.75")] == [2, 4, 8]


def test_a_few_stations_have_no_quartiles_and_one_no_deviation():
    assert spread([Decimal(1), Decimal(2), Decimal(3)]).first is None
    assert spread([Decimal(1)]).deviation is None


def test_the_spread_by_party_counts_all_its_parts():
    parts = (
        ComponentScore("a", "甲", "第三方", Decimal(9), Decimal(10), Decimal("0.9")),
        ComponentScore("b", "乙", "第三方", Decimal(5), Decimal(10), Decimal("0.5")),
    )
    assert by_party([made(1, "80", parts=parts)])["第三方"].mean == Decimal("0.7")


# --- what lies apart --------------------------------------------------------------------------------


def test_a_total_beyond_the_fence_is_named_with_the_fence():
    (total, part) = outliers(some("84", "85", "86", "85", "84", "86", "85", "60"))
    assert (total.station, total.what, total.side) == ("shili-0008", "总分", "low")
    assert total.fence == Decimal("82.00") - 0 or total.value < total.fence
    assert part.what == "服务质量得分率"


def test_with_few_stations_nothing_is_called_apart():
    assert outliers(some("84", "85", "86", "20")) == ()


# --- operators --------------------------------------------------------------------------------------


def test_limits_narrow_with_the_number_of_stations():
    found = funnel(
        [
            made(n, total, operator=name)
            for n, (total, name) in enumerate(
                [("80", "甲"), ("82", "甲"), ("84", "甲"), ("86", "甲"), ("95", "乙")], start=1
            )
        ]
    )
    assert found
    assert found.limit(Decimal(4), Decimal(2)) == found.limit(Decimal(1), Decimal(2)) / 2
    assert [one.stations for one in found.operators] == [4, 1]
    assert all(one.small for one in found.operators)


def test_one_operator_is_compared_with_nobody():
    assert funnel(some("80", "90")) is None


# --- common concerns --------------------------------------------------------------------------------


def test_a_theme_counts_once_a_station():
    concern = Concern("maps", "需求评估", "地图未分别绘制。")
    stations = [made(1, "80", concerns=(concern, concern)), made(2, "81", concerns=(concern,)), made(3, "82")]
    (one,) = common_themes(stations)
    assert (one.stations, one.of) == (("shili-0001", "shili-0002"), 2)


# --- experts ----------------------------------------------------------------------------------------


def rated(
    severity: dict[str, float], panels: list[list[str]], noise: float = 0.0, seed: int = 1
) -> list[Rating]:
    """Ratings of ten targets a station by the panels, with planted severities."""
    chance = random.Random(seed)
    found = []
    for station, panel in enumerate(panels):
        for target in range(10):
            quality = 0.8 + 0.1 * chance.random()
            for expert in panel:
                rate = quality + severity[expert] + noise * chance.gauss(0, 1)
                found.append(Rating(f"s{station}/t{target}/", expert, Fraction(rate)))
    return found


def test_planted_severities_come_back_exactly_without_noise():
    planted = {"e1": 0.03, "e2": -0.02, "e3": -0.01, "e4": 0.0}
    fitted = model(rated(planted, [["e1", "e2"], ["e2", "e3"], ["e3", "e4", "e1"]]))
    assert fitted
    assert fitted.connected
    assert {one.expert: round(one.value, 9) for one in fitted.experts} == planted


def test_the_model_agrees_with_least_squares_by_dummy_variables():
    import numpy as np

    ratings = rated(
        dict.fromkeys("abcd", 0.0) | {"a": 0.05}, [list("abc"), list("bcd"), list("ad")], noise=0.02
    )
    fitted = model(ratings)
    assert fitted
    targets, experts = sorted({r.target for r in ratings}), sorted({r.expert for r in ratings})
    design = np.zeros((len(ratings) + 1, len(targets) + len(experts)))
    for n, r in enumerate(ratings):
        design[n, targets.index(r.target)] = design[n, len(targets) + experts.index(r.expert)] = 1
    design[-1, len(targets) :] = 1  # severities add up to nought
    solved = np.linalg.lstsq(design, np.array([float(r.rate) for r in ratings] + [0.0]), rcond=None)[0]
    assert [one.value for one in fitted.experts] == pytest.approx(list(solved[len(targets) :]), abs=1e-9)


def test_experts_whom_nothing_connects_are_told_to_be_in_groups_of_their_own():
    fitted = model(
        rated(dict.fromkeys(("e1", "e2", "e3", "e4"), 0.0), [["e1", "e2"], ["e3", "e4"]], noise=0.01)
    )
    assert fitted
    assert fitted.groups == 2
    assert [one.group for one in fitted.experts] == [1, 1, 2, 2]


def test_a_severe_expert_stands_out_and_a_usual_one_does_not():
    planted = {"e1": -0.06, "e2": 0.02, "e3": 0.02, "e4": 0.02}
    fitted = model(rated(planted, [["e1", "e2", "e3"], ["e2", "e3", "e4"], ["e1", "e4"]], noise=0.01))
    assert fitted
    assert next(one for one in fitted.experts if one.expert == "e1").is_outlier


def test_without_targets_in_common_there_is_no_model():
    assert model([Rating("s/t/", "e1", Fraction(1, 2))]) is None


def test_too_few_targets_have_no_interval():
    fitted = model([Rating(f"s/{n}/", e, Fraction(n + (e == "a"), 10)) for n in range(3) for e in "ab"])
    assert fitted
    assert all(one.interval is None for one in fitted.experts)


# --- the report -------------------------------------------------------------------------------------


@pytest.fixture
def district() -> District:
    totals = ("84.76", "84.76", "91.00", "78.00", "85.00", "86.00", "83.00", "60.00")
    return District("demo", tuple(some(*totals)), (RefusedStation("shili-0099", 3),))


def test_a_faulty_station_is_named_and_counted_in_nothing(district: District):
    found = overview(district)
    assert found.figures["district.stations"].text == "8个"
    assert "shili-0099" in str(DistrictReport(found).open())


def test_the_bureau_is_not_told_of_experts_by_code(district: District):
    ratings = tuple(rated({"e1": -0.06, "e2": 0.03, "e3": 0.03}, [["e1", "e2", "e3"]], noise=0.005))
    stations = (replace(district.summaries[0], ratings=ratings), *district.summaries[1:])
    found = overview(replace(district, summaries=stations))
    assert "e1" in str(DistrictReport(found, "working").experts())
    told = "".join(str(cell) for cell in DistrictReport(found, "bureau").all())
    assert "e1" not in told
    assert "偏高或偏低超出偶然的" in told


def test_ties_are_said(district: District):
    assert "（并列）" in str(DistrictReport(overview(district)).ranks())


def test_stations_of_two_schemes_are_not_compared(district: District):
    mixed = (replace(district.summaries[0], scheme="other"), *district.summaries[1:])
    with pytest.raises(ValueError, match="several schemes"):
        overview(replace(district, summaries=mixed))


def test_an_edition_there_is_not_is_refused(district: District):
    with pytest.raises(ValueError, match="edition"):
        DistrictReport(overview(district), "public")  # type: ignore[arg-type]


def test_a_district_without_stations_says_so_in_every_part():
    report = DistrictReport(overview(District("demo", (), ())))
    assert all(len(list(cell)) >= 1 for cell in report.all())


def test_a_summary_holds_what_the_evaluation_said(evaluation: Evaluation):
    one = summary(evaluation)
    assert (one.total, one.grade) == (Decimal("84.76"), "良好")
    assert len(one.parts) == 7
    assert one.ratings == ()
