"""Run the notebooks and store the plain text of their outputs and the digests of their cells: ``make outputs``.

nbval compares the texts, so that a changed figure is a changed line in the diff. By the digests
(``sweval/run/one/shipped.json``) a report of a changed notebook is recognised.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

from sweval.run.one.readers_notebook import SHIPPED, cell_digest

ROOT: Final = Path(__file__).resolve().parents[1]
NOTEBOOKS: Final = ("station_report", "district_overview", "two_assessments", "what_if")


def main() -> int:
    """Store the outputs of every notebook."""
    for name in NOTEBOOKS:
        path = ROOT / "notebooks" / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
        path.write_text(nbformat.writes(plain_only(notebook)) + "\n", encoding="utf-8", newline="\n")
    SHIPPED.write_text(json.dumps(shipped(ROOT), indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


def shipped(root: Path) -> dict[str, list[str]]:
    """The digests of the cells of every notebook, by its name."""
    paths = (root / "notebooks" / f"{name}.ipynb" for name in NOTEBOOKS)
    return {
        path.stem: [cell_digest(cell) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
        for path in paths
    }


def plain_only(notebook: Any) -> Any:
    """The notebook with text outputs only, and nothing that differs between runs."""
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            # For nbval a cell without a count was never run.
            for output in cell.outputs:
                output.data = {"text/plain": output.data["text/plain"]}
    return notebook


if __name__ == "__main__":
    sys.exit(main())
