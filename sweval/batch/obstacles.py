"""What keeps any report from being made, found before the first is begun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sweval.batch.task import NOTEBOOK
from sweval.domain.faults import Fault, Refused


def refuse_unwritable(root: Path) -> None:
    """Raise ``Refused`` where nothing can be written to ``reports/``."""
    reports = root / "reports"
    if reports.exists() and not reports.is_dir():
        raise Refused([Fault("reports", problem="应为目录，现为文件", remedy="请移走或改名")])
    if not os.access(reports if reports.exists() else root, os.W_OK):
        raise Refused([Fault("reports", problem="没有写入权限", remedy="请检查目录权限")])


def refuse_notebook(root: Path) -> None:
    """Raise ``Refused`` where the notebook can't be run with parameters."""
    faults = list(_notebook_faults(root))
    if faults:
        raise Refused(faults)


def _notebook_faults(root: Path) -> Iterator[Fault]:
    import nbformat

    try:
        notebook = nbformat.read(root / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    except OSError:
        yield Fault(NOTEBOOK, problem="没有这个笔记本，或不能读取", remedy="请从原项目复制回来")
    except (ValueError, nbformat.ValidationError):
        yield Fault(NOTEBOOK, problem="不是有效的笔记本文件", remedy="请从原项目复制回来")
    else:
        if not any("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells):
            remedy = "请给参数格加上标签 parameters"
            yield Fault(NOTEBOOK, problem="没有标记为 parameters 的参数格", remedy=remedy)
