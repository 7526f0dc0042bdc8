"""Scores: from what raters gave (评分) to converted scores (折算分) up the tree, and the total (总分).

For each leaf: what counts is turned into marks by the leaf's rule, combined over raters, then over areas.
Nodes are rounded where the scheme says; what lies above is the sum of what lies below, deductions taken off
and bonuses added. In the published case this gives 9.46 + 11.10 + 9.00 + 15.05 + 19.00 + 12.15 + 9.00 = 84.76;
rounding only the total half up would give 84.77, which is how the place of rounding was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sweval.analysis.combining import Combined
from sweval.domain.rounding import add_up, divide, round_to, to_decimal
from sweval.domain.rows import LeafInput, Rater, Score
from sweval.domain.scheme import Scheme
from sweval.domain.sheet import Place, Sheet, Vote, read_sheet, weight_of, weight_of_area
from sweval.domain.station import Station
from sweval.domain.tree import Node, Role, Weights

#: How many components are named as the best and as those with the greatest losses.
LEADING: Final = 3


class Unscorable(ValueError):
    """A leaf can't be scored from the data; intake refuses nearly all such data before."""


@dataclass(frozen=True)
class AreaScore:
    """The raw score of a leaf in one area (``None``: the whole station), and the votes it is made of.

    ``exact`` is on the scale scores are given on, ``marks`` on the full mark. ``silent`` raters were expected
    and gave nothing; whether that counted as 0 is the scheme's to say.
    """

    area: Place
    exact: Fraction
    marks: Fraction
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
    party: Node
    depth: int
    exact: Fraction
    converted: Decimal
    children: tuple[NodeScore, ...] = ()
    areas: tuple[AreaScore, ...] = ()
    #: The combination of the areas on the scale scores are given on; for a node with children its marks.
    given: Fraction = Fraction(0)
    #: How the areas' scores became one, where a leaf is scored by area.
    combined: Combined | None = None

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
        """Marks short of the full mark (失分)."""
        return self.node.full_mark - self.converted

    @property
    def rate(self) -> Decimal:
        """Share of the full mark (得分率), 0 to 1."""
        return divide(self.converted, self.node.full_mark)

    @property
    def adjusted(self) -> bool:
        """Whether it is not the sum of what stands below it: rounded here, capped, or kept from below 0."""
        return bool(self.children) and printed_sum(self.children) != self.converted

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

    tree: tuple[NodeScore, ...]
    total: Decimal
    unrounded: Decimal
    recused: tuple[Score | LeafInput, ...]

    @property
    def parties(self) -> tuple[NodeScore, ...]:
        """The parties (评分方), in the scheme's order."""
        return self.tree

    @property
    def nodes(self) -> tuple[NodeScore, ...]:
        """Every node of the tree, children before parents."""
        return tuple(node for top in self.tree for node in top.walk())

    @property
    def parts(self) -> tuple[NodeScore, ...]:
        """What the report tells of one by one: the children of parties, and parties without children."""
        return tuple(part for party in self.tree for part in (party.children or (party,)))

    @property
    def components(self) -> tuple[NodeScore, ...]:
        """The parts that make up the total; bonuses, deductions and what is unscored stand beside them."""
        return tuple(part for part in self.parts if _role(part) == "score")

    @property
    def beside(self) -> tuple[NodeScore, ...]:
        """Bonuses, deductions and what is unscored."""
        return tuple(part for part in self.parts if _role(part) != "score")

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


def _role(part: NodeScore) -> str:
    """A part counts as its party does where the party itself is a bonus, a deduction or unscored."""
    return part.party.role if part.party.role != "score" else part.node.role


def _leading(ordered: Sequence[NodeScore], values: Sequence[Decimal]) -> tuple[NodeScore, ...]:
    """The first :data:`LEADING`, and whoever equals the last of them."""
    return tuple(c for c, value in zip(ordered, values, strict=True) if value in values[:LEADING])


def score(station: Station, scheme: Scheme, rates: Mapping[str, Decimal] | None = None) -> Scoring:
    """Score a station by a scheme; ``rates`` are completion rates in per cent, for leaves that take one.

    Source: scheme, ``tree`` and ``rounding`` (石碁镇报告 四). Raises :class:`Unscorable`.
    """
    sheet = read_sheet(station, scheme, rates or {})
    tree = tuple(_node(party, party, 1, sheet) for party in scheme.tree)
    unrounded = to_decimal(max(_together((t.node, t.exact) for t in tree), Fraction(0)))
    if scheme.rounding.place == "total":
        total = round_to(unrounded, scheme.rounding.places, scheme.rounding.mode)
    else:
        total = max(printed_sum(tree), Decimal(0))
    return Scoring(tree, total, unrounded, sheet.recused)


SIGNS: Final[Mapping[Role, int]] = {"score": 1, "bonus": 1, "deduction": -1, "unscored": 0}


