"""Citations of figures and of rows of the data, their anchors, and values of the data as printed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sweval.blocks import Cite
from sweval.domain.station.dictionary import PROFILE, TABLE_NAMES
from sweval.domain.values.row import Cell, Row
from sweval.record.figures import Figure


def cite(figure: Figure) -> Cite:
    """The citation of a figure: its code, linked to the figure's row in the appendix."""
    return Cite(figure_anchor(figure.id), figure.code)


def cite_all(*figures: Figure) -> tuple[Cite, ...]:
    """The citations of several figures."""
    return tuple(cite(figure) for figure in figures)


def figure_anchor(id: str) -> str:
    """The anchor of a figure's row; derived from its id, so that links stay valid after a new run."""
    return "f-" + id.replace(".", "-")


def cite_row(row: Row) -> Cite:
    """The citation of a row of the data: its table and line."""
    return Cite(f"r-{row.table}-{row.row}", f"{TABLE_NAMES[row.table]}{row.row}")


def cite_cell(cell: Cell) -> Cite:
    """The citation of a cell: its row, its path in ``station.yaml``, or else its file."""
    table = cell.file.removesuffix(".csv")
    if table in TABLE_NAMES and cell.row:
        return Cite(f"r-{table}-{cell.row}", f"{TABLE_NAMES[table]}{cell.row}")
    if cell.file == "station.yaml":
        return Cite(path_anchor(cell.column), PROFILE[cell.column])
    return Cite("source-files", TABLE_NAMES.get(table, cell.file))


def path_anchor(path: str) -> str:
    """The anchor of a value of ``station.yaml``."""
    return "y-" + path.replace(".", "-")


def rule_anchor(id: str) -> str:
    """The anchor of a rule's row."""
    return "rule-" + id.replace(".", "-")


def value_text(value: object) -> str:
    """A value of the data as printed; empty for ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
