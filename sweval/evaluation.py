"""The evaluation: every analysis of one station by one scheme, once, and its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import localcontext
from typing import Final

from sweval.analysis import (
    claims,
    findings,
    grades,
    profile,
    progress,
    rate_audit,
    rulebook,
    satisfaction,
    schedule,
    score_figures,
    scoring,
    staffing,
    vetoes,
)
from sweval.analysis.scored import Scoring
from sweval.domain.editions import Edition
from sweval.domain.rounding import WIDE
from sweval.domain.rules import Rule
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.domain.workdays import IsWorkday
from sweval.latest import Latest
from sweval.record import Figures, as_json


@dataclass(frozen=True)
class Evaluation:
    """All results of one station, and every figure of them by id."""

    station: Station
    scheme: Scheme
    seed: int
    scoring: Scoring
    verdicts: tuple[vetoes.Verdict, ...]
    entry: tuple[vetoes.Verdict, ...]
    grade: grades.GradeResult
    progress: progress.Progress
    audits: tuple[rate_audit.RateAudit, ...]
    unlike: tuple[rate_audit.SameRate, ...]
    staffing: staffing.Staffing | None
    satisfaction: satisfaction.SatisfactionResult | None
    schedule: schedule.Schedule
    contradictions: tuple[findings.Contradiction, ...]
    claims: tuple[claims.ClaimCheck, ...]
    figures: Figures
    rules: Mapping[str, Rule]

    @property
    def triggered(self) -> tuple[vetoes.Verdict, ...]:
        """The vetoes that make the grade the failing one, or the conditions that exclude the station."""
        # Where a station is not evaluated at all, that is why, whatever else was found.
        excluding = tuple(verdict for verdict in self.entry if verdict.state == "triggered")
        return excluding or tuple(verdict for verdict in self.verdicts if verdict.state == "triggered")

    def record(self, edition: Edition) -> str:
        """The record as JSON text (``docs/record.md``), with the figures that ``edition`` may hold."""
        head = {
            "station": self.station.id,
            "name": self.station.profile.name,
            "nature": self.station.nature,
            "stage": self.station.assessment.stage,
            "scheme": self.scheme.id,
            "as_of": self.station.as_of.isoformat(),
            "seed": str(self.seed),
        }
        return as_json(head, self.figures, edition)


_LATEST: Final = Latest[Evaluation]()


def evaluate(station: Station, scheme: Scheme, is_workday: IsWorkday, *, seed: int = 1) -> Evaluation:
    """Evaluate a station: scores, vetoes, grade, progress, people, satisfaction, deadlines, checks.

    Pure and deterministic: the same data, scheme, calendar and seed give the same record. ``seed`` is kept
    in the record for analyses that draw at random.
    """

    def made() -> Evaluation:
        # A notebook may have set a coarser decimal context; no figure may depend on it.
        with localcontext(WIDE):
            return _evaluate(station, scheme, is_workday, seed)

    # A batch checks a station before its notebook runs, and both evaluate the same.
    return _LATEST.of(station, scheme, is_workday, seed, make=made)


def _evaluate(station: Station, scheme: Scheme, is_workday: IsWorkday, seed: int) -> Evaluation:
    advanced = progress.assess(station, scheme)
    scores = scoring.score(station, scheme, advanced.rates)
    verdicts = vetoes.judge(station, scheme, scores)
    entry = vetoes.judge_entry(station, scheme, scores)
    graded = grades.grade(
        scores.total, scheme, vetoed=vetoes.triggered(verdicts), not_evaluated=vetoes.triggered(entry)
    )
    audits = rate_audit.audit(advanced)
    unlike = rate_audit.printed_unlike(audits)
    staffed = staffing.assess(station)
    satisfied = satisfaction.assess(station, scheme)
    scheduled = schedule.assess(station, scheme, is_workday)
    contradicting = findings.contradictions(station)
    computed = [
        *rulebook.figures(scheme, station.assessment.stage),
        *profile.figures(station),
        *schedule.figures(scheduled, station),
        *progress.figures(advanced, station),
        *score_figures.figures(scores, station, scheme),
        *vetoes.figures(verdicts),
        *(vetoes.figures(entry, "entry") if entry else ()),
        *grades.figures(graded, scheme),
        *staffing.figures(staffed),
        *satisfaction.figures(satisfied, station),
        *rate_audit.figures(audits, unlike, advanced),
        *findings.figures(station, contradicting),
    ]
    # Claims compare against everything computed before them.
    checked = claims.check(station, {figure.id: figure for figure in computed})
    return Evaluation(
        station=station, scheme=scheme, seed=seed, scoring=scores, verdicts=verdicts, entry=entry, grade=graded,
        progress=advanced, audits=audits, unlike=unlike, staffing=staffed, satisfaction=satisfied,
        schedule=scheduled, contradictions=contradicting, claims=checked,
        figures=Figures([*computed, *claims.figures(checked)]), rules=rulebook.rulebook(scheme),
    )  # fmt: skip
