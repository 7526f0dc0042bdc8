"""The papers that go with a report: what they ask, what they leave free, what they never hold."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from sweval.blocks import Paper, Table
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.values.dates import WORKBOOK_DATE
from sweval.domain.values.faults import Refused
from sweval.evaluation import Evaluation
from sweval.export.word.docx import word_paper
from sweval.presentation.papers.forms import feedback_form, notice, objection_form
from sweval.presentation.papers.workbooks import LEDGER_COLUMNS, ledger, lines
from sweval.run.products.papers import write_papers
from sweval.run.trust.personal import PersonalData
from tests.build import Evaluate
from tests.filled import filled

DAY = date(2024, 4, 8)


@pytest.fixture
def confirmed(station: Station, scheme: Scheme, diagnose: Evaluate) -> Evaluation:
    return diagnose(filled(station, scheme))


def opened(paper: Paper) -> Any:
    return docx.Document(io.BytesIO(word_paper(paper, DAY)))


def text_of(document: Any) -> str:
    return "".join(element.text for element in document.element.body.iter(qn("w:t")))


def table(paper: Paper, caption: str) -> Table:
    return next(block for block in paper.blocks if isinstance(block, Table) and block.caption == caption)


def test_the_feedback_form_has_every_concern_and_room_for_an_answer(evaluation: Evaluation):
    concerns = [
        row.text
        for row in evaluation.station.findings
        if row.kind == "concern" and row.section != "conclusion"
    ]
    rows = table(feedback_form(evaluation), "初评意见与贵站的答复").rows
    assert [row.cells[2] for row in rows] == concerns
    assert all(row.cells[4:] == ("", "") and row.room for row in rows)
    assert "2024年3月6日" in text_of(opened(feedback_form(evaluation)))


def test_without_concerns_the_form_says_they_were_not_provided(station: Station, diagnose: Evaluate):
    text = text_of(opened(feedback_form(diagnose(replace(station, findings=())))))
    assert "需要关注的地方未提供" in text


def test_the_notice_is_made_only_once_the_bureau_has_confirmed(evaluation: Evaluation, confirmed: Evaluation):
    with pytest.raises(Refused, match="没有区民政部门确认"):
        notice(evaluation)
    text = text_of(opened(notice(confirmed)))
    assert (
        confirmed.figures["score.total"].text in text and str(confirmed.figures["score.grade"].value) in text
    )
    assert "2024年3月25日至2024年4月8日" in text and "不少于7个工作日" in text


@pytest.mark.parametrize("make", [feedback_form, objection_form, notice])
def test_every_page_bears_the_mark_and_nothing_makes_it_an_official_document(
    make: Any, confirmed: Evaluation
):
    paper = make(confirmed)
    document = opened(paper)
    section = document.sections[0]
    for header in (section.header, section.even_page_header, section.first_page_header):
        assert header.paragraphs[0].text == paper.mark and paper.mark.startswith("示例数据")
    assert "盖章处" in text_of(document)
    assert not list(document.element.body.iter(qn("w:drawing")))
    assert word_paper(paper, DAY) == word_paper(paper, DAY)


def test_the_ledger_has_a_line_for_each_concern_and_what_is_known_of_it(confirmed: Evaluation):
    book = openpyxl.load_workbook(io.BytesIO(ledger(confirmed)))
    head, *lines = book["整改台账"].iter_rows(values_only=True)
    assert head == tuple(LEDGER_COLUMNS)
    station = confirmed.station
    concerns = [row for row in station.findings if row.kind == "concern" and row.section != "conclusion"]
    assert [line[3] for line in lines[: len(concerns)]] == [row.text for row in concerns]
    done = {measure.item: measure.done.isoformat() for measure in station.rectification if measure.done}
    assert done and {line[6]: line[9] for line in lines if line[9]} == done


def test_the_ledger_is_dated_by_nobodys_clock(confirmed: Evaluation):
    dated = openpyxl.load_workbook(io.BytesIO(ledger(confirmed))).properties
    assert dated.created == dated.modified == WORKBOOK_DATE


def test_no_measure_is_left_out_of_the_ledger(confirmed: Evaluation):
    station = confirmed.station
    measure, concern = station.rectification[0], station.concerns[0]
    measures = (
        replace(measure, id="m1", item="第一项", concern=concern.id),
        replace(measure, id="m2", item="第二项", concern=concern.id),
        replace(measure, id="m3", item="前一次评估的事项", concern="of-the-assessment-before"),
        replace(measure, id="m4", item="另行要求的事项", concern=None),
    )
    found = lines(replace(station, rectification=measures))
    assert [line[6] for line in found if line[6]] == [
        "第一项",
        "第二项",
        "前一次评估的事项",
        "另行要求的事项",
    ]
    assert found[0][3] == found[1][3] == concern.text and len(found) == len(station.concerns) + 3
    assert [line[0] for line in found] == [str(n) for n in range(1, len(found) + 1)]
    assert all(len(line) == len(LEDGER_COLUMNS) for line in found)


def test_no_paper_is_written_with_somebodys_number_in_it(
    station: Station, scheme: Scheme, diagnose: Evaluate, tmp_path: Path
):
    made = filled(station, scheme)
    owner = replace(made.rectification[0], owner="13812345678")
    with pytest.raises(PersonalData):
        write_papers(tmp_path, diagnose(replace(made, rectification=(owner,))))
    assert not list(tmp_path.rglob("*.docx")) and not list(tmp_path.rglob("*.xlsx"))
