"""The command line: what is printed, what is written, and with which exit code it ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from sweval.batch.notebook import NotebookFailed
from sweval.cli import main

ID = "shiqi-2024-midterm"


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's inputs, to be broken."""
    for part in ("params", "data", "notebooks"):
        shutil.copytree(root / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*args: str):
    return CliRunner().invoke(main, list(args))


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_run_makes_both_editions_in_folders_of_their_own_and_says_what_they_say(project: Path):
    result = call("run", ID, "--edition", "working", "--edition", "official")
    assert result.exit_code == 0, result.output
    assert "（演示复算）　84.76分　良好" in result.output
    assert "不作认定8种" in result.output and "未提供：经费收支" in result.output
    for edition, files in {
        "working": {"report.html", "notebook.ipynb", "record.json", "manifest.json"},
        "official": {"report.html", "notebook.ipynb", "manifest.json"},
    }.items():
        folder = project / "reports" / "published" / edition / ID
        assert {path.name for path in folder.iterdir()} == files
        assert f"reports/published/{edition}/{ID}/report.html" in result.output
        assert [path.name for path in folder.parent.iterdir()] == [ID], "nothing is left over"


def test_a_second_run_gives_the_same_bytes(project: Path):
    folder = project / "reports" / "published" / "official" / ID
    assert call("run", ID, "--edition", "official").exit_code == 0
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert call("run", ID, "--edition", "official").exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert len(first) == 3


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-p", "editon", "official"], "editon"),
        (["-p", "seed", "first"], "seed"),
        (["--edition", "secret"], "secret"),
        (["--as-of", "2024-02-30"], "2024-02-30"),
        (["--scheme", "../guangzhou-2023"], "../guangzhou-2023"),
        (["--scheme", "shenzhen-2023"], "shenzhen-2023"),
        (["--edition", "public"], "公示稿"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_is_written(project: Path, args: list[str], said: str):
    before = everything(project)
    result = call("run", ID, *args)
    assert result.exit_code == 2
    assert said in result.output and "未生成任何文件" in result.output
    assert "Traceback" not in result.output
    assert everything(project) == before


@pytest.mark.parametrize("station", ["../secret", "a/b", "no-such-station", "CON", "石碁镇"])
def test_a_wrong_station_is_refused(project: Path, station: str):
    before = everything(project)
    result = call("run", "--", station)
    assert result.exit_code == 2 and "Traceback" not in result.output
    assert everything(project) == before


def test_faulty_data_is_refused_with_every_fault_and_the_former_report_stays(project: Path):
    assert call("run", ID, "--edition", "official").exit_code == 0
    before = {path: path.read_bytes() for path in everything(project / "reports")}
    scores = project / "data" / "stations" / ID / "scores.csv"
    text = scores.read_text(encoding="utf-8")
    scores.write_text(text.replace("9.464", "19.464").replace("quality,a5", "quality,a9"), encoding="utf-8")
    result = call("run", ID, "--edition", "official")
    assert result.exit_code == 2
    assert "scores.csv 第2行 “score”" in result.output and "scores.csv 第9行 “area”" in result.output
    assert {path: path.read_bytes() for path in everything(project / "reports")} == before


def test_a_character_no_font_has_is_named_with_its_cell(project: Path):
    findings = project / "data" / "stations" / ID / "findings.csv"
    text = findings.read_text(encoding="utf-8").replace("采纳评估专家意见", "采纳𠮷意见", 1)
    findings.write_text(text, encoding="utf-8")
    result = call("check", ID)
    assert result.exit_code == 2
    assert "findings.csv 第5行 “text”" in result.output and "U+20BB7" in result.output


def test_a_failing_cell_leaves_no_report_and_exits_with_one(project: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*args: object) -> None:
        raise NotebookFailed("ValueError: planted", project)

    monkeypatch.setattr("sweval.batch.notebook.execute", fail)
    result = call("run", ID)
    assert result.exit_code == 1
    assert "planted" in result.output
    assert not list((project / "reports").rglob("*.html"))
    assert not list((project / "reports").rglob(".staging-*"))


def test_what_an_analyst_looks_at_in_her_copy_stays_in_the_working_papers(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('sweval.frame(case, "scores")'))
    nbformat.write(notebook, path)
    assert call("run", ID, "--edition", "working", "--edition", "official").exit_code == 0
    shown = {
        edition: (project / "reports" / "published" / edition / ID / "notebook.ipynb").read_text(
            encoding="utf-8"
        )
        for edition in ("working", "official")
    }
    assert "dataframe" in shown["working"] and "dataframe" not in shown["official"]


def test_check_says_that_all_is_well(project: Path):
    result = call("check", ID)
    assert result.exit_code == 0
    assert "84.76分，良好" in result.output
    assert not (project / "reports").exists()


def test_clean_removes_reports_and_nothing_else(project: Path):
    (project / "reports" / "published" / "working").mkdir(parents=True)
    (project / "reports" / "README.md").write_text("x", encoding="utf-8")
    assert call("clean").exit_code == 0
    assert [path.name for path in (project / "reports").iterdir()] == ["README.md"]


def test_outside_a_project_the_call_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    result = call("check", ID)
    assert result.exit_code == 2 and "params/" in result.output


def test_help_comes_without_loading_what_runs_need():
    code = (
        "import sys; from click.testing import CliRunner; from sweval.cli import main;"
        "r = CliRunner().invoke(main, ['--help']); assert r.exit_code == 0 and '评估报告' in r.output;"
        "print([m for m in ('matplotlib', 'papermill', 'pandas', 'nbconvert', 'IPython') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip() == "[]"
