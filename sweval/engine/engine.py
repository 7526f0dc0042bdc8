"""The papermill engine ``sweval``: cells run in a forked process instead of a kernel.

``papermill --engine sweval …`` works once the package is installed; papermill imports this module at its start,
so that nothing heavy is imported here.
"""

from __future__ import annotations

import os
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from papermill.engines import Engine, NotebookExecutionManager

if TYPE_CHECKING:
    from sweval.engine.journal import Journal

#: What runs the cells in a process made for it.
CELLS: Final = "sweval.engine.engine:cells_of"
#: What that process has imported before it begins; the rest is the notebook's affair.
SHELL: Final = "sweval.engine.shell"


class SwevalEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs the cells in a process of their own; in this very one where it was made for one task."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: float | None = None,
        journal: Journal | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells; ``execution_timeout`` is seconds a cell, none by default. An error stays in its cell."""
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
            journal.tell(index)

    def ended(index: int) -> None:
        nb_man.cell_complete(cells[index], index)
        if journal:
            journal.ended(index, cells[index])

    if not execute_cells(nb_man.nb, started, ended):
        _mark_failed(nb_man, last)


def _elsewhere(nb_man: NotebookExecutionManager, limit: float) -> None:
    from sweval.engine.processes import Ended, start

    process = start(CELLS, nb_man.nb, dict(os.environ), directory=str(Path.cwd()), prepares=SHELL)
    last, sound = 0, True
    since = time.monotonic()
    try:
        while True:
            said = process.next(min(limit, 1.0))
            if isinstance(said, Ended):
                break
            if said is None:
                if time.monotonic() - since > limit:
                    _fail(nb_man, last, "CellTimeoutError", f"超过每格时限{limit:g}秒，已中止")
                    return
                continue
            since = time.monotonic()
            if isinstance(said, bool):
                sound = said
                continue
            index, outputs, count = said
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
    if said.code:
        _fail(nb_man, last, "DeadKernelError", f"运行笔记本的进程异常结束（{said.code}）")
    elif not sound:
        _mark_failed(nb_man, last)


def cells_of(connection: Connection, notebook: Any, environment: dict[str, str]) -> None:
    """In the process made for it: run the cells, tell of each its outputs, and at the end whether none failed."""
    from sweval.engine.shell import execute_cells

    # As a kernel has it: modules beside the notebook can be imported.
    sys.path.insert(0, "")
    os.environ.clear()
    os.environ.update(environment)
    cells = notebook.cells
    sound = execute_cells(
        notebook,
        started=lambda index: connection.send((index, None, None)),
        ended=lambda index: connection.send(
            (index, cells[index].get("outputs", []), cells[index].get("execution_count"))
        ),
    )
    connection.send(sound)


def _mark_failed(nb_man: NotebookExecutionManager, index: int) -> None:
    """Say to papermill which cell failed. Where it has taken back what it showed, it shows that it failed."""
    cell = nb_man.nb.cells[index]
    if any(output.output_type == "error" for output in cell.get("outputs", ())):
        nb_man.cell_exception(cell, cell_index=index)
    else:
        _fail(nb_man, index, "CellFailed", "这一格没有运行完")


def _fail(nb_man: NotebookExecutionManager, index: int, name: str, says: str) -> None:
    """Put the error that no cell could show itself into the cell that ran."""
    from sweval.engine.journal import append_error

    cell = nb_man.nb.cells[index]
    append_error(cell, name, says)
    nb_man.cell_exception(cell, cell_index=index)
