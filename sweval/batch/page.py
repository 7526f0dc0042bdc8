"""One page from one notebook: the overview of a batch, two assessments of a station. Run, exported, published whole."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweval.atomic import sweep
from sweval.batch.journal import Journal
from sweval.batch.lock import reports_lock
from sweval.batch.notebook import NotebookFailed, execute, write
from sweval.batch.obstacles import refuse_unwritable
from sweval.batch.personal import PersonalData
from sweval.batch.publish import STAGING, staging
from sweval.batch.readers_notebook import PUBLISHED, for_readers, refuse_personal_notebook
from sweval.batch.task import JOURNAL, SCRATCH, Engine
from sweval.domain.disclosure.editions import leaves_house
from sweval.domain.faults import Fault, Refused
from sweval.domain.privacy import personal
from sweval.export.html import html
from sweval.export.page_text import displayed

OVERVIEW: Final = "district_overview"
TWO_ASSESSMENTS: Final = "two_assessments"


@dataclass(frozen=True)
class PageParameters:
    """What a notebook is given, by name, and the edition its page is for."""

    edition: str
    values: Mapping[str, str]

    def for_papermill(self) -> dict[str, str | int]:
        """As papermill injects them."""
        return dict(self.values)


@dataclass(frozen=True)
class PageTask:
    """One page: which notebook with what, and the folder it goes to below ``reports/<batch>/<edition>/``."""

    root: Path
    name: str
    parameters: PageParameters
    batch: str
    folder: str
    engine: Engine = "sweval"

    @property
    def notebook(self) -> str:
        """The notebook's path in the project."""
        return f"notebooks/{self.name}.ipynb"

    @property
    def target(self) -> Path:
        """The folder it is published in."""
        return self.root / "reports" / self.batch / self.parameters.edition / self.folder

    @property
    def page(self) -> str:
        """The page's path in the project."""
        return (self.target / "report.html").relative_to(self.root).as_posix()

    @property
    def failed_notebook(self) -> Path:
        """The notebook as far as it came, where it failed."""
        folder = self.root / "reports" / self.batch / "logs" / self.parameters.edition
        return folder / f"{self.folder}.ipynb"


def make_page(task: PageTask) -> None:
    """Make and publish a page; the former one stays where this one can't be made.

    Raises ``Refused`` for a notebook that fails, or for personal data in a page that leaves the house.
    """
    refuse_unwritable(task.root)
    with reports_lock(task.root):
        sweep(task.target.parent, STAGING)
        try:
            _publish(task)
        except NotebookFailed as error:
            where = task.failed_notebook.relative_to(task.root).as_posix()
            raise Refused([Fault(task.notebook, problem=str(error), remedy=f"见 {where}")]) from None


def _publish(task: PageTask) -> None:
    edition = task.parameters.edition
    with staging(task.target) as folder:
        scratch = folder / SCRATCH
        scratch.mkdir()
        with closing(Journal(scratch / JOURNAL, lambda index: None)) as journal:
            notebook = execute(task, scratch, journal)
        page = html(notebook, edition)
        found = (
            {item.masked: item.kind for item in personal(displayed(page))} if leaves_house(edition) else {}
        )
        if found:
            remedy = "请在有关站点的数据中删去"
            raise PersonalData(
                [
                    Fault("汇总", value=masked, problem=f"像是{kind}", remedy=remedy)
                    for masked, kind in found.items()
                ]
            )
        if leaves_house(edition):
            notebook, _ = for_readers(notebook, task.name)
            refuse_personal_notebook(notebook)
        write(notebook, folder / PUBLISHED)
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        shutil.rmtree(scratch)
