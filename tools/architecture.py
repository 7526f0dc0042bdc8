"""The rooms of ``sweval/`` and the imports each may have; a test checks them.

``python -m tools.architecture`` generates ``docs/architecture.md`` from this table and from the first paragraph of the
docstrings of rooms (``__init__.py``) and modules.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import sweval

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = ROOT / "sweval"
TARGET: Final = ROOT / "docs" / "architecture.md"

#: Room -> the rooms it may import besides itself; a name includes the rooms below it. A room may only import rooms listed
#: before it, so that there can be no circle.
ARROWS: Final[dict[str, tuple[str, ...]]] = {
    "domain": (),
    "domain.values": (),
    "domain.scheme": ("domain.values",),
    "domain.disclosure": ("domain.values",),
    "domain.station": ("domain.values", "domain.scheme", "domain.disclosure"),
    "record": ("domain",),
    "blocks": (),
    "charts": (),
    "charts.kinds": ("charts",),
    "engine": (),
    "analysis": (),
    "analysis.scores": ("domain", "record"),
    "analysis.panel": ("domain", "record", "analysis.scores"),
    "analysis.robustness": ("domain", "record", "analysis.scores", "analysis.panel"),
    "analysis.rules": ("domain", "record", "analysis.scores"),
    "analysis.procedure": ("domain", "record"),
    "analysis.survey": ("domain", "record"),
    "analysis.people": ("domain", "record", "analysis.survey"),
    "analysis.services": ("domain", "record", "analysis.scores"),
    "analysis.text": ("domain", "record", "analysis.services"),
    "evaluation": ("domain", "record", "analysis"),
    "compare": ("domain", "record", "analysis", "evaluation"),
    "district": ("domain", "record", "analysis", "evaluation"),
    "intake.text": ("domain",),
    "intake": ("domain", "intake.text"),
    "intake.checks": ("domain", "intake.text"),
    "intake.station": ("domain", "intake", "intake.text", "intake.checks"),
    "intake.workbook": ("domain", "intake", "intake.text", "intake.station"),
    "simulate": ("domain", "intake.station"),
    "presentation": ("domain", "record", "analysis", "evaluation", "blocks"),
    "presentation.drawings": (
        "domain",
        "record",
        "analysis",
        "evaluation",
        "district",
        "blocks",
        "charts",
        "presentation",
    ),
    "presentation.station": (
        "domain",
        "record",
        "analysis",
        "evaluation",
        "blocks",
        "presentation",
        "presentation.drawings",
    ),
    "presentation.district": (
        "domain",
        "record",
        "analysis",
        "district",
        "blocks",
        "presentation",
        "presentation.drawings",
    ),
    "presentation.compare": (
        "domain",
        "record",
        "analysis",
        "evaluation",
        "compare",
        "blocks",
        "charts",
        "presentation",
        "presentation.drawings",
    ),
    "presentation.papers": ("domain", "record", "analysis", "evaluation", "blocks", "presentation"),
    "presentation.report": (
        "domain",
        "record",
        "analysis",
        "evaluation",
        "blocks",
        "presentation",
        "presentation.drawings",
        "presentation.station",
    ),
    "export": ("blocks",),
    "export.html": ("blocks", "export"),
    "export.paper": ("blocks", "export", "export.html"),
    "export.word": ("blocks", "export", "export.paper"),
    "run": ("domain", "intake", "blocks", "export"),
    "run.trust": ("domain", "record", "evaluation", "intake", "blocks", "run"),
    "run.one": (
        "domain",
        "record",
        "analysis",
        "evaluation",
        "intake",
        "simulate",
        "blocks",
        "charts",
        "presentation",
        "export",
        "engine",
        "run",
        "run.trust",
    ),
    "run.many": (
        "domain",
        "intake",
        "blocks",
        "presentation",
        "export",
        "engine",
        "run",
        "run.trust",
        "run.one",
    ),
    "run.products": (
        "domain",
        "record",
        "analysis",
        "evaluation",
        "district",
        "intake",
        "blocks",
        "presentation",
        "export",
        "engine",
        "run",
        "run.trust",
        "run.one",
        "run.many",
    ),
    "run.verify": ("domain", "intake", "export", "run", "run.trust", "run.many"),
    "cli": (
        "domain",
        "record",
        "analysis",
        "evaluation",
        "compare",
        "intake",
        "simulate",
        "presentation",
        "export",
        "run",
    ),
    # The face of the package imports on first use what a notebook calls.
    "__init__": (),
}


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(package: Path = PACKAGE) -> dict[str, Path]:
    """All modules by dotted name below ``sweval``; the ``__init__`` of a room by the room's name."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


