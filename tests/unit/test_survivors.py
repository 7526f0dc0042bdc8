"""What is explained of changes that no test notices is of lines there are."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tools.mutation import MODULES, SURVIVORS


def flat(text: str) -> str:
    """In one line, as a change is told."""
    return " ".join(text.split())


def test_a_change_explained_is_one_of_the_code_as_it_is(root: Path) -> None:
    explained = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))
    assert explained.keys() <= MODULES.keys()
    for module, changes in explained.items():
        code = flat((root / "sweval" / f"{module}.py").read_text(encoding="utf-8"))
        assert [change["from"] for change in changes if flat(change["from"]) not in code] == []
        assert all(change["to"] != change["from"] and change["why"] for change in changes)
