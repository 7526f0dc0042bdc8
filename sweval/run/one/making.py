"""Making one report, in its process: check, run the notebook, export.

The supervisor receives the index of each cell that begins, and at the end the :class:`TaskOutcome`.
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
from sweval.run.one.evaluating import evaluate_station
from sweval.run.one.notebook import NotebookFailed, execute
from sweval.run.one.readers_notebook import CHANGED, for_readers, is_changed, refuse_personal_notebook
from sweval.run.one.reported import IsTrial, ending, reported
from sweval.run.task import NOTEBOOK, SCRATCH, Task, TaskOutcome, failure, system_error_text
from sweval.run.trust.personal import PersonalData, refuse_personal
from sweval.run.trust.stamp import stamp_of


def make_report(connection: Connection, task: Task, folder: Path) -> None:
    """Make a task's files in ``folder``, and send the outcome."""
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
    handed_over = is_handed_over(edition)
    evaluation = evaluate_station(task.root, parameters)
    # Made before any cell runs, and so independent of the cells.
    direct = DirectReport.of(evaluation, edition)
    # Modules of the project can be imported, as from a notebook in the project's folder.
    sys.path.append(str(task.root))
    notebook, written = execute(
        task.root / NOTEBOOK,
        parameters.for_papermill(),
        folder / SCRATCH,
        failed=task.failed_notebook,
        engine=task.engine,
        started=connection.send,
    )
    report = reported(notebook, direct)
    name, aside = Path(NOTEBOOK).stem, ""
    changed = is_changed(notebook, name)
    if handed_over:
        notebook, aside = for_readers(notebook, name)
        # Its outputs are fewer than those in the journal.
        written = {}
    write(notebook, folder / EXECUTED, written)
    where = "，改写的代码留在工作底稿" if handed_over else ""
    other = f"{CHANGED}{where}，{EXECUTED} 的摘要：{digest(folder / EXECUTED)}" if changed else ""
    shown = report.blocks
    blocks = ending(shown, report.note, other, stamp_of(task, report.record, shown))
    day = date.fromisoformat(report.record["as_of"])
    page = PAGE.make(blocks, day)
    if handed_over:
        refuse_personal(displayed(page.decode()), evaluation)
        refuse_personal_notebook(notebook)
    wanted = [format for format in ROWS if format.key in task.formats]
    files = {format.file: page if format is PAGE else format.make(blocks, day) for format in wanted}
    files[RECORD] = as_json(report.record).encode()
    for name, made in files.items():
        (folder / name).write_bytes(made)
    card, trial = report.card, bool(report.differences)
    return TaskOutcome(
        parameters.station,
        edition,
        "made",
        messages=(*report.lines, f"  {CHANGED}") if changed else report.lines,
        title=card.name,
        total=card.total,
        grade=f"{card.grade}（试算）" if trial else card.grade,
        aside=aside,
        trial=trial,
        card=card,
    )
