"""Reading a filled-in workbook: every cell as text, with the place it stood in, and what is wrong cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from sweval.domain.faults import Fault, Refused
from sweval.intake.workbook.cells import Wrong, same, take
from sweval.intake.workbook.layout import GUIDE, LISTS, PROFILE_SHEET, Field, Layout, SheetLayout
from sweval.intake.workbook.opening import Marks, SheetMarks, look_into
from sweval.intake.workbook.places import Note, Place, Reading, RowPlace

#: A title or a remark may stand above the head.
HEAD_WITHIN: Final = 10
#: Columns that say what a row is of; a row with nothing else was left unfilled.
KEYS: Final = {
    "scores": ("node", "area", "expert", "rater"),
    "leaf_inputs": ("node", "area", "expert", "rater", "item"),
    "declarations": ("veto",),
    "process": ("step",),
}


class OpenWorkbook:
    """A workbook that was looked into, its sheets ready to be read."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.marks: Marks = look_into(path)
        try:
            self.book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except Exception:
            # openpyxl raises whatever a malformed part happens to break.
            fault = Fault(
                path.name, problem="不是有效的 .xlsx 工作簿", remedy="请用 Excel 打开并另存为 .xlsx"
            )
            raise Refused([fault]) from None

    def close(self) -> None:
        """Let go of the file."""
        self.book.close()

    def place(self, sheet: str) -> Place:
        """A sheet as a place."""
        return Place(self.name, sheet, self.book.sheetnames.index(sheet) + 1)

    def rows(self, sheet: str) -> Iterator[tuple[int, dict[int, Any]]]:
        """The rows of a sheet that hold anything: number, and cells by column."""
        page = self.book[sheet]
        if not hasattr(page, "reset_dimensions"):
            return  # a chart has a sheet of its own
        formulas = self.marks.sheets[sheet].formulas
        for row in self._read(sheet, page):
            cells: dict[int, Any] = {
                cell.column: cell
                for cell in row
                # A formula that was never calculated has no value, and yet something stands there.
                if (cell.value is not None and str(cell.value).strip())
                or (formulas and getattr(cell, "coordinate", "") in formulas)
            }
            if cells:
                yield next(iter(cells.values())).row, cells

    def _read(self, sheet: str, page: Any) -> Iterator[tuple[Any, ...]]:
        try:
            page.reset_dimensions()
            yield from page.iter_rows()
        except Exception:
            # A sheet is parsed as it is read, and openpyxl raises whatever a malformed one happens to break.
            fault = self.place(sheet).fault("", "这张工作表已损坏", "请用 Excel 打开并另存为 .xlsx")
            raise Refused([fault]) from None

    def scheme_id(self) -> str:
        """The id of the scheme the workbook was made for. Raises ``Refused`` where it doesn't say."""
        label = "指标体系"
        if PROFILE_SHEET in self.book.sheetnames:
            for _, cells in self.rows(PROFILE_SHEET):
                if 1 in cells and 2 in cells and _bare(cells[1].value) == label:
                    return str(cells[2].value).strip()
        problem = (
            "没有填指标体系" if PROFILE_SHEET in self.book.sheetnames else f"没有工作表“{PROFILE_SHEET}”"
        )
        raise Refused(
            [Fault(self.name, problem=problem, remedy="请用 sweval template 生成的模板，或写明 --scheme")]
        )


def read_workbook(opened: OpenWorkbook, shape: Layout) -> Reading:
    """Everything in a workbook. Its own faults are in the result; the data are not yet judged."""
    reading = Reading(opened.name)
    known = {sheet.name: sheet for sheet in shape.sheets}
    for name in opened.book.sheetnames:
        place = opened.place(name)
        marks = opened.marks.sheets.get(name, SheetMarks())
        if name in (GUIDE, LISTS):
            continue
        if marks.hidden and any(True for _ in opened.rows(name)):
            reading.faults.append(place.fault("", "工作表被隐藏而有内容", "请取消隐藏后重新导入"))
        if name == PROFILE_SHEET:
            _Profile(opened, reading, place, marks).read(shape.profile)
        elif name in known:
            _Sheet(opened, reading, place, marks).read(known[name])
        elif any(True for _ in opened.rows(name)):
            names = "、".join(known)
            reading.faults.append(place.fault("", "不认识这张工作表", f"请改名或移出工作簿；可用：{names}"))
    _resolve(reading)
    return reading


