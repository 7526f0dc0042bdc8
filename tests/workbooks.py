"""Workbooks for tests: filled in through openpyxl as a person would, and taken in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from sweval.domain.scheme.scheme import Scheme
from sweval.intake.station.draft import Draft
from sweval.intake.workbook.importing import PreparedImport, prepared_import
from sweval.intake.workbook.template import workbook

#: Every sheet's cells to be written, by reference.
Cells = Mapping[str, Mapping[str, Any]]


def saved(
    draft: Draft, scheme: Scheme, path: Path, cells: Cells | None = None, *, alone: bool = False
) -> Path:
    """A draft's workbook, some of its cells written over, at ``path``."""
    data = workbook(draft, scheme, alone=alone)
    if cells is None:
        path.write_bytes(data)
        return path
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, values in cells.items():
        for reference, value in values.items():
            book[sheet][reference] = value
    book.save(path)
    return path


def taken_in(root: Path, *paths: Path) -> PreparedImport:
    """Take workbooks in and put the station in its place below ``root``."""
    with prepared_import(paths, root) as arrived:
        arrived.write_files()
    return arrived


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a station but where it came from."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "intake.json"}


def column_of(book: Path, sheet: str, head: str) -> str:
    """The letter of a column by its head."""
    page = openpyxl.load_workbook(book)[sheet]
    return next(cell.column_letter for cell in page[1] if str(cell.value).rstrip("＊") == head)
