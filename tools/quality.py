"""The steps of ``make quick``, ``test``, ``check`` and ``coverage``, on any system: ``python -m tools.quality test``.

Every step runs, even after one has failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tools.browser import find_or_install

ROOT: Final = Path(__file__).resolve().parents[1]
#: Warns where a file is opened without an encoding.
PYTEST: Final = ["-X", "warn_default_encoding", "-m", "pytest"]

#: The rule book, the unit tests and the golden records, without the slowest files.
QUICK_TESTS: Final = [
    "tests/spec",
    "tests/unit",
    "tests/golden/test_records.py",
    *(
        f"--ignore=tests/{name}.py"
        for name in (
            "spec/test_attack",
            "spec/test_tables_left_out",
            "spec/test_twins",
            "unit/test_architecture",
            "unit/test_charts",
            "unit/test_cli",
            "unit/test_cli_analysing",
            "unit/test_cli_data",
            "unit/test_editions",
            "unit/test_engine",
            "unit/test_faulty_workbook",
            "unit/test_simulate",
            "unit/test_workbook",
        )
    ),
]
LINT: Final = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
}
QUICK: Final = {
    **LINT,
    "tests": [*PYTEST, "-n", "2", "-m", "not slow", "--tb=short", *QUICK_TESTS],
    "sentences": [*PYTEST, "--nbval", "notebooks/station_report.ipynb"],
}
TEST: Final = {
    # Whether the lock files are complete.
    "environment": ["-m", "pip", "check"],
    **LINT,
    "tests": [*PYTEST, "-n", "2", "-m", "not slow", "--ignore=tests/batch"],
    # These tests mostly wait for processes, hence four workers.
    "batches": [*PYTEST, "-n", "4", "-m", "not slow", "tests/batch"],
    "notebook": [*PYTEST, "--nbval", "notebooks"],
}
CHECK: Final = {
    "slow tests": [*PYTEST, "-n", "2", "-m", "slow"],
    "more examples": [*PYTEST, "-n", "2", "-m", "not slow", "tests/property"],
    "breakages": ["-m", "tools.breakages"],
}
#: Three hours, so left out of a bounded check.
LONG: Final = {"mutation": ["-m", "tools.mutation"]}
#: A separate step, since measuring coverage makes the tests half as slow again.
COVERAGE: Final = {
    "coverage": [
        *PYTEST,
        "-n",
        "2",
        "-m",
        "not slow",
        "--cov=sweval",
        "--cov-branch",
        "--cov-report=term:skip-covered",
    ]
}
#: What to do where a step fails because of an intended change.
HINTS: Final = dict.fromkeys(
    ("sentences", "notebook"), "!!! a sentence was meant to change? make outputs, then read the diff"
)
#: The number of damaged workbooks that an unbounded check tries.
MANY_EXAMPLES: Final = "2000"


def main(target: str) -> int:
    """Run the steps of ``target`` and return the number that failed."""
    if not find_spec("xdist"):
        print("!!! the packages for developers aren't here: activate .venv first, or call make", flush=True)
        return 1
    environment = {**os.environ, "MPLBACKEND": "agg"}
    if target != "quick":
        browser = find_or_install()
        if browser is None:
            print("!!! no Chromium found or installable: the browser tests are skipped", flush=True)
        environment["SWEVAL_CHROMIUM"] = str(browser or "")
    steps = {"quick": QUICK, "test": TEST, "check": CHECK, "coverage": COVERAGE}[target]
    if target == "check":
        environment["SWEVAL_THOROUGH"] = "1"
        if not os.environ.get("SWEVAL_BOUNDED"):
            environment["SWEVAL_EXAMPLES"] = MANY_EXAMPLES
            steps = {**steps, **LONG}
    failed = []
    for name, command in steps.items():
        print(f"--- {name}", flush=True)
        if subprocess.call([sys.executable, *command], cwd=ROOT, env=environment):
            failed.append(name)
            print(HINTS.get(name, ""), flush=True)
    print(f"--- failed: {', '.join(failed)}" if failed else "--- all steps passed", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
