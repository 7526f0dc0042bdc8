"""How a leaf of the indicator tree is scored (评分办法): the kinds of rules, each from a rater's input to marks.

Marks are exact fractions, from 0 to the leaf's full mark. The docstrings of these classes are the descriptions in
``params/schemes/scheme.schema.json``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import Field

from sweval.domain.values.rounding import plain
from sweval.domain.values.types import Amount, FromFile, Identifier, Number, Positive, Text


@dataclass(frozen=True)
class RaterInput:
    """The input of a rater for a leaf in a place: a score, the name of a level, the items met, or a value."""

    score: Decimal | None = None
    level: str | None = None
    met: frozenset[str] = frozenset()
    value: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Direct(FromFile):
    """直接评分: a score from 0 to ``scale``; without one, to the full mark itself."""

    kind: Literal["direct"] = "direct"
    scale: Amount | None = None

    def marks(self, rater_input: RaterInput, full_mark: Decimal) -> Fraction:
        """The score, converted from its scale to the full mark."""
        if rater_input.score is None:
            raise ValueError("a direct leaf without a score")
        mark = Fraction(rater_input.score)
        return mark * Fraction(full_mark) / Fraction(self.scale) if self.scale else mark


@dataclass(frozen=True, kw_only=True)
class Level(FromFile):
    """A named band of marks of a leaf, both ends included."""

    name: Text
    low: Amount
    high: Amount


@dataclass(frozen=True, kw_only=True)
class Levels(FromFile):
    """程度分: a named level, and the mark inside it; where a level has but one mark, the name is enough."""

    kind: Literal["levels"]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]

    def level(self, name: str | None) -> Level | None:
        """The level of this name."""
        return next((level for level in self.levels if level.name == name), None)

    def marks(self, rater_input: RaterInput, full_mark: Decimal) -> Fraction:
        """The score, or else the only mark of the level."""
        level = self.level(rater_input.level)
        mark = rater_input.score if rater_input.score is not None else level.low if level else None
        if mark is None:
            raise ValueError("a leaf of levels without a mark")
        return Fraction(mark)


@dataclass(frozen=True, kw_only=True)
class ChecklistItem(FromFile):
    """An item that is met or not, and its marks."""

    id: Identifier
    name: Text
    marks: Amount = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Checklist(FromFile):
    """组合分: the marks of all items met, added up."""

    kind: Literal["checklist"]
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)]

    def marks(self, rater_input: RaterInput, full_mark: Decimal) -> Fraction:
        """The sum of the items met."""
        return sum((Fraction(item.marks) for item in self.items if item.id in rater_input.met), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class KOfN(FromFile):
    """满足若干项: the full mark where at least ``k`` items are met; below, nothing or a share of it."""

    kind: Literal["k_of_n"]
    k: Positive
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)]
    below: Literal["zero", "proportional"] = "zero"

    def marks(self, rater_input: RaterInput, full_mark: Decimal) -> Fraction:
        """Full mark × met ÷ k, at most the full mark; 0 below ``k`` unless ``below`` is ``proportional``."""
        met = sum(item.id in rater_input.met for item in self.items)
        if met < self.k and self.below == "zero":
            return Fraction(0)
        return Fraction(full_mark) * min(met, self.k) / self.k


@dataclass(frozen=True, kw_only=True)
class Threshold(FromFile):
    """From ``at_least`` on (included), so many marks."""

    at_least: Number
    marks: Amount


@dataclass(frozen=True, kw_only=True)
class Steps(FromFile):
    """分段计分: the marks of the highest threshold reached; left-closed, below the first nothing.

    The value is a figure given, in the unit of ``unit``, or the completion rate (per cent) of ``indicator``.
    """

    kind: Literal["steps"]
    steps: Annotated[tuple[Threshold, ...], Field(min_length=1)]
    unit: str = "%"
    indicator: Identifier | None = None

    def marks(self, rater_input: RaterInput, full_mark: Decimal) -> Fraction:
        """The marks of the highest threshold not above the value; 0 below the first."""
        if rater_input.value is None:
            raise ValueError("a leaf of steps without a value")
        reached = [step for step in self.steps if step.at_least <= rater_input.value]
        return Fraction(max(reached, key=lambda step: step.at_least).marks) if reached else Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Ratio(FromFile):
    """比例计分: linear from nothing at ``zero_at`` to the full mark at ``full_at``, capped at both ends."""

    kind: Literal["ratio"]
    full_at: Number
    zero_at: Number = Decimal(0)
    unit: str = "%"
    indicator: Identifier | None = None

    def marks(self, rater_input: RaterInput, full_mark: Decimal) -> Fraction:
        """Full mark × (value − zero_at) ÷ (full_at − zero_at), between 0 and the full mark."""
        if rater_input.value is None:
            raise ValueError("a leaf of ratio without a value")
        share = (Fraction(rater_input.value) - Fraction(self.zero_at)) / (
            Fraction(self.full_at) - Fraction(self.zero_at)
        )
        return Fraction(full_mark) * min(max(share, Fraction(0)), Fraction(1))


@dataclass(frozen=True, kw_only=True)
class PerUnit(FromFile):
    """按次计分: from ``start``, so much added (or, negative, deducted) for each unit, within floor and cap.

    Without a ``cap`` the full mark is one.
    """

    kind: Literal["per_unit"]
    each: Number
    unit: Text
    start: Amount = Decimal(0)
    floor: Amount = Decimal(0)
    cap: Amount | None = None

    def marks(self, rater_input: RaterInput, full_mark: Decimal) -> Fraction:
        """start + each × units, between ``floor`` and ``cap`` (or the full mark)."""
        if rater_input.value is None:
            raise ValueError("a leaf counted by unit without a count")
        raw = Fraction(self.start) + Fraction(self.each) * Fraction(rater_input.value)
        top = Fraction(self.cap if self.cap is not None else full_mark)
        return min(max(raw, Fraction(self.floor)), top)


LeafRule = Annotated[
    Direct | Levels | Checklist | KOfN | Steps | Ratio | PerUnit, Field(discriminator="kind")
]
KINDS: Final = {
    "direct": "直接评分",
    "levels": "程度分",
    "checklist": "组合分",
    "k_of_n": "满足若干项",
    "steps": "分段计分",
    "ratio": "比例计分",
    "per_unit": "按次计分",
}
#: The kinds whose input is a score; other kinds take items met or a value.
SCORED: Final = ("direct", "levels")


def rule_sentence(rule: LeafRule, full_mark: Decimal) -> str:
    """The rule in Chinese."""
    match rule:
        case Direct():
            return f"按{rule.scale}分制评分，折算为{full_mark}分" if rule.scale else "直接评分"
        case Levels():
            return "、".join(f"{x.name}{_span(x.low, x.high)}分" for x in rule.levels)
        case Checklist():
            return "各项相加：" + "、".join(f"{item.name}{item.marks}分" for item in rule.items)
        case KOfN():
            below = "不足的不得分" if rule.below == "zero" else "不足的按比例得分"
            return f"{_names(rule.items)}，满足{rule.k}项得满分，{below}"
        case Steps():
            ordered = sorted(rule.steps, key=lambda step: step.at_least)
            first = ordered[0].at_least
            below = f"，不足{first}{rule.unit}的不得分" if first > 0 else ""
            return "、".join(f"{x.at_least}{rule.unit}（含）起{x.marks}分" for x in ordered) + below
        case Ratio():
            return f"{rule.zero_at}{rule.unit}为0分，{rule.full_at}{rule.unit}为满分，其间按比例计分"
        case _:
            top = rule.cap if rule.cap is not None else full_mark
            # Starting at 0, a unit may also stand for a deduction: 计, not 加.
            change = "减" if rule.each < 0 else "加" if rule.start else "计"
            parts = (
                f"基础{rule.start}分" if rule.start else "",
                f"每{rule.unit}{change}{abs(rule.each)}分",
                f"不低于{rule.floor}分" if rule.floor or rule.each < 0 else "",
                f"不高于{top}分",
            )
            return "，".join(filter(None, parts))


def _span(low: Decimal, high: Decimal) -> str:
    return f"{low}" if low == high else f"{low}—{high}"


def _names(items: Collection[ChecklistItem]) -> str:
    return "、".join(item.name for item in items)


def describe(rule: LeafRule, rater_input: RaterInput) -> str:
    """The input in Chinese."""
    match rule:
        case Direct():
            return f"评分{rater_input.score}"
        case Levels():
            mark = f"{rater_input.score}分" if rater_input.score is not None else ""
            return f"{rater_input.level or ''}{mark}"
        case Checklist() | KOfN():
            met = [item for item in rule.items if item.id in rater_input.met]
            return f"满足{len(met)}项" + (f"（{_names(met)}）" if met else "")
        case _:
            return f"{plain(rater_input.value)}{rule.unit}" if rater_input.value is not None else ""
