"""A district's stations read and summed up, one after another; a station with faults is named, not counted."""

from __future__ import annotations

from pathlib import Path

from sweval.district.overview import District
from sweval.district.summary import RefusedStation as Left
from sweval.district.summary import Summary, summary
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.parameters import load_parameters
from sweval.intake.project import find_root
from sweval.run.many.selection import select
from sweval.run.one.evaluating import checked


def load_district(batch: str, *, as_of: str = "", root: Path | None = None) -> District:
    """The stations of a batch, summed up. Raises ``Refused`` for a batch there isn't, or one whose stations have several schemes.

    ``as_of``: the day deadlines are judged on at every station; empty means each station's own.
    """
    home = root or find_root()
    stations, _ = select(home, (), batch)
    made: list[Summary] = []
    left: list[Left] = []
    for station in stations:
        try:
            parameters = load_parameters(home, station, {"as_of": as_of} if as_of else {})
            (evaluation,) = checked(home, [parameters], diagnose=False)
            made.append(summary(evaluation))
        except Refused as refusal:
            left.append(Left(station, len(refusal.faults)))
    schemes = {one.scheme for one in made}
    if len(schemes) > 1:
        problem = f"批次里有{len(schemes)}个指标体系（{'、'.join(sorted(schemes))}），不能汇总"
        raise Refused(
            [Fault(f"params/batches/{batch}.yaml", problem=problem, remedy="请按指标体系分成几个批次")]
        )
    return District(batch, tuple(made), tuple(left))
