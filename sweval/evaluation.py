"""The evaluation of a station by a scheme: all analyses, their figures, and the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import localcontext
from functools import cached_property

from sweval.analysis.panel import experts as panel
from sweval.analysis.panel import figures as panel_figures
from sweval.analysis.people import coverage, money, shortage, staffing, workforce
from sweval.analysis.procedure import measures, profile, schedule
from sweval.analysis.robustness import resampling
from sweval.analysis.robustness import variants as robustness
from sweval.analysis.rules import rulebook, vetoes
from sweval.analysis.scores import figures as score_figures
from sweval.analysis.scores import grades, scoring, self_evaluation
from sweval.analysis.scores.results import Scoring
from sweval.analysis.services import forecast, progress, rate_audit
from sweval.analysis.survey import satisfaction, subgroups, weighting
from sweval.analysis.text import claims, findings, proofing, similarity
from sweval.domain.disclosure.editions import Edition, is_handed_over, is_one_of, refuse_unknown
from sweval.domain.disclosure.policy import may_print_column, printable, prints_table, shows
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.dates import IsWorkday
from sweval.domain.values.garbage import rare_collection
from sweval.domain.values.rounding import WIDE
from sweval.domain.values.row import Cell, Cells, Row
from sweval.record.figures import Figure, Figures, Rule
from sweval.record.serialization import RecordForm, as_json, form


@dataclass(frozen=True)
class Diagnosis:
    """Analyses of the panel, the robustness and the texts, which change no result."""

    #: ``None`` where scores were agreed.
    panel: panel.Panel | None
    robustness: robustness.Robustness
    other_panels: resampling.OtherPanels | None
    #: Concerns that areas have in common.
    recurring: tuple[similarity.Recurring, ...]
    #: What the evaluator should look at in the text before the report goes out.
    remarks: tuple[proofing.Remark, ...]


@dataclass(frozen=True)
class ScoredStation:
    """The result of a station and what it is based on, enough for a table of many stations."""

    station: Station
    scheme: Scheme
    scoring: Scoring
    verdicts: tuple[vetoes.Verdict, ...]
    entry: tuple[vetoes.Verdict, ...]
    grade: grades.GradeResult
    progress: progress.Progress
    staffing: staffing.Staffing | None
    satisfaction: satisfaction.SatisfactionResult | None
    schedule: schedule.Schedule
    contradictions: tuple[findings.Contradiction, ...]
    figures: Figures
    #: The edition that this view is for.
    edition: Edition = field(default="working", kw_only=True)

    def shows(self, passage: str) -> bool:
        """Whether the edition shows a part of the report or a passage, by its name in the policy."""
        return shows(self.edition, passage)

    @property
    def triggered(self) -> tuple[vetoes.Verdict, ...]:
        """The conditions that exclude the station; without any, the vetoes that make the grade the failing one."""
        excluding = tuple(verdict for verdict in self.entry if verdict.state == "triggered")
        return excluding or tuple(verdict for verdict in self.verdicts if verdict.state == "triggered")


@dataclass(frozen=True)
class Evaluation(ScoredStation):
    """All results of a station, and their figures."""

    seed: int
    #: ``None`` without ``diagnose``.
    diagnosis: Diagnosis | None
    forecasts: tuple[forecast.Forecast, ...]
    audits: tuple[rate_audit.RateAudit, ...]
    unlike: tuple[rate_audit.SameRate, ...]
    workforce: workforce.Workforce | None
    shortages: tuple[shortage.Shortage, ...]
    money: money.Money | None
    coverage: coverage.CoverageResult | None
    breakdowns: tuple[subgroups.Breakdown, ...]
    weighted: weighting.Weighted | weighting.Gap | None
    self_evaluation: self_evaluation.SelfEvaluation
    chain: tuple[schedule.Link, ...]
    rectification: tuple[measures.Measure, ...]
    claims: tuple[claims.ClaimCheck, ...]
    rules: Mapping[str, Rule]

    def seen_by(self, edition: Edition) -> Evaluation:
        """The view of an edition: the figures, steps, rows and sources that it may show.

        All output comes from such a view. Raises ``Refused`` for an unknown edition, ``ValueError`` on a view of
        another edition.
        """
        if self.edition == edition:
            return self
        refuse_unknown(edition)
        if cached := next((view for view in self._views if view.edition == edition), None):
            return cached
        if is_handed_over(self.edition):
            raise ValueError("已是另一种稿的内容，不能再改成别的稿，请从 sweval.evaluate 重新得出")
        view = replace(self, edition=edition)
        diagnosis = view.diagnosis
        if diagnosis and not view.shows("panel"):
            diagnosis = replace(diagnosis, panel=None, other_panels=None, remarks=())
        figures = self.figures.seen_by(edition, view._prints)
        self._views.append(replace(view, diagnosis=diagnosis, figures=figures))
        return self._views[-1]

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table that the edition may show."""
        return self._rows[table]

    def shows_table(self, table: str) -> bool:
        """Whether the edition may show any rows of a table."""
        return prints_table(table, self.edition)

    def shows_column(self, table: str, column: str) -> bool:
        """Whether the edition may show a column of a table."""
        return may_print_column(table, column, self.edition)

    @cached_property
    def _views(self) -> list[Evaluation]:
        return []

    @cached_property
    def _rows(self) -> dict[str, tuple[Row, ...]]:
        found = {table: printable(self.station.rows(table), self.edition) for table in TABLES}
        # A row of a claim discloses its figure.
        shown = {id for id, figure in self.figures.items() if is_one_of(self.edition, figure.editions)}
        found["claims"] = tuple(r for r in found["claims"] if f"check.claim.{getattr(r, 'id', '')}" in shown)
        return found

    @cached_property
    def _lines(self) -> dict[str, set[int]]:
        return {f"{table}.csv": {row.row for row in rows} for table, rows in self._rows.items()}

    def _prints(self, cell: Cell) -> bool:
        """Whether the edition may show the row of a cell; cells of ``station.yaml`` always."""
        return cell.file not in self._lines or cell.row in self._lines[cell.file]

    def record(self, edition: Edition) -> str:
        """The record of an edition as JSON text (``docs/record.md``)."""
        return as_json(self.seen_by(edition).record_form())

    def record_form(self) -> RecordForm:
        """The record of this view as plain data."""
        head = {
            "station": self.station.id,
            "name": self.station.profile.name,
            "nature": self.station.nature,
            "stage": self.station.assessment.stage,
            "scheme": self.scheme.id,
            "as_of": self.station.as_of.isoformat(),
            "seed": str(self.seed),
        }
        return form(head, self.figures, self.edition)


