"""Builders: the published case with one part changed, so that a test shows only what it is about.

Each takes a station (or scheme) and gives another; none changes what it was given. Numbers are written as
text, as they stand in a file. Row numbers are made up and count from 2, the line after a table's head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any, Protocol

from sweval.analysis.rules.vetoes import Verdict
from sweval.domain.scheme.scheme import Scheme, Stage
from sweval.domain.station.people_rows import Headcount, Satisfaction, StaffTotal
from sweval.domain.station.rows import (
    Claim,
    Declaration,
    Expert,
    Finance,
    Finding,
    Indicator,
    ProcessStep,
    Rectification,
    Score,
)
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.dates import months_between
from sweval.domain.values.row import Row
from sweval.evaluation import Evaluation


class Evaluate(Protocol):
    """The fixture ``evaluate``: by the rules of Guangzhou, or by others."""

    def __call__(self, station: Station, rules: Scheme = ...) -> Evaluation: ...


def day(text: str) -> date:
    """A day from ``2024-02-28``."""
    return date.fromisoformat(text)


# --- scores -----------------------------------------------------------------------------------------


def scored(node: str, score: str | Decimal, *, area: str | None = None, expert: str | None = None) -> Score:
    """One raw score."""
    return Score(row=2, node=node, area=area, expert=expert, score=Decimal(score))


def with_scores(station: Station, *scores: Score) -> Station:
    """These scores in place of all scores of the components they name."""
    named = {row.node for row in scores}
    rows = [*(row for row in station.scores if row.node not in named), *scores]
    return replace(station, scores=numbered(rows))


def with_total(station: Station, scheme: Scheme, total: str | Decimal) -> Station:
    """Scores that add up to ``total``: full marks for the first components, what is left for the next."""
    left, scores = Decimal(total), []
    for leaf in scheme.leaves():
        mark = min(left, leaf.full_mark)
        left -= mark
        areas = [area.id for area in station.areas] if leaf.by == "area" else [None]
        scores += [scored(leaf.id, mark, area=area) for area in areas]
    assert not left, "more marks than the scheme has"
    return with_scores(station, *scores)


def with_experts(station: Station, *experts: str, recused: Sequence[str] = ()) -> Station:
    """A panel of these experts, some of them recused."""
    rows = [Expert(row=2, id=id, recused=id in recused) for id in experts]
    return replace(station, experts=numbered(rows))


def with_quality(scheme: Scheme, **changes: Any) -> Scheme:
    """The scheme with 服务质量 combined in another way."""
    return with_components(scheme, quality=changes)


def with_components(scheme: Scheme, **changes: Mapping[str, Any]) -> Scheme:
    """The scheme with components of the third party changed, by id."""
    party, *others = scheme.tree
    children = tuple(replace(c, **changes.get(c.id, {})) for c in party.children)
    return replace(scheme, tree=(replace(party, children=children), *others))


def with_rounding(scheme: Scheme, **changes: Any) -> Scheme:
    """The scheme with another ``place``, ``places`` or ``mode`` of rounding."""
    return replace(scheme, rounding=replace(scheme.rounding, **changes))


# --- the stage, its days and its steps --------------------------------------------------------------


def at_stage(station: Station, stage: Stage) -> Station:
    """The same contract at another stage; the final evaluation counts to the contract's last day."""
    end = station.contract.end if stage == "final" else station.assessment.cut_off
    assessment = replace(station.assessment, stage=stage, onsite_start=end, onsite_end=end, cut_off=end)
    return replace(station, assessment=assessment, process=(), as_of=end)


def counted_to(station: Station, cut_off: str) -> Station:
    """Volumes counted up to another day."""
    return replace(station, assessment=replace(station.assessment, cut_off=day(cut_off)))


def with_process(station: Station, *, as_of: str = "", **steps: str | bool) -> Station:
    """Exactly these steps: a day, or ``True`` for done on a day not stated. ``as_of``: the last day in it."""
    rows = [
        ProcessStep(row=2, step=step, completed=done)  # type: ignore[arg-type]
        if isinstance(done, bool)
        else ProcessStep(row=2, step=step, done=day(done), completed=True)  # type: ignore[arg-type]
        for step, done in steps.items()
    ]
    changed = replace(station, process=numbered(rows))
    return replace(changed, as_of=day(as_of) if as_of else changed.last_date())


# --- what the vetoes ask about ----------------------------------------------------------------------


def with_headcount(
    station: Station, short: Sequence[int | None], *, certified: bool = False, required: int = 15
) -> Station:
    """Posts short in each month from the contract's first; ``None`` leaves a month out.

    All posts, or those of certified social workers; the other count is then not given.
    """
    start, cut_off = station.contract.start, station.assessment.cut_off
    rows = []
    for month, missing in zip(months_between(start, cut_off), short, strict=True):
        if missing is None:
            continue
        if certified:
            rows.append(
                Headcount(
                    row=2,
                    month=month,
                    required=required,
                    in_post=required,
                    certified_required=required,
                    certified=required - missing,
                )
            )
        else:
            rows.append(Headcount(row=2, month=month, required=required, in_post=required - missing))
    return replace(station, headcount=numbered(rows))


def with_finance(station: Station, *, personnel: str, other: str, until: str = "") -> Station:
    """Spending on staff and on all else, from the contract's first day to its last, or ``until`` a day."""
    start, end = station.contract.start, day(until) if until else station.contract.end
    rows = [
        Finance(row=2, item=item, spent=Decimal(spent), period_start=start, period_end=end, personnel=staff)
        for item, spent, staff in (("人员费用", personnel, True), ("其他费用", other, False))
    ]
    return replace(station, finance=numbered(rows))


