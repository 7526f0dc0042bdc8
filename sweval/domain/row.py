"""A row of a table, and the cell that each of its values came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar, NamedTuple


class Cell(NamedTuple):
    """A place in the input: file, row as a spreadsheet counts it (0 in ``station.yaml``) and column."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.row}行 {self.column}" if self.row else f"{self.file} {self.column}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table; ``row`` is its line in the file, the head being line 1."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    row: int

    def cell(self, column: str) -> Cell:
        """The place of one of this row's values. Raises ``KeyError`` for a column it does not have."""
        if column not in self.__slots__:
            raise KeyError(column)
        return Cell(f"{self.table}.csv", self.row, column)


class Cells:
    """The cells of one table's rows, each made once: there may be thousands, and many figures cite all of them."""

    def __init__(self) -> None:
        self._made: dict[str, dict[int, Cell]] = {}

    def of(self, rows: Sequence[Row], *columns: str) -> tuple[Cell, ...]:
        """These columns of these rows, row by row. Raises ``KeyError`` for a column they do not have."""
        made = [self._column(rows, column) for column in columns]
        if len(made) == 1:
            return tuple(made[0])
        return tuple(chain.from_iterable(zip(*made, strict=True)))

    def _column(self, rows: Sequence[Row], column: str) -> Iterator[Cell]:
        cells = self._made.setdefault(column, {})
        lines = [row.row for row in rows]
        if not cells.keys() >= set(lines):
            # What a row's own cell() gives, without asking each of them whether it has the column.
            file = rows[0].cell(column).file
            cells.update((line, Cell(file, line, column)) for line in lines if line not in cells)
        return map(cells.__getitem__, lines)
