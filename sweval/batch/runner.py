"""One run: check, execute, export, publish; nothing is published unless all of it went well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweval.batch.publish import staging
from sweval.domain.editions import EDITIONS
from sweval.domain.faults import Fault, Refused
from sweval.domain.privacy import personal
from sweval.evaluation import Evaluation
from sweval.intake.batches import batch_of
from sweval.intake.parameters import Parameters
from sweval.intake.privacy import personal_cells

STEPS: Final = ("运行", "导出", "发布")


class PersonalData(Refused):
    """An edition that leaves the house would show somebody's number."""


@dataclass(frozen=True)
class Result:
    """A finished run: where the report is and what was evaluated."""

    parameters: Parameters
    evaluation: Evaluation
    folder: Path

    @property
    def report(self) -> Path:
        """The HTML report."""
        return self.folder / "report.html"


def output_folder(root: Path, parameters: Parameters) -> Path:
    """``reports/<batch>/<edition>/<station>``; an edition has its own folder, to be handed over alone."""
    return root / "reports" / batch_of(root, parameters.station) / parameters.edition / parameters.station


def run(
    root: Path,
    parameters: Parameters,
    evaluation: Evaluation,
    step: Callable[[str], None] = lambda name: None,
) -> Result:
    """Make and publish one station's report in one edition; ``evaluation`` is what ``preflight`` gave.

    ``step`` is told each step as it begins. Raises ``NotebookFailed`` when a cell fails, ``Unfit`` when the
    notebook doesn't make a report and ``PersonalData`` when an edition that leaves the house would show personal
    data; then nothing is published and a former report stays.
    """
    import nbformat

    from sweval.batch.notebook import execute
    from sweval.export.html import html
    from sweval.export.page_text import displayed

    target = output_folder(root, parameters)
    with staging(target) as folder:
        step(STEPS[0])
        notebook = execute(root, parameters, folder / "notebook.ipynb")
        step(STEPS[1])
        text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        (folder / "notebook.ipynb").write_text(text + "\n", encoding="utf-8", newline="\n")
        page = html(notebook, parameters.edition)
        if parameters.edition != "working":
            refuse_personal(displayed(page), evaluation)
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        if parameters.edition == "working":
            record = evaluation.record("working")
            (folder / "record.json").write_text(record, encoding="utf-8", newline="\n")
        step(STEPS[2])
    return Result(parameters, evaluation, target)


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


def describe(results: list[Result], root: Path) -> str:
    """What the reports say and where they are, for the terminal."""
    from sweval.presentation.gaps import gaps
    from sweval.presentation.status import status

    evaluation = results[0].evaluation
    f = evaluation.figures
    names = "、".join(gap.name for gap in gaps(evaluation)) or "无"
    states = f"存在{f['veto.triggered'].text}，经核查未发现{f['veto.clear'].text}，不作认定{f['veto.not_assessed'].text}"
    lines = [
        f"{evaluation.station.profile.name}（{status(evaluation.station)}）　{f['score.total'].text}　{f['score.grade'].value}",
        *([f"  定为{evaluation.scheme.failing.name}的情形：{states}"] if evaluation.verdicts else []),
        f"  未提供：{names}",
    ]
    lines += [
        f"  {EDITIONS[result.parameters.edition]}：{result.report.relative_to(root).as_posix()}"
        for result in results
    ]
    return "\n".join(lines)
