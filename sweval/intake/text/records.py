"""A CSV file as records of text, each with the line it starts on; texts that a spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweval.domain.values.faults import Fault, Refused
from sweval.intake.text.yaml_text import read_text

MAX_BYTES: Final = 50_000_000
FORMULA: Final = re.compile(r"'*[=+@\-\t\r].", re.DOTALL)
NUMBER: Final = re.compile(r"-?[0-9.]+")


@dataclass(frozen=True)
class Records:
    """The head of a table, and the line and the values of every record; an empty value is ``""``.

    ``columns`` holds the values by column. It is ``None`` where a record is longer or shorter than the head; then
    ``uneven`` holds the records. ``printable``: no value holds an invisible character; where false, some may.
    """

    head: list[str]
    lines: Sequence[int]
    columns: Sequence[Sequence[str]] | None
    uneven: Sequence[Sequence[str]] = ()
    printable: bool = False

    def values(self) -> Sequence[Sequence[str]]:
        """The values by record."""
        return self.uneven if self.columns is None else list(zip(*self.columns, strict=True))


def read_records(path: Path, expected: Sequence[str]) -> Records:
    """The records of a CSV file, without lines of commas, as which spreadsheets save emptied rows.

    ``expected``: the columns listed in the fault where there is no head. Raises ``Refused`` where the file can't be read.
    """
    text = read_text(path, path.name, MAX_BYTES)
    # Where a value is quoted, a line break in it stays as it was written.
    if plain := _plain(text.replace("\r\n", "\n")):
        return plain
    lines, records = _records(path.name, text)
    if not records:
        remedy = f"表头应为：{','.join(expected)}"
        raise Refused([Fault(path.name, 1, problem="没有表头", remedy=remedy)])
    head, lines, values = records[0], lines[1:], records[1:]
    lines = [line for line, record in zip(lines, values, strict=True) if any(record)]
    values = [record for record in values if any(record)]
    if "'" in text:
        values = [[restored(value) for value in record] for record in values]
    if any(len(record) != len(head) for record in values):
        return Records(head, lines, None, values)
    return Records(head, lines, list(zip(*values, strict=True)) or [()] * len(head))


def record_lines(path: Path) -> tuple[int, ...]:
    """The line each record after the head starts on. Raises ``Refused`` as :func:`read_records` does."""
    return tuple(_records(path.name, read_text(path, path.name, MAX_BYTES))[0][1:])


def _plain(text: str) -> Records | None:
    """The records of a text without quotes, empty lines or lines of commas, each as long as the head.

    Splitting takes a third of the time of the csv module. ``None`` where the text isn't of this form.
    """
    if not text or any(sign in text for sign in "\"'\r"):
        return None
    text = text.removesuffix("\n")
    count, commas = text.count("\n") + 1, text.partition("\n")[0].count(",")
    if f"\n{',' * commas}\n" in f"\n{text}\n":
        return None
    cells, step = text.replace("\n", ",\n,").split(","), commas + 2
    # With a break after every record and nowhere else, all records are as long as the head.
    if len(cells) != count * step - 1 or cells[step - 1 :: step].count("\n") != count - 1:
        return None
    longest = csv.field_size_limit()
    if len(text) > longest < max(map(len, cells)):
        return None
    columns = [cells[first::step] for first in range(step, 2 * step - 1)]
    printable = text.replace("\n", "").isprintable()
    return Records(cells[: step - 1], range(2, count + 1), columns, printable=printable)


def _records(file: str, text: str) -> tuple[list[int], list[list[str]]]:
    """The line each record starts on, and the records; empty lines are left out."""
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
    return lines, records


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> neutral("=1+1"), neutral("-2.5"), neutral("=")
    ("'=1+1", '-2.5', '=')
    """
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """The inverse of :func:`neutral`.

    >>> restored("'=1+1"), restored("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
