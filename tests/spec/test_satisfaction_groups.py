"""Satisfaction by group: small groups are pooled, areas are weighted by people, differences by chance aren't reported."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.analysis.survey.satisfaction import wilson, wilson_finite
from sweval.analysis.survey.subgroups import POOLED, GroupAnswers, area_people, assess, intervals_differ
from sweval.domain.disclosure.policy import MIN_POOLED as LEAST
from sweval.domain.station.people_rows import CoverageTotal, FrameMember, Satisfaction
from sweval.domain.station.station import Station
from sweval.domain.values.row import Cell
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, numbered

PEOPLE = {"a1": 600, "a2": 300, "a3": 200, "a4": 150, "a5": 117}


def answers(station: Station, *rows: tuple[str, int, int], mode: str | None = None) -> Station:
    """Answers by area: name, number above 95 %, number below."""
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


def by_area(evaluation: Evaluation) -> tuple[GroupAnswers, ...]:
    return next(found.parts for found in evaluation.breakdowns if found.dimension == "area")


def test_each_area_has_its_share_and_an_interval_for_its_own_people(station: Station, evaluate: Evaluate):
    parts = by_area(
        evaluate(answers(station, ("a1", 38, 2), ("a2", 15, 5), ("a3", 12, 0), ("a4", 11, 1), ("a5", 10, 0)))
    )
    assert [(part.count, part.share) for part in parts][:2] == [(40, "95.0%"), (20, "75.0%")]
    assert parts[0].interval == wilson_finite(38, 40, 600)


def test_small_groups_are_pooled_until_they_have_ten_answers(station: Station, evaluate: Evaluate):
    parts = by_area(
        evaluate(answers(station, ("a1", 40, 0), ("a2", 20, 0), ("a3", 6, 0), ("a4", 3, 0), ("a5", 2, 1)))
    )
    assert [(part.name, part.count) for part in parts] == [("片区一", 40), ("片区二", 20), (POOLED, 12)]
    assert parts[-1].pooled == ("片区三", "片区四", "片区五")


def test_one_small_group_takes_the_next_smallest_with_it(station: Station, evaluate: Evaluate):
    """Under another name, a single small group could still be computed from the sum."""
    parts = by_area(evaluate(answers(station, ("a1", 40, 0), ("a2", 20, 0), ("a3", 4, 0))))
    assert [(part.name, part.count) for part in parts] == [("片区一", 40), (POOLED, 24)]


def test_ten_answers_are_enough_alone_or_together(station: Station, evaluate: Evaluate):
    parts = by_area(evaluate(answers(station, ("a1", 40, 0), ("a2", 10, 0), ("a3", 6, 0), ("a4", 4, 0))))
    assert [(part.name, part.count) for part in parts] == [("片区一", 40), ("片区二", 10), (POOLED, 10)]


def test_answers_without_an_area_are_a_group_of_their_own(station: Station, evaluate: Evaluate):
    some = answers(station, ("a1", 40, 0), ("a2", 20, 0), ("a3", 12, 0))
    rows = [replace(row, area=None) if row.area == "a3" else row for row in some.satisfaction]
    parts = by_area(evaluate(replace(some, satisfaction=numbered(rows))))
    assert [(part.name, part.population) for part in parts] == [
        ("片区一", 600),
        ("片区二", 300),
        ("未注明片区", None),
    ]


def test_pooled_areas_have_the_people_of_all_where_all_are_known(station: Station, evaluate: Evaluate):
    some = answers(station, ("a1", 40, 0), ("a2", 20, 0), ("a3", 6, 0), ("a4", 5, 0))
    assert by_area(evaluate(some))[-1].population == PEOPLE["a3"] + PEOPLE["a4"]
    rows = [replace(row, area=None) if row.area == "a4" else row for row in some.satisfaction]
    assert by_area(evaluate(replace(some, satisfaction=numbered(rows))))[-1].population is None


def test_the_people_of_areas_are_as_stated_or_counted_in_the_list_and_known_of_all_or_none(station: Station):
    stated = answers(station)
    assert {area: found.persons for area, found in area_people(stated).items()} == PEOPLE
    first, *others = stated.coverage_totals
    whole = replace(first, area=None)
    for lacking in (others, [whole, *others], [replace(first, persons=None), *others]):
        assert area_people(replace(stated, coverage_totals=tuple(lacking))) == {}
    listed = [FrameMember(row=2, id=f"p{n}", area=f"a{n % 5 + 1}") for n in range(12)]
    nowhere = FrameMember(row=2, id="p12")
    found = area_people(replace(stated, coverage_totals=(), frame=numbered([*listed, nowhere])))
    assert {area: one.persons for area, one in found.items()} == {"a1": 3, "a2": 3, "a3": 2, "a4": 2, "a5": 2}
    assert found["a1"].cells == (Cell("frame.csv", 0, "area"),)
    assert area_people(replace(stated, coverage_totals=(), frame=numbered(listed[:4]))) == {}


def test_a_station_without_areas_has_no_people_of_areas(station: Station):
    assert area_people(replace(station, areas=(), coverage_totals=(), frame=())) == {}


def test_a_mode_that_is_called_like_an_area_has_not_its_people(station: Station, evaluate: Evaluate):
    rows = [
        replace(row, mode=row.area) for row in answers(station, ("a1", 40, 0), ("a2", 20, 0)).satisfaction
    ]
    evaluation = evaluate(replace(answers(station), satisfaction=numbered(rows)))
    (modes,) = [found.parts for found in evaluation.breakdowns if found.dimension == "mode"]
    assert [part.population for part in modes] == [None, None]


@pytest.mark.parametrize(
    ("answered", "rule", "shown"),
    [
        (110, "method.finite", "99.8%—100.0%"),
        (117, "method.finite", "100.0%—100.0%"),
        (118, "method.wilson", "96.8%—100.0%"),
    ],
)
def test_an_area_all_of_whom_answered_is_certain_and_one_of_more_is_not_corrected(
    station: Station, evaluate: Evaluate, answered: int, rule: str, shown: str
):
    """片区五 has 117 people."""
    figures = evaluate(answers(station, ("a1", 40, 0), ("a5", answered, 0))).figures
    interval = figures["satisfaction.by.area.2.interval"]
    assert (interval.rule, interval.value) == (rule, shown)
    assert bool(interval.cells) == (rule == "method.finite")


def test_where_all_groups_are_pooled_nothing_is_compared(station: Station, evaluate: Evaluate):
    evaluation = evaluate(answers(station, ("a1", 8, 0), ("a2", 3, 0)))
    assert by_area(evaluation) == ()
    told = str(StationReport(evaluation, "working").outcome())
    assert "不分列" in told


def test_areas_whose_intervals_do_not_overlap_differ(station: Station, evaluate: Evaluate):
    evaluation = evaluate(answers(station, ("a1", 60, 5), ("a2", 10, 20)))
    (found,) = evaluation.breakdowns
    assert intervals_differ(found.parts)
    assert "片区一与片区二的区间不相接" in str(StationReport(evaluation, "official").outcome())


def test_intervals_that_share_a_point_overlap(station: Station, evaluate: Evaluate):
    """Everybody gave the same answer: both shares are 100 %."""
    parts = by_area(evaluate(answers(station, ("a1", 600, 0), ("a2", 300, 0))))
    assert [(part.interval.low, part.interval.high) for part in parts] == [(1, 1), (1, 1)]
    assert intervals_differ(parts) is False


@pytest.mark.parametrize("few", [1, 4])
def test_few_are_one_to_four(station: Station, evaluate: Evaluate, few: int):
    (found,) = evaluate(answers(station, ("a1", 40, few), ("a2", 20, 10))).breakdowns
    assert found.restricted == {0, 1}


def test_the_size_of_each_group_is_visible_even_where_its_answers_are_not(
    station: Station, evaluate: Evaluate
):
    """With both shares hidden and no total, the two answers of the first can't be computed from the six of the second."""
    (found,) = evaluate(answers(station, ("a1", 2, 40), ("a2", 6, 6))).breakdowns
    assert found.restricted == {0, 1}


