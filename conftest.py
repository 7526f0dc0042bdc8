"""Notebooks are compared by their plain text: HTML, blocks and record follow from the same data."""

import pytest

MIMES = ("application/vnd.sweval.block+json", "application/vnd.sweval.record+json")


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Leave the other renderings of a cell out of nbval's comparison."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += ("text/html", *MIMES)
