"""A report for programs: its record, its card and its lines for the terminal, in one bundle.

The cell that makes the report shows the bundle; from it the run takes ``record.json``, the index and the lines for the
terminal, so that these agree with what the notebook computed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import Any

from pydantic import TypeAdapter

from sweval.analysis.procedure.schedule import STEP_STATES
from sweval.blocks.model import Card, CardScore
from sweval.domain.disclosure.editions import Edition, about
from sweval.domain.scheme.scheme import STAGES
from sweval.domain.values.dates import chinese_day
from sweval.evaluation import Evaluation
from sweval.presentation.gaps import gaps
from sweval.presentation.phrases import part_name
from sweval.presentation.status import status
from sweval.record.serialization import MIME, RecordForm, pack, unpack


@dataclass(frozen=True)
class Stated:
    """Record, card and lines of a report, all as its edition may show them."""

    #: As :func:`sweval.record.figures.form` gives it.
    record: RecordForm
    card: Card
    #: For the terminal.
    lines: tuple[str, ...]

    @property
    def edition(self) -> Edition:
        """The edition of the record."""
        return self.record["edition"]  # type: ignore[no-any-return]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bundle: distinguishes two evaluations without anything that the edition withholds."""
        text = json.dumps(self._data, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def __repr__(self) -> str:
        shown, figures = self.card, len(self.record["figures"])
        return (
            f"{shown.name}{shown.stage}（{shown.status}）　{shown.total}　{shown.grade}　"
            f"{about(self.edition).name}，{figures}个数字"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/plain": repr(self), MIME: self._data}

    @cached_property
    def _data(self) -> RecordForm:
        return {**pack(self.record), "card": asdict(self.card), "lines": list(self.lines)}


def stated(evaluation: Evaluation) -> Stated:
    """The record, card and lines of an evaluation, in the edition of its view."""
    return Stated(evaluation.record_form(), card(evaluation), tuple(_lines(evaluation)))


def from_data(data: Mapping[str, Any]) -> Stated:
    """The bundle from a cell's output. Raises ``ValueError`` if it is broken or of another version."""
    try:
        return Stated(unpack(data), _cards().validate_python(data["card"]), tuple(map(str, data["lines"])))
    except (KeyError, TypeError):
        raise ValueError("a record without its card") from None


@cache
def _cards() -> TypeAdapter[Card]:
    return TypeAdapter(Card)


def card(evaluation: Evaluation) -> Card:
    """Name, result and components; conditions, time limits and the order only where the edition shows them."""
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
            CardScore(
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
    for deadline in evaluation.schedule.deadlines:
        if deadline.due and deadline.limit.bound == "at_most" and deadline.state in ("due", "overdue"):
            yield f"{deadline.limit.name}不晚于{chinese_day(deadline.due)}（{STEP_STATES[deadline.state]}）"
            return


def _lines(evaluation: Evaluation) -> Iterator[str]:
    f = evaluation.figures
    names = "、".join(gap.name for gap in gaps(evaluation)) or "无"
    profile = evaluation.station.profile
    yield f"{profile.name}（{status(evaluation.station)}）　{f['score.total'].text}　{f['score.grade'].value}"
    if evaluation.verdicts:
        states = f"存在{f['veto.triggered'].text}，经核查未发现{f['veto.clear'].text}，不作认定{f['veto.not_assessed'].text}"
        yield f"  定为{evaluation.scheme.failing.name}的情形：{states}"
    yield f"  未提供：{names}"
    if evaluation.shows("coverage_counts") and evaluation.coverage and evaluation.coverage.as_ranges:
        yield (
            "  项目没有核对密钥，各类人群的人数只列所在的区间。要列出人数，请先运行 sweval key，"
            "删去这份报告的目录再生成（已经送出的不要重做）"
        )
    station = evaluation.station
    counted = station.coverage or station.satisfaction
    if (
        evaluation.shows("coverage_counts")
        and station.assessment.stage == "final"
        and counted
        and not station.earlier
    ):
        yield "  末期评估没有写明上次评估（station.yaml 的 assessment.earlier），中期隐去的数，这次不一定隐去"