class _Page:
    """What is common to all sheets: a cell taken or found faulty."""

    def __init__(self, opened: OpenWorkbook, reading: Reading, place: Place, marks: SheetMarks) -> None:
        self.opened, self.reading, self.place, self.marks = opened, reading, place, marks
        self.merged = [tuple(int(bound or 0) for bound in range_boundaries(ref)) for ref in marks.merged]
        self.told: set[object] = set()

    def take(self, cell: Any, f: Field) -> tuple[str, bool]:
        """The text of a cell, and whether it is sound."""
        place = replace(self.place, row=cell.row, cell=cell.coordinate)
        value = "" if cell.value is None else str(cell.value)
        formula = self.marks.formulas.get(cell.coordinate)
        try:
            if self._merged(cell):
                return "", False
            if formula is not None and (not formula or self.opened.marks.never_calculated):
                raise Wrong("公式没有计算结果", "请用 Excel 打开、计算并保存，或直接填写数值")
            if cell.data_type == "e":
                raise Wrong("是错误值", "请改正公式或直接填写")
            taken = take(cell.value, cell.number_format, f)
        except Wrong as wrong:
            self.reading.faults.append(place.fault(value, wrong.problem, wrong.remedy))
            return "", False
        if taken.changed:
            self.reading.notes.append(Note(place, value, taken.changed, taken.text))
        return taken.text, True

    def _merged(self, cell: Any) -> bool:
        for bounds in self.merged:
            left, top, right, bottom = bounds
            if left <= cell.column <= right and top <= cell.row <= bottom:
                if bounds not in self.told:
                    self.told.add(bounds)
                    first = f"{get_column_letter(left)}{top}"
                    place = replace(self.place, row=top, cell=first)
                    shown = f"{first}:{get_column_letter(right)}{bottom}"
                    self.reading.faults.append(place.fault(shown, "合并了单元格", "请取消合并，每格各填各的"))
                return True
        return False

    def hidden(self, number: int, cells: Mapping[int, Any]) -> None:
        """A fault where a row or a column is hidden and holds something."""
        if number in self.marks.hidden_rows and number not in self.told:
            self.told.add(number)
            place = replace(self.place, row=number)
            self.reading.faults.append(place.fault("", "这一行被隐藏而有内容", "请取消隐藏或筛选后重新导入"))
        for low, high in self.marks.hidden_columns:
            for column in cells:
                if low <= column <= high and ("column", column) not in self.told:
                    self.told.add(("column", column))
                    letter = get_column_letter(column)
                    place = replace(self.place, row=1, cell=f"{letter}1")
                    self.reading.faults.append(
                        place.fault("", f"{letter}列被隐藏而有内容", "请取消隐藏后重新导入")
                    )


class _Profile(_Page):
    """The profile: a label and a value on each line."""

    def read(self, fields: tuple[Field, ...]) -> None:
        by_label = {same(f.text.head): f for f in fields}
        for f in fields:
            self.reading.profile_at[f.name] = self.place
        for number, cells in self.opened.rows(self.place.sheet):
            if 1 not in cells:
                continue
            label = str(cells[1].value)
            found = by_label.get(same(_bare(label)))
            if found is None:
                if number > 1 and 2 in cells:
                    place = replace(self.place, row=number, cell=f"A{number}")
                    self.reading.faults.append(place.fault(label, "没有这一项", "请照模板改回，或删去这一行"))
                continue
            self.reading.profile_at[found.name] = replace(self.place, row=number, cell=f"B{number}")
            if 2 not in cells:
                continue
            self.hidden(number, {2: cells[2]})
            if found.name in self.reading.profile:
                place = self.reading.profile_at[found.name]
                self.reading.faults.append(place.fault(label, "同一项写了两次", "请删去一行"))
                continue
            text, sound = self.take(cells[2], found)
            if not sound:
                self.reading.faulty.add(("", 0, found.name))
            elif text:
                self.reading.profile[found.name] = text


