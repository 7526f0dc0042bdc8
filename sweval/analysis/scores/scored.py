"""What scoring gives (评分结果): the score of every area, node and party, and the total, before and after rounding."""

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

#: How many components are named as the best and as those with the greatest losses.
LEADING: Final = 3
SIGNS: Final[Mapping[Role, int]] = {"score": 1, "bonus": 1, "deduction": -1, "unscored": 0}
#: The bounds of a node and of the total, in words.
CAPPED: Final = "加分后不超过标准分"
FLOORED: Final = "扣分后不低于0分"


@dataclass(frozen=True)
class AreaScore:
    """The raw score of a leaf in one area (``None``: the whole station), and the votes it is made of.

    ``exact`` is on the scale scores are given on. ``silent`` raters were expected and gave nothing; whether
    that counted as 0 is the scheme's to say.
    """

    area: Place
    exact: Fraction
    votes: tuple[Vote, ...]
    silent: tuple[str, ...] = ()
    #: How several raters' scores became one; ``None`` where one score was given for all.
    combined: Combined | None = None

    @property
    def raw(self) -> Decimal:
        """The score as given."""
        return to_decimal(self.exact)

    @property
    def rows(self) -> tuple[Score | LeafInput, ...]:
        """The rows of all votes."""
        return tuple(row for vote in self.votes for row in vote.rows)


