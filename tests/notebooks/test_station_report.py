"""The notebook stays thin, and stays stock: papermill, JupyterLab and sweval give one and the same report."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from sweval.blocks import MIME
from sweval.presentation.compare.two_assessments import TWO_CELLS
from sweval.presentation.district.report import DISTRICT_CELLS
from sweval.presentation.report.stated import from_data
from sweval.presentation.report.station_report import CELLS
from sweval.record.serialization import MIME as RECORD
from sweval.record.serialization import as_json
from tests.pages import executed

NOTEBOOK = Path("notebooks/station_report.ipynb")


@pytest.fixture(scope="module")
def notebook(root: Path):
    return nbformat.read(root / NOTEBOOK, as_version=4)


def code_cells(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def shown_blocks(notebook) -> list:
    return [
        output.data[MIME]["blocks"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if MIME in output.get("data", {})
    ]


NOTEBOOKS = ("station_report", "district_overview", "two_assessments", "what_if")


def test_every_notebook_is_looked_at(root: Path):
    assert {path.stem for path in (root / "notebooks").glob("*.ipynb")} == set(NOTEBOOKS)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_cells_are_short_and_define_nothing(root: Path, name: str):
    sources = code_cells(nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4))
    assert len(sources) >= 6
    for source in sources:
        assert len(source.splitlines()) <= 10
        assert not [
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.AsyncFunctionDef)
        ]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_only_the_face_of_the_package_is_imported(root: Path, name: str):
    imported = [
        alias.name
        for source in code_cells(nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert imported == ["sweval"]


def test_the_parameters_are_those_that_papermill_is_given(root: Path, notebook):
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    names = [target.id for node in ast.parse(cell.source).body for target in node.targets]
    assert names == ["station", "scheme", "edition", "as_of", "seed"]


def test_the_cells_show_the_report_in_its_own_order(notebook):
    shown = [source for source in code_cells(notebook) if source.startswith("report.")]
    assert shown == [f"report.{name}()" for name in CELLS]


@pytest.mark.parametrize(
    ("name", "cells"), [("district_overview", DISTRICT_CELLS), ("two_assessments", TWO_CELLS)]
)
def test_the_other_reports_show_their_parts_in_order_too(root: Path, name: str, cells: tuple[str, ...]):
    other = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    shown = [source for source in code_cells(other) if source.startswith("report.")]
    assert shown == [f"report.{cell}()" for cell in cells]


def test_every_cell_that_shows_something_has_its_text_stored_and_nothing_else(notebook):
    showing = [
        cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.startswith("report.")
    ]
    for cell in showing:
        assert [list(output.data) for output in cell.outputs] == [["text/plain"]], cell.source
        assert len(cell.outputs[0].data["text/plain"]) > 20, cell.source
    assert "84.76分" in json.dumps(notebook, ensure_ascii=False)


#: Ways to run the notebook: the command, and the folder it is given in. ``sweval run`` and nbconvert have tests of their own.
WAYS = {
    "papermill": (
        ["papermill", "-f", "params/stations/shiqi-2024-midterm.yaml", str(NOTEBOOK), "{out}"],
        ".",
    ),
    "papermill with sweval's engine": (["papermill", "--engine", "sweval", str(NOTEBOOK), "{out}"], "."),
    "Run All": (["jupyter", "execute", NOTEBOOK.name, "--output={out}"], "notebooks"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_run_it_gives_one_report_and_one_record(
    way: str, root: Path, tmp_path: Path, evaluation
):
    (command, folder), out = WAYS[way], tmp_path / "out.ipynb"
    command = [sys.executable, "-m", *(part.format(out=out) for part in command)]
    subprocess.run(command, cwd=root / folder, check=True, capture_output=True)
    notebook = nbformat.read(out, as_version=4)
    stock = shown_blocks(notebook)
    assert len(stock) == len(CELLS)
    assert _json(stock) == _json(shown_blocks(executed(evaluation, "working")))
    records = [
        as_json(from_data(output.data[RECORD]).record)
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if RECORD in output.get("data", {})
    ]
    assert records == [evaluation.record("working")]


def test_nbconvert_makes_the_page_from_a_stock_run(root: Path, tmp_path: Path, evaluation):
    path = tmp_path / "report.ipynb"
    nbformat.write(executed(evaluation, "official"), path)
    command = [sys.executable, "-m", "nbconvert", "--to", "sweval", str(path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "84.76分" in page


def test_an_analysts_copy_without_a_section_still_makes_a_report(root: Path, tmp_path: Path, evaluation):
    from sweval.export.html.page import html

    notebook = executed(evaluation, "official")
    kept = [cell for cell, name in zip(notebook.cells, CELLS, strict=True) if name != "principles"]
    notebook.cells = kept
    page = html(notebook)
    assert 'href="#s-principles"' not in page and 'href="#s-stages"' in page


def test_a_notebook_with_an_error_in_it_becomes_no_page(evaluation):
    from sweval.export.collect import Unfit
    from sweval.export.html.page import html

    notebook = executed(evaluation, "official")
    notebook.cells[3].outputs = [
        nbformat.v4.new_output("error", ename="ValueError", evalue="x", traceback=[])
    ]
    with pytest.raises(Unfit, match="ValueError"):
        html(notebook)


def _json(blocks: list) -> str:
    return json.dumps(blocks, ensure_ascii=False, sort_keys=True)


def test_jupyterlab_finds_the_notebooks():
    assert shutil.which("jupyter-lab", path=str(Path(sys.executable).parent))
