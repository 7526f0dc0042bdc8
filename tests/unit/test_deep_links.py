"""A link into a report leads to the same thing after a re-run: anchors are made of what a thing is, not of what it says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.blocks.walk import anchors_of
from sweval.domain.disclosure.editions import Edition
from sweval.domain.station.station import Station
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate


def anchors(station: Station, diagnose: Evaluate, edition: Edition) -> list[str]:
    cells = StationReport(diagnose(station), edition).all()
    return list(anchors_of(tuple(block for blocks in cells for block in blocks)))


@pytest.mark.parametrize("edition", ["working", "official"])
def test_other_scores_texts_and_dates_leave_every_link_where_it_was(
    edition: Edition, station: Station, diagnose: Evaluate
):
    scores = tuple(
        replace(row, score=row.score - Decimal("0.5")) if row.score else row for row in station.scores
    )
    findings = tuple(replace(row, text=f"{row.text[:-1]}，另有说明。") for row in station.findings)
    changed = replace(station, scores=scores, findings=findings)
    before, after = (anchors(one, diagnose, edition) for one in (station, changed))
    assert len(before) > 300
    # What is found in texts and totals may differ: those figures come and go with their cause.
    caused = ("f-check-", "f-robust-", "f-score-to_", "r-", "rule-method-")
    assert {a for a in before if not a.startswith(caused)} == {a for a in after if not a.startswith(caused)}


def test_a_row_added_at_the_end_moves_no_other(station: Station, diagnose: Evaluate):
    last = station.findings[-1]
    more = replace(station, findings=(*station.findings, replace(last, row=last.row + 1, id="f-new")))
    assert set(anchors(station, diagnose, "official")) <= set(anchors(more, diagnose, "official"))