@dataclass(frozen=True)
class NodeScore:
    """One node: its score before and after rounding, in marks; leaves have areas, others children."""

    node: Node
    #: Its own role, or that of what it stands in: all of a bonus counts as a bonus.
    role: Role
    party: Node
    depth: int
    exact: Fraction
    converted: Decimal
    children: tuple[NodeScore, ...] = ()
    areas: tuple[AreaScore, ...] = ()
    #: The areas that nobody scored, where the scheme has them count as 0.
    unscored: tuple[AreaScore, ...] = ()
    #: The combination of the areas on the scale scores are given on; for a node with children its marks.
    given: Fraction = Fraction(0)
    #: How the areas' scores became one, where a leaf is scored by area.
    combined: Combined | None = None

    @property
    def counted(self) -> tuple[AreaScore, ...]:
        """All areas that count, in the order they were combined in."""
        return self.areas + self.unscored

    @property
    def raw(self) -> Decimal:
        """The score before rounding, on the scale scores are given on."""
        return to_decimal(self.given)

    @property
    def unrounded(self) -> Decimal:
        """The score before rounding, in marks."""
        return to_decimal(self.exact)

    @property
    def lost(self) -> Decimal:
        """Marks short of the full mark (失分); none where a bonus within lifts it above."""
        return max(self.node.full_mark - self.converted, Decimal(0))

    @property
    def over(self) -> Decimal:
        """Marks above the full mark, which only a bonus within can give."""
        return max(self.converted - self.node.full_mark, Decimal(0))

    @property
    def rate(self) -> Decimal:
        """Share of the full mark (得分率), 0 to 1."""
        return divide(self.converted, self.node.full_mark)

    @property
    def adjusted(self) -> bool:
        """Whether it is not the sum of what stands below it: rounded here, capped, or kept from below 0."""
        return bool(self.children) and printed_sum(self.children) != self.converted

    @property
    def bound(self) -> str:
        """The bound its parts together went beyond, in words; empty where they keep within bounds."""
        together = printed_sum(self.children)
        if self.node.capped and together > self.converted == self.node.full_mark:
            return CAPPED
        return FLOORED if together < 0 else ""

    @property
    def inner_areas(self) -> frozenset[Place]:
        """The areas whose scores are for the working papers alone: few experts scored them, or they would give one away.

        Scores that were agreed, or whose experts the data don't say, are nobody's own.
        """
        few = {a.area for a in self.areas if a.votes[0].rater is not None and len(a.votes) < MIN_EXPERTS}
        if few and self.node.areas.way != "mean":
            # A median may be one of them, a weight may be nought: what goes with them can't be told by number.
            return frozenset(area.area for area in self.areas)
        if len(few) == 1 and len(self.areas) > 1:
            # All others taken from the mean leave it.
            few.add(min((a for a in self.areas if a.area not in few), key=lambda a: len(a.votes)).area)
        return frozenset(few)

    def walk(self) -> Iterator[NodeScore]:
        """Everything below, children first, and then the node itself."""
        for child in self.children:
            yield from child.walk()
        yield self

    def same_hands(self, station: Station) -> bool | None:
        """Whether the same experts scored every area; ``None`` where the data don't say who scored which.

        Where they did not, differences between areas hold differences between experts.
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
        """That deductions came to more than all scores, in words; empty where they did not."""
        return FLOORED if printed_sum(self.parties) < 0 else ""

    @property
    def bounds(self) -> tuple[str, ...]:
        """Every bound that made a node or the total other than the sum of its parts, by name."""
        named = [(score.node.name, score.bound) for score in self.nodes] + [("总分", self.bound)]
        return tuple(f"{name}{bound}" for name, bound in named if bound)

    @property
    def nodes(self) -> tuple[NodeScore, ...]:
        """Every node of the tree, children before parents."""
        return tuple(node for top in self.parties for node in top.walk())

    @property
    def parts(self) -> tuple[NodeScore, ...]:
        """What the report tells of one by one: the children of parties, and parties without children."""
        return tuple(part for party in self.parties for part in (party.children or (party,)))

    @property
    def components(self) -> tuple[NodeScore, ...]:
        """The parts that make up the total; bonuses, deductions and what is unscored stand beside them."""
        return tuple(part for part in self.parts if part.role == "score")

    @property
    def beside(self) -> tuple[NodeScore, ...]:
        """Bonuses, deductions and what is unscored."""
        return tuple(part for part in self.parts if part.role != "score")

    def component(self, node_id: str) -> NodeScore:
        """The node with this id. Raises ``KeyError`` where there is none."""
        for node in self.nodes:
            if node.node.id == node_id:
                return node
        raise KeyError(node_id)

    def highest(self) -> tuple[NodeScore, ...]:
        """The components with the highest score rates, equal ones to the last place included."""
        ordered = sorted(self.components, key=lambda component: -component.rate)
        return _leading(ordered, [component.rate for component in ordered])

    def heaviest(self) -> tuple[NodeScore, ...]:
        """The components with the greatest losses, equal ones to the last place included."""
        ordered = self.by_loss()
        return _leading(ordered, [component.lost for component in ordered])

    def most_of_the_loss(self) -> tuple[NodeScore, ...]:
        """The fewest components, the greatest losses first, that make up more than half of the lost marks."""
        ordered, found = self.by_loss(), list[NodeScore]()
        while found != list(ordered) and 2 * sum(c.lost for c in found) <= sum(c.lost for c in ordered):
            found.append(ordered[len(found)])
        return tuple(found)

    def by_loss(self) -> tuple[NodeScore, ...]:
        """Components with lost marks, the greatest loss first; equal ones in the scheme's order."""
        losing = [component for component in self.components if component.lost > 0]
        return tuple(sorted(losing, key=lambda component: -component.lost))


def _leading(ordered: Sequence[NodeScore], values: Sequence[Decimal]) -> tuple[NodeScore, ...]:
    """The first :data:`LEADING`, and whoever equals the last of them."""
    return tuple(c for c, value in zip(ordered, values, strict=True) if value in values[:LEADING])


def printed_sum(parts: Iterable[NodeScore]) -> Decimal:
    """Converted scores added, deductions taken off, decimals kept: 9.00 + 11.10 = 20.10."""
    return add_up(
        p.converted if SIGNS[p.node.role] > 0 else p.converted.copy_negate()
        for p in parts
        if SIGNS[p.node.role]
    )
