"""The whole of ``sweval score``: many stations into one table, in parallel, in bounded memory."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from sweval.batch.scores import SCORED, Table, columns, rows
from sweval.batch.tables import open_table
from sweval.intake.parameters import Parameters
from sweval.intake.scheme_file import load_scheme


@dataclass
class Counts:
    """What was written, and which stations could not be scored."""

    scored: int = 0
    rows: int = 0
    refused: list[str] = field(default_factory=list)
    seconds: float = 0.0


def score_all(
    root: Path,
    stations: Sequence[Parameters],
    table: Table,
    output: Path,
    workers: int,
    executor: Executor | None = None,
) -> Counts:
    """Write the table of ``stations`` into ``output``, and count. Raises ``Refused`` for a faulty scheme or path."""
    started = time.monotonic()
    schemes = [load_scheme(scheme, root) for scheme in dict.fromkeys(p.scheme for p in stations)]
    counts = Counts()
    # Processes from nothing: what this one has open is none of their business.
    pool = executor or ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
    bar = tqdm(
        total=len(stations),
        bar_format="{desc}{bar:24} {n_fmt}/{total_fmt} 剩余 {remaining}",
        file=sys.stderr,
        leave=False,
        disable=None,
    )
    with pool, bar, open_table(output, columns(table, schemes), "评估结果") as write:
        for found in rows(root, stations, table, pool, workers):
            for result in found:
                write(result.rows)
                counts.rows += len(result.rows)
                counts.scored += result.state == SCORED
                counts.refused += [] if result.state == SCORED else [result.station]
            bar.update(len(found))
    counts.seconds = time.monotonic() - started
    return counts
