"""The words of the report: no figure is printed without its citation, none that was not provided."""

from __future__ import annotations

import doctest

import pytest

from sweval.blocks import Cite, Sentence, TableRow
from sweval.blocks.plain import marks, runs
from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.domain.station.rows import Feedback
from sweval.domain.station.station import Station
from sweval.domain.values.row import Cell
from sweval.evaluation import Evaluation
from sweval.presentation import words
from sweval.presentation.citations import cite, cite_all, cite_cell, cite_row, figure_anchor
from sweval.presentation.phrases import band_sentence
from sweval.presentation.tables import bare, row
from sweval.presentation.words import chinese_number, clauses, listed, sentence
from sweval.record.figures import Figure, missing

TOTAL = Figure(id="score.total", label="总分", value="84.76", unit="分", code="B36")
GRADE = Figure(id="score.grade", label="评估等级", value="良好", code="B47")
RATE = Figure(id="score.quality.rate", label="服务质量得分率", value="75.25%", code="B20")
ABSENT = missing("station.contract.amount", "合同金额", unit="万元")
FEEDBACK = Feedback(row=5, party="station", channel="draft", objection=False)


def codes(*names: str) -> tuple[Cite, ...]:
    return tuple(Cite(f"f-{name}", name) for name in names)


def printed_runs(*names: str) -> list[str]:
    return [text for _, text in runs(codes(*names))]


# --- say --------------------------------------------------------------------------------------------


def test_a_figure_is_said_with_its_unit_and_cited():
    said = sentence("总分{total}，等级{grade}。", total=TOTAL, grade=GRADE)
    assert said == Sentence("总分84.76分，等级良好。", (cite(TOTAL), cite(GRADE)))


def test_a_figure_can_be_said_without_its_unit_and_is_cited_all_the_same():
    assert sentence("{total.value}/100", total=TOTAL) == Sentence("84.76/100", (cite(TOTAL),))


def test_a_figure_said_twice_is_printed_twice():
    assert sentence("{total}即{total.value}", total=TOTAL).text == "84.76分即84.76"


def test_a_sentence_put_in_brings_its_citations_along_in_reading_order():
    inner = sentence("总分{total}", total=TOTAL)
    said = sentence("{grade}：{inner}", grade=GRADE, inner=inner)
    assert said == Sentence("良好：总分84.76分", (cite(GRADE), cite(TOTAL)))


@pytest.mark.parametrize("text", ["{total}", "{total.value}", "{0}", "{{x}}", "100%", "\\1", "\\g<0>"])
def test_plain_text_put_in_is_never_read_as_a_template(text: str):
    said = sentence("{name}得{total}", name=text, total=TOTAL)
    assert said == Sentence(f"{text}得84.76分", (cite(TOTAL),))


def test_what_was_not_provided_cannot_be_said():
    with pytest.raises(ValueError, match=r"station\.contract\.amount"):
        sentence("服务经费{amount}。", amount=ABSENT)


def test_what_was_not_provided_cannot_be_said_without_its_unit_either():
    with pytest.raises(ValueError, match=r"station\.contract\.amount"):
        sentence("服务经费{amount.value}万元。", amount=ABSENT)


def test_a_part_that_no_slot_uses_is_an_error():
    with pytest.raises(ValueError, match="grade"):
        sentence("总分{total}", total=TOTAL, grade=GRADE)


def test_a_slot_without_its_part_is_an_error():
    with pytest.raises(KeyError, match="grade"):
        sentence("总分{total}，等级{grade}", total=TOTAL)


def test_a_sentence_without_figures_cites_nothing():
    assert sentence("{a}和{b}", a="甲", b="乙") == Sentence("甲和乙", ())


# --- rows, clauses, citations -----------------------------------------------------------------------


def test_a_row_prints_figures_with_their_units_and_cites_them():
    assert row("总分", TOTAL, "") == TableRow(("总分", "84.76分", ""), (cite(TOTAL),))


def test_a_row_cites_what_is_named_beside_it():
    found = row("社工站", "无异议", also=[TOTAL, FEEDBACK])
    assert found == TableRow(("社工站", "无异议"), (cite(TOTAL), cite_row(FEEDBACK)))


def test_a_row_shows_what_was_not_provided_as_not_provided_and_never_with_a_unit():
    assert row("服务经费", ABSENT).cells == ("服务经费", "未提供")


def test_a_row_can_be_strong_and_be_led_to():
    found = row("合计", anchor="sum", strong=True)
    assert (found.anchor, found.strong) == ("sum", True)
    assert row("合计") == TableRow(("合计",), (), "", False)


def test_a_bare_figure_loses_its_unit_and_nothing_else():
    found = row("总分", bare(TOTAL))
    assert found == TableRow(("总分", "84.76"), (cite(TOTAL),))
    assert bare(RATE).text == "75.25%"


