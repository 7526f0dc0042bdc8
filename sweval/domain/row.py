"""A row of a table, and the cell that each of its values came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple


class Cell(NamedTuple):
    """A place in the input: file, row as a spreadsheet counts it (0 in ``station.yaml``) and column."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.row}行 {self.column}" if self.row else f"{self.file} {self.column}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table; ``row`` is its line in the file, the head being line 1."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    row: int

    def cell(self, column: str) -> Cell:
        """The place of one of this row's values. Raises ``KeyError`` for a column it does not have."""
        if column not in vars(self):
            raise KeyError(column)
        return Cell(f"{self.table}.csv", self.row, column)
