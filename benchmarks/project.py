"""A project of simulated stations to measure on."""

from __future__ import annotations

import shutil
from pathlib import Path

from sweval.intake.parameters import write_parameters
from sweval.intake.scheme_file import load_scheme
from sweval.simulate.district import simulate

SCHEME = "guangzhou-2023"


def trial_project(root: Path, project: Path, count: int) -> None:
    """Write a project with rules, notebooks and ``count`` stations with their parameters to a new folder."""
    for part in ("params/schemes", "notebooks"):
        shutil.copytree(root / part, project / part)
    (project / "params" / "batches").mkdir()
    for station, _ in simulate(load_scheme(SCHEME, root), count, 1, project / "data" / "stations"):
        write_parameters(project, station, SCHEME)


def stations_of(project: Path) -> list[str]:
    """The ids of the project's stations."""
    return sorted(path.name for path in (project / "data" / "stations").iterdir())
