"""The district overview of a batch: its notebook run, exported and published beside the stations' reports."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweval.atomic import sweep
from sweval.batch.district import load_district
from sweval.batch.journal import Journal
from sweval.batch.lock import reports_lock
from sweval.batch.notebook import NotebookFailed, execute, write
from sweval.batch.obstacles import refuse_unwritable
from sweval.batch.personal import PersonalData
from sweval.batch.publish import STAGING, staging
from sweval.batch.task import JOURNAL, SCRATCH, Engine
from sweval.domain.faults import Fault, Refused
from sweval.domain.privacy import personal
from sweval.export.html import html
from sweval.export.page_text import displayed

if TYPE_CHECKING:
    from sweval.district.overview import District
    from sweval.presentation.district_report import DistrictEdition

NOTEBOOK: Final = "notebooks/district_overview.ipynb"
NAME: Final = "district-overview"


@dataclass(frozen=True)
class OverviewParameters:
    """What a run of the overview is given."""

    batch: str
    edition: DistrictEdition = "bureau"
    as_of: str = ""

    def for_papermill(self) -> dict[str, str | int]:
        """As papermill injects them."""
        return {"batch": self.batch, "edition": self.edition, "as_of": self.as_of}


@dataclass(frozen=True)
class OverviewTask:
    """One overview: where its notebook is and where it goes."""

    root: Path
    parameters: OverviewParameters
    engine: Engine = "sweval"
    notebook: str = NOTEBOOK

    @property
    def target(self) -> Path:
        """The folder it is published in."""
        return self.root / "reports" / self.parameters.batch / self.parameters.edition / NAME

    @property
    def failed_notebook(self) -> Path:
        """The notebook as far as it came, where it failed."""
        folder = self.root / "reports" / self.parameters.batch / "logs" / self.parameters.edition
        return folder / f"{NAME}.ipynb"


def make_overview(task: OverviewTask) -> District:
    """Make and publish an overview; the former one stays where this one can't be made.

    Raises ``Refused`` for a batch that can't be summed up, a notebook that fails, or personal data in the page.
    """
    refuse_unwritable(task.root)
    p = task.parameters
    district = load_district(p.batch, as_of=p.as_of, root=task.root)
    with reports_lock(task.root):
        sweep(task.target.parent, STAGING)
        try:
            _publish(task)
        except NotebookFailed as error:
            where = task.failed_notebook.relative_to(task.root).as_posix()
            raise Refused([Fault(NOTEBOOK, problem=str(error), remedy=f"见 {where}")]) from None
    return district


def _publish(task: OverviewTask) -> None:
    with staging(task.target) as folder:
        scratch = folder / SCRATCH
        scratch.mkdir()
        with closing(Journal(scratch / JOURNAL, lambda index: None)) as journal:
            notebook = execute(task, scratch, journal)
        page = html(notebook, task.parameters.edition)
        found = {item.masked: item.kind for item in personal(displayed(page))}
        if found and task.parameters.edition != "working":
            raise PersonalData(
                [
                    Fault("汇总", value=masked, problem=f"像是{kind}", remedy="请在有关站点的数据中删去")
                    for masked, kind in found.items()
                ]
            )
        write(notebook, folder / "notebook.ipynb")
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        shutil.rmtree(scratch)
