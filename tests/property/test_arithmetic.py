"""Arithmetic that must hold for every input: scores, bands, shares, printed rates, working days, records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sweval
from sweval.analysis.scores import scoring
from sweval.analysis.scores.grades import grade
from sweval.analysis.services.granularity import UNBOUNDED, check_rate, fractions
from sweval.analysis.services.progress import pace_at
from sweval.analysis.survey.satisfaction import wilson, wilson_finite
from sweval.domain.scheme.problems import problems
from sweval.domain.scheme.scheme import Band, Node, Scheme
from sweval.domain.station.rows import Indicator, Score
from sweval.domain.station.station import Station
from sweval.domain.values.dates import IsWorkday, add_workdays, workdays_between
from sweval.domain.values.rounding import MODES, percent, round_to
from tests.build import (
    at_stage,
    scored,
    with_experts,
    with_finance,
    with_headcount,
    with_process,
    with_rectification,
    with_rounding,
    with_satisfaction,
    with_scores,
)

pytestmark = pytest.mark.usefixtures("few_draws")

ROOT = Path(__file__).resolve().parents[2]
SCHEME = sweval.load_scheme("guangzhou-2023", ROOT)
STATION = sweval.load_station("shiqi-2024-midterm", SCHEME, root=ROOT)
CALENDAR = sweval.load_calendar(ROOT)
AREAS = [area.id for area in STATION.areas]


# --- scores -----------------------------------------------------------------------------------------


def marks(node: Node) -> st.SearchStrategy[Decimal]:
    """Any raw score of a component, with up to three decimals."""
    return st.integers(0, int(node.full_mark) * 1000).map(lambda thousandths: Decimal(thousandths) / 1000)


@st.composite
def stations(draw: st.DrawFn) -> Station:
    """A station scored by one, two or four experts, perhaps with a recused one among them."""
    panel = [f"e{n}" for n in range(draw(st.sampled_from([1, 2, 4])))]
    recused = draw(st.sampled_from([[], ["stranger"]]))
    rows: list[Score] = []
    for leaf in SCHEME.leaves():
        for area in AREAS if leaf.by == "area" else [None]:
            rows += [
                scored(leaf.id, draw(marks(leaf)), area=area, expert=expert) for expert in (*panel, *recused)
            ]
    return with_scores(with_experts(STATION, *panel, *recused, recused=recused), *rows)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """The scheme with any rounding."""
    place, mode = draw(st.sampled_from(["component", "total"])), draw(st.sampled_from(list(MODES)))
    return with_rounding(SCHEME, place=place, mode=mode, places=draw(st.integers(0, 6)))


@given(stations(), schemes())
def test_a_total_is_between_nought_and_full_marks(station: Station, scheme: Scheme) -> None:
    result = scoring.score(station, scheme)
    assert 0 <= result.total <= scheme.total
    for component in result.components:
        assert 0 <= component.converted <= component.node.full_mark
        assert 0 <= component.rate <= 1
        assert component.lost + component.converted == component.node.full_mark


@given(stations(), schemes())
def test_the_total_is_the_sum_of_its_components_and_of_its_parties(station: Station, scheme: Scheme) -> None:
    result = scoring.score(station, scheme)
    components = sum((component.converted for component in result.components), Decimal(0))
    assert components == sum((party.converted for party in result.parties), Decimal(0))
    if scheme.rounding.place == "component":
        assert components == result.total


@given(stations(), st.sampled_from(list(MODES)))
def test_a_converted_score_is_the_exact_mean_rounded(station: Station, mode: Any) -> None:
    """By fractions, from the rows alone, without the panel's recused member."""
    recused = {expert.id for expert in station.experts if expert.recused}
    for component in scoring.score(station, with_rounding(SCHEME, mode=mode)).components:
        rows = [row for row in station.scores if row.node == component.node.id and row.expert not in recused]
        areas = {row.area for row in rows}
        means = [average([row.score for row in rows if row.area == area]) for area in areas]
        exact = sum(means, Fraction(0)) / len(means)
        assert Fraction(component.converted) == Fraction(rounded(exact * 100, mode), 100)


