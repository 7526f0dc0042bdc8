"""One project, one key: with another, other counts would be hidden, and two reports together give some of them away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import sweval
from sweval.cli import main
from sweval.domain.values.faults import Refused
from sweval.intake.project_key import KEY, NAME, key_name, make_key, read_key
from sweval.run.many.runner import Options, run_all
from sweval.run.many.selection import tasks
from sweval.run.task import TaskOutcome
from sweval.run.trust.fingerprint import Fingerprints

STATION = "shili-0001"


def run(project: Path, edition: str = "official") -> TaskOutcome:
    outcomes: list[TaskOutcome] = []
    run_all(project, tasks(project, (STATION,), (edition,), {}, batch="jia"), Options(), outcomes.append)
    return outcomes[0]


def test_a_report_is_not_made_again_with_another_key(project: Path):
    home = project / "reports" / "jia" / "official" / STATION
    assert run(project).state == "made"
    before = (home / "report.html").read_bytes()
    assert make_key(project)
    outcome = run(project)
    assert (outcome.state, outcome.failure) == ("failed", "key")
    assert (
        "已有的报告没有用核对密钥" in outcome.messages[0]
        and f"请删去 reports/jia/official/{STATION}/" in outcome.messages[0]
    )
    assert (home / "report.html").read_bytes() == before
    # The working papers hide nothing.
    assert run(project, "working").state == "made"
    shutil.rmtree(home)
    assert run(project).state == "made"
    for path in (KEY, NAME):
        (project / path).unlink()
    assert make_key(project)
    assert run(project).failure == "key"


def test_a_copy_without_the_key_knows_of_it(project: Path):
    assert make_key(project)
    key = (project / KEY).read_bytes()
    assert (project / NAME).read_text(encoding="ascii").strip() == key_name(read_key(project))
    (project / KEY).unlink()
    outcome = run(project)
    assert (
        outcome.failure == "key"
        and "不在这里，请从原来的电脑拷来 params/verification.key" in outcome.messages[0]
    )
    result = CliRunner().invoke(main, ["key"])
    assert result.exit_code == 2 and "不在这里" in result.output and not (project / KEY).exists()
    (project / KEY).write_text("00" * 32, encoding="ascii")
    assert "不是项目的核对密钥" in run(project).messages[0]
    (project / KEY).write_bytes(key)
    assert run(project).state == "made"


def name_earlier(project: Path, station: str, earlier: str) -> None:
    path = project / "data" / "stations" / station / "station.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("assessment:\n", f"assessment:\n  earlier: {earlier}\n"), encoding="utf-8")


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ({STATION: STATION}, "不能是本次评估"),
        ({STATION: "shili-0009"}, "上次评估的数据读不了"),
        ({STATION: "shili-0002"}, "是另一个社工站"),
        ({STATION: "shili-0002", "shili-0002": STATION}, "不能是本次评估，或以本次为上次评估的"),
    ],
    ids=["itself", "nowhere", "another", "in a circle"],
)
def test_an_earlier_assessment_that_is_none_is_refused(names: dict[str, str], problem: str, project: Path):
    for station, earlier in names.items():
        name_earlier(project, station, earlier)
    with pytest.raises(Refused, match=problem):
        sweval.load_station(STATION, sweval.load_scheme("guangzhou-2023"))
    outcome = run(project)
    assert outcome.failure == "data" and problem in "".join(outcome.messages)


def test_other_data_of_the_earlier_assessment_make_the_report_anew(project: Path):
    shutil.copytree(project / "data" / "stations" / STATION, project / "data" / "stations" / "shili-0001-vor")
    path = project / "data" / "stations" / "shili-0001-vor" / "station.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(f"id: {STATION}", "id: shili-0001-vor"), encoding="utf-8"
    )
    name_earlier(project, STATION, "shili-0001-vor")
    (task,) = tasks(project, (STATION,), ("official",), {}, batch="jia")
    before = Fingerprints(project).of(task)["earlier"]
    counts = path.parent / "coverage.csv"
    counts.write_text(counts.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert Fingerprints(project).of(task)["earlier"] != before
