"""A district: its stations evaluated and summarised one by one; a station with faults is named, not counted."""

from __future__ import annotations

from pathlib import Path

from sweval.district.overview import District
from sweval.district.summary import RefusedStation, Summary, summary
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.parameters import load_parameters
from sweval.intake.project import find_root
from sweval.run.many.selection import select
from sweval.run.one.evaluating import evaluate_stations


def load_district(batch: str, *, as_of: str = "", root: Path | None = None) -> District:
    """The summary of a batch's stations. Raises ``Refused`` for an unknown batch, or stations of several schemes.

    ``as_of``: the day on which deadlines are judged; empty: each station's own.
    """
    home = root or find_root()
    stations, _ = select(home, (), batch)
    summaries: list[Summary] = []
    refused: list[RefusedStation] = []
    for station in stations:
        try:
            parameters = load_parameters(home, station, {"as_of": as_of} if as_of else {})
            (evaluation,) = evaluate_stations(home, [parameters], diagnose=False)
            summaries.append(summary(evaluation))
        except Refused as refusal:
            refused.append(RefusedStation(station, len(refusal.faults)))
    schemes = {each.scheme for each in summaries}
    if len(schemes) > 1:
        file = f"params/batches/{batch}.yaml"
        problem = f"批次里有{len(schemes)}个指标体系（{'、'.join(sorted(schemes))}），不能汇总"
        raise Refused([Fault(file, problem=problem, remedy="请按指标体系分成几个批次")])
    return District(batch, tuple(summaries), tuple(refused))
