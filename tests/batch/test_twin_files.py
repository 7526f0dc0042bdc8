"""Every file of an edition, its manifest and its index say the same of two stations that differ in what is hidden."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

import sweval
from sweval.domain.station.people_rows import Coverage
from sweval.export.formats import FORMATS
from sweval.intake.project_key import make_key
from sweval.run.many.runner import Options, run_all
from sweval.run.many.selection import tasks
from tests.batch.conftest import write_project
from tests.build import Evaluate
from tests.spec.test_twins import twin_of

STATION = "shili-0003"


def files(project: Path) -> dict[str, bytes]:
    """What a run of the official edition leaves, by name."""
    asked = tasks(project, (STATION,), ("official",), {}, batch="jia", formats=FORMATS)
    assert run_all(project, asked, Options(force=True), lambda outcome: print(outcome.messages))
    home = project / "reports" / "jia" / "official"
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def write_counts(path: Path, rows: tuple[Coverage, ...]) -> None:
    """Put the rows' counts where they stand in the file."""
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        for name in ("persons", "on_file", "with_plan", "visited"):
            value = getattr(row, name)
            lines[row.row - 1][lines[0].index(name)] = "" if value is None else str(value)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-8")


def test_all_files_of_twins_are_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, diagnose: Evaluate
):
    write_project(root, tmp_path)
    # With a key each report ends with its verification code, and that is of what it shows.
    assert make_key(tmp_path)
    shutil.copy(root / "notebooks" / "station_report.ipynb", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    scheme = sweval.load_scheme("guangzhou-2023")
    twin = twin_of(diagnose(sweval.load_station(STATION, scheme)), diagnose)
    assert twin is not None
    before = files(tmp_path)
    path = tmp_path / "data" / "stations" / STATION / "coverage.csv"
    text = path.read_text(encoding="utf-8")
    write_counts(path, twin.station.coverage)
    assert path.read_text(encoding="utf-8") != text
    after = files(tmp_path)
    assert {"index.html", f"{STATION}/manifest.json", f"{STATION}/record.json"} < set(before)
    assert "核对码：" in before[f"{STATION}/report.html"].decode()
    assert [name for name in before if after.get(name) != before[name]] == []
    assert after.keys() == before.keys()
