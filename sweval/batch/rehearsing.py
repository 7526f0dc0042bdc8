"""The rehearsal: an invented station is evaluated, drawn and laid out in the zygote before the first real one.

What is slow the first time (patterns, glyphs, templates, code that the interpreter has yet to specialise) is then
shared by every child instead of done in each. No notebook is run: its code is the project's, and not ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def rehearse(root: Path, scheme: str) -> None:
    """Make the report of an invented station by the project's rules. Raises whatever is wrong with these."""
    import sweval
    from sweval.batch.preflight import glyph_faults
    from sweval.export.html import html
    from sweval.export.page_text import displayed
    from sweval.intake.draft import draft_of, write_folder
    from sweval.intake.folder import read_station
    from sweval.intake.simulate.stations import Wish, station

    rules = sweval.load_scheme(scheme, root)
    made = station(rules, 0, 0, Wish())
    with TemporaryDirectory(prefix="sweval-") as scratch:
        folder = Path(scratch) / made.id
        folder.mkdir()
        write_folder(draft_of(made), folder)
        read = read_station(folder, rules)
    list(glyph_faults(read))
    evaluation = sweval.evaluate(read, rules, sweval.load_calendar(root))
    parts = sweval.StationReport(evaluation, "working").all()
    notebook = showing(part._repr_mimebundle_() for part in parts)
    displayed(html(notebook, "working"))
    evaluation.record("working")


def showing(bundles: Iterable[dict[str, Any]]) -> Any:
    """A notebook whose cells show these bundles."""
    import nbformat

    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "metadata": {},
            "source": "",
            "execution_count": None,
            "outputs": [{"output_type": "display_data", "data": bundle, "metadata": {}}],
        }
        for bundle in bundles
    ]
    return nbformat.from_dict({"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": cells})  # type: ignore[no-untyped-call]
