"""Claims: figures and statements as printed in a source, held against what the data say.

A check is data (a row of ``claims.csv``): left, operator, right; the result shows both values. Percentages
are tested for granularity. What was found by reading a text can't be recomputed and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final, Literal

from sweval.analysis.services.granularity import fractions, fractions_over
from sweval.domain.disclosure.editions import ALL, WORKING, Edition, Editions, narrowed
from sweval.domain.disclosure.policy import figure_editions
from sweval.domain.station.rows import Claim
from sweval.domain.station.station import Station
from sweval.domain.values.types import PLAIN_NUMBER
from sweval.record.figures import MISSING, Figure

Outcome = Literal["agrees", "differs", "possible", "impossible", "found", "unjudged"]
OUTCOMES: Final[dict[Outcome, str]] = {
    "agrees": "相符",
    "differs": "不符",
    "possible": "有相符的整数",
    "impossible": "没有相符的整数",
    "found": "原文核对所得",
    "unjudged": "无法核对",
}
#: The station's own figures are never called wrong: what doesn't fit is to be verified.
TO_VERIFY: Final = "待核实"
#: How two values should stand to each other: numbers, days.
OPERATORS: Final = {
    "=": ("两者应相等", "两者应为同一日"),
    "<": ("前者应小于后者", "前者应早于后者"),
    "<=": ("前者应不大于后者", "前者应不晚于后者"),
    ">": ("前者应大于后者", "前者应晚于后者"),
    ">=": ("前者应不小于后者", "前者应不早于后者"),
}
MOST_FRACTIONS: Final = 4
DAY: Final = re.compile(r"([0-9]{4})[年-]([0-9]{1,2})[月-]([0-9]{1,2})日?")


@dataclass(frozen=True)
class ClaimCheck:
    """One claim and what came of checking it; both values are kept for showing."""

    claim: Claim
    outcome: Outcome
    left: str
    right: str
    inputs: tuple[str, ...]

    @property
    def outcome_name(self) -> str:
        """The outcome as reports word it."""
        if self.claim.about == "station" and self.outcome in ("differs", "impossible"):
            return TO_VERIFY
        return OUTCOMES[self.outcome]

    @property
    def values(self) -> str:
        """Both values, or the one there is: a wording needs neither what is printed nor how it was read."""
        return "；".join(value for value in (self.left, self.right) if value)

    @property
    def relation(self) -> str:
        """How the two values of a relation should stand to each other, in words."""
        return OPERATORS[self.claim.operator or "="][_days(self.left, self.right) is not None]

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Remarks on the evaluator's own text stay in the working papers."""
        return ALL if self.claim.about == "station" else WORKING


def check(station: Station, figures: Mapping[str, Figure]) -> tuple[ClaimCheck, ...]:
    """Check every claim of the station against ``figures``."""
    return tuple(_check(claim, figures) for claim in station.claims)


def _check(claim: Claim, figures: Mapping[str, Figure]) -> ClaimCheck:
    if claim.kind == "rate":
        return _check_rate(claim)
    if claim.kind == "relation":
        return _check_relation(claim, figures)
    return ClaimCheck(claim, "found", claim.printed or "", claim.method or "", ())


def _check_rate(claim: Claim) -> ClaimCheck:
    printed = claim.printed or ""
    if claim.denominator:
        fitting = fractions_over(printed, claim.denominator)
        scope = f"以{claim.denominator}为分母"
    else:
        # 9/10 already says all that 18/20 says, yet an analyst knows the head count, not the lowest terms.
        fitting = fractions(printed, claim.denominator_max or 0)
        scope = f"分母不超过{claim.denominator_max}"
    found = [f"{n}/{d}" for n, d in islice(fitting, MOST_FRACTIONS + 1)]
    if not found:
        return ClaimCheck(claim, "impossible", printed, f"{scope}，没有相符的整数", ())
    more = "等" if len(found) > MOST_FRACTIONS else ""
    return ClaimCheck(claim, "possible", printed, f"{scope}，有{'、'.join(found[:MOST_FRACTIONS])}{more}", ())


def _check_relation(claim: Claim, figures: Mapping[str, Figure]) -> ClaimCheck:
    ids = [id for id in (claim.left, claim.right) if id and id in figures]
    left = figures[claim.left].value if claim.left and claim.left in figures else claim.printed
    right = figures[claim.right].value if claim.right and claim.right in figures else None
    if left is None or right is None or MISSING in (left, right):
        return ClaimCheck(claim, "unjudged", left or MISSING, right or MISSING, tuple(ids))
    holds = _compare(left, claim.operator or "=", right)
    outcome: Outcome = "unjudged" if holds is None else "agrees" if holds else "differs"
    return ClaimCheck(claim, outcome, left, right, tuple(ids))


def _compare(left: str, operator: str, right: str) -> bool | None:
    """Compare as numbers, else as days (both written 2024年2月28日), else as text for equality only."""
    pair = _numbers(left, right) or _days(left, right)
    if pair is None:
        return left == right if operator == "=" else None
    a, b = pair
    return {"=": a == b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]


def _numbers(left: str, right: str) -> tuple[Decimal, Decimal] | None:
    pair = [text.removesuffix("%") for text in (left, right)]
    if not all(PLAIN_NUMBER.fullmatch(text) for text in pair):
        return None
    return Decimal(pair[0]), Decimal(pair[1])


def _days(left: str, right: str) -> tuple[Decimal, Decimal] | None:
    numbers = []
    for text in (left, right):
        parts = DAY.fullmatch(text)
        if parts is None:
            return None
        year, month, day = parts.groups()
        numbers.append(Decimal(f"{year}{month:0>2}{day:0>2}"))
    return numbers[0], numbers[1]


# --- figures ----------------------------------------------------------------------------------------


def figures(checks: tuple[ClaimCheck, ...], known: Mapping[str, Figure]) -> Iterator[Figure]:
    """Each claim's outcome, citing the printed value and the figures it was held against: it is told no wider than these."""
    for check_ in checks:
        claim = check_.claim
        columns = ("printed", "denominator", "denominator_max") if claim.kind == "rate" else ("printed",)
        yield Figure(
            f"check.claim.{claim.id}",
            claim.name,
            check_.outcome_name,
            rule=f"method.{claim.kind}",
            cells=tuple(claim.cell(column) for column in columns),
            inputs=check_.inputs,
            editions=_readers(check_, known),
            steps=check_.values,
        )


def _readers(check_: ClaimCheck, known: Mapping[str, Figure]) -> Editions:
    """Where a claim may stand: as far as all that it was held against may, as it is."""
    readers = check_.editions
    for id in check_.inputs:
        told = WORKING if known[id].outside else known[id].editions
        readers = narrowed(narrowed(readers, figure_editions(id)), told)
    return readers
