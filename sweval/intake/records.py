"""A CSV file as records of text, each with the line it starts on."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweval.domain.faults import Fault, Refused
from sweval.intake.formulas import restored
from sweval.intake.yaml_text import read_text

MAX_BYTES: Final = 50_000_000


@dataclass(frozen=True)
class Records:
    """The head of a table and, below it, the line and the values of every record; an empty value is "".

    ``printable``: no value holds a character that no reader sees; where it is false, some may.
    """

    head: list[str]
    lines: Sequence[int]
    values: Sequence[list[str]]
    printable: bool = False


def read_records(path: Path, expected: Sequence[str]) -> Records:
    """The records of a CSV file; a line of commas, as spreadsheets save an emptied row, is none.

    ``expected``: the columns to name where there is no head. Raises ``Refused`` where the file can't be read.
    """
    text = read_text(path, path.name, MAX_BYTES)
    lines, records, printable = _records(path.name, text)
    if not records:
        remedy = f"表头应为：{','.join(expected)}"
        raise Refused([Fault(path.name, 1, problem="没有表头", remedy=remedy)])
    head, lines, values = records[0], lines[1:], records[1:]
    if not all(map(any, values)):
        lines = [line for line, record in zip(lines, values, strict=True) if any(record)]
        values = [record for record in values if any(record)]
    if "'" in text:
        values = [[restored(value) for value in record] for record in values]
    return Records(head, lines, values, printable)


def record_lines(path: Path) -> tuple[int, ...]:
    """The line each record after the head starts on. Raises ``Refused`` as :func:`read_records` does."""
    return tuple(_records(path.name, read_text(path, path.name, MAX_BYTES))[0][1:])


def _records(file: str, text: str) -> tuple[Sequence[int], list[list[str]], bool]:
    """The records that aren't empty lines, the line each starts on, and whether all they hold is printable."""
    with contextlib.suppress(csv.Error):
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        records = list(reader)
        if reader.line_num == len(records) and [] not in records:
            # Where no value holds a line break, those between the lines are all there are.
            between = text.replace("\r\n", "").replace("\n", "")
            return range(1, len(records) + 1), records, between.isprintable()
    # An empty line, a value that runs over two, or a quote that isn't closed: one by one they tell where.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines, records, start = list[int](), list[list[str]](), 1
    try:
        for record in reader:
            if record:
                lines.append(start)
                records.append(record)
            start = reader.line_num + 1
    except csv.Error:
        problem, remedy = "引号没有成对，或一格过长", "请检查这一行附近的引号"
        raise Refused([Fault(file, start, problem=problem, remedy=remedy)]) from None
    return lines, records, False
