"""The index of each folder of reports, written anew after every run."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from sweval.domain.disclosure.editions import about
from sweval.domain.disclosure.policy import shows
from sweval.export.formats import FORMATS, PAGE
from sweval.export.html.portal import Left, Line, Portal, legible, portal_page
from sweval.intake.batches import ALONE, Batch, load_batches
from sweval.presentation.status import EXPLANATIONS
from sweval.run.many.state import LastRun, known_reports
from sweval.run.task import FAILURES, Task
from sweval.run.trust.publish import edition_digest

INDEX: Final = "index.html"
#: Pages of the whole batch, by the folder they stand in; they go to the evaluator, and nobody else finds them.
OTHER_PAGES: Final = {
    "bureau/district-overview": "区域汇总（区级）",
    "working/district-overview": "区域汇总（工作底稿）",
}
KEPT: Final = "这一次未能重新生成，仍为上一次的报告"


def write_portals(root: Path, tasks: Iterable[Task]) -> None:
    """An ``index.html`` for every batch and edition these tasks belong to."""
    batches = {batch.id: batch for batch in load_batches(root)}
    for name, edition in sorted({(task.batch, task.parameters.edition) for task in tasks}):
        # On a full disk the reports matter, and the index is written by the next run.
        with suppress(OSError):
            _write(root / "reports" / name / edition, _page(root, name, edition, batches.get(name)))


def index_page(root: Path, batch: str, edition: str) -> str:
    """The index of an edition's folder as it is to be, of what the last runs left; empty where there is no report."""
    return _page(root, batch, edition, {one.id: one for one in load_batches(root)}.get(batch))


def _page(root: Path, name: str, edition: str, batch: Batch | None) -> str:
    home = root / "reports" / name / edition
    title = f"{legible(batch.name)}评估报告" if batch and name != ALONE else "评估报告"
    found = known_reports(root, name, edition)
    lines, left = [], []
    for station in batch.stations if batch else found:
        if station in found:
            line = _line(home, station, found[station])
            if line:
                lines.append(line)
            else:
                left.append(_left(station, found[station], edition))
    if not lines:
        return ""
    statuses = list(dict.fromkeys(line.card.status for line in lines))
    # A folder that holds one trial isn't to be handed on as results.
    marks = dict.fromkeys(f"含{line.card.mark}" for line in lines if line.card.mark)
    return portal_page(
        Portal(
            title=title,
            mark="｜".join((*marks, *(statuses if len(statuses) == 1 else ()), about(edition).name)),
            note="".join(EXPLANATIONS.get(status, "") for status in statuses),
            lines=tuple(lines),
            left=tuple(left),
            more=_others(home) if shows(edition, "other_pages") else (),
            digest=edition_digest(home),
        )
    )


def _write(home: Path, page: str) -> None:
    if not page:
        # An index of nothing helps nobody; why nothing was made stands in the terminal and the logs.
        (home / INDEX).unlink(missing_ok=True)
        return
    home.mkdir(parents=True, exist_ok=True)
    private = home / f".{INDEX}"
    private.write_text(page, encoding="utf-8", newline="\n")
    private.replace(home / INDEX)


def _line(home: Path, station: str, known: LastRun) -> Line | None:
    files = tuple(
        (f"{station}/{row.file}", row.name)
        for row in FORMATS.values()
        if (home / station / row.file).is_file()
    )
    if not known.card or not files:
        return None
    return Line(
        known.card, files, f"{KEPT}（{FAILURES.get(known.failure, known.failure)}）" if known.failure else ""
    )


def _left(station: str, known: LastRun, edition: str) -> Left:
    # What is wrong in which cell is between the evaluator and the data.
    says = tuple(map(legible, known.says)) if shows(edition, "why_not_made") else ()
    return Left(station, FAILURES.get(known.failure, known.failure) or "没有报告文件", says)


def _others(home: Path) -> tuple[tuple[str, str], ...]:
    batch = home.parent
    return tuple(
        (f"../{folder}/{PAGE.file}", name)
        for folder, name in OTHER_PAGES.items()
        if (batch / folder / PAGE.file).is_file()
    )
