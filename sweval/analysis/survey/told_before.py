"""What reports of a station have told before: its earlier assessment, and its own data before they were corrected.

What was hidden then stays hidden now: two reports that hide different counts would give some of them away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sweval.domain.station.station import Correction, Station
from sweval.domain.values.row import Row

#: The tables whose counts may be hidden, and the columns that count people.
COUNTED = {"coverage": ("persons",), "satisfaction": ("count", "aware")}


def hidden_before(station: Station) -> Iterator[Station]:
    """The station as earlier reports may have told of it: assessments before this one, and this one uncorrected."""
    yield from station.earlier
    made = [one for one in station.corrections if one.field in COUNTED.get(one.table, ())]
    for day in sorted({one.on for one in made}):
        before = station
        for table in COUNTED:
            rows = station.rows(table)
            for one in made:
                if one.on >= day and one.table == table:
                    rows = tuple(_undone(row, one) if row.row == one.row else row for row in rows)
            before = replace(before, **{table: rows})  # type: ignore[arg-type]
        # What was earlier still has its own turn.
        yield replace(before, earlier=(), corrections=())


def _undone(row: Row, correction: Correction) -> Row:
    was = correction.expect.strip()
    # An empty cell told nothing.
    return replace(row, **{correction.field: int(was)}) if was.isdecimal() else row
