"""Satisfaction by group: small groups are put together, areas count as their people do, and nothing is told apart that chance explains."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sweval.analysis.satisfaction import wilson, wilson_finite
from sweval.analysis.subgroups import POOLED, Part, apart, assess
from sweval.domain.disclosure import LEAST_POOLED as LEAST
from sweval.domain.people_rows import CoverageTotal, Satisfaction
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report import StationReport
from tests.build import Evaluate, numbered

PEOPLE = {"a1": 600, "a2": 300, "a3": 200, "a4": 150, "a5": 117}


def answers(station: Station, *rows: tuple[str, int, int], mode: str | None = None) -> Station:
    """Of each area so many above 95 % and so many below."""
    made = []
    for area, top, lower in rows:
        for low, high, count in ((95, 100, top), (85, 95, lower)):
            if count:
                made.append(
                    Satisfaction(
                        row=2,
                        area=area,
                        mode=mode,
                        band_low=Decimal(low),
                        band_high=Decimal(high),
                        count=count,
                    )
                )
    totals = [CoverageTotal(row=2, area=area, persons=persons) for area, persons in PEOPLE.items()]
    assessment = replace(station.assessment, population=sum(PEOPLE.values()))
    return replace(
        station, satisfaction=numbered(made), coverage_totals=numbered(totals), assessment=assessment
    )


def by_area(evaluation: Evaluation) -> tuple[Part, ...]:
    return next(found.parts for found in evaluation.breakdowns if found.dimension == "area")


def test_each_area_has_its_share_and_an_interval_for_its_own_people(station: Station, evaluate: Evaluate):
    parts = by_area(
        evaluate(answers(station, ("a1", 38, 2), ("a2", 15, 5), ("a3", 12, 0), ("a4", 11, 1), ("a5", 10, 0)))
    )
    assert [(part.count, part.share) for part in parts][:2] == [(40, "95.0%"), (20, "75.0%")]
    assert parts[0].interval == wilson_finite(38, 40, 600)


def test_small_groups_are_put_together_until_there_are_ten(station: Station, evaluate: Evaluate):
    parts = by_area(
        evaluate(answers(station, ("a1", 40, 0), ("a2", 20, 0), ("a3", 6, 0), ("a4", 3, 0), ("a5", 2, 1)))
    )
    assert [(part.name, part.count) for part in parts] == [("片区一", 40), ("片区二", 20), (POOLED, 12)]
    assert parts[-1].pooled == ("片区三", "片区四", "片区五")


def test_one_small_group_takes_the_next_smallest_with_it(station: Station, evaluate: Evaluate):
    """Alone under another name it could still be had back from the sum."""
    parts = by_area(evaluate(answers(station, ("a1", 40, 0), ("a2", 20, 0), ("a3", 4, 0))))
    assert [(part.name, part.count) for part in parts] == [("片区一", 40), (POOLED, 24)]


def test_where_all_must_be_put_together_nothing_is_told_apart(station: Station, evaluate: Evaluate):
    evaluation = evaluate(answers(station, ("a1", 8, 0), ("a2", 3, 0)))
    assert by_area(evaluation) == ()
    told = str(StationReport(evaluation, "working").outcome())
    assert "不分列" in told


def test_areas_whose_intervals_do_not_meet_are_told_apart(station: Station, evaluate: Evaluate):
    evaluation = evaluate(answers(station, ("a1", 60, 5), ("a2", 10, 20)))
    (found,) = evaluation.breakdowns
    assert apart(found.parts)
    assert "片区一与片区二的区间不相接" in str(StationReport(evaluation, "official").outcome())


def test_what_few_of_an_area_said_is_told_in_the_working_papers_alone(station: Station, evaluate: Evaluate):
    evaluation = evaluate(answers(station, ("a1", 60, 2), ("a2", 40, 20), ("a3", 40, 8)))
    (found,) = evaluation.breakdowns
    # Who knows all areas but one, and all together, knows that one too.
    assert found.untold == {0, 2}
    working, official = (
        str(StationReport(evaluation, edition).outcome()) for edition in ("working", "official")
    )
    assert "96.8%" in working and "83.3%" in working
    assert "96.8%" not in official and "83.3%" not in official and "66.7%" in official
    assert "按总体的片区构成加权" not in official


def test_groups_and_modes_are_told_apart_as_areas_are(station: Station, evaluate: Evaluate):
    one = answers(station, ("a1", 30, 0), mode="问卷").satisfaction
    other = answers(station, ("a1", 30, 3), mode="电访").satisfaction
    evaluation = evaluate(replace(station, satisfaction=numbered([*one, *other])))
    assert [found.dimension for found in evaluation.breakdowns] == ["mode"]


def test_overlapping_bands_give_bounds_in_each_group(station: Station, evaluate: Evaluate):
    rows = [
        Satisfaction(row=2, mode=mode, band_low=Decimal(low), band_high=Decimal(100), count=count)
        for mode, low, count in (("问卷", 95, 20), ("问卷", 80, 5), ("电访", 95, 20))
    ]
    evaluation = evaluate(replace(station, satisfaction=numbered(rows)))
    (found,) = evaluation.breakdowns
    assert [part.share for part in found.parts] == ["80.0%—100.0%", "100.0%"]
    assert found.parts[0].interval.low == wilson(20, 25).low


@given(sizes=st.lists(st.integers(1, 60), min_size=2, max_size=5))
def test_no_part_is_small_and_all_add_up(sizes: list[int]):
    rows = tuple(
        Satisfaction(row=n, mode=f"m{n}", band_low=Decimal(95), band_high=Decimal(100), count=size)
        for n, size in enumerate(sizes)
    )
    for found in assess_rows(rows):
        assert all(part.count >= LEAST for part in found.parts)
        assert not found.parts or sum(part.count for part in found.parts) == sum(sizes)


def assess_rows(rows: tuple[Satisfaction, ...]):
    from sweval.intake.folder import load_station
    from sweval.intake.scheme_file import load_scheme

    scheme = load_scheme("guangzhou-2023")
    some = replace(load_station("shiqi-2024-midterm", scheme), satisfaction=rows)
    from sweval.analysis import satisfaction

    return assess(some, satisfaction.assess(some, scheme))


def test_awareness_is_told_by_group_where_enough_were_asked(station: Station, evaluate: Evaluate):
    rows = [
        Satisfaction(row=2, mode=mode, band_low=Decimal(95), band_high=Decimal(100), count=20, aware=aware)
        for mode, aware in (("问卷", 15), ("电访", None))
    ]
    (found,) = evaluate(replace(station, satisfaction=numbered(rows))).breakdowns
    assert [part.aware for part in found.parts] == ["75.0%", None]


def test_a_band_nobody_chose_makes_no_group(station: Station, evaluate: Evaluate):
    some = answers(station, ("a1", 40, 0), ("a2", 20, 0))
    nobody = replace(some.satisfaction[0], area="a3", count=0)
    some = replace(some, satisfaction=numbered([*some.satisfaction, nobody]))
    assert [part.name for part in by_area(evaluate(some))] == ["片区一", "片区二"]


def test_the_public_is_told_nothing_by_group(station: Station, evaluate: Evaluate):
    evaluation = evaluate(answers(station, *((area, 20, 1) for area in PEOPLE)))
    hidden = [
        id
        for id in evaluation.figures
        if id.startswith(("satisfaction.by.", "satisfaction.weighted", "satisfaction.mix"))
    ]
    assert hidden
    assert all("public" not in evaluation.figures[id].editions for id in hidden)