@contextmanager
def _own_context() -> Iterator[None]:
    """Use our own decimal context, since a notebook may have set a coarser one, and collect garbage rarely."""
    with rare_collection(), localcontext(WIDE):
        yield


@_own_context()
def outcome(station: Station, scheme: Scheme, is_workday: IsWorkday) -> ScoredStation:
    """The result of a station, without the analyses it doesn't depend on, in a third of the time of :func:`evaluate`."""
    advanced = progress.assess(station, scheme)
    scores = scoring.score(station, scheme, advanced.rates)
    verdicts = vetoes.judge(station, scheme, scores)
    entry = vetoes.judge_entry(station, scheme, scores)
    graded = grades.grade(
        scores.total, scheme, vetoed=vetoes.triggered(verdicts), not_evaluated=vetoes.triggered(entry)
    )
    scheduled = schedule.assess(station, scheme, is_workday)
    figures = [
        *rulebook.figures(scheme, station.assessment.stage),
        *profile.figures(station),
        *schedule.figures(scheduled, station),
        *progress.figures(advanced, station),
        *score_figures.figures(scores, station, scheme),
        *vetoes.figures(verdicts),
        *(vetoes.figures(entry, "entry") if entry else ()),
        *grades.figures(graded, scheme),
    ]
    return ScoredStation(
        station=station,
        scheme=scheme,
        scoring=scores,
        verdicts=verdicts,
        entry=entry,
        grade=graded,
        progress=advanced,
        staffing=staffing.assess(station),
        satisfaction=satisfaction.assess(station, scheme),
        schedule=scheduled,
        contradictions=findings.contradictions(station),
        figures=Figures(figures),
    )


