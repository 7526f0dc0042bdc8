"""Running a notebook's cells in this process: an IPython shell keeps what they show, as a kernel and its client do."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from ipykernel.jsonutil import encode_images
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets import Type

#: Tags by which a notebook says how a cell is to be run, as nbclient knows them.
MAY_FAIL: Final = "raises-exception"
SKIP: Final = "skip-execution"


def new_output(kind: str, **content: Any) -> NotebookNode:
    """An output; nbformat's own maker validates each against a schema, which takes longer than the cell.

    What it holds stays plain: nodes made of a table's thousand cells would be asked for nothing.
    """
    output = NotebookNode()  # type: ignore[no-untyped-call]
    dict.update(output, output_type=kind, **content)
    return output


class Outputs:
    """The outputs of the cell that runs; those of earlier cells stay reachable by their display ids."""

    def __init__(self) -> None:
        self.current: list[NotebookNode] = []
        self._by_id: dict[str, list[NotebookNode]] = {}
        self._clear_before_next = False
        #: Whether an output was changed after it was shown, perhaps one of an earlier cell.
        self.updated = False

    def begin(self) -> list[NotebookNode]:
        """The list that takes what is shown from now on."""
        self.current, self._clear_before_next = [], False
        return self.current

    def add(self, output: NotebookNode, display_id: str = "") -> None:
        """Show something."""
        if self._clear_before_next:
            self.clear()
        self.current.append(output)
        if display_id:
            self._by_id.setdefault(display_id, []).append(output)

    def update(self, display_id: str, data: Any, metadata: Any) -> None:
        """Show something else where ``display_id`` was shown."""
        self.updated = True
        for output in self._by_id.get(display_id, ()):
            output.data, output.metadata = NotebookNode(data), NotebookNode(metadata)  # type: ignore[no-untyped-call]

    def write(self, name: str, text: str) -> None:
        """Print; what follows on the same stream is one output."""
        last = self.current[-1] if self.current and not self._clear_before_next else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            self.add(new_output("stream", name=name, text=text))

    def clear(self, wait: bool = False) -> None:
        """Take back what the cell has shown, now or when it next shows something."""
        self._clear_before_next = wait
        if not wait:
            self.current.clear()


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, text: str) -> int:
        """Print ``text``."""
        if text:
            self._outputs.write(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    shell: Shell

    def publish(  # type: ignore[override]  # the base class still names a parameter that is on its way out
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
        """Nothing: a notebook has its own."""

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
        """Nothing: there is no terminal to end a line on."""


class Shell(InteractiveShell):
    """IPython without a terminal, a history file or a thread of its own."""

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
        """Nothing: no window is ever opened."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        shown = new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        self.outputs.add(shown)

    @contextmanager
    def capturing(self) -> Iterator[list[NotebookNode]]:
        """The outputs of what runs in the block."""
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream(self.outputs, "stdout"), _Stream(self.outputs, "stderr")
        try:
            yield self.outputs.begin()
        finally:
            sys.stdout, sys.stderr = streams


def make_shell() -> Shell:
    """The process's shell. Drawing through pyplot shows in the cell, also where pyplot was imported before."""
    shell: Shell = Shell.instance()
    if "matplotlib.pyplot" in sys.modules:
        shell.enable_matplotlib("inline")  # type: ignore[no-untyped-call]
    return shell


def preload() -> None:
    """Make what every shell makes the first time, before the processes that run cells are forked."""
    shell = make_shell()
    with shell.capturing():
        shell.run_cell("None")  # type: ignore[no-untyped-call]


def execute_cells(
    notebook: NotebookNode, started: Callable[[int], None], ended: Callable[[int], None]
) -> bool:
    """Run the code cells in order, their outputs put into them; ``False`` where one failed and the rest didn't run.

    ``started`` and ``ended`` are told the index of each cell, of whichever type; ``ended`` at the end once more
    of all that ran, where a cell changed what another had shown.
    """
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


def _execute(shell: Shell, cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or SKIP in tags:
        return True
    cell.execution_count = shell.execution_count
    with shell.capturing() as outputs:
        result = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    # A display may be updated by a later cell: the outputs themselves are kept, not copies.
    cell.outputs = outputs
    return bool(result.success) or MAY_FAIL in tags
