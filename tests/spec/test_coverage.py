"""Coverage: how many people in difficulty are on file, have a plan, are visited; a person may be in several categories."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.blocks import Table
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import Coverage, CoverageTotal
from sweval.domain.station.station import Correction, Station
from sweval.evaluation import Evaluation
from sweval.presentation.citations import figure_anchor
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, day, numbered, only_scored

#: Area, category, persons, on file, with plan, visited.
ROWS = (
    ("a1", "低保对象", 50, 50, 40, None),
    ("a1", "残疾人", 30, 21, 30, None),
    ("a2", "低保对象", 20, 10, None, None),
    ("a2", "残疾人", 0, 0, 0, None),
)


def with_coverage(
    station: Station, *rows: tuple[str | None, str, int, int | None, int | None, int | None]
) -> Station:
    ids = [area.id for area in station.areas]
    known = {f"a{n}": id for n, id in enumerate(ids, start=1)}
    made = [
        Coverage(
            row=2,
            area=known.get(area or ""),
            category=category,
            persons=persons,
            on_file=on_file,
            with_plan=with_plan,
            visited=visited,
        )
        for area, category, persons, on_file, with_plan, visited in rows
    ]
    return replace(station, coverage=numbered(made))


@pytest.fixture(scope="module")
def covered(station: Station, evaluate: Evaluate) -> Evaluation:
    return evaluate(with_coverage(station, *ROWS))


def test_entries_are_added_up_and_never_called_people(covered: Evaluation) -> None:
    entries = covered.figures["coverage.entries.persons"]
    assert entries.text == "100人次"
    assert "一人属于几类的，各计一次" in repr(StationReport(covered).profile())


def test_a_share_is_of_those_of_whom_it_was_given(covered: Evaluation) -> None:
    f = covered.figures
    assert (f["coverage.entries.on_file"].value, f["coverage.entries.on_file"].steps) == ("81.0%", "81÷100")
    # For area 2's 20 people, those with a plan aren't given.
    assert (f["coverage.entries.with_plan"].value, f["coverage.entries.with_plan"].steps) == (
        "87.5%",
        "70÷80",
    )
    assert "coverage.entries.visited" not in f
    assert "按期走访的人数未提供" in repr(StationReport(covered).profile())


def test_categories_stand_in_the_order_of_the_scheme_and_absent_ones_are_named(covered: Evaluation) -> None:
    assert covered.coverage is not None
    assert covered.coverage.categories == ("低保对象", "残疾人")
    assert len(covered.coverage.absent) == 15
    assert "特困人员、低保边缘家庭成员" in repr(StationReport(covered).profile())


def test_areas_stand_in_the_order_of_the_station_and_the_whole_of_it_last(
    station: Station, evaluate: Evaluate
) -> None:
    rows = [(area, "孤儿", 10, 10, 10, 10) for area in ("a2", None, "a3", "a1")]
    evaluation = evaluate(with_coverage(station, *rows))
    assert evaluation.coverage is not None
    assert evaluation.coverage.areas == ("a1", "a2", "a3", None)
    labels = [f.label for id, f in evaluation.figures.items() if id.startswith("coverage.place.")]
    assert labels == [f"{place}各类人群合计" for place in ("片区一", "片区二", "片区三", "不分片区")]


def test_a_scheme_without_categories_takes_them_as_they_come(
    station: Station, scheme: Scheme, evaluate: Evaluate
) -> None:
    rows = [("a1", category, 10, 10, 10, 10) for category in ("残疾人", "低保对象")]
    found = evaluate(with_coverage(station, *rows), replace(scheme, categories=None)).coverage
    assert found is not None
    assert (found.categories, found.absent) == (("残疾人", "低保对象"), ())


def test_a_single_area_is_not_listed_separately_from_the_station(
    station: Station, evaluate: Evaluate
) -> None:
    figures = evaluate(with_coverage(station, (None, "残疾人", 10, 8, 10, 10))).figures
    assert figures["coverage.gap.1"].label == "残疾人（全站）未建档"
    assert not [id for id in figures if id.startswith(("coverage.place.", "coverage.cell."))]


def test_a_share_of_nobody_is_none(covered: Evaluation) -> None:
    assert covered.coverage is not None
    there = covered.coverage.of(category="残疾人", area="a1")
    assert (there.share("on_file"), there.share("visited")) == (Decimal("0.7"), None)
    assert covered.coverage.of(category="孤儿").share("on_file") is None


def test_an_area_without_people_of_a_category_given_has_no_figure_of_it(
    station: Station, evaluate: Evaluate
) -> None:
    f = evaluate(with_coverage(station, ("a1", "低保对象", 5, 5, 5, 5), ("a2", "残疾人", 6, 6, 6, 6))).figures
    persons = {id: figure.value for id, figure in f.items() if id.endswith("persons") and ".cell." in id}
    assert sorted(persons.values()) == ["5", "6"]


def test_gaps_come_in_order_of_the_people_left_out(covered: Evaluation) -> None:
    assert covered.coverage is not None
    found = [(gap.category, gap.measure, gap.people) for gap in covered.coverage.gaps]
    # Ten each: in the order of measures.
    assert found == [("低保对象", "on_file", 10), ("低保对象", "with_plan", 10), ("残疾人", "on_file", 9)]


def test_where_nobody_is_left_out_the_report_states_it(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(
        with_coverage(station, ("a1", "低保对象", 5, 5, 5, 5), ("a2", "低保对象", 5, 5, 5, 5))
    )
    assert evaluation.coverage is not None
    assert evaluation.coverage.gaps == ()
    assert "没有未建档、没有计划或未按期走访的人" in repr(StationReport(evaluation).profile())


def test_who_of_a_category_is_left_out_stays_in_the_working_papers(covered: Evaluation) -> None:
    assert "coverage.cell.1.a1.with_plan" in covered.record("working")
    assert "with_plan" not in covered.record("official").replace("coverage.entries.with_plan", "").replace(
        '"column": "with_plan"', ""
    )
    assert "on_file" not in covered.record("official").replace("coverage.entries.on_file", "").replace(
        '"column": "on_file"', ""
    )
    assert "缺口最大" not in repr(StationReport(covered, "official").profile())


def test_people_by_category_and_area_are_not_for_the_public(covered: Evaluation) -> None:
    assert "coverage.cell.1.a1.persons" in covered.record("official")
    assert "coverage.cell." not in covered.record("public")
    assert "coverage.category." not in covered.record("public")
    assert "coverage.place." not in covered.record("public")
    assert "coverage.entries.on_file" in covered.record("public")


def few(station: Station) -> Station:
    """Three people of one category in one area."""
    return with_coverage(
        station,
        ("a1", "低保对象", 3, 3, 3, 3),
        ("a1", "残疾人", 25, 25, 25, 25),
        ("a2", "低保对象", 30, 30, 30, 30),
        ("a2", "残疾人", 60, 60, 60, 60),
        ("a3", "低保对象", 70, 70, 70, 70),
        ("a3", "残疾人", 80, 80, 80, 80),
    )


def counts(evaluation: Evaluation) -> Table:
    (table,) = (
        block
        for block in StationReport(evaluation, "official").profile()
        if getattr(block, "caption", "") == "各类人群在各片区的人数"
    )
    return table


def test_small_counts_and_what_would_give_them_away_are_hidden(station: Station, evaluate: Evaluate) -> None:
    table = counts(evaluate(replace(few(station), key=b"1")))
    assert [row.cells for row in table.rows] == [
        ("低保对象", "＊", "30", "＊", "103"),
        ("残疾人", "＊", "60", "＊", "165"),
        ("合计（人次）", "28", "90", "150", "268"),
    ]
    assert "＊" in table.note


def test_without_a_key_counts_are_shown_as_ranges_of_ten(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(few(station))
    table = counts(evaluation)
    assert [row.cells for row in table.rows] == [
        ("低保对象", "0—9", "30—39", "70—79", "100—127"),
        ("残疾人", "20—29", "60—69", "80—89", "160—187"),
        ("合计（人次）", "28", "90", "150", "268"),
    ]
    assert "每10人一段" in table.note
    record = evaluation.record("official")
    assert '"value": "0—9", "unit": "人"' in record and '"value": "103"' not in record
    assert evaluation.figures["coverage.cell.1.a1.persons"].value == "3"
    # Without small counts, nothing is hidden.
    many = replace(few(station).coverage[0], persons=5)
    whole = evaluate(replace(station, coverage=(many, *few(station).coverage[1:])))
    assert counts(whole).rows[0].cells == ("低保对象", "5", "30", "70", "105")


@pytest.mark.parametrize("key", [b"1", b""], ids=["key", "no key"])
def test_a_share_of_some_rows_alone_would_reveal_the_others_and_is_restricted(
    key: bytes, station: Station, evaluate: Evaluate
) -> None:
    """265 of 268 would reveal that the row left blank has three people."""
    blank = replace(few(station).coverage[0], with_plan=None)
    evaluation = evaluate(replace(station, coverage=(blank, *few(station).coverage[1:]), key=key))
    assert evaluation.figures["coverage.entries.with_plan"].steps == "265÷265"
    for edition in ("official", "public"):
        figures = evaluation.seen_by(edition).figures  # type: ignore[arg-type]
        assert "coverage.entries.with_plan" not in figures and "coverage.entries.on_file" in figures
    assert "有计划的人数部分未提供，占比不列。" in str(StationReport(evaluation, "official").profile())


def test_how_many_categories_an_area_has_is_known(station: Station, evaluate: Evaluate) -> None:
    """Five entries in five categories that all have people: each is 1."""
    names = ("低保对象", "残疾人", "孤儿", "特困人员", "困境儿童")
    some = with_coverage(
        station,
        *(("a1", name, 1, None, None, None) for name in names),
        *(("a2", name, 30 + n, None, None, None) for n, name in enumerate(names)),
    )
    counted = [CoverageTotal(row=2, area=station.areas[0].id, persons=5, categories=5)]
    for key in (b"1", b"2", b"3"):
        known, unknown = (
            evaluate(replace(some, coverage_totals=numbered(totals), key=key)).coverage
            for totals in (counted, [])
        )
        assert known is not None and unknown is not None and unknown.hidden is not None
        # The total of the area is hidden too, where possible.
        assert known.hidden is None or (None, station.areas[0].id) in known.hidden


def test_where_ranges_do_not_protect_a_small_count_nothing_is_shown(
    station: Station, evaluate: Evaluate
) -> None:
    """Of 42 people, 39 at most are in the other category, so at least three are in the first."""
    tight = with_coverage(
        station,
        *(
            (area, category, persons, None, None, None)
            for area, persons in (("a1", (3, 39)), ("a2", (50, 60)))
            for category, persons in zip(("低保对象", "残疾人"), persons, strict=True)
        ),
    )
    found = evaluate(tight).coverage
    assert found is not None and found.hidden is None and not found.as_ranges


def test_what_an_earlier_report_hid_stays_hidden(station: Station, evaluate: Evaluate) -> None:
    then = replace(few(station), key=b"2")
    grown = replace(then.coverage[0], persons=9)
    now = replace(then, coverage=(grown, *then.coverage[1:]))
    alone, after = (evaluate(replace(now, earlier=earlier)).coverage for earlier in ((), (then,)))
    assert alone is not None and alone.hidden == frozenset()
    before = evaluate(then).coverage
    assert before is not None and after is not None and before.hidden and after.hidden
    assert before.hidden <= after.hidden
    # A report from before a correction counts too.
    correction = Correction(
        table="coverage",
        field="persons",
        expect="3",
        value="9",
        reason="补录",
        by="某人",
        on=day("2024-03-01"),
        row=2,
    )
    corrected = evaluate(replace(now, corrections=(correction,))).coverage
    assert corrected is not None and corrected.hidden == after.hidden
    other = replace(correction, field="on_file")
    unmoved = evaluate(replace(now, corrections=(other,))).coverage
    assert unmoved is not None and unmoved.hidden == frozenset()


def test_how_many_people_an_area_has_is_known_to_whoever_works_out_small_counts(
    station: Station, evaluate: Evaluate
) -> None:
    """All six people of 片区二 are in both categories: no cell of it can be above six."""
    some = with_coverage(
        station,
        *(
            (area, category, persons, None, None, None)
            for area, persons in (("a1", 3), ("a2", 6))
            for category in ("低保对象", "残疾人")
        ),
    )
    first, second = (area.id for area in station.areas[:2])
    totals = [CoverageTotal(row=2, area=area, persons=6) for area in (first, second)]
    whole = CoverageTotal(row=2, persons=6)
    categories = ("低保对象", "残疾人")
    for key in (b"1", b"2", b"3"):
        found = evaluate(replace(some, coverage_totals=numbered(totals), key=key)).coverage
        assert found is not None
        assert found.hidden == {(category, area) for category in categories for area in (first, "*")}
        # With only the station's people known, the areas have no bounds.
        found = evaluate(replace(some, coverage_totals=(whole,), key=key)).coverage
        assert found is not None and found.hidden


def test_where_hiding_cells_does_not_help_only_the_working_papers_show_counts(
    station: Station, evaluate: Evaluate
) -> None:
    """Everybody in 片区一 and 片区二 is in both categories: the sums alone reveal the small counts."""
    some = with_coverage(
        station,
        *(
            (area, category, persons, None, None, None)
            for area, persons in (("a1", 6), ("a2", 3))
            for category in ("低保对象", "残疾人")
        ),
    )
    ids = [area.id for area in station.areas[:2]]
    totals = [CoverageTotal(row=2, area=area, persons=n) for area, n in zip(ids, (6, 3), strict=True)]
    evaluation = evaluate(replace(some, coverage_totals=numbered(totals)))
    assert evaluation.coverage is not None and evaluation.coverage.hidden is None
    told = [
        f for id, f in evaluation.figures.items() if id.startswith(("coverage.cell.", "coverage.category."))
    ]
    assert {figure.editions for figure in told} == {("working",)}


def test_the_appendix_has_two_lines_for_each_category(covered: Evaluation) -> None:
    assert covered.coverage is not None
    (table,) = (
        block
        for block in StationReport(covered).sources()
        if getattr(block, "caption", "") == "数字来源：服务对象建档"
    )
    whole, areas, *_ = (row for row in table.rows if row.cells[1].startswith("低保对象"))
    assert whole.cells[1:4] == (
        "低保对象人数、建档率、有计划率",
        "70人、建档率85.7%、有计划率80.0%",
        "建档率60÷70；有计划率40÷50",
    )
    first, second = (covered.station.area(area).name for area in covered.coverage.areas)
    assert areas.cells[1:4] == (
        "低保对象（各片区）人数、有计划率",
        f"{first}50人、有计划率80.0%；{second}20人",
        f"{first}40÷50",
    )
    assert areas.cells[-1] == "coverage.cell.1.〈片区编号〉.persons、coverage.cell.1.〈片区编号〉.with_plan"
    cells = [id for id in covered.figures if id.startswith("coverage.cell.1.")]
    assert [areas.anchor, *areas.aliases] == list(map(figure_anchor, cells))


def test_a_category_nobody_is_in_has_no_share(covered: Evaluation) -> None:
    assert "coverage.cell.2.a2.on_file" not in covered.figures
    assert covered.figures["coverage.category.2.on_file"].steps == "21÷30"


def test_without_coverage_the_report_has_nothing_on_it(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(only_scored(station))
    assert evaluation.coverage is None
    assert not [id for id in evaluation.figures if id.startswith("coverage.entries")]
