"""The result of a station told alone is the one its report tells."""

from __future__ import annotations

import sweval
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.evaluation import evaluate, outcome
from tests.filled import filled


def test_the_result_alone_says_what_the_evaluation_says(station: Station, scheme: Scheme) -> None:
    calendar = sweval.load_calendar()
    for one in (station, filled(station, scheme)):
        alone, whole = outcome(one, scheme, calendar), evaluate(one, scheme, calendar, diagnose=False)
        assert len(alone.figures) > 100
        # With the same codes: they count the figures before each.
        assert all(whole.figures[id] == figure for id, figure in alone.figures.items())
        for name in (
            "scoring",
            "verdicts",
            "grade",
            "progress",
            "staffing",
            "satisfaction",
            "contradictions",
        ):
            assert getattr(alone, name) == getattr(whole, name)


def test_the_figures_of_the_result_come_first(station: Station, scheme: Scheme) -> None:
    calendar = sweval.load_calendar()
    alone, whole = outcome(station, scheme, calendar), evaluate(station, scheme, calendar)
    assert list(whole.figures)[: len(alone.figures)] == list(alone.figures)
