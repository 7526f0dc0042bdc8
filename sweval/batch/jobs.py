"""Several runs, one after another, with a progress bar and a closing word on each."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tqdm import tqdm

from sweval.batch.notebook import NotebookFailed, notebook_faults
from sweval.batch.preflight import preflight
from sweval.batch.runner import STEPS, PersonalData, Result, describe, run
from sweval.domain.editions import EDITIONS
from sweval.domain.faults import Fault, Refused
from sweval.evaluation import Evaluation
from sweval.export.collect import Unfit
from sweval.export.webfont import MissingGlyph
from sweval.intake.parameters import Parameters

BAR: Final = "{desc} {bar:24} {n_fmt}/{total_fmt}"


def run_all(root: Path, jobs: Sequence[Parameters]) -> bool:
    """Run every job; ``True`` when all went well. Faulty input of any job refuses all, before any runs."""
    refuse_obstacles(root)
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
            except (Unfit, MissingGlyph) as failure:
                failed.append(f"{name}：未能导出：{failure}")
            except PersonalData as refusal:
                failed += [f"{name}：含个人信息，未生成：{fault}" for fault in refusal.faults]
    for station_results in results.values():
        print(describe(station_results, root))
    for line in failed:
        print(line, file=sys.stderr)
    return not failed


def refuse_obstacles(root: Path) -> None:
    """Refuse where the notebook can't be run or nothing can be written; raises ``Refused``."""
    faults = list(notebook_faults(root))
    reports = root / "reports"
    if reports.exists() and not reports.is_dir():
        faults.append(Fault("reports", problem="应为目录，现为文件", remedy="请移走或改名"))
    elif not os.access(reports if reports.exists() else root, os.W_OK):
        faults.append(Fault("reports", problem="没有写入权限", remedy="请检查目录权限"))
    if faults:
        raise Refused(faults)


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
