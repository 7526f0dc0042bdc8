"""Progress (服务进度): completion of agreed volumes, compared with the agreement and with elapsed time.

Pace (序时进度) is the share of the contract's days passed at the cut-off day, both ends counted: 181 of 358 days,
50.56 %, in the published case. A missing agreed volume is reconstructed only where a single whole number gives the
printed rate, and is marked as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, Literal

from sweval.analysis.services.granularity import Granularity, check_rate, value_of
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import Indicator
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between, name_months
from sweval.domain.values.rounding import add_up, divide, percent, round_to
from sweval.record.figures import Figure, given, missing

PaceState = Literal["ahead", "on_pace", "behind", "out_of_line", "incomplete", "no_target", "missing"]
PACE_STATES: Final[dict[PaceState, str]] = {
    "ahead": "快于序时进度",
    "on_pace": "与序时进度持平",
    "behind": "落后于序时进度",
    "out_of_line": "完成率明显偏高",
    "incomplete": "缺部分月份，不判断",
    "no_target": "未计算完成率",
    "missing": "未提供",
}


@dataclass(frozen=True)
class Pace:
    """Elapsed contract time: ``elapsed`` of ``days`` days, the first day counted."""

    elapsed: int
    days: int

    @property
    def share(self) -> Decimal:
        """Elapsed share, 0 to 1."""
        return divide(Decimal(self.elapsed), Decimal(self.days))

    @property
    def printed(self) -> str:
        """Elapsed share as a percentage with two decimals."""
        return percent(self.elapsed, self.days)


@dataclass(frozen=True)
class IndicatorProgress:
    """An indicator: its volumes, its rate in per cent, and its state compared with the pace."""

    rows: tuple[Indicator, ...]
    done: Decimal | None
    agreed: Decimal | None
    reconstructed: bool
    rate: Decimal | None
    rate_shown: str | None
    audit: Granularity | None
    state: PaceState
    #: Months up to the cut-off day without a volume, where volumes are given by month.
    absent: tuple[str, ...] = ()

    @property
    def as_reported(self) -> bool:
        """Whether the rate is the printed one, because it can't be computed from the volumes."""
        return self.reconstructed or self.agreed is None or self.done is None

    @property
    def printed(self) -> str | None:
        """The rate as printed in the source."""
        return printed_rate(self.rows)

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.rows[0].id

    @property
    def name(self) -> str:
        """The indicator's name with its unit, because a service may be counted in several units."""
        return f"{self.rows[0].name}（{self.rows[0].unit}）"


@dataclass(frozen=True)
class Progress:
    """All indicators, and the pace they are compared with."""

    pace: Pace
    indicators: tuple[IndicatorProgress, ...]

    @property
    def rates(self) -> dict[str, Decimal]:
        """Completion rates in per cent by indicator id, of indicators that have a rate."""
        return {i.id: i.rate for i in self.indicators if i.rate is not None}

    def in_state(self, *states: PaceState) -> tuple[IndicatorProgress, ...]:
        """The indicators in any of these states, in data order."""
        return tuple(indicator for indicator in self.indicators if indicator.state in states)


def pace_at(day: date, start: date, end: date) -> Pace:
    """Elapsed time of a contract at ``day``; a day before or after it counts as its first or last.

    >>> pace_at(date(2024, 2, 28), date(2023, 9, 1), date(2024, 8, 23)).printed
    '50.56%'
    """
    days = (end - start).days + 1
    elapsed = min(max((day - start).days + 1, 0), days)
    return Pace(elapsed, days)


def printed_rate(rows: tuple[Indicator, ...]) -> str | None:
    """The printed rate of an indicator; ``None`` where several months have a rate each."""
    rates = [row.reported_rate for row in rows if row.reported_rate is not None]
    return rates[0] if len(rates) == 1 else None


def assess(station: Station, scheme: Scheme) -> Progress:
    """Progress of every indicator at the cut-off day. Source: scheme ``progress`` for 完成率明显偏高."""
    contract = station.contract
    pace = pace_at(station.assessment.cut_off, contract.start, contract.end)
    # A month after the cut-off day belongs to the next assessment.
    last = f"{station.assessment.cut_off:%Y-%m}"
    counted = [row for row in station.indicators if row.month is None or row.month <= last]
    ids = dict.fromkeys(row.id for row in counted)
    months = months_between(contract.start, station.assessment.cut_off)
    grouped = (tuple(row for row in counted if row.id == id) for id in ids)
    return Progress(pace, tuple(_indicator(rows, pace, scheme, months) for rows in grouped))


