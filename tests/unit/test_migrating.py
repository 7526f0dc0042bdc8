"""Data of an older form are brought up as text: nothing but what the forms differ in changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sweval.cli import main
from sweval.domain.faults import Refused
from sweval.intake import migrating
from sweval.intake.migrating import migrate, migrate_all
from sweval.intake.yaml_edit import replaced, without

ROOT = Path(__file__).resolve().parents[2]
SHIQI = ROOT / "data" / "stations" / "shiqi-2024-midterm"
TODAY = (SHIQI / "station.yaml").read_text(encoding="utf-8")
OLD = TODAY.replace("schema: 2", "schema: 1  # 数据格式").replace(
    "bureau: {name: 广州市番禺区民政局}", "bureau: {since: 2001-01, name: 广州市番禺区民政局}"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the published station in form 1 and another in today's."""
    (tmp_path / "params").mkdir()
    old = tmp_path / "data" / "stations" / "shiqi-2024-midterm"
    shutil.copytree(SHIQI, old)
    (old / "station.yaml").write_text(OLD, encoding="utf-8", newline="\n")
    shutil.copytree(ROOT / "data" / "demo" / "shili-0001", tmp_path / "data" / "demo" / "shili-0001")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_older_station_is_brought_up_and_nothing_else_of_it_changes(project: Path) -> None:
    folder = project / "data" / "stations" / "shiqi-2024-midterm"
    before = files(folder)
    assert migrate(folder) == [
        "删去 organisations.bureau.since（原为“2001-01”，报告从未采用）",
        "第1版格式改为第2版",
    ]
    after = files(folder)
    text = after.pop("station.yaml").decode()
    assert text == TODAY.replace("schema: 2", "schema: 2  # 数据格式")
    del before["station.yaml"]
    assert after == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert migrate(folder) == []


def test_the_command_names_every_station_and_what_was_done(project: Path) -> None:
    done = CliRunner().invoke(main, ["migrate"])
    assert done.exit_code == 0
    assert "shili-0001：已是现行格式，未改动" in done.output
    assert "shiqi-2024-midterm：第1版格式改为第2版" in done.output
    assert CliRunner().invoke(main, ["check", "shiqi-2024-midterm"]).exit_code == 2  # no parameters here
    assert "已是现行格式" in CliRunner().invoke(main, ["migrate", "shiqi-2024-midterm"]).output


def test_one_station_that_cannot_be_brought_up_keeps_all_as_they_were(project: Path) -> None:
    for form, station in (("98", "zhen"), ("99", "zhong")):  # after the old one, by their ids
        (project / "data" / "demo" / station).mkdir()
        newer = project / "data" / "demo" / station / "station.yaml"
        newer.write_text(f"schema: {form}\n", encoding="utf-8")
    refused = CliRunner().invoke(main, ["migrate"])
    assert refused.exit_code == 2
    assert "zhen/station.yaml" in refused.output and "zhong/station.yaml" in refused.output
    old = project / "data" / "stations" / "shiqi-2024-midterm" / "station.yaml"
    assert old.read_text(encoding="utf-8") == OLD


def test_a_step_that_breaks_off_leaves_the_station_as_it_was(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(text: str, document: object) -> tuple[str, list[str]]:
        raise OSError("no space left")

    monkeypatch.setattr(migrating, "STEPS", {"1": breaks})
    folder = project / "data" / "stations" / "shiqi-2024-midterm"
    before = files(folder)
    with pytest.raises(OSError, match="no space"):
        migrate(folder)
    assert files(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_what_is_no_form_at_all_is_left_to_the_check(project: Path) -> None:
    path = project / "data" / "stations" / "shiqi-2024-midterm" / "station.yaml"
    path.write_text(OLD.replace("schema: 1", "schema: 一"), encoding="utf-8")
    assert migrate(path.parent) == []


def test_an_unknown_station_is_refused(project: Path) -> None:
    with pytest.raises(Refused):
        migrate_all(project, ["nobody"])


# --- editing YAML as text ------------------------------------------------------------------------------

FLOW = "a: {x: 1, y: 2, z: 3} # kept\nb: 4\n"
BLOCK = "# head\na:\n  x: 1 # gone\n  y:\n    - 2\n    - 2\n  z: 3\nb: 4\n"


@pytest.mark.parametrize("text", [FLOW, BLOCK, BLOCK.rstrip("\n"), FLOW.replace(" #", "#").rstrip("\n")])
@pytest.mark.parametrize("key", ["x", "y", "z"])
def test_a_key_is_taken_out_and_the_rest_stays(text: str, key: str) -> None:
    left = yaml.safe_load(text)
    del left["a"][key]
    edited = without(text, ("a", key))
    assert yaml.safe_load(edited) == left
    assert ("# kept" in edited) == ("# kept" in text)
    assert ("# head" in edited) == ("# head" in text)


def test_a_value_is_replaced_where_it_stands() -> None:
    assert replaced(BLOCK, ("a", "z"), "5") == BLOCK.replace("z: 3", "z: 5")
    assert replaced("b: '4'", ("b",), "6") == "b: '6'"


@pytest.mark.parametrize("edit", [without, lambda text, path: replaced(text, path, "1")])
@pytest.mark.parametrize("path", [("c",), ("a", "q"), ("b", "x"), ()])
def test_what_is_not_there_cannot_be_edited(edit: Callable[..., str], path: tuple[str, ...]) -> None:
    with pytest.raises(KeyError):
        edit(FLOW, path)
