"""What is wrong with an indicator tree: marks that don't add up, rules that can't be followed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from sweval.domain.leaf_rules import (
    Checklist,
    Direct,
    Item,
    KOfN,
    LeafRule,
    Levels,
    PerUnit,
    Ratio,
    Steps,
)
from sweval.domain.problem import Path, Problem
from sweval.domain.scheme import Scheme
from sweval.domain.tree import Combination, Node

#: No scheme rounds finer, and no arithmetic of ours needs to.
MOST_PLACES: Final = 6


def tree_problems(scheme: Scheme) -> Iterator[Problem]:
    """Everything wrong with the tree; weights must have become full marks before (``settled``)."""
    if not scheme.tree:
        yield Problem(("tree",), "没有评分方", "请填写指标体系")
    yield from _sum_problems(("tree",), "各评分方", scheme.tree, scheme.total, "总分")
    seen: set[str] = set()
    for path, depth, node in walk(scheme.tree):
        if node.id in seen:
            yield Problem((*path, "id"), f"编号“{node.id}”重复", "请改用不同的编号")
        seen.add(node.id)
        yield from _node_problems(path, depth, node, scheme)


def weight_problems(tree: tuple[Node, ...], path: Path = ("tree",)) -> Iterator[Problem]:
    """Siblings that share out their parent's mark in two ways at once; asked before weights are settled."""
    scored = [(n, node) for n, node in enumerate(tree) if node.role == "score"]
    weighted = [node for _, node in scored if node.weight is not None]
    for position, node in enumerate(tree):
        if node.weight is not None and node.full_mark:
            yield Problem((*path, position, "weight"), "同时填了标准分和权重", "请只填一种")
        if node.weight is not None and node.role != "score":
            yield Problem((*path, position, "weight"), "加分、扣分和不计分的不能用权重", "请改填 full_mark")
        if node.weight is not None and not node.weight:
            yield Problem((*path, position, "weight"), "权重应大于0", "请填写正数")
    if weighted and len(weighted) < len(scored):
        yield Problem(path, "同级有的填标准分，有的填权重", "请用同一种")
    for position, node in enumerate(tree):
        yield from weight_problems(node.children, (*path, position, "children"))


def walk(nodes: tuple[Node, ...], path: Path = ("tree",), depth: int = 1) -> Iterator[tuple[Path, int, Node]]:
    """Every node with its path and its depth, parents first."""
    for position, node in enumerate(nodes):
        yield (*path, position), depth, node
        yield from walk(node.children, (*path, position, "children"), depth + 1)


def _sum_problems(
    path: Path, who: str, children: tuple[Node, ...], whole: Decimal, name: str
) -> Iterator[Problem]:
    together = sum((c.full_mark for c in children if c.role == "score"), Decimal(0))
    # Of what is a bonus as a whole, parts may be bonuses too, and then there is nothing to share out.
    if together != whole and any(c.role == "score" for c in children):
        hint = "；按权重折算的，权重应能整除" if any(c.weight for c in children) else ""
        yield Problem(
            path, f"{who}标准分合计{together}，与{name}{whole}不符", f"请调整标准分使合计相符{hint}"
        )


def _node_problems(path: Path, depth: int, node: Node, scheme: Scheme) -> Iterator[Problem]:
    if node.full_mark <= 0:
        yield Problem((*path, "full_mark"), "标准分应大于0", "请填写正数")
    if depth > len(scheme.depths):
        yield Problem(path, f"第{depth}层没有名称", "请在 depths 中补填各层的名称")
    yield from _rounding_problems(path, depth, node, scheme)
    if not node.children:
        yield from _leaf_problems(path, node)
        return
    yield from _sum_problems((*path, "children"), f"“{node.name}”下级", node.children, node.full_mark, "本级")
    if not any(child.role == "score" for child in node.children):
        yield Problem((*path, "children"), "下级都不计分", "请至少有一项计分")
    if node.by == "area":
        yield Problem((*path, "by"), "只有末级评估内容可以按片区评分", "请把 by: area 移到末级")
    if node.rule != Direct():
        yield Problem((*path, "rule"), "有下级的评估内容不能有评分办法", "请把 rule 移到末级")


def _rounding_problems(path: Path, depth: int, node: Node, scheme: Scheme) -> Iterator[Problem]:
    place, places = scheme.depth_of(scheme.rounding.place), scheme.rounding.places
    rounded = place is not None and (depth == place or (depth < place and not node.children))
    if rounded and places <= MOST_PLACES and node.full_mark % Decimal(1).scaleb(-places):
        problem = f"标准分{node.full_mark}比保留的{places}位小数更细，满分会被取舍"
        yield Problem((*path, "full_mark"), problem, "请调整标准分，或增加 rounding.places")


