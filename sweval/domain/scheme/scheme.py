"""A scheme (指标体系): the rules of one city's evaluation, as data.

The dataclasses have the keys of the YAML files in ``params/schemes/``; their docstrings are the descriptions in
``scheme.schema.json`` there. :mod:`sweval.domain.scheme.problems` checks a scheme as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from sweval.domain.scheme.tree import Node
from sweval.domain.values.rounding import MODE_NAMES, RoundingMode, add_up
from sweval.domain.values.types import Amount, Count, Flag, FromFile, Identifier, Positive, Text

Stage = Literal["midterm", "final"]
STAGES: Final[dict[Stage, str]] = {"midterm": "中期", "final": "末期"}

Step = Literal[
    "plan",
    "self_evaluation",
    "onsite",
    "evaluation_end",
    "feedback",
    "report",
    "report_received",
    "confirmation",
    "notice_start",
    "notice_end",
    "review",
    "reported",
]
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


@dataclass(frozen=True, kw_only=True)
class Rounding(FromFile):
    """Where, how and to how many places scores are rounded.

    ``place`` is ``total`` (only the total), or the id of a depth of the tree: its nodes are rounded, and leaves
    that lie above it; what lies above is the sum of rounded scores, what lies below is not rounded.
    """

    place: Identifier
    places: Count
    mode: RoundingMode
    source: Text
    assumed: Flag = False
    note: str = ""

    @property
    def how(self) -> str:
        """Mode and places in Chinese."""
        return f"{MODE_NAMES[self.mode]}，保留{self.places}位小数"


@dataclass(frozen=True, kw_only=True)
class Depth(FromFile):
    """A level of the tree by name: 评分方, 评估内容, 指标 …"""

    id: Identifier
    name: Text


DEPTHS: Final = (
    Depth(id="party", name="评分方"),
    Depth(id="component", name="评估内容"),
    Depth(id="indicator", name="指标"),
)


@dataclass(frozen=True, kw_only=True)
class Band(FromFile):
    """A grade (等级) and the totals it covers: ``floor <= total < below``; the highest has no ``below``.

    ``upto`` is for schemes published with whole numbers (80 to 89): the last whole total of the band.
    """

    id: Identifier
    name: Text
    floor: Amount
    below: Amount | None = None
    upto: Amount | None = None
    failing: Flag = False

    @property
    def end(self) -> Decimal | None:
        """The floor of the next band; ``None`` for the highest."""
        return self.upto + 1 if self.upto is not None else self.below

    def holds(self, total: Decimal) -> bool:
        """Whether a total (marks) is in this half-open band."""
        return self.floor <= total and (self.end is None or total < self.end)

    def sentence(self) -> str:
        """The band in Chinese, with the included end marked."""
        if self.upto is not None:
            return f"{self.floor}分至{self.upto}分为{self.name}"
        if self.below is None:
            return f"{self.floor}分（含）以上为{self.name}"
        if self.floor == 0:
            return f"{self.below}分（不含）以下为{self.name}"
        return f"{self.floor}分（含）至{self.below}分（不含）为{self.name}"


@dataclass(frozen=True, kw_only=True)
class TotalAsInteger(FromFile):
    """How a total becomes a whole number before it is placed in a band."""

    mode: RoundingMode = "half_up"
    source: Text


Measure = Literal["staff_shortage", "certified_shortfall", "personnel_share", "overdue_rectification"]


@dataclass(frozen=True, kw_only=True)
class VetoRule(FromFile):
    """One condition that makes the grade the failing one, whatever the total.

    ``declared`` vetoes rest on a finding with evidence; the other kinds are computed from ``measure``:
    ``count_at_least`` and ``ratio_below`` compare it with ``thresholds`` of the stage,
    ``overdue`` asks whether a rectification missed its date or was judged improper; ``node_below`` and
    ``node_level`` ask for the score or the level of a node, which may be unscored.
    """

    id: Identifier
    name: Text
    kind: Literal["declared", "count_at_least", "ratio_below", "overdue", "node_below", "node_level"]
    material: Text
    source: Text
    remedy: str = ""
    #: The node that decides: by a score below the stage's threshold, or a level among ``levels``.
    node: Identifier | None = None
    levels: tuple[Text, ...] = ()
    measure: Measure | None = None
    thresholds: dict[Stage, Amount] = field(default_factory=dict)
    unit: str = ""
    assumed: Flag = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeLimit(FromFile):
    """A prescribed limit (规定时限) in working days, counted from the day after ``start``."""

    id: Step
    name: Text
    days: Positive
    bound: Literal["at_most", "at_least"]
    start: Step
    source: Text
    assumed: Flag = False


@dataclass(frozen=True, kw_only=True)
class Sampling(FromFile):
    """How many service users must be asked about their satisfaction."""

    minimum: Positive
    population: Text
    text: Text
    source: Text


@dataclass(frozen=True, kw_only=True)
class ProgressRule(FromFile):
    """When an agreed volume is called out of line (目标值明显偏离实际)."""

    out_of_line_over: Amount
    text: Text
    source: Text
    assumed: Flag = True


@dataclass(frozen=True, kw_only=True)
class EntryCondition(FromFile):
    """An entry condition: a station in this state is not evaluated (不予评估), which is no grade."""

    id: Identifier
    name: Text
    material: Text
    source: Text


@dataclass(frozen=True, kw_only=True)
class Consequence(FromFile):
    """What a grade leads to, in words."""

    band: Identifier
    text: Text
    source: Text


@dataclass(frozen=True, kw_only=True)
class VisitLevel(FromFile):
    """A follow-up level (分级跟进) and how often its people are to be visited."""

    id: Identifier
    name: Text
    visits: Positive
    per: Literal["week", "month", "quarter", "year"]
    source: Text


@dataclass(frozen=True, kw_only=True)
class Article(FromFile):
    """A named piece of the scheme's text: a principle, a stage, a method, a basis, a content."""

    name: Text
    text: str = ""
    items: tuple[str, ...] = ()
    source: Text


