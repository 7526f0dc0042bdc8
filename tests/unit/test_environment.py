"""One list of dependencies in three files, pinned for every supported Python."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(path: Path) -> dict[str, set[str]]:
    """Package → its pinned versions (one for each marker)."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9_.-]+)==([^ ;\\]+)", line):
            found.setdefault(match[1].lower().replace("_", "-"), set()).add(match[2])
    return found


def declared(names: list[str]) -> dict[str, Requirement]:
    return {Requirement(n).name.lower(): Requirement(n) for n in names}


@pytest.mark.parametrize(
    ("file", "extras"),
    [("requirements.txt", []), ("requirements-lab.txt", ["lab"]), ("requirements-dev.txt", ["lab", "dev"])],
)
def test_every_declared_dependency_is_pinned_within_its_range(
    root: Path, project: dict, file: str, extras: list[str]
):
    wanted = declared(
        project["dependencies"] + [n for e in extras for n in project["optional-dependencies"][e]]
    )
    pinned = pins(root / file)
    assert len(wanted) >= 14
    for name, requirement in wanted.items():
        assert name in pinned, f"{name} is not pinned in {file}: run `make lock`"
        assert all(Version(v) in requirement.specifier for v in pinned[name]), name


def test_the_lock_files_agree_with_each_other(root: Path):
    run, lab, dev = (pins(root / f"requirements{x}.txt") for x in ("", "-lab", "-dev"))
    assert all(lab[name] == versions for name, versions in run.items())
    assert all(dev[name] == versions for name, versions in lab.items())


def test_lock_files_hold_hashes_and_no_address(root: Path):
    for path in root.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") >= text.count("==")


def test_lock_files_are_installed_as_they_are(root: Path):
    """With a resolver, an old pip leaves the pins as soon as a newer ``coverage[toml]`` is published."""
    places = [root / name for name in ("Makefile", "README.md", "README.zh-CN.md")]
    commands = [
        c for p in places for c in re.findall(r"[^`\n]*-r requirements[a-z-]*\.txt", p.read_text("utf-8"))
    ]
    assert len(commands) >= 8
    assert all("--no-deps --require-hashes" in command for command in commands)


def test_the_conda_environment_asks_for_the_same(root: Path, project: dict):
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    conda = declared([entry for entry in plain if entry != "pip" and not entry.startswith("python>")])
    wanted = declared(project["dependencies"] + project["optional-dependencies"]["lab"])
    pip_only = declared(
        [
            e
            for entry in environment["dependencies"]
            if isinstance(entry, dict)
            for e in entry["pip"]
            if e != "-e ."
        ]
    )
    assert conda | pip_only == wanted
    (python,) = [entry for entry in plain if entry.startswith("python>")]
    assert python.removeprefix("python").replace(" ", "") == project["requires-python"]


def test_every_dependency_says_why_it_is_there(root: Path):
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.findall(r'^    "[a-z0-9-]+>=.*$', text, re.MULTILINE)
    assert len(lines) >= 25
    assert [line for line in lines if not re.search(r"# \S+ \S+", line)] == []