@pytest.mark.parametrize("lower", [0, 5])
def test_none_or_five_are_not_few(station: Station, evaluate: Evaluate, lower: int):
    (found,) = evaluate(answers(station, ("a1", 40, lower), ("a2", 20, 10))).breakdowns
    assert found.restricted == frozenset()


def test_answers_of_few_people_of_an_area_are_visible_in_the_working_papers_alone(
    station: Station, evaluate: Evaluate
):
    evaluation = evaluate(answers(station, ("a1", 60, 2), ("a2", 40, 20), ("a3", 40, 8)))
    (found,) = evaluation.breakdowns
    # The choice of another part to hide would reveal it.
    assert found.restricted == {0, 1, 2}
    working, official = (
        str(StationReport(evaluation, edition).outcome()) for edition in ("working", "official")
    )
    assert "96.8%" in working and "83.3%" in working
    assert not [share for share in ("96.8%", "83.3%", "66.7%") if share in official]
    assert "按总体的片区构成加权" not in official


def test_groups_and_modes_are_compared_as_areas_are(station: Station, evaluate: Evaluate):
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
    from sweval.intake.scheme_file import load_scheme
    from sweval.intake.station.folder import load_station

    scheme = load_scheme("guangzhou-2023")
    some = replace(load_station("shiqi-2024-midterm", scheme), satisfaction=rows)
    from sweval.analysis.survey import satisfaction

    return assess(some, satisfaction.assess(some, scheme))


