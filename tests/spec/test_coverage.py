"""Coverage: who of the people in difficulty is on file, planned for, visited; one person may be in several categories."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sweval.domain.people_rows import Coverage
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.report import StationReport
from sweval.presentation.words import figure_anchor
from tests.build import Evaluate, numbered, only_scored

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
            row=2, area=known.get(area or ""), category=category, persons=persons, on_file=on_file,
            with_plan=with_plan, visited=visited,
        )
        for area, category, persons, on_file, with_plan, visited in rows
    ]  # fmt: skip
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
    # Of area 2's 20 nobody said how many have a plan.
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


def test_an_area_without_people_of_a_category_given_has_no_figure_of_it(
    station: Station, evaluate: Evaluate
) -> None:
    f = evaluate(with_coverage(station, ("a1", "低保对象", 5, 5, 5, 5), ("a2", "残疾人", 6, 6, 6, 6))).figures
    persons = {id: figure.value for id, figure in f.items() if id.endswith("persons") and ".cell." in id}
    assert sorted(persons.values()) == ["5", "6"]


def test_gaps_come_in_order_of_the_people_left_out(covered: Evaluation) -> None:
    assert covered.coverage is not None
    found = [(gap.category, gap.measure, gap.people) for gap in covered.coverage.gaps]
    # Ten and ten: in the order of measures.
    assert found == [
        ("低保对象", "on_file", 10), ("低保对象", "with_plan", 10), ("残疾人", "on_file", 9),
    ]  # fmt: skip


def test_where_nobody_is_left_out_that_is_said(station: Station, evaluate: Evaluate) -> None:
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


def test_small_counts_and_what_would_give_them_away_are_hidden(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(
        with_coverage(
            station, ("a1", "低保对象", 3, 3, 3, 3), ("a1", "残疾人", 20, 20, 20, 20), ("a2", "低保对象", 30, 30, 30, 30),
            ("a2", "残疾人", 60, 60, 60, 60), ("a3", "低保对象", 70, 70, 70, 70), ("a3", "残疾人", 80, 80, 80, 80),
        )
    )  # fmt: skip
    (table,) = (
        block
        for block in StationReport(evaluation, "official").profile()
        if getattr(block, "caption", "") == "各类人群在各片区的人数"
    )
    assert [row.cells for row in table.rows] == [
        ("低保对象", "＊", "＊", "70", "103"),
        ("残疾人", "＊", "＊", "80", "160"),
        ("合计（人次）", "23", "90", "150", "263"),
    ]
    assert "＊" in table.note


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
        "低保对象（各片区）人数、有计划率", f"{first}50人、有计划率80.0%；{second}20人", f"{first}40÷50",
    )  # fmt: skip
    assert areas.cells[-1] == "coverage.cell.1.〈片区编号〉.persons、coverage.cell.1.〈片区编号〉.with_plan"
    cells = [id for id in covered.figures if id.startswith("coverage.cell.1.")]
    assert [areas.anchor, *areas.aliases] == list(map(figure_anchor, cells))


def test_a_category_nobody_is_in_has_no_share(covered: Evaluation) -> None:
    assert "coverage.cell.2.a2.on_file" not in covered.figures
    assert covered.figures["coverage.category.2.on_file"].steps == "21÷30"


def test_without_coverage_nothing_is_said_of_it(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(only_scored(station))
    assert evaluation.coverage is None
    assert not [id for id in evaluation.figures if id.startswith("coverage.entries")]
