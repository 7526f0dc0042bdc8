"""Copies of workbooks with their faulty cells coloured and commented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from sweval.domain.values.faults import Fault, Refused

WARNING = PatternFill("solid", start_color="FFF4B183", end_color="FFF4B183")
AUTHOR = "sweval"


def mark_faults(paths: Sequence[Path], faults: Iterable[Fault], target: Path) -> list[Path]:
    """Write copies of the workbooks that have faults: as ``target``, or, of several, as ``target-<name>``.

    Raises ``Refused`` where a copy would overwrite one of the workbooks.
    """
    found = list(faults)
    written = []
    for path in paths:
        placed = [fault for fault in found if fault.file == path.name and fault.sheet]
        if not placed:
            continue
        copy = target if len(paths) == 1 else target.with_name(f"{target.stem}-{path.stem}.xlsx")
        if copy.resolve() in {other.resolve() for other in paths}:
            raise Refused([Fault(str(copy), problem="会覆盖原工作簿", remedy="请另取名")])
        book = openpyxl.load_workbook(path)
        for fault in placed:
            if fault.sheet in book.sheetnames:
                _mark(book[fault.sheet], fault)
        book.save(copy)
        written.append(copy)
    return written


def _mark(page: object, fault: Fault) -> None:
    reference = fault.cell or f"A{max(fault.row, 1)}"
    cell = page[reference]  # type: ignore[index]
    text = f"{fault.problem}。{fault.remedy}"
    if type(cell).__name__ == "MergedCell":
        return
    cell.fill = WARNING
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(before + text, AUTHOR, width=320, height=120)
