"""The last result is cached for the same sources, and never kept after a change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sweval
from sweval.domain.values.faults import Refused
from sweval.intake.atomic import content
from sweval.intake.caching import LastResult
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.folder import load_station

ID = "shiqi-2024-midterm"


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    for part in (f"data/stations/{ID}", "params"):
        shutil.copytree(root / part, tmp_path / part)
    return tmp_path


def test_a_value_is_made_again_for_other_sources():
    made: list[int] = []
    latest = LastResult[int]()

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [
        latest.of(*sources, make=make) for sources in (("a", 1), ("a", 1), ("a", 2), ("a",), ("a", 1))
    ] == [0, 0, 1, 2, 3]
    # True equals 1 but is of another type; equal lists are two objects, which may change separately.
    assert latest.of("a", True, make=make) == 4
    assert latest.of([1], make=make) != latest.of([1], make=make)


def test_an_exception_is_not_cached():
    latest = LastResult[int]()
    with pytest.raises(ZeroDivisionError):
        latest.of("a", make=lambda: 1 // 0)
    assert latest.of("a", make=lambda: 7) == 7


def test_a_digest_depends_on_names_bytes_and_folders(tmp_path: Path):
    one = tmp_path / "one"
    one.write_bytes(b"ab")
    seen = {content(tmp_path.iterdir())}
    one.write_bytes(b"ac")
    seen.add(content(tmp_path.iterdir()))
    one.rename(tmp_path / "two")
    seen.add(content(tmp_path.iterdir()))
    (tmp_path / "three").mkdir()
    seen.add(content(tmp_path.iterdir()))
    assert len(seen) == 4


def test_unchanged_files_are_read_once_and_changed_ones_again(project: Path):
    scheme = load_scheme("guangzhou-2023", project)
    station = load_station(ID, scheme, root=project)
    assert load_scheme("guangzhou-2023", project) is scheme
    assert load_station(ID, scheme, root=project) is station
    scores = project / "data" / "stations" / ID / "scores.csv"
    scores.write_text(
        scores.read_text(encoding="utf-8").replace("14.45", "14.46"), encoding="utf-8", newline="\n"
    )
    changed = load_station(ID, scheme, root=project)
    assert changed is not station
    assert changed.scores != station.scores
    assert load_station(ID, scheme, root=project, as_of="2024-09-01").as_of.isoformat() == "2024-09-01"


def test_a_faulty_station_is_refused_each_time_and_read_once_it_is_repaired(project: Path):
    scheme = load_scheme("guangzhou-2023", project)
    load_station(ID, scheme, root=project)
    stray = project / "data" / "stations" / ID / "scoers.csv"
    stray.mkdir()
    for _ in range(2):
        with pytest.raises(Refused, match="不认识这个文件"):
            load_station(ID, scheme, root=project)
    stray.rmdir()
    load_station(ID, scheme, root=project)


def test_another_years_days_off_make_another_calendar(project: Path):
    before = sweval.load_calendar(project)
    assert sweval.load_calendar(project) is before
    folder = project / "params" / "calendar"
    folder.mkdir(exist_ok=True)
    (folder / "2031.yaml").write_text("holidays: ['2031-01-01']\nworkdays: []\n", encoding="utf-8")
    assert sweval.load_calendar(project) is not before
