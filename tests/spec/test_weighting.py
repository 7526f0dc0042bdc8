"""Weighted answers: each area, or category of an area, counts by its people; if impossible, the reason is stated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.analysis.survey import satisfaction
from sweval.analysis.survey.satisfaction import wilson_finite
from sweval.analysis.survey.weighting import GAPS, Stratum, Weighted, assess, stratum_name, weigh
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import FrameMember, Satisfaction
from sweval.domain.station.station import Station
from sweval.domain.values.row import Cell
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, numbered
from tests.spec.test_satisfaction_groups import PEOPLE, answers

EVERY_AREA = tuple((area, 20, 1) for area in PEOPLE)


def test_the_weighted_share_is_the_mean_of_the_areas_by_their_people():
    """Two areas of 900 and 100, 90 % and 50 % satisfied: 86 %, whatever the composition of the sample."""
    found = weigh("area", [Stratum(("a1",), 900, 50, 45, 45), Stratum(("a2",), 100, 50, 25, 25)])
    assert found.minimum == Decimal("0.86")


def test_unequal_weights_make_the_sample_worth_less():
    """Kish: 100 answers of weights 18 and 2 are worth (50·18 + 50·2)² ÷ (50·18² + 50·2²) = 60.98."""
    found = weigh("area", [Stratum(("a1",), 900, 50, 45, 45), Stratum(("a2",), 100, 50, 25, 25)])
    assert round(found.effective, 2) == Decimal("60.98")


def test_a_sample_in_proportion_is_worth_all_of_itself():
    found = weigh("area", [Stratum(("a1",), 900, 90, 81, 81), Stratum(("a2",), 100, 10, 5, 5)])
    assert found.effective == 100
    assert found.interval == wilson_finite(86, 100, 1000)


def test_where_everybody_was_asked_the_weighted_share_is_certain():
    found = weigh("area", [Stratum(("a1",), 60, 60, 54, 54), Stratum(("a2",), 40, 40, 20, 20)])
    assert (found.interval.low, found.interval.high) == (Decimal("0.74"), Decimal("0.74"))


@pytest.mark.parametrize(
    ("rows", "says"), [((("a1", 20, 0), ("a2", 20, 0)), "有片区没有人作答"), ((), "满意度")]
)
def test_why_answers_are_not_weighted_is_stated(station: Station, evaluate: Evaluate, rows, says: str):
    evaluation = evaluate(answers(station, *rows))
    assert not isinstance(evaluation.weighted, Weighted)
    assert says in str(StationReport(evaluation, "official").outcome())


def test_areas_that_do_not_add_up_to_the_population_are_not_weighted_by(station: Station, evaluate: Evaluate):
    some = answers(station, *((area, 20, 1) for area in PEOPLE))
    some = replace(some, assessment=replace(some.assessment, population=9999))
    assert evaluate(some).weighted == "other_total"


def test_an_area_with_more_answers_than_people_is_not_weighted_by(station: Station, evaluate: Evaluate):
    """The list and the survey may be of different days."""
    some = answers(station, ("a1", PEOPLE["a1"], 1), *((area, 20, 1) for area in list(PEOPLE)[1:]))
    some = replace(some, assessment=replace(some.assessment, population=None))
    evaluation = evaluate(some)
    assert evaluation.weighted == "too_many_asked"
    assert "有片区的作答人数多于总体人数" in str(StationReport(evaluation, "official").outcome())
    exactly = answers(station, ("a1", PEOPLE["a1"] - 1, 1), *((area, 20, 1) for area in list(PEOPLE)[1:]))
    assert isinstance(evaluate(exactly).weighted, Weighted)


def test_where_answers_name_their_category_and_the_list_is_known_both_count(
    station: Station, evaluate: Evaluate
):
    some = answers(station, ("a1", 20, 2), ("a2", 20, 0))
    rows = [replace(row, category="残疾人") for row in some.satisfaction]
    listed = [
        FrameMember(row=2, id=f"p{n}", area="a1" if n < 60 else "a2", categories="残疾人") for n in range(100)
    ]
    evaluation = evaluate(
        replace(some, satisfaction=numbered(rows), frame=numbered(listed), coverage_totals=())
    )
    assert isinstance(evaluation.weighted, Weighted)
    assert evaluation.weighted.by == "area_category"


# --- by area ----------------------------------------------------------------------------------------


def weighed(station: Station, scheme: Scheme) -> object:
    return assess(station, satisfaction.assess(station, scheme))


def in_areas(station: Station, *areas: str) -> Station:
    """The station with these areas only, and their people."""
    return replace(
        station,
        areas=tuple(area for area in station.areas if area.id in areas),
        coverage_totals=tuple(row for row in station.coverage_totals if row.area in areas),
        assessment=replace(station.assessment, population=sum(PEOPLE[area] for area in areas)),
    )


def test_two_areas_are_enough_and_one_is_not(station: Station, scheme: Scheme) -> None:
    two = in_areas(answers(station, ("a1", 45, 5), ("a2", 25, 25)), "a1", "a2")
    found = weighed(two, scheme)
    assert isinstance(found, Weighted)
    assert (found.by, found.people, found.answers) == ("area", 900, 100)
    assert found.minimum == found.maximum == (600 * Decimal("0.9") + 300 * Decimal("0.5")) / 900
    assert weighed(in_areas(answers(station, ("a1", 45, 5)), "a1"), scheme) == "no_area"


def test_one_answer_without_an_area_is_one_too_many(station: Station, scheme: Scheme) -> None:
    some = answers(station, *EVERY_AREA)
    first, *others = some.satisfaction
    assert weighed(replace(some, satisfaction=(replace(first, area=None), *others)), scheme) == "no_area"
    nobody = Satisfaction(row=99, band_low=Decimal(0), band_high=Decimal(85), count=0)
    assert isinstance(weighed(replace(some, satisfaction=(*some.satisfaction, nobody)), scheme), Weighted)


def test_the_people_of_every_area_must_be_known(station: Station, scheme: Scheme) -> None:
    some = answers(station, *EVERY_AREA)
    unknown = replace(some, coverage_totals=some.coverage_totals[1:])
    assert weighed(unknown, scheme) == "no_people"
    anybody = replace(some, assessment=replace(some.assessment, population=None))
    assert isinstance(weighed(anybody, scheme), Weighted)


def test_bands_that_overlap_give_the_weighted_share_bounds(station: Station, scheme: Scheme) -> None:
    """片区二 has 10 who may or may not be among the most satisfied; who is 85 to 95 per cent satisfied isn't."""
    rows = [
        ("a1", 95, 100, 40),
        ("a1", 85, 95, 10),
        ("a2", 95, 100, 30),
        ("a2", 80, 100, 10),
        ("a2", 85, 95, 10),
    ]
    some = in_areas(answers(station, *EVERY_AREA), "a1", "a2")
    made = [
        Satisfaction(row=2, area=area, band_low=Decimal(low), band_high=Decimal(high), count=count)
        for area, low, high, count in rows
    ]
    found = weighed(replace(some, satisfaction=numbered(made)), scheme)
    assert isinstance(found, Weighted)
    assert [(one.answers, one.minimum, one.maximum) for one in found.strata] == [(50, 40, 40), (50, 30, 40)]
    assert (round(found.minimum, 4), found.maximum) == (Decimal("0.7333"), Decimal("0.8"))
    assert (found.interval.low, found.interval.high) != (found.minimum, found.maximum)


