"""The sheets of an opened workbook or CSV file: their rows of cells, each cell with its value and its format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from python_calamine import CalamineWorkbook

from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.workbook.cells import comparable
from sweval.intake.workbook.inspection import MAX_FILE, Marks, SheetMarks, column_number, inspect
from sweval.intake.workbook.places import Place

UNCALCULATED: Final = ("公式没有计算结果", "请用 Excel 打开、计算并保存，或直接填写数值")
ERROR: Final = ("是错误值", "请改正公式或直接填写")
#: The encodings in which spreadsheets save a CSV file.
ENCODINGS: Final = ("utf-8-sig", "gb18030")


@dataclass(slots=True)
class SheetCell:
    """One cell. ``wrong``: problem and remedy where its value can't be used in any column."""

    row: int
    column: int
    value: Any
    number_format: str = ""
    wrong: tuple[str, str] | None = None

    @property
    def reference(self) -> str:
        """Its reference in a spreadsheet, such as ``D9``."""
        return f"{get_column_letter(self.column)}{self.row}"


#: The number of a row, and its cells by column number.
Line = tuple[int, dict[int, SheetCell]]


class OpenWorkbook:
    """A workbook that was inspected and opened for reading."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        # The old format can't be inspected: only its values are known.
        self.marks: Marks = Marks({}, False) if path.suffix.lower() == ".xls" else inspect(path)
        try:
            self.book = CalamineWorkbook.from_path(path)
            self.sheets: list[str] = self.book.sheet_names
        except Exception:
            # The library has an error class for each thing that may be malformed.
            problem, remedy = "不是有效的工作簿，或没有这个文件", "请用 Excel 打开并另存为 .xlsx"
            raise Refused([Fault(path.name, problem=problem, remedy=remedy)]) from None
        self._refuse_invalid_dates()

    def _refuse_invalid_dates(self) -> None:
        """Refuse cells formatted as dates whose number is no date: no library reads a sheet that has one."""
        faults = []
        for sheet in self.sheets:
            for reference in self.marks_of(sheet).invalid_dates:
                row = coordinate_from_string(reference)[1]
                place = replace(self.place(sheet), row=row, cell=reference)
                faults.append(place.fault("", "显示为日期，而数值不是日期", "请重填，或把单元格格式改为常规"))
        if faults:
            raise Refused(faults)

    def close(self) -> None:
        """Close the file."""
        self.book.close()

    def marks_of(self, sheet: str) -> SheetMarks:
        """The marks of a sheet; none for a chart's."""
        return self.marks.sheets.get(sheet, SheetMarks())

    def place(self, sheet: str) -> Place:
        """The place of a whole sheet."""
        return Place(self.name, sheet, self.sheets.index(sheet) + 1)

    def lines(self, sheet: str) -> Iterator[Line]:
        """The rows of a sheet that aren't empty. Raises ``Refused`` where the sheet can't be read."""
        marks = self.marks_of(sheet)
        try:
            rows = self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except BaseException as error:
            # The library panics on unforeseen input; a panic is no ``Exception``.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            fault = self.place(sheet).fault("", "这张工作表已损坏", "请用 Excel 打开并另存为 .xlsx")
            raise Refused([fault]) from None
        special = _by_row([*marks.formulas, *marks.errors, *marks.formats])
        for number, row in enumerate(rows, start=1):
            cells = {
                column: SheetCell(number, column, value)
                for column, value in enumerate(row, start=1)
                if value != "" and (not isinstance(value, str) or value.strip())
            }
            if number in special:
                cells = self._marked(marks, number, cells, special[number])
            if cells:
                yield number, cells

    def _marked(
        self, marks: SheetMarks, number: int, cells: dict[int, SheetCell], references: list[tuple[int, str]]
    ) -> dict[int, SheetCell]:
        """The cells of a row with their formats and errors, and the cells of formulas without a value."""
        for column, reference in references:
            cell = cells.setdefault(column, SheetCell(number, column, ""))
            cell.number_format = marks.formats.get(reference, "")
            if reference in marks.errors:
                cell.wrong = ERROR
            elif reference in marks.formulas:
                has_value = marks.formulas[reference] and cell.value != ""
                cell.wrong = None if has_value and not self.marks.never_calculated else UNCALCULATED
        found = sorted(cells.items())
        return {column: cell for column, cell in found if cell.value != "" or cell.wrong}


def _by_row(references: Iterable[str]) -> dict[int, list[tuple[int, str]]]:
    """Cell references by row, each with its column number."""
    found: dict[int, list[tuple[int, str]]] = {}
    for reference in dict.fromkeys(references):
        letters, row = coordinate_from_string(reference)
        found.setdefault(row, []).append((column_number(letters), reference))
    return found


class OpenCsv:
    """A CSV file as a workbook of one sheet, named by the file; without formulas and hidden parts."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.sheets = [_sheet_of(path)]
        self._lines = list(_lines(path))

    def close(self) -> None:
        """Nothing to close: the file was read whole."""

    def marks_of(self, sheet: str) -> SheetMarks:
        """No marks."""
        return SheetMarks()

    def place(self, sheet: str) -> Place:
        """The place of the sheet."""
        return Place(self.name, sheet, 1)

    def lines(self, sheet: str) -> Iterator[Line]:
        """Its records that aren't empty, numbered as a spreadsheet numbers the rows."""
        return iter(self._lines)


#: A file whose sheets can be read.
Opened = OpenWorkbook | OpenCsv


def _sheet_of(path: Path) -> str:
    for table, name in TABLE_NAMES.items():
        if comparable(path.stem) in (table, comparable(name)):
            return name
    remedy = f"请以表名命名，如 满意度表.csv；可用：{'、'.join(TABLE_NAMES.values())}"
    raise Refused([Fault(path.name, problem="文件名不是表名", remedy=remedy)])


def _lines(path: Path) -> list[Line]:
    found = []
    try:
        records = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
        for number, record in enumerate(records, start=1):
            cells = {
                column: SheetCell(number, column, value)
                for column, value in enumerate(record, start=1)
                if value.strip()
            }
            if cells:
                found.append((number, cells))
    except csv.Error:
        problem, remedy = "引号没有成对，或一格过长", "请检查这一行附近的引号"
        raise Refused([Fault(path.name, len(found) + 1, problem=problem, remedy=remedy)]) from None
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
