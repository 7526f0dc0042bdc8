"""Forty faults of twenty-odd kinds planted in one workbook: each named by its cell, and none invented."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.faults import Refused
from sweval.intake.station.draft import csv_of, draft_of
from sweval.intake.station.tables import raw_rows
from sweval.intake.workbook.marking import mark_faults
from sweval.intake.workbook.template import workbook
from tests.filled import filled
from tests.workbooks import files_of, taken_in

# Sheet, cell, planted value, problem of the fault.
PLANTED = [
    ("基本情况表", "镇（街道）", None, "必填而没有填"),
    ("基本情况表", "合同金额（元）", "二百四十万", "不是数字"),
    ("基本情况表", "评估阶段", "期中", "不是可选的值"),
    ("基本情况表", "报告落款日期", "2024-02-30", "历法上没有这一天"),
    ("基本情况表", "评委人数", 4.5, "不是整数"),
    ("片区表", "C3", None, "必填而没有填"),
    ("片区表", "D4", "街道", "不是可选的值"),
    ("评分表", "A2", "服务检测", "不是可选的值"),
    ("评分表", "D3", "=1+1", "公式没有计算结果"),
    ("评分表", "D4", datetime(2024, 2, 28), "是日期"),
    ("评分表", "D5", "#N/A", "是错误值"),
    ("评分表", "D6", 20.5, "评分超过标准分15"),
    ("评分表", "B14", "a9", "没有这个片区"),
    ("评分表", "C8", "e9", "评委表中没有这位评委"),
    ("评分表", "D9", "15分", "不是数字"),
    ("评分表", "D10", -1, "小于允许的最小值"),
    ("评分表", "F11", "好", "不分等次"),
    ("评分表", "D12", "十五", "不是数字"),
    ("评委表", "D3", "回避", "不是“是”或“否”"),
    ("指标表", "F2", 0.51, "是数，不是百分比"),
    ("指标表", "F3", "69", "不是百分比"),
    ("指标表", "E4", "1e400", "不是数字"),
    ("指标表", "C5", None, "必填而没有填"),
    ("指标表", "E3", "约1000", "不是数字"),
    ("产出表", "D2", "若干", "不是数字"),
    ("产出表", "A3", "甲", "不是编号"),
    ("人员表", "A2", "2024-13", "不是年月"),
    ("人员表", "B3", "社工", "不是可选的值"),
    ("人员表", "D4", -3, "小于允许的最小值"),
    ("配备表", "A2", "2019-01", "不在合同期"),
    ("配备表", "B3", "十五", "不是整数"),
    ("经费表", "D2", datetime(2024, 2, 28, 8, 30), "日期带有时刻"),
    ("经费表", "C3", True, "是逻辑值"),
    ("满意度表", "F2", 3.5, "不是整数"),
    ("满意度表", "G3", 99999, "知晓人数多于人数"),
    ("意见表", "B2", "服务情况", "不是可选的值"),
    ("意见表", "G3", None, "必填而没有填"),
    ("流程表", "C2", "2024-02-28至29", "不是日期"),
    ("反馈表", "C2", "无", "不是“是”或“否”"),
    ("整改表", "D2", "三月底", "不是日期"),
]


LABELS = "基本情况表"


@pytest.fixture
def valid(station: Station, scheme: Scheme) -> bytes:
    """A valid workbook with nearly every table filled in."""
    full = filled(station, scheme)
    # Two bands of one group with the same lower limit would be one row of a table.
    answers = tuple(row for row in full.satisfaction if row.band_high != 98)
    return workbook(draft_of(replace(full, satisfaction=answers)), scheme)


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    shutil.copytree(root / "params", tmp_path / "project" / "params")
    return tmp_path / "project"


def plant(data: bytes, path: Path, planted: list[tuple[str, str, object, str]]) -> list[tuple[str, str, str]]:
    """Write the planted values; the place of each and the problem of its fault."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    labels = {str(row[0].value).rstrip("＊"): f"B{row[0].row}" for row in book[LABELS].iter_rows(min_row=2)}
    placed = []
    for sheet, where, value, problem in planted:
        reference = labels[where] if sheet == LABELS else where
        book[sheet][reference].value = value
        if value == "#N/A":
            book[sheet][reference].data_type = "e"
        placed.append((sheet, reference, problem))
    book.save(path)
    return placed


