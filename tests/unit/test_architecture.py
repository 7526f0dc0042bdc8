"""The house: imports run one way, heavy libraries stay at the rim, rooms and modules stay small.

The rooms and their arrows are those of ``tools/architecture.py``, which also makes the map in the documentation.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import sweval
from tools import architecture
from tools.architecture import ARROWS, allows, arrows, floors, modules, room_of, tree

LONGEST = 350  # lines of a module
LARGEST = 12  # modules of a room
#: What may lie beside the rooms.
LOOSE = {"__init__", "evaluation"}

PURE = ("domain", "record", "analysis", "evaluation", "compare", "district", "blocks")
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
SEEDED = {"analysis.robustness.variants": {"random"}, "analysis.robustness.resampling": {"random"}}


def part_of(module: str) -> str:
    """The top-level room of a module."""
    return module.partition(".")[0]


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or inside a function."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            yield node.module


def theirs(path: Path) -> set[str]:
    """The libraries a file imports."""
    return {name.partition(".")[0] for name in imports(path)} - {"sweval"}


def test_every_room_is_in_the_table_and_no_other():
    assert set(arrows()) == set(ARROWS)


def test_imports_are_those_the_table_allows():
    found = {room: [other for other in below if not allows(room, other)] for room, below in arrows().items()}
    assert {room: wrong for room, wrong in found.items() if wrong} == {}


def test_a_room_names_only_rooms_that_stand_above_it_in_the_table():
    """So that no import can run in a circle, nor up."""
    places = {room: place for place, room in enumerate(ARROWS)}
    assert all(places[below] < places[room] for room, names in ARROWS.items() for below in names)
    assert len(floors(arrows())) >= 8


def test_an_import_is_seen_wherever_it_stands(tmp_path: Path):
    path = tmp_path / "x.py"
    path.write_text(
        "import sweval.blocks.model\nfrom sweval.domain.values import faults\n"
        "def f():\n    from sweval.record.figures import Figure\n    return sweval.evaluate\n",
        encoding="utf-8",
    )
    found = set(architecture.imported(path))
    assert {"blocks.model", "domain.values.faults", "record.figures", "evaluation"} <= found


def test_there_are_imports_to_look_at():
    """So that the tests above can't pass by seeing nothing."""
    found = arrows()
    assert "record" in found["analysis.scores"]
    assert "analysis.scores" in found["evaluation"]
    assert "blocks" in found["presentation.station"]
    assert sum(map(len, found.values())) >= 100


def test_the_map_is_what_the_code_is():
    found = architecture.TARGET.read_text(encoding="utf-8")
    assert found == architecture.document(), "run `python -m tools.architecture`"


def test_rooms_stay_small_and_nothing_lies_loose():
    found = modules()
    count = Counter(room_of(module, found) for module, path in found.items() if path.name != "__init__.py")
    assert {room: number for room, number in count.items() if number > LARGEST} == {}
    assert {
        module for module in found if "." not in module and not (architecture.PACKAGE / module).is_dir()
    } == LOOSE


def test_a_class_has_a_name_of_its_own():
    named = Counter(
        node.name
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, times in named.items() if times > 1] == []


@pytest.mark.parametrize("part", PURE)
def test_the_middle_needs_no_library_but_for_its_types(part: str) -> None:
    used = {
        module: sorted(libraries)
        for module, path in modules().items()
        if part_of(module) == part
        and (libraries := theirs(path) - sys.stdlib_module_names - PURE_MAY_USE.get(part, set()))
    }
    assert used == {}


@pytest.mark.parametrize("part", ["domain", "record/figures", "analysis", "evaluation"])
def test_the_middle_has_no_effects(part: str) -> None:
    used = {
        module: sorted(effects)
        for module, path in modules().items()
        if part_of(module) == part and (effects := theirs(path) & EFFECTS - SEEDED.get(module, set()))
    }
    assert used == {}


@pytest.mark.parametrize("part", ["domain", "record/figures", "analysis", "evaluation"])
def test_the_middle_asks_no_clock_and_opens_no_file(part: str) -> None:
    called = {
        module: sorted(calls)
        for module, path in modules().items()
        if part_of(module) == part
        and (calls := called_names(path) & {"open", "print", "input", "today", "now"})
    }
    assert called == {}


def called_names(path: Path) -> set[str]:
    """The last part of the name of everything a file calls."""
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    return names | {call.attr for call in calls if isinstance(call, ast.Attribute)}


def test_modules_stay_short() -> None:
    lines = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in modules().items()}
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
    for node in ast.walk(tree(path)):
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
    assert {name: found for name, path in modules().items() if (found := dangerous(path))} == {}


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
