"""整改台账: every concern as a line to work from, with what is known of its rectification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sweval.domain.station.rows import Finding, Rectification
from sweval.domain.station.station import Station
from sweval.domain.values.parties import PARTIES
from sweval.evaluation import Evaluation
from sweval.presentation.papers.sheets import PaperSheet, book
from sweval.presentation.status import explanation, status

HEAD: Final = (
    "序号",
    "部分",
    "方面",
    "需要关注的地方",
    "建议",
    "提出方",
    "整改措施",
    "责任人",
    "完成期限",
    "完成日期",
    "佐证材料",
    "核实情况",
)
WIDTHS: Final = (6, 18, 14, 42, 42, 10, 30, 12, 13, 13, 24, 18)


def ledger(evaluation: Evaluation) -> bytes:
    """The workbook; what the rectification table already has is filled in, the rest is left to fill in."""
    station = evaluation.station
    about = [
        ("社工站", station.profile.name),
        ("状态", status(station)),
        ("说明", explanation(station) or "整改事项以书面要求为准；责任人和完成期限商定后填写。"),
        ("填写", "“整改措施”至“佐证材料”各列由社工站填写；“核实情况”由评估方或民政部门填写。"),
    ]
    return book(
        f"{station.profile.short_name}整改台账（{status(station)}）",
        [
            PaperSheet("整改台账", HEAD, lines(station), WIDTHS),
            PaperSheet("说明", ("事项", "内容"), about, (14, 90)),
        ],
    )


def lines(station: Station) -> list[Sequence[str]]:
    """A line for each concern with the measures that answer it, then one for each other measure: none is left out."""
    answers: dict[str | None, list[Rectification]] = {}
    for measure in station.rectification:
        answers.setdefault(measure.concern, []).append(measure)
    found: list[tuple[Finding | None, Rectification | None]] = []
    for row in station.concerns:
        found += [(row, measure) for measure in answers.pop(row.id, [None])]
    found += [(None, measure) for measures in answers.values() for measure in measures]
    return [
        (
            str(number),
            *(_concern(row, station) if row else [""] * 5),
            *(_measure(one) if one else [""] * 5),
            "",
        )
        for number, (row, one) in enumerate(found, start=1)
    ]


def _concern(row: Finding, station: Station) -> list[str]:
    return [station.place_of(row), row.dimension, row.text, row.recommendation or "", PARTIES[row.author]]


def _measure(row: Rectification) -> list[str]:
    done = row.done.isoformat() if row.done else ""
    return [row.item, row.owner or "", row.due.isoformat(), done, row.proof or ""]
