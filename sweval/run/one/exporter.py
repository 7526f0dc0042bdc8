"""``jupyter nbconvert --to sweval``, and JupyterLab's export: the page, compared with the data as by ``sweval run``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sweval.blocks import Block
from sweval.domain.values.faults import Refused
from sweval.export.collect import blocks_of, laid_out, shown_cells
from sweval.export.html.page import ReportExporter
from sweval.intake.parameters import Parameters
from sweval.intake.project import find_root
from sweval.presentation.report.direct import DirectReport, marked
from sweval.record.serialization import RecordForm
from sweval.run.one.evaluating import evaluate_station
from sweval.run.one.readers_notebook import CHANGED, is_changed
from sweval.run.one.reported import ending, reported, stated_in
from sweval.run.task import NOTEBOOK

UNCOMPARED: Final = "未与直接计算核对"


class NotebookExporter(ReportExporter):
    """The page of a notebook. Pages without a record, of a district or of two assessments, are exported as shown."""

    def blocks(self, notebook: Any, resources: dict[str, Any]) -> tuple[Block, ...]:
        """The report's blocks, compared with the data of the project around the notebook or the working directory.

        Raises ``Unfit`` and ``IsTrial`` as :func:`~sweval.run.one.reported.reported` does. Without a project with this
        station, each page states that nothing was compared.
        """
        shown = shown_cells(notebook)
        if not any(cell.blocks.origin for cell in shown):
            return laid_out(blocks_of(shown))
        record = stated_in(notebook, shown).record
        notebook_folder = resources.get("metadata", {}).get("path") or "."
        for start in (Path(notebook_folder), Path.cwd()):
            try:
                direct = _direct(find_root(start), record)
            except Refused:
                continue
            report = reported(notebook, direct)
            if report.differences:
                self.log.warning("\n".join(report.lines))
            changed = is_changed(notebook, Path(NOTEBOOK).stem)
            return ending(report.blocks, report.note, CHANGED if changed else "")
        return ending(marked(blocks_of(shown), UNCOMPARED), UNCOMPARED)


def _direct(root: Path, record: RecordForm) -> DirectReport:
    parameters = Parameters(
        station=record["station"],
        scheme=record["scheme"],
        edition=record["edition"],
        as_of=record["as_of"],
        seed=int(record["seed"]),
    )
    return DirectReport.of(evaluate_station(root, parameters), record["edition"])
