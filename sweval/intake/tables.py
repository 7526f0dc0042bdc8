"""A station's tidy CSV tables: read as text, typed row by row, duplicates found."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import MISSING as NO_DEFAULT
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from sweval.domain.faults import Fault, Refused
from sweval.domain.row import Row
from sweval.domain.station import Correction
from sweval.intake.columnwise import sound_rows
from sweval.intake.corrections import corrected
from sweval.intake.formulas import restored
from sweval.intake.validation import validate_rows
from sweval.intake.yaml_text import hidden_characters, read_text

MAX_BYTES: Final = 50_000_000
#: What some spreadsheets put between columns instead of a comma.
SEPARATORS: Final = {";": "分号", "\t": "制表符", "，": "全角逗号"}


class _Unreadable(Exception):
    """The CSV syntax breaks in the record that starts on ``line``."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"broken CSV at line {line}")


@dataclass(frozen=True)
class Table:
    """The sound rows of a table, its faults, and what the rows left out are of; see :class:`Broken`."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    lost: frozenset[str] | None = None
    corrected: tuple[Correction, ...] = ()


def read_table(kind: type[Row], path: Path, corrections: Iterable[Correction] = ()) -> Table:
    """One table, corrected. Raises ``Refused`` where the file can't be read, or its head is not the table's."""
    head, body = _records(kind, path)
    mine = [one for one in corrections if one.table == kind.table]
    sound = None if mine else sound_rows(kind, head, body)
    if sound is not None:
        return Table(tuple(sound), tuple(_duplicates(kind, path.name, sound)), frozenset())
    raw, faults = _raw_rows(path.name, head, body)
    done, not_done = corrected(kind.table, raw, mine)
    faults += not_done
    rows, row_faults = validate_rows(kind, raw, path.name)
    faults += row_faults + _duplicates(kind, path.name, rows)
    return Table(tuple(rows), tuple(faults), _lost(kind, head, body, rows), tuple(done))


def raw_rows(kind: type[Row], path: Path) -> Iterator[dict[str, str]]:
    """The rows of one table as text, empty cells left out. Raises ``Refused`` as :func:`read_table` does."""
    head, body = _records(kind, path)
    raw, faults = _raw_rows(path.name, head, body)
    if faults:
        raise Refused(faults)
    for row in raw:
        del row["row"]
        yield row


def record_lines(path: Path) -> tuple[int, ...]:
    """The line each record after the head starts on."""
    return tuple(line for line, _ in _lines(read_text(path, path.name, MAX_BYTES))[1:])


def _records(kind: type[Row], path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Head and records of a table's file, each record that isn't empty with its line."""
    file = path.name
    try:
        text = read_text(path, file, MAX_BYTES)
        lines = _lines(text)
    except _Unreadable as broken:
        problem, remedy = "引号没有成对，或一格过长", "请检查这一行附近的引号"
        raise Refused([Fault(file, broken.line, problem=problem, remedy=remedy)]) from None
    if not lines:
        remedy = f"表头应为：{','.join(columns(kind))}"
        raise Refused([Fault(file, 1, problem="没有表头", remedy=remedy)])
    # Spreadsheets save emptied rows as a line of commas.
    head, body = lines[0][1], [(line, record) for line, record in lines[1:] if any(record)]
    faults = _head_faults(kind, file, head)
    if faults:
        raise Refused(faults)
    if "'" in text:
        body = [(line, [restored(value) for value in record]) for line, record in body]
    return head, body


def _lost(
    kind: type[Row], head: list[str], body: list[tuple[int, list[str]]], rows: list[Row]
) -> frozenset[str]:
    """Node or id, whichever the table's key begins with, of the records that gave no row."""
    if len(rows) == len(body) or kind.key[0] not in head:
        return frozenset()
    good = {row.row for row in rows}
    place = head.index(kind.key[0])
    return frozenset(record[place] for line, record in body if line not in good and place < len(record))


def columns(kind: type[Row]) -> list[str]:
    """The columns of a table, in order."""
    return [f.name for f in fields(kind) if f.name != "row"]


def required_columns(kind: type[Row]) -> list[str]:
    """The columns that every row must fill in."""
    return [f.name for f in fields(kind) if f.name != "row" and f.default is NO_DEFAULT]


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Each record with the line it starts on. Raises ``_Unreadable`` with that of the first that is none."""
    with contextlib.suppress(csv.Error):
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        records = list(reader)
        if reader.line_num == len(records):
            return [(line, record) for line, record in enumerate(records, start=1) if record]
    # A quoted value runs over two lines, or a quote is not closed: one by one they tell where.
    return list(_lines_of_their_own(text))


def _lines_of_their_own(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for record in reader:
            if record:
                yield start, record
            start = reader.line_num + 1
    except csv.Error:
        raise _Unreadable(start) from None


def _head_faults(kind: type[Row], file: str, head: list[str]) -> list[Fault]:
    known = columns(kind)
    separators = [name for sign, name in SEPARATORS.items() if len(head) == 1 and sign in head[0]]
    if separators:
        return [
            Fault(
                file, 1, problem=f"各列之间用的是{separators[0]}，不是逗号", remedy="请另存为以逗号分隔的 CSV"
            )
        ]
    faults = [
        Fault(file, 1, name, problem="没有这一列", remedy=f"可用的列：{'、'.join(known)}")
        for name in head
        if name not in known
    ]
    faults += [
        Fault(file, 1, name, problem="列名重复", remedy="请只保留一列")
        for name in set(head)
        if head.count(name) > 1
    ]
    faults += [
        Fault(file, 1, name, problem="缺少必需的列", remedy="请补上这一列")
        for name in required_columns(kind)
        if name not in head
    ]
    return faults


def _raw_rows(
    file: str, head: list[str], body: list[tuple[int, list[str]]]
) -> tuple[list[dict[str, Any]], list[Fault]]:
    raw: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for line, record in body:
        if len(record) != len(head):
            faults.append(
                Fault(
                    file, line, problem=f"有{len(record)}个值，表头有{len(head)}列", remedy="请检查逗号与引号"
                )
            )
            continue
        # What prints holds no hidden character; asking a row at once is quicker than value by value.
        if not "".join(record).isprintable():
            faults += [
                Fault(file, line, column, value, "含有看不见的控制字符", "请删去后重填")
                for column, value in zip(head, record, strict=True)
                if hidden_characters(value)
            ]
        # An empty cell is no value: the field's default, or a fault where it has none.
        row: dict[str, Any] = {column: v for column, v in zip(head, record, strict=True) if v}
        row["row"] = line
        raw.append(row)
    return raw, faults


def _duplicates(kind: type[Row], file: str, rows: list[Row]) -> list[Fault]:
    key_of = attrgetter(*kind.key)
    keys = list(map(key_of, rows))
    if len(set(keys)) == len(keys):
        return []
    first: dict[tuple[object, ...], int] = {}
    faults: list[Fault] = []
    for row, found in zip(rows, keys, strict=True):
        key = found if isinstance(found, tuple) else (found,)
        if key in first:
            shown = "、".join(str(part) for part in key if part is not None)
            faults.append(
                Fault(file, row.row, "+".join(kind.key), shown, f"与第{first[key]}行重复", "请合并或删去一行")
            )
        first.setdefault(key, row.row)
    return faults
