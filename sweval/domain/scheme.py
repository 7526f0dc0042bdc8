"""A scheme (指标体系): the rules of one city's evaluation, as data.

The dataclasses mirror a YAML file under ``params/schemes/`` key by key; :func:`problems` says what is
wrong with one as a whole. A scheme never holds a station's data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Final, Literal

from sweval.domain.rounding import MODE_NAMES, RoundingMode
from sweval.domain.types import Amount, Count, Flag, Identifier, Text

Stage = Literal["midterm", "final"]
STAGES: Final[dict[Stage, str]] = {"midterm": "中期", "final": "末期"}

Step = Literal[
    "plan", "self_evaluation", "onsite", "evaluation_end", "feedback", "report", "report_received",
    "confirmation", "notice_start", "notice_end", "review", "reported",
]  # fmt: skip
STEPS: Final[dict[Step, str]] = {
    "plan": "制定评估计划",
    "self_evaluation": "自我评审",
    "onsite": "实地评估",
    "evaluation_end": "评估工作结束",
    "feedback": "反馈初评意见",
    "report": "出具评估报告",
    "report_received": "区民政部门收到报告",
    "confirmation": "确认评估报告",
    "notice_start": "公示开始",
    "notice_end": "公示期满",
    "review": "质疑或投诉的复核",
    "reported": "报市民政部门",
}

Combination = Literal["mean"]
COMBINATIONS: Final[dict[Combination, str]] = {"mean": "算术平均"}

FORBID_EXTRA: Final = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node of the indicator tree: a party (评分方) at the top, a component (评估内容) at a leaf."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    id: Identifier
    name: Text
    full_mark: Amount
    source: Text
    by: Literal["station", "area"] = "station"
    areas: Combination = "mean"
    experts: Combination = "mean"
    #: The section of the report whose subject this component scores.
    section: Literal["operations", "outcome"] | None = None
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[Node]:
        """The components below this node, in order; the node itself where it has no children."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def nodes(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.nodes()


@dataclass(frozen=True, kw_only=True)
class Rounding:
    """Where, how and to how many places scores are rounded."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    place: Literal["component", "total"]
    places: Count
    mode: RoundingMode
    source: Text
    assumed: Flag = False
    note: str = ""

    def sentence(self) -> str:
        """The rule in one Chinese sentence."""
        how = f"{MODE_NAMES[self.mode]}，保留{self.places}位小数"
        if self.place == "component":
            return f"各项评估内容的折算分先{how}；总分为各项折算分之和。"
        return f"各项评估内容不取舍，只对总分{how}。"


@dataclass(frozen=True, kw_only=True)
class Band:
    """A grade (等级) and the totals it covers: ``floor <= total < below``; the highest has no ``below``."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    id: Identifier
    name: Text
    floor: Amount
    below: Amount | None = None
    failing: Flag = False

    def holds(self, total: Decimal) -> bool:
        """Whether ``total`` (marks) lies in this half-open band."""
        return self.floor <= total and (self.below is None or total < self.below)

    def sentence(self) -> str:
        """The band in words; which end is included is said, not left to the reader."""
        if self.below is None:
            return f"{self.floor}分（含）以上为{self.name}"
        if self.floor == 0:
            return f"{self.below}分（不含）以下为{self.name}"
        return f"{self.floor}分（含）至{self.below}分（不含）为{self.name}"


Measure = Literal["staff_shortage", "certified_shortfall", "personnel_share", "overdue_rectification"]


@dataclass(frozen=True, kw_only=True)
class VetoRule:
    """One condition that makes the grade the failing one, whatever the total.

    ``declared`` vetoes rest on a finding with evidence; the other kinds are computed from ``measure``:
    ``count_at_least`` and ``ratio_below`` compare it with ``thresholds`` of the stage,
    ``overdue`` asks whether a rectification missed its date or was judged improper.
    """

    __pydantic_config__: ClassVar = FORBID_EXTRA
    id: Identifier
    name: Text
    kind: Literal["declared", "count_at_least", "ratio_below", "overdue"]
    material: Text
    source: Text
    measure: Measure | None = None
    thresholds: dict[Stage, Amount] = field(default_factory=dict)
    unit: str = ""
    assumed: Flag = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """A prescribed limit (规定时限) in working days, counted from the day after ``start``."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    id: Step
    name: Text
    days: Count
    bound: Literal["at_most", "at_least"]
    start: Step
    source: Text
    assumed: Flag = False


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """How many service users must be asked about their satisfaction."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    minimum: Count
    population: Text
    text: Text
    source: Text


@dataclass(frozen=True, kw_only=True)
class ProgressRule:
    """When an agreed volume is called out of line (目标值明显偏离实际)."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    out_of_line_over: Amount
    text: Text
    source: Text
    assumed: Flag = True


@dataclass(frozen=True, kw_only=True)
class Article:
    """A named piece of the scheme's text: a principle, a stage, a method, a basis, a content."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    name: Text
    text: str = ""
    items: tuple[str, ...] = ()
    source: Text


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """All rules of one scheme."""

    __pydantic_config__: ClassVar = FORBID_EXTRA
    schema: Literal["1"]
    id: Identifier
    name: Text
    city: Text
    year: Text
    availability: Text
    total: Amount
    tree: tuple[Node, ...]
    rounding: Rounding
    combining_source: Text
    bands: tuple[Band, ...]
    bands_source: Text
    bands_note: str = ""
    vetoes: tuple[VetoRule, ...]
    vetoes_source: Text
    time_limits: tuple[TimeLimit, ...]
    sampling: Sampling
    progress: ProgressRule
    basis: tuple[Article, ...]
    principles: tuple[Article, ...]
    stages: tuple[Article, ...]
    methods: tuple[Article, ...]
    other_methods: tuple[Article, ...] = ()
    content: tuple[Article, ...]

    def leaves(self) -> tuple[Node, ...]:
        """All components, in the scheme's order."""
        return tuple(leaf for node in self.tree for leaf in node.leaves())

    def nodes(self) -> tuple[Node, ...]:
        """All nodes, parents first."""
        return tuple(n for node in self.tree for n in node.nodes())

    def party_of(self, leaf: Node) -> Node:
        """The party whose subtree holds ``leaf``. Raises ``KeyError`` for a node of another scheme."""
        for party in self.tree:
            if leaf in party.leaves():
                return party
        raise KeyError(leaf.id)

    @property
    def failing(self) -> Band:
        """The grade a veto leads to (不合格)."""
        return next(band for band in self.bands if band.failing)
