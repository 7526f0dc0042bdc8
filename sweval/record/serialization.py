"""The written forms of a record: ``record.json``, and the same packed to a third of its size in an executed notebook.

Half of a record is the cells its figures were read from. Packed, a figure is a row of values, and its cells are
``[file, columns, rows]``, such as ``["satisfaction.csv", "band_low+count", "2-40,43"]``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from sweval.domain.disclosure.editions import Edition
from sweval.record.figures import Figure, Figures

VERSION: Final = "sweval-record/2"
MIME: Final = "application/vnd.sweval.record+json"
PACKED_VERSION: Final = 1
#: The values of a figure, in the order of ``record.json``.
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
#: The head of ``record.json``, in its order, which a notebook that was written and read again doesn't keep.
HEAD: Final = ("version", "edition", "station", "name", "nature", "stage", "scheme", "as_of", "seed")
#: A record as plain data, in the shape of ``docs/record.md`` and ``docs/record.schema.json``.
RecordForm = dict[str, Any]


def form(head: Mapping[str, str], figures: Figures, edition: Edition) -> RecordForm:
    """The record of an edition: its head and its figures."""
    return {"version": VERSION, "edition": edition, **head, "figures": list(map(_as_dict, figures.values()))}


def as_json(record: Mapping[str, Any]) -> str:
    """The text of ``record.json``: keys in a fixed order, one figure a line."""
    body = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in record["figures"])
    lines = [
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},"
        for key, value in record.items()
        if key != "figures"
    ]
    return "{\n" + "\n".join(lines) + '\n  "figures": [\n' + body + "\n  ]\n}\n"


def _as_dict(figure: Figure) -> RecordForm:
    return {
        "id": figure.id,
        "code": figure.code,
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit,
        "missing": figure.missing,
        "rule": figure.rule,
        "steps": figure.all_steps,
        "cells": [{"file": c.file, "row": c.row, "column": c.column} for c in dict.fromkeys(figure.cells)],
        "inputs": list(figure.inputs),
        "editions": list(figure.editions),
    }


def read_record(text: str) -> RecordForm:
    """Read a record from JSON text. Raises ``ValueError``, in Chinese, for another version or no record at all."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("不是 JSON") from None
    version = record.get("version") if isinstance(record, dict) else None
    if not isinstance(version, str) or not isinstance(record.get("figures"), list):
        raise ValueError("不是评估记录")
    if version != VERSION:
        raise ValueError(f"记录的版本为 {version}，本程序只认 {VERSION}，请用同一版本的程序重新生成")
    return dict(record)


def pack(record: Mapping[str, Any]) -> RecordForm:
    """Pack a record for a notebook; :func:`unpack` is the inverse."""
    figures = record["figures"]
    editions = sorted({tuple(figure["editions"]) for figure in figures})
    numbers = {names: number for number, names in enumerate(editions)}
    return {
        "version": PACKED_VERSION,
        "head": {key: value for key, value in record.items() if key != "figures"},
        "fields": list(FIELDS),
        "editions": list(map(list, editions)),
        "figures": [_packed(figure, numbers[tuple(figure["editions"])]) for figure in figures],
    }


def unpack(packed: Mapping[str, Any]) -> RecordForm:
    """The record in the order of ``record.json``. Raises ``ValueError`` for another version or broken data."""
    if packed.get("version") != PACKED_VERSION or packed.get("fields") != list(FIELDS):
        raise ValueError(f"a record of version {packed.get('version')!r}, expected {PACKED_VERSION}")
    try:
        figures = [_unpacked(row, packed["editions"]) for row in packed["figures"]]
        return {**{key: packed["head"][key] for key in HEAD}, "figures": figures}
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise ValueError("a record that can't be read") from None


def _packed(figure: Mapping[str, Any], editions: int) -> list[Any]:
    packed = {
        **figure,
        "missing": int(figure["missing"]),
        "cells": list(_packed_cells(figure["cells"])),
        "inputs": " ".join(figure["inputs"]),
        "editions": editions,
    }
    return [packed[field] for field in FIELDS]


def _unpacked(row: list[Any], editions: list[list[str]]) -> RecordForm:
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


def _packed_cells(cells: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """Join the cells of one row, then the rows with the same columns."""
    lines = [
        (file, "+".join(cell["column"] for cell in row), number)
        for (file, number), row in groupby(cells, lambda cell: (cell["file"], cell["row"]))
    ]
    for (file, columns), same in groupby(lines, lambda line: line[:2]):
        yield [file, columns, _ranges([number for *_, number in same])]


def _ranges(numbers: list[int]) -> str:
    """Whole numbers as text, successive ones as a range: ``2-40,43``."""
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