def average(values: list[Decimal]) -> Fraction:
    return sum(map(Fraction, values), Fraction(0)) / len(values)


def rounded(value: Fraction, mode: str) -> int:
    """A value of 0 or more, to a whole number."""
    whole, rest = divmod(value, 1)
    up = {"half_up": rest >= Fraction(1, 2), "half_even": rest > Fraction(1, 2), "down": False}[mode]
    tie = mode == "half_even" and rest == Fraction(1, 2) and whole % 2 == 1
    return int(whole) + (up or tie)


@given(stations(), schemes(), st.data())
def test_a_higher_score_never_lowers_the_total(station: Station, scheme: Scheme, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(station.scores) - 1))
    row = station.scores[position]
    leaf = next(leaf for leaf in scheme.leaves() if leaf.id == row.node)
    higher = max(row.score, data.draw(marks(leaf)))
    raised = [replace(r, score=higher) if r is row else r for r in station.scores]
    before = scoring.score(station, scheme).total
    assert scoring.score(replace(station, scores=tuple(raised)), scheme).total >= before


@given(stations(), schemes(), st.randoms(use_true_random=False))
def test_the_order_of_rows_areas_and_experts_does_not_matter(
    station: Station, scheme: Scheme, chance: Any
) -> None:
    rows, experts, areas = list(station.scores), list(station.experts), list(station.areas)
    for items in (rows, experts, areas):
        chance.shuffle(items)
    mixed = replace(station, scores=tuple(rows), experts=tuple(experts), areas=tuple(areas))
    before, after = scoring.score(station, scheme), scoring.score(mixed, scheme)
    assert before.total == after.total
    assert [c.converted for c in before.components] == [c.converted for c in after.components]


@given(stations(), schemes(), st.permutations(AREAS))
def test_the_names_of_areas_and_experts_do_not_matter(
    station: Station, scheme: Scheme, renamed: list[str]
) -> None:
    area = dict(zip(AREAS, renamed, strict=True))
    expert = {row.id: f"x-{row.id}" for row in station.experts}
    rows = [
        replace(row, area=area.get(row.area or ""), expert=expert.get(row.expert or ""))
        for row in station.scores
    ]
    experts = [replace(row, id=expert[row.id]) for row in station.experts]
    other = replace(station, scores=tuple(rows), experts=tuple(experts))
    assert scoring.score(other, scheme).total == scoring.score(station, scheme).total


@given(stations())
def test_a_recused_expert_changes_nothing(station: Station) -> None:
    recused = {expert.id for expert in station.experts if expert.recused}
    without = replace(station, scores=tuple(row for row in station.scores if row.expert not in recused))
    assert scoring.score(station, SCHEME).total == scoring.score(without, SCHEME).total


@given(stations(), schemes())
def test_rounding_changes_the_total_by_no_more_than_half_a_unit_per_component(
    station: Station, scheme: Scheme
) -> None:
    rounding = scheme.rounding
    unit = Decimal(1).scaleb(-rounding.places)
    times = len(scheme.leaves()) if rounding.place == "component" else 1
    most = times * (unit if rounding.mode == "down" else unit / 2)
    result = scoring.score(station, scheme)
    assert abs(result.total - result.unrounded) <= most
    if rounding.mode == "down":
        assert result.total <= result.unrounded


@given(st.decimals(0, 100, places=5), st.integers(0, 4), st.sampled_from(list(MODES)))
def test_rounding_twice_is_rounding_once(value: Decimal, places: int, mode: Any) -> None:
    once = round_to(value, places, mode)
    assert round_to(once, places, mode) == once
    assert -int(once.as_tuple().exponent) == places


# --- grades -----------------------------------------------------------------------------------------

totals = st.decimals(0, 100, places=2)


@st.composite
def banded(draw: st.DrawFn) -> Scheme:
    """A scheme with any bands that cover its scale without gap or overlap, in any order."""
    cuts = draw(st.lists(st.decimals("0.01", 100, places=2), unique=True, max_size=6))
    floors = [Decimal(0), *sorted(cuts)]
    bands = [
        Band(id=f"b{n}", name=f"等级{n}", floor=floor, below=below, failing=n == 0)
        for n, (floor, below) in enumerate(zip(floors, [*floors[1:], None], strict=True))
    ]
    return replace(SCHEME, bands=tuple(draw(st.permutations(bands))))


