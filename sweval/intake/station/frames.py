"""A station's tables as pandas frames, for the analyst in the notebook."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from sweval.domain.station.station import TABLES, Station

if TYPE_CHECKING:
    import pandas as pd


def frame(station: Station, table: str) -> pd.DataFrame:
    """One table (``"scores"``, ``"indicators"`` …) as a frame; an absent one has its columns and no rows.

    Scores stay :class:`~decimal.Decimal`: what pandas computes from them is exact too.
    Raises ``KeyError`` for a table no station has.
    """
    import pandas as pd

    rows = [asdict(row) for row in station.rows(table)]
    return pd.DataFrame(rows, columns=[f.name for f in fields(TABLES[table])]).set_index("row")
