"""Documents say what the code does: generated pages are current, links lead somewhere, commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import disclosure_docs
from tools.data_docs import TARGET, document


def pages(root: Path) -> list[Path]:
    return [*root.glob("*.md"), *(root / "docs").glob("*.md")]


def test_the_data_page_is_what_the_tables_say():
    assert TARGET.read_text(encoding="utf-8") == document(), "run `python -m tools.data_docs`"


def test_the_disclosure_page_is_what_the_policy_says():
    found = disclosure_docs.TARGET.read_text(encoding="utf-8")
    assert found == disclosure_docs.document(), "run `python -m tools.disclosure_docs`"


def test_every_relative_link_and_picture_is_there(root: Path):
    links = [
        (page.name, link)
        for page in pages(root)
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert len(links) >= 8
    assert [
        (page, link)
        for page, link in links
        if not (root / link).exists() and not (root / "docs" / link).exists()
    ] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_make_target_a_readme_names_is_there(root: Path, name: str):
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", (root / name).read_text(encoding="utf-8"), re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"report", "test"} <= named
    assert named <= targets


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_sweval_command_a_readme_names_is_there(root: Path, name: str):
    from sweval.cli import main

    named = set(
        re.findall(r"(?:^|`)sweval ([a-z]+)", (root / name).read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {"run", "check"} <= named
    assert named <= set(main.commands)
