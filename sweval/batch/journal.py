"""How far a notebook came, written cell by cell: what is left when its process is ended.

The first line is the notebook without outputs, each further one a cell's outputs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


class Journal:
    """Written by the process that runs the notebook; ``tell`` is told the index of each cell that begins."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        self.path, self.tell = path, tell

    def begin(self, notebook: Any) -> None:
        """Write the notebook as it is before it runs."""
        self.path.write_text(json.dumps(notebook) + "\n", encoding="utf-8")

    def ended(self, index: int, cell: Any) -> None:
        """Write a cell's outputs."""
        if cell.get("outputs"):
            entry = [index, cell["execution_count"], cell["outputs"]]
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")


def unfinished(path: Path) -> Any:
    """The notebook as far as its journal goes, ``None`` where there is none; a line cut short is left out."""
    from nbformat import from_dict

    try:
        first, *entries = path.read_text(encoding="utf-8").splitlines()
        notebook = from_dict(json.loads(first))  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        return None
    for entry in entries:
        try:
            index, count, outputs = json.loads(entry)
        except ValueError:
            break
        notebook.cells[index].execution_count = count
        notebook.cells[index].outputs = from_dict(outputs)  # type: ignore[no-untyped-call]
    return notebook


def running_cell(notebook: Any) -> int:
    """The index of the cell that papermill says is running; the first, where it says so of none."""
    states = [cell.metadata.get("papermill", {}).get("status") for cell in notebook.cells]
    return states.index("running") if "running" in states else 0


def add_error(notebook: Any, index: int, name: str, says: str) -> None:
    """Put an error that no cell could show itself into the cell that ran, and links to it as papermill does."""
    from nbformat.v4 import new_output
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    cell = notebook.cells[index]
    if cell.cell_type == "code":
        error = new_output("error", ename=name, evalue=says, traceback=[f"{name}: {says}"])  # type: ignore[no-untyped-call]
        cell.outputs = [*cell.get("outputs", []), error]
    with suppress(PapermillExecutionError):
        raise_for_execution_errors(notebook, None)
