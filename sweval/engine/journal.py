"""How far a notebook came, written cell by cell: what is left when its process is ended.

The first line is the notebook without outputs, each further one a cell's outputs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sweval.engine.notebook_file import line, without_counts, write

#: Where papermill's own engine keeps the notebook while it runs, and ours the outputs of the cells so far.
PARTIAL, JOURNAL = "partial.ipynb", "journal"


class Journal:
    """Written by the process that runs the notebook; ``tell`` is told the index of each cell that begins."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        self.tell = tell
        #: Each cell's outputs as they were written.
        self.written: dict[int, str] = {}
        # Kept open till the end: opening takes as long as writing.
        self._file = path.open("w", encoding="utf-8", errors="surrogatepass")

    def begin(self, notebook: Any) -> None:
        """Write the notebook as it is before it runs."""
        self._write(json.dumps(notebook))

    def ended(self, index: int, cell: Any) -> None:
        """Write a cell's outputs."""
        if cell.get("outputs"):
            self.written[index] = line(without_counts(cell["outputs"]))
            self._write(f"[{index}, {json.dumps(cell['execution_count'])}, {self.written[index]}]")

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def _write(self, text: str) -> None:
        self._file.write(text + "\n")
        # Once it is the system's, it outlives this process.
        self._file.flush()


def unfinished(path: Path) -> Any:
    """The notebook as far as its journal goes, ``None`` where there is none; a line cut short is left out."""
    from nbformat import from_dict

    try:
        # Not splitlines: a text may hold characters that it takes for line ends.
        first, *entries = path.read_text(encoding="utf-8", errors="surrogatepass").rstrip("\n").split("\n")
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


def append_error(cell: Any, name: str, says: str) -> None:
    """Show an error in a code cell that it could not show itself."""
    from nbformat.v4 import new_output

    if cell.cell_type == "code":
        error = new_output("error", ename=name, evalue=says, traceback=[f"{name}: {says}"])  # type: ignore[no-untyped-call]
        cell.outputs = [*cell.get("outputs", []), error]


def add_error(notebook: Any, index: int, name: str, says: str) -> None:
    """Put an error that no cell could show itself into the cell that ran, and links to it as papermill does."""
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    append_error(notebook.cells[index], name, says)
    with suppress(PapermillExecutionError):
        raise_for_execution_errors(notebook, None)


def keep_unfinished(
    connection: Connection, scratch: Path, target: Path, cell: int, name: str, says: str
) -> None:
    """Write a notebook to ``target`` as far as it came, with the error in the cell that ran; in a process of its own.

    There is none where the notebook was cut off while it was written, or the disk has no room for it.
    """
    import nbformat

    with suppress(OSError, ValueError):
        if (partial := scratch / PARTIAL).exists():
            # papermill's own engine saves as it goes, and notes which cell runs.
            notebook = nbformat.read(partial, as_version=4)  # type: ignore[no-untyped-call]
            cell = running_cell(notebook)
        else:
            notebook = unfinished(scratch / JOURNAL)
        if notebook is not None:
            add_error(notebook, cell, name, says)
            write(notebook, target)
