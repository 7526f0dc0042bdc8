"""Inspects a workbook before it is opened: whether it is valid and of acceptable size, and its marks.

An .xlsx is a zip of XML from an unknown source. It is refused here for its declared sizes and its content, read as a
stream, before a library builds anything from it. The same pass notes what values alone don't show: formulas and
whether they were calculated, errors, number formats, and what is hidden or merged.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from openpyxl.styles.numbers import is_date_format

from sweval.domain.values.faults import Fault, Refused

MAX_FILE: Final = 50_000_000
MAX_ENTRIES: Final = 1_000
MAX_UNPACKED: Final = 300_000_000
#: Unpacked over packed size; real sheets of long repetitive tables stay below 60.
MAX_RATIO: Final = 150
#: Up to this unpacked size any ratio is accepted.
SMALL: Final = 1_000_000
MAX_SHEETS: Final = 60
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_MERGED: Final = 500
LETTERS: Final = re.compile(r"[A-Z]{1,3}(?=[0-9])")
#: Built-in number formats (ECMA-376, 18.8.30): those with decimals or per cent; all of dates as one.
BUILT_IN: Final = {2: "0.00", 9: "0%", 10: "0.00%"} | dict.fromkeys(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd"
)
#: The serial number of the last valid day, 31 December 9999.
LAST_DAY: Final = 2_958_465

Attributes = Mapping[str, str]


@dataclass
class SheetMarks:
    """What a sheet's XML holds besides values, by cell reference, row number or column range."""

    hidden: bool = False
    #: Whether each formula has a value.
    formulas: dict[str, bool] = field(default_factory=dict)
    errors: set[str] = field(default_factory=set)
    #: Cells formatted as a date whose number is no date.
    invalid_dates: set[str] = field(default_factory=set)
    #: Number formats with decimals or per cent, of cells that hold numbers.
    formats: dict[str, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


@dataclass
class Marks:
    """The marks of every sheet by name. ``never_calculated``: no spreadsheet has calculated the formulas."""

    sheets: dict[str, SheetMarks]
    never_calculated: bool


class _Entities(Exception):
    """The XML declares a document type, which may declare entities."""


def inspect(path: Path) -> Marks:
    """The marks of a workbook. Raises ``Refused`` where it is invalid or too large."""
    name = path.name
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise _refused(name, f"文件过大（{size}字节）", f"请不要超过{MAX_FILE}字节")
        with zipfile.ZipFile(path) as archive:
            _check_archive(name, archive)
            return _WorkbookScan(name, archive).marks()
    except FileNotFoundError:
        raise _refused(name, "没有这个文件", "请检查文件名和所在目录") from None
    except (IsADirectoryError, PermissionError):
        raise _refused(name, "不能读取", "请检查文件和权限") from None
    except _Entities:
        raise _refused(name, "含有 XML 实体或文档类型声明", "请用 Excel 另存为 .xlsx") from None
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        LookupError,
        ValueError,
        EOFError,
        RuntimeError,  # a password, or a compression that zipfile lacks
        OSError,
        zlib.error,
    ):
        raise _refused(name, "不是有效的 .xlsx 工作簿，或已加密", "请用 Excel 打开并另存为 .xlsx") from None


def _refused(name: str, problem: str, remedy: str) -> Refused:
    return Refused([Fault(name, problem=problem, remedy=remedy)])


