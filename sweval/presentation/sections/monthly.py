"""Volumes month by month, where they were given so, for 二（二）."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.blocks import Block, Column, Table
from sweval.domain.dates import chinese_month
from sweval.evaluation import Evaluation
from sweval.presentation.words import row
from sweval.record import MISSING


def monthly(evaluation: Evaluation) -> Iterator[Block]:
    """A row for each indicator given by month; a month without a volume reads 未提供."""
    by_month = [one for one in evaluation.progress.indicators if any(row.month for row in one.rows)]
    months = sorted({row.month for one in by_month for row in one.rows if row.month})
    if not months:
        return
    rows = []
    for one in by_month:
        done = {row.month: row.done for row in one.rows}
        cells = [MISSING if done.get(month) is None else f"{done[month]:f}" for month in months]
        rows.append(row(one.name, *cells, also=one.rows))
    # A year's worth of columns has no room for the year in each.
    years = {month[:4] for month in months}
    heads = [chinese_month(month) if len(years) > 1 else f"{int(month[5:])}月" for month in months]
    period = f"（{'、'.join(sorted(years))}年）" if len(years) == 1 else ""
    columns = (Column("指标"), *(Column(head, "right") for head in heads))
    yield Table(f"各月服务量{period}", columns, tuple(rows))
