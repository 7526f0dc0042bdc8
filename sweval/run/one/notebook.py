"""Executing the report's notebook through papermill, and making the result reproducible."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sweval.domain.values.faults import Fault, Refused
from sweval.engine.journal import JOURNAL, PARTIAL, Journal
from sweval.engine.notebook_file import normalised, write
from sweval.export.collect import cell_names
from sweval.run.task import NOTEBOOK, Engine

#: The notebook as it is given to papermill.
BARE: Final = "source.ipynb"


class NotebookFailed(Exception):
    """A cell raised."""


def refuse_notebook(root: Path) -> None:
    """Raise ``Refused`` where the notebook can't be run with parameters."""
    import nbformat

    remedy = "请从原项目复制回来"
    try:
        notebook = nbformat.read(root / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    except OSError:
        problem = "没有这个笔记本，或不能读取"
    except (ValueError, nbformat.ValidationError):
        problem = "不是有效的笔记本文件"
    else:
        if any("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells):
            return
        problem, remedy = "没有标记为 parameters 的参数格", "请给参数格加上标签 parameters"
    raise Refused([Fault(NOTEBOOK, problem=problem, remedy=remedy)])


def execute(
    source: Path,
    parameters: Mapping[str, str | int],
    scratch: Path,
    *,
    failed: Path,
    engine: Engine = "sweval",
    tell: Callable[[int], None] = lambda index: None,
) -> tuple[Any, Mapping[int, str]]:
    """Run a notebook with these parameters; the notebook, normalised, and the outputs of its cells as JSON, by index.

    It works in ``scratch``, a folder of its own below the project; a relative file it writes is not kept. ``tell`` is
    told the index of each cell that begins. Raises :class:`NotebookFailed`, the notebook left at ``failed``.
    """
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    logging.getLogger("papermill").setLevel(logging.WARNING)
    # papermill's own way of both would also write out what comes of them.
    notebook = parameterize_notebook(
        load_notebook_node(str(_bare(source, scratch))),
        dict(parameters),
        kernel_name="python3",
        language="python",
    )
    ours = engine == "sweval"
    with closing(Journal(scratch / JOURNAL, tell)) as journal:
        journal.begin(notebook)
        own: dict[str, Any] = {"journal": journal} if ours else {"output_path": str(scratch / PARTIAL)}
        # The kernel talks over loopback on this machine; its warning of that is noise to an analyst.
        own |= {} if ours else {"extra_arguments": ["--log-level=40"]}
        try:
            notebook = papermill_engines.execute_notebook_with_engine(
                engine if ours else None, notebook, kernel_name="python3", progress_bar=False, **own
            )
            raise_for_execution_errors(notebook, None)
        except PapermillExecutionError as error:
            write(notebook, failed)
            raise NotebookFailed(_said(notebook, error)) from None
    return normalised(notebook), journal.written


def _said(notebook: Any, error: Any) -> str:
    """The cell that raised, and what it said; of what sweval refuses the list alone, without the line that heads it."""
    outputs = (cell.get("outputs", ()) for cell in notebook.cells)
    raised = [any(output.output_type == "error" for output in shown) for shown in outputs]
    faults = error.evalue.split("\n")[1:] if error.ename == "Refused" else []
    said = "；".join(fault.strip().removeprefix("1. ") for fault in faults)
    return f"{cell_names(notebook, [raised.index(True)])}：{said or f'{error.ename}: {error.evalue}'}"


def _bare(source: Path, scratch: Path) -> Path:
    """A copy of the notebook without what it showed when it was stored, which papermill reads in full and drops."""
    notebook = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook.get("cells", ()):
        if "outputs" in cell:
            cell["outputs"] = []
    bare = scratch / BARE
    bare.write_text(json.dumps(notebook), encoding="utf-8")
    return bare