def test_the_workbook_is_valid_before(valid: bytes, project: Path, tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(valid)
    arrived = taken_in(project, tmp_path / "a.xlsx")
    assert len([table for table, rows in arrived.rows.items() if rows]) >= 12 and arrived.notes == ()


def test_forty_faults_are_all_named_in_one_run(valid: bytes, project: Path, tmp_path: Path):
    placed = plant(valid, tmp_path / "a.xlsx", PLANTED)
    assert len(PLANTED) == 40 and len({problem for *_, problem in PLANTED}) >= 20
    with pytest.raises(Refused) as refusal:
        taken_in(project, tmp_path / "a.xlsx")
    named = {(fault.sheet, fault.cell): fault.problem for fault in refusal.value.faults}
    assert sorted(named) == sorted((sheet, cell) for sheet, cell, _ in placed)
    assert len(refusal.value.faults) == len(placed)
    assert [(at, named[at]) for *at_, problem in placed if problem not in named[at := tuple(at_)]] == []
    assert all(fault.remedy for fault in refusal.value.faults)
    assert not (project / "data").exists()


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{sheet}-{cell}" for sheet, cell, *_ in PLANTED])
def test_each_alone_is_the_only_fault(valid: bytes, project: Path, tmp_path: Path, planted):
    ((sheet, cell, problem),) = plant(valid, tmp_path / "a.xlsx", [planted])
    with pytest.raises(Refused) as refusal:
        taken_in(project, tmp_path / "a.xlsx")
    (fault,) = refusal.value.faults
    assert (fault.sheet, fault.cell) == (sheet, cell) and problem in fault.problem


def test_a_marked_copy_shows_them_in_their_cells(valid: bytes, project: Path, tmp_path: Path):
    placed = plant(valid, tmp_path / "a.xlsx", PLANTED)
    with pytest.raises(Refused) as refusal:
        taken_in(project, tmp_path / "a.xlsx")
    (copy,) = mark_faults([tmp_path / "a.xlsx"], refusal.value.faults, tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(copy)
    for sheet, cell, problem in placed:
        assert problem in book[sheet][cell].comment.text
        assert book[sheet][cell].fill.start_color.rgb == "FFF4B183"
    with pytest.raises(Refused, match="会覆盖原工作簿"):
        mark_faults([tmp_path / "a.xlsx"], refusal.value.faults, tmp_path / "a.xlsx")


# --- what is wrong with a sheet and not with a cell ---------------------------------------------------


def changed(valid: bytes, path: Path, change: Callable[[Workbook], None]) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(valid))
    change(book)
    book.save(path)
    return path


def merge(book: Workbook) -> None:
    book["评分表"].merge_cells("D2:D3")


def hide_row(book: Workbook) -> None:
    book["评分表"].row_dimensions[5].hidden = True


def hide_column(book: Workbook) -> None:
    book["评分表"].column_dimensions["D"].hidden = True


def hide_sheet(book: Workbook) -> None:
    book["指标表"].sheet_state = "hidden"


def second_head(book: Workbook) -> None:
    page = book["指标表"]
    page.insert_rows(4)
    for column, cell in enumerate(page[1], start=1):
        page.cell(4, column).value = cell.value


def another_sheet(book: Workbook) -> None:
    book.create_sheet("草稿")["A1"] = "备忘"


def another_head(book: Workbook) -> None:
    book["指标表"]["H1"] = "备注"


def no_head(book: Workbook) -> None:
    book["指标表"]["H3"] = "备注"


def head_twice(book: Workbook) -> None:
    book["指标表"]["H1"] = "完成量"


def lost_label(book: Workbook) -> None:
    book["基本情况表"]["A10"] = "城市名称"


SHAPES = {
    "merged cells": (merge, "评分表", "D2", "合并了单元格"),
    "a hidden row": (hide_row, "评分表", "", "这一行被隐藏而有内容"),
    "a hidden column": (hide_column, "评分表", "D1", "D列被隐藏而有内容"),
    "a hidden sheet": (hide_sheet, "指标表", "", "工作表被隐藏而有内容"),
    "a second head": (second_head, "指标表", "", "又出现一行表头"),
    "another sheet": (another_sheet, "草稿", "", "不认识这张工作表"),
    "another column": (another_head, "指标表", "H1", "没有这一列"),
    "a column without a head": (no_head, "指标表", "H3", "这一列没有表头"),
    "a head twice": (head_twice, "指标表", "H1", "列名重复"),
    "a line of the profile renamed": (lost_label, "基本情况表", "A10", "没有这一项"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_wrong_with_a_sheet_is_named(valid: bytes, project: Path, tmp_path: Path, name: str):
    change, sheet, cell, problem = SHAPES[name]
    path = changed(valid, tmp_path / "a.xlsx", change)
    with pytest.raises(Refused) as refusal:
        taken_in(project, path)
    first = [fault for fault in refusal.value.faults if problem in fault.problem]
    assert [(fault.sheet, fault.cell) for fault in first] == [(sheet, cell)]
    # Of a line renamed, the right one is missing too; merged cells have no other fault.
    assert len(refusal.value.faults) == (2 if name == "a line of the profile renamed" else 1), (
        refusal.value.report()
    )
    assert not (project / "data").exists()


def title_above(book: Workbook) -> None:
    book["指标表"].insert_rows(1)
    book["指标表"]["A1"] = "示例甲镇指标完成情况"


def columns_in_another_order(book: Workbook) -> None:
    page = book["指标表"]
    for row in page.iter_rows(min_row=1, max_row=6):
        row[0].value, row[1].value = row[1].value, row[0].value


def blank_rows(book: Workbook) -> None:
    book["指标表"].insert_rows(3, 2)


@pytest.mark.parametrize("change", [title_above, columns_in_another_order, blank_rows])
def test_what_does_no_harm_is_taken_in(valid: bytes, project: Path, tmp_path: Path, change):
    (tmp_path / "sound.xlsx").write_bytes(valid)
    before = files_of(taken_in(project, tmp_path / "sound.xlsx").target)
    assert files_of(taken_in(project, changed(valid, tmp_path / "a.xlsx", change)).target) == before


# --- what is written is safe to open --------------------------------------------------------------------

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "-",
    "=",
    "-2.5",
    "\t=1",
    "普通文字",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_like_a_formula_is_written_so_that_it_is_none_and_comes_back(text: str, tmp_path: Path):
    path = tmp_path / "process.csv"
    path.write_text(csv_of(["step", "note"], [{"step": "plan", "note": text}]), encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        written = list(csv.reader(file))[1][1]
    assert len(written) == 1 or re.fullmatch(r"-?[0-9.]+", written) or written[0] not in "=+-@\t\r"
    (row,) = raw_rows(TABLES["process"], path)
    assert row["note"] == text


def test_a_workbook_holds_no_formula(station: Station, scheme: Scheme):
    full = filled(station, scheme)
    first, *others = full.findings
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(draft_of(replace(full, findings=(replace(first, text="=1+1"), *others))), scheme))
    )
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["意见表"]["G2"].value == "=1+1" and book["意见表"]["G2"].data_type == "s"
