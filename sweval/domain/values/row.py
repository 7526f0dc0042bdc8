"""A row of a table, what its columns are called and hold, and the cell that each of its values came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, field
from itertools import chain
from typing import Any, ClassVar, Final, NamedTuple, TypeVar, dataclass_transform


class Cell(NamedTuple):
    """A place in the input: file, row as a spreadsheet counts it (0 in ``station.yaml``) and column."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.row}行 {self.column}" if self.row else f"{self.file} {self.column}"


@dataclass(frozen=True)
class ColumnText:
    """One column: its head, what it holds (with the unit), and an example as written in a cell."""

    head: str
    holds: str
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table; ``row`` is its line in the file, the head being line 1 (0: it comes from no file).

    ``table`` names the file, ``key`` the columns that tell its rows apart; ``title`` is the table's Chinese name,
    ``each`` what a row of it is.
    """

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    title: ClassVar[str]
    each: ClassVar[str]
    row: int = 0

    def cell(self, column: str) -> Cell:
        """The place of one of this row's values. Raises ``KeyError`` for a column it does not have."""
        if column not in self.__slots__:
            raise KeyError(column)
        return Cell(f"{self.table}.csv", self.row, column)


T = TypeVar("T", bound=Row)


def column(head: str, holds: str, example: str, *, default: Any = MISSING) -> Any:
    """A column of a table, in the words of its :class:`ColumnText`; without a default every row must fill it in."""
    return field(default=default, metadata={"text": ColumnText(head, holds, example)})


#: Columns that several tables have.
AREA: Final = ("片区", "片区编号；不分片区的留空", "a1")
EVIDENCE: Final = ("佐证材料", "材料编号或名称", "P-012")
NOTE: Final = ("说明", "需要读者知道的情况", "原报告未写明")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(column,))
def table(name: str, *, key: tuple[str, ...]) -> Callable[[type[T]], type[T]]:
    """Make a class the rows of the table of this name; its fields are the columns, in their order."""

    def described(kind: type[T]) -> type[T]:
        made = dataclass(frozen=True, kw_only=True, slots=True)(kind)
        made.table, made.key = name, key
        return made

    return described


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
