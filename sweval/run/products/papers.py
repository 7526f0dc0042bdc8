"""The papers that accompany a station's report, written beside its editions, all or none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sweval.blocks.plain import plain_all
from sweval.domain.values.faults import Refused
from sweval.evaluation import Evaluation
from sweval.export.word.docx import word_paper
from sweval.intake.atomic import replacing, sweep
from sweval.intake.batches import batch_of
from sweval.presentation.papers.forms import feedback_form, notice, objection_form
from sweval.presentation.papers.workbooks import ledger, lines
from sweval.run.trust.personal import refuse_personal
from sweval.run.trust.publish import STAGING, reports_lock

#: Their folder below ``reports/<batch>/``.
FOLDER: Final = "papers"
LEDGER: Final = "整改台账.xlsx"


def write_papers(root: Path, evaluation: Evaluation) -> tuple[list[Path], tuple[str, ...]]:
    """The written files, and the reasons for one not written. Raises ``PersonalData`` for a personal number."""
    papers, reasons = [feedback_form(evaluation), objection_form(evaluation)], list[str]()
    try:
        papers.append(notice(evaluation))
    except Refused as refusal:
        reasons += [f"没有生成公示文稿：{fault.problem}" for fault in refusal.faults]
    texts = [plain_all(paper.blocks) for paper in papers]
    texts += ["\n".join(line) for line in lines(evaluation.station)]
    refuse_personal("\n".join(texts), evaluation)
    day = evaluation.station.as_of
    files = {f"{paper.name}.docx": word_paper(paper, day) for paper in papers}
    files[LEDGER] = ledger(evaluation)
    home = root / "reports" / batch_of(root, evaluation.station.id) / FOLDER
    target = home / evaluation.station.id
    with reports_lock(root):
        sweep(home, STAGING)
        with replacing(target, STAGING) as private:
            for name, made in files.items():
                (private / name).write_bytes(made)
    return [target / name for name in files], tuple(reasons)
