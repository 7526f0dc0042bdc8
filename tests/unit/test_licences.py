"""No package that runs with sweval is under the GPL, LGPL or AGPL; each says what it is under."""

from __future__ import annotations

import re
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

GPL = re.compile(r"\b[AL]?GPL|GNU (Affero |Lesser |Library )?General Public", re.IGNORECASE)
#: What runs when reports are made: not the tools of developers.
RUN = ("requirements.txt",)


def pinned(root: Path, *files: str) -> list[str]:
    """The packages that run here: some are for other versions of Python, or other systems."""
    lines = [line for name in files for line in (root / name).read_text(encoding="utf-8").splitlines()]
    found = [Requirement(line.removesuffix("\\").strip()) for line in lines if re.match(r"[A-Za-z0-9]", line)]
    return sorted({one.name for one in found if one.marker is None or one.marker.evaluate()})


def licences(name: str) -> list[str]:
    """What a package says it is under; whole texts of licences are left out, which quote others."""
    said = metadata(name)
    short = [
        text
        for key in ("License-Expression", "License")
        for text in said.get_all(key) or ()
        if len(text) < 200
    ]
    return [*short, *(text for text in said.get_all("Classifier") or () if text.startswith("License ::"))]


def test_the_list_is_the_whole_of_what_runs(root: Path):
    names = pinned(root, *RUN)
    assert {"pandas", "papermill", "matplotlib", "nbconvert", "typst", "pikepdf"} <= set(names)
    assert len(names) > 50


def test_no_package_is_under_the_gpl(root: Path):
    said = {name: licences(name) for name in pinned(root, *RUN)}
    assert {name: texts for name, texts in said.items() if any(map(GPL.search, texts))} == {}


def test_every_package_says_what_it_is_under(root: Path):
    assert [name for name in pinned(root, *RUN) if not licences(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "GPL-3.0-or-later",
        "LGPLv2+",
        "GNU Affero General Public License v3",
        "License :: OSI Approved :: GNU General Public License v2 (GPLv2)",
    ],
)
def test_one_that_were_would_be_seen(text: str):
    assert GPL.search(text)
    assert not GPL.search("MPL-2.0") and not GPL.search("Apache Software License")
