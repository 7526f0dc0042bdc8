"""Running a notebook's cells in this process: an IPython shell collects their outputs, as a kernel and its client do."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Final

from ipykernel.jsonutil import encode_images
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets import Type

#: Tags that control how a cell is run, as in nbclient.
MAY_FAIL: Final = "raises-exception"
SKIP: Final = "skip-execution"
#: The backend of matplotlib that shows figures in cells.
INLINE: Final = "module://matplotlib_inline.backend_inline"


def new_output(kind: str, **content: Any) -> NotebookNode:
    """An output; nbformat's function validates it against a schema, which takes longer than running the cell.

    Its content stays plain dictionaries: nobody needs a table's thousand cells as nodes.
    """
    output = NotebookNode()  # type: ignore[no-untyped-call]
    dict.update(output, output_type=kind, **content)
    return output


class Outputs:
    """The outputs of the running cell, and by their display ids those of earlier cells."""

    def __init__(self) -> None:
        self.current: list[NotebookNode] = []
        self._by_id: dict[str, list[NotebookNode]] = {}
        self._clear_before_next = False
        #: Whether an output was changed after it was shown, perhaps in an earlier cell.
        self.updated = False

    def begin(self) -> list[NotebookNode]:
        """Start a new list of outputs, and return it."""
        self.current, self._clear_before_next = [], False
        return self.current

    def add(self, output: NotebookNode, display_id: str = "") -> None:
        """Add an output."""
        if self._clear_before_next:
            self.clear()
        self.current.append(output)
        if display_id:
            self._by_id.setdefault(display_id, []).append(output)

    def update(self, display_id: str, data: Any, metadata: Any) -> None:
        """Replace the outputs shown as ``display_id``."""
        self.updated = True
        for output in self._by_id.get(display_id, ()):
            output.data, output.metadata = NotebookNode(data), NotebookNode(metadata)  # type: ignore[no-untyped-call]

    def write(self, name: str, text: str) -> None:
        """Print; consecutive texts on the same stream are one output."""
        last = self.current[-1] if self.current and not self._clear_before_next else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            self.add(new_output("stream", name=name, text=text))

    def clear(self, wait: bool = False) -> None:
        """Remove the cell's outputs, now or (``wait``) at its next output."""
        self._clear_before_next = wait
        if not wait:
            self.current.clear()


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Print ``text``."""
        if text:
            self._outputs.write(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    shell: Shell

    def publish(  # type: ignore[override]  # the base class still has a deprecated parameter
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        self._validate_data(data, metadata)  # type: ignore[no-untyped-call]
        shown, display_id = encode_images(data), (transient or {}).get("display_id", "")  # type: ignore[no-untyped-call]
        if update:
            self.shell.outputs.update(display_id, shown, metadata or {})
        else:
            output = new_output("display_data", data=shown, metadata=metadata or {})
            self.shell.outputs.add(output, display_id)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


class _Hook(DisplayHook):
    shell: Shell

    def write_output_prompt(self) -> None:
        """Do nothing: a notebook has its own prompts."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.shell.outputs.add(
            new_output(
                "execute_result",
                data=encode_images(format_dict),  # type: ignore[no-untyped-call]
                metadata=md_dict or {},
                execution_count=self.prompt_count,
            )
        )

    def finish_displayhook(self) -> None:
        """Do nothing: there is no terminal line to end."""


class Shell(InteractiveShell):
    """IPython without a terminal, a history file or a thread."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self, **kwargs: Any) -> None:
        self.outputs = Outputs()
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]

    # A cell's ``!command`` prints where the cell prints.
    system = InteractiveShell.system_piped

    def init_history(self) -> None:
        """A history in memory: its file has a thread, and a process with threads must not be forked."""
        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: no window is opened."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        shown = new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        self.outputs.add(shown)

    @contextmanager
    def capturing(self) -> Iterator[list[NotebookNode]]:
        """The outputs of the code run in the block."""
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream(self.outputs, "stdout"), _Stream(self.outputs, "stderr")
        try:
            yield self.outputs.begin()
        finally:
            sys.stdout, sys.stderr = streams


def make_shell() -> Shell:
    """The process's shell. Figures of pyplot are shown in the cell, even if pyplot was imported before."""
    shell: Shell = Shell.instance()
    if "matplotlib.pyplot" in sys.modules:
        shell.enable_matplotlib("inline")  # type: ignore[no-untyped-call]
    return shell


def preload() -> None:
    """Do a shell's work of the first cell before the processes that run cells are forked."""
    shell = make_shell()
    with shell.capturing():
        shell.run_cell("None")  # type: ignore[no-untyped-call]


def run_cells(connection: Connection, notebook: Any, environment: dict[str, str]) -> None:
    """In the process made for it: run the cells, send the outputs of each, and at the end whether all passed."""
    # As in a kernel, modules beside the notebook can be imported, and figures are shown in their cells.
    sys.path.insert(0, "")
    os.environ.clear()
    os.environ.update({"MPLBACKEND": INLINE, **environment})
    cells = notebook.cells
    passed = execute_cells(
        notebook,
        started=lambda index: connection.send((index, None, None)),
        ended=lambda index: connection.send(
            (index, cells[index].get("outputs", []), cells[index].get("execution_count"))
        ),
    )
    connection.send(passed)


def execute_cells(
    notebook: NotebookNode, started: Callable[[int], None], ended: Callable[[int], None]
) -> bool:
    """Run the code cells in order and store their outputs; ``False`` if a cell failed, the rest then not run.

    ``started`` and ``ended`` are called with the index of each cell of any type; ``ended`` again for all that ran,
    at the end, if a cell changed the output of another.
    """
    shell = make_shell()
    passed = True
    for index, cell in enumerate(notebook.cells):
        started(index)
        passed = _execute(shell, cell)
        ended(index)
        if not passed:
            break
    if shell.outputs.updated:
        for changed in range(index):
            ended(changed)
    return passed


def _execute(shell: Shell, cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or SKIP in tags:
        return True
    cell.execution_count = shell.execution_count
    with shell.capturing() as outputs:
        result = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    # Not a copy: a later cell may update a display.
    cell.outputs = outputs
    return bool(result.success) or MAY_FAIL in tags
