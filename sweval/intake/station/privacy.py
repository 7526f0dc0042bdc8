"""Where personal data stand in a station's data: a warning at intake, and the reason of a refusal later."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.domain.disclosure.privacy import looks_like_name, personal_numbers
from sweval.domain.station.station import Station
from sweval.domain.station.texts import texts_of
from sweval.domain.values.row import Cell

#: Columns that ask for a code, a role or a post, and not for who it is.
NO_NAMES = {
    ("experts", "id"),
    ("experts", "role"),
    ("rectification", "owner"),
    ("staff", "id"),
    ("staff", "post"),
    ("frame", "id"),
    ("notes", "id"),
}


def personal_cells(station: Station) -> Iterator[tuple[Cell, str]]:
    """Every cell of a station's data that looks like personal data, and why."""
    for cell, text in texts_of(station):
        for remark in remarks_on(cell.file.removesuffix(".csv"), cell.column, text):
            yield cell, remark


def remarks_on(table: str, column: str, text: str) -> Iterator[str]:
    """What in one cell looks like personal data."""
    for found in personal_numbers(text):
        yield f"像是{found.kind}（{found.masked}）"
    if (table, column) in NO_NAMES and looks_like_name(text):
        yield "像是姓名，这里只填编号或岗位"
