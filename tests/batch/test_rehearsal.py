"""The rehearsal before a large batch changes the time it takes, and nothing that comes of it."""

from __future__ import annotations

import shutil
from ast import literal_eval
from pathlib import Path

import nbformat
import pytest

from sweval.engine import processes
from sweval.intake.parameters import Parameters
from sweval.run.many.supervise import PREPARES, supervise
from sweval.run.task import Task
from tests.batch.conftest import write_notebook

pytestmark = pytest.mark.skipif(not processes.CAN_FORK, reason="there is no zygote")
TASK = Parameters(station="shili-0002")


@pytest.fixture
def fresh():
    """A zygote of this test's own."""
    processes.end_all()
    yield
    processes.end_all()


def made(project: Path) -> dict[str, bytes]:
    task = Task(project, TASK, "jia")
    assert supervise(task).state == "made"
    return {path.name: path.read_bytes() for path in task.target.iterdir()}


def test_a_rehearsal_changes_no_report(project: Path, root: Path, fresh: None):
    shutil.copy(root / "notebooks" / "station_report.ipynb", project / "notebooks")
    before = made(project)
    processes.zygote(PREPARES).rehearse(str(project), "guangzhou-2023")
    assert made(project) == before
    # What the project's own rules became since is what counts.
    scheme = project / "params" / "schemes" / "guangzhou-2023.yaml"
    scheme.write_text(
        scheme.read_text(encoding="utf-8").replace("name: 服务监测", "name: 日常监测"), encoding="utf-8"
    )
    assert "日常监测".encode() in made(project)["report.html"]


LOOK = """
import os
found = []
for number in os.listdir("/proc/self/fd"):
    try:
        found.append(os.readlink(f"/proc/self/fd/{number}"))
    except OSError:
        pass
print([path for path in found if path.startswith("/") and not path.startswith((os.getcwd(), "/dev/"))])
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files can't be listed")
def test_no_file_that_the_zygote_has_open_is_read_by_its_children(project: Path, fresh: None):
    """They would share the place it is read at, and read each other's bytes: once in some hundred reports."""
    write_notebook(project)
    notebook = nbformat.read(project / "notebooks" / "station_report.ipynb", as_version=4)
    # Before anything else in the child opens a font of its own.
    notebook.cells.insert(1, nbformat.v4.new_code_cell(LOOK, id="look"))
    nbformat.write(notebook, project / "notebooks" / "station_report.ipynb")
    processes.zygote(PREPARES).rehearse(str(project), "guangzhou-2023")
    task = Task(project, TASK, "jia")
    assert supervise(task).state == "made"
    shown = nbformat.read(task.target / "notebook.ipynb", as_version=4)
    (look,) = [cell for cell in shown.cells if cell.id == "look"]
    assert set(literal_eval(look.outputs[0].text)) == {str(task.log)}


@pytest.mark.parametrize(
    "scheme", ["nowhere", *(pytest.param(one, marks=pytest.mark.slow) for one in ("../x", ""))]
)
def test_a_rehearsal_that_fails_stops_nothing(project: Path, fresh: None, scheme: str):
    processes.zygote(PREPARES).rehearse(str(project), scheme)
    assert "report.html" in made(project)
