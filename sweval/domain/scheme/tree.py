"""The indicator tree (指标体系): parties at the top, components below, leaves that are scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from sweval.domain.scheme.leaf_rules import Direct, LeafRule, Ratio, Steps
from sweval.domain.values.rounding import round_to, to_decimal
from sweval.domain.values.types import Amount, Flag, FromFile, Identifier, Text

Way = Literal["mean", "weighted_mean", "median", "trimmed_mean"]
WAYS: Final[dict[Way, str]] = {
    "mean": "算术平均",
    "weighted_mean": "加权平均",
    "median": "中位数",
    "trimmed_mean": "去掉一个最高分和一个最低分后的平均",
}
Weights = Literal["units", "people"]
WEIGHTS: Final[dict[Weights, str]] = {"units": "村、社区数", "people": "人数"}
Missing = Literal["refuse", "leave_out", "zero"]
MISSINGS: Final[dict[Missing, str]] = {
    "refuse": "评分不全的不予计算",
    "leave_out": "缺评分的不计入",
    "zero": "缺评分的按0分计",
}
Role = Literal["score", "bonus", "deduction", "unscored"]
ROLES: Final[dict[Role, str]] = {"score": "计分", "bonus": "加分", "deduction": "扣分", "unscored": "不计分"}


@dataclass(frozen=True, kw_only=True)
class Combination(FromFile):
    """How several scores become one; ``weights`` names what a weighted mean is weighted by."""

    way: Way = "mean"
    weights: Weights | None = None
    missing: Missing = "refuse"

    @property
    def name(self) -> str:
        """The way and its weights in Chinese."""
        return f"按{WEIGHTS[self.weights]}{WAYS[self.way]}" if self.weights else WAYS[self.way]

    @property
    def short(self) -> str:
        """The name for use within a sentence: 平均 for the plain mean."""
        return "平均" if self.way == "mean" else self.name

    def sentence(self) -> str:
        """The combination in Chinese."""
        return f"{self.name}，{MISSINGS[self.missing]}"


#: The default for the panel's scores: not every expert has to score everything.
PANEL_COMBINATION: Final = Combination(missing="leave_out")


@dataclass(frozen=True, kw_only=True)
class Node(FromFile):
    """A node of the tree: a party (评分方) at the top, a component (评估内容) below it, and so on.

    Siblings share out their parent's mark by ``full_mark``, or all by ``weight``. A ``bonus`` comes on top
    of what its parent is worth, a ``deduction`` is taken off, what is ``unscored`` only feeds a veto.
    ``raters``: ``many`` says that a party is many who each score (village committees); else the panel's
    experts score, each or together.
    """

    id: Identifier
    name: Text
    source: Text
    full_mark: Amount = Decimal(0)
    weight: Amount | None = None
    role: Role = "score"
    rule: LeafRule = field(default_factory=Direct)
    by: Literal["station", "area"] = "station"
    areas: Combination = field(default_factory=Combination)
    raters: Literal["panel", "many"] = "panel"
    combine: Combination = PANEL_COMBINATION
    #: A bonus can't raise the score above the full mark.
    capped: Flag = False
    #: The section of the report on the subject of this component.
    section: Literal["operations", "outcome"] | None = None
    assumed: Flag = False
    note: str = ""
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[Node]:
        """The leaves below this node, in order; the node itself where it has no children."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def nodes(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.nodes()

    @property
    def indicator(self) -> str | None:
        """The indicator whose completion rate is the value of the leaf, which no rater scores then."""
        return self.rule.indicator if isinstance(self.rule, (Steps, Ratio)) else None

    @property
    def max_score(self) -> Decimal:
        """The highest possible raw score: the scale of a directly scored leaf, else the full mark."""
        return self.rule.scale if isinstance(self.rule, Direct) and self.rule.scale else self.full_mark


def settled(nodes: tuple[Node, ...], whole: Decimal) -> tuple[Node, ...]:
    """The nodes with weights converted to full marks: shares of ``whole``, at every depth.

    Shares are rounded to six decimals; marks that don't add up then are found by :mod:`.tree_problems`.
    """
    weights = sum((Fraction(n.weight) for n in nodes if n.weight and n.role == "score"), Fraction(0))
    return tuple(_settled(node, whole, weights) for node in nodes)


def _settled(node: Node, whole: Decimal, weights: Fraction) -> Node:
    if node.weight and node.role == "score":
        share = to_decimal(Fraction(whole) * Fraction(node.weight) / weights)
        exact = round_to(share, 6).normalize()
        node = replace(node, full_mark=exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact)
    return replace(node, children=settled(node.children, node.full_mark))
