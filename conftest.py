"""Notebooks are compared by their plain text: HTML and blocks follow from the same data."""

import pytest


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Leave the other renderings of a cell out of nbval's comparison."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("text/html", "application/vnd.sweval.block+json")