def with_rectification(station: Station, *rows: tuple[str, str, bool | None]) -> Station:
    """Rectifications ordered: due day, day done (empty: not yet), and whether done properly."""
    found = [
        Rectification(
            row=2, id=f"r{n}", item="整改事项", due=day(due), done=day(done) if done else None, proper=proper
        )
        for n, (due, done, proper) in enumerate(rows, start=1)
    ]
    return replace(station, rectification=numbered(found))


def with_declarations(station: Station, **states: str) -> Station:
    """Verdicts declared with evidence, by veto."""
    rows = [
        Declaration(row=2, veto=veto, state=state, evidence="核查记录", author="bureau")  # type: ignore[arg-type]
        for veto, state in states.items()
    ]
    return replace(station, declarations=numbered(rows))


def verdict_on(evaluation: Evaluation, veto: str) -> Verdict:
    """The verdict on one veto."""
    (verdict,) = (verdict for verdict in evaluation.verdicts if verdict.rule.id == veto)
    return verdict


# --- volumes, people and words ----------------------------------------------------------------------


def with_indicator(
    station: Station, *, done: str | None = None, agreed: str | None = None, printed: str | None = None
) -> Station:
    """One indicator only, called ``visits``."""
    row = Indicator(
        row=2,
        id="visits",
        name="家访",
        unit="人次",
        reported_rate=printed,
        done=None if done is None else Decimal(done),
        agreed=None if agreed is None else Decimal(agreed),
    )
    return replace(station, indicators=(row,))


def with_satisfaction(
    station: Station, top: int, lower: int = 0, *, population: int | None = 1367, asked: int | None = None
) -> Station:
    """Answers above 95 % and from 85 to 95 %, out of so many service users."""
    rows = [
        Satisfaction(row=2, band_low=Decimal(95), band_high=Decimal(100), count=top),
        Satisfaction(row=2, band_low=Decimal(85), band_high=Decimal(95), count=lower),
    ]
    assessment = replace(station.assessment, population=population, asked=asked)
    return replace(station, satisfaction=numbered(rows), assessment=assessment)


def with_staff(station: Station, *rows: tuple[str, str, str | None, int]) -> Station:
    """People in post: month, group, qualification, count."""
    found = [
        StaffTotal(row=2, month=month, group=group, qualification=qualification, count=number)  # type: ignore[arg-type]
        for month, group, qualification, number in rows
    ]
    return replace(station, staff_totals=numbered(found))


def finding(id: str, kind: str, theme: str, *, section: str = "quality", area: str | None = None) -> Finding:
    """A strength or concern on a theme; its words don't matter."""
    return Finding(
        row=2,
        id=id,
        section=section,
        area=area,
        dimension="服务执行",
        kind=kind,  # type: ignore[arg-type]
        theme=theme,
        text="略",
        author="evaluator",
    )


def with_findings(station: Station, *findings: Finding) -> Station:
    """Exactly these findings."""
    return replace(station, findings=numbered(findings))


def with_claim(station: Station, **claim: Any) -> Station:
    """One claim only, of the station's own and called ``claim``, unless said otherwise."""
    row = Claim(row=2, **{"id": "claim", "about": "station", "name": "核对项", "place": "二（一）", **claim})
    return replace(station, claims=(row,))


def only_scored(station: Station) -> Station:
    """A station of which nothing but the profile and the scores was provided."""
    kept = {"scores", "absent", "own_text"}
    tables = [f.name for f in fields(station) if getattr(station, f.name) and f.name not in kept | {"areas"}]
    emptied = {name: () for name in tables if isinstance(getattr(station, name), tuple)}
    bare = replace(
        station.assessment, experts=None, staff=None, population=None, asked=None, signed=None, methods=()
    )
    operator = replace(station.organisations.operator, since=None)
    return replace(
        station,
        **emptied,
        assessment=bare,
        contract=replace(station.contract, amount=None),
        organisations=replace(station.organisations, operator=operator),
        absent=frozenset(emptied),
    )


def sparse(station: Station) -> Station:
    """A station whose every row but the scores says only what it must."""

    def bare(row: Row) -> Row:
        optional = (f for f in fields(row) if f.default is not MISSING and f.name not in (*row.key, "row"))
        return replace(row, **{f.name: f.default for f in optional})

    tables: dict[str, Any] = {
        name: tuple(map(bare, station.rows(name))) for name in TABLES if name != "scores"
    }
    assessment = replace(station.assessment, experts=None, staff=None, population=None, asked=None)
    return replace(station, **tables, assessment=assessment)


def undivided(station: Station, scheme: Scheme) -> tuple[Station, Scheme]:
    """A station without areas of which only scores were provided, and a scheme that scores all once for the whole station."""
    third_party, *others = scheme.tree
    whole = replace(third_party, children=tuple(replace(c, by="station") for c in third_party.children))
    bare = replace(with_scores(only_scored(station), scored("quality", "15")), areas=())
    return bare, replace(scheme, tree=(whole, *others))


def numbered(rows: Iterable[Any]) -> tuple[Any, ...]:
    """The rows with the lines they would stand on, from 2."""
    lines: Iterator[int] = count(2)
    return tuple(replace(row, row=next(lines)) for row in rows)