class _Sheet(_Page):
    """A sheet with a head row."""

    def read(self, sheet: SheetLayout) -> None:
        self.sheet = sheet
        self.reading.sheets_at[sheet.table] = self.place
        self.reading.rows.setdefault(sheet.table, [])
        self.reading.rows_at.setdefault(sheet.table, [])
        columns: dict[int, Field] | None = None
        for number, cells in self.opened.rows(self.place.sheet):
            heads = self._heads(cells)
            if columns is None:
                if 2 * len(heads) >= len(cells):
                    columns = self._head(number, cells, heads)
                elif number >= HEAD_WITHIN:
                    break
            elif len(heads) > 1 and 2 * len(heads) >= len(cells):
                place = replace(self.place, row=number)
                self.reading.faults.append(place.fault("", "又出现一行表头", "请删去这一行"))
            else:
                self._row(number, cells, columns)
        if columns is None and any(True for _ in self.opened.rows(self.place.sheet)):
            heads_ = "、".join(f.text.head for f in sheet.fields)
            self.reading.faults.append(self.place.fault("", "没有表头", f"第1行应为：{heads_}"))
            self.reading.faulty.add((sheet.table, -1, ""))

    def _heads(self, cells: Mapping[int, Any]) -> dict[int, Field]:
        known = {same(f.text.head): f for f in self.sheet.fields} | {f.name: f for f in self.sheet.fields}
        named = {column: known.get(same(_bare(str(cell.value)))) for column, cell in cells.items()}
        return {column: f for column, f in named.items() if f is not None}

    def _head(self, number: int, cells: Mapping[int, Any], heads: dict[int, Field]) -> dict[int, Field]:
        seen: dict[str, int] = {}
        for column, cell in cells.items():
            place = replace(self.place, row=number, cell=cell.coordinate)
            f = heads.get(column)
            if f is None:
                names = "、".join(f.text.head for f in self.sheet.fields)
                self.reading.faults.append(place.fault(str(cell.value), "没有这一列", f"可用的列：{names}"))
            elif f.name in seen:
                self.reading.faults.append(place.fault(str(cell.value), "列名重复", "请只保留一列"))
                del heads[column]
            seen.setdefault(f.name if f else "", column)
        missing = [f.text.head for f in self.sheet.fields if f.required and f.name not in seen]
        if missing:
            place = replace(self.place, row=number)
            self.reading.faults.append(place.fault("", f"缺少必需的列：{'、'.join(missing)}", "请照模板补上"))
            self.reading.faulty.add((self.sheet.table, -1, ""))
        self.letters = {f.name: get_column_letter(column) for column, f in heads.items()}
        return heads

    def _row(self, number: int, cells: Mapping[int, Any], columns: dict[int, Field]) -> None:
        table = self.sheet.table
        self.hidden(number, cells)
        index = len(self.reading.rows[table])
        values: dict[str, str] = {}
        wrong = []
        for column, cell in cells.items():
            f = columns.get(column)
            if f is None:
                place = replace(self.place, row=number, cell=cell.coordinate)
                if ("headless", column) not in self.told:
                    self.told.add(("headless", column))
                    self.reading.faults.append(
                        place.fault(str(cell.value), "这一列没有表头", "请补上表头，或清空这一列")
                    )
                continue
            text, sound = self.take(cell, f)
            if not sound:
                wrong.append(f.name)
            elif text:
                values[f.name] = text
        place_ = RowPlace(self.place, number, self.letters)
        keys = KEYS.get(table)
        if keys and not wrong and values.keys() <= set(keys):
            self.reading.unfilled.setdefault(table, []).append((values, place_))
        elif values or wrong:
            self.reading.rows[table].append(values)
            self.reading.rows_at[table].append(place_)
            self.reading.faulty |= {(table, index, name) for name in wrong}


def _bare(label: str) -> str:
    """A head without its mark of what is required."""
    return str(label).strip().rstrip("＊*").strip()


def _resolve(reading: Reading) -> None:
    """Areas and raters named by their names become their ids, and that is said."""
    areas = {
        same(row["name"]): row["id"] for row in reading.rows.get("areas", ()) if {"id", "name"} <= row.keys()
    }
    raters = {
        same(row["name"]): row["id"] for row in reading.rows.get("raters", ()) if {"id", "name"} <= row.keys()
    }
    for table, rows in reading.rows.items():
        for index, row in enumerate(rows):
            for column, names in (("area", areas), ("rater", raters)):
                given = row.get(column, "")
                if given and given not in names.values() and same(given) in names:
                    row[column] = names[same(given)]
                    place = reading.rows_at[table][index].at(column)
                    reading.notes.append(Note(place, given, "名称改为编号", row[column]))
