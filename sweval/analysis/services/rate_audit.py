"""Audit of printed rates: which completion rates whole numbers can give, and equal rates printed differently.

The published case prints 63.00 % for 5 of 8 and 62.50 % for 25 of 40: one rate, two ways of printing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Final, Literal

from sweval.analysis.services.granularity import READINGS, Granularity, ReadingKind, places_of, value_of
from sweval.analysis.services.progress import IndicatorProgress, Progress
from sweval.domain.values.rounding import round_to
from sweval.record.figures import Figure

Verdict = Literal["matches", "differs", "reachable", "cut", "cut_or_whole", "whole", "none"]
VERDICTS: Final[dict[Verdict, str]] = {
    "matches": "与约定量相符",
    "differs": "与约定量不一致",
    "reachable": "有相符的整数约定量",
    "cut": "仅截去尾数时相符",
    "cut_or_whole": "仅截去尾数或取整时相符",
    "whole": "仅按整数百分比相符",
    "none": "无相符的整数约定量",
}


@dataclass(frozen=True)
class RateAudit:
    """The verdict on one indicator's printed rate."""

    indicator: IndicatorProgress
    granularity: Granularity
    verdict: Verdict

    @property
    def targets(self) -> str:
        """The whole-number targets that fit, in words; if none fits, the nearest and their rates."""
        unit = self.indicator.rows[0].unit
        if not self.indicator.as_reported:
            return f"按约定量计算为{self.indicator.rate_shown}"
        if self.verdict == "none":
            return "；".join(f"约定量{target}{unit}得{rate}" for target, rate in self.granularity.nearest)
        exact = self.granularity.reading("half_up")
        shown = [exact] if exact else self.granularity.readings
        return "；".join(f"{READINGS[reading.kind]}，约定量为{reading.targets}{unit}" for reading in shown)


@dataclass(frozen=True)
class SameRate:
    """Two indicators with the same exact rate, printed differently."""

    first: RateAudit
    second: RateAudit


def audit(progress: Progress) -> tuple[RateAudit, ...]:
    """Audit every indicator that has both a whole done volume and a printed rate."""
    return tuple(
        RateAudit(indicator, indicator.audit, _verdict(indicator, indicator.audit))
        for indicator in progress.indicators
        if indicator.audit is not None
    )


def printed_differently(audits: tuple[RateAudit, ...]) -> tuple[SameRate, ...]:
    """Pairs of indicators with the same exact rate by their only targets and different printed rates."""
    return tuple(
        SameRate(a, b)
        for a, b in combinations(audits, 2)
        if (rate := _exact(a)) is not None
        and rate == _exact(b)
        and a.granularity.printed != b.granularity.printed
    )


def _verdict(indicator: IndicatorProgress, granularity: Granularity) -> Verdict:
    if not indicator.as_reported and indicator.rate is not None:
        places = places_of(granularity.printed)
        return "matches" if round_to(indicator.rate, places) == value_of(granularity.printed) else "differs"
    kinds: set[ReadingKind] = {reading.kind for reading in granularity.readings}
    if "half_up" in kinds:
        return "reachable"
    if kinds == {"cut", "whole"}:
        return "cut_or_whole"
    if "cut" in kinds:
        return "cut"
    return "whole" if "whole" in kinds else "none"


def _exact(audit: RateAudit) -> Fraction | None:
    target, done = audit.granularity.sole_target, audit.indicator.done
    if not audit.indicator.as_reported:
        return None
    return Fraction(int(done), target) if target and done else None


def figures(
    audits: tuple[RateAudit, ...], pairs: tuple[SameRate, ...], progress: Progress
) -> Iterator[Figure]:
    """The verdict on each printed rate, the number of each verdict, and the pairs printed differently."""
    figure = partial(Figure, rule="method.granularity")
    for item in audits:
        id = item.indicator.id
        yield figure(
            f"check.rate.{id}",
            f"{item.indicator.name}完成率核对",
            VERDICTS[item.verdict],
            steps=item.targets,
            inputs=(f"progress.{id}.done", f"progress.{id}.agreed"),
            cells=tuple(row.cell("reported_rate") for row in item.indicator.rows if row.reported_rate),
        )
    # The count depends on indicators that weren't audited as well.
    every = tuple(f"progress.{i.id}.{part}" for i in progress.indicators for part in ("done", "rate"))
    yield figure("check.rates", "核对的完成率", str(len(audits)), "项", inputs=every)
    for verdict, name in VERDICTS.items():
        if count := sum(item.verdict == verdict for item in audits):
            yield figure(f"check.rates.{verdict}", f"“{name}”的完成率", str(count), "项", inputs=every)
    for number, pair in enumerate(pairs, start=1):
        first, second = pair.first, pair.second
        yield figure(
            f"check.unlike.{number}",
            f"同一比率两种印法：{first.indicator.name}与{second.indicator.name}",
            f"{first.granularity.printed}与{second.granularity.printed}",
            inputs=(f"check.rate.{first.indicator.id}", f"check.rate.{second.indicator.id}"),
        )
