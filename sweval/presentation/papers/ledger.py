"""整改台账: every concern as a line to work from, with what is known of its rectification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sweval.domain.parties import PARTIES
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.papers.sheets import Sheet, book
from sweval.presentation.status import explanation, status

HEAD: Final = (
    "序号", "部分", "方面", "需要关注的地方", "建议", "提出方", "整改措施", "责任人", "完成期限", "完成日期", "佐证材料",
    "核实情况",
)  # fmt: skip
WIDTHS: Final = (6, 18, 14, 42, 42, 10, 30, 12, 13, 13, 24, 18)


def ledger(evaluation: Evaluation) -> bytes:
    """The workbook; what the rectification table already has is filled in, the rest is left to fill in."""
    station = evaluation.station
    about = [
        ("社工站", station.profile.name), ("状态", status(station)),
        ("说明", explanation(station) or "整改事项以书面要求为准；责任人和完成期限商定后填写。"),
        ("填写", "黄色各列由社工站填写；“核实情况”由评估方或民政部门填写。"),
    ]  # fmt: skip
    return book(
        f"{station.profile.short_name}整改台账（{status(station)}）",
        [Sheet("整改台账", HEAD, lines(station), WIDTHS), Sheet("说明", ("事项", "内容"), about, (14, 90))],
    )


def lines(station: Station) -> list[Sequence[str]]:
    """A line for each concern, then one for each measure that answers none of them."""
    ordered = {row.concern: row for row in station.rectification if row.concern}
    rows: list[Sequence[str]] = []
    for row in station.concerns:
        where = station.place_of(row)
        known = ordered.get(row.id)
        rows.append((
            str(len(rows) + 1), where, row.dimension, row.text, row.recommendation or "", PARTIES[row.author],
            known.item if known else "", (known.owner or "") if known else "",
            known.due.isoformat() if known else "", known.done.isoformat() if known and known.done else "",
            (known.proof or "") if known else "", "",
        ))  # fmt: skip
    unlinked = [row for row in station.rectification if not row.concern]
    for measure in unlinked:
        rows.append((
            str(len(rows) + 1), "", "", "", "", "", measure.item, measure.owner or "", measure.due.isoformat(),
            measure.done.isoformat() if measure.done else "", measure.proof or "", "",
        ))  # fmt: skip
    return rows
