"""Making one report, in the process that was made for it: check, run the notebook, export.

The supervisor is told the index of each cell as it begins, and at the end the :class:`TaskOutcome`.
"""

from __future__ import annotations

import sys
import time
import traceback
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from sweval.domain.disclosure.editions import is_handed_over
from sweval.domain.values.faults import Refused
from sweval.engine.notebook_file import write
from sweval.export.collect import Unfit
from sweval.export.formats import EXECUTED, PAGE, RECORD, ROWS
from sweval.export.html.text import displayed
from sweval.export.html.webfont import MissingGlyph
from sweval.intake.atomic import digest
from sweval.presentation.report.direct import DirectReport
from sweval.record.serialization import as_json
from sweval.run.one.evaluating import evaluated
from sweval.run.one.notebook import NotebookFailed, execute
from sweval.run.one.readers_notebook import CHANGED, for_readers, is_changed, refuse_personal_notebook
from sweval.run.one.reported import IsTrial, ending, reported
from sweval.run.task import NOTEBOOK, SCRATCH, Task, TaskOutcome, failure, system_error_text
from sweval.run.trust.personal import PersonalData, refuse_personal
from sweval.run.trust.stamp import stamp_of


def make_report(connection: Connection, task: Task, folder: Path) -> None:
    """Make a task's files in ``folder`` and tell the outcome."""
    try:
        outcome = _made(connection, task, folder)
    except PersonalData as refusal:
        outcome = failure(task, "personal", *map(str, refusal.faults))
    except Refused as refusal:
        outcome = failure(task, "data", *map(str, refusal.faults))
    except NotebookFailed as error:
        outcome = failure(task, "notebook", str(error))
    except IsTrial as trial:
        outcome = failure(task, "trial", *trial.lines)
    except (Unfit, MissingGlyph) as error:
        outcome = failure(task, "export", str(error))
    except MemoryError:
        outcome = failure(task, "memory", "内存不足")
    except OSError as error:
        outcome = failure(task, "disk", system_error_text(error))
    except Exception as error:
        traceback.print_exc()
        outcome = failure(task, "program", f"{type(error).__name__}: {error}")
    connection.send(replace(outcome, cpu=time.process_time()))


def _made(connection: Connection, task: Task, folder: Path) -> TaskOutcome:
    parameters, edition = task.parameters, task.parameters.edition
    leaves = is_handed_over(edition)
    evaluation = evaluated(task.root, parameters)
    # Made before any cell runs, and so the same whatever the cells do.
    direct = DirectReport.of(evaluation, edition)
    # A module of the project can be imported, as it can where the notebook is run in the project's own folder.
    sys.path.append(str(task.root))
    notebook, written = execute(
        task.root / NOTEBOOK,
        parameters.for_papermill(),
        folder / SCRATCH,
        failed=task.failed_notebook,
        engine=task.engine,
        tell=connection.send,
    )
    report = reported(notebook, direct)
    name, aside = Path(NOTEBOOK).stem, ""
    changed = is_changed(notebook, name)
    if leaves:
        notebook, aside = for_readers(notebook, name)
        # It keeps less of what the cells showed than was written.
        written = {}
    write(notebook, folder / EXECUTED, written)
    where = "，改写的代码留在工作底稿" if leaves else ""
    other = f"{CHANGED}{where}，{EXECUTED} 的摘要：{digest(folder / EXECUTED)}" if changed else ""
    shown = report.blocks
    blocks = ending(shown, report.note, other, stamp_of(task, report.record, shown))
    day = date.fromisoformat(report.record["as_of"])
    page = PAGE.make(blocks, day)
    if leaves:
        refuse_personal(displayed(page.decode()), evaluation)
        refuse_personal_notebook(notebook)
    files = {
        row.file: page if row is PAGE else row.make(blocks, day) for row in ROWS if row.key in task.formats
    }
    files[RECORD] = as_json(report.record).encode()
    for name, made in files.items():
        (folder / name).write_bytes(made)
    card, trial = report.card, bool(report.differences)
    return TaskOutcome(
        parameters.station,
        edition,
        "made",
        says=(*report.lines, f"  {CHANGED}") if changed else report.lines,
        title=card.name,
        total=card.total,
        grade=f"{card.grade}（试算）" if trial else card.grade,
        aside=aside,
        trial=trial,
        card=card,
    )
