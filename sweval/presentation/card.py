"""What the index of a folder says of a station, by edition."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.schedule import STEP_STATES
from sweval.blocks.card import Card, Score
from sweval.domain.dates import chinese_day
from sweval.domain.scheme import STAGES
from sweval.evaluation import Evaluation
from sweval.presentation.status import status
from sweval.presentation.words import part_name


def card(evaluation: Evaluation) -> Card:
    """Name, result and components; conditions and time limits where the edition holds them, order in working papers alone."""
    station, f = evaluation.station, evaluation.figures
    return Card(
        station=station.id,
        name=station.profile.name,
        operator=station.organisations.operator.name,
        stage=STAGES[station.assessment.stage],
        status=status(station),
        total=f["score.total"].text,
        grade=str(f["score.grade"].value),
        alert=evaluation.grade.final.failing or bool(evaluation.triggered),
        scores=tuple(
            Score(
                part_name(part), f[f"score.{part.node.id}.converted"].text, round(float(part.rate * 100), 1)
            )
            for part in evaluation.scoring.components
        ),
        notes=tuple(_notes(evaluation)),
        order=float(evaluation.scoring.total) if evaluation.shows("order") else None,
    )


def _notes(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.shows("reminders"):
        return
    names = "、".join(verdict.rule.name for verdict in evaluation.triggered)
    if names:
        yield f"存在的情形：{names}"
    for one in evaluation.schedule.deadlines:
        if one.due and one.limit.bound == "at_most" and one.state in ("due", "overdue"):
            yield f"{one.limit.name}不晚于{chinese_day(one.due)}（{STEP_STATES[one.state]}）"
            return