@_own_context()
def evaluate(
    station: Station, scheme: Scheme, is_workday: IsWorkday, *, seed: int = 1, diagnose: bool = True
) -> Evaluation:
    """Evaluate a station: scores, vetoes, grade, progress, people, satisfaction, deadlines, checks.

    Pure and deterministic: the same data, scheme, calendar and ``seed`` (of all random draws) give the same record.
    ``diagnose`` takes most of the time.
    """
    result = outcome(station, scheme, is_workday)
    scores, advanced, satisfied = result.scoring, result.progress, result.satisfaction
    forecasts = forecast.assess(advanced, station)
    audits = rate_audit.audit(advanced)
    unlike = rate_audit.printed_differently(audits)
    rostered, short, spent = workforce.assess(station), shortage.assess(station), money.assess(station)
    covered = coverage.assess(station, scheme)
    compared = self_evaluation.assess(station, scores)
    answer_cells = Cells()
    broken_down, weighted = subgroups.assess(station, satisfied), weighting.assess(station, satisfied)
    links, rectified = schedule.chain(station, result.schedule), measures.assess(station)
    plain = [
        *result.figures.values(),
        *schedule.chain_figures(links, station),
        *measures.figures(rectified),
        *forecast.figures(forecasts),
        *staffing.figures(result.staffing),
        *workforce.figures(rostered, station),
        *shortage.figures(short),
        *money.figures(spent, station),
        *coverage.figures(covered, station),
        *satisfaction.figures(satisfied, station, answer_cells),
        *subgroups.figures(broken_down, station, answer_cells),
        *weighting.figures(weighted, broken_down, station, answer_cells),
        *self_evaluation.figures(compared, station, scheme),
        *rate_audit.figures(audits, unlike, advanced),
        *findings.figures(station, result.contradictions),
    ]
    diagnosis, diagnosed = None, list[Figure]()
    if diagnose:
        known = {figure.id: figure for figure in plain}
        diagnosis = _diagnose(result, known, seed)
        diagnosed = list(_diagnosis_figures(diagnosis, result, known))
    computed = [*plain, *diagnosed]
    # Claims are compared with the figures computed before.
    known = {figure.id: figure for figure in computed}
    checked = claims.check(station, known)
    return Evaluation(
        station=station,
        scheme=scheme,
        scoring=scores,
        verdicts=result.verdicts,
        entry=result.entry,
        grade=result.grade,
        progress=advanced,
        staffing=result.staffing,
        satisfaction=satisfied,
        schedule=result.schedule,
        contradictions=result.contradictions,
        figures=Figures([*computed, *claims.figures(checked, known)]),
        seed=seed,
        diagnosis=diagnosis,
        forecasts=forecasts,
        audits=audits,
        unlike=unlike,
        workforce=rostered,
        shortages=short,
        money=spent,
        coverage=covered,
        breakdowns=broken_down,
        weighted=weighted,
        self_evaluation=compared,
        chain=links,
        rectification=rectified,
        claims=checked,
        rules=rulebook.rulebook(scheme),
    )


def _diagnose(result: ScoredStation, known: Mapping[str, Figure], seed: int) -> Diagnosis:
    station, scheme, scores = result.station, result.scheme, result.scoring
    compared = panel.assess(station, scheme, scores, result.progress.rates)
    similar, notes = similarity.similar_findings(station), similarity.similar_notes(station)
    return Diagnosis(
        panel=compared,
        robustness=robustness.assess(station, scheme, scores, seed=seed),
        other_panels=resampling.assess(compared, scheme, scores, seed=seed),
        recurring=similarity.recurring(station, similar),
        remarks=proofing.proof(station, known, result.contradictions, similar, notes),
    )


def _diagnosis_figures(
    diagnosis: Diagnosis, result: ScoredStation, known: Mapping[str, Figure]
) -> Iterator[Figure]:
    station = result.station
    yield from panel_figures.figures(diagnosis.panel, station)
    yield from robustness.figures(diagnosis.robustness, result.scoring, station, result.grade.by_total)
    yield from resampling.figures(diagnosis.other_panels)
    yield from findings.recurring_figures(diagnosis.recurring, station)
    yield from proofing.figures(diagnosis.remarks, station, known)
