"""Looking into a workbook before it is read: is it one, is it of a size, and what openpyxl would not tell.

An .xlsx is a zip of XML written by anyone. It is refused here by what it claims and by what it holds, in a
stream, before a library builds anything from it. The same pass notes formulas, their cached values and what
is hidden or merged, which the values alone don't show.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from sweval.domain.faults import Fault, Refused

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
MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class SheetMarks:
    """What a sheet's XML says beside its values: by cell reference, row number and column range."""

    hidden: bool = False
    formulas: dict[str, bool] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


@dataclass
class Marks:
    """Of every sheet by name. ``never_calculated``: a program wrote the file, and no spreadsheet has opened it."""

    sheets: dict[str, SheetMarks]
    never_calculated: bool


def look_into(path: Path) -> Marks:
    """The marks of a workbook. Raises ``Refused`` for what is no workbook, or is too large in any way."""
    name = path.name
    try:
        if path.stat().st_size > MAX_FILE:
            raise _refused(name, f"文件过大（{path.stat().st_size}字节）", f"请不要超过{MAX_FILE}字节")
        with zipfile.ZipFile(path) as archive:
            _check_archive(name, archive)
            return _marks(name, archive)
    except FileNotFoundError:
        raise _refused(name, "没有这个文件", "请检查文件名和所在目录") from None
    except (IsADirectoryError, PermissionError):
        raise _refused(name, "不能读取", "请检查文件和权限") from None
    except DefusedXmlException:
        raise _refused(name, "含有 XML 实体或文档类型声明", "请用 Excel 另存为 .xlsx") from None
    except (
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
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


def _marks(name: str, archive: zipfile.ZipFile) -> Marks:
    for part in archive.namelist():
        # Whatever else a library would parse is parsed here first, entities forbidden.
        if part.endswith((".xml", ".rels")) and not part.startswith("xl/worksheets/sheet"):
            for element in _elements(archive, part):
                element.clear()
    book = list(_elements(archive, "xl/workbook.xml"))
    targets = {
        element.get("Id"): posixpath.normpath(posixpath.join("xl", element.get("Target", "").lstrip("/")))
        for element in _elements(archive, "xl/_rels/workbook.xml.rels")
        if element.tag.endswith("}Relationship")
    }
    named = [element for element in book if _local(element) == "sheet"]
    if len(named) > MAX_SHEETS:
        raise _refused(name, f"工作表过多（{len(named)}张）", f"请不要超过{MAX_SHEETS}张")
    sheets = {}
    for element in named:
        relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        part = targets.get(relation, "").replace("xl/xl/", "xl/")
        marks = _sheet_marks(name, element.get("name", ""), archive, part)
        marks.hidden = element.get("state", "visible") != "visible"
        sheets[element.get("name", "")] = marks
    calculation = next((element for element in book if _local(element) == "calcPr"), None)
    never = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
    return Marks(sheets, never)


def _local(element: Element) -> str:
    return element.tag.removeprefix(MAIN).removeprefix(STRICT)


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    """The elements of a part as each ends."""
    with archive.open(part) as stream:
        for _, element in _parse(stream):
            yield element


def _parse(stream: IO[bytes], events: tuple[str, ...] = ("end",)) -> Any:
    return iterparse(stream, events=events, forbid_dtd=True)


def _sheet_marks(name: str, sheet: str, archive: zipfile.ZipFile, part: str) -> SheetMarks:
    marks, rows = SheetMarks(), 0
    with archive.open(part) as stream:
        for _, element in _parse(stream):
            tag = _local(element)
            if tag == "c":
                _cell(name, sheet, element, marks)
            elif tag == "row":
                rows += 1
                if rows > MAX_ROWS or int(element.get("r", "0")) > 1_048_576:
                    raise _sheet_refused(name, sheet, f"行过多（超过{MAX_ROWS}行）", "请删去空行")
                if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
                    marks.hidden_rows.add(int(element.get("r", "0")))
                element.clear()
            elif tag == "col" and element.get("hidden") in ("1", "true"):
                marks.hidden_columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
            elif tag == "mergeCell":
                marks.merged.append(element.get("ref", ""))
                if len(marks.merged) > MAX_MERGED:
                    raise _sheet_refused(name, sheet, f"合并单元格过多（超过{MAX_MERGED}处）", "请取消合并")
    return marks


def _sheet_refused(name: str, sheet: str, problem: str, remedy: str) -> Refused:
    return Refused([Fault(name, problem=f"工作表“{sheet}”{problem}", remedy=remedy)])


def _cell(name: str, sheet: str, element: Element, marks: SheetMarks) -> None:
    reference = element.get("r", "")
    match = REFERENCE.fullmatch(reference)
    if match and column_number(match[1]) > MAX_COLUMNS:
        raise _sheet_refused(name, sheet, f"列过多（有 {reference}）", f"请不要超过{MAX_COLUMNS}列")
    formula, value = None, None
    for child in element:
        formula = child if _local(child) == "f" else formula
        value = child if _local(child) == "v" else value
    if formula is not None:
        marks.formulas[reference] = value is not None and bool(value.text)
    element.clear()


def column_number(letters: str) -> int:
    """The number of a column, A being 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
