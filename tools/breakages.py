"""Breakages that ``make test`` must notice: one for each group of tests that was made quicker, and for what matters most.

Each is put into a copy of the project, and the tests that are to notice it are run there as ``make test`` runs them.
Called by ``make check``; ``python -m tools.breakages NAME`` tries those whose name holds NAME.
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
#: What a copy needs.
COPIED: Final = ("sweval", "tests", "tools", "notebooks", "params", "data", "docs", "benchmarks")
FILES: Final = ("pyproject.toml", "conftest.py")


@dataclass(frozen=True)
class Breakage:
    """A change of one text in one file, and the tests that are to fail because of it."""

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
        "for id, figure in held.items():",
        "for id, figure in sorted(held.items(), key=hash):",
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
        "experts who are all alike",
        "sweval/simulate/stations.py",
        "OF_EXPERTS * Chance(",
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
        "sweval/intake/workbook/opening.py",
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
        "self._mark(one.cites) for one in block.sentences",
        "self._mark(one.cites) for one in block.sentences[:1]",
        "tests/golden/test_formats.py",
    ),
    Breakage(
        "a change that verification overlooks",
        "sweval/run/verify/differing.py",
        "if one == other:",
        "if len(one) == len(other):",
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
    """Try each breakage and return the number that nothing noticed."""
    wanted = [one for one in BREAKAGES if not names or any(name in one.name for name in names)]
    if not passes(sorted({one.tests for one in wanted})):
        print("0 passed, 1 failed: the tests fail in a copy without any breakage", flush=True)
        return 1
    unnoticed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for one, noticed in zip(wanted, pool.map(is_noticed, wanted), strict=True):
            unnoticed += not noticed
            print(f"{'noticed' if noticed else '!!! NOT NOTICED'}: {one.name}", flush=True)
    print(f"{len(wanted) - unnoticed} passed, {unnoticed} failed", flush=True)
    return unnoticed


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, copy / name)
        yield copy


def run_tests(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy as ``make test`` does."""
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
    """Whether these tests pass in a copy as it is."""
    with copied() as copy:
        return run_tests(copy, "-n", str(os.cpu_count()), *tests).returncode == 0


def is_noticed(one: Breakage) -> bool:
    """Whether the tests fail once the breakage is in. Raises ``ValueError`` where its place isn't in the file."""
    with copied() as copy:
        path = copy / one.file
        text = path.read_text(encoding="utf-8")
        if one.before not in text:
            raise ValueError(f"{one.file} no longer holds what {one.name!r} changes")
        path.write_text(text.replace(one.before, one.after, 1), encoding="utf-8", newline="\n")
        ran = run_tests(copy, one.tests)
        # Tests that failed, and not tests that couldn't be collected or weren't there.
        return ran.returncode != 0 and "\nFAILED " in ran.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