@given(banded(), totals)
def test_bands_partition_the_scale(scheme: Scheme, total: Decimal) -> None:
    assert list(problems(scheme)) == []
    (holding,) = (band for band in scheme.bands if band.holds(total))
    assert grade(total, scheme).by_total == holding


@given(banded(), totals, totals)
def test_a_higher_total_never_has_a_lower_grade(scheme: Scheme, one: Decimal, other: Decimal) -> None:
    lower, higher = sorted([one, other])
    assert grade(lower, scheme).by_total.floor <= grade(higher, scheme).by_total.floor


@given(banded(), totals)
def test_the_distances_lead_to_the_edges_of_the_band(scheme: Scheme, total: Decimal) -> None:
    result = grade(total, scheme)
    if result.next is not None and result.to_next is not None:
        assert total + result.to_next == result.next.floor == result.by_total.below
        assert result.to_next > 0
    if result.to_lower is not None:
        assert total - result.to_lower == result.by_total.floor
        assert result.to_lower >= 0


@given(banded(), totals)
def test_a_veto_never_raises_a_grade(scheme: Scheme, total: Decimal) -> None:
    assert grade(total, scheme, vetoed=True).final == scheme.failing
    assert scheme.failing.floor <= grade(total, scheme).final.floor


# --- intervals --------------------------------------------------------------------------------------


@st.composite
def samples(draw: st.DrawFn) -> tuple[int, int, int]:
    """Hits, answers, and the people these stand for."""
    asked = draw(st.integers(1, 2000))
    return draw(st.integers(0, asked)), asked, draw(st.integers(asked, 50_000))


def certain(value: Decimal) -> Decimal:
    """To twenty places, far beyond any that is printed."""
    return round(value, 20)


@given(samples())
def test_an_interval_is_within_the_scale_and_contains_the_share(sample: tuple[int, int, int]) -> None:
    hits, asked, people = sample
    share = Decimal(hits) / Decimal(asked)
    for interval in (wilson(hits, asked), wilson_finite(hits, asked, people)):
        assert 0 <= interval.low <= interval.high <= 1
        assert certain(interval.low) <= certain(share) <= certain(interval.high)


@given(samples())
def test_knowing_how_many_people_there_are_never_widens_an_interval(sample: tuple[int, int, int]) -> None:
    hits, asked, people = sample
    assume(asked > 1)
    plain, corrected = wilson(hits, asked), wilson_finite(hits, asked, people)
    width = certain(plain.high - plain.low)
    assert certain(corrected.high - corrected.low) < width


@given(samples())
def test_the_more_people_the_nearer_to_no_correction(sample: tuple[int, int, int]) -> None:
    hits, asked, people = sample
    few, many = wilson_finite(hits, asked, people), wilson_finite(hits, asked, people + 1)
    assert certain(few.high - few.low) <= certain(many.high - many.low)


@given(samples())
def test_satisfied_and_dissatisfied_are_mirror_images(sample: tuple[int, int, int]) -> None:
    hits, asked, _ = sample
    one, other = wilson(hits, asked), wilson(asked - hits, asked)
    assert certain(one.low + other.high) == 1


# --- printed rates ----------------------------------------------------------------------------------

volumes = st.integers(1, 20_000)
targets = st.integers(1, 20_000)


@given(volumes, targets, st.integers(0, 3))
def test_a_rate_as_printed_leads_back_to_its_target(done: int, target: int, places: int) -> None:
    reading = check_rate(done, percent(done, target, places)).reading("half_up")
    assert reading is not None
    assert reading.low <= target <= reading.high


