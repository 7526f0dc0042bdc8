"""Looking into a workbook before it is read: is it one, is it of a size, and what its values would not tell.

An .xlsx is a zip of XML written by anyone. It is refused here by what it claims and by what it holds, in a
stream, before a library builds anything from it. The same pass notes what the values alone don't show: formulas
and whether they were calculated, errors, number formats, and what is hidden or merged.
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
#: Unpacked over packed; real sheets of long repetitive tables stay below 60.
MAX_RATIO: Final = 150
#: A small file may repeat itself more.
SMALL: Final = 1_000_000
MAX_SHEETS: Final = 60
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_MERGED: Final = 500
LETTERS: Final = re.compile(r"[A-Z]{1,3}(?=[0-9])")
#: Number formats without a code of their own (ECMA-376, 18.8.30): decimals, per cent, and of dates only that they are.
BUILT_IN: Final = {2: "0.00", 9: "0%", 10: "0.00%"} | dict.fromkeys(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy-mm-dd"
)
#: The serial number of the last day there is, 31 December 9999.
LAST_DAY: Final = 2_958_465

Attributes = Mapping[str, str]


@dataclass
class SheetMarks:
    """What a sheet's XML says beside its values, by cell reference, row number or column range."""

    hidden: bool = False
    #: Whether each formula has a value.
    formulas: dict[str, bool] = field(default_factory=dict)
    errors: set[str] = field(default_factory=set)
    #: Cells shown as a date whose number is none.
    no_dates: set[str] = field(default_factory=set)
    #: Number formats that show decimals or per cent, of cells that hold numbers.
    formats: dict[str, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


@dataclass
class Marks:
    """Of every sheet by name. ``never_calculated``: a program wrote the file, and no spreadsheet has opened it."""

    sheets: dict[str, SheetMarks]
    never_calculated: bool


class _Entities(Exception):
    """The XML declares a document type, in which entities could be."""


def inspect(path: Path) -> Marks:
    """The marks of a workbook. Raises ``Refused`` for what is no workbook, or is too large in any way."""
    name = path.name
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise _refused(name, f"文件过大（{size}字节）", f"请不要超过{MAX_FILE}字节")
        with zipfile.ZipFile(path) as archive:
            _check_archive(name, archive)
            return _Look(name, archive).marks()
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
        RuntimeError,  # a password, or a compression that zipfile has not
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


class _Look:
    """One pass over every part of a workbook."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name, self.archive = name, archive
        self.sheets: list[tuple[str, str, bool]] = []
        self.targets: dict[str, str] = {}
        self.never = False
        #: The formats of the cell styles, in order; "" where nothing of decimals or per cent is shown.
        self.styles: list[str] = []
        #: Which of them show dates.
        self.dates: set[int] = set()
        self._codes: dict[int, str] = dict(BUILT_IN)
        self._in_cells = False

    def marks(self) -> Marks:
        """Everything; parts that say nothing are parsed all the same, so that no entity hides in them."""
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
        return Marks(marks, self.never)

    def _parse(self, part: str, start: Callable[[str, Attributes], None] | None) -> None:
        self._feed(part, _parser(start))

    def _feed(self, part: str, parser: expat.XMLParserType) -> None:
        with self.archive.open(part) as stream:
            parser.ParseFile(stream)

    def _workbook(self, element: str, given: Attributes) -> None:
        if element.endswith(" sheet"):
            relation = next((value for key, value in given.items() if key.endswith(" id")), "")
            self.sheets.append((given["name"], relation, given.get("state", "visible") != "visible"))
        elif element.endswith(" calcPr"):
            self.never = given.get("fullCalcOnLoad") in ("1", "true")

    def _relation(self, element: str, given: Attributes) -> None:
        if element.endswith(" Relationship"):
            target = given.get("Target", "")
            # An absolute target is one from the archive's root.
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            self.targets[given["Id"]] = posixpath.normpath(whole)

    def _style(self, element: str, given: Attributes) -> None:
        if element.endswith(" numFmt"):
            self._codes[int(given["numFmtId"])] = given.get("formatCode", "")
        elif element.endswith(("cellXfs", " cellStyles", " cellStyleXfs", " dxfs")):
            self._in_cells = element.endswith(" cellXfs")
        elif self._in_cells and element.endswith(" xf"):
            code = self._codes.get(int(given.get("numFmtId", "0")), "")
            if is_date_format(code):
                self.dates.add(len(self.styles))
            self.styles.append(code if "0." in code or "%" in code else "")

    def _sheet(self, sheet: str, part: str) -> SheetMarks:
        reader = _SheetLook(self, sheet)
        self._feed(part, reader.parser)
        reader.settle()
        return reader.marks


def _parser(start: Callable[[str, Attributes], None] | None) -> expat.XMLParserType:
    """A parser that tells ``start`` of each element as it begins, and lets no document type be declared."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, _forbid
    return parser


def _forbid(*declared: object) -> None:
    raise _Entities


def _nothing(given: Attributes) -> None:
    """What an element says that isn't looked at."""


class _SheetLook:
    """One sheet's elements as they begin."""

    def __init__(self, look: _Look, sheet: str) -> None:
        self.look, self.sheet = look, sheet
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
        #: The same by the whole name of an element, as each is first met.
        self.by_name: dict[str, Callable[[Attributes], None]] = {}

    def _start(self, element: str, given: Attributes) -> None:
        if self.in_value:
            # What begins after a value ends it: other text of the sheet is none of its digits.
            self.settle()
        note = self.by_name.get(element)
        if note is None:
            note = self.by_name[element] = self.by_tag.get(element.rpartition(" ")[2], _nothing)
        note(given)

    def _text(self, text: str) -> None:
        self.value += text

    def settle(self) -> None:
        """Judge the date of the cell that has ended: a library that makes a day of any number would break on it."""
        if self.value:
            try:
                sound = abs(float(self.value)) <= LAST_DAY
            except ValueError:
                sound = False
            if not sound:
                self.marks.no_dates.add(self.cell)
        self.dated, self.in_value, self.value = False, False, ""
        self.parser.CharacterDataHandler = None

    def _cell(self, given: Attributes) -> None:
        self.cell, self.dated = given.get("r", ""), False
        reference = self.cell
        # Nearly every cell stands in a column already met; letters alone are kept, of which there are not many.
        found = None if reference.rstrip("0123456789") in self.columns else LETTERS.match(reference)
        if found:
            if column_number(found[0]) > MAX_COLUMNS:
                raise self._refused(f"列过多（有 {reference}）", f"请不要超过{MAX_COLUMNS}列")
            self.columns.add(found[0])
        kind = given.get("t", "n")
        if kind == "e":
            self.marks.errors.add(reference)
        elif kind == "n" and "s" in given:
            style = int(given["s"])
            self.dated = style in self.look.dates
            if code := self.look.styles[style]:
                self.marks.formats[reference] = code

    def _value(self, given: Attributes) -> None:
        if self.dated:
            # Text is listened to only where a date is shown: most of a sheet is read without it.
            self.in_value, self.parser.CharacterDataHandler = True, self._text
        if self.cell in self.marks.formulas:
            self.marks.formulas[self.cell] = True

    def _formula(self, given: Attributes) -> None:
        self.marks.formulas[self.cell] = False

    def _column(self, given: Attributes) -> None:
        if given.get("hidden") in ("1", "true"):
            self.marks.hidden_columns.append((int(given.get("min", "0")), int(given.get("max", "0"))))

    def _merged(self, given: Attributes) -> None:
        self.marks.merged.append(given.get("ref", ""))
        if len(self.marks.merged) > MAX_MERGED:
            raise self._refused(f"合并单元格过多（超过{MAX_MERGED}处）", "请取消合并")

    def _row(self, given: Attributes) -> None:
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise self._refused(f"行过多（超过{MAX_ROWS}行）", "请删去空行")
        if given.get("hidden") in ("1", "true") or given.get("ht") == "0":
            self.marks.hidden_rows.add(int(given.get("r", "0")))

    def _refused(self, problem: str, remedy: str) -> Refused:
        return _refused(self.look.name, f"工作表“{self.sheet}”{problem}", remedy)


def column_number(letters: str) -> int:
    """The number of a column, A being 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
