"""Running a notebook with papermill, with a reproducible result."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sweval.domain.values.faults import Fault, Refused
from sweval.engine.notebook_file import JOURNAL, PARTIAL, Journal, normalised, write
from sweval.export.collect import cell_names
from sweval.run.task import NOTEBOOK, Engine

#: The file that papermill reads.
BARE: Final = "source.ipynb"


class NotebookFailed(Exception):
    """A cell raised."""


def refuse_notebook(root: Path) -> None:
    """Raise ``Refused`` if the notebook can't be run with parameters."""
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
    started: Callable[[int], None] = lambda index: None,
) -> tuple[Any, Mapping[int, str]]:
    """Run a notebook; return it, normalised, and the outputs of its cells as JSON, by index.

    Its working directory is ``scratch``, below the project; relative files it writes are not kept. ``started`` is
    called with the index of each cell that begins. Raises :class:`NotebookFailed`, with the notebook at ``failed``.
    """
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    logging.getLogger("papermill").setLevel(logging.WARNING)
    # papermill's own function for both would also write the results.
    notebook = parameterize_notebook(
        load_notebook_node(str(_bare(source, scratch))),
        dict(parameters),
        kernel_name="python3",
        language="python",
    )
    ours = engine == "sweval"
    with closing(Journal(scratch / JOURNAL, started)) as journal:
        journal.begin(notebook)
        own: dict[str, Any] = {"journal": journal} if ours else {"output_path": str(scratch / PARTIAL)}
        # The kernel warns that it uses the loopback interface: noise to an analyst.
        own |= {} if ours else {"extra_arguments": ["--log-level=40"]}
        try:
            notebook = papermill_engines.execute_notebook_with_engine(
                engine if ours else None, notebook, kernel_name="python3", progress_bar=False, **own
            )
            raise_for_execution_errors(notebook, None)
        except PapermillExecutionError as error:
            write(notebook, failed)
            raise NotebookFailed(_message(notebook, error)) from None
    return normalised(notebook), journal.written


def _message(notebook: Any, error: Any) -> str:
    """The cell that raised, and its error; for ``Refused`` the faults without their heading."""
    outputs = (cell.get("outputs", ()) for cell in notebook.cells)
    raised = [any(output.output_type == "error" for output in shown) for shown in outputs]
    faults = error.evalue.split("\n")[1:] if error.ename == "Refused" else []
    listed = "；".join(fault.strip().removeprefix("1. ") for fault in faults)
    return f"{cell_names(notebook, [raised.index(True)])}：{listed or f'{error.ename}: {error.evalue}'}"


def _bare(source: Path, scratch: Path) -> Path:
    """A copy of the notebook without its stored outputs, which papermill would read and drop."""
    notebook = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook.get("cells", ()):
        if "outputs" in cell:
            cell["outputs"] = []
    bare = scratch / BARE
    bare.write_text(json.dumps(notebook), encoding="utf-8")
    return bare
