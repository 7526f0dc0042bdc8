"""A station's CSV tables: read as text, converted to typed rows, checked for duplicates; as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sweval.domain.station.dictionary import columns_of
from sweval.domain.station.station import TABLES, Correction, Station
from sweval.domain.values.faults import Fault, Refused
from sweval.domain.values.row import Row
from sweval.intake.station.columnwise import valid_rows
from sweval.intake.station.corrections import corrected
from sweval.intake.text.records import Records, read_records
from sweval.intake.text.validation import validate_rows
from sweval.intake.text.yaml_text import hidden_characters

if TYPE_CHECKING:
    import pandas as pd

#: What some spreadsheets put between columns instead of a comma.
SEPARATORS: Final = {";": "分号", "\t": "制表符", "，": "全角逗号"}


@dataclass(frozen=True)
class ReadTable:
    """The valid rows of a table, its faults, and the keys of the rows left out (see :class:`Broken`)."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    lost: frozenset[str] | None = None
    corrected: tuple[Correction, ...] = ()


def read_table(kind: type[Row], path: Path, corrections: Iterable[Correction] = ()) -> ReadTable:
    """One table, corrected. Raises ``Refused`` where the file can't be read, or its head is not the table's."""
    records = _records(kind, path)
    corrections = [correction for correction in corrections if correction.table == kind.table]
    valid = None if corrections else valid_rows(kind, records)
    if valid is not None:
        return ReadTable(tuple(valid), tuple(_duplicates(kind, path.name, valid)), frozenset())
    raw, faults = _raw_rows(path.name, records)
    done, correction_faults = corrected(kind.table, raw, corrections)
    faults += correction_faults
    rows, row_faults = validate_rows(kind, raw, path.name)
    faults += row_faults + _duplicates(kind, path.name, rows)
    return ReadTable(tuple(rows), tuple(faults), _lost(kind, records, rows), tuple(done))


def raw_rows(kind: type[Row], path: Path) -> Iterator[dict[str, str]]:
    """The rows of one table as text, empty cells left out. Raises ``Refused`` as :func:`read_table` does."""
    raw, faults = _raw_rows(path.name, _records(kind, path))
    if faults:
        raise Refused(faults)
    for row in raw:
        del row["row"]
        yield row


def _records(kind: type[Row], path: Path) -> Records:
    """The records of a table's file. Raises ``Refused`` where its head is not the table's."""
    records = read_records(path, columns(kind))
    faults = _head_faults(kind, path.name, records.head)
    if faults:
        raise Refused(faults)
    return records


def _lost(kind: type[Row], records: Records, rows: list[Row]) -> frozenset[str]:
    """The first value of the key (node or id) of every record that gave no row."""
    if len(rows) == len(records.lines) or kind.key[0] not in records.head:
        return frozenset()
    valid = {row.row for row in rows}
    column = records.head.index(kind.key[0])
    return frozenset(
        record[column]
        for line, record in zip(records.lines, records.values(), strict=True)
        if line not in valid and column < len(record)
    )


def columns(kind: type[Row]) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return tuple(column.name for column in columns_of(kind.table))


def required_columns(kind: type[Row]) -> tuple[str, ...]:
    """The columns that every row must fill in."""
    return tuple(column.name for column in columns_of(kind.table) if column.required)


def _head_faults(kind: type[Row], file: str, head: list[str]) -> list[Fault]:
    known = columns(kind)
    if tuple(head) == known:
        return []
    separators = [name for sign, name in SEPARATORS.items() if len(head) == 1 and sign in head[0]]
    if separators:
        problem = f"各列之间用的是{separators[0]}，不是逗号"
        return [Fault(file, 1, problem=problem, remedy="请另存为以逗号分隔的 CSV")]
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


def _raw_rows(file: str, records: Records) -> tuple[list[dict[str, Any]], list[Fault]]:
    raw: list[dict[str, Any]] = []
    faults: list[Fault] = []
    head = records.head
    for line, record in zip(records.lines, records.values(), strict=True):
        if len(record) != len(head):
            problem = f"有{len(record)}个值，表头有{len(head)}列"
            faults.append(Fault(file, line, problem=problem, remedy="请检查逗号与引号"))
            continue
        # A printable row holds no hidden character; checking it as a whole is quicker than value by value.
        if not "".join(record).isprintable():
            faults += [
                Fault(file, line, column, value, "含有看不见的控制字符", "请删去后重填")
                for column, value in zip(head, record, strict=True)
                if hidden_characters(value)
            ]
        # An empty cell is left out: the field takes its default, or has a fault where it has none.
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


def frame(station: Station, table: str) -> pd.DataFrame:
    """One table (``"scores"``, ``"indicators"`` …) as a frame; an absent one has its columns and no rows.

    Scores stay :class:`~decimal.Decimal`, so that pandas computes with them exactly.
    Raises ``KeyError`` for a name that is no table's.
    """
    import pandas as pd

    rows = [asdict(row) for row in station.rows(table)]
    return pd.DataFrame(rows, columns=[f.name for f in fields(TABLES[table])]).set_index("row")
