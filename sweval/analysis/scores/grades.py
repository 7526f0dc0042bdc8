"""Grades (等级): the band of a total, its distance from neighbouring bands, and the effect of a veto."""

from __future__ import annotations

from collections.abc import Iterator
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

    ``placed`` is the value compared with the bands: the total, rounded to a whole number where the scheme says so.
    """

    placed: Decimal
    by_total: Band
    final: Band
    to_next: Decimal | None
    next: Band | None
    to_lower: Decimal | None
    vetoed: bool


#: Stands in for the grade of a station that an entry condition excludes.
NOT_EVALUATED: Final = Band(id="not_evaluated", name="不予评估", floor=Decimal(0), failing=True)


def grade(
    total: Decimal, scheme: Scheme, *, vetoed: bool = False, not_evaluated: bool = False
) -> GradeResult:
    """Place ``total`` (marks) in its half-open band; a veto changes the grade to the failing one, not the total.

    ``to_next``: marks short of the next higher band (``None`` in the highest); ``to_lower``: marks above the band's
    floor (``None`` in the lowest). Source: scheme ``bands`` (石碁镇报告 一（五）).
    A station that an entry condition excludes is :data:`NOT_EVALUATED`, whatever its total.
    Raises :class:`OutOfScale` below 0 or above the scheme's total with its bonuses.
    """
    if not 0 <= total <= scheme.max_total:
        raise OutOfScale(f"{total} is not between 0 and {scheme.max_total}")
    first = scheme.round_total_first
    placed = round_to(total, 0, first.mode) if first else total
    ordered = sorted(scheme.bands, key=lambda band: band.floor)
    position = max(n for n, band in enumerate(ordered) if band.floor <= placed)
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


@dataclass(frozen=True)
class TrialGrade:
    """A total and its grade, without vetoes."""

    total: Decimal
    grade: Band


def trial(total: Decimal, scheme: Scheme) -> TrialGrade:
    """The grade of a total that another way of scoring gives."""
    return TrialGrade(total, grade(total, scheme).by_total)


def figures(result: GradeResult, scheme: Scheme) -> Iterator[Figure]:
    """The grade by the total, the final grade, and the distances (never in a public edition)."""
    rounded = f"总分先取整为{result.placed}分；" if scheme.round_total_first else ""
    by_total = result.by_total
    yield Figure(
        "score.grade_by_total",
        "按总分所处等级",
        by_total.name,
        rule="scheme.bands",
        inputs=("score.total",),
        steps=rounded + by_total.sentence(),
        # The public edition doesn't show the grade without the veto.
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
