"""The same bytes wherever, whenever and by whomever the report is made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

MAKE = (
    "import sys, pathlib, sweval, nbformat;"
    "from tests.pages import executed; from sweval.export.html import html;"
    "rules = sweval.load_scheme('guangzhou-2023'); station = sweval.load_station('shiqi-2024-midterm', rules);"
    "evaluation = sweval.evaluate(station, rules, sweval.load_calendar());"
    "notebook = executed(evaluation, sys.argv[2]); out = pathlib.Path(sys.argv[1]);"
    "out.with_suffix('.json').write_text(evaluation.record('working'), encoding='utf-8');"
    "out.with_suffix('.ipynb').write_text(nbformat.writes(notebook), encoding='utf-8');"
    "out.with_suffix('.html').write_text(html(notebook), encoding='utf-8')"
)
PLACES = {
    "as it is": {},
    "another time zone": {"TZ": "America/Los_Angeles"},
    "another hash seed": {"PYTHONHASHSEED": "4711"},
    "a C locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "another matplotlib backend": {"MPLBACKEND": "svg"},
    "a user's matplotlibrc": {"MATPLOTLIBRC": "{folder}"},
}


@pytest.mark.parametrize("edition", ["working", "official"])
def test_every_place_gives_the_same_bytes(root: Path, tmp_path: Path, edition: str):
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nsvg.fonttype: path\naxes.facecolor: red\n", encoding="utf-8"
    )
    made = {}
    for number, (name, settings) in enumerate(PLACES.items()):
        out = tmp_path / f"run{number}"
        environment = {k: v.format(folder=tmp_path) for k, v in settings.items()}
        subprocess.run(
            [sys.executable, "-c", MAKE, str(out), edition],
            cwd=root / "notebooks" if number % 2 else root, check=True, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(root), **environment},
        )  # fmt: skip
        made[name] = {suffix: out.with_suffix(suffix).read_bytes() for suffix in (".json", ".ipynb", ".html")}
    first = made["as it is"]
    assert len(first[".html"]) > 300_000
    assert [name for name, files in made.items() if files != first] == []
