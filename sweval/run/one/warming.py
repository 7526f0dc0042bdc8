"""The common work of all reports, done once in the zygote and shared by the processes forked from it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def preload() -> None:
    """Import the modules of a report, and fill the caches that are independent of stations."""
    _jsonschema()
    import matplotlib.pyplot  # noqa: F401
    import nbformat
    import papermill  # noqa: F401
    import rapidfuzz.distance  # noqa: F401
    import scipy.special  # noqa: F401

    import sweval.run.one.making  # noqa: F401
    from sweval.engine import shell
    from sweval.export.formats import ROWS

    shell.preload()
    nbformat.validate(nbformat.v4.new_notebook())  # type: ignore[no-untyped-call]
    _readers()
    _writers()
    for row in ROWS:
        row.load()
    _paper()
    _charts()


def _jsonschema() -> None:
    """Import jsonschema without its check of addresses, which takes seconds to load and isn't used here."""
    grammar = "rfc3987_syntax"
    if grammar not in sys.modules:
        sys.modules[grammar] = None  # type: ignore[assignment]  # so that importing it fails
        try:
            import_module("jsonschema")
        finally:
            del sys.modules[grammar]


def _readers() -> None:
    """Build the readers of tables, profile, rules and calendar."""
    from chinese_calendar import is_workday

    from sweval.domain.scheme.scheme import Scheme
    from sweval.domain.station.dictionary import profile_kinds
    from sweval.domain.station.station import TABLES, Station
    from sweval.intake.batches import Batch
    from sweval.intake.parameters import Parameters
    from sweval.intake.text.validation import reader

    for kind in (Station, Scheme, Parameters, Batch):
        reader(kind)
    for table in TABLES.values():
        reader(list[table])  # type: ignore[valid-type]
    profile_kinds()
    is_workday(date(2024, 1, 2))


def _writers() -> None:
    """Build the page's template and fonts, and the reader of blocks."""
    import nbformat
    from nbconvert.exporters.templateexporter import TemplateExporter

    from sweval.blocks.bundle import VERSION, from_bundle
    from sweval.export.html.page import exporter, page
    from sweval.export.html.webfont import font_face_css

    from_bundle({"version": VERSION, "blocks": []})
    # The template is compiled at its first use.
    TemplateExporter.from_notebook_node(exporter(), nbformat.v4.new_notebook(), {"sweval": page(())})  # type: ignore[no-untyped-call]
    # A rare character, so that the complete fonts are opened too.
    font_face_css("碁䶮", "碁䶮")


def _paper() -> None:
    """Load the fonts of paper and the styles of Word. Typst itself isn't run: its threads don't survive a fork."""
    from sweval.export.paper.pdf import fonts
    from sweval.export.word.styles import styled

    styled()
    fonts()


def _charts() -> None:
    """Load the fonts of charts, and what the first drawing loads."""
    from sweval.charts.theme import font, new_figure, to_svg

    figure = new_figure(10, 10)
    for bold in (False, True):
        figure.text(0, 0, "碁", fontproperties=font(12, bold))
    to_svg(figure, "warm", "")


def rehearse(place: str, scheme: str) -> None:
    """Evaluate, draw and lay out an invented station by the project's rules. Raises for faulty rules.

    The work of the first time (patterns, glyphs, templates, specialised code) is then shared by every child. No
    notebook is run: its code is the project's, not ours.
    """
    import sweval
    from sweval.export.html.page import html
    from sweval.export.html.text import displayed
    from sweval.intake.station.draft import draft_of, write_folder
    from sweval.intake.station.folder import read_station
    from sweval.run.one.evaluating import glyph_faults
    from sweval.simulate.stations import Traits, station

    root = Path(place)
    rules = sweval.load_scheme(scheme, root)
    made = station(rules, 0, 0, Traits())
    with TemporaryDirectory(prefix="sweval-") as scratch:
        folder = Path(scratch) / made.id
        folder.mkdir()
        write_folder(draft_of(made), folder)
        read = read_station(folder, rules)
    list(glyph_faults(read, rules))
    evaluation = sweval.evaluate(read, rules, sweval.load_calendar(root))
    parts = sweval.StationReport(evaluation, "working").all()
    notebook = showing(part._repr_mimebundle_() for part in parts)
    displayed(html(notebook, "working"))
    evaluation.record("working")


def showing(bundles: Iterable[dict[str, Any]]) -> Any:
    """A notebook of cells that show these bundles."""
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
