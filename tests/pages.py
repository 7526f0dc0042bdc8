"""Reports as executed notebooks and pages, without a kernel: what the cells would show, put in place."""

from __future__ import annotations

from typing import Any

import nbformat

from sweval.domain.disclosure.editions import Edition
from sweval.evaluation import Evaluation
from sweval.export.html.page import html
from sweval.presentation.report.station_report import StationReport


def executed(evaluation: Evaluation, edition: Edition) -> Any:
    """The notebook of a report as papermill leaves it."""
    cells = []
    report = StationReport(evaluation, edition)
    for number, blocks in enumerate(report.all()):
        shown = [report, blocks] if number == 0 else [blocks]
        outputs = [nbformat.v4.new_output("execute_result", one._repr_mimebundle_()) for one in shown]
        cell = nbformat.v4.new_code_cell("report", outputs=outputs)
        cell.id = f"cell-{number}"
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def page(evaluation: Evaluation, edition: Edition) -> str:
    """The HTML report."""
    return html(executed(evaluation, edition))
