"""Several runs, one after another, with a progress bar and a closing word on each."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tqdm import tqdm

from sweval.batch.notebook import NotebookFailed
from sweval.batch.preflight import preflight
from sweval.batch.runner import STEPS, Result, describe, run
from sweval.domain.faults import Fault, Refused
from sweval.evaluation import Evaluation
from sweval.intake.parameters import Parameters
from sweval.record import EDITIONS

BAR: Final = "{desc} {bar:24} {n_fmt}/{total_fmt}"


def run_all(root: Path, jobs: Sequence[Parameters]) -> bool:
    """Run every job; ``True`` when all went well. Faulty input of any job refuses all, before any runs."""
    evaluations = checked(root, jobs)
    results: dict[str, list[Result]] = {}
    failed: list[str] = []
    with tqdm(
        total=len(jobs) * len(STEPS), bar_format=BAR, file=sys.stderr, leave=False, disable=None
    ) as bar:
        for job, evaluation in zip(jobs, evaluations, strict=True):
            name = f"{job.station} {EDITIONS[job.edition]}"

            def step(step_name: str, name: str = name) -> None:
                bar.set_description_str(f"{name}：{step_name}")
                bar.update()

            try:
                result = run(root, job, evaluation, step)
                results.setdefault(job.station, []).append(result)
            except NotebookFailed as failure:
                failed.append(f"{name}：笔记本运行出错：{failure}")
    for station_results in results.values():
        print(describe(station_results, root))
    for line in failed:
        print(line, file=sys.stderr)
    return not failed


def checked(root: Path, jobs: Sequence[Parameters]) -> list[Evaluation]:
    """The evaluation of every job; raises ``Refused`` with the faults of all, each with its station."""
    several = len({job.station for job in jobs}) > 1
    evaluations: list[Evaluation] = []
    faults: list[Fault] = []
    for job in jobs:
        try:
            evaluations.append(preflight(root, job))
        except Refused as refusal:
            stem = f"{job.station}/" if several else ""
            faults += (replace(fault, file=f"{stem}{fault.file}") for fault in refusal.faults)
    if faults:
        raise Refused(faults)
    return evaluations
