"""Comparison of two assessments of a station (两次评估的比较): marks by component, indicators, and follow-up of concerns.

A concern counts as resolved only where a rectification that answers it was judged proper, not where it merely isn't
raised again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from sweval.analysis.scores.results import NodeScore
from sweval.analysis.services.progress import IndicatorProgress
from sweval.domain.station.rows import Finding, Rectification
from sweval.evaluation import Evaluation

Place = tuple[str, str | None, str]
Outcome = Literal["resolved", "open", "not_raised", "new"]
OUTCOMES: Final[dict[Outcome, str]] = {
    "resolved": "已整改到位",
    "open": "仍须关注",
    "not_raised": "本次未再提出",
    "new": "本次新提出",
}


@dataclass(frozen=True)
class ComponentChange:
    """A component of both assessments, scored on the same full mark."""

    then: NodeScore
    now: NodeScore

    @property
    def by(self) -> Decimal:
        """The change in marks."""
        return self.now.converted - self.then.converted


@dataclass(frozen=True)
class IndicatorChange:
    """An indicator of both assessments, with its completion then and now."""

    then: IndicatorProgress
    now: IndicatorProgress


@dataclass(frozen=True)
class ConcernFollowUp:
    """A concern, its outcome, and the rectification that answers it, if any."""

    outcome: Outcome
    then: Finding | None
    now: Finding | None
    measure: Rectification | None

    @property
    def row(self) -> Finding:
        """The concern in its latest words."""
        found = self.now or self.then
        assert found is not None
        return found


@dataclass(frozen=True)
class Reassessment:
    """The comparison; ``components`` is empty where the two schemes have different components or full marks."""

    then: Evaluation
    now: Evaluation
    components: tuple[ComponentChange, ...]
    indicators: tuple[IndicatorChange, ...]
    concerns: tuple[ConcernFollowUp, ...]

    @property
    def by(self) -> Decimal:
        """The change of the total, in marks."""
        return self.now.scoring.total - self.then.scoring.total


def reassess(then: Evaluation, now: Evaluation) -> Reassessment:
    """Compare two assessments, the earlier first. Raises ``ValueError`` for two different stations."""
    if then.station.profile.name != now.station.profile.name:
        raise ValueError(f"{then.station.profile.name}和{now.station.profile.name}不是同一个社工站")
    return Reassessment(then, now, _components(then, now), _indicators(then, now), _concerns(then, now))


def _components(then: Evaluation, now: Evaluation) -> tuple[ComponentChange, ...]:
    before = {c.node.id: c for c in then.scoring.parts if c.role != "unscored"}
    after = {c.node.id: c for c in now.scoring.parts if c.role != "unscored"}
    same = before.keys() == after.keys() and all(
        before[id].node.full_mark == after[id].node.full_mark for id in before
    )
    return tuple(ComponentChange(before[id], after[id]) for id in after) if same else ()


def _indicators(then: Evaluation, now: Evaluation) -> tuple[IndicatorChange, ...]:
    before = {row.id: row for row in then.progress.indicators}
    return tuple(IndicatorChange(before[row.id], row) for row in now.progress.indicators if row.id in before)


def _concerns(then: Evaluation, now: Evaluation) -> tuple[ConcernFollowUp, ...]:
    before, after = then.station.concerns, now.station.concerns
    measures = {row.concern: row for row in now.station.rectification if row.concern}
    old, new = _by_place(before), _by_place(after)
    found = []
    for place, rows in old.items():
        answers = [measures[row.id] for row in rows if row.id in measures]
        proper = [row for row in answers if row.proper is True and row.done is not None]
        again = new.get(place)
        outcome: Outcome = "open" if again else "resolved" if proper else "not_raised"
        measure = next(iter(proper or answers), None)
        found.append(ConcernFollowUp(outcome, rows[0], again[0] if again else None, measure))
    found += [ConcernFollowUp("new", None, rows[0], None) for place, rows in new.items() if place not in old]
    return tuple(sorted(found, key=lambda concern: list(OUTCOMES).index(concern.outcome)))


def _by_place(rows: Sequence[Finding]) -> dict[Place, list[Finding]]:
    """Concerns by section, area and theme; those on the same theme in an area are followed up together."""
    found: dict[Place, list[Finding]] = {}
    for row in rows:
        found.setdefault((row.section, row.area, row.theme), []).append(row)
    return found
