"""The time to take in a workbook: a station's, and one with 100,000 answers, compared with pandas.

``python benchmarks/intake.py`` prints seconds and those of ``pandas.read_excel`` on the same sheets, which reads values
without checks.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

import sweval
from sweval.intake.station.draft import Draft, read_folder
from sweval.intake.workbook.importing import prepared_import
from sweval.intake.workbook.template import workbook

ROOT: Final = Path(__file__).resolve().parents[1]
ANSWERS: Final = 100_000


def seconds(function: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def take_in(path: Path, project: Path) -> None:
    """As ``sweval intake`` does, the station put in its place."""
    with prepared_import([path], project) as arrived:
        arrived.write_files()


def main() -> None:
    """Print the times."""
    scheme = sweval.load_scheme("guangzhou-2023", ROOT)
    draft = read_folder(ROOT / "data" / "stations" / "shiqi-2024-midterm")
    many = tuple(
        {"group": "服务对象", "mode": f"第{n}份问卷", "band_low": "95", "band_high": "100", "count": "1"}
        for n in range(ANSWERS)
    )
    large = replace(draft, tables={**draft.tables, "satisfaction": many}, profile=_without_limits(draft))
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "params", project / "params")
        for name, one in (("a station", draft), (f"{ANSWERS:,} answers", large)):
            path = project / "a.xlsx"
            path.write_bytes(workbook(one, scheme))
            shutil.rmtree(project / "data", ignore_errors=True)
            ours = seconds(lambda path=path: take_in(path, project))
            theirs = seconds(lambda path=path: pd.read_excel(path, sheet_name=None, engine="openpyxl"))
            print(f"{name}: sweval {ours:.2f} s, pandas.read_excel {theirs:.2f} s, ratio {ours / theirs:.2f}")


def _without_limits(draft: Draft) -> dict[str, str]:
    """The profile without population and number of people asked, which the answers would exceed."""
    return {
        path: text for path, text in draft.profile.items() if "population" not in path and "asked" not in path
    }


if __name__ == "__main__":
    main()