def test_awareness_is_shown_by_group_where_enough_were_asked(station: Station, evaluate: Evaluate):
    rows = [
        Satisfaction(row=2, mode=mode, band_low=Decimal(95), band_high=Decimal(100), count=20, aware=aware)
        for mode, aware in (("问卷", 15), ("电访", None))
    ]
    (found,) = evaluate(replace(station, satisfaction=numbered(rows))).breakdowns
    assert [part.aware for part in found.parts] == ["75.0%", None]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param([(20, 10), (20, 15), (30, 20)], [True, True, True], id="enough-knew-and-did-not"),
        pytest.param([(20, 17), (20, 15), (30, 20)], [False, False, False], id="few-of-the-first-did-not"),
        pytest.param([(20, 0), (9, 9), (30, 20)], [False, None, False], id="nine-asked-who-all-knew"),
        pytest.param([(9, 9), (0, None), (0, None)], [None, None, None], id="nobody-else-asked"),
    ],
)
def test_awareness_is_visible_where_it_reveals_nobody(
    station: Station, evaluate: Evaluate, asked: list[tuple[int, int | None]], told: list[bool | None]
):
    """Awareness of all groups but one, and of the sample, would reveal that group's."""
    rows = [
        Satisfaction(row=2, mode=mode, band_low=Decimal(95), band_high=Decimal(100), count=count, aware=aware)
        for mode, (count, aware) in zip("甲乙丙", asked, strict=True)
        if count
    ]
    silent = [
        Satisfaction(row=2, mode=mode, band_low=Decimal(85), band_high=Decimal(95), count=20)
        for mode in "甲乙丙"
    ]
    evaluation = evaluate(replace(station, satisfaction=numbered([*rows, *silent])))
    figures = evaluation.figures
    shown = [figures.get(f"satisfaction.by.mode.{n}.aware") for n in (1, 2, 3)]
    assert [one and "official" in one.editions for one in shown] == told


def by_group(station: Station, **groups: tuple[int, int]) -> Station:
    """Answers by group: numbers in the highest band, and below it."""
    rows = [
        Satisfaction(row=2, group=group, band_low=Decimal(low), band_high=Decimal(high), count=count)
        for group, counts in groups.items()
        for (low, high), count in zip(((95, 100), (85, 95)), counts, strict=True)
        if count
    ]
    return replace(station, satisfaction=numbered(rows))


def told(evaluation: Evaluation) -> dict[str, bool]:
    """Whether the official report shows the answers of each group."""
    figures = evaluation.seen_by("official").figures
    (found,) = (one for one in evaluation.breakdowns if one.dimension == "group")
    return {
        part.name: f"satisfaction.by.group.{number}.share" in figures
        for number, part in enumerate(found.parts, start=1)
    }


def test_a_hidden_group_cannot_be_had_from_what_the_sample_answered(station: Station, evaluate: Evaluate):
    """With 困难群众 visible, 102 of 111 minus 45 of 51 leaves 57 of 60 of 居民; groups outside the sample don't."""
    evaluation = evaluate(by_group(station, 服务对象居民=(57, 3), 服务对象困难群众=(45, 6), 合作方=(15, 5)))
    assert evaluation.figures["satisfaction.band.2"].text == "102人"
    assert told(evaluation) == {"服务对象居民": False, "服务对象困难群众": False, "合作方": True}
    outcome = str(StationReport(evaluation, "official").outcome())
    assert "两者有差别" not in outcome and "各组区间互相重叠" not in outcome


def test_groups_outside_the_sample_are_restricted_one_by_one(station: Station, evaluate: Evaluate):
    evaluation = evaluate(
        by_group(station, 服务对象居民=(57, 9), 服务对象困难群众=(45, 6), 合作方=(15, 4), 干部=(20, 5))
    )
    assert told(evaluation) == {"服务对象居民": True, "服务对象困难群众": True, "合作方": False, "干部": True}


