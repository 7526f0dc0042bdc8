"""A CSV file as a workbook of one sheet: whatever a spreadsheet saved, in UTF-8 or in GB18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.workbook.cells import same
from sweval.intake.workbook.grid import Line, SheetCell
from sweval.intake.workbook.opening import MAX_FILE, SheetMarks
from sweval.intake.workbook.places import Place

ENCODINGS: Final = ("utf-8-sig", "gb18030")


class OpenCsv:
    """One table, told by the file's name; it has no formulas, and nothing in it is hidden."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.sheets = [_sheet_of(path)]
        self._lines = list(_lines(path))

    def close(self) -> None:
        """Nothing is held."""

    def marks_of(self, sheet: str) -> SheetMarks:
        """Nothing beside its values."""
        return SheetMarks()

    def place(self, sheet: str) -> Place:
        """The one sheet."""
        return Place(self.name, sheet, 1)

    def lines(self, sheet: str) -> Iterator[Line]:
        """Its rows that hold anything; the number is the record/figures's, as a spreadsheet counts rows."""
        return iter(self._lines)


def _sheet_of(path: Path) -> str:
    for table, name in TABLE_NAMES.items():
        if same(path.stem) in (table, same(name)):
            return name
    names = "、".join(TABLE_NAMES.values())
    raise Refused(
        [Fault(path.name, problem="文件名不是表名", remedy=f"请以表名命名，如 满意度表.csv；可用：{names}")]
    )


def _lines(path: Path) -> list[Line]:
    found = []
    try:
        for number, record in enumerate(
            csv.reader(io.StringIO(_text(path), newline=""), strict=True), start=1
        ):
            cells = {
                column: SheetCell(number, column, value)
                for column, value in enumerate(record, start=1)
                if value.strip()
            }
            if cells:
                found.append((number, cells))
    except csv.Error:
        fault = Fault(
            path.name, len(found) + 1, problem="引号没有成对，或一格过长", remedy="请检查这一行附近的引号"
        )
        raise Refused([fault]) from None
    return found


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE:
            raise Refused([Fault(path.name, problem="文件过大", remedy=f"请不要超过{MAX_FILE}字节")])
        data = path.read_bytes()
    except OSError:
        raise Refused([Fault(path.name, problem="没有这个文件", remedy="请检查文件名和所在目录")]) from None
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    remedy = "请在电子表格中另存为“CSV UTF-8”"
    raise Refused([Fault(path.name, problem="既不是 UTF-8 也不是 GB18030 编码", remedy=remedy)])
