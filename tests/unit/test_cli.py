"""The command line: what is printed, what is written, and with which exit code it ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

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


def reports_of(project: Path) -> set[Path]:
    """What was published but for the index: neither the logs nor what a run notes for the next."""
    paths = {
        path
        for path in everything(project / "reports")
        if "logs" not in path.parts and path.name != "index.html"
    }
    return {
        path for path in paths if not any(part.startswith(".") for part in path.relative_to(project).parts)
    }


def test_run_makes_both_editions_in_separate_folders_and_prints_their_results(project: Path):
    result = call("run", ID, "--edition", "working", "--edition", "official")
    assert result.exit_code == 0, result.output
    assert "（演示复算）　84.76分　良好" in result.output
    assert "不作认定8种" in result.output and "未提供：经费收支" in result.output
    files = {"report.html", "report.docx", "report.pdf", "notebook.ipynb", "manifest.json", "record.json"}
    for edition in ("working", "official"):
        folder = project / "reports" / "published" / edition / ID
        assert {path.name for path in folder.iterdir()} == files
        assert f"reports/published/{edition}/{ID}/report.html" in result.output
        assert {path.name for path in folder.parent.iterdir()} == {ID, "index.html"}, "nothing is left over"


def test_a_second_run_gives_the_same_bytes(project: Path):
    folder = project / "reports" / "published" / "official" / ID
    assert call("run", ID, "--edition", "official").exit_code == 0
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert call("run", ID, "--edition", "official").exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert len(first) == 6


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["-p", "editon", "official"], "editon"),
        (["-p", "seed", "first"], "seed"),
        (["--edition", "secret"], "secret"),
        (["--as-of", "2024-02-30"], "2024-02-30"),
        (["--scheme", "../guangzhou-2023"], "../guangzhou-2023"),
        (["--scheme", "shenzhen-2023"], "shenzhen-2023"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_is_written(project: Path, args: list[str], text: str):
    before = everything(project)
    result = call("run", ID, *args)
    assert result.exit_code == 2
    assert text in result.output and "未生成任何文件" in result.output
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
    before = {path: path.read_bytes() for path in reports_of(project)}
    scores = project / "data" / "stations" / ID / "scores.csv"
    text = scores.read_text(encoding="utf-8")
    scores.write_text(text.replace("9.464", "19.464").replace("quality,a5", "quality,a9"), encoding="utf-8")
    result = call("run", ID, "--edition", "official")
    assert result.exit_code == 1
    assert "送三方稿：数据有问题：3处问题" in result.output
    assert "scores.csv 第2行 “score”" in result.output and "scores.csv 第9行 “area”" in result.output
    assert {path: path.read_bytes() for path in reports_of(project)} == before and len(before) == 6


def test_a_character_no_font_has_is_named_with_its_cell(project: Path):
    findings = project / "data" / "stations" / ID / "findings.csv"
    text = findings.read_text(encoding="utf-8").replace("采纳评估专家意见", "采纳𠮷意见", 1)
    findings.write_text(text, encoding="utf-8")
    result = call("check", ID)
    assert result.exit_code == 2
    assert "findings.csv 第5行 “text”" in result.output and "U+20BB7" in result.output


def test_a_failing_cell_leaves_no_report_and_exits_with_one(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("raise ValueError('planted')"))
    nbformat.write(notebook, path)
    result = call("run", ID)
    assert result.exit_code == 1
    assert "笔记本运行出错" in result.output and "ValueError: planted" in result.output
    assert not reports_of(project)
    assert not list((project / "reports").rglob(".staging-*"))
    failed = nbformat.read(
        project / "reports" / "published" / "logs" / "working" / f"{ID}.ipynb", as_version=4
    )
    assert "papermill-error-cell" in failed.cells[0].source
    assert failed.cells[-1].outputs[0].evalue == "planted"


def test_a_public_edition_before_the_bureau_has_confirmed_is_no_report(project: Path):
    result = call("run", ID, "--edition", "public")
    assert result.exit_code == 1 and "公示稿：数据有问题" in result.output
    assert not reports_of(project)


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


def test_check_reports_valid_data(project: Path):
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
        "print([m for m in ('matplotlib', 'papermill', 'pandas', 'nbconvert', 'IPython', 'distributed', 'pyarrow', 'psutil') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip() == "[]"


# --- what an analyst may have broken ----------------------------------------------------------------


def test_a_notebook_that_mixes_editions_makes_no_report(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    own = 'whole = sweval.evaluate(case, rules, sweval.load_calendar())\nsweval.StationReport(whole, "working").proof()'
    notebook.cells.append(nbformat.v4.new_code_cell(own))
    nbformat.write(notebook, path)
    result = call("run", ID, "--edition", "official")
    assert result.exit_code == 1
    assert "送三方稿：未能导出：笔记本里混有不同稿次的内容（official、working）" in result.output
    assert not reports_of(project)


def test_what_a_notebook_holds_is_what_its_edition_may_show(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('evaluation.figures["station.operating_months"]'))
    nbformat.write(notebook, path)
    result = call("run", ID, "--edition", "official")
    assert result.exit_code == 1
    assert "KeyError: 'station.operating_months：送三方稿不得载入这个数字'" in result.output


def without_parameters(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("tags")]
    nbformat.write(notebook, path)


def test_a_notebook_that_is_of_another_edition_altogether_makes_no_report(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace(".seen_by(edition)", ""), encoding="utf-8")
    result = call("run", ID, "--edition", "official")
    assert result.exit_code == 1 and "笔记本作的是working，不是official" in result.output
    assert not (project / "reports" / "published" / "official" / ID).exists()


BROKEN_NOTEBOOKS = {
    "gone": (Path.unlink, "没有这个笔记本"),
    "no notebook": (lambda path: path.write_text("{", encoding="utf-8"), "不是有效的笔记本文件"),
    "no parameters": (without_parameters, "没有标记为 parameters 的参数格"),
}


@pytest.mark.parametrize("case", BROKEN_NOTEBOOKS)
def test_a_notebook_that_cannot_be_run_is_refused_before_anything_is_done(case: str, project: Path):
    breaking, words = BROKEN_NOTEBOOKS[case]
    breaking(project / "notebooks" / "station_report.ipynb")
    result = call("run", ID)
    assert result.exit_code == 2 and words in result.output
    assert not reports_of(project)


def test_a_notebook_that_shows_no_part_of_the_report_makes_none(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = notebook.cells[:2]
    nbformat.write(notebook, path)
    result = call("run", ID)
    assert result.exit_code == 1 and "没有显示报告的任何一节" in result.output


def test_where_reports_is_a_file_nothing_can_be_written(project: Path):
    (project / "reports").write_text("", encoding="utf-8")
    result = call("run", ID)
    assert result.exit_code == 2 and "reports：应为目录，现为文件" in result.output


def test_a_character_of_the_scheme_no_font_has_is_named(project: Path):
    path = project / "params" / "schemes" / "guangzhou-2023.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: 优秀", "name: 优😀秀"), encoding="utf-8")
    result = call("check", ID)
    assert result.exit_code == 2
    assert "params/schemes/guangzhou-2023.yaml “bands[1].name”：字体中没有字符 U+1F600" in result.output


WRONG_CALLS = {
    "no station": (["check"], "缺少站点编号"),
    "a misspelt option": (["run", ID, "--editon", "official"], "没有这个选项：--editon，是否为 --edition"),
    "an option without its value": (["run", ID, "--edition"], "选项 --edition 后面要写值"),
    "no such command": (
        ["chek", ID],
        "没有这个命令：chek；可用：check、clean、compare、deadlines、explain、init、intake、key、lab、new、overview、papers、proof、reassess、run、sample、scheme、score、simulate、status、template、verify",
    ),
}


@pytest.mark.parametrize("case", WRONG_CALLS)
def test_a_wrong_call_is_answered_in_chinese(case: str, project: Path):
    args, words = WRONG_CALLS[case]
    result = call(*args)
    assert result.exit_code == 2
    assert words in result.output and "-h" in result.output
    assert not [word for word in ("Error", "Usage", "Missing", "No such") if word in result.output]


# --- the working-day calendar of later years --------------------------------------------------------


def with_calendar(project: Path, name: str, text: str) -> Path:
    folder = project / "params" / "calendar"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_year_not_yet_published_is_added_by_a_file(project: Path):
    from datetime import date

    from sweval.intake.calendar import load_calendar

    with_calendar(project, "2091.yaml", "holidays:\n  - 2091-03-01\nworkdays:\n  - 2091-03-03\n")
    is_workday = load_calendar(project)
    days = {day: is_workday(date(2091, 3, day)) for day in (1, 2, 3, 4, 5)}
    # Thursday off, Friday, a Saturday made up for it, Sunday, Monday.
    assert days == {1: False, 2: True, 3: True, 4: False, 5: True}
    assert is_workday(date(2092, 3, 3)) is None


CALENDARS = {
    "a year with a letter": ("2091a.yaml", "holidays: []\n", "文件名不是年份"),
    "another ending": ("2091.yml", "holidays: []\n", "文件名不是年份"),
    "a published year": ("2024.yaml", "holidays: []\n", "这一年已有公布的工作日历"),
    "an unknown key": ("2091.yaml", "days: []\n", "没有这一项"),
    "no list": ("2091.yaml", "holidays: 2091-03-01\n", "应为列表"),
    "a day of another year": ("2091.yaml", "holidays:\n  - 2090-03-01\n", "不在文件名所指的年份内"),
    "no day": ("2091.yaml", "holidays:\n  - 三月一日\n", "不是日期"),
    "a day in both": ("2091.yaml", "holidays: [2091-03-01]\nworkdays: [2091-03-01]\n", "这一天写了两次"),
}


@pytest.mark.parametrize("case", CALENDARS)
def test_a_faulty_calendar_is_refused_by_name(case: str, project: Path):
    name, text, words = CALENDARS[case]
    with_calendar(project, name, text)
    result = call("check", ID)
    assert result.exit_code == 2
    assert f"params/calendar/{name}" in result.output and words in result.output


def test_a_batch_that_lists_a_station_twice_is_refused(project: Path):
    path = project / "params" / "batches" / "published.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"  - {ID}\n", encoding="utf-8")
    result = call("run", ID)
    assert result.exit_code == 2 and "同一站点列了两次" in result.output


# --- schemes and explanations -----------------------------------------------------------------------


def test_the_schemes_there_are_are_listed_examples_as_such(project: Path):
    result = call("scheme", "list")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("guangzhou-2023　") and lines[0].endswith("　广州市，2023")
    assert len(lines) == 5 and all(line.endswith("（示例）　示例市，2024") for line in lines[1:])


def test_a_station_is_checked_and_explained_by_another_scheme(project: Path):
    text = (project / "params" / "schemes" / "guangzhou-2023.yaml").read_text(encoding="utf-8")
    other = text.replace("id: guangzhou-2023", "id: other").replace("place: component", "place: total")
    (project / "params" / "schemes" / "other.yaml").write_text(other, encoding="utf-8")
    assert "84.76分，良好" in call("check", ID).output
    assert "84.77分，良好" in call("check", ID, "--scheme", "other").output
    assert call("explain", ID, "score.total", "--scheme", "other").output.startswith("总分：84.77分")


def test_a_valid_scheme_is_reported_as_such(project: Path):
    result = call("scheme", "check", "params/schemes/examples/example-1000.yaml")
    assert (result.exit_code, result.output) == (0, "example-1000：没有问题，8项末级评估内容，总分1000分\n")


def test_every_fault_of_a_scheme_is_named_with_its_line(project: Path):
    path = project / "params" / "schemes" / "examples" / "example-1000.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("full_at: 40", "full_at: 0"),
        ("marks: 30}", "marks: 31}"),
        ("levels: [不合格]", "levels: [差]"),
        ("floor: 900}", "floor: 950}"),
        ("band: a,", "band: z,"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    result = call("scheme", "check", str(path))
    assert result.exit_code == 2
    for line, words in (
        ("full_at: 0", "0分处与满分处相同"),
        ("items:", "各项分值合计71，与标准分70不符"),
        ("levels: [差]", "“finance”没有等次“差”"),
        ("bands:", "900分至950分（不含）没有等级"),
        ("band: z,", "没有这个等级"),
    ):
        number = next(n for n, t in enumerate(text.splitlines(), 1) if line in t)
        (found,) = (entry for entry in result.output.splitlines() if words in entry)
        assert f"第{number}行" in found or f"第{number + 1}行" in found, found


def test_a_scheme_is_shown_as_its_tree_and_its_rules(project: Path):
    result = call("scheme", "show", "example-stars")
    assert result.exit_code == 0
    for words in (
        "（示例，不是现行规定）",
        "创新加分（加分） | 20",
        "去掉一个最高分和一个最低分后的平均",
        "135分（含）以上为五星",
    ):
        assert words in result.output


def test_a_figure_is_explained_down_to_its_cells(project: Path):
    result = call("explain", ID, "score.total")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("总分：84.76分")
    for words in (
        "算式：9.46＋11.10＋9.00＋15.05＋19.00＋12.15＋9.00＝84.76",
        "评分表（scores.csv）第9行 score＝15.57",
        "（含假定）",
    ):
        assert words in result.output
    code = lines[0].partition("〔")[2].partition("，")[0]
    assert call("explain", ID, code).output == result.output


def test_a_figure_there_is_not_is_answered_with_the_nearest(project: Path):
    result = call("explain", ID, "score.totl")
    assert result.exit_code == 2 and "是否为：score.total" in result.output


@pytest.mark.parametrize("name", ["example-1000", "example-stars", "example-whole", "example-committees"])
def test_every_example_station_makes_a_report(name: str, project: Path):
    result = call("run", name, "--edition", "official")
    assert result.exit_code == 0, result.output
    page = (project / "reports" / "single" / "official" / name / "report.html").read_text(encoding="utf-8")
    assert "示例数据" in page and "指标体系" in page
