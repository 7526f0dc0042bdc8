"""Projects to be run as batches: a few invented stations and a short notebook, in which a station can be told to fail."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest

from sweval.intake.parameters import write_parameters

SOURCES = (
    'station = "shili-0001"\nscheme = "guangzhou-2023"\nedition = "working"\nas_of = ""\nseed = 1',
    "import sweval\n"
    "rules = sweval.load_scheme(scheme)\n"
    "case = sweval.load_station(station, rules, as_of=as_of)\n"
    "report = sweval.StationReport(sweval.evaluate(case, rules, sweval.load_calendar(), seed=seed), edition)\n"
    "report",
    "report.cover()",
    "report.conclusion()",
)


def write_notebook(root: Path, *more: str) -> None:
    """A notebook that shows two sections, and then does ``more``."""
    cells = [
        nbformat.v4.new_code_cell(source, id=f"cell-{number}")
        for number, source in enumerate([*SOURCES, *more])
    ]
    cells[0].metadata["tags"] = ["parameters"]
    (root / "notebooks").mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), root / "notebooks" / "station_report.ipynb")


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three invented stations in batch ``jia``, the working directory in their project."""
    write_project(root, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_project(root: Path, home: Path) -> None:
    """Three invented stations in batch ``jia``, and the short notebook."""
    shutil.copytree(root / "params" / "schemes", home / "params" / "schemes")
    for number in (1, 2, 3):
        add_station(root, home, f"shili-{number:04d}")
    (home / "params" / "batches").mkdir()
    (home / "params" / "batches" / "jia.yaml").write_text(
        "id: jia\nname: 甲\nstations: [shili-0001, shili-0002, shili-0003]\n", encoding="utf-8"
    )
    write_notebook(home)


def add_station(root: Path, project: Path, id: str, like: str = "shili-0001") -> Path:
    """Another invented station; ``like`` one of the demonstration's."""
    source = root / "data" / "demo" / (id if (root / "data" / "demo" / id).is_dir() else like)
    folder = project / "data" / "stations" / id
    shutil.copytree(source, folder)
    profile = folder / "station.yaml"
    profile.write_text(
        profile.read_text(encoding="utf-8").replace(f"id: {source.name}", f"id: {id}"), encoding="utf-8"
    )
    write_parameters(project, id, "guangzhou-2023")
    return folder


@pytest.fixture
def nobody_left() -> Iterator[Callable[[], list[psutil.Process]]]:
    """What runs below this process now and did not before, but for zygotes and Python's own helper of spawning."""
    before = {process.pid for process in psutil.Process().children(recursive=True)}

    def left() -> list[psutil.Process]:
        return [
            process
            for process in psutil.Process().children(recursive=True)
            if process.pid not in before
            and not any(
                name in " ".join(process.cmdline()) for name in ("sweval.engine.zygote", "resource_tracker")
            )
        ]

    yield left
