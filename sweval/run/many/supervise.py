"""One task from its start to its publication: limits enforced, its processes ended, one outcome."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import psutil

from sweval.domain.disclosure.editions import is_handed_over
from sweval.engine import processes
from sweval.engine.processes import Ended, NoZygote, Process
from sweval.intake.project_key import BRING, KEY, NAME, key_problem
from sweval.run.task import FAILURES, SCRATCH, Task, TaskOutcome, failure, system_error_text
from sweval.run.trust.publish import MANIFEST, read_json, staging

#: Seconds between two checks of a task's limits.
POLL: Final = 0.2
#: The module preloaded in every process.
PREPARES: Final = "sweval.run.one.warming"
MAKE: Final = "sweval.run.one.making:make_report"
KEEP: Final = "sweval.engine.notebook_file:keep_unfinished"
#: Seconds allowed for writing an unfinished notebook.
PATIENCE: Final = 60.0
SIGNALS: Final = {-9: "被系统强行结束，可能是内存不足", -11: "段错误", -6: "异常中止"}


class _NotMade(Exception):
    def __init__(self, outcome: TaskOutcome) -> None:
        self.outcome = outcome


def supervise(task: Task, *, fork: bool = processes.CAN_FORK) -> TaskOutcome:
    """Make and publish a task's report in a separate process. A station's faults are an outcome, never an exception.

    After a failure the former report stays; the log and the unfinished notebook are in ``reports/<batch>/logs/``.
    """
    started = time.monotonic()
    if problem := key_conflict(task):
        return failure(task, "key", problem)
    try:
        for path in (task.log, task.failed_notebook):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
        with staging(task.target, task.about) as folder:
            (folder / SCRATCH).mkdir()
            outcome = watched(task, folder, fork)
            if outcome.state != "made":
                raise _NotMade(outcome)
            shutil.rmtree(folder / SCRATCH)
    except _NotMade as not_made:
        outcome = not_made.outcome
    except NoZygote:
        outcome = failure(task, "machine", "运行进程意外结束")
    except OSError as error:
        outcome = failure(task, "disk", system_error_text(error))
    _close_log(task, outcome)
    return replace(outcome, seconds=time.monotonic() - started)


def key_conflict(task: Task) -> str:
    """Why a report that is handed over can't be made with the present key, in Chinese; empty if it can."""
    if not is_handed_over(task.parameters.edition):
        return ""
    if problem := key_problem(task.root):
        return f"{problem}，{BRING}"
    try:
        before = str(read_json(task.target / MANIFEST)["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    if before == task.key:
        return ""
    was = f"用的是核对密钥{before}" if before else "没有用核对密钥"
    now = f"现在的密钥是{task.key}" if task.key else "现在没有密钥"
    folder = task.target.relative_to(task.root).as_posix()
    again = "请放回原来的密钥" if before else f"请移走 {KEY.as_posix()} 和 {NAME.as_posix()}"
    return (
        f"已有的报告{was}，{now}：两次隐去的数不同，合起来可以推知。已经送出的，{again}；"
        f"没有送出的，请删去 {folder}/ 再生成"
    )


def watched(task: Task, folder: Path, fork: bool = processes.CAN_FORK) -> TaskOutcome:
    """Make a task's files in ``folder``, in a separate process that is ended beyond its limits."""
    scratch = folder / SCRATCH
    process = processes.start(
        MAKE, task, folder, directory=str(scratch), prepares=PREPARES, log=str(task.log), fork=fork
    )
    outcome: TaskOutcome | None = None
    started, checked, peak, cell = time.monotonic(), 0.0, 0, 0
    kind, message = "", ""
    try:
        while True:
            received = process.next(POLL)
            if isinstance(received, Ended):
                break
            if isinstance(received, TaskOutcome):
                outcome = received
            elif received is not None:
                cell = received
            # Limits are checked a few times a second, however many messages come.
            if (now := time.monotonic()) - checked < POLL:
                continue
            checked = now
            peak = max(peak, megabytes(process))
            if peak > task.limits.megabytes:
                kind, message = "memory", f"用了{peak} MB，上限为{task.limits.megabytes} MB"
            elif now - started > task.limits.seconds:
                kind, message = "time", f"超过{task.limits.seconds:g}秒"
            if kind:
                break
    finally:
        process.close()
    if kind or outcome is None:
        if not kind:
            code = received.code if isinstance(received, Ended) else 0
            kind, message = "died", SIGNALS.get(code, f"退出码 {code}")
        _keep_unfinished(task, scratch, cell, FAILURES[kind], message, fork)
        outcome = failure(task, kind, message)
    return replace(outcome, megabytes=peak)


def megabytes(process: Process) -> int:
    """The memory of a process and all it started, in MB."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        for part in (psutil.Process(process.pid), *processes.descendants(process.pid)):
            with suppress(psutil.NoSuchProcess):
                total += part.memory_info().rss
    return total // 2**20


def _keep_unfinished(task: Task, scratch: Path, cell: int, name: str, message: str, fork: bool) -> None:
    """Write the unfinished notebook, in another process: the library that reads notebooks is large."""
    arguments = (scratch, task.failed_notebook, cell, name, message)
    process = processes.start(
        KEEP, *arguments, directory=str(scratch), prepares=PREPARES, log=str(task.log), fork=fork
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not isinstance(process.next(1.0), Ended) and time.monotonic() < deadline:
            pass
    finally:
        process.close()


def _close_log(task: Task, outcome: TaskOutcome) -> None:
    """End the log with the failure; remove the empty log of a success."""
    # On a full disk there is no log, only the outcome.
    with suppress(OSError):
        if outcome.state == "failed":
            with task.log.open("a", encoding="utf-8") as log:
                log.write("\n".join([FAILURES[outcome.failure], *outcome.messages]) + "\n")
        elif not task.log.stat().st_size:
            task.log.unlink()
