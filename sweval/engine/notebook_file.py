"""Notebooks as files: a journal while they run, normalised bytes afterwards, a cell a line.

The journal is written cell by cell and is left when the process is ended. Its first line is the notebook without
outputs, each further line the outputs of a cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

#: Metadata of papermill and the kernel that differ from run to run.
VOLATILE: Final = ("papermill", "execution")
NOTHING: Final[Mapping[int, str]] = {}
#: Files of a running notebook: that of papermill's own engine, and the journal of ours.
PARTIAL, JOURNAL = "partial.ipynb", "journal"


def write(notebook: Any, path: Path, written: Mapping[int, str] = NOTHING) -> None:
    """Write a notebook, normalised, a cell a line: nbformat's writer takes as long as drawing two charts.

    ``written``: outputs of cells as JSON, by the cell's index, as the journal holds them.
    """
    whole = dict(normalised(notebook))
    cells = ",\n".join(_cell(cell, written.get(index)) for index, cell in enumerate(whole.pop("cells")))
    rest = "".join(f",\n{json.dumps(key)}: {_line(whole[key])}" for key in sorted(whole))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"cells": [\n{cells}\n]{rest}\n}}\n', encoding="utf-8", newline="\n")


def _cell(cell: Any, outputs: str | None) -> str:
    if outputs is None:
        return _line(cell)
    parts = (f'"{key}": {outputs if key == "outputs" else _line(cell[key])}' for key in sorted(cell))
    return f"{{{', '.join(parts)}}}"


def _line(value: Any) -> str:
    """A value as one line of JSON, the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def normalised(notebook: Any) -> Any:
    """The notebook without times, paths and random ids: the same bytes for the same inputs."""
    for name in VOLATILE:
        notebook.metadata.pop(name, None)
    notebook.metadata["language_info"] = {"name": "python"}
    for number, cell in enumerate(notebook.cells):
        for name in VOLATILE:
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
        if cell.cell_type == "code":
            cell.execution_count = None
            _without_counts(cell.outputs)
        cell.id = cell.get("id") or f"cell-{number}"
    return notebook


def _without_counts(outputs: Any) -> Any:
    """The outputs without their execution counts, which differ from run to run."""
    for output in outputs:
        if output["output_type"] == "execute_result":
            output["execution_count"] = None
    return outputs


class Journal:
    """Written by the process that runs the notebook. ``started`` is called with the index of each cell that begins."""

    def __init__(self, path: Path, started: Callable[[int], None]) -> None:
        self.started = started
        #: Each cell's outputs as written.
        self.written: dict[int, str] = {}
        # Kept open: opening takes as long as writing.
        self._file = path.open("w", encoding="utf-8", errors="surrogatepass")

    def begin(self, notebook: Any) -> None:
        """Write the notebook as it is before it runs."""
        self._write(json.dumps(notebook))

    def ended(self, index: int, cell: Any) -> None:
        """Write a cell's outputs."""
        if cell.get("outputs"):
            self.written[index] = _line(_without_counts(cell["outputs"]))
            self._write(f"[{index}, {json.dumps(cell['execution_count'])}, {self.written[index]}]")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, text: str) -> None:
        self._file.write(text + "\n")
        # What is flushed outlives this process.
        self._file.flush()


def keep_unfinished(
    connection: Connection, scratch: Path, target: Path, cell: int, name: str, message: str
) -> None:
    """Write an unfinished notebook, with the error in the cell that ran, unless it is cut off or the disk is full."""
    import nbformat

    with suppress(OSError, ValueError):
        if (partial := scratch / PARTIAL).exists():
            # papermill's own engine saves after each cell, with the status of the running one.
            notebook = nbformat.read(partial, as_version=4)  # type: ignore[no-untyped-call]
            cell = _running_cell(notebook)
        else:
            notebook = _unfinished(scratch / JOURNAL)
        if notebook is not None:
            _add_error(notebook, cell, name, message)
            write(notebook, target)


def _unfinished(path: Path) -> Any:
    """The notebook as far as its journal goes, without a last line cut short; ``None`` without a journal."""
    from nbformat import from_dict

    try:
        # Not splitlines: a text may hold other characters that it takes for line ends.
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


def _running_cell(notebook: Any) -> int:
    """The index of the cell that papermill marks as running, 0 where it marks none."""
    states = [cell.metadata.get("papermill", {}).get("status") for cell in notebook.cells]
    return states.index("running") if "running" in states else 0


def _add_error(notebook: Any, index: int, name: str, message: str) -> None:
    """Put an error into a cell that could not show it itself, with papermill's links to it."""
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    append_error(notebook.cells[index], name, message)
    with suppress(PapermillExecutionError):
        raise_for_execution_errors(notebook, None)


def append_error(cell: Any, name: str, message: str) -> None:
    """Add an error to a code cell that could not show it itself."""
    from nbformat.v4 import new_output

    if cell.cell_type == "code":
        error = new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])  # type: ignore[no-untyped-call]
        cell.outputs = [*cell.get("outputs", []), error]
