"""Faults in the input and problems of a scheme: what is wrong, where, and how to correct it.

Readers are analysts with a spreadsheet open: a fault names file, row, column and value, and its text is Chinese.
Loaders collect all faults before they refuse the input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault of the input.

    ``row`` is the line of the file, the head being line 1; 0 for a fault of the whole file. In a workbook the place
    is a ``cell`` of a ``sheet``, and ``position`` is the number of the sheet.
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
        """The sort key: file, sheet, row, column."""
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
    """Split a validator's message at its first comma: the problem, then the remedy."""
    problem, _, remedy = str(error).partition("，")
    return problem, remedy


def shorten(value: str, limit: int = 60) -> str:
    """Cut a long value for display; control characters are shown as codes, since a terminal would act on them."""
    safe = "".join(c if c.isprintable() else f"⟦U+{ord(c):04X}⟧" for c in value)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


class Refused(Exception):
    """The input is refused; ``faults`` holds all faults found, sorted."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults), key=lambda fault: fault.order))
        super().__init__(self.report())

    def report(self) -> str:
        """All faults as a numbered list for the terminal."""
        lines = [f"数据有 {len(self.faults)} 处问题，未生成任何文件："]
        lines += [f"{n:>4}. {fault}" for n, fault in enumerate(self.faults, start=1)]
        return "\n".join(lines)

    # IPython calls this instead of printing a traceback: an analyst sees the list alone.
    def _render_traceback_(self) -> list[str]:
        return [self.report()]


Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a scheme at ``path``: keys and list positions from the top of its file."""

    path: Path
    problem: str
    remedy: str


def listed(items: Iterable[object], path: Path, key: str = "id") -> Iterator[tuple[Path, str]]:
    """The value of ``key`` of each item of the list at ``path``, with its path."""
    for position, item in enumerate(items):
        yield (*path, position, key), str(getattr(item, key))


def repeated(names: Iterable[tuple[Path, str]], what: str = "编号") -> Iterator[Problem]:
    """A problem for each name that occurs again."""
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            yield Problem(path, f"{what}“{name}”重复", f"请改用不同的{what}")
        seen.add(name)