def room_of(module: str, found: dict[str, Path]) -> str:
    """The room of a module; a module beside the rooms is its own room."""
    if module in found and found[module].name == "__init__.py":
        return module
    return module.rpartition(".")[0] or module


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, at its top or within a function, by name below ``sweval``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
        elif (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sweval"
        ):
            # Through the face of the package, such as ``sweval.evaluate``.
            names = [sweval._HOMES.get(node.attr, "")]
        else:
            continue
        yield from (name.removeprefix("sweval.") for name in names if name.startswith("sweval."))


def arrows(package: Path = PACKAGE) -> dict[str, set[str]]:
    """Room -> the rooms that its modules do import."""
    found = modules(package)
    imports: dict[str, set[str]] = {room_of(module, found): set() for module in found}
    for module, path in found.items():
        here = room_of(module, found)
        imports[here] |= {room_of(name, found) for name in imported(path) if name in found} - {here}
    return imports


def allows(room: str, other: str) -> bool:
    """Whether the table allows a room to import another."""
    return any(other == name or other.startswith(f"{name}.") for name in ARROWS[room])


def floors(imports: dict[str, set[str]]) -> list[list[str]]:
    """The rooms from the ground up: each imports only from floors below. Raises ``ValueError`` for a circle."""
    found: list[list[str]] = []
    placed: set[str] = set()
    while len(placed) < len(imports):
        floor = sorted(room for room, below in imports.items() if room not in placed and below <= placed)
        if not floor:
            raise ValueError(f"a circle among {sorted(imports.keys() - placed)}")
        found.append(floor)
        placed |= set(floor)
    return found


def summary(path: Path) -> str:
    """The first paragraph of a module's docstring, in one line."""
    text = ast.get_docstring(tree(path)) or ""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "`")


#: The part of the page that is not read off the code.
HEAD: Final = """# Architecture

<!-- Made by `python -m tools.architecture` of the code; a test holds it to it. -->

A station's data come in by one door, are evaluated by pure functions, turned into blocks, shown by a notebook's cells, and exported from the executed notebook:

```text
files ─ intake ─► Station ─ evaluation ─► Evaluation ─ seen_by(edition) ─► presentation ─► blocks ─ cells of the notebook ─► export ─► HTML, Word, PDF
                             domain, analysis, record                       charts                    engine, run
```

`sweval/evaluation.py` reads like the report's table of contents and is the place to begin. `notebooks/station_report.ipynb` calls one method a part; `presentation/outline.py` lists the parts with their section functions. [decisions](decisions/README.md) says why things are as they are.

Imports run downwards only: a room imports from rooms below it, and only those that the table `ARROWS` in `tools/architecture.py` names (`tests/unit/test_architecture.py`).
"""


def document(package: Path = PACKAGE) -> str:
    """The page: the floors from the top down, then each room with its arrows and modules."""
    imports = {room: below for room, below in arrows(package).items() if room not in ("__init__", "__main__")}
    found = modules(package)
    lines = [HEAD, "## The floors", "", "```text"]
    lines += ["   ".join(map(_path, floor)) for floor in reversed(floors(imports))]
    lines += ["```", "", "## The rooms", ""]
    for room in (room for room in ARROWS if room in imports):
        inside = [m for m in found if m != room and room_of(m, found) == room]
        below = "、".join(f"`{_path(one)}`" for one in sorted(imports[room])).replace("、", ", ")
        lines += [f"### `{_path(room)}`", "", summary(found[room])]
        lines += ["", f"Imports {below}." if below else "Imports nothing of ours.", ""]
        if inside:
            lines += ["| module | |", "| --- | --- |"]
            lines += [f"| `{m.rpartition('.')[2]}.py` | {summary(found[m])} |" for m in inside] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _path(room: str) -> str:
    return room.replace(".", "/") + (".py" if room == "evaluation" else "")


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
    sys.exit(0)
