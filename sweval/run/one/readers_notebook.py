"""The notebook published beside a report: in an edition that is handed over, only the content of that report.

Its readers see sources, comments, markdown and metadata too. So cells of the notebook that sweval ships keep their
source; of other cells only outputs that are part of the report are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from sweval.blocks import MIME as BLOCKS
from sweval.export.collect import INJECTED
from sweval.export.formats import EXECUTED
from sweval.record.serialization import MIME as RECORD
from sweval.run.trust.personal import PersonalData, personal_faults

#: Digests of the cells of the notebooks that sweval ships (``make outputs``).
SHIPPED: Final = Path(__file__).with_name("shipped.json")
CHANGED: Final = "生成报告的笔记本经评估方改动"
REWRITTEN: Final = "# 本格的代码经评估方改写，见工作底稿"
#: Metadata of a notebook, and tags of a cell, that only control how they are run.
KEPT: Final = {"kernelspec", "language_info"}
TAGS: Final = {"parameters", "injected-parameters", "raises-exception", "skip-execution"}


def cell_digest(cell: Any) -> str:
    """SHA-256 of a cell's type, source and tags, without its outputs."""
    tags = sorted(cell["metadata"].get("tags", []))
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    text = json.dumps([cell["cell_type"], source, tags], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def shipped_cells(name: str) -> tuple[str, ...]:
    """The digests of the cells of a notebook that sweval ships, in order; empty for another notebook."""
    return tuple(json.loads(SHIPPED.read_text(encoding="utf-8")).get(name, ()))


def is_changed(notebook: Any, name: str) -> bool:
    """Whether an executed notebook has other cells, without papermill's, than the shipped one of this name."""
    cells = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", [])]
    return tuple(map(cell_digest, cells)) != shipped_cells(name)


def for_readers(notebook: Any, name: str) -> tuple[Any, str]:
    """The notebook with only the content of its report, and a note in Chinese on the analyst's own cells, if any."""
    known = set(shipped_cells(name))
    own = sum(not _is_shipped(cell, known) for cell in notebook.cells)
    notebook.metadata = _only(notebook.metadata, KEPT)
    notebook.cells = list(_cells(notebook.cells, known))
    rewritten = sum(cell.source == REWRITTEN for cell in notebook.cells)
    dropped = own - rewritten
    notes = [f"未收入{dropped}格"] * bool(dropped)
    notes += [f"{rewritten}格只收所示内容、不收代码"] * bool(rewritten)
    return notebook, f"自改的{own}格：{'，'.join(notes)}；工作底稿照收" if own else ""


def _is_shipped(cell: Any, known: set[str]) -> bool:
    return INJECTED in cell.metadata.get("tags", []) or cell_digest(cell) in known


def _cells(cells: list[Any], known: set[str]) -> Iterator[Any]:
    for cell in cells:
        tags, shipped = cell.metadata.get("tags", []), _is_shipped(cell, known)
        cell.metadata = _only(cell.metadata, {"tags"})
        if tags:
            cell.metadata["tags"] = [tag for tag in tags if tag in TAGS]
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            showed, cell.outputs = bool(cell.outputs), list(filter(None, map(_shown, cell.outputs)))
            if showed and not cell.outputs:
                continue
            if not shipped and cell.outputs:
                cell.source = REWRITTEN
                yield cell
        if shipped:
            yield cell


def _shown(output: Any) -> Any:
    """An output with only the report's renderings; ``None`` if it is not part of the report, or empty."""
    data = output.get("data", {})
    if not data.get(BLOCKS, {}).get("blocks") and RECORD not in data:
        return None
    output.data = _only(data, {BLOCKS, RECORD, "text/plain", "text/html"})
    output.metadata = {}
    return output


def _only(mapping: Any, kept: set[str]) -> Any:
    return type(mapping)({key: mapping[key] for key in mapping if key in kept})


def refuse_personal_notebook(notebook: Any) -> None:
    """Raise ``PersonalData`` if a notebook that is handed over holds a personal number, with its cells."""
    faults = [
        fault
        for where, text in _texts(notebook)
        for fault in personal_faults(text, EXECUTED, "请删去，或改用编号", where)
    ]
    if faults:
        raise PersonalData(faults)


def _texts(notebook: Any) -> Iterator[tuple[str, str]]:
    """Every text of a notebook that a reader can see, with its place in Chinese."""
    yield "笔记本的元数据", json.dumps(notebook.metadata, ensure_ascii=False)
    for number, cell in enumerate(notebook.cells, start=1):
        yield f"第{number}格的元数据", json.dumps(cell.metadata, ensure_ascii=False)
        yield f"第{number}格", cell.source
        for output in cell.get("outputs", []):
            yield f"第{number}格所显示的内容", output.data.get("text/plain", "")
            yield f"第{number}格的评估记录", "\n".join(_strings(output.data.get(RECORD)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
