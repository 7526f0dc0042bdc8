"""The rehearsal before a large batch changes the time it takes, and nothing that comes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sweval.batch import processes
from sweval.batch.supervise import supervise
from sweval.batch.task import Task
from sweval.intake.parameters import Parameters

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
    processes.zygote().rehearse(project, "guangzhou-2023")
    assert made(project) == before
    # What the project's own rules became since is what counts.
    scheme = project / "params" / "schemes" / "guangzhou-2023.yaml"
    scheme.write_text(
        scheme.read_text(encoding="utf-8").replace("name: 服务监测", "name: 日常监测"), encoding="utf-8"
    )
    assert "日常监测".encode() in made(project)["report.html"]


@pytest.mark.parametrize("scheme", ["nowhere", "../x", ""])
def test_a_rehearsal_that_fails_stops_nothing(project: Path, fresh: None, scheme: str):
    processes.zygote().rehearse(project, scheme)
    assert "report.html" in made(project)
