"""Notebooks as files: normalised, so that the same inputs give the same bytes, and written a cell a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

#: What papermill and the kernel write that differs from run to run.
VOLATILE: Final = ("papermill", "execution")
NOTHING: Final[Mapping[int, str]] = {}


def line(value: Any) -> str:
    """A value as one line of JSON, the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def without_counts(outputs: Any) -> Any:
    """Outputs without the number of their run, which says nothing of what they show."""
    for output in outputs:
        if output["output_type"] == "execute_result":
            output["execution_count"] = None
    return outputs


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
