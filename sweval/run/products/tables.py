"""Tables of results as CSV, Excel or Parquet, written row by row; an incomplete file is never left."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from sweval.domain.values.faults import Fault, Refused
from sweval.intake.text.records import neutral

Kind = Literal["text", "count", "number"]
Value = str | int | Decimal | None
Row = dict[str, Value]
Write = Callable[[list[Row]], None]
#: Rows of a sheet, the head included: Excel has no more.
SHEET_ROWS: Final = 1_048_576
#: Digits and decimals of a number in Parquet.
DIGITS, DECIMALS = 24, 6
#: Rows of one group in Parquet; small groups make a large file.
GROUP: Final = 10_000


@dataclass(frozen=True)
class ResultColumn:
    """A column of a table of results. ``head``: its title in a spreadsheet; ``value`` computes it from a row's sources."""

    name: str
    head: str
    value: Callable[..., Value]
    kind: Kind = "text"


@contextmanager
def open_table(path: Path, columns: Sequence[ResultColumn], title: str) -> Iterator[Write]:
    """A function that writes rows into ``path``, in the format of its suffix; the file appears at the end of the block.

    Raises ``Refused`` for another suffix, a missing folder, and Parquet that isn't installed.
    """
    refuse_path(path)
    private = path.with_name(f".{path.name}.part")
    opened = OPENERS[path.suffix.lower()]
    try:
        with opened(private, columns, title) as write:
            yield write
        private.replace(path)
    finally:
        private.unlink(missing_ok=True)


def refuse_path(path: Path) -> None:
    """Raise ``Refused`` if no table can be written to ``path``."""
    if path.suffix.lower() not in OPENERS:
        raise Refused([Fault(path.name, problem="不认识的文件类型", remedy=f"可用：{'、'.join(OPENERS)}")])
    if not path.absolute().parent.is_dir():
        raise Refused([Fault(str(path), problem="没有这个目录", remedy="请先建立目录")])
    if path.suffix.lower() == ".parquet" and not find_spec("pyarrow"):
        remedy = "请运行 pip install --no-deps --require-hashes -r requirements-batch.txt，或写 .csv"
        raise Refused([Fault(path.name, problem="没有安装 pyarrow", remedy=remedy)])


@contextmanager
def _csv(path: Path, columns: Sequence[ResultColumn], title: str) -> Iterator[Write]:
    # With a byte order mark, by which Excel detects UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in columns)
        yield lambda rows: writer.writerows([_plain(row, column) for column in columns] for row in rows)


def _plain(row: Row, column: ResultColumn) -> str:
    value = row.get(column.name)
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@contextmanager
def _xlsx(path: Path, columns: Sequence[ResultColumn], title: str) -> Iterator[Write]:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bg_color": "#1f4e79", "font_color": "#ffffff"})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, 0, len(columns) - 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 14)
        sheet.write_string(0, place, column.head, head)
    written = 0

    def write(rows: list[Row]) -> None:
        nonlocal written
        for row in rows:
            written += 1
            if written >= SHEET_ROWS:
                remedy = "请写 .parquet 或 .csv"
                raise Refused([Fault(path.name, problem="行数超过 Excel 的上限", remedy=remedy)])
            for place, column in enumerate(columns):
                value = row.get(column.name)
                if isinstance(value, str):
                    if value:
                        sheet.write_string(written, place, value[:32_767])
                elif value is not None:
                    sheet.write_number(written, place, float(value))

    try:
        yield write
    finally:
        book.close()


@contextmanager
def _parquet(path: Path, columns: Sequence[ResultColumn], title: str) -> Iterator[Write]:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    kinds = {
        "text": pyarrow.string(),
        "count": pyarrow.int64(),
        "number": pyarrow.decimal128(DIGITS, DECIMALS),
    }
    schema = pyarrow.schema([(column.name, kinds[column.kind]) for column in columns])
    exact = Decimal(1).scaleb(-DECIMALS)

    def cell(row: Row, column: ResultColumn) -> Any:
        value = row.get(column.name)
        return value.quantize(exact) if isinstance(value, Decimal) else value

    with ParquetWriter(path, schema) as writer:
        waiting: list[Row] = []

        def write(rows: list[Row], least: int = GROUP) -> None:
            waiting.extend(rows)
            if len(waiting) >= least:
                table = [[cell(row, column) for row in waiting] for column in columns]
                waiting.clear()
                arrays = [
                    pyarrow.array(values, kind) for values, kind in zip(table, schema.types, strict=True)
                ]
                writer.write_table(pyarrow.table(arrays, schema=schema))

        yield write
        write([], least=1)


OPENERS: Final = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
