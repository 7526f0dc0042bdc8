"""What an edition holds is decided in ``domain/disclosure`` alone: nothing else compares an edition's name, or looks it up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = "domain/disclosure"
NAMES = {"working", "official", "public", "bureau"}
#: Constants that stand for editions.
SETS = {"ALL", "NOT_PUBLIC", "OFFICIAL", "WORKING", "EDITIONS", "DISTRICT_EDITIONS"}
#: A dictionary by party has the bureau too.
OF_A_DICTIONARY = NAMES - {"bureau"}


def decisions(source: str) -> list[int]:
    """The lines of a module that decide something by an edition's name."""
    tree = ast.parse(source)
    return sorted({node.lineno for node in ast.walk(tree) if decides(node)})  # type: ignore[attr-defined]


def decides(node: ast.AST) -> bool:
    match node:
        case ast.Compare():
            sides = [node.left, *node.comparators]
            if any(map(names_one, sides)):
                return True
            # That two things are of one edition is no decision what it holds.
            alike = all(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops) and all(map(is_edition, sides))
            return any(map(is_edition, sides)) and not alike
        case ast.Subscript():
            return is_edition(node.slice) or (names_one(node.slice) and is_edition(node.value))
        case ast.Call(func=ast.Attribute() as func):
            looked_up = func.attr in ("get", "pop", "setdefault") and any(map(is_edition, node.args))
            return looked_up or (is_edition(func.value) and func.attr not in ("items", "keys", "values"))
        case ast.Dict():
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            return bool(keys & OF_A_DICTIONARY)
        case ast.Match():
            return is_edition(node.subject)
        case ast.MatchValue():
            return names_one(node.value)
    return False


def names_one(node: ast.AST) -> bool:
    """A name of an edition, or a tuple, list or set that holds one."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(names_one, node.elts))
    return isinstance(node, ast.Constant) and node.value in NAMES


def is_edition(node: ast.AST) -> bool:
    """A variable or an attribute that holds an edition or several."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in SETS or name.lower().endswith(("edition", "editions"))


def elsewhere(root: Path) -> Iterator[tuple[str, str]]:
    """Every module of ours but those of the policy, with its source."""
    for path in sorted((root / "sweval").rglob("*.py")):
        name = path.relative_to(root / "sweval").as_posix()
        if not name.startswith(HOME + "/"):
            yield name, path.read_text(encoding="utf-8")


def test_nothing_is_decided_by_an_editions_name_but_by_the_policy(root: Path) -> None:
    found = {name: lines for name, source in elsewhere(root) if (lines := decisions(source))}
    assert found == {}


def test_there_is_something_to_look_at(root: Path) -> None:
    modules = dict(elsewhere(root))
    assert len(modules) > 250 and "presentation/report/station_report.py" in modules
    policy = (root / "sweval" / HOME).glob("*.py")
    assert sum(len(decisions(path.read_text(encoding="utf-8"))) for path in policy) >= 8


@pytest.mark.parametrize(
    "source",
    [
        'edition == "working"',
        'x = 1 if self.edition != "public" else 2',
        'shown(chart, with_states=task.parameters.edition != "public")',
        'name in ("working", "official")',
        '"official" in figure.editions',
        "edition in figure.editions",
        "edition in EDITIONS",
        "EDITIONS[edition]",
        "EDITIONS[self.edition]",
        'EDITIONS["public"]',
        "NOTES.get(evaluation.edition)",
        'NOTES = {"working": "", "official": ""}',
        'edition.startswith("off")',
        "match edition:\n    case _:\n        pass",
        'match x:\n    case "public":\n        pass',
    ],
)
def test_a_decision_is_seen(source: str) -> None:
    assert decisions(source)


@pytest.mark.parametrize(
    "source",
    [
        "first.edition == second.edition",
        'evaluation.seen_by("public")',
        'def report(edition="working"): pass',
        "about(edition).name",
        'evaluation.shows("forecasts")',
        "for edition in EDITIONS: pass",
        "list(EDITIONS)",
        'PARTIES = {"bureau": "", "station": ""}',
    ],
)
def test_what_decides_nothing_is_let_be(source: str) -> None:
    assert not decisions(source)
