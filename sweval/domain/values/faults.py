"""Faults: what is wrong in the input, where, and what to do about it.

A reader of faults is an analyst with a spreadsheet open, so every fault names file, row, column and
value, and says in Chinese what is wrong and how to mend it. Loaders collect all faults before they refuse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in the input.

    ``row`` is the line of the file as a spreadsheet counts it (1 is the head); 0 where there is none. In a
    workbook the place is a ``cell`` of a ``sheet``, and ``position`` counts the sheets.
    """

    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    problem: str = ""
    remedy: str = ""
    sheet: str = ""
    cell: str = ""
    position: int = 0

    @property
    def order(self) -> tuple[object, ...]:
        """Where it comes in a list: by file, sheet, row and column."""
        column = (len(self.cell), self.cell) if self.cell else (0, self.column)
        return (self.file, self.position, self.row, column, self.value, self.problem, self.remedy)

    def __str__(self) -> str:
        place = [self.file]
        if self.sheet:
            place.append(f"工作表“{self.sheet}”")
        if self.cell:
            place.append(self.cell)
        elif self.row:
            place.append(f"第{self.row}行")
        if self.column:
            place.append(f"“{self.column}”")
        shown = f"（现为“{shorten(self.value)}”）" if self.value else ""
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{' '.join(place)}：{self.problem}{shown}{remedy}"


def problem_and_remedy(error: ValueError) -> tuple[str, str]:
    """What a validator says: the problem, then after the first comma the remedy."""
    problem, _, remedy = str(error).partition("，")
    return problem, remedy


def shorten(value: str, limit: int = 60) -> str:
    """Cut a long value for display; control characters are shown, not sent to the terminal."""
    safe = "".join(c if c.isprintable() else f"⟦U+{ord(c):04X}⟧" for c in value)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


class Refused(Exception):
    """The input is refused; ``faults`` holds every reason found, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults), key=lambda fault: fault.order))
        super().__init__(self.report())

    def report(self) -> str:
        """All faults as a numbered list for the terminal."""
        lines = [f"数据有 {len(self.faults)} 处问题，未生成任何文件："]
        lines += [f"{n:>4}. {fault}" for n, fault in enumerate(self.faults, start=1)]
        return "\n".join(lines)

    # IPython asks for this instead of printing a traceback, so that an analyst sees the list alone.
    def _render_traceback_(self) -> list[str]:
        return [self.report()]
