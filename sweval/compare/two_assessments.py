"""Two assessments of one station (两次评估的比较): the total by component, indicators, and what became of each concern.

That a concern isn't raised again doesn't say that it is mended: only a rectification that answers it and was judged
proper does.
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
Fate = Literal["mended", "open", "not_raised", "new"]
FATES: Final[dict[Fate, str]] = {
    "mended": "已整改到位",
    "open": "仍须关注",
    "not_raised": "本次未再提出",
    "new": "本次新提出",
}


@dataclass(frozen=True)
class Moved:
    """A component both assessments scored: its marks then and now; ``now`` and ``then`` are on one full mark."""

    then: NodeScore
    now: NodeScore

    @property
    def by(self) -> Decimal:
        """How many marks more (below 0: fewer)."""
        return self.now.converted - self.then.converted


@dataclass(frozen=True)
class Volume:
    """An indicator of both: its completion then and now; ``None`` where it can't be told."""

    then: IndicatorProgress
    now: IndicatorProgress


@dataclass(frozen=True)
class Followed:
    """A concern and what became of it, with the measure that answers it where one does."""

    fate: Fate
    then: Finding | None
    now: Finding | None
    measure: Rectification | None

    @property
    def row(self) -> Finding:
        """The concern, as it was last put."""
        found = self.now or self.then
        assert found is not None
        return found


@dataclass(frozen=True)
class Reassessment:
    """All of it. ``moved`` is empty where the two schemes score different things, or on other full marks."""

    then: Evaluation
    now: Evaluation
    moved: tuple[Moved, ...]
    volumes: tuple[Volume, ...]
    followed: tuple[Followed, ...]

    @property
    def by(self) -> Decimal:
        """How many marks the total moved."""
        return self.now.scoring.total - self.then.scoring.total


def reassess(then: Evaluation, now: Evaluation) -> Reassessment:
    """Set two assessments side by side, the earlier first. Raises ``ValueError`` for two different stations."""
    if then.station.profile.name != now.station.profile.name:
        raise ValueError(f"{then.station.profile.name}和{now.station.profile.name}不是同一个社工站")
    return Reassessment(then, now, _moved(then, now), _volumes(then, now), _followed(then, now))


def _moved(then: Evaluation, now: Evaluation) -> tuple[Moved, ...]:
    before = {c.node.id: c for c in then.scoring.parts if c.role != "unscored"}
    after = {c.node.id: c for c in now.scoring.parts if c.role != "unscored"}
    same = before.keys() == after.keys() and all(
        before[id].node.full_mark == after[id].node.full_mark for id in before
    )
    return tuple(Moved(before[id], after[id]) for id in after) if same else ()


def _volumes(then: Evaluation, now: Evaluation) -> tuple[Volume, ...]:
    before = {one.id: one for one in then.progress.indicators}
    return tuple(Volume(before[one.id], one) for one in now.progress.indicators if one.id in before)


def _followed(then: Evaluation, now: Evaluation) -> tuple[Followed, ...]:
    before, after = then.station.concerns, now.station.concerns
    measures = {row.concern: row for row in now.station.rectification if row.concern}
    old, new = _by_place(before), _by_place(after)
    found = []
    for place, rows in old.items():
        answers = [measures[row.id] for row in rows if row.id in measures]
        mended = [row for row in answers if row.proper is True and row.done is not None]
        again = new.get(place)
        fate: Fate = "open" if again else "mended" if mended else "not_raised"
        found.append(
            Followed(fate, rows[0], again[0] if again else None, next(iter(mended or answers), None))
        )
    found += [Followed("new", None, rows[0], None) for place, rows in new.items() if place not in old]
    return tuple(sorted(found, key=lambda one: list(FATES).index(one.fate)))


def _by_place(rows: Sequence[Finding]) -> dict[Place, list[Finding]]:
    """Concerns by section, area and theme: several of one theme in one area are followed as one."""
    found: dict[Place, list[Finding]] = {}
    for row in rows:
        found.setdefault((row.section, row.area, row.theme), []).append(row)
    return found
