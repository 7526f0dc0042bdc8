"""Mutation testing of the rules (``make mutation``): the code is mutated, and the tests that must fail are run.

``python -m tools.mutation`` tries all modules below; with names, those modules. Mutants that no test detects are printed;
a module fails where the share detected is below :data:`MINIMUM`. Lines without detectable mutants have mutmut's
``# pragma: no mutate``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BUILD: Final = ROOT / "build" / "mutation"
MUTMUT: Final = "mutmut==3.8.1"
#: The minimum share of detected mutants of a module, in per cent.
MINIMUM: Final = 85

RECORDS: Final = ("golden/test_records",)
SCHEMES: Final = ("spec/test_sound_schemes", "spec/test_scheme_text", "spec/test_example_schemes")
PROGRESS: Final = ("spec/test_progress_and_pace", "spec/test_time_limits", "spec/test_forecast")
#: The modules with functions, each with the tests that must detect its mutants.
MODULES: Final[dict[str, tuple[str, ...]]] = {
    "domain/values/rounding": ("unit/test_rounding", "spec/test_rounding", "spec/test_printed_rates"),
    "domain/values/dates": ("unit/test_dates", "spec/test_time_limits"),
    "domain/scheme/leaf_rules": ("spec/test_leaf_rules", "unit/test_scheme_docs", *SCHEMES),
    "domain/scheme/tree": ("spec/test_combining", *SCHEMES),
    # One test covers them; the many that load a scheme would only take time.
    "domain/scheme/tree_problems": ("golden/test_texts",),
    "domain/scheme/problems": ("golden/test_texts",),
    "domain/scheme/scheme": (
        *SCHEMES,
        "spec/test_combining",
        "spec/test_parties_and_weights",
        "spec/test_grades",
        "golden/test_texts",
        *RECORDS,
    ),
    "domain/station/station": (
        "spec/test_facts_of_the_station",
        "spec/test_time_limits",
        "spec/test_satisfaction_sample",
        "golden/test_published_case",
        *RECORDS,
    ),
    "domain/station/sheet": (
        "spec/test_combining",
        "spec/test_parties_and_weights",
        "spec/test_example_schemes",
        *RECORDS,
    ),
    "domain/station/dictionary": (
        "unit/test_dictionary",
        "unit/test_words",
        "unit/test_cells",
        "unit/test_faulty_data",
    ),
    "domain/values/row": ("unit/test_values", "unit/test_record", "golden/test_records"),
    "domain/values/faults": (
        "unit/test_faulty_data",
        "unit/test_faulty_scheme",
        "unit/test_faulty_workbook",
        "golden/test_texts",
    ),
    "domain/disclosure/privacy": ("spec/test_personal_numbers", "unit/test_doctests"),
    "domain/disclosure/policy": (
        "spec/test_what_editions_print",
        "unit/test_disclosure",
        "unit/test_doctests",
    ),
    "domain/station/texts": ("spec/test_texts",),
    "domain/values/types": ("unit/test_values", "unit/test_cells", *RECORDS),
    "domain/values/wording": ("unit/test_doctests",),
    "analysis/scores/scoring": (
        "spec/test_combining",
        "spec/test_parties_and_weights",
        "spec/test_rounding",
        "spec/test_edges",
        "spec/test_robustness",
        "spec/test_example_schemes",
        "golden/test_records",
    ),
    "analysis/scores/combining": ("spec/test_combining", "golden/test_records"),
    "analysis/scores/grades": (
        "spec/test_grades",
        "spec/test_sound_schemes",
        "spec/test_example_schemes",
        *RECORDS,
    ),
    "analysis/rules/vetoes": ("spec/test_vetoes", "spec/test_example_schemes", *RECORDS),
    "analysis/text/claims": ("spec/test_claims_and_contradictions", *RECORDS),
    "analysis/services/rate_audit": ("spec/test_printed_rates", *RECORDS),
    "analysis/services/granularity": (
        "spec/test_printed_rates",
        "spec/test_claims_and_contradictions",
        *RECORDS,
    ),
    "analysis/survey/suppression": ("property/test_suppression", "spec/test_attack"),
    "analysis/panel/agreement": ("spec/test_panel",),
    "analysis/robustness/resampling": ("spec/test_other_panels",),
    "analysis/services/forecast": (*PROGRESS, *RECORDS),
    "analysis/survey/drawing": ("spec/test_drawing",),
    "analysis/people/coverage": ("spec/test_coverage", *RECORDS),
    "analysis/survey/weighting": ("spec/test_weighting", *RECORDS),
    "analysis/survey/satisfaction": (
        "spec/test_satisfaction_groups",
        "spec/test_satisfaction_sample",
        *RECORDS,
    ),
    "analysis/survey/subgroups": ("spec/test_satisfaction_groups", *RECORDS),
    "analysis/panel/experts": ("spec/test_panel", *RECORDS),
    "analysis/panel/figures": ("spec/test_panel", *RECORDS),
    "analysis/services/progress": (*PROGRESS, *RECORDS),
    "analysis/procedure/schedule": (*PROGRESS, "spec/test_rectification_and_chain", *RECORDS),
    "analysis/people/money": ("spec/test_resources", *RECORDS),
    "analysis/people/workforce": ("spec/test_resources", *RECORDS),
    "analysis/people/staffing": ("spec/test_facts_of_the_station", "spec/test_resources", *RECORDS),
    "analysis/people/shortage": ("spec/test_resources", *RECORDS),
    "compare/what_if": ("spec/test_what_if", "spec/test_comparing", *RECORDS),
    "record/comparing": ("spec/test_comparing", "spec/test_two_assessments"),
    "analysis/text/similarity": ("spec/test_likeness_and_proof", "unit/test_doctests", *RECORDS),
    "analysis/text/proofing": ("golden/test_texts", "spec/test_likeness_and_proof"),
    "analysis/text/quoted_numbers": ("golden/test_texts", "spec/test_likeness_and_proof"),
    "analysis/robustness/variants": ("spec/test_robustness", "spec/test_other_panels", *RECORDS),
    "analysis/scores/self_evaluation": ("spec/test_self_evaluation", "unit/test_doctests", *RECORDS),
    "analysis/procedure/measures": ("spec/test_rectification_and_chain", *RECORDS),
    "analysis/text/findings": (
        "spec/test_likeness_and_proof",
        "spec/test_claims_and_contradictions",
        *RECORDS,
    ),
    "analysis/scores/quantiles": ("spec/test_resources", "spec/test_panel", *RECORDS),
    "analysis/text/names": ("spec/test_names",),
    "analysis/procedure/profile": ("spec/test_facts_of_the_station", *RECORDS),
    "analysis/scores/results": (
        "spec/test_panel",
        "spec/test_combining",
        "spec/test_parties_and_weights",
        *RECORDS,
    ),
    "analysis/scores/figures": (
        "spec/test_example_schemes",
        "spec/test_combining",
        "spec/test_parties_and_weights",
        *RECORDS,
    ),
    "analysis/rules/rulebook": (
        "golden/test_texts",
        "spec/test_edges",
        "spec/test_scheme_text",
        "spec/test_time_limits",
        *RECORDS,
    ),
}

#: Exit codes of detected mutants: a test failed, pytest failed, or the tests took too long.
NOTICED: Final = {1, 3, 24, -24, 36, 152, 255}
#: A fixture shared by several tests.
SHARED: Final = re.compile(r"@pytest\.fixture\(scope=.*\)(?=\ndef)")


def main(wanted: list[str]) -> int:
    """Try the modules wanted, or all; return the number that failed."""
    mutmut = _install()
    failures = 0
    for module in wanted or MODULES:
        results = _run(mutmut, module)
        survivors = [name for name, code in results.items() if code not in NOTICED]
        share = 100 * (len(results) - len(survivors)) / len(results)
        print(f"{module}: {len(results)} changes, {share:.1f} % noticed")
        for name in survivors:
            print(_diff(mutmut, module, name))
        failures += share < MINIMUM
    return failures


def _install() -> Path:
    """Mutmut in a separate environment, with the packages of this environment but without sweval."""
    home = BUILD / "environment"
    mutmut = home / "bin" / "mutmut"
    if not mutmut.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "python", "-m", "pip", "install", "-q", MUTMUT], check=True)
        inner = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
        (inner / "outer.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return mutmut


def _run(mutmut: Path, module: str) -> dict[str, int | None]:
    """Mutate a module in a copy of the project; return the exit code of the tests by the name of the mutant."""
    folder = _folder(module)
    shutil.rmtree(folder, ignore_errors=True)
    left_out = shutil.ignore_patterns(".*", "build", "reports", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=left_out)
    (folder / "pyproject.toml").write_text(_settings(module), encoding="utf-8")
    _share_nothing(folder, loaded=not module.startswith("domain/"))
    with (folder / "mutmut.log").open("w", encoding="utf-8") as log:
        done = subprocess.run([mutmut, "run"], cwd=folder, stdout=log, stderr=log, check=False)
    found = folder / "mutants" / "sweval" / f"{module}.py.meta"
    if done.returncode or not found.exists():
        raise SystemExit(f"{module}: mutmut failed, see {folder / 'mutmut.log'}")
    results: dict[str, int | None] = json.loads(found.read_text(encoding="utf-8"))["exit_code_by_key"]
    return results


def _share_nothing(folder: Path, *, loaded: bool) -> None:
    """Remove shared fixtures and caches: mutmut assumes that a test runs all the code it depends on.

    ``loaded``: the module isn't used to load stations, schemes and the calendar, so that these may stay cached.
    """
    for path in (folder / "tests").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(SHARED.sub("@pytest.fixture", text), encoding="utf-8")
    if not loaded:
        with (folder / "sweval" / "intake" / "caching.py").open("a", encoding="utf-8") as module:
            module.write("\nLastResult.of = lambda *sources, make: make()\n")


def _settings(module: str) -> str:
    """The project's settings with those of mutmut; a mutant that loops for ever is ended soon."""
    tests = [f"tests/{test}.py" for test in MODULES[module]]
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8") + (
        "[tool.mutmut]\n"
        'source_paths = ["sweval"]\n'
        f'only_mutate = ["sweval/{module}.py"]\n'
        'also_copy = ["data", "params", "notebooks", "docs", "tools", "conftest.py", "README.md"]\n'
        'pytest_add_cli_args = ["-p", "no:cacheprovider", "-m", "not slow"]\n'
        f"pytest_add_cli_args_test_selection = {json.dumps(tests)}\n"
        "timeout_multiplier = 4.0\n"
        "timeout_constant = 10.0\n"
    )


def _diff(mutmut: Path, module: str, name: str) -> str:
    """A mutant that no test detected, as a diff."""
    command = [mutmut, "show", name]
    return subprocess.run(command, cwd=_folder(module), capture_output=True, text=True, check=True).stdout


def _folder(module: str) -> Path:
    return BUILD / module.replace("/", "-")


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 99))
