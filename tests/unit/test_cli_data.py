"""The analysts' door from the command line: a project begun, a template out, a workbook in."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sweval.cli import main
from tests.unit.test_workbook import PROFILE, SCORES
from tests.workbooks import files_of


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, and the working directory."""
    assert call("init", str(tmp_path / "project")).exit_code == 0
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def call(*args: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(main, args, input=answer)


def filled_in(path: Path, **changes: object) -> None:
    """The workbook of a new station, filled in; ``changes`` by cell of the sheet of scores."""
    book = openpyxl.load_workbook(path)
    for label, value, *_ in book["基本情况表"].iter_rows(min_row=2):
        head = str(label.value).rstrip("＊")
        if head in PROFILE:
            value.value = PROFILE[head]
    for row in range(2, 7):
        book["片区表"][f"C{row}"], book["片区表"][f"D{row}"] = f"示例{row}村", "村"
    for row, score in enumerate(SCORES, start=2):
        book["评分表"][f"D{row}"] = score
    for cell, score in changes.items():
        book["评分表"][cell] = score
    book.save(path)


def test_a_project_begins_with_rules_notebooks_and_an_example(project: Path):
    assert sorted(path.name for path in project.iterdir()) == [
        ".gitignore",
        "README.md",
        "data",
        "notebooks",
        "params",
        "reports",
    ]
    # Its key is there, and no version control takes it along.
    assert (project / ".gitignore").read_text(encoding="utf-8") == "/params/verification.key\n"
    assert len((project / "params" / "verification.key").read_text(encoding="ascii").strip()) == 64
    result = call("check", "example-1000")
    assert result.exit_code == 0 and "838.0分" in result.output
    assert not list(project.rglob("__pycache__"))


def test_a_folder_with_anything_in_it_is_no_place_to_begin(tmp_path: Path):
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    result = call("init", str(tmp_path))
    assert result.exit_code == 2 and "不是空目录" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_station_goes_from_template_to_data_without_a_csv(project: Path):
    made = call("new", "jia", "--scheme", "guangzhou-2023", "--areas", "5")
    assert made.exit_code == 0
    assert (project / "params" / "stations" / "jia.yaml").is_file()
    assert call("check", "jia").output.count("必填而没有填") >= 15
    filled_in(project / "jia.xlsx")
    result = call("intake", "jia.xlsx")
    assert result.exit_code == 0, result.output
    assert "已规范：jia.xlsx 工作表“评分表”D5" in result.output
    assert "没有问题：11行写入 data/stations/jia/" in result.output
    assert "84.76分，良好" in call("check", "jia").output


def test_a_second_intake_shows_the_changes_and_asks(project: Path):
    call("new", "jia", "--scheme", "guangzhou-2023", "--areas", "5")
    filled_in(project / "jia.xlsx")
    call("intake", "jia.xlsx")
    folder = project / "data" / "stations" / "jia"
    before = files_of(folder)
    assert "现有数据相同" in call("intake", "jia.xlsx").output
    filled_in(project / "jia.xlsx", D2=9)
    for answer in ("n\n", ""):
        result = call("intake", "jia.xlsx", answer=answer)
        assert "将改动　评分表：改动1行（monitoring）" in result.output and files_of(folder) == before
    assert call("intake", "jia.xlsx", answer="y\n").exit_code == 0
    assert files_of(folder) != before
    filled_in(project / "jia.xlsx", D2=8)
    assert call("intake", "jia.xlsx", "--yes").exit_code == 0


def test_a_workbook_of_the_old_format_arrives_as_one_of_the_new(project: Path):
    """``old-format.xls`` is the filled-in workbook, values only, saved as Excel 97 by LibreOffice."""
    call("new", "jia", "--scheme", "guangzhou-2023", "--areas", "5")
    filled_in(project / "jia.xlsx")
    call("intake", "jia.xlsx")
    home = project / "data" / "stations"
    (home / "jia").rename(home / "as-xlsx")
    old = Path(__file__).parents[1] / "fixtures" / "old-format.xls"
    result = call("intake", str(old))
    assert result.exit_code == 0 and "旧格式 .xls 看不出公式是否计算" in result.output, result.output
    assert files_of(home / "jia") == files_of(home / "as-xlsx")


def test_a_refused_workbook_writes_nothing(project: Path):
    call("new", "jia", "--scheme", "guangzhou-2023", "--areas", "5")
    before = files_of(project / "data" / "stations" / "jia")
    filled_in(project / "jia.xlsx", D2="九分", D8=99)
    result = call("intake", "jia.xlsx", "--mark", "marked.xlsx")
    assert result.exit_code == 2
    assert "工作表“评分表” D2 “评分”：不是数字（现为“九分”）" in result.output
    assert "标出问题的工作簿：marked.xlsx" in result.output
    assert files_of(project / "data" / "stations" / "jia") == before
    as_json = call("intake", "jia.xlsx", "--format", "json")
    assert as_json.exit_code == 2
    faults = json.loads(as_json.output)
    assert [(fault["工作表"], fault["单元格"]) for fault in faults] == [("评分表", "D2"), ("评分表", "D8")]
    assert list(faults[0]) == ["文件", "工作表", "单元格", "值", "问题", "怎么改"]


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (("new", "example-1000", "--scheme", "example-1000"), "已有这个站点"),
        (("new", "../x", "--scheme", "example-1000"), "不是编号"),
        (("new", "jia", "--scheme", "x"), "没有这个指标体系"),
        (("template", "-o", "a.xlsx"), "没有写明指标体系"),
        (("template", "--scheme", "example-1000", "-o", "a.xls"), "不是 .xlsx 文件名"),
        (("template", "--from", "nobody", "-o", "a.xlsx"), "没有这个站点"),
        (("intake", "nowhere.xlsx"), "没有这个文件"),
    ],
)
def test_a_wrong_call_is_refused_and_writes_nothing(project: Path, args: tuple[str, ...], text: str):
    before = sorted(project.rglob("*"))
    result = call(*args)
    assert result.exit_code == 2 and text in result.output
    assert sorted(project.rglob("*")) == before


def test_a_template_is_not_written_over(project: Path):
    assert call("template", "--from", "example-1000", "-o", "a.xlsx").exit_code == 0
    assert "已有这个文件" in call("template", "--from", "example-1000", "-o", "a.xlsx").output
    assert call("template", "--from", "example-1000", "-o", "a.xlsx", "--yes").exit_code == 0
    book = openpyxl.load_workbook(io.BytesIO((project / "a.xlsx").read_bytes()))
    assert book["选项"].sheet_state == "hidden" and book["评分表"].protection.sheet


def test_one_experts_template_holds_her_scores_alone(project: Path):
    shutil.rmtree(project / "reports")
    assert call("template", "--from", "example-1000", "--expert", "e3", "-o", "e3.xlsx").exit_code == 0
    page = openpyxl.load_workbook(project / "e3.xlsx")["评分表"]
    rows = [row for row in page.iter_rows(min_row=2, values_only=True) if row[0]]
    assert {row[2] for row in rows} == {"e3"} and {row[1] for row in rows} == {None, "a", "b"}
