"""Many tasks in parallel, each in a separate process: unchanged reports are skipped, each task has one outcome.

Runs on any ``concurrent.futures.Executor``: threads that only watch processes, or the workers of a cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sweval.engine import processes
from sweval.intake.atomic import sweep
from sweval.run.many.index import write_portals
from sweval.run.many.state import save_state, state_of
from sweval.run.many.supervise import PREPARES, supervise
from sweval.run.one.notebook import refuse_notebook
from sweval.run.task import RETRIED, Task, TaskOutcome, failure
from sweval.run.trust.fingerprint import Fingerprints
from sweval.run.trust.publish import STAGING, reports_lock
from sweval.run.trust.stamp import with_stamp

#: Tasks submitted to the executor for each worker; the rest wait here.
WAITING: Final = 2
TRIES: Final = 3
#: Number of tasks from which a rehearsal saves time.
REHEARSED: Final = 12


@dataclass(frozen=True)
class Options:
    """How a batch is run."""

    workers: int = 1
    force: bool = False
    only_failed: bool = False
    fail_fast: bool = False


def run_all(
    root: Path,
    tasks: Sequence[Task],
    options: Options,
    report: Callable[[TaskOutcome], None],
    executor: Executor | None = None,
) -> bool:
    """Run all tasks that are due; ``True`` if none failed. ``report`` is called with each outcome at once.

    Raises ``Refused`` if another run writes to ``reports/``, or no report can be made at all.
    """
    with reports_lock(root):
        folders = {task.target.parent for task in tasks}
        for folder in folders:
            sweep(folder, STAGING)
        due: list[tuple[Task, dict[str, str]]] = []
        fingerprints = Fingerprints(root)
        for task in tasks:
            parts = fingerprints.of(task)
            state = state_of(task, parts)
            if options.only_failed and not state.failed:
                report(_skipped(task, "上次没有失败"))
            elif state.due or options.force:
                due.append((with_stamp(task, parts), parts))
            else:
                report(_skipped(task, state.reason))
        if due:
            refuse_notebook(root)
        if executor is None and processes.CAN_FORK and len(due) >= REHEARSED:
            processes.zygote(PREPARES).rehearse(str(root), due[0][0].parameters.scheme)
        passed = True
        pool = executor or ThreadPoolExecutor(options.workers)
        try:
            for task, parts, outcome in _outcomes(pool, due, options):
                save_state(task, outcome, parts)
                report(outcome)
                passed &= outcome.state != "failed"
        except BaseException:
            # Interrupted: the running processes are ended.
            processes.end_all()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
        pool.shutdown()
        for folder in folders:
            # Left by a worker of a cluster that was killed.
            sweep(folder, STAGING)
        write_portals(root, tasks)
        return passed


def _skipped(task: Task, reason: str) -> TaskOutcome:
    return TaskOutcome(task.parameters.station, task.parameters.edition, "unchanged", messages=(reason,))


def _outcomes(
    pool: Executor, due: Sequence[tuple[Task, dict[str, str]]], options: Options
) -> Iterator[tuple[Task, dict[str, str], TaskOutcome]]:
    """Each task's outcome at once; the executor holds no more tasks than keep it busy."""
    waiting = iter(due)
    running: dict[Future[TaskOutcome], tuple[Task, dict[str, str], int]] = {}
    stopped = False

    def submit(task: Task, parts: dict[str, str], tries: int) -> None:
        running[pool.submit(supervise, task)] = (task, parts, tries)

    while True:
        if not stopped:
            for task, parts in islice(waiting, options.workers * WAITING - len(running)):
                submit(task, parts, 1)
        if not running:
            break
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            task, parts, tries = running.pop(future)
            outcome = _outcome(task, future)
            if outcome.failure in RETRIED and tries < TRIES:
                submit(task, parts, tries + 1)
                continue
            yield task, parts, outcome
            if outcome.state == "failed" and options.fail_fast and not stopped:
                stopped = True
                for other in [other for other in running if other.cancel()]:
                    task, parts, _ = running.pop(other)
                    yield task, parts, _stopped(task)
    for task, parts in waiting:
        yield task, parts, _stopped(task)


def _stopped(task: Task) -> TaskOutcome:
    return failure(task, "stopped", "因 --fail-fast 未运行")


def _outcome(task: Task, future: Future[TaskOutcome]) -> TaskOutcome:
    """The outcome of a task; an error of the executor is a fault of the machine."""
    try:
        return future.result()
    except Exception as error:
        return failure(task, "machine", f"{type(error).__name__}: {error}")
