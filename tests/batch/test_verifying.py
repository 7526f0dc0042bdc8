"""Whoever changes a published report, its manifest too, is found out, and what was changed is named."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from sweval.cli import main
from sweval.export.formats import FORMATS
from sweval.intake.atomic import digest
from sweval.intake.project_key import KEY, make_key
from sweval.run.many.index import INDEX
from sweval.run.many.runner import Options, run_all
from sweval.run.many.selection import tasks
from sweval.run.task import SCRATCH, TaskOutcome
from sweval.run.trust.publish import MANIFEST, edition_digest, root_digest
from sweval.run.verify import verifying
from sweval.run.verify.verifying import verify
from tests.batch.conftest import write_project
from tests.thorough import sampled

STATION = "shili-0001"


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with three reports in all formats."""
    home = tmp_path_factory.mktemp("made")
    write_project(root, home)
    stations = ("shili-0001", "shili-0002", "shili-0003")
    asked = tasks(home, stations, ("official",), {}, batch="jia", formats=FORMATS)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        assert run_all(home, asked, Options(2), lambda outcome: None)
    return home


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project, for one test to do with as it likes."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def published(project: Path) -> Path:
    """The edition's folder with its reports."""
    return project / "reports" / "jia" / "official"


@pytest.fixture
def quick(published: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Made again as it was made the first time, at no cost; the tests below without this make it in earnest."""
    kept = project / "kept"
    shutil.copytree(published, kept)

    def again(task: verifying.Task, folder: Path) -> TaskOutcome:
        shutil.copytree(kept / task.parameters.station, folder, dirs_exist_ok=True)
        (folder / MANIFEST).unlink()
        return TaskOutcome(task.parameters.station, "official", "made")

    monkeypatch.setattr(verifying, "watched", again)
    yield published


def found(project: Path, folder: Path, expected: str = "") -> list[str]:
    return [str(wrong) for wrong in verify(project, folder, expected)]


def rewrite(folder: Path) -> None:
    """What whoever changes a file can do as well: write the manifest, and the index, to match."""
    about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    files = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    about["files"] = {path.name: {"bytes": path.stat().st_size, "sha256": digest(path)} for path in files}
    before = edition_digest(folder.parent)
    (folder / MANIFEST).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    index = folder.parent / INDEX
    index.write_text(
        index.read_text(encoding="utf-8").replace(before, edition_digest(folder.parent)), encoding="utf-8"
    )


def test_what_nobody_touched_is_well(project: Path, published: Path):
    assert found(project, published) == []
    assert found(project, published, edition_digest(published)) == []
    assert found(project, published / STATION, root_digest(published / STATION)) == []
    assert [path.name for path in (project / "reports").iterdir() if path.name.startswith(".verify")] == []


def test_an_edited_number_is_named_with_its_figure(project: Path, published: Path):
    page = published / STATION / "report.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("89.12分", "91.12分"), encoding="utf-8")
    first, second = found(project, published / STATION)
    assert first == "report.html：与清单所载摘要不符，生成以后被改动"
    assert "91.12" in second and "89.12" in second
    rewrite(published / STATION)
    (only,) = found(project, published / STATION)
    assert only == second


def test_where_the_projects_key_is_missing_that_is_said(project: Path, monkeypatch: pytest.MonkeyPatch):
    """What is hidden, and the code at the end, are drawn with the key: elsewhere they can't be made again."""
    assert make_key(project)
    shutil.rmtree(project / "reports" / "jia" / "official" / STATION)
    asked = tasks(project, (STATION,), ("official",), {}, batch="jia")
    assert run_all(project, asked, Options(), lambda outcome: None)
    report = project / "reports" / "jia" / "official" / STATION
    assert list(verify(project, report)) == []
    key = project / KEY
    why = "（生成时用了项目的核对密钥，这里没有密钥，隐去的数和核对码不能照样得出，请放回原来的密钥再核对）"
    for other in ("", "00" * 32):
        key.unlink(missing_ok=True)
        if other:
            key.write_text(other, encoding="ascii")
            why = why.replace("没有密钥", "另有密钥")
        found = [str(one) for one in verify(project, report)]
        assert found and all(one.endswith(why) for one in found)


def test_other_data_give_other_figures(project: Path, published: Path):
    path = project / "data" / "stations" / STATION / "scores.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(purchaser,.*?)18\.01", r"\g<1>17.01", text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    wrong = found(project, published / STATION)
    assert {line.partition("：")[0] for line in wrong} == {
        "notebook.ipynb",
        "record.json",
        "report.docx",
        "report.html",
        "report.pdf",
    }
    assert any("89.12" in line and "88.12" in line for line in wrong), wrong


@pytest.mark.parametrize("seed", sampled((str(seed), (seed,)) for seed in range(10)))
def test_no_change_of_twenty_goes_unseen(seed: int, project: Path, quick: Path):
    """A byte of any file, a swapped file, an added row, a number in the page; a quarter or more with the manifest to match."""
    dice = random.Random(seed)
    whole, matched = project / "whole", 0
    shutil.copytree(quick, whole)
    for number in range(20):
        shutil.rmtree(quick)
        shutil.copytree(whole, quick)
        folder = quick / dice.choice(("shili-0001", "shili-0002", "shili-0003"))
        changed = _tampered(dice, quick, folder, ("byte", "swapped", "row", "number")[number % 4])
        if number % 3 == 0 and changed.parent == folder and changed.name != MANIFEST:
            rewrite(folder)
            matched += 1
        wrong = found(project, quick)
        assert wrong, changed
        named = changed.relative_to(quick).as_posix()
        assert any(line.startswith((named, INDEX)) for line in wrong), (changed, wrong)
    assert matched >= 5


def _tampered(dice: random.Random, home: Path, folder: Path, kind: str) -> Path:
    files = sorted(path for path in (*folder.iterdir(), home / INDEX) if path.is_file())
    path = dice.choice(files)
    if kind == "swapped":
        path = folder / dice.choice(
            ("report.html", "report.pdf", "report.docx", "notebook.ipynb", "record.json")
        )
        other = next(one for one in sorted(home.iterdir()) if one.is_dir() and one != folder)
        shutil.copy(other / path.name, path)
    elif kind == "row":
        path = folder / "report.html"
        text = path.read_text(encoding="utf-8")
        row = "<table><tr><th>添</th><td>1分</td></tr></table>"
        path.write_text(text.replace("</h1>", f"</h1>{row}", 1), encoding="utf-8")
    elif kind == "number":
        path = folder / "report.html"
        text = path.read_text(encoding="utf-8")
        numbers = list(re.finditer(r"\d+\.\d\d分", text))
        at = dice.choice(numbers)
        path.write_text(f"{text[: at.start()]}1{at[0]}{text[at.end() :]}", encoding="utf-8")
    else:
        content = bytearray(path.read_bytes())
        at = dice.randrange(len(content))
        content[at] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(content))
    return path


