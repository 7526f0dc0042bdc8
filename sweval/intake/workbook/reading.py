"""Reads a filled-in workbook: every cell as text with its place, and the faults of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter, range_boundaries

from sweval.domain.values.faults import Fault, Refused
from sweval.intake.workbook.cells import StoredText, WrongCell, comparable, stored_text
from sweval.intake.workbook.inspection import SheetMarks
from sweval.intake.workbook.layout import GUIDE, LISTS, PROFILE_SHEET, SCHEME_TEXT, Field, Layout, SheetLayout
from sweval.intake.workbook.places import Note, Place, PlacedDraft, RowPlace
from sweval.intake.workbook.sheets import Line, Opened, SheetCell

#: The rows in which the head is searched; a title or a remark may be above it.
HEAD_WITHIN: Final = 10
#: The key columns of tables whose rows are prepared; a row with nothing else wasn't filled in.
KEYS: Final = {
    "scores": ("node", "area", "expert", "rater"),
    "leaf_inputs": ("node", "area", "expert", "rater", "item"),
    "declarations": ("veto",),
    "process": ("step",),
}


def scheme_of(opened: Opened) -> str:
    """The id of the scheme a workbook was made for. Raises ``Refused`` where it has none."""
    there = PROFILE_SHEET in opened.sheets
    for _, cells in opened.lines(PROFILE_SHEET) if there else ():
        if 1 in cells and 2 in cells and _bare(cells[1].value) == SCHEME_TEXT.head:
            return str(cells[2].value).strip()
    problem = "没有填指标体系" if there else f"没有工作表“{PROFILE_SHEET}”"
    remedy = "请用 sweval template 生成的模板，或写明 --scheme"
    raise Refused([Fault(opened.name, problem=problem, remedy=remedy)])


def read_workbook(opened: Opened, shape: Layout) -> PlacedDraft:
    """The data of a workbook, not yet checked; faults of cells and sheets are in the result."""
    reading = PlacedDraft(opened.name)
    known = {sheet.name: sheet for sheet in shape.sheets}
    for name in opened.sheets:
        if name in (GUIDE, LISTS):
            continue
        place, marks = opened.place(name), opened.marks_of(name)
        if marks.hidden and any(opened.lines(name)):
            reading.faults.append(place.fault("", "工作表被隐藏而有内容", "请取消隐藏后重新导入"))
        if name == PROFILE_SHEET:
            _Profile(opened, reading, place, marks).read(shape.profile)
        elif name in known:
            _Sheet(opened, reading, place, marks).read(known[name])
        elif any(opened.lines(name)):
            names = "、".join(known)
            reading.faults.append(place.fault("", "不认识这张工作表", f"请改名或移出工作簿；可用：{names}"))
    _resolve(reading)
    return reading


class _Page:
    """Reads the cells of one sheet, and adds their faults and corrections to ``reading``."""

    def __init__(self, opened: Opened, reading: PlacedDraft, place: Place, marks: SheetMarks) -> None:
        self.opened, self.reading, self.place, self.marks = opened, reading, place, marks
        self.merged = [tuple(int(bound or 0) for bound in range_boundaries(ref)) for ref in marks.merged]
        #: Faults of ranges, rows and columns that are reported already.
        self.reported: set[object] = set()
        self.known: dict[tuple[str, type, object, str], StoredText] = {}

    def fault(self, place: Place, problem: str, remedy: str, value: str = "") -> None:
        """Add a fault."""
        self.reading.faults.append(place.fault(value, problem, remedy))

    def text_of(self, cell: SheetCell, f: Field) -> tuple[str, bool]:
        """The text of a cell, and whether it is valid."""
        try:
            if self.merged and self._merged(cell):
                return "", False
            if cell.wrong:
                raise WrongCell(*cell.wrong)
            # Values recur in a sheet: a group, a score, a date.
            key = (f.name, type(cell.value), cell.value, cell.number_format)
            stored = self.known.get(key) or stored_text(cell.value, cell.number_format, f)
            self.known[key] = stored
        except WrongCell as wrong:
            self.fault(self.at(cell), wrong.problem, wrong.remedy, str(cell.value))
            return "", False
        if stored.changed:
            self.reading.notes.append(Note(self.at(cell), str(cell.value), stored.changed, stored.text))
        return stored.text, True

    def at(self, cell: SheetCell) -> Place:
        """The place of a cell."""
        return replace(self.place, row=cell.row, cell=cell.reference)

    def _merged(self, cell: SheetCell) -> bool:
        for bounds in self.merged:
            left, top, right, bottom = bounds
            if left <= cell.column <= right and top <= cell.row <= bottom:
                if bounds not in self.reported:
                    self.reported.add(bounds)
                    first = f"{get_column_letter(left)}{top}"
                    place = replace(self.place, row=top, cell=first)
                    shown = f"{first}:{get_column_letter(right)}{bottom}"
                    self.fault(place, "合并了单元格", "请取消合并，每格各填各的", shown)
                return True
        return False

    def hidden(self, number: int, cells: Mapping[int, SheetCell]) -> None:
        """Add a fault where the row or a column of these cells is hidden."""
        if number in self.marks.hidden_rows and number not in self.reported:
            self.reported.add(number)
            place = replace(self.place, row=number)
            self.fault(place, "这一行被隐藏而有内容", "请取消隐藏或筛选后重新导入")
        for low, high in self.marks.hidden_columns:
            for column in cells:
                if low <= column <= high and ("column", column) not in self.reported:
                    self.reported.add(("column", column))
                    letter = get_column_letter(column)
                    place = replace(self.place, row=1, cell=f"{letter}1")
                    self.fault(place, f"{letter}列被隐藏而有内容", "请取消隐藏后重新导入")


class _Profile(_Page):
    """The profile: a label and a value on each line."""

    def read(self, fields: tuple[Field, ...]) -> None:
        by_label = {comparable(f.text.head): f for f in fields}
        for f in fields:
            self.reading.profile_at[f.name] = self.place
        for number, cells in self.opened.lines(self.place.sheet):
            if 1 not in cells:
                continue
            label = str(cells[1].value)
            found = by_label.get(comparable(_bare(label)))
            if found is None:
                if number > 1 and 2 in cells:
                    place = replace(self.place, row=number, cell=f"A{number}")
                    self.fault(place, "没有这一项", "请照模板改回，或删去这一行", label)
                continue
            place = replace(self.place, row=number, cell=f"B{number}")
            self.reading.profile_at[found.name] = place
            if 2 not in cells:
                continue
            self.hidden(number, {2: cells[2]})
            if found.name in self.reading.profile:
                self.fault(place, "同一项写了两次", "请删去一行", label)
                continue
            text, valid = self.text_of(cells[2], found)
            if not valid:
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
        lines = self.opened.lines(self.place.sheet)
        columns, heads = self._find_head(lines)
        if columns is None:
            return
        for row, cells in lines:
            first = next(iter(cells.values()))
            # Other cells are only compared where the row begins with a head.
            again = sum(str(c.value) in heads for c in cells.values()) if str(first.value) in heads else 0
            if again > 1 and 2 * again >= len(cells):
                self.fault(replace(self.place, row=row), "又出现一行表头", "请删去这一行")
            else:
                self._row(row, cells, columns)

    def _find_head(self, lines: Iterator[Line]) -> tuple[dict[int, Field] | None, set[str]]:
        """The field of each column, and the heads as written; no fields where there is no head."""
        empty = True
        known = {comparable(f.text.head): f for f in self.sheet.fields} | {
            f.name: f for f in self.sheet.fields
        }
        for number, cells in lines:
            empty = False
            if number > HEAD_WITHIN:
                break
            named = {column: known.get(comparable(_bare(str(cell.value)))) for column, cell in cells.items()}
            heads = {column: f for column, f in named.items() if f is not None}
            if 2 * len(heads) >= len(cells):
                return self._head(number, cells, heads), {str(cell.value) for cell in cells.values()}
        if not empty:
            texts = "、".join(f.text.head for f in self.sheet.fields)
            self.fault(self.place, "没有表头", f"第1行应为：{texts}")
            self.reading.faulty.add((self.sheet.table, -1, ""))
        return None, set()

    def _head(self, number: int, cells: Mapping[int, SheetCell], heads: dict[int, Field]) -> dict[int, Field]:
        seen: dict[str, int] = {}
        for column, cell in cells.items():
            place = replace(self.place, row=number, cell=cell.reference)
            f = heads.get(column)
            if f is None:
                names = "、".join(f.text.head for f in self.sheet.fields)
                self.fault(place, "没有这一列", f"可用的列：{names}", str(cell.value))
            elif f.name in seen:
                self.fault(place, "列名重复", "请只保留一列", str(cell.value))
                del heads[column]
            seen.setdefault(f.name if f else "", column)
        missing = [f.text.head for f in self.sheet.fields if f.required and f.name not in seen]
        if missing:
            problem = f"缺少必需的列：{'、'.join(missing)}"
            self.fault(replace(self.place, row=number), problem, "请照模板补上")
            self.reading.faulty.add((self.sheet.table, -1, ""))
        self.letters = {f.name: get_column_letter(column) for column, f in heads.items()}
        return heads

    def _row(self, number: int, cells: Mapping[int, SheetCell], columns: dict[int, Field]) -> None:
        table = self.sheet.table
        self.hidden(number, cells)
        index = len(self.reading.rows[table])
        values: dict[str, str] = {}
        wrong = []
        for column, cell in cells.items():
            f = columns.get(column)
            if f is None:
                self._headless(cell)
                continue
            text, valid = self.text_of(cell, f)
            if not valid:
                wrong.append(f.name)
            elif text:
                values[f.name] = text
        place = RowPlace(self.place, number, self.letters)
        keys = KEYS.get(table)
        if keys and not wrong and values.keys() <= set(keys):
            self.reading.unfilled.setdefault(table, []).append((values, place))
        elif values or wrong:
            self.reading.rows[table].append(values)
            self.reading.rows_at[table].append(place)
            self.reading.faulty |= {(table, index, name) for name in wrong}

    def _headless(self, cell: SheetCell) -> None:
        if ("headless", cell.column) not in self.reported:
            self.reported.add(("headless", cell.column))
            self.fault(self.at(cell), "这一列没有表头", "请补上表头，或清空这一列", str(cell.value))


def _bare(label: object) -> str:
    """A head without the mark of a required column."""
    return str(label).strip().rstrip("＊*").strip()


def _resolve(reading: PlacedDraft) -> None:
    """Replace the names of areas and raters by their ids, with a note of each."""
    ids = {"area": _ids_by_name(reading, "areas"), "rater": _ids_by_name(reading, "raters")}
    for table, rows in reading.rows.items():
        for index, row in enumerate(rows):
            for column, by_name in ids.items():
                text = row.get(column, "")
                if text and text not in by_name.values() and comparable(text) in by_name:
                    row[column] = by_name[comparable(text)]
                    place = reading.rows_at[table][index].at(column)
                    reading.notes.append(Note(place, text, "名称改为编号", row[column]))


def _ids_by_name(reading: PlacedDraft, table: str) -> dict[str, str]:
    rows = reading.rows.get(table, ())
    return {comparable(row["name"]): row["id"] for row in rows if {"id", "name"} <= row.keys()}
