"""Scoring: from raters' scores (评分) to converted scores (折算分) of all nodes and the total (总分).

Of each leaf, the scores that count are turned into marks by the leaf's rule, combined over raters, then over areas.
Nodes are rounded at the level the scheme states; nodes above it are sums, with bonuses added and deductions
subtracted. In the published case this gives 9.46 + 11.10 + 9.00 + 15.05 + 19.00 + 12.15 + 9.00 = 84.76; rounding only
the total half up would give 84.77, which shows that components are rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from sweval.analysis.scores.combining import Combined
from sweval.analysis.scores.results import SIGNS, AreaScore, NodeScore, Scoring, printed_sum
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node, Role, Weights
from sweval.domain.station.rows import LeafInput, Rater, Score
from sweval.domain.station.sheet import Place, ScoreSheet, read_sheet, weight_of, weight_of_area
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import round_to, to_decimal


class Unscorable(ValueError):
    """A leaf can't be scored from the data. Intake refuses nearly all such data."""


def score(station: Station, scheme: Scheme, rates: Mapping[str, Decimal] | None = None) -> Scoring:
    """Score a station by a scheme; ``rates`` are completion rates in per cent, for leaves that take one.

    Source: scheme, ``tree`` and ``rounding`` (石碁镇报告 四). Raises :class:`Unscorable`.
    """
    sheet = read_sheet(station, scheme, rates or {})

    def leaf(node: Node, role: Role, party: Node, depth: int) -> NodeScore:
        return _leaf(node, role, party, depth, sheet)

    return _scoring(scheme, leaf, sheet.recused)


def score_again(scoring: Scoring, scheme: Scheme, marks: Mapping[str, Fraction]) -> Scoring:
    """Score again with other ``marks`` for some leaves, by id: sums, bounds and rounding as in :func:`score`.

    These leaves no longer have scores by area.
    """
    leaves = {node.node.id: node for node in scoring.nodes if not node.children}

    def leaf(node: Node, role: Role, party: Node, depth: int) -> NodeScore:
        if node.id not in marks:
            return leaves[node.id]
        return _leaf_score(node, role, party, depth, marks[node.id], scheme)

    return _scoring(scheme, leaf, scoring.recused)


#: Scores a leaf, given the leaf, its role, its party and its depth.
Leaf = Callable[[Node, Role, Node, int], NodeScore]


def _scoring(scheme: Scheme, leaf: Leaf, recused: tuple[Score | LeafInput, ...]) -> Scoring:
    tree = tuple(_node(party, "score", party, 1, scheme, leaf) for party in scheme.tree)
    unrounded = to_decimal(max(_signed_sum((t.node, t.exact) for t in tree), Fraction(0)))
    if scheme.rounding.place == "total":
        total = round_to(unrounded, scheme.rounding.places, scheme.rounding.mode)
    else:
        total = max(printed_sum(tree), Decimal(0))
    return Scoring(tree, total, unrounded, recused)


def _signed_sum(parts: Iterable[tuple[Node, Fraction]]) -> Fraction:
    """Scores and bonuses minus deductions; unscored nodes count as 0."""
    return sum((SIGNS[node.role] * value for node, value in parts), Fraction(0))


def _node(node: Node, within: Role, party: Node, depth: int, scheme: Scheme, leaf: Leaf) -> NodeScore:
    role = within if node.role == "score" else node.role
    if not node.children:
        return leaf(node, role, party, depth)
    children = tuple(_node(child, role, party, depth + 1, scheme, leaf) for child in node.children)
    exact = _bounded(_signed_sum((c.node, c.exact) for c in children), node)
    place = scheme.depth_of(scheme.rounding.place)
    if place == depth:
        converted = _rounded(exact, scheme)
    elif place is not None and depth < place:
        summed = printed_sum(children)
        bounded = to_decimal(_bounded(Fraction(summed), node))
        converted = summed if summed == bounded else bounded
    else:
        converted = to_decimal(exact)
    return NodeScore(node, role, party, depth, exact, converted, children, given=exact)


