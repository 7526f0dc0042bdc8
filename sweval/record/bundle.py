"""The record within an executed notebook: the same content as ``record.json``, packed to a third of its size.

Half of a record is the places its figures were read from. Here a figure is a row of values, and its places are
``[file, columns, rows]``, such as ``["satisfaction.csv", "band_low+count", "2-40,43"]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

MIME: Final = "application/vnd.sweval.record+json"
VERSION: Final = 1
#: The values of a figure, in this order, as ``record.json`` names them.
FIELDS: Final = (
    "id",
    "code",
    "label",
    "value",
    "unit",
    "missing",
    "rule",
    "steps",
    "cells",
    "inputs",
    "editions",
)
#: The head of ``record.json``, in its order: a notebook that was written and read again has lost it.
HEAD: Final = ("version", "edition", "station", "name", "nature", "stage", "scheme", "as_of", "seed")
Form = dict[str, Any]


def pack(record: Mapping[str, Any]) -> Form:
    """A record, as :func:`sweval.record.figures.form` gives it, as plain data for a notebook; :func:`unpack` undoes it."""
    figures = record["figures"]
    editions = sorted({tuple(figure["editions"]) for figure in figures})
    numbers = {one: number for number, one in enumerate(editions)}
    return {
        "version": VERSION,
        "head": {key: value for key, value in record.items() if key != "figures"},
        "fields": list(FIELDS),
        "editions": [list(one) for one in editions],
        "figures": [_row(figure, numbers[tuple(figure["editions"])]) for figure in figures],
    }


def unpack(packed: Mapping[str, Any]) -> Form:
    """The record, in the order of ``record.json``. Raises ``ValueError`` for another version or a broken one."""
    if packed.get("version") != VERSION or packed.get("fields") != list(FIELDS):
        raise ValueError(f"a record of version {packed.get('version')!r}, expected {VERSION}")
    try:
        figures = [_figure(row, packed["editions"]) for row in packed["figures"]]
        return {**{key: packed["head"][key] for key in HEAD}, "figures": figures}
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise ValueError("a record that can't be read") from None


def _row(figure: Mapping[str, Any], editions: int) -> list[Any]:
    packed = {
        **figure,
        "missing": int(figure["missing"]),
        "cells": list(_places(figure["cells"])),
        "inputs": " ".join(figure["inputs"]),
        "editions": editions,
    }
    return [packed[field] for field in FIELDS]


def _figure(row: list[Any], editions: list[list[str]]) -> Form:
    figure = dict(zip(FIELDS, row, strict=True))
    figure["cells"] = [
        {"file": file, "row": number, "column": column}
        for file, columns, rows in figure["cells"]
        for number in _numbers(rows)
        for column in columns.split("+")
    ]
    figure["inputs"] = figure["inputs"].split()
    figure["editions"] = list(editions[figure["editions"]])
    figure["missing"] = bool(figure["missing"])
    return figure


def _places(cells: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """Cells of one row together, then rows with the same columns."""
    lines = [
        (file, "+".join(cell["column"] for cell in row), number)
        for (file, number), row in groupby(cells, lambda cell: (cell["file"], cell["row"]))
    ]
    for (file, columns), same in groupby(lines, lambda line: line[:2]):
        yield [file, columns, _ranges([number for *_, number in same])]


def _ranges(numbers: list[int]) -> str:
    """Whole numbers as text, neighbours as a range: ``2-40,43``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)


def _numbers(ranges: str) -> Iterator[int]:
    for run in ranges.split(","):
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)
