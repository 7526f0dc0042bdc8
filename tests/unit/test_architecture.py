"""The house: imports run one way, heavy libraries stay at the rim, modules stay short.

``domain, record/figures`` ← ``intake, analysis`` ← ``evaluation`` ← ``district, presentation``; ``blocks``, ``intake/atomic``, ``intake/latest`` and ``domain/values/collecting`` stand alone;
``export`` knows blocks, not evaluations; ``batch`` and then ``cli`` come last.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import sweval

LONGEST = 350  # lines of a module

# What each part may import of ours, besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "record/figures": {"domain"},
    "record/reading": {"record/figures"},
    "record/bundle": set(),
    "blocks": set(),
    "intake/atomic": set(),
    "intake/latest": set(),
    "domain/values/collecting": set(),
    "intake": {"domain", "record/figures", "intake/atomic", "intake/latest", "domain/values/collecting"},
    "analysis": {"domain", "record/figures"},
    "evaluation": {"domain", "record/figures", "analysis", "domain/values/collecting"},
    "district": {"domain", "record/figures", "analysis", "evaluation"},
    "compare/two_assessments": {"domain", "record/figures", "analysis", "evaluation"},
    "presentation": {
        "domain",
        "record/figures",
        "record/bundle",
        "analysis",
        "evaluation",
        "district",
        "compare/two_assessments",
        "blocks",
        "domain/values/collecting",
    },
    "export": {"blocks"},
    "batch": {
        "domain",
        "record/figures",
        "analysis",
        "evaluation",
        "intake",
        "blocks",
        "presentation",
        "export",
        "intake/atomic",
        "district",
        "record/bundle",
    },
    "cli": {
        "domain",
        "record/figures",
        "analysis",
        "evaluation",
        "intake",
        "blocks",
        "presentation",
        "export",
        "batch",
        "compare/two_assessments",
        "intake/atomic",
        "cli/usage",
        "record/reading",
    },
    "cli/usage": set(),
    "__main__": {"cli"},
    "__init__": set(),
}
PURE = (
    "domain",
    "record/figures",
    "record/reading",
    "record/bundle",
    "analysis",
    "evaluation",
    "district",
    "compare/two_assessments",
    "blocks",
    "intake/latest",
)
HEAVY = {
    "pandas",
    "numpy",
    "matplotlib",
    "nbformat",
    "nbconvert",
    "papermill",
    "IPython",
    "fontTools",
    "brotli",
}
# Value types are what pydantic validates rows and blocks by; all else in the middle is standard library.
PURE_MAY_USE = {
    "domain": {"pydantic"},
    "blocks": {"pydantic"},
    "analysis": {"scipy", "rapidfuzz"},
    "district": {"numpy", "scipy"},
}
#: No file is opened and no clock is read where data go in and data come out.
EFFECTS = {"os", "io", "pathlib", "subprocess", "socket", "shutil", "tempfile", "time", "random", "logging"}
#: What is drawn at random begins with the seed of the call, and is told in the record.
SEEDED = {"analysis.robustness": {"random"}, "analysis.resampling": {"random"}}


def package(root: Path) -> Path:
    return root / "sweval"


def sources(root: Path) -> dict[str, Path]:
    """Every module of ours by its dotted name below ``sweval``."""
    paths = sorted(package(root).rglob("*.py"))
    return {".".join(path.relative_to(package(root)).with_suffix("").parts): path for path in paths}


def part_of(module: str) -> str:
    return module.partition(".")[0]


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a file's syntax tree."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or inside a function."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    """The parts of ours that a file imports, or reaches through the package's face."""
    names = [name.removeprefix("sweval.") for name in imports(path) if name.startswith("sweval.")]
    used = [home.removeprefix("sweval.") for name, home in sweval._HOMES.items() if name in face(path)]
    return {part_of(name) for name in [*names, *used]} - {"__version__"}


def face(path: Path) -> set[str]:
    """What a file takes from the package itself, as ``sweval.evaluate``."""
    attributes = [node for node in nodes(path) if isinstance(node, ast.Attribute)]
    return {
        node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "sweval"
    }


def theirs(path: Path) -> set[str]:
    """The libraries a file imports."""
    return {name.partition(".")[0] for name in imports(path)} - {"sweval"}


def test_every_part_is_known_here(root: Path) -> None:
    assert {part_of(module) for module in sources(root)} <= set(MAY_IMPORT)


def test_imports_run_one_way(root: Path) -> None:
    wrong = {
        module: sorted(against)
        for module, path in sources(root).items()
        if (against := ours(path) - MAY_IMPORT[part_of(module)] - {part_of(module)})
    }
    assert wrong == {}


def test_there_are_imports_to_look_at(root: Path) -> None:
    """So that the test above can't pass by seeing nothing."""
    found = {module: ours(path) for module, path in sources(root).items()}
    assert "record/figures" in found["analysis.score_figures"]
    assert "analysis" in found["evaluation"]
    assert "blocks" in found["presentation.report"]
    assert sum(map(len, found.values())) >= 100


