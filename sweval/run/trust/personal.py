"""The check that no page that is handed over shows a personal number."""

from __future__ import annotations

from sweval.domain.disclosure.privacy import personal_numbers
from sweval.domain.station.texts import personal_cells
from sweval.domain.values.faults import Fault, Refused
from sweval.evaluation import Evaluation


class PersonalData(Refused):
    """An edition that is handed over would show a personal number."""


def personal_faults(text: str, file: str, remedy: str, where: str = "") -> list[Fault]:
    """Each personal number in a text, masked; ``file`` and ``where``: the place of the text."""
    return [
        Fault(file, value=found.masked, problem=f"{where}像是{found.kind}", remedy=remedy)
        for found in personal_numbers(text)
    ]


def refuse_personal(shown: str, evaluation: Evaluation) -> None:
    """Raise ``PersonalData`` if the text of a page that is handed over shows personal data, with their cells."""
    remedy = "请删去，或改用编号；工作底稿不受此限"
    found = personal_faults(shown, "报告", remedy)
    if not found:
        return
    cells = [
        Fault(cell.file, cell.row, cell.column, "", remark, remedy)
        for cell, remark in personal_cells(evaluation.station)
        if any(fault.value in remark for fault in found)
    ]
    raise PersonalData(cells or found)
