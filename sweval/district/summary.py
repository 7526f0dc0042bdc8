"""Summaries of stations for a district, a few kilobytes each: results, parts, and open matters of an evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from sweval.analysis.panel import experts as panel
from sweval.analysis.procedure.schedule import StepState
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation


@dataclass(frozen=True)
class ComponentScore:
    """The score of a component: its party, converted score and full mark."""

    id: str
    name: str
    party: str
    converted: Decimal
    full: Decimal
    #: Share of the full mark, 0 to 1.
    rate: Decimal


@dataclass(frozen=True)
class Rating:
    """The score an expert gave for a target, as a share of the full mark; ``target`` is unique over all stations."""

    target: str
    expert: str
    rate: Fraction


@dataclass(frozen=True)
class Concern:
    """A concern: its theme, dimension and text."""

    theme: str
    dimension: str
    text: str


@dataclass(frozen=True)
class StepStatus:
    """A step of the process, with its due date and state."""

    name: str
    due: date | None
    state: StepState


@dataclass(frozen=True)
class Summary:
    """The summary of a station's evaluation."""

    station: str
    name: str
    town: str
    operator: str
    nature: Literal["published", "synthetic", "actual"]
    scheme: str
    stage: str
    as_of: date
    total: Decimal
    full: Decimal
    grade: str
    grade_by_total: str
    #: The grades of the scheme, from the best.
    grades: tuple[str, ...]
    not_evaluated: bool
    parts: tuple[ComponentScore, ...]
    #: The names of triggered vetoes, or of the conditions that exclude the station.
    triggered: tuple[str, ...]
    not_assessed: int
    concerns: tuple[Concern, ...]
    ratings: tuple[Rating, ...]
    steps: tuple[StepStatus, ...]
    overdue_rectifications: int
    contradictions: int
    #: The number of printed rates still to be verified.
    to_verify: int
    #: The tables missing from the station's data.
    absent: frozenset[str]
    #: Whether the satisfaction sample was large enough; ``None`` without answers.
    sample_met: bool | None


@dataclass(frozen=True)
class RefusedStation:
    """A station whose data have faults; it is listed, and excluded from all figures."""

    station: str
    faults: int


def summary(evaluation: Evaluation) -> Summary:
    """The summary of one evaluation."""
    station, graded = evaluation.station, evaluation.grade
    return Summary(
        station=station.id,
        name=station.profile.short_name,
        town=station.profile.town,
        operator=station.organisations.operator.name,
        nature=station.nature,
        scheme=evaluation.scheme.id,
        stage=station.assessment.stage,
        as_of=station.as_of,
        total=evaluation.scoring.total,
        full=evaluation.scheme.total,
        grade=evaluation.figures["score.grade"].value,
        grade_by_total=graded.by_total.name,
        grades=tuple(band.name for band in sorted(evaluation.scheme.bands, key=lambda band: -band.floor)),
        not_evaluated=any(verdict.state == "triggered" for verdict in evaluation.entry),
        parts=tuple(
            ComponentScore(c.node.id, c.node.name, c.party.name, c.converted, c.node.full_mark, c.rate)
            for c in evaluation.scoring.components
        ),
        triggered=tuple(verdict.rule.name for verdict in evaluation.triggered),
        not_assessed=sum(verdict.state == "not_assessed" for verdict in evaluation.verdicts),
        concerns=tuple(Concern(row.theme, row.dimension, row.text) for row in station.concerns),
        ratings=_ratings(station, evaluation),
        steps=tuple(StepStatus(d.limit.name, d.due, d.state) for d in evaluation.schedule.deadlines),
        overdue_rectifications=sum(measure.counts_against for measure in evaluation.rectification),
        contradictions=len(evaluation.contradictions),
        to_verify=sum(audit.verdict not in ("reachable", "matches") for audit in evaluation.audits),
        absent=station.absent,
        sample_met=evaluation.satisfaction.sample_met if evaluation.satisfaction else None,
    )


def _ratings(station: Station, evaluation: Evaluation) -> tuple[Rating, ...]:
    known = {expert.id: expert for expert in station.experts}
    return tuple(
        Rating(f"{station.id}/{target.leaf.id}/{target.area or ''}", expert, rate)
        for target in panel.targets(evaluation.scoring, known)
        for expert, rate in target.rates.items()
    )