def test_files_that_came_or_went_are_named(project: Path, quick: Path):
    folder = quick / STATION
    (folder / "report.pdf").unlink()
    (folder / "more.html").write_text("x", encoding="utf-8")
    assert found(project, folder) == [
        "report.pdf：清单中有而没有这个文件",
        "more.html：清单中没有这个文件",
        "report.pdf：重新生成时有而没有公布这个文件",
    ]
    shutil.rmtree(quick / "shili-0002")
    assert any(line.startswith(INDEX) for line in found(project, quick))


def test_a_digest_from_elsewhere_tells_of_a_whole_other_report(project: Path, quick: Path):
    before = root_digest(quick / STATION)
    (quick / STATION / MANIFEST).write_text(
        (quick / STATION / MANIFEST).read_text(encoding="utf-8").replace('"seed": 1', '"seed":  1'),
        encoding="utf-8",
    )
    assert found(project, quick / STATION) == []
    (only,) = found(project, quick / STATION, before)
    assert only.startswith(f"{MANIFEST}：摘要是")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "\x00", '{"version": "sweval-manifest/2", "station": "../../etc"}', '{"station": 1}'],
)
def test_a_manifest_that_is_none_is_said_to_be(text: str, project: Path, quick: Path):
    (quick / STATION / MANIFEST).write_text(text, encoding="utf-8")
    assert found(project, quick / STATION) == [f"{MANIFEST}：读不出，或不是报告的清单"]


def test_a_manifest_of_another_station_makes_nothing_outside(project: Path, quick: Path):
    path = quick / STATION / MANIFEST
    for name in ("shili-0002", "../../etc", "nobody"):
        about = json.loads(path.read_text(encoding="utf-8"))
        about["station"] = name
        path.write_text(json.dumps(about), encoding="utf-8")
        assert found(project, quick / STATION)
    assert not (project.parent / "etc").exists()


def test_the_command_says_what_is_wrong_and_fails(project: Path, quick: Path):
    well = CliRunner().invoke(main, ["verify", str(quick), "--digest", edition_digest(quick)])
    assert well.exit_code == 0 and "与所给摘要一致" in well.output
    (quick / STATION / "report.html").write_text("另一份", encoding="utf-8")
    wrong = CliRunner().invoke(main, ["verify", str(quick)])
    assert wrong.exit_code == 1 and "report.html：与清单所载摘要不符" in wrong.output
    assert CliRunner().invoke(main, ["verify", str(project / "data")]).exit_code == 2


def test_scratch_is_not_compared(quick: Path):
    assert not (quick / STATION / SCRATCH).exists()
