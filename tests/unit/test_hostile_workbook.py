"""Files that only look like workbooks, or are made to hurt: refused by what they hold, before they are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.faults import Refused
from sweval.intake.workbook.beginning import blank_draft
from sweval.intake.workbook.reading import scheme_of
from sweval.intake.workbook.sheets import OpenWorkbook
from sweval.intake.workbook.template import workbook

Edit = Callable[[dict[str, bytes]], None]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(8))
    + b"]>"
)


@pytest.fixture(scope="module")
def valid(scheme: Scheme) -> bytes:
    return workbook(blank_draft(scheme, areas=2), scheme)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def rows(count: int) -> Iterator[str]:
    yield f"<worksheet {MAIN}><sheetData>"
    yield from (f'<row r="{n}"/>' for n in range(1, count + 1))
    yield "</sheetData></worksheet>"


def sheet(text: str | Iterator[str]) -> Edit:
    """Another first sheet of scores."""

    def edit(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet4.xml"] = "".join(text).encode()

    return edit


def put(name: str, data: bytes) -> Edit:
    return lambda parts: parts.update({name: data})


def before(name: str, data: bytes) -> Edit:
    """Something in front of a part's root element."""

    def edit(parts: dict[str, bytes]) -> None:
        parts[name] = data + parts[name].split(b"?>", 1)[1]

    return edit


def many_sheets(parts: dict[str, bytes]) -> None:
    more = "".join(f'<sheet name="s{n}" sheetId="{n + 100}" r:id="rId1"/>' for n in range(100))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", more.encode() + b"</sheets>")


MERGED = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 42_002))
EDITS: dict[str, tuple[Edit, str]] = {
    "an entity bomb in the workbook": (before("xl/workbook.xml", ENTITIES), "实体"),
    "an entity bomb in the strings": (before("xl/sharedStrings.xml", ENTITIES), "实体"),
    "an entity bomb in a sheet": (before("xl/worksheets/sheet4.xml", ENTITIES), "实体"),
    "an external entity": (
        before(
            "xl/styles.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        "实体",
    ),
    "a million empty rows": (sheet(rows(1_048_576)), "行过多"),
    "forty-two thousand merged cells": (
        sheet(f"<worksheet {MAIN}><sheetData/><mergeCells>{MERGED}</mergeCells></worksheet>"),
        "合并单元格过多",
    ),
    "a cell in the last column there is": (
        sheet(
            f'<worksheet {MAIN}><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
        ),
        "列过多",
    ),
    "a far column in a reference that is none": (
        sheet(
            f'<worksheet {MAIN}><sheetData><row r="1"><c r="XFD1X"><v>1</v></c></row></sheetData></worksheet>'
        ),
        "列过多",
    ),
    "a far column after its letters alone": (
        sheet(
            f'<worksheet {MAIN}><sheetData><row r="1"><c r="XFD"/><c r="XFD1"/></row></sheetData></worksheet>'
        ),
        "列过多",
    ),
    "a hundred sheets": (many_sheets, "工作表过多"),
    "two thousand entries": (
        lambda parts: parts.update({f"xl/media/{n}.txt": b"x" for n in range(2000)}),
        "压缩包中文件过多",
    ),
    "a sheet of spaces that unpacks a thousandfold": (
        put("xl/worksheets/sheet4.xml", b" " * 60_000_000),
        "压缩率异常",
    ),
    "a part that is no XML": (put("xl/workbook.xml", b"<workbook"), "不是有效的"),
    "a sheet that isn't there": (lambda parts: parts.pop("xl/worksheets/sheet4.xml") and None, "不是有效的"),
    "no workbook in it": (lambda parts: parts.pop("xl/workbook.xml") and None, "不是有效的"),
    "styles that are no styles": (
        put(
            "xl/styles.xml", f"<styleSheet {MAIN}><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>".encode()
        ),
        "不是有效的",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_workbook_made_to_hurt_is_refused(valid: bytes, tmp_path: Path, name: str):
    edit, problem = EDITS[name]
    parts = parts_of(valid)
    edit(parts)
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(parts))
    with pytest.raises(Refused) as refusal:
        OpenWorkbook(path).close()
    (fault,) = refusal.value.faults
    assert problem in fault.problem and fault.file == "a.xlsx" and fault.remedy


FILES = {
    "an empty file": (b"", "不是有效的"),
    "a text": ("评分,14.45\n".encode(), "不是有效的"),
    "an old or encrypted workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "不是有效的"),
    "a zip of nothing": (b"PK\x05\x06" + b"\0" * 18, "不是有效的"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str):
    data, problem = FILES[name]
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(Refused, match=problem):
        OpenWorkbook(tmp_path / "a.xlsx")


def test_half_a_workbook_is_refused(valid: bytes, tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(valid[: len(valid) // 2])
    with pytest.raises(Refused, match="不是有效的"):
        OpenWorkbook(tmp_path / "a.xlsx")


def test_a_file_that_isnt_there_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="没有这个文件"):
        OpenWorkbook(tmp_path / "a.xlsx")


def test_the_valid_workbook_opens(valid: bytes, tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(valid)
    opened = OpenWorkbook(tmp_path / "a.xlsx")
    assert scheme_of(opened) == "guangzhou-2023"
    opened.close()


@pytest.mark.parametrize("number", [10**13, -(10**13), 2_958_466])
def test_a_number_shown_as_a_date_that_is_none_is_named_by_its_cell(
    valid: bytes, tmp_path: Path, number: int
):
    book = openpyxl.load_workbook(io.BytesIO(valid))
    book["流程表"]["C3"] = number
    book["流程表"]["C4"] = 45350
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused) as refusal:
        OpenWorkbook(tmp_path / "a.xlsx")
    (fault,) = refusal.value.faults
    assert (fault.sheet, fault.cell, fault.problem) == ("流程表", "C3", "显示为日期，而数值不是日期")
