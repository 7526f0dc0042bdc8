"""No page that leaves the house shows anybody's number."""

from __future__ import annotations

from sweval.domain.faults import Fault, Refused
from sweval.domain.privacy import personal
from sweval.evaluation import Evaluation
from sweval.intake.privacy import personal_cells


class PersonalData(Refused):
    """An edition that leaves the house would show somebody's number."""


def refuse_personal(shown: str, evaluation: Evaluation) -> None:
    """Raise ``PersonalData`` where a page that leaves the house shows personal data, with the cells they came from."""
    found = {item.masked: item.kind for item in personal(shown)}
    if not found:
        return
    remedy = "请删去，或改用编号；工作底稿不受此限"
    cells = [
        Fault(cell.file, cell.row, cell.column, "", remark, remedy)
        for cell, remark in personal_cells(evaluation.station)
        if any(masked in remark for masked in found)
    ]
    elsewhere = [
        Fault("报告", value=masked, problem=f"像是{kind}", remedy=remedy) for masked, kind in found.items()
    ]
    raise PersonalData(cells or elsewhere)
