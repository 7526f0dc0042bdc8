"""The same bytes wherever, whenever and by whomever the reports are made: every file, the index and the manifest too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from sweval.intake.atomic import digest

#: An invented station with all there is to tell; the published case, too, in ``make check``.
STATIONS: Final = ("shili-0003", pytest.param("shiqi-2024-midterm", marks=pytest.mark.slow))
EDITIONS: Final = ("--edition", "working", "--edition", "official")
#: In a name space of its own the process is another user, who yet may read the interpreter's files.
NOBODY: Final = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")


@dataclass(frozen=True)
class Place:
    """How one run differs from the first; ``{home}`` is its project."""

    settings: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ("-j", "1")
    folder: str = "."
    umask: int = -1
    #: A command that runs the run.
    within: tuple[str, ...] = ()


FIRST: Final = Place()
#: What differs between places one by one; ``make test`` tries all of it at once.
SINGLY: Final = {
    "another time zone": Place({"TZ": "America/Los_Angeles"}),
    "another hash seed": Place({"PYTHONHASHSEED": "4711"}),
    "a C locale": Place({"LC_ALL": "C", "LANG": "C", "LANGUAGE": "C", "PYTHONUTF8": "0"}),
    "another working directory": Place(folder="data/stations"),
    "two at a time": Place(arguments=("-j", "2")),
    "a strict umask": Place(umask=0o077),
    "a loose umask": Place(umask=0),
    "another user": Place({"HOME": "{home}", "USER": "nobody", "LOGNAME": "nobody"}, within=NOBODY),
    "a user's matplotlib": Place({"MPLBACKEND": "svg", "MATPLOTLIBRC": "{home}"}),
}
PLACES: Final = {
    "papermill's own engine": Place(arguments=("-j", "2", "--engine", "standard")),
    "another place in every respect": Place(
        {key: value for place in SINGLY.values() for key, value in place.settings.items()},
        ("-j", "2"),
        "data/stations",
        0o077,
        NOBODY,
    ),
}


@pytest.fixture(scope="module")
def first(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """Digests of all that a station's run as it is leaves."""

    @cache
    def of(station: str) -> dict[str, str]:
        return made(root, tmp_path_factory.mktemp("first"), FIRST, station)

    return of


def made(root: Path, home: Path, place: Place, station: str) -> dict[str, str]:
    """Digests of all files that a run in a project of its own publishes, by name."""
    for name in ("params", "notebooks"):
        shutil.copytree(root / name, home / name)
    shutil.copytree(root / "data" / "stations", home / "data" / "stations")
    shutil.copytree(root / "data" / "demo" / "shili-0003", home / "data" / "demo" / "shili-0003")
    (home / "matplotlibrc").write_text(
        "font.size: 30\nsvg.fonttype: path\naxes.facecolor: red\n", encoding="utf-8"
    )
    settings = {key: value.format(home=home) for key, value in place.settings.items()}
    run = subprocess.run(
        [*place.within, sys.executable, "-m", "sweval.cli", "run", station, *EDITIONS, *place.arguments],
        cwd=home / place.folder,
        umask=place.umask,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(root), **settings},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    reports = home / "reports"
    names = (path.relative_to(reports) for path in reports.rglob("*") if path.is_file())
    # What a run keeps for itself, its times and its logs, is no result.
    return {
        str(name): digest(reports / name)
        for name in names
        if not name.parts[0].startswith(".") and "logs" not in name.parts
    }


@pytest.mark.parametrize("station", STATIONS)
def test_a_run_leaves_every_format_the_record_the_manifest_and_the_index(
    station: str, first: Callable[[str], dict[str, str]]
):
    kinds = {"report.html", "report.docx", "report.pdf", "notebook.ipynb", "record.json", "manifest.json"}
    names = [name.rpartition("/")[2] for name in first(station)]
    assert set(names) == {*kinds, "index.html"}
    assert names.count("record.json") == 2


@pytest.mark.parametrize("station", STATIONS)
@pytest.mark.parametrize("name", [*PLACES, *(pytest.param(name, marks=pytest.mark.slow) for name in SINGLY)])
def test_every_place_gives_the_same_bytes(
    name: str, station: str, root: Path, tmp_path: Path, first: Callable[[str], dict[str, str]]
):
    place = {**PLACES, **SINGLY}[name]
    if place.within and subprocess.run([*place.within, "true"], capture_output=True, check=False).returncode:
        pytest.skip(f"this system doesn't allow {place.within[0]}")
    again, before = made(root, tmp_path, place, station), first(station)
    assert {one for one in before.keys() | again.keys() if before.get(one) != again.get(one)} == set()
