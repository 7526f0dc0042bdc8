"""The data read from a workbook, with the place of each row and value in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sweval.domain.values.faults import Fault
from sweval.intake.station.draft import Draft
from sweval.intake.workbook.layout import SCHEME


@dataclass(frozen=True)
class Place:
    """A place in a workbook; ``row`` and ``cell`` are 0 and empty where it is a whole sheet."""

    file: str
    sheet: str
    position: int
    row: int = 0
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.file} 工作表“{self.sheet}”{self.cell}" if self.sheet else self.file

    def fault(self, value: str, problem: str, remedy: str) -> Fault:
        """A fault at this place."""
        return Fault(self.file, self.row, "", value, problem, remedy, self.sheet, self.cell, self.position)


@dataclass(frozen=True)
class Note:
    """A correction made in a cell."""

    place: Place
    value: str
    changed: str
    became: str

    def __str__(self) -> str:
        return f"{self.place}：{self.changed}（“{self.value}”→“{self.became}”）"


@dataclass(frozen=True)
class RowPlace:
    """The place of a table's row: the sheet, the row's number, and the letter of each column."""

    sheet: Place
    row: int
    letters: Mapping[str, str]

    def at(self, column: str) -> Place:
        """The place of one of its cells, or of the row where the sheet has no such column."""
        letter = self.letters.get(column, "")
        return replace(self.sheet, row=self.row, cell=f"{letter}{self.row}" if letter else "")


@dataclass
class PlacedDraft:
    """A workbook's data as a draft, with their places, the faults found so far, and the corrections made."""

    file: str
    profile: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    profile_at: dict[str, Place] = field(default_factory=dict)
    rows_at: dict[str, list[RowPlace]] = field(default_factory=dict)
    sheets_at: dict[str, Place] = field(default_factory=dict)
    #: Rows that hold their key and nothing else.
    unfilled: dict[str, list[tuple[dict[str, str], RowPlace]]] = field(default_factory=dict)
    #: Faulty cells as table, index of the row and column; in the profile "", 0 and the path.
    faulty: set[tuple[str, int, str]] = field(default_factory=set)

    @property
    def draft(self) -> Draft:
        """The data alone."""
        own_sheets = ("areas", "text")
        return Draft(
            profile={path: text for path, text in self.profile.items() if path != SCHEME},
            units=tuple(self.rows.get("areas", ())),
            tables={
                table: tuple(rows) for table, rows in self.rows.items() if table not in own_sheets and rows
            },
            own_texts=tuple(self.rows.get("text", ())),
        )
