"""What is unchanged is left alone; one byte changed anywhere runs what depends on it, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sweval.cli import main
from sweval.run.trust import fingerprint
from tests.batch.conftest import write_notebook, write_project

EVERY = {"shili-0001", "shili-0002", "shili-0003"}


@pytest.fixture(scope="module")
def ready(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with all its reports made."""
    home = tmp_path_factory.mktemp("ready")
    write_project(root, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        assert made() == EVERY
    return home


@pytest.fixture
def project(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It, with the times of its files, for one test to do with as it likes."""
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(*args: str) -> set[str]:
    """The stations a run made anew."""
    result = CliRunner().invoke(
        main, ["run", "--formats", "html", *(args or ("--batch", "jia")), "--log-format", "json"]
    )
    assert result.exit_code == 0, result.output
    outcomes = [json.loads(line) for line in result.stdout.splitlines()][:-1]
    return {outcome["station"] for outcome in outcomes if outcome["state"] == "made"}


def status(*args: str) -> str:
    return CliRunner().invoke(main, ["status", "--formats", "html", *args]).output


def append(path: str, text: str = "# 一\n") -> Callable[[Path], None]:
    """Add a line to a file of the project."""

    def change(project: Path) -> None:
        file = project / path
        file.parent.mkdir(exist_ok=True)
        file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + text, encoding="utf-8")

    return change


ROW = "feedback"
CHANGES: dict[str, tuple[Callable[[Path], None], set[str], str]] = {
    "the profile": (append("data/stations/shili-0002/station.yaml"), {"shili-0002"}, "station.yaml"),
    "a table": (append("data/stations/shili-0003/scores.csv", "\n"), {"shili-0003"}, "scores.csv"),
    "a correction": (
        append("data/stations/shili-0001/corrections.yaml", "corrections: []\n"),
        {"shili-0001"},
        "corrections.yaml",
    ),
    "the parameters": (
        lambda project: append("params/stations/shili-0002.yaml")(project) or _seed(project),
        {"shili-0002"},
        "参数",
    ),
    "the scheme": (append("params/schemes/guangzhou-2023.yaml"), EVERY, "指标体系"),
    "another scheme": (append("params/schemes/examples/example-1000.yaml"), set(), ""),
    "the calendar": (append("params/calendar/2091.yaml", "holidays: [2091-03-01]\n"), EVERY, "工作日历"),
    "the notebook": (lambda project: write_notebook(project, "1"), EVERY, "笔记本"),
    "another batch": (append("params/batches/yi.yaml", "id: yi\nname: 乙\nstations: []\n"), set(), ""),
    "nothing": (lambda project: None, set(), ""),
    "a comment of the parameters": (append("params/stations/shili-0001.yaml"), set(), ""),
}


def _seed(project: Path) -> None:
    path = project / "params" / "stations" / "shili-0002.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed: 1", "seed: 2"), encoding="utf-8")


@pytest.mark.parametrize("case", CHANGES)
def test_what_depends_on_a_change_is_run_and_the_status_says_so_before(case: str, project: Path):
    change, expected, word = CHANGES[case]
    assert made() == set()
    change(project)
    said = status("--batch", "jia")
    due = {
        line.split()[0] for line in said.splitlines() if "需要生成，" in line and not line.startswith("共")
    }
    assert due == expected
    assert said.count(f"有改动：{word}") == len(expected) or not word
    assert made() == expected
    assert "需要生成 0 份" in status("--batch", "jia")


@pytest.mark.parametrize("part", ["PACKAGE", "FONTS"])
def test_code_and_fonts_count_as_well(
    part: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "copy"
    (folder / "fonts").mkdir(parents=True)
    (folder / "a.py").write_text("1", encoding="utf-8")
    (folder / "fonts" / "a.ttf").write_text("1", encoding="utf-8")
    monkeypatch.setattr(fingerprint, "PACKAGE", folder)
    monkeypatch.setattr(fingerprint, "FONTS", folder / "fonts")
    assert made() == EVERY and made() == set()
    changed = folder / ("a.py" if part == "PACKAGE" else "fonts/a.ttf")
    changed.write_text("2", encoding="utf-8")
    said = status("--batch", "jia")
    assert said.count("有改动：程序" if part == "PACKAGE" else "有改动：字体") == 3
    assert made() == EVERY


def test_another_version_of_a_package_counts(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    site = tmp_path / "site"
    (site / "thing-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(site))
    assert made() == EVERY and made() == set()  # with a package that wasn't there before
    (site / "thing-1.0.dist-info").rename(site / "thing-1.1.dist-info")
    assert status("--batch", "jia").count("有改动：软件版本") == 3


def test_an_edition_is_made_for_itself(project: Path):
    assert "尚未生成" in status("shili-0001", "--edition", "official")
    assert made("shili-0001", "--edition", "official") == {"shili-0001"}
    assert made("shili-0001", "--edition", "official", "--edition", "working") == set()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "report.html").unlink(),
        lambda folder: (folder / "report.html").write_text("另一份", encoding="utf-8"),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{}", encoding="utf-8"),
    ],
)
def test_a_report_that_is_not_as_it_was_published_is_made_anew(spoil: Callable[[Path], None], project: Path):
    folder = project / "reports" / "jia" / "working" / "shili-0001"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    spoil(folder)
    assert "已生成的文件不全或被改动" in status("shili-0001")
    assert made() == {"shili-0001"}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_report_copied_back_as_it_was_counts_as_made(project: Path):
    page = project / "reports" / "jia" / "working" / "shili-0001" / "report.html"
    page.write_bytes(page.read_bytes())
    assert made() == set()


def test_all_is_made_anew_when_asked_for(project: Path):
    assert made("--batch", "jia", "--force") == EVERY


def test_no_digest_of_the_data_stands_in_an_edition_that_leaves_the_house(project: Path):
    assert made("--batch", "jia", "--edition", "official") == EVERY
    shown = "".join(
        path.read_text(encoding="utf-8") for path in (project / "reports" / "jia" / "official").rglob("*.*")
    )
    state = (project / "reports" / ".state" / "jia" / "official" / "shili-0001.json").read_text(
        encoding="utf-8"
    )
    # The manifest names the software, which anybody may have.
    for part, digest in json.loads(state)["parts"].items():
        assert part in {*fingerprint.SOFTWARE, "formats"} or digest not in shown, part
