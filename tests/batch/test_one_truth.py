"""Page, record, index and terminal say what the notebook computed; what the data don't give is a trial, or refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner, Result

from sweval.cli import main
from sweval.export.html.assets import css_string
from sweval.export.html.text import displayed
from sweval.intake.parameters import write_parameters
from sweval.presentation.report.direct import TRIAL
from sweval.presentation.report.stated import from_data
from sweval.record.serialization import MIME, as_json
from sweval.run.many.index import INDEX
from sweval.run.one.readers_notebook import REWRITTEN

STATION = "shiqi-2024-midterm"
#: What begins the mark on each page of a trial.
MARK = f"{TRIAL}｜"
BEFORE, AFTER = "84.76", "88.71"
#: What an analyst may write into the cell that reads the data, after the line that is named.
WAYS = {
    "with_score": ("case = ", 'case = sweval.with_score(case, "quality", "19")'),
    "replace": (
        "case = ",
        "from dataclasses import replace; from decimal import Decimal\n"
        'rows = [replace(r, score=Decimal(19)) if r.node == "quality" else r for r in case.scores]\n'
        "case = replace(case, scores=tuple(rows))",
    ),
    "a patched rule": (
        "import sweval",
        "import sweval.domain.values.rounding as rounding, sweval.analysis.scores.scoring as scoring; from decimal import Decimal\n"
        "real = scoring.round_to\n"
        "scoring.round_to = lambda value, *more: real(value, *more) + Decimal('0.01')",
    ),
}


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published case with sweval's own notebook, the working directory in its project."""
    for folder in ("notebooks", "params"):
        shutil.copytree(root / folder, tmp_path / folder)
    shutil.copytree(root / "data" / "stations", tmp_path / "data" / "stations")
    shutil.copytree(root / "data" / "demo" / "shili-0001", tmp_path / "data" / "stations" / "shili-0001")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(project: Path, after: str, line: str) -> None:
    """Put a line behind another one of the notebook."""
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if c.cell_type == "code" and after in c.source)
    lines = cell.source.split("\n")
    at = next(n for n, one in enumerate(lines) if after in one)
    cell.source = "\n".join([*lines[: at + 1], line, *lines[at + 1 :]])
    nbformat.write(notebook, path)


def run(*more: str, station: str = STATION) -> Result:
    return CliRunner().invoke(main, ["run", station, "--formats", "html", *more])


def files(project: Path, edition: str = "working", station: str = STATION) -> Path:
    return next((project / "reports").glob(f"*/{edition}/{station}"))


def page(project: Path, edition: str = "working") -> str:
    return displayed((files(project, edition) / "report.html").read_text(encoding="utf-8"))


def record(project: Path) -> dict[str, Any]:
    return dict(json.loads((files(project) / "record.json").read_text(encoding="utf-8")))


def total(parsed: dict[str, Any]) -> str:
    return next(str(figure["value"]) for figure in parsed["figures"] if figure["id"] == "score.total")


def test_a_report_of_the_data_says_that_it_is(project: Path):
    result = run()
    count = len(record(project)["figures"])
    assert f"与直接计算一致（{count}个数字）" in result.output
    assert f"与直接计算一致（{count}个数字）" in page(project)
    assert "trial" not in record(project) and MARK not in page(project)


@pytest.mark.parametrize("way", WAYS)
def test_a_changed_station_or_rule_is_a_trial_everywhere(project: Path, way: str):
    edit(project, *WAYS[way])
    result = run()
    assert result.exit_code == 0
    changed = total(record(project))
    assert changed != BEFORE
    if way != "a patched rule":
        assert changed == AFTER
    index = displayed((files(project).parent / INDEX).read_text(encoding="utf-8"))
    assert TRIAL in index and TRIAL in result.output
    assert f"总分：直接计算为“{BEFORE}分”，笔记本为“{changed}分”" in record(project)["trial"]
    again = run()
    assert "没有改动（现有的是试算，不作为评估结果）" in again.output
    compared = CliRunner().invoke(main, ["compare", str(files(project)), STATION])
    assert "前一份是试算，不作为评估结果" in compared.output
    assert MARK in page(project)
    for text in (page(project), index, result.output):
        assert f"{changed}" in text
    assert f"总分：直接计算为“{BEFORE}分”，笔记本为“{changed}分”" in result.output
    html = (files(project) / "report.html").read_text(encoding="utf-8")
    assert f'content: "{css_string(MARK)}' in html