def _check_archive(name: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refused(name, f"压缩包中文件过多（{len(entries)}个）", "请用 Excel 另存为 .xlsx")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise _refused(name, f"解压后过大（{unpacked}字节）", "请删去不用的工作表和格式")
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise _refused(name, f"压缩率异常（{entry.filename}）", "请用 Excel 另存为 .xlsx")


class _WorkbookScan:
    """One pass over every part of a workbook."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name, self.archive = name, archive
        self.sheets: list[tuple[str, str, bool]] = []
        self.targets: dict[str, str] = {}
        self.never_calculated = False
        #: The formats of the cell styles, in order; "" for one without decimals and per cent.
        self.styles: list[str] = []
        #: The positions of those that show dates.
        self.dates: set[int] = set()
        self._codes: dict[int, str] = dict(BUILT_IN)
        self._in_cells = False

    def marks(self) -> Marks:
        """The marks of all sheets; every other part is parsed too, so that no entity hides in it."""
        self._parse("xl/workbook.xml", self._workbook)
        self._parse("xl/_rels/workbook.xml.rels", self._relation)
        if "xl/styles.xml" in self.archive.namelist():
            self._parse("xl/styles.xml", self._style)
        if len(self.sheets) > MAX_SHEETS:
            raise _refused(self.name, f"工作表过多（{len(self.sheets)}张）", f"请不要超过{MAX_SHEETS}张")
        marks, parts = {}, set()
        for sheet, relation, hidden in self.sheets:
            part = self.targets[relation]
            parts.add(part)
            marks[sheet] = self._sheet(sheet, part)
            marks[sheet].hidden = hidden
        for part in self.archive.namelist():
            if part.endswith((".xml", ".rels")) and part not in parts:
                self._parse(part, None)
        return Marks(marks, self.never_calculated)

    def _parse(self, part: str, start: Callable[[str, Attributes], None] | None) -> None:
        self._feed(part, _parser(start))

    def _feed(self, part: str, parser: expat.XMLParserType) -> None:
        with self.archive.open(part) as stream:
            parser.ParseFile(stream)

    def _workbook(self, element: str, attributes: Attributes) -> None:
        if element.endswith(" sheet"):
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.sheets.append(
                (attributes["name"], relation, attributes.get("state", "visible") != "visible")
            )
        elif element.endswith(" calcPr"):
            self.never_calculated = attributes.get("fullCalcOnLoad") in ("1", "true")

    def _relation(self, element: str, attributes: Attributes) -> None:
        if element.endswith(" Relationship"):
            target = attributes.get("Target", "")
            # An absolute target starts at the archive's root.
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            self.targets[attributes["Id"]] = posixpath.normpath(whole)

    def _style(self, element: str, attributes: Attributes) -> None:
        if element.endswith(" numFmt"):
            self._codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif element.endswith(("cellXfs", " cellStyles", " cellStyleXfs", " dxfs")):
            self._in_cells = element.endswith(" cellXfs")
        elif self._in_cells and element.endswith(" xf"):
            code = self._codes.get(int(attributes.get("numFmtId", "0")), "")
            if is_date_format(code):
                self.dates.add(len(self.styles))
            self.styles.append(code if "0." in code or "%" in code else "")

    def _sheet(self, sheet: str, part: str) -> SheetMarks:
        scan = _SheetScan(self, sheet)
        self._feed(part, scan.parser)
        scan.end_value()
        return scan.marks


def _parser(start: Callable[[str, Attributes], None] | None) -> expat.XMLParserType:
    """A parser that calls ``start`` at the start of each element, and refuses a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, _forbid
    return parser


def _forbid(*declared: object) -> None:
    raise _Entities


def _nothing(attributes: Attributes) -> None:
    """Ignore an element."""


class _SheetScan:
    """Collects the marks of one sheet from the starts of its elements."""

    def __init__(self, book: _WorkbookScan, sheet: str) -> None:
        self.book, self.sheet = book, sheet
        self.parser = _parser(self._start)
        self.marks = SheetMarks()
        self.rows = 0
        self.cell = ""
        self.columns: set[str] = set()
        self.dated, self.in_value, self.value = False, False, ""
        self.by_tag = {
            "c": self._cell,
            "v": self._value,
            "f": self._formula,
            "row": self._row,
            "col": self._column,
            "mergeCell": self._merged,
        }
        #: The same by an element's qualified name, filled as names occur.
        self.by_name: dict[str, Callable[[Attributes], None]] = {}

    def _start(self, element: str, attributes: Attributes) -> None:
        if self.in_value:
            # The next element ends a value: later text isn't part of it.
            self.end_value()
        note = self.by_name.get(element)
        if note is None:
            note = self.by_name[element] = self.by_tag.get(element.rpartition(" ")[2], _nothing)
        note(attributes)

    def _text(self, text: str) -> None:
        self.value += text

    def end_value(self) -> None:
        """Check the date of the cell that has ended: the library fails on a number that is no day."""
        if self.value:
            try:
                valid = abs(float(self.value)) <= LAST_DAY
            except ValueError:
                valid = False
            if not valid:
                self.marks.invalid_dates.add(self.cell)
        self.dated, self.in_value, self.value = False, False, ""
        self.parser.CharacterDataHandler = None

    def _cell(self, attributes: Attributes) -> None:
        self.cell, self.dated = attributes.get("r", ""), False
        reference = self.cell
        # Nearly every cell is in a column seen before; only the letters of columns are kept, which are few.
        found = None if reference.rstrip("0123456789") in self.columns else LETTERS.match(reference)
        if found:
            if column_number(found[0]) > MAX_COLUMNS:
                raise self._refused(f"列过多（有 {reference}）", f"请不要超过{MAX_COLUMNS}列")
            self.columns.add(found[0])
        kind = attributes.get("t", "n")
        if kind == "e":
            self.marks.errors.add(reference)
        elif kind == "n" and "s" in attributes:
            style = int(attributes["s"])
            self.dated = style in self.book.dates
            if code := self.book.styles[style]:
                self.marks.formats[reference] = code

    def _value(self, attributes: Attributes) -> None:
        if self.dated:
            # Text is read only where a date is shown; skipping it elsewhere is quicker.
            self.in_value, self.parser.CharacterDataHandler = True, self._text
        if self.cell in self.marks.formulas:
            self.marks.formulas[self.cell] = True

    def _formula(self, attributes: Attributes) -> None:
        self.marks.formulas[self.cell] = False

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            self.marks.hidden_columns.append(
                (int(attributes.get("min", "0")), int(attributes.get("max", "0")))
            )

    def _merged(self, attributes: Attributes) -> None:
        self.marks.merged.append(attributes.get("ref", ""))
        if len(self.marks.merged) > MAX_MERGED:
            raise self._refused(f"合并单元格过多（超过{MAX_MERGED}处）", "请取消合并")

    def _row(self, attributes: Attributes) -> None:
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise self._refused(f"行过多（超过{MAX_ROWS}行）", "请删去空行")
        if attributes.get("hidden") in ("1", "true") or attributes.get("ht") == "0":
            self.marks.hidden_rows.add(int(attributes.get("r", "0")))

    def _refused(self, problem: str, remedy: str) -> Refused:
        return _refused(self.book.name, f"工作表“{self.sheet}”{problem}", remedy)


def column_number(letters: str) -> int:
    """The number of a column, A being 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
