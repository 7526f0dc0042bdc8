"""No page that leaves the house shows anybody's number."""

from __future__ import annotations

from sweval.domain.disclosure.privacy import personal_numbers
from sweval.domain.values.faults import Fault, Refused
from sweval.evaluation import Evaluation
from sweval.intake.station.privacy import personal_cells


class PersonalData(Refused):
    """An edition that leaves the house would show somebody's number."""


def personal_faults(text: str, file: str, remedy: str, where: str = "") -> list[Fault]:
    """Each number of somebody's in a text, masked; ``file`` and ``where`` say what text it is."""
    return [
        Fault(file, value=found.masked, problem=f"{where}像是{found.kind}", remedy=remedy)
        for found in personal_numbers(text)
    ]


def refuse_personal(shown: str, evaluation: Evaluation) -> None:
    """Raise ``PersonalData`` where a page that leaves the house shows personal data, with the cells they came from."""
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
