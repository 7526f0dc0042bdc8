"""The evaluation of a station that was read, with what only then turns out to be wrong as faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sweval.analysis.scoring import Unscorable
from sweval.domain.faults import Fault, Refused
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.domain.workdays import IsWorkday
from sweval.evaluation import Evaluation, Outcome, evaluate, outcome
from sweval.intake.parameters import Parameters


def evaluated(
    station: Station, parameters: Parameters, scheme: Scheme, calendar: IsWorkday, *, diagnose: bool = True
) -> Evaluation:
    """Evaluate a station; raises ``Refused`` where its scores don't suffice or a claim speaks of no figure.

    ``diagnose`` as for :func:`sweval.evaluation.evaluate`; a station with claims is diagnosed all the same, since
    they may be held against any figure.
    """
    wanted = diagnose or bool(station.claims)
    with _faults_of_scores(scheme):
        evaluation = evaluate(station, scheme, calendar, seed=parameters.seed, diagnose=wanted)
    faults = list(claim_faults(evaluation))
    if faults:
        raise Refused(faults)
    return evaluation


def result_of(station: Station, parameters: Parameters, scheme: Scheme, calendar: IsWorkday) -> Outcome:
    """The result of a station alone; raises ``Refused`` as :func:`evaluated` does."""
    if station.claims:
        # They may be held against any figure.
        return evaluated(station, parameters, scheme, calendar)
    with _faults_of_scores(scheme):
        return outcome(station, scheme, calendar)


@contextmanager
def _faults_of_scores(scheme: Scheme) -> Iterator[None]:
    try:
        yield
    except Unscorable as error:
        node = str(error).partition(":")[0]
        problem = f"“{scheme.node(node).name}”没有可以计算的评分"
        raise Refused(
            [Fault("scores.csv", column="node", value=node, problem=problem, remedy="请补填")]
        ) from None


def claim_faults(evaluation: Evaluation) -> Iterator[Fault]:
    """Claims that are to be held against a figure there is not."""
    for claim in evaluation.station.claims:
        for column in ("left", "right"):
            id = getattr(claim, column)
            if claim.kind == "relation" and id and id not in evaluation.figures:
                remedy = "编号见 record.json 或附录“数字来源”"
                yield Fault("claims.csv", claim.row, column, id, "没有这个数字", remedy)
