"""Grades (等级): which band a total falls into, how far it is from the next, and what a veto makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from sweval.domain.disclosure.editions import ALL, NOT_PUBLIC
from sweval.domain.scheme.scheme import Band, Scheme
from sweval.domain.values.rounding import round_to
from sweval.record.figures import Figure


class OutOfScale(ValueError):
    """A total below 0 or above the scheme's total."""


@dataclass(frozen=True)
class GradeResult:
    """The grade of a total, before and after vetoes. Distances are in marks.

    ``placed`` is what was placed in a band: the total, made whole first where the scheme says so.
    """

    placed: Decimal
    by_total: Band
    final: Band
    to_next: Decimal | None
    next: Band | None
    to_lower: Decimal | None
    vetoed: bool


#: What a station is called that an entry condition keeps from being evaluated; it is no grade.
NOT_EVALUATED: Final = Band(id="not_evaluated", name="不予评估", floor=Decimal(0), failing=True)


def grade(
    total: Decimal, scheme: Scheme, *, vetoed: bool = False, not_evaluated: bool = False
) -> GradeResult:
    """Place ``total`` (marks) in its half-open band; a veto makes it the failing grade, the total stays.

    ``to_next`` is what is missing to the next higher band (``None`` in the highest), ``to_lower`` what lies
    above the band's floor (``None`` in the lowest). Source: scheme ``bands`` (石碁镇报告 一（五）).
    A station that an entry condition excludes is :data:`NOT_EVALUATED`, whatever its total.
    Raises :class:`OutOfScale` below 0 or above the scheme's total with its bonuses.
    """
    if not 0 <= total <= scheme.max_total:
        raise OutOfScale(f"{total} is not within 0 and {scheme.max_total}")
    first = scheme.round_total_first
    placed = round_to(total, 0, first.mode) if first else total
    ordered = sorted(scheme.bands, key=lambda band: band.floor)
    position = _position(placed, ordered)
    band = ordered[position]
    above = ordered[position + 1] if position + 1 < len(ordered) else None
    return GradeResult(
        placed=placed,
        by_total=band,
        final=NOT_EVALUATED if not_evaluated else scheme.failing if vetoed else band,
        to_next=max(above.floor - total, Decimal(0)) if above else None,
        next=above,
        to_lower=max(total - band.floor, Decimal(0)) if position else None,
        vetoed=vetoed or not_evaluated,
    )


def _position(total: Decimal, ordered: Sequence[Band]) -> int:
    return max(n for n, band in enumerate(ordered) if band.floor <= total)


@dataclass(frozen=True)
class TrialGrade:
    """A total and the grade it would have, vetoes aside."""

    total: Decimal
    grade: Band


def trial(total: Decimal, scheme: Scheme) -> TrialGrade:
    """What a total would come to that was reached by scoring otherwise."""
    return TrialGrade(total, grade(total, scheme).by_total)


def figures(result: GradeResult, scheme: Scheme) -> Iterator[Figure]:
    """The grade by the total, the final grade, and the distances (never in a public edition)."""
    whole = f"总分先取整为{result.placed}分；" if scheme.round_total_first else ""
    by_total = result.by_total
    yield Figure(
        "score.grade_by_total",
        "按总分所处等级",
        by_total.name,
        rule="scheme.bands",
        inputs=("score.total",),
        steps=whole + by_total.sentence(),
        # What the grade would be without a veto is not for the public.
        editions=NOT_PUBLIC if result.vetoed else ALL,
    )
    yield Figure(
        "score.grade",
        "评估等级",
        result.final.name,
        rule="scheme.entry" if result.final is NOT_EVALUATED else "scheme.vetoes",
        inputs=("score.grade_by_total", "veto.triggered", *(("entry.triggered",) if scheme.entry else ())),
    )
    distance = partial(Figure, unit="分", rule="scheme.bands", inputs=("score.total",))
    if result.next is not None:
        yield distance("score.to_next", f"距{result.next.name}等级下限", f"{result.to_next}")
    if result.to_lower is not None:
        yield distance("score.to_lower", f"高于{by_total.name}等级下限", f"{result.to_lower}")
