"""Personal data: known by their own checks, warned of at intake, never in a report that leaves the house."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import sweval
from sweval.cli import main
from sweval.domain.station.people_rows import Coverage, FrameMember, Satisfaction, Staff
from sweval.domain.station.rows import CaseNote, Review, SelfScore
from sweval.domain.station.station import Station
from sweval.domain.station.texts import personal_cells
from sweval.domain.values.faults import Refused
from sweval.export.html.text import displayed
from sweval.intake.station.draft import read_folder
from sweval.intake.workbook.importing import prepared_import
from sweval.presentation.report.station_report import StationReport
from sweval.run.trust.personal import refuse_personal
from tests.build import Evaluate, day, with_process
from tests.spec.test_personal_numbers import IDENTITY, MOBILE
from tests.workbooks import saved

# --- at the door ------------------------------------------------------------------------------------


def with_telephone(station: Station) -> Station:
    first, *others = station.findings
    return replace(station, findings=(replace(first, text=f"{first.text}联系电话{MOBILE}。"), *others))


def test_the_cell_is_named_and_the_number_is_not(station: Station):
    ((cell, remark),) = personal_cells(with_telephone(station))
    assert str(cell) == "findings.csv 第2行 text"
    assert remark == "像是手机号码（138******00）"


def test_intake_warns_with_the_cell(root: Path, tmp_path: Path):
    shutil.copytree(root / "params", tmp_path / "params")
    draft = read_folder(root / "data" / "demo" / "example-1000")
    path = saved(
        draft, sweval.load_scheme("example-1000", root), tmp_path / "a.xlsx", {"评委表": {"B2": "王小明"}}
    )
    book = openpyxl.load_workbook(path)
    book["基本情况表"]["B11"] = f"示例路1号，{MOBILE}"
    book.save(path)
    with prepared_import([path], tmp_path) as arrived:
        assert [(place.sheet, place.cell, remark) for place, remark in arrived.personal] == [
            ("评委表", "B2", "像是姓名，这里只填编号或岗位"),
            ("基本情况表", "B11", "像是手机号码（138******00）"),
        ]


# --- on the way out ---------------------------------------------------------------------------------


def test_a_page_with_a_number_is_refused_with_the_cell_it_came_from(station: Station, diagnose: Evaluate):
    evaluation = diagnose(with_telephone(station))
    page = f"<p>联系电话<b>{MOBILE}</b></p>"
    with pytest.raises(Refused, match=r"findings\.csv 第2行 “text”：像是手机号码") as refusal:
        refuse_personal(displayed(page), evaluation)
    assert MOBILE not in refusal.value.report()


def test_a_number_that_came_from_nowhere_is_refused_all_the_same(evaluation):
    with pytest.raises(Refused, match="报告：像是身份证号"):
        refuse_personal(displayed(f"<p>{IDENTITY}</p>"), evaluation)


def test_a_page_without_one_passes(evaluation):
    refuse_personal(displayed("<style>.a{width:13800138000}</style><p>84.76分</p>"), evaluation)


def test_the_official_report_is_not_made_and_the_working_one_is(root: Path, tmp_path: Path, monkeypatch):
    for part in ("params", "notebooks", "data"):
        shutil.copytree(root / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "data" / "stations" / "shiqi-2024-midterm" / "findings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("服务进度总体把握到位。", f"详询{MOBILE}。"), encoding="utf-8", newline="\n")
    warned = CliRunner().invoke(main, ["check", "shiqi-2024-midterm"])
    assert "请注意个人信息：findings.csv 第2行 text 像是手机号码" in warned.output
    run = CliRunner().invoke(
        main, ["run", "shiqi-2024-midterm", "--edition", "working", "--edition", "official"]
    )
    assert run.exit_code == 1 and "送三方稿：含个人信息：findings.csv 第2行" in run.output
    made = tmp_path / "reports" / "published"
    assert (made / "working" / "shiqi-2024-midterm" / "report.html").is_file()
    assert not (made / "official" / "shiqi-2024-midterm").exists()


def test_a_case_note_stands_in_the_working_papers_and_nowhere_else(station: Station, diagnose: Evaluate):
    note = CaseNote(row=2, id="c07", area="a1", subject="家庭关系", text="已跟进三次。", author="evaluator")
    evaluation = diagnose(with_process(replace(station, notes=(note,)), confirmation="2024-02-28"))
    shown = {}
    for edition in ("working", "official", "public"):
        shown[edition] = repr(list(StationReport(evaluation, edition).all()))
    assert "已跟进三次。" in shown["working"]
    assert not [
        edition for edition in ("official", "public") if "已跟进" in shown[edition] or "c07" in shown[edition]
    ]
    assert "个案记录" not in shown["official"]


def test_single_answers_and_those_of_an_area_stand_in_the_working_papers_alone(
    station: Station, diagnose: Evaluate
):
    one = Satisfaction(
        row=2,
        id="q77",
        mode="电话问卷甲",
        count=1,
        band_low=Decimal(95),
        band_high=Decimal(100),
        category="残疾人",
    )
    by_area = Satisfaction(
        row=3, mode="电话问卷乙", area="a1", count=12, band_low=Decimal(95), band_high=Decimal(100)
    )
    evaluation = diagnose(
        with_process(replace(station, satisfaction=(one, by_area)), confirmation="2024-02-28")
    )
    shown = {e: repr(StationReport(evaluation, e).data()) for e in ("working", "official", "public")}
    assert [edition for edition in shown if "电话问卷甲" in shown[edition]] == ["working"]
    assert [edition for edition in shown if "电话问卷乙" in shown[edition]] == ["working"]


def test_rows_about_one_person_stand_in_the_working_papers_alone(station: Station, diagnose: Evaluate):
    there = replace(
        station,
        staff=(Staff(row=2, id="s77", group="related", start=day("2023-09-01"), post="项目助理"),),
        self_scores=(SelfScore(row=2, node="third_party", score=Decimal("51.37")),),
        frame=(FrameMember(row=2, id="p77", area="a1"), FrameMember(row=3, id="p78", area="a1")),
        coverage=(Coverage(row=2, area="a1", category="残疾人", persons=3),),
        reviews=(
            Review(row=2, id="v1", item="家访完成量", before="1419", after="1420", reason="补交记录。"),
        ),
    )
    evaluation = diagnose(with_process(there, confirmation="2024-02-28"))
    shown = {e: repr(list(StationReport(evaluation, e).all())) for e in ("working", "official", "public")}
    for text in ("s77", "项目助理", "51.37", "抽样框2行"):
        assert [edition for edition in shown if text in shown[edition]] == ["working"], text
    assert [edition for edition in shown if "补交记录。" in shown[edition]] == ["working", "official"]
    assert not any("p77" in text for text in shown.values())