@pytest.mark.parametrize("way", WAYS)
def test_what_leaves_the_house_is_no_trial(project: Path, way: str):
    edit(project, *WAYS[way])
    result = run("--edition", "official")
    assert result.exit_code == 1
    assert "试算" in result.output and BEFORE in result.output
    assert "上一次的报告仍在" not in result.output
    assert not list((project / "reports").glob("*/official/*/report.html"))


def test_words_that_the_data_do_not_give_are_found_too(project: Path):
    patched = (
        "import sweval.presentation.station.closing as closing; from dataclasses import replace\n"
        "real = closing.conclusion\n"
        "closing.conclusion = lambda e: [replace(b, sentences=(replace(b.sentences[0], text='总分88.71分。'),)) if b.kind == 'paragraph' else b for b in real(e)]"
    )
    edit(project, "import sweval", patched)
    result = run()
    assert total(record(project)) == BEFORE
    assert TRIAL in result.output and "结语”的文字" in result.output


def test_a_record_that_is_not_the_pages_own_is_refused(project: Path):
    edit(
        project,
        "report = ",
        'report = sweval.StationReport(sweval.evaluate(sweval.with_score(case, "quality", "19"), rules, sweval.load_calendar()))\nreport',
    )
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    next(
        c for c in notebook.cells if c.source == "report.summary()"
    ).source = "sweval.StationReport(evaluation).summary()"
    nbformat.write(notebook, path)
    result = run()
    assert result.exit_code == 1
    assert "混有2次评估的内容（第5、7—" in result.output and "；第6格）" in result.output
    assert not (project / "reports" / "published" / "working" / STATION).exists()


def test_cells_of_two_stations_are_refused(project: Path):
    edit(
        project,
        "report.cover()",
        'other = sweval.load_station("shili-0001", rules)\nsweval.StationReport(sweval.evaluate(other, rules, sweval.load_calendar())).cover()',
    )
    assert "混有2次评估的内容" in run().output


def test_another_station_than_the_one_asked_for_is_refused(project: Path):
    edit(project, "import sweval", 'station = "shili-0001"')
    result = run()
    assert (
        result.exit_code == 1
        and "笔记本算的是shili-0001，不是shiqi-2024-midterm，请删去参数格以后改写 station 的那一行"
        in result.output
    )


@pytest.mark.parametrize(
    ("after", "line", "says"),
    [
        ("import sweval", 'edition = "offical"', "第3格：笔记本 “edition”：没有这种稿"),
        ("import sweval", 'edition = "official"', "请删去参数格以后改写 edition 的那一行"),
    ],
)
def test_an_edition_set_in_the_notebook_is_refused_in_one_line(
    project: Path, after: str, line: str, says: str
):
    edit(project, after, line)
    result = run()
    assert result.exit_code == 1 and says in result.output and "Traceback" not in result.output
    assert not list((project / "reports").glob("*/working/*/report.html"))


def test_a_notebook_without_the_reports_cells_is_refused_in_one_line(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = notebook.cells[:3]
    nbformat.write(notebook, path)
    assert "没有显示报告的任何一节" in run().output


def test_a_notebook_that_shows_no_record_says_how_to(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if "report = " in c.source)
    cell.source = cell.source.removesuffix("\nreport")
    nbformat.write(notebook, path)
    assert "请在建立 report 的那一格最后加一行 report" in run().output


def test_what_somebody_wrote_stays_in_the_working_papers_and_is_counted(project: Path):
    own = "from sweval.blocks import Blocks, Paragraph, Sentence\n"
    own += "Blocks([Paragraph((Sentence('总分98.76分。'),))], edition)"
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(own))
    nbformat.write(notebook, path)
    result = run("--edition", "working", "--edition", "official")
    assert "另有1格为评估方在笔记本中自加的内容，未作比较" in page(project)
    assert re.search(r"第\d+格是自加的内容，只能留在工作底稿", result.output) and result.exit_code == 1
    assert not list((project / "reports").glob("*/official/*/report.html"))


def test_parts_that_the_notebook_leaves_out_are_named(project: Path):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if cell.source not in ("report.grade()", "report.feedback()")
    ]
    nbformat.write(notebook, path)
    said = "笔记本未列入：三、评估反馈、四、评估等级"
    assert said in run().output and said in page(project)


def test_a_notebook_changed_otherwise_gives_a_report_that_says_so(project: Path):
    edit(project, "report.cover()", "report.summary()")
    assert run().exit_code == 0
    assert "与直接计算一致" in page(project) and "生成报告的笔记本经评估方改动" in page(project)
    assert MARK not in page(project)


# --- whichever way the notebook is run ---