@dataclass(frozen=True, kw_only=True)
class Scheme(FromFile):
    """All rules of one scheme."""

    schema: Literal["1"]
    id: Identifier
    name: Text
    city: Text
    year: Text
    availability: Text
    #: An example that is in force nowhere.
    example: Flag = False
    total: Amount
    depths: tuple[Depth, ...] = DEPTHS
    tree: tuple[Node, ...]
    rounding: Rounding
    combining_source: Text
    #: How the total is rounded before it is placed in a band.
    round_total_first: TotalAsInteger | None = None
    bands: tuple[Band, ...]
    bands_source: Text
    bands_note: str = ""
    vetoes: tuple[VetoRule, ...]
    vetoes_source: Text
    entry: tuple[EntryCondition, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    visit_levels: tuple[VisitLevel, ...] = ()
    #: The categories of people a station serves (服务对象类别), as ``items``.
    categories: Article | None = None
    time_limits: tuple[TimeLimit, ...]
    sampling: Sampling
    progress: ProgressRule
    basis: tuple[Article, ...] = ()
    principles: tuple[Article, ...] = ()
    stages: tuple[Article, ...] = ()
    methods: tuple[Article, ...] = ()
    other_methods: tuple[Article, ...] = ()
    content: tuple[Article, ...] = ()

    def leaves(self) -> tuple[Node, ...]:
        """All leaves, in the scheme's order."""
        return tuple(leaf for node in self.tree for leaf in node.leaves())

    def nodes(self) -> tuple[Node, ...]:
        """All nodes, parents first."""
        return tuple(n for node in self.tree for n in node.nodes())

    def node(self, node_id: str) -> Node:
        """The node with this id. Raises ``KeyError`` for an unknown id."""
        for node in self.nodes():
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def components(self) -> tuple[Node, ...]:
        """What the report presents one by one: the children of parties, and parties without children."""
        return tuple(c for party in self.tree for c in (party.children or (party,)))

    def party_of(self, node: Node) -> Node:
        """The party whose subtree contains ``node``. Raises ``KeyError`` for a node of another scheme."""
        for party in self.tree:
            if any(n.id == node.id for n in party.nodes()):
                return party
        raise KeyError(node.id)

    @property
    def max_total(self) -> Decimal:
        """The highest possible total: the scheme's total plus every bonus that isn't capped."""
        return self.total + add_up(map(_bonus, self.tree))

    def depth_of(self, place: str) -> int | None:
        """The number of a depth by its id, counted from 1; ``None`` for ``total`` and unknown ids."""
        ids = [depth.id for depth in self.depths]
        return ids.index(place) + 1 if place in ids else None

    def rounding_sentence(self) -> str:
        """Where and how scores are rounded, in one Chinese sentence."""
        depth = self.depth_of(self.rounding.place)
        if depth is None:
            return f"各项评估内容不取舍，只对总分{self.rounding.how}。"
        name = self.depths[depth - 1].name
        return f"各项{name}的折算分先{self.rounding.how}；总分为各项折算分之和。"

    @property
    def failing(self) -> Band:
        """The grade a veto leads to (不合格)."""
        return next(band for band in self.bands if band.failing)


def _bonus(node: Node) -> Decimal:
    """The marks a node can add beyond its full mark."""

    if node.role == "bonus":
        return node.full_mark
    return Decimal(0) if node.capped or node.role != "score" else add_up(map(_bonus, node.children))
