"""One run: check, execute, export, publish; nothing is published unless all of it went well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweval.batch.publish import staging
from sweval.domain.editions import EDITIONS
from sweval.evaluation import Evaluation
from sweval.intake.batches import batch_of
from sweval.intake.parameters import Parameters

STEPS: Final = ("运行", "导出", "发布")


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

    ``step`` is told each step as it begins. Raises ``NotebookFailed`` when a cell fails and ``Unfit`` when the
    notebook doesn't make a report; then nothing is published and a former report stays.
    """
    import nbformat

    from sweval.batch.notebook import execute
    from sweval.export.html import html

    target = output_folder(root, parameters)
    with staging(target) as folder:
        step(STEPS[0])
        notebook = execute(root, parameters, folder / "notebook.ipynb")
        step(STEPS[1])
        text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        (folder / "notebook.ipynb").write_text(text + "\n", encoding="utf-8", newline="\n")
        (folder / "report.html").write_text(
            html(notebook, parameters.edition), encoding="utf-8", newline="\n"
        )
        if parameters.edition == "working":
            record = evaluation.record("working")
            (folder / "record.json").write_text(record, encoding="utf-8", newline="\n")
        step(STEPS[2])
    return Result(parameters, evaluation, target)


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