@pytest.mark.parametrize("part", ["batch", "cli"])
def test_nobody_below_imports_what_stands_on_top(root: Path, part: str) -> None:
    above = {"batch": {"batch", "cli"}, "cli": {"cli", "__main__"}}[part]
    importers = {part_of(module) for module, path in sources(root).items() if part in ours(path)}
    assert importers <= above


def test_blocks_import_nothing_of_ours(root: Path) -> None:
    blocks = {module: path for module, path in sources(root).items() if part_of(module) == "blocks"}
    assert len(blocks) >= 4
    assert set().union(*(ours(path) for path in blocks.values())) <= {"blocks"}


def test_export_knows_blocks_not_evaluations(root: Path) -> None:
    export = {module: path for module, path in sources(root).items() if part_of(module) == "export"}
    assert len(export) >= 3
    assert set().union(*(ours(path) for path in export.values())) <= {"blocks", "export"}


@pytest.mark.parametrize("part", PURE)
def test_the_middle_needs_no_library_but_for_its_types(root: Path, part: str) -> None:
    used = {
        module: sorted(libraries)
        for module, path in sources(root).items()
        if part_of(module) == part
        and (libraries := theirs(path) - sys.stdlib_module_names - PURE_MAY_USE.get(part, set()))
    }
    assert used == {}


@pytest.mark.parametrize("part", ["domain", "record/figures", "analysis", "evaluation"])
def test_the_middle_has_no_effects(root: Path, part: str) -> None:
    used = {
        module: sorted(effects)
        for module, path in sources(root).items()
        if part_of(module) == part and (effects := theirs(path) & EFFECTS - SEEDED.get(module, set()))
    }
    assert used == {}


@pytest.mark.parametrize("part", ["domain", "record/figures", "analysis", "evaluation"])
def test_the_middle_asks_no_clock_and_opens_no_file(root: Path, part: str) -> None:
    called = {
        module: sorted(calls)
        for module, path in sources(root).items()
        if part_of(module) == part
        and (calls := called_names(path) & {"open", "print", "input", "today", "now"})
    }
    assert called == {}


def called_names(path: Path) -> set[str]:
    """The last part of the name of everything a file calls."""
    calls = [node.func for node in nodes(path) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    return names | {call.attr for call in calls if isinstance(call, ast.Attribute)}


def test_modules_stay_short(root: Path) -> None:
    lines = {
        module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in sources(root).items()
    }
    assert {module: count for module, count in lines.items() if count > LONGEST} == {}


# --- in a fresh interpreter -------------------------------------------------------------------------

FACE = "import sweval"
EVALUATION = """
import sweval
rules = sweval.load_scheme("guangzhou-2023")
station = sweval.load_station("shiqi-2024-midterm", rules)
sweval.evaluate(station, rules, sweval.load_calendar()).record("working")
"""


@pytest.mark.parametrize("code", [FACE, EVALUATION], ids=["import", "evaluate"])
def test_nothing_heavy_is_loaded_before_it_is_needed(root: Path, code: str) -> None:
    listing = f"{code}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    ran = subprocess.run(
        [sys.executable, "-c", listing], cwd=root, capture_output=True, check=True, encoding="utf-8"
    )
    loaded = set(ran.stdout.split())
    assert "sweval" in loaded
    assert loaded & HEAVY == set()


def test_the_face_of_the_package_names_what_a_notebook_needs_and_nothing_else() -> None:
    assert set(dir(sweval)) == set(sweval.__all__)
    assert all(getattr(sweval, name) for name in sweval.__all__)
    with pytest.raises(AttributeError, match="guess"):
        sweval.guess  # noqa: B018


#: What would turn data into a program.
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "jsonpickle"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "system", "popen"}


def dangerous(path: Path) -> list[str]:
    """Modules, calls and arguments in a file by which a text could become a program."""
    found = sorted(theirs(path) & FORBIDDEN_MODULES)
    for node in nodes(path):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            # ``re.compile`` and ``typst.compile`` make no program.
            if name in FORBIDDEN_CALLS and not (name == "compile" and isinstance(node.func, ast.Attribute)):
                found.append(f"{name}, line {node.lineno}")
            if name in ("load", "load_all", "full_load", "unsafe_load") and ast.unparse(node.func).startswith(
                "yaml."
            ):
                found.append(f"yaml.{name}, line {node.lineno}")
            found += [
                f"shell=True, line {node.lineno}"
                for keyword in node.keywords
                # IPython's history is told of its shell, which is no command line.
                if keyword.arg == "shell" and isinstance(keyword.value, ast.Constant) and keyword.value.value
            ]
    return found


def test_nothing_turns_data_into_a_program(root: Path):
    assert {name: found for name, path in sources(root).items() if (found := dangerous(path))} == {}


def test_what_would_is_seen(tmp_path: Path):
    path = tmp_path / "x.py"
    path.write_text(
        "import pickle, yaml, os, subprocess, re\nre.compile('x')\neval('1')\nexec('1')\ncompile('1', '', 'exec')\n"
        "os.system('x')\nyaml.load('x')\nsubprocess.run('x', shell=True)\n",
        encoding="utf-8",
    )
    assert dangerous(path) == [
        "pickle",
        "eval, line 3",
        "exec, line 4",
        "compile, line 5",
        "system, line 6",
        "yaml.load, line 7",
        "shell=True, line 8",
    ]