def test_the_part_farthest_from_its_share_of_the_people_is_named(
    station: Station, evaluate: Evaluate
) -> None:
    """片区一 has 600 of 1,367 people, 43.9 %, and 20 of 110 answers, 18.2 %."""
    rows = [("a1", 18, 2), ("a2", 30, 0), ("a3", 20, 0), ("a4", 20, 0), ("a5", 20, 0)]
    figures = evaluate(answers(station, *rows)).figures
    assert figures["satisfaction.mix"].label == "片区一在作答中的占比高于在总体中的占比"
    assert figures["satisfaction.mix"].text == "−25.7个百分点"
    assert Stratum(("a2",), 300, 30, 30, 30).points_over(1000, 60) == 20


def test_each_reason_against_weighting_has_its_sentence(station: Station, evaluate: Evaluate) -> None:
    some = answers(station, *EVERY_AREA)
    first, *others = some.satisfaction
    cases = {
        "no_area": replace(some, satisfaction=(replace(first, area=None), *others)),
        "no_people": replace(some, coverage_totals=()),
        "nobody_asked": answers(station, *EVERY_AREA[1:]),
        "too_many_asked": answers(station, ("a5", 118, 0), *EVERY_AREA[:-1]),
        "other_total": replace(some, assessment=replace(some.assessment, population=1368)),
    }
    assert set(cases) == set(GAPS)
    for gap, case in cases.items():
        evaluation = evaluate(case)
        assert evaluation.weighted == gap
        assert evaluation.figures["satisfaction.weighted"].missing
        assert GAPS[gap] in str(StationReport(evaluation, "official").outcome())


