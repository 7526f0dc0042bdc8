"""Which stations a call means, what it is told, and that two runs, or two stations, never meet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sweval.cli import main
from sweval.run.trust.publish import reports_lock
from tests.batch.conftest import write_notebook


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["run", "--formats", "html", *args])


def stations(result: Result) -> list[str]:
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return sorted(line["station"] for line in lines if "station" in line)


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("shili-0002",), ["shili-0002"]),
        (("shili-000[12]",), ["shili-0001", "shili-0002"]),
        (("shili-0003", "shili-*"), ["shili-0001", "shili-0002", "shili-0003"]),
        (("--batch", "jia"), ["shili-0001", "shili-0002", "shili-0003"]),
        (("--batch", "params/batches/jia.yaml"), ["shili-0001", "shili-0002", "shili-0003"]),
        (("--all",), ["shili-0001", "shili-0002", "shili-0003"]),
    ],
)
def test_the_stations_of_a_call(project: Path, args: tuple[str, ...], meant: list[str]):
    # What would be run is what is run, as one call shows.
    asked = CliRunner().invoke(main, ["status", "--formats", "html", *args]).output.splitlines()
    assert sorted(line.split()[0] for line in asked[:-1]) == meant


def test_the_stations_that_a_call_means_are_those_it_makes(project: Path):
    meant = ["shili-0001", "shili-0002"]
    result = run("shili-000[12]", "--log-format", "json")
    assert result.exit_code == 0 and stations(result) == meant
    assert all((project / "reports" / "jia" / "working" / id / "report.html").is_file() for id in meant)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "没有写明要运行哪些站点"),
        (("--all", "shili-0001"), "写法互相冲突"),
        (("nobody-*",), "没有符合的站点"),
        (("nobody",), "没有这个站点"),
        (("--batch", "yi"), "没有这个批次"),
        (("--all", "--formats", "html,doc"), "没有这种格式"),
        (("--all", "--formats", ","), "没有写格式"),
        (("--all", "-j", "0"), "值不正确"),
        (("--all", "--timeout", "0"), "值不正确"),
        (("--all", "--engine", "fast"), "值不正确"),
        (("--all", "-p", "editon", "official"), "editon"),
        (("--all", "--scheme", "shenzhen-2023"), "没有这个指标体系"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_made(project: Path, args: tuple[str, ...], words: str):
    result = run(*args)
    assert result.exit_code == 2 and words in result.output
    assert not (project / "reports").exists()


def test_faulty_parameters_of_one_station_refuse_the_whole_call(project: Path):
    path = project / "params" / "stations" / "shili-0002.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("seed", "sed"), encoding="utf-8")
    result = run("--batch", "jia")
    assert result.exit_code == 2 and "sed" in result.output
    assert not (project / "reports").exists()


def test_a_batch_ends_with_a_table_and_where_the_reports_are(project: Path):
    # Two editions of three stations: more than are described one by one.
    for number in (4, 5):
        _like_the_first(project, f"shili-{number:04d}")
    result = run("--all", "-j", "2")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["站点", "稿", "名称", "总分", "等级", "秒"]
    assert [line.split()[0] for line in lines[1:6]] == [f"shili-{n:04d}" for n in range(1, 6)]
    assert "报告在 reports/jia/working/" in lines and "报告在 reports/single/working/" in lines
    assert lines[-1].startswith("完成 5，用时")


def _like_the_first(project: Path, id: str) -> None:
    from tests.batch.conftest import add_station

    add_station(Path(__file__).parents[2], project, id)


def test_nothing_of_one_station_reaches_another(project: Path):
    spoil = (
        "import os, sys, random, matplotlib, pandas, numpy\n"
        "seen = (os.environ.get('SPOILT'), os.path.exists('left.txt'), matplotlib.rcParams['font.size'],\n"
        "        pandas.get_option('display.max_rows'), 'spoilt' in sys.modules, os.path.basename(os.getcwd()))\n"
        "print(seen, random.random(), numpy.random.rand())\n"
        "open('left.txt', 'w').close(); os.environ['SPOILT'] = '1'; sys.modules['spoilt'] = sys\n"
        "matplotlib.rcParams['font.size'] = 99; pandas.set_option('display.max_rows', 3); os.chdir('/')"
    )
    write_notebook(project, spoil)
    assert run("--batch", "jia", "-j", "1").exit_code == 0
    printed = {id: _printed(project, id) for id in ("shili-0001", "shili-0002", "shili-0003")}
    clean = "(None, False, 10.0, 60, False, 'scratch')"
    assert all(text.startswith(clean) for text in printed.values()), printed
    assert len(set(printed.values())) == 3, "each has random numbers of its own"
    assert run("--batch", "jia", "--force").exit_code == 0
    assert {id: _printed(project, id) for id in printed} == printed, "and the same ones each time"


def _printed(project: Path, id: str) -> str:
    path = project / "reports" / "jia" / "working" / id / "notebook.ipynb"
    cell = json.loads(path.read_text(encoding="utf-8"))["cells"][-1]
    return "".join(cell["outputs"][0]["text"])


def test_both_engines_give_the_same_files(project: Path):
    folder = project / "reports" / "jia" / "working" / "shili-0001"
    assert run("shili-0001").exit_code == 0
    ours = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run("shili-0001", "--engine", "standard").exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == ours


def test_a_module_of_the_project_can_be_imported(project: Path):
    (project / "ours.py").write_text("answer = 42\n", encoding="utf-8")
    write_notebook(project, "import ours\nprint(ours.answer)")
    assert run("shili-0001").exit_code == 0
    assert _printed(project, "shili-0001") == "42\n"


def test_a_file_of_the_projects_folder_shadows_no_library(project: Path):
    for name in ("random.py", "papermill.py", "sweval.py"):
        (project / name).write_text("raise SystemExit('shadowed')\n", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "sweval.cli", "run", "shili-0001"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_two_runs_on_one_folder_exclude_each_other(project: Path):
    with reports_lock(project):
        result = run("shili-0001")
    assert result.exit_code == 2
    assert f"另一次运行正在写入（进程{os.getpid()}，" in result.output
    assert run("shili-0001").exit_code == 0


def test_what_an_ended_run_left_is_swept_by_the_next(project: Path):
    home = project / "reports" / "jia" / "working"
    (home / ".staging-shili-0002-abc").mkdir(parents=True)
    (home / ".staging-shili-0002-abc" / "report.html").write_text("half", encoding="utf-8")
    assert run("shili-0001").exit_code == 0
    assert {path.name for path in home.iterdir()} == {"shili-0001", "index.html"}


def test_a_version_moved_aside_comes_back_where_the_new_one_never_came(project: Path):
    home = project / "reports" / "jia" / "working"
    assert run("shili-0001", "shili-0002").exit_code == 0
    before = (home / "shili-0002" / "report.html").read_bytes()
    (home / "shili-0002").rename(home / ".staging-shili-0002-abc123_x-former")
    assert run("shili-0001").exit_code == 0
    assert (home / "shili-0002" / "report.html").read_bytes() == before
