"""Claims: figures and statements printed in a source, checked against the data.

A check is a row of ``claims.csv``: left, operator, right; the result shows both values. Percentages are tested for
granularity. Results of reading a text can't be recomputed and are marked as such.
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
#: The outcome where a figure of the station doesn't fit: it isn't called wrong.
TO_VERIFY: Final = "待核实"
#: The relation that two values should have, in words: of numbers, of days.
OPERATORS: Final = {
    "=": ("两者应相等", "两者应为同一日"),
    "<": ("前者应小于后者", "前者应早于后者"),
    "<=": ("前者应不大于后者", "前者应不晚于后者"),
    ">": ("前者应大于后者", "前者应晚于后者"),
    ">=": ("前者应不小于后者", "前者应不早于后者"),
}
MAXIMUM_FRACTIONS: Final = 4
DAY: Final = re.compile(r"([0-9]{4})[年-]([0-9]{1,2})[月-]([0-9]{1,2})日?")


@dataclass(frozen=True)
class ClaimCheck:
    """A claim and its outcome, with both values compared."""

    claim: Claim
    outcome: Outcome
    left: str
    right: str
    inputs: tuple[str, ...]

    @property
    def outcome_name(self) -> str:
        """The outcome as reports print it."""
        if self.claim.about == "station" and self.outcome in ("differs", "impossible"):
            return TO_VERIFY
        return OUTCOMES[self.outcome]

    @property
    def values(self) -> str:
        """The values there are: a wording may have no printed value or no method."""
        return "；".join(value for value in (self.left, self.right) if value)

    @property
    def relation(self) -> str:
        """The relation that the two values should have, in words."""
        return OPERATORS[self.claim.operator or "="][_days(self.left, self.right) is not None]

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Claims about the evaluator's text are shown in the working papers alone."""
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
        # 18/20 is listed beside 9/10: an analyst looks for the head count, not the lowest terms.
        fitting = fractions(printed, claim.denominator_max or 0)
        scope = f"分母不超过{claim.denominator_max}"
    found = [f"{n}/{d}" for n, d in islice(fitting, MAXIMUM_FRACTIONS + 1)]
    if not found:
        return ClaimCheck(claim, "impossible", printed, f"{scope}，没有相符的整数", ())
    more = "等" if len(found) > MAXIMUM_FRACTIONS else ""
    return ClaimCheck(
        claim, "possible", printed, f"{scope}，有{'、'.join(found[:MAXIMUM_FRACTIONS])}{more}", ()
    )


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
    """Compare as numbers, else as days (``2024年2月28日``), else as texts, for equality alone."""
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
    """Each claim's outcome, citing the printed value and the figures it was checked against."""
    for checked in checks:
        claim = checked.claim
        columns = ("printed", "denominator", "denominator_max") if claim.kind == "rate" else ("printed",)
        yield Figure(
            f"check.claim.{claim.id}",
            claim.name,
            checked.outcome_name,
            rule=f"method.{claim.kind}",
            cells=tuple(claim.cell(column) for column in columns),
            inputs=checked.inputs,
            editions=_editions(checked, known),
            steps=checked.values,
        )


def _editions(checked: ClaimCheck, known: Mapping[str, Figure]) -> Editions:
    """The editions that show a claim: those that show the exact value of every figure it was checked against."""
    editions = checked.editions
    for id in checked.inputs:
        exact = WORKING if known[id].outside else known[id].editions
        editions = narrowed(narrowed(editions, figure_editions(id)), exact)
    return editions