# --- editions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param([(area, 20, 10) for area in PEOPLE], True, id="every-area-is-told"),
        pytest.param(
            [*((area, 20, 10) for area in list(PEOPLE)[1:]), ("a1", 20, 2)], False, id="few-said-so"
        ),
        pytest.param(
            [*((area, 20, 10) for area in list(PEOPLE)[1:]), ("a1", 6, 0)], False, id="areas-put-together"
        ),
    ],
)
def test_a_weighted_share_is_visible_where_every_area_is(
    station: Station, evaluate: Evaluate, rows: list[tuple[str, int, int]], told: bool
) -> None:
    """With the visible areas it would reveal the restricted ones."""
    figures = evaluate(answers(station, *rows)).figures
    for id in ("weighted", "weighted.effective", "weighted.interval", "mix"):
        assert ("official" in figures[f"satisfaction.{id}"].editions) == told


# --- by area and category ---------------------------------------------------------------------------


def by_category(station: Station, *cells: tuple[str, str, int, int], people: int = 40) -> Station:
    """Numbers of answers above and below 95 %, and of people listed, by area and category."""
    made = [
        Satisfaction(
            row=2, area=area, category=category, band_low=Decimal(low), band_high=Decimal(high), count=n
        )
        for area, category, top, lower in cells
        for low, high, n in ((95, 100, top), (85, 95, lower))
    ]
    listed = [
        FrameMember(row=2, id=f"{area}-{category}-{n}", area=area, categories=category)
        for area, category, *_ in cells
        for n in range(people)
    ]
    return replace(
        in_areas(answers(station), "a1", "a2"), satisfaction=numbered(made), frame=numbered(listed)
    )


CELLS = (("a1", "残疾人", 15, 5), ("a1", "低保对象", 1, 0), ("a2", "残疾人", 40, 0))


def test_every_category_of_an_area_counts_as_its_people_do(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    """One answer is enough for a stratum, and all of a stratum may answer."""
    some = by_category(station, *CELLS)
    found = weighed(some, scheme)
    assert isinstance(found, Weighted) and found.by == "area_category"
    assert [(one.key, one.people, one.answers) for one in found.strata] == [
        (("a1", "残疾人"), 40, 20),
        (("a1", "低保对象"), 40, 1),
        (("a2", "残疾人"), 40, 40),
    ]
    assert round(found.minimum, 6) == round((Decimal("0.75") + 1 + 1) / 3, 6)
    assert [stratum_name(one, some) for one in found.strata][:2] == ["片区一的残疾人", "片区一的低保对象"]


def test_weighted_by_category_it_is_for_the_working_papers(station: Station, evaluate: Evaluate) -> None:
    cells = [(area, "残疾人", 20, 10) for area in PEOPLE]
    some = replace(by_category(station, *cells), areas=station.areas)
    figures = evaluate(some).figures
    assert figures["satisfaction.weighted"].editions == ("working",)
    assert Cell("frame.csv", 0, "categories") in figures["satisfaction.weighted"].cells
    assert figures["satisfaction.weighted"].value == "66.67%"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s: replace(s, frame=()), id="no-list"),
        pytest.param(
            lambda s: replace(
                s, satisfaction=(replace(s.satisfaction[0], category=None), *s.satisfaction[1:])
            ),
            id="an-answer-without-a-category",
        ),
        pytest.param(
            lambda s: replace(s, satisfaction=tuple(r for r in s.satisfaction if r.category != "低保对象")),
            id="a-category-nobody-answered-for",
        ),
        pytest.param(
            lambda s: replace(s, satisfaction=(*s.satisfaction, replace(s.satisfaction[0], category="孤儿"))),
            id="an-answer-for-a-category-not-listed",
        ),
        pytest.param(lambda s: replace(s, frame=s.frame[:-1]), id="more-answers-than-people-listed"),
    ],
)
def test_where_lists_and_answers_do_not_match_areas_alone_count(
    station: Station, scheme: Scheme, change
) -> None:
    found = weighed(change(by_category(station, *CELLS)), scheme)
    assert isinstance(found, Weighted)
    assert found.by == "area"
