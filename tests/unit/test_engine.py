"""The engine ``sweval`` gives what papermill's own gives, cell by cell, and is stopped where a kernel is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

ENGINES = ("sweval", "nbclient")
CELLS = {
    "prints": "print('甲'); print('乙', end='')\nprint('丙')",
    "both streams": "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')",
    "a value": "x = 6 * 7\nx",
    "a value held back": "x;",
    "values of several lines": "from IPython.display import display\ndisplay(1)\ndisplay(2)\n3",
    "a frame": "import pandas as pd\npd.DataFrame({'分': [84.76, 85]})",
    "a drawing": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()",
    "a drawing left open": "plt.plot([3, 1]);",
    "a command": "!echo hello",
    "a magic": "%%capture taken\nprint('held')",
    "what it took": "taken.stdout",
    "awaited": "import asyncio\nawait asyncio.sleep(0)\n'done'",
    "shown and updated": "shown = display('first', display_id='it')",
    "the update": "shown.update('second')",
    "cleared": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "cleared with the next": "print('gone')\nclear_output(wait=True)\nprint('kept')",
    "the last value": "_",
    "html": "from IPython.display import HTML\nHTML('<b>分</b>')",
    "bytes": "from IPython.display import Image\nImage(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 30, format='png', width=1)",
    "nothing": "",
    "only a comment": "# nothing",
    "main": "__name__",
}


def run(cells: list[Any], engine: str, folder: Path, **options: Any) -> Any:
    """A notebook of these cells, run."""
    path, out = folder / f"{engine}.ipynb", folder / f"{engine}.out.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return papermill.execute_notebook(
        str(path),
        str(out),
        engine_name=engine,
        kernel_name="python3",
        progress_bar=False,
        cwd=str(folder),
        **options,
    )


def shown(notebook: Any) -> list[Any]:
    """Counts and outputs of the cells, without what differs from run to run."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            outputs = [dict(output) for output in cell.outputs]
            for output in outputs:
                # Where in the traceback a file of the library stands is the library's own affair.
                output.pop("traceback", None)
            found.append((cell.execution_count, streams_together(outputs)))
    return found


def streams_together(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What goes to either stream as one output: a kernel holds its streams back and so loses their order."""
    together: list[dict[str, Any]] = []
    for output in outputs:
        same = [o for o in together if o["output_type"] == "stream" and o["name"] == output.get("name")]
        if same:
            same[0]["text"] += output["text"]
        else:
            together.append(output)
    return together


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The same notebook, run by either engine."""
    made = [new_markdown_cell("# 标题"), *(new_code_cell(source) for source in CELLS.values())]
    with pytest.MonkeyPatch.context() as patch:
        # Where it is set, as it is for our tests of charts, a kernel shows no drawings.
        patch.delenv("MPLBACKEND", raising=False)
        return {engine: run(made, engine, tmp_path_factory.mktemp(engine)) for engine in ENGINES}


@pytest.mark.parametrize("number", range(len(CELLS)), ids=list(CELLS))
def test_a_cell_shows_the_same(both: dict[str, Any], number: int):
    ours, theirs = (shown(both[engine])[number] for engine in ENGINES)
    assert ours == theirs


@pytest.mark.parametrize("engine", ENGINES)
def test_an_error_stays_in_its_cell_with_a_link_to_it_and_the_rest_does_not_run(engine: str, tmp_path: Path):
    cells = [new_code_cell("1"), new_code_cell("print('before')\n1 / 0"), new_code_cell("print('never')")]
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        run(cells, engine, tmp_path)
    notebook = nbformat.read(tmp_path / f"{engine}.out.ipynb", as_version=4)
    assert "papermill-error-cell" in notebook.cells[0].source
    failed = next(cell for cell in notebook.cells if "1 / 0" in cell.source)
    assert [output.output_type for output in failed.outputs] == ["stream", "error"]
    assert failed.outputs[1].evalue == "division by zero"
    assert any(
        "line 2" in line or "----> 2" in re.sub(r"\x1b\[[0-9;]*m", "", line)
        for line in failed.outputs[1].traceback
    )
    assert notebook.cells[-1].outputs == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cell_that_fails_after_it_changed_another_is_the_one_that_failed(engine: str, tmp_path: Path):
    cells = [new_code_cell("shown = display('a', display_id='x')"), new_code_cell("shown.update('b')\n1 / 0")]
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        run(cells, engine, tmp_path)
    notebook = nbformat.read(tmp_path / f"{engine}.out.ipynb", as_version=4)
    shown = next(cell for cell in notebook.cells if "display_id" in cell.source)
    assert shown.outputs[0].data["text/plain"] == "'b'"
    failed = next(cell for cell in notebook.cells if "1 / 0" in cell.source)
    assert failed.metadata.papermill.status == "failed"


@pytest.mark.parametrize("engine", ENGINES)
def test_tags_say_how_a_cell_is_run(engine: str, tmp_path: Path):
    cells = [
        new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}),
        new_code_cell("print('never')", metadata={"tags": ["skip-execution"]}),
        new_code_cell("print('after')"),
    ]
    try:
        notebook = run(cells, engine, tmp_path)
    except PapermillExecutionError:
        # papermill refuses any notebook that shows an error; the cells after it have run all the same.
        notebook = nbformat.read(tmp_path / f"{engine}.out.ipynb", as_version=4)
    sources = {cell.source: cell for cell in notebook.cells if cell.cell_type == "code"}
    assert sources["print('never')"].outputs == []
    assert sources["print('after')"].outputs[0].text == "after\n"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_clean_exit_ends_the_notebook(engine: str, tmp_path: Path):
    notebook = run(
        [new_code_cell("import sys\nsys.exit()"), new_code_cell("print('never')")], engine, tmp_path
    )
    assert notebook.cells[-1].outputs == []


def test_a_process_that_dies_is_an_error_in_the_cell_that_ran(tmp_path: Path):
    cells = [new_code_cell("print('before')"), new_code_cell("import os\nos._exit(3)"), new_code_cell("1")]
    with pytest.raises(PapermillExecutionError, match="DeadKernelError"):
        run(cells, "sweval", tmp_path)
    notebook = nbformat.read(tmp_path / "sweval.out.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0].outputs[0].text == "before\n"
    assert code[1].outputs[-1].evalue.endswith("（3）")


def test_a_cell_beyond_its_time_is_ended(tmp_path: Path):
    with pytest.raises(PapermillExecutionError, match="CellTimeoutError"):
        run([new_code_cell("while True: pass")], "sweval", tmp_path, execution_timeout=1)


def test_nothing_of_one_notebook_reaches_another(tmp_path: Path):
    spoil = (
        "import os, sys, random, matplotlib, pandas, numpy\n"
        "os.chdir('/'); os.environ['SPOILT'] = '1'; sys.modules['json'] = None; print(random.random())\n"
        "matplotlib.rcParams['font.size'] = 99; pandas.set_option('display.max_rows', 3)"
    )
    look = (
        "import os, json, random, matplotlib, pandas\n"
        "print(os.getcwd(), os.environ.get('SPOILT'), matplotlib.rcParams['font.size'], pandas.get_option('display.max_rows'))"
    )
    run([new_code_cell(spoil)], "sweval", tmp_path)
    notebook = run([new_code_cell(look)], "sweval", tmp_path)
    assert notebook.cells[0].outputs[0].text == f"{tmp_path} None 10.0 60\n"