@given(volumes, targets, st.integers(0, 3))
def test_the_targets_of_a_reading_are_all_that_fit_and_no_others(done: int, target: int, places: int) -> None:
    printed = percent(done, target, places)
    reading = check_rate(done, printed).reading("half_up")
    assert reading is not None
    assert percent(done, reading.low, places) == printed
    assert reading.low == 1 or percent(done, reading.low - 1, places) != printed
    if reading.high < UNBOUNDED:
        assert percent(done, reading.high, places) == printed
        assert percent(done, reading.high + 1, places) != printed


@given(volumes, targets, st.integers(0, 3))
def test_a_rate_cut_off_leads_back_to_its_target_as_cut_off(done: int, target: int, places: int) -> None:
    cut = round_to(Decimal(100 * done) / Decimal(target), places, "down")
    reading = check_rate(done, f"{cut}%").reading("cut")
    assert reading is not None
    assert reading.low <= target <= reading.high


@given(volumes, targets, st.integers(1, 3))
def test_a_rate_rounded_to_a_whole_leads_back_to_its_target_as_such(
    done: int, target: int, places: int
) -> None:
    printed = percent(done, target, 0).removesuffix("%") + "." + "0" * places + "%"
    reading = check_rate(done, printed).reading("whole")
    assert reading is not None
    assert reading.low <= target <= reading.high


@given(volumes, targets, st.integers(0, 2))
def test_a_target_is_reconstructed_only_where_it_is_the_only_one(done: int, target: int, places: int) -> None:
    printed = percent(done, target, places)
    fitting = [t for t in range(max(1, target - 3), target + 4) if percent(done, t, places) == printed]
    reconstructed = check_rate(done, printed).reconstructed
    assert reconstructed == (target if fitting == [target] else None)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 2))
def test_a_fraction_is_among_those_that_print_equally(part: int, whole: int, places: int) -> None:
    assume(part <= whole)
    found = fractions(percent(part, whole, places), whole)
    assert (part, whole) in found
    assert all(n <= d <= whole for n, d in found)


# --- days -------------------------------------------------------------------------------------------

starts = st.dates(date(2005, 1, 1), date(2025, 6, 30))


@given(starts, st.integers(0, 40))
def test_adding_working_days_and_counting_them_are_inverse(start: date, days: int) -> None:
    end = add_workdays(start, days, CALENDAR)
    assert workdays_between(start, end, CALENDAR) == days
    assert days == 0 or CALENDAR(end)


@given(starts, st.integers(0, 90))
def test_counting_working_days_and_adding_them_lead_to_the_last_of_them(start: date, span: int) -> None:
    end = start + timedelta(days=span)
    last = add_workdays(start, workdays_between(start, end, CALENDAR), CALENDAR)
    assert last <= end
    assert workdays_between(last, end, CALENDAR) == 0


@given(starts, st.integers(0, 90), st.integers(0, 90))
def test_working_days_of_two_spans_add_up(start: date, one: int, other: int) -> None:
    middle = start + timedelta(days=one)
    end = middle + timedelta(days=other)
    together = workdays_between(start, end, CALENDAR)
    assert workdays_between(start, middle, CALENDAR) + workdays_between(middle, end, CALENDAR) == together


@given(starts, st.integers(0, 20), st.frozensets(st.integers(0, 60)))
def test_any_calendar_will_do(start: date, days: int, holidays: frozenset[int]) -> None:
    off = {start + timedelta(days=n) for n in holidays}
    is_workday: IsWorkday = lambda asked: asked not in off  # noqa: E731
    end = add_workdays(start, days, is_workday)
    assert (end - start).days == days + len([d for d in off if start < d <= end])


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800), st.integers(-900, 900))
def test_pace_never_leaves_the_contract(start: date, length: int, offset: int) -> None:
    end = start + timedelta(days=length)
    pace, next_day = (pace_at(start + timedelta(days=offset + n), start, end) for n in (0, 1))
    assert 0 <= pace.share <= next_day.share <= 1
    assert (pace.elapsed == 0) == (offset < 0)
    assert (pace.elapsed == pace.days) == (offset >= length)


# --- whole evaluations ------------------------------------------------------------------------------

