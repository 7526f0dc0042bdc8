"""Rows of tables: their columns with heads and descriptions, and the cell that each value was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, field
from itertools import chain
from typing import Any, ClassVar, Final, NamedTuple, TypeVar, dataclass_transform


class Cell(NamedTuple):
    """A cell of the input: file, line (the head is line 1; 0 in ``station.yaml``) and column."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.row}行 {self.column}" if self.row else f"{self.file} {self.column}"


@dataclass(frozen=True)
class ColumnText:
    """The text of a column: head, content with the unit, and an example as written in a cell."""

    head: str
    holds: str
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table; ``row`` is its line in the file, the head being line 1 (0: from no file).

    ``table`` is the name of the file, ``key`` the columns that identify a row, ``title`` the table's Chinese name,
    ``each`` describes a row.
    """

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    title: ClassVar[str]
    each: ClassVar[str]
    row: int = 0

    def cell(self, column: str) -> Cell:
        """The cell of a value of this row. Raises ``KeyError`` for a column it does not have."""
        if column not in self.__slots__:
            raise KeyError(column)
        return Cell(f"{self.table}.csv", self.row, column)


T = TypeVar("T", bound=Row)


def column(head: str, holds: str, example: str, *, default: Any = MISSING) -> Any:
    """Declare a column with its :class:`ColumnText`; without a default every row must fill it in."""
    return field(default=default, metadata={"text": ColumnText(head, holds, example)})


#: The texts of columns that several tables have.
AREA: Final = ("片区", "片区编号；不分片区的留空", "a1")
EVIDENCE: Final = ("佐证材料", "材料编号或名称", "P-012")
NOTE: Final = ("说明", "需要读者知道的情况", "原报告未写明")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(column,))
def table(name: str, *, key: tuple[str, ...]) -> Callable[[type[T]], type[T]]:
    """Make a class the row class of a table; its fields are the columns, in order."""

    def decorate(kind: type[T]) -> type[T]:
        row_class = dataclass(frozen=True, kw_only=True, slots=True)(kind)
        row_class.table, row_class.key = name, key
        return row_class

    return decorate


class Cells:
    """A cache of the cells of one table: there may be thousands of rows, and many figures cite all of them."""

    def __init__(self) -> None:
        self._by_column: dict[str, dict[int, Cell]] = {}

    def of(self, rows: Sequence[Row], *columns: str) -> tuple[Cell, ...]:
        """The cells of some columns of some rows, row by row. Raises ``KeyError`` for a column they do not have."""
        by_column = [self._column(rows, column) for column in columns]
        return tuple(chain.from_iterable(zip(*by_column, strict=True)))

    def _column(self, rows: Sequence[Row], column: str) -> Iterator[Cell]:
        cells = self._by_column.setdefault(column, {})
        lines = [row.row for row in rows]
        if not cells.keys() >= set(lines):
            # As row.cell() would, but with the column checked once.
            file = rows[0].cell(column).file
            cells.update((line, Cell(file, line, column)) for line in lines if line not in cells)
        return map(cells.__getitem__, lines)
