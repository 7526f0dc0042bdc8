"""A workbook's cells: each that holds something, with its value, the format it is shown in, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from python_calamine import CalamineWorkbook

from sweval.domain.values.faults import Fault, Refused
from sweval.intake.workbook.opening import Marks, SheetMarks, column_number, inspect
from sweval.intake.workbook.places import Place

UNCALCULATED: Final = ("公式没有计算结果", "请用 Excel 打开、计算并保存，或直接填写数值")
ERROR: Final = ("是错误值", "请改正公式或直接填写")


@dataclass(slots=True)
class SheetCell:
    """One cell. ``wrong`` is what is wrong with it before anything is made of its value: problem and remedy."""

    row: int
    column: int
    value: Any
    number_format: str = ""
    wrong: tuple[str, str] | None = None

    @property
    def reference(self) -> str:
        """As a spreadsheet names it, ``D9``."""
        return f"{get_column_letter(self.column)}{self.row}"


#: The cells of a row by their columns, and the row's number.
Line = tuple[int, dict[int, SheetCell]]


class OpenWorkbook:
    """A workbook that was looked into, its sheets ready to be read."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        # The old format can't be looked into: what it holds besides its values stays unknown.
        self.marks: Marks = Marks({}, False) if path.suffix.lower() == ".xls" else inspect(path)
        try:
            self.book = CalamineWorkbook.from_path(path)
            self.sheets: list[str] = self.book.sheet_names
        except Exception:
            # The library raises an error of its own for each thing that may be malformed.
            problem, remedy = "不是有效的工作簿，或没有这个文件", "请用 Excel 打开并另存为 .xlsx"
            raise Refused([Fault(path.name, problem=problem, remedy=remedy)]) from None
        self._refuse_no_dates()

    def _refuse_no_dates(self) -> None:
        """Cells shown as dates that are none: no library reads a sheet that has one."""
        faults = []
        for sheet in self.sheets:
            for reference in self.marks_of(sheet).no_dates:
                row = coordinate_from_string(reference)[1]
                place = replace(self.place(sheet), row=row, cell=reference)
                faults.append(place.fault("", "显示为日期，而数值不是日期", "请重填，或把单元格格式改为常规"))
        if faults:
            raise Refused(faults)

    def close(self) -> None:
        """Let go of the file."""
        self.book.close()

    def marks_of(self, sheet: str) -> SheetMarks:
        """What a sheet shows beside its values; a sheet of a chart shows nothing."""
        return self.marks.sheets.get(sheet, SheetMarks())

    def place(self, sheet: str) -> Place:
        """A sheet as a place."""
        return Place(self.name, sheet, self.sheets.index(sheet) + 1)

    def lines(self, sheet: str) -> Iterator[Line]:
        """The rows of a sheet that hold anything. Raises ``Refused`` where the sheet can't be read."""
        marks = self.marks_of(sheet)
        try:
            rows = self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except BaseException as error:
            # What the library doesn't foresee ends in a panic, which is no Exception.
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
        """The cells of a row with what their values don't show; a formula without a value stands there all the same."""
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
    """Cell references by row, each with its column."""
    found: dict[int, list[tuple[int, str]]] = {}
    for reference in dict.fromkeys(references):
        letters, row = coordinate_from_string(reference)
        found.setdefault(row, []).append((column_number(letters), reference))
    return found