maybe_volume = st.none() | st.integers(0, 3000).map(Decimal)
printed_rates = st.none() | st.tuples(st.integers(0, 99_999), st.integers(0, 2)).map(
    lambda parts: f"{Decimal(parts[0]).scaleb(-parts[1])}%"
)
indicators = st.lists(
    st.builds(
        Indicator,
        row=st.just(2),
        id=st.sampled_from(["visits", "groups", "cases"]),
        name=st.just("服务"),
        unit=st.just("次"),
        agreed=maybe_volume,
        done=maybe_volume,
        reported_rate=printed_rates,
        month=st.none(),
    ),
    max_size=4,
)
days = st.dates(date(2024, 2, 28), date(2024, 6, 30)).map(date.isoformat)
steps = st.dictionaries(
    st.sampled_from(
        ["evaluation_end", "feedback", "report", "report_received", "confirmation", "notice_start"]
    ),
    days | st.booleans(),
)


@st.composite
def cases(draw: st.DrawFn) -> Station:
    """A station at any stage with any scores, volumes, answers, posts, spending and steps."""
    station = at_stage(draw(stations()), draw(st.sampled_from(["midterm", "final"])))
    months = 6 if station.assessment.stage == "midterm" else 12
    station = replace(station, indicators=tuple(draw(indicators)))
    station = with_headcount(
        station,
        draw(st.lists(st.none() | st.integers(0, 3), min_size=months, max_size=months)),
        certified=draw(st.booleans()),
    )
    spent = st.integers(0, 100).map(str)
    station = with_finance(station, personnel=draw(spent), other=draw(spent))
    top, lower = draw(st.integers(0, 200)), draw(st.integers(0, 50))
    people = draw(st.none() | st.integers(0, 3000))
    station = with_satisfaction(
        station, top, lower, population=people, asked=draw(st.none() | st.integers(1, 400))
    )
    orders = st.tuples(days, days | st.just(""), st.none() | st.booleans())
    station = with_rectification(station, *draw(st.lists(orders, max_size=3)))
    return with_process(station, as_of=draw(days), **draw(steps))


@given(cases())
def test_every_figure_can_be_followed_back_to_the_end(station: Station) -> None:
    evaluation = sweval.evaluate(station, SCHEME, CALENDAR)
    figures = evaluation.figures
    for id, figure in figures.items():
        assert figures.closure(id) <= set(figures)
        assert id in figures.closure(id)
        assert not figure.rule or figure.rule in evaluation.rules
        assert figure.value
    codes = [figure.code for figure in figures.values()]
    assert len(set(codes)) == len(codes)


@given(cases())
def test_a_record_is_stable_and_is_json(station: Station) -> None:
    evaluation = sweval.evaluate(station, SCHEME, CALENDAR)
    record = evaluation.record("working")
    assert sweval.evaluate(replace(station), SCHEME, CALENDAR).record("working") == record
    rows = json.loads(record)["figures"]
    assert [row["id"] for row in rows] == list(evaluation.figures)
    for edition in ("official", "public"):
        held = {row["id"] for row in json.loads(evaluation.record(edition))["figures"]}
        assert held < set(evaluation.figures)


@given(cases())
def test_missing_data_never_reads_as_clear(station: Station) -> None:
    """Clear only where every month is there; triggered wherever the threshold is reached."""
    verdicts = {
        verdict.rule.id: verdict
        for verdict in sweval.evaluate(station, SCHEME, CALENDAR, diagnose=False).verdicts
    }
    verdict = verdicts["staff_shortage"]
    months = 6 if station.assessment.stage == "midterm" else 12
    threshold = 5 if station.assessment.stage == "midterm" else 10
    short = sum(row.required - row.in_post for row in station.headcount)
    if short >= threshold:
        assert verdict.state == "triggered"
    else:
        assert verdict.state == ("clear" if len(station.headcount) == months else "not_assessed")


@given(cases())
def test_a_triggered_veto_and_nothing_else_fails_a_passing_total(station: Station) -> None:
    evaluation = sweval.evaluate(station, SCHEME, CALENDAR, diagnose=False)
    vetoed = any(verdict.state == "triggered" for verdict in evaluation.verdicts)
    fails = evaluation.grade.final.failing
    assert fails == (vetoed or evaluation.scoring.total < 60)