def test_a_group_that_is_the_whole_sample_is_visible_as_the_sample_is(station: Station, evaluate: Evaluate):
    evaluation = evaluate(by_group(station, 服务对象=(57, 3), 合作方=(15, 5)))
    assert told(evaluation) == {"服务对象": True, "合作方": True}


def test_small_groups_of_the_sample_are_pooled_within_the_sample(station: Station, evaluate: Evaluate):
    """Pooled with 合作方 they would be 15; the sample's total would then reveal the eight."""
    evaluation = evaluate(by_group(station, 服务对象居民=(60, 0), 服务对象孤老=(8, 0), 合作方=(7, 0)))
    (found,) = (one for one in evaluation.breakdowns if one.dimension == "group")
    assert found.parts == ()
    evaluation = evaluate(
        by_group(station, 服务对象居民=(60, 0), 服务对象孤老=(8, 0), 服务对象孤儿=(7, 0), 合作方=(12, 0))
    )
    assert told(evaluation) == {"服务对象居民": True, "其余合并": True, "合作方": True}


def test_sizes_that_would_narrow_down_a_small_count_are_hidden_too(station: Station, evaluate: Evaluate):
    """Of 64 in the highest band at most 60 are of the second group, so at least four are of the first."""
    evaluation = evaluate(by_group(station, 服务对象甲=(4, 11), 服务对象乙=(60, 0)))
    figures = evaluation.seen_by("official").figures
    assert "satisfaction.by.group.1.count" not in figures
    assert "按作答人类别分组的答卷不列" in str(StationReport(evaluation, "official").outcome())
    assert "按作答人类别分组的答卷不列" not in str(StationReport(evaluation, "working").outcome())


def test_groups_too_few_to_compare_are_neither_restricted_nor_weighted(station: Station, evaluate: Evaluate):
    few_ones = answers(station, ("a1", 30, 0), ("a2", 6, 0))
    evaluation = evaluate(few_ones)
    (found,) = evaluation.breakdowns
    assert found.parts == () and found.restricted == frozenset() and found.restricted_aware == frozenset()
    assert "satisfaction.weighted.effective" not in evaluation.seen_by("official").figures
    assert evaluate(replace(answers(station, ("a1", 30, 0), ("a2", 20, 0)), earlier=(few_ones,))).breakdowns


def test_what_a_report_before_the_last_hid_stays_hidden_too(station: Station, evaluate: Evaluate):
    first = by_group(station, 服务对象居民=(57, 3), 服务对象困难群众=(45, 6))
    second = replace(by_group(station, 服务对象居民=(57, 9), 服务对象困难群众=(45, 6)), earlier=(first,))
    third = replace(by_group(station, 服务对象居民=(57, 8), 服务对象困难群众=(45, 7)), earlier=(second,))
    assert not any(told(evaluate(third)).values())


def test_what_an_earlier_report_hid_stays_hidden(station: Station, evaluate: Evaluate):
    then = by_group(station, 服务对象居民=(57, 3), 服务对象困难群众=(45, 6), 合作方=(15, 4))
    now = by_group(station, 服务对象居民=(57, 9), 服务对象困难群众=(45, 6), 合作方=(15, 9), 干部=(20, 5))
    assert all(told(evaluate(now)).values())
    after = told(evaluate(replace(now, earlier=(then,))))
    assert after == {"服务对象居民": False, "服务对象困难群众": False, "合作方": False, "干部": True}


def test_a_band_nobody_chose_makes_no_group(station: Station, evaluate: Evaluate):
    some = answers(station, ("a1", 40, 0), ("a2", 20, 0))
    nobody = replace(some.satisfaction[0], area="a3", count=0)
    some = replace(some, satisfaction=numbered([*some.satisfaction, nobody]))
    assert [part.name for part in by_area(evaluate(some))] == ["片区一", "片区二"]


def test_the_public_edition_shows_nothing_by_group(station: Station, evaluate: Evaluate):
    evaluation = evaluate(answers(station, *((area, 20, 1) for area in PEOPLE)))
    hidden = [
        id
        for id in evaluation.figures
        if id.startswith(("satisfaction.by.", "satisfaction.weighted", "satisfaction.mix"))
    ]
    assert hidden
    assert all("public" not in evaluation.figures[id].editions for id in hidden)