def _bounded(marks: Fraction, node: Node) -> Fraction:
    """Marks of a node, no lower than 0 and, where it is capped, no higher than its full mark."""
    low = max(marks, Fraction(0))
    return min(low, Fraction(node.full_mark)) if node.capped else low


def _rounded(exact: Fraction, scheme: Scheme) -> Decimal:
    return round_to(to_decimal(exact), scheme.rounding.places, scheme.rounding.mode)


# --- leaves -----------------------------------------------------------------------------------------


def _leaf(leaf: Node, role: Role, party: Node, depth: int, sheet: ScoreSheet) -> NodeScore:
    scored = {place: _area_score(leaf, place, sheet) for place in sheet.places(leaf)}
    areas = tuple(area for area in scored.values() if area is not None)
    if len(areas) < len(scored) and leaf.areas.missing == "refuse":
        raise Unscorable(f"{leaf.id}: no scores that count")
    unscored: tuple[AreaScore, ...] = ()
    if leaf.areas.missing == "zero":
        unscored = tuple(AreaScore(place, Fraction(0), ()) for place, a in scored.items() if a is None)
    counted, combined = areas + unscored, None
    if leaf.by == "area":
        weights = tuple(_area_weight(area.area, leaf.areas.weights, sheet.station) for area in counted)
        combined = Combined(leaf.areas.way, tuple(area.exact for area in counted), weights)
    exact = combined.value if combined else counted[0].exact
    marks = exact * Fraction(leaf.full_mark) / Fraction(leaf.max_score)
    bare = _leaf_score(leaf, role, party, depth, marks, sheet.scheme)
    return replace(bare, areas=areas, unscored=unscored, combined=combined)


def _leaf_score(
    leaf: Node, role: Role, party: Node, depth: int, marks: Fraction, scheme: Scheme
) -> NodeScore:
    place = scheme.depth_of(scheme.rounding.place)
    converted = _rounded(marks, scheme) if place is not None and depth <= place else to_decimal(marks)
    given = marks * Fraction(leaf.max_score) / Fraction(leaf.full_mark)
    return NodeScore(leaf, role, party, depth, marks, converted, given=given)


def _area_weight(area: Place, by: Weights | None, station: Station) -> Fraction:
    weight = weight_of_area(area, station, by) if area and by else Fraction(1)
    if weight is None:
        raise ValueError(f"area {area} has no weight by {by}")
    return weight


def _area_score(leaf: Node, place: Place, sheet: ScoreSheet) -> AreaScore | None:
    """A leaf's score in one area or the whole station; ``None`` without votes that count."""
    votes = sheet.votes(leaf, place)
    silent = sheet.missing_raters(leaf, place, votes)
    if not votes:
        return None
    if silent and leaf.combine.missing == "refuse":
        raise ValueError(f"{leaf.id}: raters without a score: {silent}")
    marks = [leaf.rule.marks(vote.input, leaf.full_mark) for vote in votes]
    raters = [vote.rater for vote in votes]
    if leaf.combine.missing == "zero":
        marks += [Fraction(0)] * len(silent)
        raters += silent
    # Most leaves need no scaling, and multiplying fractions is slow.
    scale = 1 if leaf.max_score == leaf.full_mark else Fraction(leaf.max_score) / Fraction(leaf.full_mark)
    if raters == [None]:
        return AreaScore(place, marks[0] * scale, votes, silent)
    exact = tuple(marks) if scale == 1 else tuple(mark * scale for mark in marks)
    combined = Combined(leaf.combine.way, exact, _weights(leaf, raters, sheet))
    return AreaScore(place, combined.value, votes, silent, combined)


def _weights(leaf: Node, raters: Sequence[str | None], sheet: ScoreSheet) -> tuple[Fraction, ...]:
    by = leaf.combine.weights
    if by is None:
        return ()
    known: dict[str, Rater] = {rater.id: rater for rater in sheet.station.raters}
    weights = [weight_of(known[r], by) if r in known else None for r in raters]
    if None in weights:
        raise ValueError(f"{leaf.id}: no weight by {by} for a rater")
    return tuple(weight for weight in weights if weight is not None)
