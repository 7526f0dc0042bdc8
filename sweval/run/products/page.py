"""A page from a notebook, run, exported and published: the overview of a batch, two assessments of a station."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweval.domain.disclosure.editions import is_handed_over
from sweval.domain.values.faults import Fault, Refused
from sweval.engine.notebook_file import write
from sweval.export.formats import EXECUTED, PAGE
from sweval.export.html.page import html
from sweval.export.html.text import displayed
from sweval.intake.atomic import sweep
from sweval.run.one.notebook import NotebookFailed, execute
from sweval.run.one.readers_notebook import for_readers, refuse_personal_notebook
from sweval.run.task import SCRATCH
from sweval.run.trust.personal import PersonalData, personal_faults
from sweval.run.trust.publish import STAGING, reports_lock, staging

OVERVIEW: Final = "district_overview"
TWO_ASSESSMENTS: Final = "two_assessments"


@dataclass(frozen=True)
class PageTask:
    """A page: its notebook, the parameters, and its folder below ``reports/<batch>/<edition>/``."""

    root: Path
    name: str
    edition: str
    parameters: Mapping[str, str]
    batch: str
    folder: str

    @property
    def notebook(self) -> str:
        """The notebook's path in the project."""
        return f"notebooks/{self.name}.ipynb"

    @property
    def target(self) -> Path:
        """The folder of the published page."""
        return self.root / "reports" / self.batch / self.edition / self.folder

    @property
    def page(self) -> str:
        """The page's path in the project."""
        return (self.target / PAGE.file).relative_to(self.root).as_posix()

    @property
    def failed_notebook(self) -> Path:
        """The unfinished notebook of a failed run."""
        return self.root / "reports" / self.batch / "logs" / self.edition / f"{self.folder}.ipynb"


def make_page(task: PageTask) -> None:
    """Make and publish a page. Raises ``Refused`` for a failed notebook, and for personal data in a page to hand over."""
    with reports_lock(task.root):
        sweep(task.target.parent, STAGING)
        try:
            _publish(task)
        except NotebookFailed as error:
            where = task.failed_notebook.relative_to(task.root).as_posix()
            raise Refused([Fault(task.notebook, problem=str(error), remedy=f"见 {where}")]) from None


def _publish(task: PageTask) -> None:
    with staging(task.target) as folder:
        scratch = folder / SCRATCH
        scratch.mkdir()
        source = task.root / task.notebook
        notebook, _ = execute(source, task.parameters, scratch, failed=task.failed_notebook)
        page = html(notebook, task.edition)
        if is_handed_over(task.edition):
            if faults := personal_faults(displayed(page), "汇总", "请在有关站点的数据中删去"):
                raise PersonalData(faults)
            notebook, _ = for_readers(notebook, task.name)
            refuse_personal_notebook(notebook)
        write(notebook, folder / EXECUTED)
        (folder / PAGE.file).write_text(page, encoding="utf-8", newline="\n")
        shutil.rmtree(scratch)
