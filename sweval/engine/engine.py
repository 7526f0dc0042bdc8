"""The papermill engine ``sweval``: cells run in a forked process instead of a kernel.

``papermill --engine sweval …`` works once the package is installed. papermill imports this module at its start, so
nothing heavy is imported at its top.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from papermill.engines import Engine, NotebookExecutionManager

if TYPE_CHECKING:
    from sweval.engine.notebook_file import Journal

#: The function that runs the cells in a process made for it.
CELLS: Final = "sweval.engine.shell:run_cells"
#: The module preloaded in that process; the notebook imports the rest.
SHELL: Final = "sweval.engine.shell"


class SwevalEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs the cells in a separate process, or in this one if it was made for one task."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: float | None = None,
        journal: Journal | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells; ``execution_timeout`` in seconds a cell, no limit by default. An error stays in its cell."""
        from sweval.engine import child

        if child.private:
            _here(nb_man, journal)
        else:
            _elsewhere(nb_man, execution_timeout or float("inf"))


def _here(nb_man: NotebookExecutionManager, journal: Journal | None) -> None:
    from sweval.engine.shell import execute_cells

    cells = nb_man.nb.cells
    last = 0

    def started(index: int) -> None:
        nonlocal last
        last = index
        nb_man.cell_start(cells[index], index)
        if journal:
            journal.started(index)

    def ended(index: int) -> None:
        nb_man.cell_complete(cells[index], index)
        if journal:
            journal.ended(index, cells[index])

    if not execute_cells(nb_man.nb, started, ended):
        _mark_failed(nb_man, last)


def _elsewhere(nb_man: NotebookExecutionManager, limit: float) -> None:
    from sweval.engine.processes import Ended, start

    process = start(CELLS, nb_man.nb, dict(os.environ), directory=str(Path.cwd()), prepares=SHELL)
    last, passed = 0, True
    since = time.monotonic()
    try:
        while True:
            message = process.next(min(limit, 1.0))
            if isinstance(message, Ended):
                break
            if message is None:
                if time.monotonic() - since > limit:
                    _fail(nb_man, last, "CellTimeoutError", f"超过每格时限{limit:g}秒，已中止")
                    return
                continue
            since = time.monotonic()
            if isinstance(message, bool):
                passed = message
                continue
            index, outputs, count = message
            cell = nb_man.nb.cells[index]
            if outputs is None:
                last = index
                nb_man.cell_start(cell, index)
            else:
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = outputs, count
                nb_man.cell_complete(cell, index)
    finally:
        process.close()
    if message.code:
        _fail(nb_man, last, "DeadKernelError", f"运行笔记本的进程异常结束（{message.code}）")
    elif not passed:
        _mark_failed(nb_man, last)


def _mark_failed(nb_man: NotebookExecutionManager, index: int) -> None:
    """Report the failed cell to papermill, with a new error where the cell has cleared its own."""
    cell = nb_man.nb.cells[index]
    if any(output.output_type == "error" for output in cell.get("outputs", ())):
        nb_man.cell_exception(cell, cell_index=index)
    else:
        _fail(nb_man, index, "CellFailed", "这一格没有运行完")


def _fail(nb_man: NotebookExecutionManager, index: int, name: str, message: str) -> None:
    """Put an error into the cell that ran and could not show it itself."""
    from sweval.engine.notebook_file import append_error

    cell = nb_man.nb.cells[index]
    append_error(cell, name, message)
    nb_man.cell_exception(cell, cell_index=index)
