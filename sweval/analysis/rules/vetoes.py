"""Vetoes: the conditions that make the grade 不合格, each triggered, clear or not assessed.

A veto is ``clear`` only by complete data or a declaration with evidence, never by missing data. A count that has
reached its threshold triggers even where data are incomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Final, Literal

from sweval.analysis.scores.results import Scoring
from sweval.domain.disclosure.editions import WORKING
from sweval.domain.disclosure.policy import measure_editions
from sweval.domain.scheme.scheme import Measure, Scheme, VetoRule
from sweval.domain.station.rows import Declaration
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between, name_months
from sweval.domain.values.parties import PARTIES
from sweval.domain.values.rounding import divide, percent, round_to
from sweval.domain.values.row import Cell
from sweval.domain.values.wording import without_stop
from sweval.record.figures import Figure

State = Literal["triggered", "clear", "not_assessed"]
STATES: Final[dict[State, str]] = {
    "triggered": "存在",
    "clear": "经核查未发现",
    "not_assessed": "未提供资料，不作认定",
}


@dataclass(frozen=True)
class Measured:
    """The computed value of a veto; ``gap``: missing data that could change the state, if any."""

    value: Decimal | None
    shown: str = ""
    gap: str = ""
    cells: tuple[Cell, ...] = ()
    steps: str = ""
    inputs: tuple[str, ...] = ()
    #: Whether it shows the scores of single experts.
    by_expert: bool = False


@dataclass(frozen=True)
class Verdict:
    """The state of a veto, with its reason.

    ``conflict``: a remark for the working papers where the declared and the computed state differ.
    """

    rule: VetoRule
    state: State
    reason: str
    measured: Measured | None = None
    declaration: Declaration | None = None
    conflict: str = ""

    @property
    def state_name(self) -> str:
        """The state as reports print it."""
        return STATES[self.state]


def judge(station: Station, scheme: Scheme, scored: Scoring) -> tuple[Verdict, ...]:
    """Judge every veto of the scheme. Source: scheme ``vetoes`` (石碁镇报告 一（五）（一）至（八）)."""
    return _judge(scheme.vetoes, station, scored)


def judge_entry(station: Station, scheme: Scheme, scored: Scoring) -> tuple[Verdict, ...]:
    """Judge every entry condition (不予评估), each by a declaration with evidence."""
    rules = (
        VetoRule(id=entry.id, name=entry.name, kind="declared", material=entry.material, source=entry.source)
        for entry in scheme.entry
    )
    return _judge(rules, station, scored)


def _judge(rules: Iterable[VetoRule], station: Station, scored: Scoring) -> tuple[Verdict, ...]:
    declared = {row.veto: row for row in station.declarations}
    return tuple(_verdict(rule, station, scored, declared.get(rule.id)) for rule in rules)


def triggered(verdicts: tuple[Verdict, ...]) -> bool:
    """Whether any veto is triggered."""
    return any(verdict.state == "triggered" for verdict in verdicts)


def _verdict(rule: VetoRule, station: Station, scored: Scoring, declaration: Declaration | None) -> Verdict:
    threshold = rule.thresholds.get(station.assessment.stage)
    measured = MEASURES[rule.measure](station, threshold) if rule.measure else None
    if rule.node:
        measured = _node_result(rule, rule.node, scored)
    computed, reason = _compare(rule, measured, threshold) if measured else (None, "")
    stated = declaration.state if declaration else "not_assessed"
    state = _stronger(computed, stated)
    conflict = ""
    if declaration and computed and stated not in ("not_assessed", computed):
        conflict = f"{PARTIES[declaration.author or 'evaluator']}认定为“{STATES[stated]}”，与计算结果不一致"
    if declaration and state == stated and state not in (computed, "not_assessed"):
        reason = f"据佐证材料认定：{without_stop(declaration.evidence)}"
    return Verdict(rule, state, reason, measured, declaration, conflict)


def _stronger(computed: State | None, stated: State) -> State:
    """The combined state: triggered before clear, and clear before not assessed."""
    found = (computed, stated)
    return "triggered" if "triggered" in found else "clear" if "clear" in found else "not_assessed"


def _compare(rule: VetoRule, measured: Measured, threshold: Decimal | None) -> tuple[State | None, str]:
    value = measured.value
    if value is None:
        return None, measured.gap
    below = threshold is not None and value < threshold
    match rule.kind:
        case "ratio_below":
            hit, limit = below, f"界限{percent(threshold or 0, 1, 0)}"
        case "node_below":
            hit, limit = below, f"界限{threshold}分"
        case "overdue":
            hit, limit = value > 0, "应为0项"
        case "node_level":
            hit, limit = value > 0, f"所列为{'、'.join(rule.levels)}"
        case _:
            hit, limit = threshold is not None and value >= threshold, f"界限{threshold}{rule.unit}"
    # A share of part of the year may still rise or fall.
    if rule.kind == "ratio_below" and measured.gap:
        return None, f"已提供期间为{measured.shown}（{limit}），{measured.gap}"
    if hit:
        return "triggered", f"{measured.shown}（{limit}）"
    if measured.gap:
        return None, f"已提供部分为{measured.shown}（{limit}），{measured.gap}"
    return "clear", f"{measured.shown}（{limit}）"


# --- measures ---------------------------------------------------------------------------------------


def _shortage(required: str, filled: str, station: Station, threshold: Decimal | None) -> Measured:
    """Person-times (人次) short: the sum over months of posts required and not filled."""
    # A month after the cut-off day belongs to the next assessment; the final one is the last.
    final = station.assessment.stage == "final"
    expected = months_between(station.contract.start, station.assessment.cut_off)
    months = months_between(station.contract.start, station.contract.end) if final else expected
    cells = [station.at("contract.start"), station.at("assessment.cut_off")]
    gaps: dict[str, int] = {}
    for row in station.headcount:
        needed, present = getattr(row, required), getattr(row, filled)
        if needed is None or present is None or row.month not in months:
            continue
        gaps[row.month] = max(0, needed - present)
        cells += [row.cell(required), row.cell(filled)]
    short = sum(gaps.values())
    if not gaps:
        return Measured(None, gap="未提供各月应配与实配人数")
    absent = [month for month in expected if month not in gaps]
    gap = f"缺{name_months(absent)}的人数" if absent else ""
    steps = "＋".join(f"{gap}（{month}）" for month, gap in gaps.items())
    return Measured(Decimal(short), f"累计缺少{short}人次", gap, tuple(cells), steps)


def _personnel_share(station: Station, threshold: Decimal | None) -> Measured:
    """Personnel spending over all spending of the annual service period, 0 to 1.

    The rule doesn't state its denominator; all spending of the period is assumed. The data are complete only where
    the rows cover the contract from its first to its last day.
    """
    rows = station.finance
    spent = sum((row.spent for row in rows), Decimal(0))
    if not spent:
        return Measured(None, gap="未提供经费支出明细")
    personnel = sum((row.spent for row in rows if row.personnel), Decimal(0))
    share = divide(personnel, spent)
    # Both kinds must cover the year: salaries of a year with other costs of a month would overstate the share.
    complete = all(
        _cover(station, [(row.period_start, row.period_end) for row in rows if row.personnel is kind])
        for kind in (True, False)
    )
    columns = ("spent", "personnel", "period_start", "period_end")
    cells = (
        *(row.cell(column) for row in rows for column in columns),
        *(station.at(f"contract.{end}") for end in ("start", "end")),
    )
    gap = "" if complete else "未覆盖整个年度服务期"
    shown = f"人员费用占{_share_beside(share, threshold)}"
    steps = f"{personnel:f}÷{spent:f}"
    return Measured(share, shown, gap, cells, steps)


def _share_beside(share: Decimal, threshold: Decimal | None) -> str:
    """A share in per cent with two decimals; with more where rounding would move it across the threshold."""
    places = 2
    while threshold is not None and (round_to(share * 100, places) < threshold * 100) != (share < threshold):
        places += 1
    return f"{round_to(share * 100, places)}%"


def _cover(station: Station, periods: list[tuple[date, date]]) -> bool:
    """Whether the periods cover every day of the contract."""
    reached = station.contract.start - timedelta(days=1)
    for start, end in sorted(periods):
        if start > reached + timedelta(days=1):
            return False
        reached = max(reached, end)
    return reached >= station.contract.end


def _overdue_rectification(station: Station, threshold: Decimal | None) -> Measured:
    """The number of rectifications overdue at ``as_of``, done late, or judged improper."""
    rows = station.rectification
    if not rows:
        return Measured(None, gap="未提供整改资料")
    failed = [
        row for row in rows if row.proper is False or min(row.done or station.as_of, station.as_of) > row.due
    ]
    # An open measure may still become late, and a completed one may still be judged improper.
    unjudged = [row for row in rows if row not in failed and row.proper is None]
    gap = f"{len(unjudged)}项整改尚未完成或尚未认定是否到位" if unjudged else ""
    cells = tuple(row.cell(column) for row in rows for column in ("due", "done", "proper"))
    shown = f"{len(failed)}项整改不及时或不到位"
    return Measured(Decimal(len(failed)), shown, gap, cells, inputs=("schedule.as_of",))


def _node_result(rule: VetoRule, id: str, scored: Scoring) -> Measured:
    """The score of a node, or the number of its votes that give one of the rule's levels."""
    node = scored.component(id)
    inputs = (f"score.{node.node.id}.converted",)
    if rule.kind == "node_below":
        shown = f"{node.node.name}{round_to(node.converted, 2)}分"
        return Measured(node.converted, shown, inputs=inputs)
    named = [level for area in node.areas for vote in area.votes if (level := vote.input.level)]
    hits = [level for level in named if level in rule.levels]
    shown = f"{node.node.name}为{'、'.join(dict.fromkeys(hits or named))}"
    by_expert = any(vote.rater for area in node.areas for vote in area.votes)
    return Measured(Decimal(len(hits)), shown, inputs=inputs, by_expert=by_expert)


