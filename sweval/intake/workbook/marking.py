"""A copy of a workbook with its faulty cells coloured and commented, so that they are found where they stand."""

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
    """Write the copies that have faults: ``target``, or, of several workbooks, ``target-<name>``.

    Raises ``Refused`` where a target is one of the workbooks themselves.
    """
    found = list(faults)
    written = []
    for path in paths:
        mine = [fault for fault in found if fault.file == path.name and fault.sheet]
        if not mine:
            continue
        copy = target if len(paths) == 1 else target.with_name(f"{target.stem}-{path.stem}.xlsx")
        if copy.resolve() in {other.resolve() for other in paths}:
            raise Refused([Fault(str(copy), problem="会覆盖原工作簿", remedy="请另取名")])
        book = openpyxl.load_workbook(path)
        for fault in mine:
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
