"""A text that states a count which the tables hide: it is refused in the editions that hide it, with its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.domain.disclosure.editions import Edition
from sweval.domain.station.people_rows import Coverage
from sweval.domain.station.station import Correction, OwnText, Station
from sweval.domain.values.faults import Fault, Refused
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, day, finding, numbered, with_findings, with_process

#: 片区一 has three of the first; the rest are many.
PEOPLE = (
    ("a1", "孤儿", 3),
    ("a2", "孤儿", 12),
    ("a1", "低保对象", 31),
    ("a2", "低保对象", 2),
    ("a1", "孤寡老年人", 44),
    ("a2", "孤寡老年人", 58),
    ("a1", "残疾人", 37),
    ("a2", "残疾人", 46),
)


def station_with(station: Station, text: str, area: str | None = None, key: bytes = b"k") -> Station:
    said = replace(finding("f1", "concern", "走访", section="quality", area=area), text=text)
    rows = numbered(Coverage(row=2, area=area, category=name, persons=n) for area, name, n in PEOPLE)
    some = replace(with_findings(station, said), coverage=rows, coverage_totals=(), own_text=(), key=key)
    return with_process(some, report="2024-03-01", confirmation="2024-03-08")


def faults(evaluation: Evaluation, edition: Edition) -> list[Fault]:
    try:
        StationReport(evaluation, edition)
    except Refused as refusal:
        return list(refusal.faults)
    return []


STATED = {
    "an area and its number": ("片区一有3名孤儿未建档", None),
    "the area of the row": ("3名孤儿未建档", "a1"),
    "in Chinese": ("片区一的孤儿仅三人", None),
    "a word left out": ("片区二有2户低保家庭未走访", None),
    "without a word for people": ("片区一孤儿：3", None),
    "in brackets": ("片区一孤儿（3）", None),
    "the number in the clause behind": ("片区一的孤儿情况较好，共3人已建档", None),
    "another word for people": ("片区一的孤儿建档3例", None),
    "the area in the clause before": ("片区一人口不多，其中孤儿3人", None),
}
NOT_STATED = {
    "another number": ("片区一有4名孤儿未建档", None),
    "another area": ("片区二有3名孤儿未建档", None),
    "no number": ("片区一有孤儿未建档", None),
    "another category": ("片区一有3名残疾人未建档", None),
    "not of people": ("片区一的孤儿走访3次", None),
    "a part of a number": ("片区一的孤儿走访了13人", None),
    "no area": ("有3名孤儿未建档", None),
    "somebody else": ("片区一有3名社工走访孤儿", None),
    "something else behind it": ("片区一孤儿3次走访", None),
    "in another sentence": ("片区一人口不多。有3名孤儿未建档", None),
}


@pytest.mark.parametrize("key", [b"k", b""], ids=["key", "no key"])
@pytest.mark.parametrize("edition", ["official", "public"])
@pytest.mark.parametrize(("text", "area"), STATED.values(), ids=STATED)
def test_a_text_that_states_a_hidden_count_is_refused(
    text: str, area: str | None, edition: Edition, key: bytes, station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(station_with(station, text, area, key))
    (fault,) = faults(evaluation, edition)
    assert (fault.file, fault.row, fault.column, fault.value) == ("findings.csv", 2, "text", text)
    assert fault.problem.startswith("写明了本稿隐去的人数（片区")
    assert (
        fault.remedy
        == "请改为不写人数的说法；要留原话的，移到 text.yaml，写明 editions: [working]（写法见 docs/data.md）"
    )
    assert faults(evaluation, "working") == []


@pytest.mark.parametrize("key", [b"k", b""], ids=["key", "no key"])
@pytest.mark.parametrize(("text", "area"), NOT_STATED.values(), ids=NOT_STATED)
def test_any_other_text_is_let_be(
    text: str, area: str | None, key: bytes, station: Station, evaluate: Evaluate
) -> None:
    assert faults(evaluate(station_with(station, text, area, key)), "official") == []


@pytest.mark.parametrize("area", [None, "a1", "a2"])
def test_a_total_of_the_station_may_be_stated_anywhere(
    area: str | None, station: Station, evaluate: Evaluate
) -> None:
    some = station_with(station, "全镇孤儿共4人", area)
    few = tuple(replace(row, persons=2) if row.category == "孤儿" else row for row in some.coverage)
    for key in (b"k", b""):
        (fault,) = faults(evaluate(replace(some, coverage=few, key=key)), "official")
        assert "（全站孤儿）" in fault.problem


def test_an_area_may_be_named_by_one_of_its_villages(station: Station, evaluate: Evaluate) -> None:
    village = station.areas[0].units[0].name
    assert len(faults(evaluate(station_with(station, f"{village}有3名孤儿")), "official")) == 1


def test_what_else_is_printed_is_read_too(station: Station, evaluate: Evaluate) -> None:
    some = station_with(station, "尚可")
    output = replace(station.outputs[0], name="片区一孤儿慰问", value=Decimal(3), unit="人", qualifier=None)
    correction = Correction(
        table="coverage", field="visited", reason="片区一孤儿3人漏录", by="某人", on=day("2024-03-01"), line=4
    )
    note = replace(some.assessment, population_note="其中片区一孤儿3人")
    for changed, file in (
        (replace(some, outputs=numbered([output])), "outputs.csv"),
        (replace(some, corrections=(correction,)), "corrections.yaml"),
        (replace(some, assessment=note), "station.yaml"),
    ):
        assert [one.file for one in faults(evaluate(changed), "official")] == [file]


def test_where_no_count_is_small_nothing_is_refused(station: Station, evaluate: Evaluate) -> None:
    some = station_with(station, "片区一有9名孤儿未建档")
    many = tuple(replace(row, persons=row.persons + 6) for row in some.coverage)
    assert faults(evaluate(replace(some, coverage=many)), "official") == []


def test_own_paragraphs_are_read_for_the_editions_they_are_for(station: Station, evaluate: Evaluate) -> None:
    said = OwnText(section="quality", mode="add", author="评估方", text="片区一有3名孤儿。", line=7)
    some = station_with(station, "尚可")
    for editions, wanted in (((), 1), (("official",), 1), (("working",), 0)):
        own = replace(said, editions=editions)
        found = faults(evaluate(replace(some, own_text=(own,))), "official")
        assert [(one.file, one.row) for one in found] == [("text.yaml", 7)] * wanted
