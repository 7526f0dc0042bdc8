"""Results of scoring (评分结果): scores of areas, nodes and parties, and the total, before and after rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sweval.analysis.scores.combining import Combined
from sweval.domain.disclosure.policy import MIN_EXPERTS
from sweval.domain.scheme.tree import Node, Role
from sweval.domain.station.rows import LeafInput, Score
from sweval.domain.station.sheet import Place, Vote
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import add_up, divide, to_decimal

#: How many components are listed as the best, and as those with the greatest losses.
LEADING: Final = 3
SIGNS: Final[Mapping[Role, int]] = {"score": 1, "bonus": 1, "deduction": -1, "unscored": 0}
#: The bounds of a node and of the total, in words.
CAPPED: Final = "加分后不超过标准分"
FLOORED: Final = "扣分后不低于0分"


@dataclass(frozen=True)
class AreaScore:
    """The raw score of a leaf in one area (``None``: the whole station), and its votes.

    ``exact`` is on the scale on which raters score. ``silent`` raters were expected to score and didn't; the scheme
    states whether they count as 0.
    """

    area: Place
    exact: Fraction
    votes: tuple[Vote, ...]
    silent: tuple[str, ...] = ()
    #: The combination of raters' scores; ``None`` for an agreed score.
    combined: Combined | None = None

    @property
    def raw(self) -> Decimal:
        """The score as a decimal."""
        return to_decimal(self.exact)

    @property
    def rows(self) -> tuple[Score | LeafInput, ...]:
        """The rows of all votes."""
        return tuple(row for vote in self.votes for row in vote.rows)


@dataclass(frozen=True)
class NodeScore:
    """A node and its score before and after rounding, in marks; leaves have areas, other nodes children."""

    node: Node
    #: Its own role, or its ancestor's: every node within a bonus counts as a bonus.
    role: Role
    party: Node
    depth: int
    exact: Fraction
    converted: Decimal
    children: tuple[NodeScore, ...] = ()
    areas: tuple[AreaScore, ...] = ()
    #: Areas without a score, where the scheme counts them as 0.
    unscored: tuple[AreaScore, ...] = ()
    #: A leaf's combined score on the scale on which raters score; another node's marks.
    given: Fraction = Fraction(0)
    #: The combination of the areas' scores, where a leaf is scored by area.
    combined: Combined | None = None

    @property
    def counted(self) -> tuple[AreaScore, ...]:
        """All areas that count, in the order of combination."""
        return self.areas + self.unscored

    @property
    def raw(self) -> Decimal:
        """The score before rounding, on the scale on which raters score."""
        return to_decimal(self.given)

    @property
    def unrounded(self) -> Decimal:
        """The score before rounding, in marks."""
        return to_decimal(self.exact)

    @property
    def lost(self) -> Decimal:
        """Full mark minus converted score (失分), no less than 0."""
        return max(self.node.full_mark - self.converted, Decimal(0))

    @property
    def over(self) -> Decimal:
        """Marks above the full mark, possible only with a bonus among its descendants."""
        return max(self.converted - self.node.full_mark, Decimal(0))

    @property
    def rate(self) -> Decimal:
        """Share of the full mark (得分率), 0 to 1."""
        return divide(self.converted, self.node.full_mark)

    @property
    def adjusted(self) -> bool:
        """Whether it differs from the sum of its children: rounded at this level, capped, or raised to 0."""
        return bool(self.children) and printed_sum(self.children) != self.converted

    @property
    def bound(self) -> str:
        """The bound that the sum of its children exceeds, in words; empty where it exceeds none."""
        summed = printed_sum(self.children)
        if self.node.capped and summed > self.converted == self.node.full_mark:
            return CAPPED
        return FLOORED if summed < 0 else ""

    @property
    def restricted_areas(self) -> frozenset[Place]:
        """Areas whose scores only the working papers show: few experts scored them, or they would reveal such a score.

        Agreed scores, and those without named experts, reveal nobody's score.
        """
        few = {a.area for a in self.areas if a.votes[0].rater is not None and len(a.votes) < MIN_EXPERTS}
        if few and self.node.areas.way != "mean":
            # A median may be one of these scores and a weight may be 0, so counting areas is no protection.
            return frozenset(area.area for area in self.areas)
        if len(few) == 1 and len(self.areas) > 1:
            # The mean minus all other areas would give it.
            few.add(min((a for a in self.areas if a.area not in few), key=lambda a: len(a.votes)).area)
        return frozenset(few)

    def walk(self) -> Iterator[NodeScore]:
        """All descendants, children before parents, and then the node itself."""
        for child in self.children:
            yield from child.walk()
        yield self

    def same_experts(self, station: Station) -> bool | None:
        """Whether the same experts scored every area; ``None`` where the data don't show who scored which.

        Where they didn't, differences between areas include differences between experts.
        """
        scored = {area.area: frozenset(row.expert for row in area.rows) for area in self.areas}
        if all(row.expert for area in self.areas for row in area.rows):
            return len(set(scored.values())) == 1
        named = [row.areas for row in station.experts if not row.recused]
        if not named or None in named:
            return None
        return len(set(named)) == 1


@dataclass(frozen=True)
class Scoring:
    """All scores of a station, and the total with and without rounding."""

    #: The parties (评分方), in the scheme's order.
    parties: tuple[NodeScore, ...]
    total: Decimal
    unrounded: Decimal
    recused: tuple[Score | LeafInput, ...]

    @property
    def bound(self) -> str:
        """The bound that deductions exceed, in words; empty where they don't."""
        return FLOORED if printed_sum(self.parties) < 0 else ""

    @property
    def bounds(self) -> tuple[str, ...]:
        """Every bound that changed a node or the total, after its name."""
        named = [(score.node.name, score.bound) for score in self.nodes] + [("总分", self.bound)]
        return tuple(f"{name}{bound}" for name, bound in named if bound)

    @property
    def nodes(self) -> tuple[NodeScore, ...]:
        """Every node of the tree, children before parents."""
        return tuple(node for top in self.parties for node in top.walk())

    @property
    def parts(self) -> tuple[NodeScore, ...]:
        """The nodes that the report lists: the children of parties, and parties without children."""
        return tuple(part for party in self.parties for part in (party.children or (party,)))

    @property
    def components(self) -> tuple[NodeScore, ...]:
        """The parts with scores."""
        return tuple(part for part in self.parts if part.role == "score")

    @property
    def other_parts(self) -> tuple[NodeScore, ...]:
        """Bonuses, deductions and unscored parts."""
        return tuple(part for part in self.parts if part.role != "score")

    def component(self, node_id: str) -> NodeScore:
        """The node with this id. Raises ``KeyError`` for an unknown id."""
        for node in self.nodes:
            if node.node.id == node_id:
                return node
        raise KeyError(node_id)

    def highest(self) -> tuple[NodeScore, ...]:
        """The components with the highest score rates, ties with the last included."""
        ordered = sorted(self.components, key=lambda component: -component.rate)
        return _leading(ordered, [component.rate for component in ordered])

    def heaviest(self) -> tuple[NodeScore, ...]:
        """The components with the greatest losses, ties with the last included."""
        ordered = self.by_loss()
        return _leading(ordered, [component.lost for component in ordered])

    def majority_of_loss(self) -> tuple[NodeScore, ...]:
        """The fewest components that make up more than half of the lost marks, greatest losses first."""
        ordered, found = self.by_loss(), list[NodeScore]()
        while found != list(ordered) and 2 * sum(c.lost for c in found) <= sum(c.lost for c in ordered):
            found.append(ordered[len(found)])
        return tuple(found)

    def by_loss(self) -> tuple[NodeScore, ...]:
        """Components with lost marks, greatest loss first; ties in the scheme's order."""
        losing = [component for component in self.components if component.lost > 0]
        return tuple(sorted(losing, key=lambda component: -component.lost))


def _leading(ordered: Sequence[NodeScore], values: Sequence[Decimal]) -> tuple[NodeScore, ...]:
    """The first :data:`LEADING` components, and those that tie with the last of them."""
    return tuple(c for c, value in zip(ordered, values, strict=True) if value in values[:LEADING])


def printed_sum(parts: Iterable[NodeScore]) -> Decimal:
    """Converted scores minus deductions, decimals kept: 9.00 + 11.10 = 20.10."""
    return add_up(
        p.converted if SIGNS[p.node.role] > 0 else p.converted.copy_negate()
        for p in parts
        if SIGNS[p.node.role]
    )