def _leaf_problems(path: Path, leaf: Node) -> Iterator[Problem]:
    yield from _combination_problems((*path, "areas"), leaf.areas, raters=False)
    yield from _combination_problems((*path, "combine"), leaf.combine, raters=leaf.raters != "many")
    takes_rate = isinstance(leaf.rule, (Steps, Ratio)) and leaf.rule.indicator
    if takes_rate and leaf.by == "area":
        yield Problem(
            (*path, "by"), "取指标完成率的评估内容不能按片区评分", "请删去 by: area，或删去 indicator"
        )
    yield from rule_problems((*path, "rule"), leaf.rule, leaf.full_mark)


def _combination_problems(path: Path, way: Combination, *, raters: bool) -> Iterator[Problem]:
    if way.way == "weighted_mean" and way.weights is None:
        yield Problem((*path, "weights"), "加权平均没有写明按什么加权", "请填 units 或 people")
    if way.way != "weighted_mean" and way.weights is not None:
        yield Problem((*path, "weights"), "不是加权平均，却写明了权重", "请删去 weights，或改 way")
    if raters and way.weights is not None:
        yield Problem((*path, "weights"), "评委没有可加权的村、社区数或人数", "请改用其他合并办法")


def rule_problems(path: Path, rule: LeafRule, full_mark: Decimal) -> Iterator[Problem]:
    """What is wrong with one leaf's rule for its full mark."""
    match rule:
        case Direct():
            if rule.scale is not None and not rule.scale:
                yield Problem((*path, "scale"), "评分的满分应大于0", "请填写正数，或删去 scale")
        case Levels():
            yield from _level_problems(path, rule, full_mark)
        case Checklist():
            yield from _item_problems(path, rule.items)
            together = sum((item.marks for item in rule.items), Decimal(0))
            if together != full_mark:
                yield Problem(
                    (*path, "items"), f"各项分值合计{together}，与标准分{full_mark}不符", "请使合计相符"
                )
        case KOfN():
            yield from _item_problems(path, rule.items)
            if rule.k > len(rule.items):
                yield Problem((*path, "k"), f"须满足{rule.k}项，而只有{len(rule.items)}项", "请检查 k")
        case Steps():
            yield from _step_problems(path, rule, full_mark)
        case Ratio():
            if rule.full_at == rule.zero_at:
                yield Problem((*path, "full_at"), "0分处与满分处相同", "请检查 zero_at 与 full_at")
        case PerUnit():
            yield from _unit_problems(path, rule, full_mark)


def _level_problems(path: Path, rule: Levels, full_mark: Decimal) -> Iterator[Problem]:
    names = [level.name for level in rule.levels]
    for position, level in enumerate(rule.levels):
        here = (*path, "levels", position)
        if names.index(level.name) != position:
            yield Problem((*here, "name"), f"等次“{level.name}”重复", "请改用不同的名称")
        if level.low > level.high:
            yield Problem(here, f"等次“{level.name}”的下限高于上限", "请检查 low 与 high")
    highest = max(level.high for level in rule.levels)
    if highest != full_mark:
        yield Problem((*path, "levels"), f"最高等次为{highest}分，与标准分{full_mark}不符", "请使两者相同")
    ordered = sorted(rule.levels, key=lambda level: level.low)
    for lower, upper in itertools.pairwise(ordered):
        if lower.high > upper.low:
            problem = f"等次“{lower.name}”与“{upper.name}”在{upper.low}分至{lower.high}分重叠"
            yield Problem((*path, "levels"), problem, "请使各等次不重叠")


def _item_problems(path: Path, items: Iterable[Item]) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, item in enumerate(items):
        if item.id in seen:
            yield Problem((*path, "items", position, "id"), f"编号“{item.id}”重复", "请改用不同的编号")
        seen.add(item.id)


def _step_problems(path: Path, rule: Steps, full_mark: Decimal) -> Iterator[Problem]:
    starts = [step.at_least for step in rule.steps]
    for position, start in enumerate(starts):
        if starts.index(start) != position:
            yield Problem((*path, "steps", position, "at_least"), f"{start}写了两次", "请删去一个")
    highest = max(step.marks for step in rule.steps)
    if highest != full_mark:
        yield Problem((*path, "steps"), f"最高一段为{highest}分，与标准分{full_mark}不符", "请使两者相同")


def _unit_problems(path: Path, rule: PerUnit, full_mark: Decimal) -> Iterator[Problem]:
    cap = full_mark if rule.cap is None else rule.cap
    if not rule.each:
        yield Problem((*path, "each"), "每次的分值为0", "请填写正数（加分）或负数（减分）")
    if cap > full_mark:
        yield Problem((*path, "cap"), f"上限{cap}高于标准分{full_mark}", "请检查 cap")
    if not rule.floor <= rule.start <= cap:
        yield Problem((*path, "start"), f"基础分{rule.start}不在{rule.floor}至{cap}之间", "请检查 start")