MEASURES: Final[Mapping[Measure, Callable[[Station, Decimal | None], Measured]]] = {
    "staff_shortage": partial(_shortage, "required", "in_post"),
    "certified_shortfall": partial(_shortage, "certified_required", "certified"),
    "personnel_share": _personnel_share,
    "overdue_rectification": _overdue_rectification,
}


# --- figures ----------------------------------------------------------------------------------------


def figures(verdicts: tuple[Verdict, ...], group: str = "veto") -> Iterator[Figure]:
    """The state of each veto (or ``entry`` condition), its computed value, and the number in each state."""
    for verdict in verdicts:
        yield from _verdict_figures(verdict, group)
    every = tuple(f"{group}.{v.rule.id}" for v in verdicts)
    counted = partial(Figure, rule="scheme.vetoes" if group == "veto" else "scheme.entry", inputs=every)
    for state, name in STATES.items():
        count = sum(verdict.state == state for verdict in verdicts)
        yield counted(f"{group}.{state}", f"“{name}”的情形数", str(count), "种")


def _verdict_figures(verdict: Verdict, group: str) -> Iterator[Figure]:
    stem, name, measured = f"{group}.{verdict.rule.id}", verdict.rule.name, verdict.measured
    figure = partial(Figure, rule=f"scheme.{stem}")
    inputs: tuple[str, ...] = ()
    if measured and measured.value is not None:
        inputs = (f"{stem}.value",)
        yield figure(
            f"{stem}.value",
            f"{name}：计算结果",
            measured.shown,
            cells=measured.cells,
            inputs=measured.inputs,
            steps=measured.steps,
            editions=WORKING if measured.by_expert else measure_editions(verdict.rule.measure or ""),
        )
    declaration = verdict.declaration
    yield figure(
        stem,
        name,
        verdict.state_name,
        cells=(declaration.cell("state") if declaration else Cell("declarations.csv", 0, "state"),),
        inputs=inputs,
        # The reason of a computed veto shows its value.
        inner_steps=verdict.reason if inputs else "",
        steps="" if inputs else verdict.reason,
        missing=verdict.state == "not_assessed",
    )
