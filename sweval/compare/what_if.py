"""What if (试算): a station or a scheme with one change, to be evaluated as a trial, never as a result.

Each function returns a changed copy. Raises ``ValueError``, in Chinese, for unknown ids and invalid numbers.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from sweval.domain.scheme.leaf_rules import Checklist, Direct, LeafRule, Levels, PerUnit, Steps
from sweval.domain.scheme.scheme import STAGES, Scheme, Stage
from sweval.domain.scheme.tree import WAYS, Combination, Node, Way, Weights
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import add_up, to_decimal


def with_score(
    station: Station, node: str, score: str | Decimal, *, area: str | None = None, expert: str | None = None
) -> Station:
    """The station with another score for a leaf: in an area, by an expert, or everywhere."""
    value = _number(score)
    rows = [
        row
        for row in station.scores
        if row.node == node
        and area in (None, row.area)
        and expert in (None, row.expert)
        and row.score is not None
    ]
    if not rows:
        where = "".join(f"，{name}{id}" for name, id in (("片区", area), ("评委", expert)) if id)
        raise ValueError(
            f"没有“{node}”的评分{where}；现有：{'、'.join(dict.fromkeys(r.node for r in station.scores))}"
        )
    changed = {row.row for row in rows}
    return replace(
        station,
        scores=tuple(replace(row, score=value) if row.row in changed else row for row in station.scores),
    )


def with_weight(scheme: Scheme, node: str, full_mark: str | Decimal) -> Scheme:
    """The scheme with another full mark for a component; the other components share the rest in proportion.

    Scores keep their scale, so that score rates don't change. Refused for a leaf of levels, whose scores are marks
    within the levels.
    """
    value = _number(full_mark)
    components = [part for part in scheme.components() if part.role == "score"]
    old = next((part for part in components if part.id == node), None)
    if old is None:
        raise ValueError(f"没有“{node}”这项评估内容；现有：{'、'.join(part.id for part in components)}")
    whole = add_up(part.full_mark for part in components)
    if not 0 < value < whole:
        raise ValueError(f"标准分应大于0、小于{whole:f}")
    others = Fraction(whole - value) / Fraction(whole - old.full_mark)
    factors = {
        part.id: Fraction(value) / Fraction(old.full_mark) if part is old else others for part in components
    }
    return replace(scheme, tree=tuple(_party(party, factors) for party in scheme.tree))


def with_way(scheme: Scheme, node: str, way: Way) -> Scheme:
    """The scheme with another way of combining the areas of a leaf."""
    if way not in WAYS:
        raise ValueError(f"没有“{way}”这种合并办法；现有：{'、'.join(WAYS)}")
    if node not in {leaf.id for leaf in scheme.leaves() if leaf.by == "area"}:
        raise ValueError(f"“{node}”不按片区评分")
    weights: Weights | None = "units" if way == "weighted_mean" else None
    combination = Combination(way=way, weights=weights, missing=scheme.node(node).areas.missing)
    return replace(scheme, tree=tuple(_with(party, node, areas=combination) for party in scheme.tree))


def with_threshold(scheme: Scheme, veto: str, stage: Stage, value: str | Decimal) -> Scheme:
    """The scheme with another threshold for a veto at a stage."""
    rule = next((rule for rule in scheme.vetoes if rule.id == veto), None)
    if rule is None or stage not in rule.thresholds:
        known = "、".join(rule.id for rule in scheme.vetoes if rule.thresholds)
        raise ValueError(f"“{veto}”在{STAGES.get(stage, stage)}评估没有界限；有界限的：{known}")
    changed = replace(rule, thresholds={**rule.thresholds, stage: _number(value)})
    return replace(scheme, vetoes=tuple(changed if v is rule else v for v in scheme.vetoes))


def _number(value: str | Decimal) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"“{value}”不是数字") from None
    if not number.is_finite() or number < 0:
        raise ValueError(f"“{value}”应为不小于0的数字")
    return number


def _party(party: Node, factors: dict[str, Fraction]) -> Node:
    if party.id in factors:
        return _scaled(party, factors[party.id])
    children = tuple(
        _scaled(child, factors[child.id]) if child.id in factors else child for child in party.children
    )
    full = add_up(child.full_mark for child in children if child.role == "score")
    return replace(party, full_mark=full, weight=None, children=children)


def _scaled(node: Node, by: Fraction) -> Node:
    """A node with all marks below it multiplied."""
    children = tuple(_scaled(child, by) for child in node.children)
    rule = node.rule if children else _rule(node, by)
    return replace(node, full_mark=_times(node.full_mark, by), weight=None, rule=rule, children=children)


def _rule(leaf: Node, by: Fraction) -> LeafRule:
    """The rule of a leaf with its marks multiplied; a directly scored leaf keeps its scale."""

    match leaf.rule:
        case Direct():
            return Direct(scale=leaf.max_score)
        case Levels():
            raise ValueError(f"“{leaf.name}”为程度分，评分按各等次的分值给出，不能试算另一标准分")
        case Checklist() as rule:
            items = tuple(replace(item, marks=_times(item.marks, by)) for item in rule.items)
            return replace(rule, items=items)
        case Steps() as rule:
            steps = tuple(replace(step, marks=_times(step.marks, by)) for step in rule.steps)
            return replace(rule, steps=steps)
        case PerUnit() as rule:
            cap = None if rule.cap is None else _times(rule.cap, by)
            each, start, floor = (_times(marks, by) for marks in (rule.each, rule.start, rule.floor))
            return replace(rule, each=each, start=start, floor=floor, cap=cap)
        case rule:
            return rule


def _times(marks: Decimal, by: Fraction) -> Decimal:
    return to_decimal(Fraction(marks) * by)


def _with(node: Node, id: str, *, areas: Combination) -> Node:
    if node.id == id:
        return replace(node, areas=areas)
    return replace(node, children=tuple(_with(child, id, areas=areas) for child in node.children))