def _indicator(
    rows: tuple[Indicator, ...], pace: Pace, scheme: Scheme, months: tuple[str, ...]
) -> IndicatorProgress:
    volumes = [row.done for row in rows if row.done is not None]
    done = add_up(volumes) if volumes else None
    agreed = next((row.agreed for row in rows if row.agreed is not None), None)
    printed = printed_rate(rows)
    # With a volume of 0 every target fits.
    audit = None
    if done and printed and done == int(done) and agreed != 0:
        audit = check_rate(int(done), printed)
    reconstructed = False
    if agreed is None and audit and audit.reconstructed is not None:
        agreed, reconstructed = Decimal(audit.reconstructed), True
    rate, shown = None, None
    if printed and agreed != 0 and (reconstructed or agreed is None or done is None):
        rate, shown = value_of(printed), printed
    elif agreed and done is not None:
        rate, shown = divide(done * 100, agreed), percent(done, agreed)
    given = {row.month for row in rows if row.done is not None}
    absent = tuple(month for month in months if month not in given) if any(r.month for r in rows) else ()
    state = _state(done, rate, pace, scheme)
    # Missing months can only add to the volume: an indicator that is ahead stays ahead.
    if absent and state in ("on_pace", "behind"):
        state = "incomplete"
    return IndicatorProgress(rows, done, agreed, reconstructed, rate, shown, audit, state, absent)


def _state(done: Decimal | None, rate: Decimal | None, pace: Pace, scheme: Scheme) -> PaceState:
    if done is None and rate is None:
        return "missing"
    if rate is None:
        return "no_target"
    if rate > scheme.progress.out_of_line_over:
        return "out_of_line"
    # Compared as printed: a difference that the report doesn't show doesn't count.
    gap = round_to(rate, 2) - round_to(pace.share * 100, 2)
    return "ahead" if gap > 0 else "behind" if gap < 0 else "on_pace"


# --- figures ----------------------------------------------------------------------------------------


def figures(progress: Progress, station: Station) -> Iterator[Figure]:
    """Elapsed time, and each indicator's volumes, rate, state and reconstructed target."""
    pace = progress.pace
    start, end = station.at("contract.start"), station.at("contract.end")
    cut_off = station.at("assessment.cut_off")
    figure = partial(Figure, rule="method.pace")
    yield figure("progress.days", "合同期天数", str(pace.days), "天", cells=(start, end))
    yield figure("progress.elapsed", "截至统计日已过天数", str(pace.elapsed), "天", cells=(start, cut_off))
    inputs: tuple[str, ...] = ("progress.elapsed", "progress.days")
    steps = f"{pace.elapsed}÷{pace.days}"
    yield figure("progress.pace", "序时进度", pace.printed, inputs=inputs, steps=steps)
    for indicator in progress.indicators:
        yield from _indicator_figures(indicator)
    inputs = tuple(f"progress.{i.id}.state" for i in progress.indicators)
    yield figure("progress.count", "协议指标数", str(len(inputs)), "项", inputs=inputs)
    for state, name in PACE_STATES.items():
        if count := len(progress.in_state(state)):
            yield figure(f"progress.count.{state}", f"“{name}”的指标数", str(count), "项", inputs=inputs)


def _indicator_figures(indicator: IndicatorProgress) -> Iterator[Figure]:
    stem, label, unit = f"progress.{indicator.id}", indicator.name, indicator.rows[0].unit
    done_cells = tuple(row.cell("done") for row in indicator.rows)
    stated = partial(given, rule="data.indicators")
    yield stated(
        f"{stem}.done", f"{label}完成量", indicator.done, unit, cells=done_cells, steps=_by_month(indicator)
    )
    rate_cells = tuple(row.cell("reported_rate") for row in indicator.rows if row.reported_rate)
    if indicator.reconstructed:
        yield Figure(
            f"{stem}.agreed",
            f"{label}约定量（反推）",
            f"{indicator.agreed:f}",
            unit,
            rule="method.granularity",
            cells=rate_cells,
            inputs=(f"{stem}.done",),
        )
    else:
        rows = [row for row in indicator.rows if row.agreed is not None] or indicator.rows
        cells = tuple(row.cell("agreed") for row in rows)
        yield stated(f"{stem}.agreed", f"{label}约定量", indicator.agreed, unit, cells=cells)
    if indicator.rate_shown is None:
        yield missing(f"{stem}.rate", f"{label}完成率", rule="method.completion")
    elif indicator.as_reported:
        yield stated(f"{stem}.rate", f"{label}完成率（所报）", indicator.rate_shown, cells=rate_cells)
    else:
        yield Figure(
            f"{stem}.rate",
            f"{label}完成率",
            indicator.rate_shown,
            rule="method.completion",
            inputs=(f"{stem}.done", f"{stem}.agreed"),
            steps=f"{indicator.done}÷{indicator.agreed}",
        )
    if indicator.printed and not indicator.as_reported:
        yield stated(f"{stem}.printed", f"{label}完成率（所报）", indicator.printed, cells=rate_cells)
    yield Figure(
        f"{stem}.state",
        f"{label}进度判断",
        PACE_STATES[indicator.state],
        rule="method.pace",
        inputs=(f"{stem}.done", f"{stem}.rate", "progress.pace"),
        missing=indicator.state == "missing",
    )


def _by_month(indicator: IndicatorProgress) -> str:
    """The sum of months as text, and the missing months."""
    counted = [row for row in indicator.rows if row.month and row.done is not None]
    parts = ["＋".join(f"{row.done:f}" for row in counted)] if len(counted) > 1 else []
    return "；".join([*parts, *([f"缺{name_months(indicator.absent)}"] if indicator.absent else [])])
