"""Making one report, in the process that was made for it: check, run the notebook, export.

The supervisor is told the index of each cell as it begins, and at the end the :class:`Outcome`.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from sweval.batch.journal import Journal
from sweval.batch.notebook import NotebookFailed, execute, write
from sweval.batch.personal import PersonalData, refuse_personal
from sweval.batch.preflight import preflight
from sweval.batch.task import JOURNAL, PAGED, SCRATCH, Outcome, Task, failure, system_says
from sweval.blocks import Paragraph, Sentence
from sweval.domain.faults import Refused
from sweval.evaluation import Evaluation
from sweval.export.collect import Unfit, collect
from sweval.export.docx import word
from sweval.export.html import html_of
from sweval.export.page_text import displayed
from sweval.export.pdf import pdf
from sweval.export.webfont import MissingGlyph
from sweval.presentation.card import card
from sweval.presentation.gaps import gaps
from sweval.presentation.status import status


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
    except (Unfit, MissingGlyph) as error:
        outcome = failure(task, "export", str(error))
    except MemoryError:
        outcome = failure(task, "memory", "内存不足")
    except OSError as error:
        outcome = failure(task, "disk", system_says(error))
    except Exception as error:
        traceback.print_exc()
        outcome = failure(task, "program", f"{type(error).__name__}: {error}")
    connection.send(replace(outcome, cpu=time.process_time()))


def _made(connection: Connection, task: Task, folder: Path) -> Outcome:
    parameters = task.parameters
    evaluation = preflight(task.root, parameters)
    # A module of the project can be imported, as it can where the notebook is run in the project's own folder.
    sys.path.append(str(task.root))
    with closing(Journal(folder / SCRATCH / JOURNAL, connection.send)) as journal:
        notebook = execute(task, folder / SCRATCH, journal)
    blocks = collect(notebook, parameters.edition)
    if task.stamp:
        blocks += (Paragraph((Sentence(task.stamp),), role="note"),)
    page = html_of(blocks)
    if parameters.edition != "working":
        refuse_personal(displayed(page), evaluation)
    # The journal has what the cells showed; an edition that keeps less of it is written anew.
    write(notebook, folder / "notebook.ipynb", journal.written if parameters.edition == "working" else {})
    files = {"report.html": page.encode()} if "html" in task.formats else {}
    if "docx" in task.formats or PAGED in task.formats:
        files["report.docx"] = word(blocks, evaluation.station.as_of, toc_pages=PAGED in task.formats)
    if "pdf" in task.formats:
        files["report.pdf"] = pdf(blocks, evaluation.station.as_of)
    files["record.json"] = evaluation.record(parameters.edition).encode()
    for name, made in files.items():
        (folder / name).write_bytes(made)
    figures = evaluation.figures
    return Outcome(
        parameters.station,
        parameters.edition,
        "made",
        says=tuple(_says(evaluation)),
        title=evaluation.station.profile.name,
        total=figures["score.total"].text,
        grade=str(figures["score.grade"].value),
        card=card(evaluation, parameters.edition),
    )


def _says(evaluation: Evaluation) -> Iterator[str]:
    """What the report says, for the terminal."""
    f = evaluation.figures
    names = "、".join(gap.name for gap in gaps(evaluation)) or "无"
    profile = evaluation.station.profile
    yield f"{profile.name}（{status(evaluation.station)}）　{f['score.total'].text}　{f['score.grade'].value}"
    if evaluation.verdicts:
        states = f"存在{f['veto.triggered'].text}，经核查未发现{f['veto.clear'].text}，不作认定{f['veto.not_assessed'].text}"
        yield f"  定为{evaluation.scheme.failing.name}的情形：{states}"
    yield f"  未提供：{names}"
