"""A second scorer, made from docs/schemes.md alone: plain fractions, no notes of how a figure came about.

It shares no arithmetic with ``sweval``; what both say of every node is then unlikely to be wrong.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.station import Station


@dataclass(frozen=True)
class Second:
    """The score of every node by its id, and the total."""

    nodes: dict[str, Fraction]
    total: Fraction


def second_score(station: Station, scheme: Scheme) -> Second:
    """Score a station whose every leaf is scored by hand, without completion rates."""
    place = scheme.rounding.place
    level = 0 if place == "total" else [depth.id for depth in scheme.depths].index(place) + 1
    nodes: dict[str, Fraction] = {}

    def visit(node: Node, party: Node, depth: int) -> tuple[Fraction, Fraction]:
        """Unrounded and rounded."""
        if node.children:
            below = [(child.role, *visit(child, party, depth + 1)) for child in node.children]
            exact = bound(node, net([(role, e) for role, e, _ in below]))
            got = bound(node, net([(role, g) for role, _, g in below]))
        else:
            exact = got = leaf_mark(node, party, station)
        # Above the level of rounding a sum of rounded scores needs none; a leaf there has nothing below it.
        if depth == level or (depth < level and not node.children):
            got = rounded(exact, scheme)
        elif depth > level:
            got = exact
        nodes[node.id] = fifty(got)
        return exact, got

    parties = [(party.role, *visit(party, party, 1)) for party in scheme.tree]
    exact = max(Fraction(0), net([(role, e) for role, e, _ in parties]))
    if level == 0:
        return Second(nodes, rounded(exact, scheme))
    return Second(nodes, max(Fraction(0), net([(role, g) for role, _, g in parties])))


def fifty(value: Fraction) -> Fraction:
    """What is left of a value written with fifty digits, rounded half to even."""
    if not value:
        return value
    digits = 50 - (math.floor(math.log10(abs(value))) + 1)
    return Fraction(round(value * 10**digits), 10**digits)


def net(parts: list[tuple[str, Fraction]]) -> Fraction:
    plus = sum((mark for role, mark in parts if role in ("score", "bonus")), Fraction(0))
    return plus - sum((mark for role, mark in parts if role == "deduction"), Fraction(0))


def bound(node: Node, mark: Fraction) -> Fraction:
    if node.capped and mark > node.full_mark:
        return Fraction(node.full_mark)
    return mark if mark > 0 else Fraction(0)


def rounded(mark: Fraction, scheme: Scheme) -> Fraction:
    unit = 10**scheme.rounding.places
    down, rest = divmod(mark * unit, 1)
    up = {
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1),
        "down": False,
    }
    return Fraction(down + up[scheme.rounding.mode], unit)


def leaf_mark(leaf: Node, party: Node, station: Station) -> Fraction:
    if leaf.by == "station":
        mark = place_mark(leaf, party, None, station)
        assert mark is not None
        return mark
    marks, weights = [], []
    for area in station.areas:
        mark = place_mark(leaf, party, area.id, station)
        if mark is None and leaf.areas.missing == "leave_out":
            continue
        marks.append(mark or Fraction(0))
        people = {row.area: row.persons for row in station.coverage_totals}[area.id]
        weights.append(people if leaf.areas.weights == "people" else len(area.units))
    return together(leaf.areas.way, marks, weights)


def place_mark(leaf: Node, party: Node, area: str | None, station: Station) -> Fraction | None:
    given: dict[str | None, list[Any]] = defaultdict(list)
    out = {who.id for who in (*station.experts, *station.raters) if who.recused}
    for row in (*station.scores, *station.leaf_inputs):
        who = row.expert or row.rater
        if row.node == leaf.id and row.area == area and who not in out:
            given[who].append(row)
    if not given:
        return None
    marks = {who: rule_mark(leaf, rows) for who, rows in given.items()}
    many = [rater for rater in station.raters if rater.node == party.id and not rater.recused]
    expected = many if leaf.raters == "many" else [e for e in station.experts if not e.recused]
    if leaf.combine.missing == "zero" and None not in marks:
        marks |= {who.id: Fraction(0) for who in expected if who.id not in marks}
    size = {rater.id: {"units": rater.units, "people": rater.people} for rater in many}
    by = leaf.combine.weights
    weights = [size[who][by] for who in marks] if by else []  # type: ignore[index]
    return together(leaf.combine.way, list(marks.values()), weights)


def together(way: str, marks: list[Fraction], weights: list[Any]) -> Fraction:
    if len(marks) == 1:
        return marks[0]
    if way == "weighted_mean":
        return sum(m * w for m, w in zip(marks, weights, strict=True)) / Fraction(sum(weights))
    if way == "median":
        return statistics.median(marks)
    if way == "trimmed_mean":
        return (sum(marks) - min(marks) - max(marks)) / Fraction(len(marks) - 2)
    return sum(marks) / Fraction(len(marks))


def rule_mark(leaf: Node, rows: list[Any]) -> Fraction:
    rule: Any = leaf.rule
    full, first = Fraction(leaf.full_mark), rows[0]
    met = [row.item for row in rows if getattr(row, "met", False)]
    if rule.kind == "direct":
        return Fraction(first.score) / Fraction(rule.scale or full) * full
    if rule.kind == "levels":
        return Fraction(first.score)
    if rule.kind == "checklist":
        return sum((Fraction(item.marks) for item in rule.items if item.id in met), Fraction(0))
    if rule.kind == "k_of_n":
        if len(met) >= rule.k:
            return full
        return full * len(met) / rule.k if rule.below == "proportional" else Fraction(0)
    value = Fraction(first.value)
    if rule.kind == "steps":
        reached = [step.marks for step in rule.steps if step.at_least <= value]
        return Fraction(max(reached, default=0))
    if rule.kind == "ratio":
        zero, top = Fraction(rule.zero_at), Fraction(rule.full_at)
        return full * max(Fraction(0), min(Fraction(1), (value - zero) / (top - zero)))
    mark = Fraction(rule.start) + value * Fraction(rule.each)
    return max(Fraction(rule.floor), min(Fraction(rule.cap or full), mark))
