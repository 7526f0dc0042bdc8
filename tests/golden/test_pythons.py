"""The same record on every Python sweval runs on, with the packages pinned for all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from sweval.intake.project import station_folders

pytestmark = pytest.mark.slow

VERSIONS: Final = ("3.11", "3.12", "3.13")
#: Prints a digest of each station's record, one a line.
DIGESTS: Final = """
import hashlib, sys, sweval
calendar = sweval.load_calendar()
for id in sys.argv[1:]:
    scheme = sweval.load_scheme("guangzhou-2023")
    record = sweval.evaluate(sweval.load_station(id, scheme), scheme, calendar).record("working")
    print(id, hashlib.sha256(record.encode()).hexdigest())
"""


def interpreter(version: str) -> str | None:
    """An interpreter of that version: on the path, or one of pyenv's."""
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(found[-1]) if found else shutil.which(f"python{version}")


def ids(root: Path) -> list[str]:
    """The stations of the scheme every demonstration uses, the published case among them."""
    return [path.name for path in station_folders(root) if path.name.startswith("shi")]


def digests(python: str, root: Path) -> list[str]:
    """What an interpreter finds for each station."""
    run = subprocess.run(
        [python, "-c", DIGESTS, *ids(root)],
        cwd=root,
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return run.stdout.splitlines()


@pytest.mark.parametrize("version", [v for v in VERSIONS if not sys.version.startswith(f"{v}.")])
def test_every_record_is_the_same_on_another_python(version: str, root: Path, tmp_path: Path):
    other = interpreter(version)
    if other is None:
        pytest.skip(f"no Python {version} here")
    subprocess.run([other, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    wanted = ["--no-deps", "--require-hashes", "-r", str(root / "requirements.txt")]
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted], check=True)
    ours = digests(sys.executable, root)
    assert len(ours) >= 17
    assert digests(python, root) == ours
