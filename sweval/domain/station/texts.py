"""Every text of a station's data, or of a scheme, with its cell; which of them look like personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import partial

from sweval.domain.disclosure.privacy import looks_like_name, personal_numbers
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.row import Cell

PARTS = ("source", "profile", "organisations", "contract", "areas", "assessment")
#: Columns for a code, a role or a post, where a person's name doesn't belong.
NO_NAMES = {
    ("experts", "id"),
    ("experts", "role"),
    ("rectification", "owner"),
    ("staff", "id"),
    ("staff", "post"),
    ("frame", "id"),
    ("notes", "id"),
}


def texts_of(station: Station) -> Iterator[tuple[Cell, str]]:
    """All texts of the tables, the profile and the evaluator's own paragraphs, each with its cell."""
    for cell_at, column, text in _located(station):
        yield cell_at(column), text


def characters_of(station: Station) -> str:
    """The different characters of these texts, unordered: quicker to check than the texts."""
    return "".join(set().union(*(text for *_, text in _located(station))))


def _located(station: Station) -> Iterator[tuple[Callable[[str], Cell], str, str]]:
    """All texts, each with its column or path, and the function that makes a cell of that."""
    for table in TABLES:
        for row in station.rows(table):
            for column in row.__slots__:
                value = getattr(row, column)
                if isinstance(value, str):
                    yield row.cell, column, value
    for part in PARTS:
        for path, text in texts_below(part, getattr(station, part)):
            yield station.at, path, text
    for number, own in enumerate(station.own_text, start=1):
        for key in ("author", "text"):
            yield partial(Cell, "text.yaml", own.line), f"paragraphs[{number}].{key}", getattr(own, key)


def texts_below(path: str, value: object) -> Iterator[tuple[str, str]]:
    """All texts below a value, each with its dotted path; positions count from 1."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from texts_below(f"{path}[{number}]", item)
    elif is_dataclass(value):
        for f in fields(value):
            yield from texts_below(f"{path}.{f.name}".lstrip("."), getattr(value, f.name))


def personal_cells(station: Station) -> Iterator[tuple[Cell, str]]:
    """Every cell of a station's data that looks like personal data, and why."""
    for cell, text in texts_of(station):
        for remark in remarks_on(cell.file.removesuffix(".csv"), cell.column, text):
            yield cell, remark


def remarks_on(table: str, column: str, text: str) -> Iterator[str]:
    """What in the text of one cell looks like personal data."""
    for found in personal_numbers(text):
        yield f"像是{found.kind}（{found.masked}）"
    if (table, column) in NO_NAMES and looks_like_name(text):
        yield "像是姓名，这里只填编号或岗位"
