"""Executing the report's notebook through papermill, and making the result reproducible."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from sweval.batch.journal import Journal, line, without_counts
from sweval.batch.task import PARTIAL, Engine
from sweval.export.collect import cell_names

#: What papermill and the kernel write that differs from run to run.
VOLATILE: Final = ("papermill", "execution")
#: The notebook as it is given to papermill.
BARE: Final = "source.ipynb"
NOTHING: Final[Mapping[int, str]] = {}


class Given(Protocol):
    """The parameters of a notebook."""

    @property
    def edition(self) -> str:
        """Who it is for."""
        ...

    def for_papermill(self) -> dict[str, str | int]:
        """As papermill injects them."""
        ...


class Runs(Protocol):
    """A notebook to be run: a station's report, or a district's overview."""

    @property
    def root(self) -> Path:
        """The project."""
        ...

    @property
    def notebook(self) -> str:
        """The notebook's path below it."""
        ...

    @property
    def parameters(self) -> Given:
        """What it is given."""
        ...

    @property
    def engine(self) -> Engine:
        """What runs the cells."""
        ...

    @property
    def failed_notebook(self) -> Path:
        """Where the notebook is left, where it fails."""
        ...


class NotebookFailed(Exception):
    """A cell raised."""


def execute(task: Runs, scratch: Path, journal: Journal) -> Any:
    """Run the notebook with a task's parameters and return it normalised; raises :class:`NotebookFailed`.

    It works in ``scratch``, a folder of its own below the project; a relative file it writes is not kept.
    """
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    logging.getLogger("papermill").setLevel(logging.WARNING)
    # papermill's own way of both would also write out what comes of them.
    notebook = parameterize_notebook(
        load_notebook_node(str(_bare(task.root / task.notebook, scratch))),
        task.parameters.for_papermill(),
        kernel_name="python3",
        language="python",
    )
    journal.begin(notebook)
    ours = task.engine == "sweval"
    own: dict[str, Any] = {"journal": journal} if ours else {"output_path": str(scratch / PARTIAL)}
    # The kernel talks over loopback on this machine; its warning of that is noise to an analyst.
    own |= {} if ours else {"extra_arguments": ["--log-level=40"]}
    try:
        notebook = papermill_engines.execute_notebook_with_engine(
            task.engine if ours else None, notebook, kernel_name="python3", progress_bar=False, **own
        )
        raise_for_execution_errors(notebook, None)
    except PapermillExecutionError as error:
        write(notebook, task.failed_notebook)
        failed = next(n for n, cell in enumerate(notebook.cells) if _raised(cell))
        # Of what sweval refuses the list alone, without the line that heads it in a terminal.
        faults = error.evalue.split("\n")[1:] if error.ename == "Refused" else []
        said = "；".join(fault.strip().removeprefix("1. ") for fault in faults)
        where = cell_names(notebook, [failed])
        raise NotebookFailed(f"{where}：{said or f'{error.ename}: {error.evalue}'}") from None
    return normalised(notebook)


def _raised(cell: Any) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def _bare(source: Path, scratch: Path) -> Path:
    """A copy of the notebook without what it showed when it was stored, which papermill reads in full and drops."""
    notebook = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook.get("cells", ()):
        if "outputs" in cell:
            cell["outputs"] = []
    bare = scratch / BARE
    bare.write_text(json.dumps(notebook), encoding="utf-8")
    return bare


def write(notebook: Any, path: Path, written: Mapping[int, str] = NOTHING) -> None:
    """Write a notebook, normalised, a cell a line: nbformat's own way takes as long as drawing two charts.

    ``written``: the outputs of cells, by their indexes, as the journal has them in JSON already.
    """
    whole = dict(normalised(notebook))
    cells = ",\n".join(_cell(cell, written.get(index)) for index, cell in enumerate(whole.pop("cells")))
    rest = "".join(f",\n{json.dumps(key)}: {line(whole[key])}" for key in sorted(whole))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"cells": [\n{cells}\n]{rest}\n}}\n', encoding="utf-8", newline="\n")


def _cell(cell: Any, outputs: str | None) -> str:
    if outputs is None:
        return line(cell)
    parts = (f'"{key}": {outputs if key == "outputs" else line(cell[key])}' for key in sorted(cell))
    return f"{{{', '.join(parts)}}}"


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
            without_counts(cell.outputs)
        cell.id = cell.get("id") or f"cell-{number}"
    return notebook
