"""A station may do its worst: it costs one line, the others are made, and nothing of it is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result

from sweval.cli import main
from sweval.engine import processes
from sweval.intake.parameters import load_parameters
from sweval.run.many.supervise import PREPARES, supervise
from sweval.run.task import Limits, Task
from sweval.run.trust.publish import is_complete
from tests.batch.conftest import add_station, write_notebook

#: What a station's notebook does: the failure, and words of the line that tells it.
DEEDS: dict[str, tuple[str, str, str]] = {
    "raises": ("1 / 0", "notebook", "ZeroDivisionError: division by zero"),
    "exits": ("raise SystemExit(3)", "notebook", "SystemExit: 3"),
    "is-interrupted": ("raise KeyboardInterrupt", "notebook", "KeyboardInterrupt"),
    "loops": ("while True: pass", "time", "超过5秒"),
    "sleeps": ("import time\ntime.sleep(600)", "time", "超过5秒"),
    "ignores-signals": (
        "import signal\nsignal.signal(15, signal.SIG_IGN)\nwhile True: pass",
        "time",
        "超过5秒",
    ),
    "eats-memory": ("held = []\nwhile True: held.append(bytearray(20_000_000))", "memory", "上限为600 MB"),
    "leaves": ("import os\nos._exit(0)", "died", "退出码 0"),
    "leaves-with-three": ("import os\nos._exit(3)", "died", "退出码 3"),
    "segfaults": ("import ctypes\nctypes.string_at(0)", "died", "段错误"),
    "aborts": ("import os\nos.abort()", "died", "异常中止"),
    "is-killed": ("import os\nos.kill(os.getpid(), 9)", "died", "可能是内存不足"),
    "has-children": (
        "import subprocess, sys\n"
        "for _ in range(3): subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "while True: pass",
        "time",
        "超过5秒",
    ),
    "has-children-with-memory": (
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'import time; x = bytearray(900_000_000); time.sleep(600)'])",
        "memory",
        "上限为600 MB",
    ),
    "has-runaways": (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
        "1 / 0",
        "notebook",
        "ZeroDivisionError",
    ),
    "fills-the-disk": (
        # The system itself refuses what would make a file longer than 1 kB.
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))",
        "disk",
        "文件过大",
    ),
    "shows-another-edition": (
        'sweval.StationReport(report.evaluation, "official").proof()',
        "export",
        "不同稿次",
    ),
}
LIMITS = Limits(seconds=5, megabytes=600)


@pytest.fixture
def failing(root: Path, project: Path) -> Path:
    """The project, with a station for each deed whose notebook does it."""
    for id in DEEDS:
        add_station(root, project, id)
    deeds = {id: code for id, (code, *_) in DEEDS.items()}
    # Executed in a cell of its own, as an analyst's own cell would be.
    write_notebook(
        project, f"deeds = {deeds!r}", "get_ipython().run_cell(deeds.get(station, '')).raise_error()"
    )
    return project


def task(project: Path, station: str) -> Task:
    return Task(project, load_parameters(project, station, {}), "single", limits=LIMITS)


@pytest.mark.parametrize(
    "fork", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["forked", "spawned"]
)
@pytest.mark.parametrize("id", ["raises", "loops", "leaves-with-three", "has-children", "eats-memory"])
def test_whichever_way_a_process_is_made_it_is_watched(
    failing: Path, id: str, fork: bool, nobody_left: Callable[[], list[psutil.Process]]
):
    _, kind, words = DEEDS[id]
    # A process made from nothing takes seconds to import what a forked one finds there.
    limits = LIMITS if fork else replace(LIMITS, seconds=20)
    outcome = supervise(replace(task(failing, id), limits=limits), fork=fork)
    assert (outcome.state, outcome.failure) == ("failed", kind)
    assert words.replace("5秒", f"{limits.seconds:g}秒") in outcome.messages[0]
    assert not wait_until_gone(nobody_left)


def test_a_process_made_from_nothing_is_watched_too(
    failing: Path, nobody_left: Callable[[], list[psutil.Process]]
):
    outcome = supervise(
        replace(task(failing, "leaves-with-three"), limits=replace(LIMITS, seconds=20)), fork=False
    )
    assert (outcome.state, outcome.failure) == ("failed", "died") and "退出码 3" in outcome.messages[0]
    assert not wait_until_gone(nobody_left)


def test_a_batch_with_every_kind_of_failure_makes_all_other_reports(
    failing: Path, nobody_left: Callable[[], list[psutil.Process]]
):
    faulty = add_faulty_data(failing)
    result = run(failing, "--all", "--log-format", "json")
    assert result.exit_code == 1
    *lines, closing = [json.loads(line) for line in result.stdout.splitlines()]
    outcomes = {line["station"]: line for line in lines}
    assert closing["made"] == 3 and closing["failed"] == len(DEEDS) + 1
    for id, (_, kind, words) in DEEDS.items():
        told = outcomes[id]
        assert told["state"] == "failed" and told["failure"] == kind, (id, told)
        assert any(words in says for says in told["says"]), (id, told)
    assert outcomes[faulty]["failure"] == "data" and "scores.csv" in outcomes[faulty]["says"][0]
    reports = failing / "reports"
    assert sorted(path.parent.name for path in reports.rglob("report.html")) == [
        "shili-0001",
        "shili-0002",
        "shili-0003",
    ]
    assert not list(reports.rglob(".staging-*"))
    assert not wait_until_gone(nobody_left)
    for id in DEEDS:
        assert DEEDS[id][2] in (reports / "single" / "logs" / "working" / f"{id}.log").read_text(
            encoding="utf-8"
        )


def test_a_failed_station_keeps_its_former_report_and_its_notebook_as_far_as_it_came(failing: Path):
    write_notebook(failing)
    assert run(failing, "loops").exit_code == 0
    page = failing / "reports" / "single" / "working" / "loops" / "report.html"
    before = page.read_bytes()
    write_notebook(failing, "print('so far')", "while True: pass", "print('never')")
    assert run(failing, "loops").exit_code == 1
    assert page.read_bytes() == before
    path = failing / "reports" / "single" / "logs" / "working" / "loops.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert "so far\n" in [output.get("text") for output in outputs]
    assert outputs[-1]["ename"] == "超过时限" and "5秒" in outputs[-1]["evalue"]
    assert "papermill-error-cell" in "".join(notebook["cells"][0]["source"])
    # Once it goes well, nothing speaks of the failure any more.
    write_notebook(failing)
    assert run(failing, "loops").exit_code == 0
    assert not path.exists() and not path.with_suffix(".log").exists()


@pytest.mark.parametrize("engine", ["sweval", pytest.param("standard", marks=pytest.mark.slow)])
def test_whichever_engine_runs_it_the_error_is_in_the_cell_that_ran(failing: Path, engine: str):
    write_notebook(failing, "print('so far')", "import time\ntime.sleep(600)", "print('never')")
    seconds = "5" if engine == "sweval" else "25"
    result = CliRunner().invoke(
        main, ["run", "shili-0001", "--formats", "html", "--engine", engine, "--timeout", seconds]
    )
    assert result.exit_code == 1 and f"超过{seconds}秒" in result.output
    notebook = json.loads((failing / "reports/jia/logs/working/shili-0001.ipynb").read_text(encoding="utf-8"))
    (failed,) = [cell for cell in notebook["cells"] if "time.sleep" in "".join(cell["source"])]
    assert [output["output_type"] for output in failed["outputs"]] == ["error"]


def test_many_short_cells_are_watched_too(failing: Path):
    write_notebook(failing, *["import time\ntime.sleep(0.05)"] * 150)
    assert "超过5秒" in run(failing, "shili-0001").output


def test_a_failure_is_one_line_with_the_place_to_read_on(failing: Path):
    result = run(failing, "raises", "leaves-with-three")
    lines = result.stderr.splitlines()
    assert sorted(lines) == [
        "leaves-with-three 工作底稿：进程异常结束：退出码 3（详见 reports/single/logs/working/leaves-with-three.log）",
        "raises 工作底稿：笔记本运行出错：第6格：ZeroDivisionError: division by zero"
        "（详见 reports/single/logs/working/raises.log）",
    ]
    assert result.stdout.splitlines()[-1].startswith("失败 2，用时")


def test_after_a_failure_the_rest_can_be_left(failing: Path):
    result = run(failing, "raises", "shili-0001", "shili-0002", "shili-0003", "--fail-fast", "-j", "1")
    assert result.exit_code == 1
    assert result.stderr.count("未运行：因 --fail-fast 未运行") >= 1
    assert len(list((failing / "reports").rglob("report.html"))) <= 2


def test_only_what_failed_is_run_again(failing: Path):
    assert run(failing, "raises", "--batch", "jia").exit_code == 2
    assert run(failing, "raises", "shili-0001").exit_code == 1
    write_notebook(failing)
    result = run(failing, "raises", "shili-0001", "--only-failed")
    assert result.exit_code == 0 and "完成 1，跳过 1" in result.stdout
    assert "shili-0001 工作底稿：上次没有失败，未重新生成" in result.stdout


def test_a_zygote_that_is_killed_costs_no_report(failing: Path):
    write_notebook(failing, "import time\ntime.sleep(1.5)")
    assert run(failing, "shili-0001").exit_code == 0
    first = processes.zygote(PREPARES)
    ending = threading.Timer(1.0, first.process.kill)
    ending.start()
    result = run(failing, "--batch", "jia", "--force", "-j", "2")
    ending.join()
    assert result.exit_code == 0, result.output
    assert "完成 3" in result.stdout
    assert processes.zygote(PREPARES) is not first


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a file system")
def test_a_disk_that_is_full_costs_no_former_report(failing: Path):
    reports = failing / "reports"
    reports.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(reports)], check=False)
    # A container may forbid it even to root; there the test can't be made.
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        assert run(failing, "shili-0001").exit_code == 0
        page = reports / "jia" / "working" / "shili-0001" / "report.html"
        before = page.read_bytes()
        fill(reports / "ballast")
        write_notebook(failing, "print(1)")
        result = run(failing, "--batch", "jia")
        assert result.exit_code == 1 and "Traceback" not in result.output
        assert result.stderr.count("读写文件出错：磁盘已满") == 3, result.stderr
        assert page.read_bytes() == before and is_complete(page.parent)
        assert not list(reports.rglob(".staging-*"))
    finally:
        subprocess.run(["umount", str(reports)], check=True)


def fill(path: Path) -> None:
    """Write until nothing fits any more but a few small files."""
    with path.open("wb", buffering=0) as file:
        with suppress(OSError):
            while True:
                file.write(b"0" * 4096)
        file.truncate(file.tell() - 60_000)


def add_faulty_data(project: Path) -> str:
    scores = project / "data" / "stations" / "faulty-data"
    add_station(Path(__file__).parents[2], project, scores.name)
    text = (scores / "scores.csv").read_text(encoding="utf-8")
    head, first, rest = text.split("\n", 2)
    (scores / "scores.csv").write_text("\n".join([head, first.replace(",", ",x", 1), rest]), encoding="utf-8")
    return scores.name


def run(project: Path, *args: str) -> Result:
    limits = ("--timeout", str(LIMITS.seconds), "--memory-limit", str(LIMITS.megabytes))
    return CliRunner().invoke(main, ["run", "--formats", "html", *args, *limits])


def wait_until_gone(left: Callable[[], list[psutil.Process]]) -> list[psutil.Process]:
    """What is left after two seconds: the system takes a moment to end a process."""
    for _ in range(20):
        if not left():
            return []
        time.sleep(0.1)
    return left()


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are made another way there")