def test_clauses_are_joined_and_cite_all_they_cite():
    joined = clauses(
        [sentence("总分{t}", t=TOTAL), Sentence("其余从略"), sentence("等级{g}", g=GRADE)], "；", "。"
    )
    assert joined == Sentence("总分84.76分；其余从略；等级良好。", (cite(TOTAL), cite(GRADE)))


def test_clauses_are_joined_by_the_enumeration_comma_unless_told_otherwise():
    assert clauses(iter([Sentence("甲"), Sentence("乙")])).text == "甲、乙"


def test_no_clauses_are_an_empty_sentence():
    assert clauses([]) == Sentence("", ())


def test_a_citation_leads_to_the_figure_by_its_id_and_prints_its_code():
    assert cite(RATE) == Cite("f-score-quality-rate", "B20")
    assert cite_all(TOTAL, GRADE) == (Cite("f-score-total", "B36"), Cite("f-score-grade", "B47"))


def test_a_row_of_data_is_cited_by_table_and_line():
    assert cite_row(FEEDBACK) == Cite("r-feedback-5", "反馈表5")


def test_a_cell_of_a_table_is_cited_like_its_row():
    assert cite_cell(FEEDBACK.cell("objection")) == cite_row(FEEDBACK)


def test_a_missing_table_is_cited_by_its_file_and_never_as_a_row():
    found = cite_cell(Cell("满意度表", 0, "count"))
    assert found.code == "满意度表"
    assert not found.anchor.startswith("r-")


def test_every_table_of_a_station_has_a_name_to_be_cited_by(station: Station):
    for table in TABLE_NAMES:
        for data_row in station.rows(table):
            assert cite_row(data_row).code == f"{TABLE_NAMES[table]}{data_row.row}"
    assert len(set(TABLE_NAMES.values())) == len(TABLE_NAMES)


def test_no_two_figures_share_an_anchor(evaluation: Evaluation):
    anchors = [figure_anchor(id) for id in evaluation.figures]
    assert len(set(anchors)) == len(anchors)


def test_a_band_is_said_with_both_its_limits_cited(evaluation: Evaluation):
    scheme, figures = evaluation.scheme, evaluation.figures
    good = next(band for band in scheme.bands if band.id == "good")
    said = band_sentence(figures, scheme, good)
    assert said.text == "80分（含）至90分（不含）为良好"
    assert {c.anchor for c in said.cites} == {"f-rule-band-good", "f-rule-band-excellent"}


# --- lists and numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "printed"),
    [
        ([], ""),
        (["甲"], "甲"),
        (["甲", "乙"], "甲和乙"),
        (["甲", "乙", "丙"], "甲、乙和丙"),
        (["甲", "乙", "丙", "丁"], "甲、乙、丙和丁"),
    ],
    ids=["none", "one", "two", "three", "four"],
)
def test_names_are_listed_as_chinese_lists_them(names: list[str], printed: str):
    assert listed(names) == listed(iter(names)) == printed


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (1, "一"),
        (2, "二"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (90, "九十"),
        (99, "九十九"),
    ],
)
def test_numbers_are_written_as_headings_write_them(number: int, printed: str):
    assert chinese_number(number) == printed


def test_all_numbers_of_headings_are_written_differently():
    assert len({chinese_number(number) for number in range(1, 100)}) == 99


@pytest.mark.parametrize("number", [-1, 0, 100, 1000])
def test_a_number_no_heading_can_have_is_an_error(number: int):
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


# --- source marks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (["B1"], ["B1"]),
        (["B1", "B2"], ["B1—B2"]),
        (["B3", "B1", "B2"], ["B1—B3"]),
        (["B1", "B3"], ["B1", "B3"]),
        (["B2", "B2", "B2"], ["B2"]),
        (["B9", "B10", "B11"], ["B9—B11"]),
        (["B1", "C2"], ["B1", "C2"]),
        (["C1", "B2", "B3", "C2"], ["B2—B3", "C1—C2"]),
        (["反馈表3", "反馈表4", "反馈表5"], ["反馈表3—5"]),
        (["反馈表3", "B4", "反馈表5"], ["B4", "反馈表3", "5"]),
        (["process.csv", "process.csv"], ["process.csv"]),
    ],
    ids=[
        "one",
        "two that follow",
        "in order",
        "two apart",
        "one named thrice",
        "by number and not by text",
        "never across letters",
        "each letter its own",
        "a table named once",
        "tables and figures",
        "a file",
    ],
)
def test_following_codes_are_drawn_together(given: list[str], printed: list[str]):
    assert printed_runs(*given) == printed


def test_no_citations_have_no_runs_and_no_mark():
    assert runs(()) == []
    assert marks(()) == ""


def test_a_mark_stands_in_its_own_brackets():
    assert marks(codes("B3", "B5", "B6", "B7")) == "〔B3、B5—B7〕"


def test_the_examples_in_the_module_are_true():
    result = doctest.testmod(words)
    assert result.attempted
    assert not result.failed
