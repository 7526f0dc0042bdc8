"""Whatever is written into a workbook, or becomes of its file: taken in whole, or refused by place and in Chinese."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sweval
from sweval.domain.values.faults import Refused
from sweval.intake.station.draft import read_folder
from sweval.intake.station.folder import read_station
from sweval.intake.workbook.importing import prepared_import
from sweval.intake.workbook.template import workbook
from tests.property.guard import guarded

ROOT: Final = Path(__file__).resolve().parents[2]
#: ``make check`` tries more: SWEVAL_EXAMPLES=2000.
EXAMPLES: Final = int(os.environ.get("SWEVAL_EXAMPLES", "80"))
SLOWLY: Final = {"suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
NAMES: Final = ("example-1000", "example-committees", "example-whole", "shiqi-2024-midterm")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


def made(name: str) -> bytes:
    scheme = sweval.load_scheme("guangzhou-2023" if name.startswith("shiqi") else name, ROOT)
    home = "stations" if name.startswith("shiqi") else "demo"
    return workbook(read_folder(ROOT / "data" / home / name), scheme)


SOUND: Final = {name: made(name) for name in NAMES}
SHEETS: Final = {
    name: openpyxl.load_workbook(io.BytesIO(data)).sheetnames[1:] for name, data in SOUND.items()
}
TEXTS: Final = (
    "",
    " ",
    "　",
    "=1+1",
    "=#REF!",
    "#N/A",
    "１４．４５",
    "51.00％",
    "1,234",
    "2024年2月28日",
    "2024-13-45",
    "是",
    "否",
    "√",
    "quality",
    "服务质量",
    "片区一",
    "a1",
    "e9",
    "1e400",
    "nan",
    "inf",
    "-1",
    "0",
    "99999999999999999999",
    "007",
    "\u202e甲",
    "甲\u200b乙",
    "一\n二",
    "'=x",
    "@x",
    "+1",
    "-x",
    "<b>",
    "{{score.total}}",
    "评分",
    "评估内容＊",
    "𝟏",
    "𠮷",
    "x" * 400,
    "二百",
    "good",
    "CON",
    "../x",
)
VALUES: Final = st.one_of(
    st.sampled_from(TEXTS),
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.none(),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.just(time(8, 30)),
)
EDITS: Final = st.lists(
    st.tuples(st.integers(0, 99), st.integers(1, 12), st.integers(1, 9), VALUES), min_size=1, max_size=8
)
SHAPES: Final = st.sampled_from(
    ["", "", "", "hide row", "hide column", "merge", "hide sheet", "rename", "drop", "insert row"]
)


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without stations."""
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "params", project / "params")
    return project


def comes_to(data: bytes, where: Path) -> str:
    """Take a workbook in; every refusal must name a place and say in Chinese what is wrong and what to do."""
    shutil.rmtree(where / "data", ignore_errors=True)
    path = where / "a.xlsx"
    path.write_bytes(data)
    try:
        with guarded(where), prepared_import([path], where) as arrived:
            arrived.write_files()
    except Refused as refusal:
        assert refusal.faults
        for fault in refusal.faults:
            assert fault.file and CHINESE.search(fault.problem), fault
            assert fault.cell == "" or re.fullmatch(r"[A-Z]+[0-9]+", fault.cell), fault
        assert not (where / "data").exists()
        return "refused"
    read_station(arrived.target, arrived.scheme)
    assert [item.name for item in arrived.target.parent.iterdir()] == [arrived.id]
    return "taken in"


def edited(name: str, edits: list[tuple[int, int, int, Any]], shape: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(SOUND[name]))
    sheets = SHEETS[name]
    page = book[sheets[edits[0][0] % len(sheets)]]
    for number, row, column, value in edits:
        try:
            book[sheets[number % len(sheets)]].cell(row, column).value = value
        except (ValueError, openpyxl.utils.exceptions.IllegalCharacterError):
            continue  # what a spreadsheet can't hold
    row, column = edits[0][1], edits[0][2]
    match shape:
        case "hide row":
            page.row_dimensions[row].hidden = True
        case "hide column":
            page.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden = True
        case "merge":
            page.merge_cells(start_row=row, end_row=row + 2, start_column=column, end_column=column + 1)
        case "hide sheet":
            page.sheet_state = "hidden"
        case "rename":
            page.title = "别的"
        case "drop":
            book.remove(page)
        case "insert row":
            page.insert_rows(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=EXAMPLES // 8, **SLOWLY)
@given(edits=EDITS, shape=SHAPES)
def test_whatever_is_written_into_its_cells(
    where: Path, name: str, edits: list[tuple[int, int, int, Any]], shape: str
):
    comes_to(edited(name, edits, shape), where)


@pytest.mark.parametrize("name", NAMES[:2])
@settings(max_examples=EXAMPLES // 4, **SLOWLY)
@given(
    part=st.integers(0, 99),
    at=st.floats(0, 1, exclude_max=True),
    put=st.binary(max_size=6),
    cut=st.integers(0, 40),
)
def test_whatever_becomes_of_its_file(where: Path, name: str, part: int, at: float, put: bytes, cut: int):
    with zipfile.ZipFile(io.BytesIO(SOUND[name])) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    entry = sorted(parts)[part % len(parts)]
    place = int(at * len(parts[entry]))
    parts[entry] = parts[entry][:place] + put + parts[entry][place + cut :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, data in parts.items():
            archive.writestr(key, data)
    comes_to(stream.getvalue(), where)


@pytest.mark.parametrize("name", NAMES)
def test_as_it_is_it_is_taken_in(where: Path, name: str):
    assert comes_to(SOUND[name], where) == "taken in"