def _together(parts: Iterable[tuple[Node, Fraction]]) -> Fraction:
    """Scores and bonuses added, deductions taken off; what is unscored counts for nothing."""
    return sum((SIGNS[node.role] * value for node, value in parts), Fraction(0))


def printed_sum(parts: Iterable[NodeScore]) -> Decimal:
    """The same of converted scores, with their decimals kept: 9.00 + 11.10 = 20.10."""
    return add_up(
        p.converted if SIGNS[p.node.role] > 0 else p.converted.copy_negate()
        for p in parts
        if SIGNS[p.node.role]
    )


def _node(node: Node, party: Node, depth: int, sheet: Sheet) -> NodeScore:
    if not node.children:
        return _leaf(node, party, depth, sheet)
    children = tuple(_node(child, party, depth + 1, sheet) for child in node.children)
    exact = _bounded(_together((c.node, c.exact) for c in children), node)
    place = sheet.scheme.depth_of(sheet.scheme.rounding.place)
    if place == depth:
        converted = _rounded(exact, sheet.scheme)
    elif place is not None and depth < place:
        summed = printed_sum(children)
        bounded = to_decimal(_bounded(Fraction(summed), node))
        converted = summed if summed == bounded else bounded
    else:
        converted = to_decimal(exact)
    return NodeScore(node, party, depth, exact, converted, children, given=exact)


def _bounded(marks: Fraction, node: Node) -> Fraction:
    """Deductions take nothing below 0; a bonus lifts a capped node no higher than its full mark."""
    low = max(marks, Fraction(0))
    return min(low, Fraction(node.full_mark)) if node.capped else low


def _rounded(exact: Fraction, scheme: Scheme) -> Decimal:
    return round_to(to_decimal(exact), scheme.rounding.places, scheme.rounding.mode)


# --- leaves -----------------------------------------------------------------------------------------


def _leaf(leaf: Node, party: Node, depth: int, sheet: Sheet) -> NodeScore:
    scored = {place: _area_score(leaf, place, sheet) for place in sheet.places(leaf)}
    areas = tuple(area for area in scored.values() if area is not None)
    if len(areas) < len(scored) and leaf.areas.missing == "refuse":
        raise Unscorable(f"{leaf.id}: no scores that count")
    counted = list(areas)
    if leaf.areas.missing == "zero":
        counted += [
            AreaScore(place, Fraction(0), Fraction(0), ()) for place, a in scored.items() if a is None
        ]
    combined = None
    if leaf.by == "area":
        weights = tuple(_area_weight(area.area, leaf.areas.weights, sheet.station) for area in counted)
        combined = Combined(leaf.areas.way, tuple(area.exact for area in counted), weights)
    exact = combined.value if combined else counted[0].exact
    marks = exact * Fraction(leaf.full_mark) / Fraction(leaf.most)
    place = sheet.scheme.depth_of(sheet.scheme.rounding.place)
    converted = _rounded(marks, sheet.scheme) if place is not None and depth <= place else to_decimal(marks)
    return NodeScore(leaf, party, depth, marks, converted, areas=areas, given=exact, combined=combined)


def _area_weight(area: Place, by: Weights | None, station: Station) -> Fraction:
    weight = weight_of_area(area, station, by) if area and by else Fraction(1)
    if weight is None:
        raise ValueError(f"area {area} has no weight by {by}")
    return weight


def _area_score(leaf: Node, place: Place, sheet: Sheet) -> AreaScore | None:
    """A leaf in one place; ``None`` where nobody gave anything that counts."""
    votes = sheet.votes(leaf, place)
    silent = sheet.silent(leaf, place, votes)
    if not votes:
        return None
    if silent and leaf.combine.missing == "refuse":
        raise ValueError(f"{leaf.id}: raters who gave nothing: {silent}")
    marks = [leaf.rule.marks(vote.given, leaf.full_mark) for vote in votes]
    raters = [vote.rater for vote in votes]
    if leaf.combine.missing == "zero":
        marks += [Fraction(0)] * len(silent)
        raters += silent
    scale = Fraction(leaf.most) / Fraction(leaf.full_mark)
    if raters == [None]:
        return AreaScore(place, marks[0] * scale, marks[0], votes, silent)
    exact = tuple(mark * scale for mark in marks)
    combined = Combined(leaf.combine.way, exact, _weights(leaf, raters, sheet))
    return AreaScore(place, combined.value, combined.value / scale, votes, silent, combined)


def _weights(leaf: Node, raters: Sequence[str | None], sheet: Sheet) -> tuple[Fraction, ...]:
    by = leaf.combine.weights
    if by is None:
        return ()
    known: dict[str, Rater] = {rater.id: rater for rater in sheet.station.raters}
    weights = [weight_of(known[r], by) if r in known else None for r in raters]
    if None in weights:
        raise ValueError(f"{leaf.id}: a rater without a weight by {by}")
    return tuple(weight for weight in weights if weight is not None)