def stated_by(notebook: Any) -> list[str]:
    return [
        as_json(from_data(output.data[MIME]).record)
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if MIME in output.get("data", {})
    ]


def test_nbconvert_runs_the_notebook_and_holds_it_against_the_data(project: Path):
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--execute",
        "--to",
        "sweval",
        "notebooks/station_report.ipynb",
    ]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    assert "与直接计算一致（356个数字）" in displayed(
        (project / "notebooks" / "station_report.html").read_text("utf-8")
    )
    edit(project, *WAYS["with_score"])
    run()
    trial = files(project) / "notebook.ipynb"
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        "sweval",
        str(trial),
        f"--output={project / 'trial.html'}",
    ]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    shown = displayed((project / "trial.html").read_text("utf-8"))
    assert MARK in shown and AFTER in shown


# --- what is published of the notebook ---

SECRET = "评委E3给片区二打了72分"
TELEPHONE = "13800138000"


@pytest.mark.parametrize(("edition", "station"), [("official", STATION), ("public", "shili-0001")])
def test_nothing_an_analyst_noted_leaves_the_house_with_the_notebook(
    project: Path, edition: str, station: str
):
    path = project / "notebooks" / "station_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["authors"] = [{"name": f"王小明 {TELEPHONE}"}]
    notebook.cells.insert(4, nbformat.v4.new_markdown_cell(f"回电 {TELEPHONE}，{SECRET}"))
    notebook.cells.insert(5, nbformat.v4.new_code_cell(f'print("{SECRET}")\n"{SECRET}"'))
    notebook.cells.insert(6, nbformat.v4.new_raw_cell(SECRET))
    for cell in notebook.cells:
        cell.metadata["note"] = SECRET
        if cell.source == "report.summary()":
            cell.source += f"  # {SECRET}"
            cell.metadata["tags"] = [SECRET]
        if "report = " in cell.source:
            cell.source = f"# {SECRET}\n{cell.source}"
    nbformat.write(notebook, path)
    write_parameters(project, "shili-0001", "guangzhou-2023")
    result = run("--edition", "working", "--edition", edition, station=station)
    kept, published = (
        (files(project, one, station) / "notebook.ipynb").read_text(encoding="utf-8")
        for one in ("working", edition)
    )
    assert SECRET in kept and TELEPHONE in kept
    assert "自改的5格：未收入3格，2格只收所示内容、不收代码；工作底稿照收" in result.output
    assert "打了72分" not in published and TELEPHONE not in published and "王小明" not in published
    # What stands in the report stays, without the code that was written over.
    shown = json.loads(published)
    sources = ["".join(cell["source"]) for cell in shown["cells"]]
    assert sources.count(REWRITTEN) == 2 and "report.grade()" in sources
    assert set(shown["metadata"]) == {"kernelspec", "language_info"}


def test_a_published_notebook_holds_the_cells_of_its_edition_and_runs(project: Path):
    run("--edition", "working", "--edition", "official")
    published = nbformat.read(files(project, "official") / "notebook.ipynb", as_version=4)
    sources = [cell.source for cell in published.cells]
    assert "report.grade()" in sources and "report.robustness()" not in sources
    nbformat.write(published, project / "notebooks" / "again.ipynb")
    command = [sys.executable, "-m", "jupyter", "execute", "again.ipynb", f"--output={project / 'out.ipynb'}"]
    subprocess.run(command, cwd=project / "notebooks", check=True, capture_output=True)
    again = nbformat.read(project / "out.ipynb", as_version=4)
    assert stated_by(again) == stated_by(published)


def test_a_number_of_somebodys_in_a_shipped_cell_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch):
    from sweval.run.one import readers_notebook

    path = project / "notebooks" / "station_report.ipynb"
    edit(project, "report.summary()", f"# {TELEPHONE}")
    cells = [readers_notebook.cell_digest(cell) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    monkeypatch.setattr(readers_notebook, "shipped_cells", lambda name: tuple(cells))
    executed = nbformat.read(path, as_version=4)
    cell = next(c for c in executed.cells if TELEPHONE in c.source)
    cell.outputs[0].data[readers_notebook.BLOCKS] = {"blocks": [1]}
    with pytest.raises(readers_notebook.PersonalData, match=r"第\d+格像是手机号码.*138\*+00"):
        readers_notebook.refuse_personal_notebook(readers_notebook.for_readers(executed, "station_report")[0])


def test_the_cells_that_are_shipped_are_known(root: Path):
    from sweval.run.one.readers_notebook import SHIPPED
    from tools.store_outputs import shipped

    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == shipped(root)
