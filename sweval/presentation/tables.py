"""Tables whose cells cite the figures they print, and the notes on counts that an edition doesn't show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal

from sweval.analysis.survey.suppression import RANGE_WIDTH
from sweval.blocks import Column, Table, TableRow
from sweval.domain.disclosure.policy import MIN_CROSSED, MIN_EXPERTS
from sweval.domain.values.row import Row
from sweval.presentation.citations import cite, cite_row
from sweval.record.figures import Figure, Figures


def table(
    caption: str,
    heads: Iterable[str | Column],
    rows: Iterable[TableRow],
    *,
    note: str = "",
    role: Literal["body", "source"] = "body",
) -> Table:
    """A table whose column heads are those of :func:`columns`."""
    return Table(caption, columns(*heads), tuple(rows), note, role)


def columns(*heads: str | Column) -> tuple[Column, ...]:
    """The columns of a table; a head that is plain text makes a left-aligned column."""
    return tuple(Column(head) if isinstance(head, str) else head for head in heads)


def right(*names: str) -> tuple[Column, ...]:
    """Columns of numbers, aligned right."""
    return tuple(Column(name, "right") for name in names)


#: The indent of a row one level down, before the text of its first column.
INDENT: Final = "\u3000"
#: The column of consecutive numbers.
NUMBER: Final = Column("序号", "center")


def row(
    *cells: Figure | str, also: Iterable[Figure | Row] = (), strong: bool = False, anchor: str = ""
) -> TableRow:
    """A table row: figures are printed with their units and cited; figures and data rows in ``also`` are cited only."""
    cites = [cite(cell) for cell in cells if isinstance(cell, Figure)]
    cites += [cite(item) if isinstance(item, Figure) else cite_row(item) for item in also]
    text = tuple(cell.text if isinstance(cell, Figure) else cell for cell in cells)
    return TableRow(text, tuple(cites), anchor, strong)


#: The mark printed in place of a withheld count, and the notes that explain it below a table.
HIDDEN: Final = "＊"
HIDDEN_NOTE: Final = f"＊：1至{MIN_CROSSED - 1}人的不列出；为免由合计推算，另有部分数不列出，所以＊可能是0，也可能多于{MIN_CROSSED - 1}。"
HIDDEN_ANSWERS_NOTE: Final = (
    f"＊：有的组中选最高一档的、选其他各档的，或者知晓、不知晓的只有1至{MIN_CROSSED - 1}人，列出占比即可推知，"
    "这种分组中样本各组的占比都不列出。"
)
HIDDEN_AREA_NOTE: Final = f"＊：评分的评委不足{MIN_EXPERTS}位的片区，和为免由平均分推算而一并不单列的。"
#: The note below a table whose counts are shown as ranges.
TENS_NOTE: Final = f"有不足{MIN_CROSSED}人的，各数只列所在的区间（每{RANGE_WIDTH}人一段），每类合计为各段之和，以免推知其人。"


def shown_or_hidden(figures: Figures, id: str) -> Figure | str:
    """The figure with this id; ``＊`` where the edition withholds it, ``—`` where there is none."""
    return figures.get(id) or (HIDDEN if id in figures.withheld else "—")


def bare_or_hidden(figures: Figures, id: str) -> Figure | str:
    """As :func:`shown_or_hidden`, with the figure printed without its unit."""
    found = shown_or_hidden(figures, id)
    return bare(found) if isinstance(found, Figure) else found


def bare(figure: Figure) -> Figure:
    """The figure without its unit, for a column whose head names the unit."""
    return replace(figure, unit="")
