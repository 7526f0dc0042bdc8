"""Running a notebook's cells in this process: what a kernel does, without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nbformat import NotebookNode

#: Tags by which a notebook says how a cell is to be run, as nbclient knows them.
MAY_FAIL: Final = "raises-exception"
SKIP: Final = "skip-execution"


def execute_cells(
    notebook: NotebookNode,
    started: Callable[[int], None] = lambda index: None,
    ended: Callable[[int], None] = lambda index: None,
) -> bool:
    """Run the code cells in order, their outputs put into them; ``False`` where one failed and the rest didn't run.

    ``started`` and ``ended`` are told the index of each cell, of whichever type; ``ended`` at the end once more
    of all that ran, where a cell changed what another had shown.
    """
    from sweval.batch.shell import make_shell

    shell = make_shell()
    sound = True
    for index, cell in enumerate(notebook.cells):
        started(index)
        sound = _execute(shell, cell)
        ended(index)
        if not sound:
            break
    if shell.outputs.updated:
        for changed in range(index):
            ended(changed)
    return sound


def _execute(shell: Any, cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or SKIP in tags:
        return True
    cell.execution_count = shell.execution_count
    with shell.capturing() as outputs:
        result = shell.run_cell(cell.source, store_history=True)
    # A display may be updated by a later cell: the outputs themselves are kept, not copies.
    cell.outputs = outputs
    return bool(result.success) or MAY_FAIL in tags
