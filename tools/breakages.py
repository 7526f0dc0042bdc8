"""Deliberate defects that ``make test`` must detect: for each group of tests that was sped up, and for critical rules.

Each is applied to a copy of the project, where the tests that must fail are run as in ``make test``. Part of
``make check``; ``python -m tools.breakages NAME`` tries those with NAME in their names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
#: The folders and files of a copy.
COPIED: Final = ("sweval", "tests", "tools", "notebooks", "params", "data", "docs", "benchmarks")
FILES: Final = ("pyproject.toml", "conftest.py")


@dataclass(frozen=True)
class Breakage:
    """A replacement of a text in a file, and the tests that must fail because of it."""

    name: str
    file: str
    before: str
    after: str
    tests: str


BREAKAGES: Final = (
    Breakage(
        "a figure that cites no cell",
        "sweval/analysis/services/progress.py",
        "unit, cells=done_cells",
        "unit, cells=()",
        "tests/golden/test_provenance.py",
    ),
    Breakage(
        "figures in an order that differs from run to run",
        "sweval/record/figures.py",
        "for id, figure in visible.items():",
        "for id, figure in sorted(visible.items(), key=hash):",
        "tests/golden/test_reproduction.py",
    ),
    Breakage(
        "a hidden group that the sample's own result gives back",
        "sweval/analysis/survey/subgroups.py",
        "together = sample if len(sample) > 1 and small & sample else frozenset()",
        "together = small & sample",
        "tests/spec/test_attack.py",
    ),
    Breakage(
        "hidden counts that their totals give back",
        "sweval/analysis/survey/suppression.py",
        "            if not network.has_room(place, found):",
        "            if False:",
        "tests/spec/test_attack.py",
    ),
    Breakage(
        "a withheld figure's rows in print",
        "sweval/domain/disclosure/policy.py",
        '    "finance": (NOT_PUBLIC, "经费"),\n',
        "",
        "tests/spec/test_withheld_figures.py",
    ),
    Breakage(
        "text that is too pale",
        "sweval/export/templates/sweval/style.css",
        "--grey: #59636e",
        "--grey: #a9b3be",
        "tests/browser/test_report_page.py",
    ),
    Breakage(
        "a page that asks for a picture",
        "sweval/export/templates/sweval/index.html.j2",
        "<main>",
        '<main><img src="https://example.org/x.png" alt="">',
        "tests/browser/test_report_page.py",
    ),
    Breakage(
        "a mean without two of the highest",
        "sweval/analysis/scores/combining.py",
        "sorted(values)[1:-1]",
        "sorted(values)[1:-2] or values",
        "tests/property/test_scheme_language.py",
    ),
    Breakage(
        "missing data that read as clear",
        "sweval/analysis/rules/vetoes.py",
        'else "clear" if "clear" in found else "not_assessed"',
        'else "clear"',
        "tests/property/test_arithmetic.py",
    ),
    Breakage(
        "a section that a station without answers breaks",
        "sweval/presentation/station/outcome.py",
        "    if evaluation.satisfaction:\n",
        "    if True:\n",
        "tests/unit/test_narrative.py",
    ),
    Breakage(
        "a chart that a station without answers breaks",
        "sweval/presentation/station/outcome.py",
        "    if evaluation.satisfaction:\n",
        "    if True:\n",
        "tests/spec/test_tables_left_out.py",
    ),
    Breakage(
        "experts of one severity",
        "sweval/simulate/stations.py",
        "EXPERT_SD * Chance(",
        "0 * Chance(",
        "tests/unit/test_simulate.py",
    ),
    Breakage(
        "a process made from nothing that does nothing",
        "sweval/engine/child.py",
        "        getattr(import_module(module), name)(connection, *arguments)\n",
        "",
        "tests/batch/test_failures.py::test_a_process_made_from_nothing_is_watched_too",
    ),
    Breakage(
        "a spoilt workbook that ends in a traceback",
        "sweval/intake/workbook/inspection.py",
        "        expat.ExpatError,\n",
        "",
        "tests/property/test_hostile_workbooks.py",
    ),
    Breakage(
        "a trial that isn't marked",
        "sweval/run/one/reported.py",
        "return as_trial(blocks, self.differences) if self.differences else blocks",
        "return blocks",
        "tests/batch/test_one_truth.py",
    ),
    Breakage(
        "an analyst's comment in a published notebook",
        "sweval/run/one/readers_notebook.py",
        "cell.source = REWRITTEN",
        "pass",
        "tests/batch/test_one_truth.py",
    ),
    Breakage(
        "a word that Word doesn't get",
        "sweval/export/word/body.py",
        "for sentence in block.sentences",
        "for sentence in block.sentences[:1]",
        "tests/golden/test_formats.py",
    ),
    Breakage(
        "a change that verification overlooks",
        "sweval/run/verify/differing.py",
        "if content == other:",
        "if len(content) == len(other):",
        "tests/batch/test_verifying.py",
    ),
    Breakage(
        "an attack that is not escaped in Word",
        "sweval/export/word/xml.py",
        "escape(",
        "str(",
        "tests/golden/test_hostile_data.py",
    ),
)


def main(names: list[str]) -> int:
    """Try the breakages and return the number of those not detected."""
    wanted = [breakage for breakage in BREAKAGES if not names or any(name in breakage.name for name in names)]
    if not passes(sorted({breakage.tests for breakage in wanted})):
        print("0 passed, 1 failed: the tests fail in a copy without any breakage", flush=True)
        return 1
    unnoticed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for breakage, noticed in zip(wanted, pool.map(is_noticed, wanted), strict=True):
            unnoticed += not noticed
            print(f"{'noticed' if noticed else '!!! NOT NOTICED'}: {breakage.name}", flush=True)
    print(f"{len(wanted) - unnoticed} passed, {unnoticed} failed", flush=True)
    return unnoticed


@contextmanager
def copied() -> Iterator[Path]:
    """A temporary copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, copy / name)
        yield copy


def run_tests(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy as in ``make test``."""
    environment = {name: value for name, value in os.environ.items() if name != "SWEVAL_THOROUGH"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not slow", *arguments],
        cwd=copy,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env={**environment, "PYTHONPATH": str(copy)},
    )


def passes(tests: list[str]) -> bool:
    """Whether the tests pass in an unchanged copy."""
    with copied() as copy:
        return run_tests(copy, "-n", str(os.cpu_count()), *tests).returncode == 0


def is_noticed(breakage: Breakage) -> bool:
    """Whether the tests fail with the breakage. Raises ``ValueError`` where its text isn't in the file."""
    with copied() as copy:
        path = copy / breakage.file
        text = path.read_text(encoding="utf-8")
        if breakage.before not in text:
            raise ValueError(f"{breakage.file} no longer contains the text that {breakage.name!r} replaces")
        path.write_text(text.replace(breakage.before, breakage.after, 1), encoding="utf-8", newline="\n")
        ran = run_tests(copy, breakage.tests)
        # A test must have failed; an error of collection isn't enough.
        return ran.returncode != 0 and "\nFAILED " in ran.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
