"""The index of each folder of reports, written after every run."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from sweval.domain.disclosure.editions import about
from sweval.domain.disclosure.policy import shows
from sweval.export.formats import FORMATS, PAGE
from sweval.export.html.portal import MissingReport, Portal, PortalRow, legible, portal_page
from sweval.intake.batches import ALONE, Batch, load_batches
from sweval.presentation.status import EXPLANATIONS
from sweval.run.many.state import LastRun, last_runs
from sweval.run.task import Task
from sweval.run.trust.publish import edition_digest

INDEX: Final = "index.html"
#: Pages of the whole batch, by folder; only the evaluator's index links to them.
OTHER_PAGES: Final = {
    "bureau/district-overview": "区域汇总（区级）",
    "working/district-overview": "区域汇总（工作底稿）",
}
KEPT: Final = "这一次未能重新生成，仍为上一次的报告"


def write_portals(root: Path, tasks: Iterable[Task]) -> None:
    """Write ``index.html`` for every batch and edition of these tasks."""
    batches = load_batches(root)
    for name, edition in sorted({(task.batch, task.parameters.edition) for task in tasks}):
        # On a full disk the reports matter more; the next run writes the index.
        with suppress(OSError):
            _write(root / "reports" / name / edition, index_page(root, name, edition, batches))


def index_page(root: Path, name: str, edition: str, batches: Iterable[Batch]) -> str:
    """The index of a batch's edition, from the states of the last runs; empty if there is no report."""
    batch = next((batch for batch in batches if batch.id == name), None)
    home = root / "reports" / name / edition
    title = f"{legible(batch.name)}评估报告" if batch and name != ALONE else "评估报告"
    found = last_runs(root, name, edition)
    rows, missing = [], []
    for station in batch.stations if batch else found:
        if station in found:
            row = _row(home, station, found[station])
            if row:
                rows.append(row)
            else:
                missing.append(_missing(station, found[station], edition))
    if not rows:
        return ""
    statuses = list(dict.fromkeys(row.card.status for row in rows))
    # A folder with a trial must not be handed on as results.
    marks = dict.fromkeys(f"含{row.card.mark}" for row in rows if row.card.mark)
    return portal_page(
        Portal(
            title=title,
            mark="｜".join((*marks, *(statuses if len(statuses) == 1 else ()), about(edition).name)),
            note="".join(EXPLANATIONS.get(status, "") for status in statuses),
            rows=tuple(rows),
            missing=tuple(missing),
            more=_others(home) if shows(edition, "other_pages") else (),
            digest=edition_digest(home),
        )
    )


def _write(home: Path, page: str) -> None:
    if not page:
        # Without reports there is no index; terminal and logs show the reasons.
        (home / INDEX).unlink(missing_ok=True)
        return
    home.mkdir(parents=True, exist_ok=True)
    private = home / f".{INDEX}"
    private.write_text(page, encoding="utf-8", newline="\n")
    private.replace(home / INDEX)


def _row(home: Path, station: str, last: LastRun) -> PortalRow | None:
    files = tuple(
        (f"{station}/{format.file}", format.name)
        for format in FORMATS.values()
        if (home / station / format.file).is_file()
    )
    if not last.card or not files:
        return None
    return PortalRow(last.card, files, f"{KEPT}（{last.reason}）" if last.failure else "")


def _missing(station: str, last: LastRun, edition: str) -> MissingReport:
    # Faults of the data are between the evaluator and the station.
    details = tuple(map(legible, last.says)) if shows(edition, "why_not_made") else ()
    return MissingReport(station, last.reason or "没有报告文件", details)


def _others(home: Path) -> tuple[tuple[str, str], ...]:
    batch = home.parent
    return tuple(
        (f"../{folder}/{PAGE.file}", name)
        for folder, name in OTHER_PAGES.items()
        if (batch / folder / PAGE.file).is_file()
    )
