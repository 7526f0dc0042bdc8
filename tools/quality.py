"""What ``make test``, ``make check`` and ``make coverage`` run, on any system: ``python -m tools.quality test``.

Every step runs even when one before it failed, so that one round shows everything.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.browser import find_or_install

ROOT: Final = Path(__file__).resolve().parents[1]
#: Encodings are always named; only our own modules are held to it, since matplotlib isn't.
PYTEST: Final = ["-X", "warn_default_encoding", "-m", "pytest"]

TEST: Final = {
    # The lock files are installed as they are; this says whether anything is missing from them.
    "environment": ["-m", "pip", "check"],
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "tests": [*PYTEST, "-n", "2", "-m", "not slow"],
    "notebook": [*PYTEST, "--nbval", "notebooks"],
}
CHECK: Final = {
    "slow tests": [*PYTEST, "-n", "2", "-m", "slow"],
    "many workbooks": [*PYTEST, "-n", "2", "tests/property/test_hostile_workbooks.py"],
}
#: Three hours, and so not in a bounded check.
LONG: Final = {"mutation": ["-m", "tools.mutation"]}
#: Apart, since being watched line by line makes the tests take half as long again.
COVERAGE: Final = {
    "coverage": [*TEST["tests"], "--cov=sweval", "--cov-branch", "--cov-report=term:skip-covered"]
}
#: How many spoilt workbooks ``make check`` tries; ``make test`` tries 200, and so does a bounded check.
MANY: Final = "2000"


def main(target: str) -> int:
    """Run the steps of ``target`` and return the number that failed."""
    browser = find_or_install()
    if browser is None:
        print("!!! no Chromium found or installable: the browser tests are skipped", flush=True)
    environment = {**os.environ, "SWEVAL_CHROMIUM": str(browser or ""), "MPLBACKEND": "agg"}
    steps = {"test": TEST, "check": CHECK, "coverage": COVERAGE}[target]
    if target == "check" and not os.environ.get("SWEVAL_BOUNDED"):
        environment["SWEVAL_EXAMPLES"] = MANY
        steps = {**steps, **LONG}
    failed = []
    for name, command in steps.items():
        print(f"--- {name}", flush=True)
        if subprocess.call([sys.executable, *command], cwd=ROOT, env=environment):
            failed.append(name)
    print(f"--- failed: {', '.join(failed)}" if failed else "--- all steps passed", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
