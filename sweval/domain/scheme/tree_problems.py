"""Checks of an indicator tree and of the rules of its leaves: marks that don't add up or can't be reached."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from sweval.domain.scheme.leaf_rules import Checklist, Direct, KOfN, LeafRule, Levels, PerUnit, Ratio, Steps
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import PANEL_COMBINATION, ROLES, Combination, Node
from sweval.domain.values.faults import Path, Problem, listed, repeated

#: The maximum number of decimals a scheme may round to.
MAX_PLACES: Final = 6
#: The keys that describe how a leaf is scored, with their defaults.
LEAF_KEYS: Final[dict[str, object]] = {
    "rule": Direct(),
    "by": "station",
    "areas": Combination(),
    "raters": "panel",
    "combine": PANEL_COMBINATION,
}


def tree_problems(scheme: Scheme) -> Iterator[Problem]:
    """All problems of the tree, after weights were converted to full marks (:func:`~sweval.domain.scheme.tree.settled`)."""
    if not scheme.tree:
        yield Problem(("tree",), "没有评分方", "请填写指标体系")
    yield from _sum_problems(("tree",), "各评分方", scheme.tree, scheme.total, "总分")
    found = list(walk(scheme.tree))
    yield from repeated(((*path, "id"), node.id) for path, _, node in found)
    components = {component.id for component in scheme.components()}
    for path, depth, node in found:
        yield from _node_problems(path, depth, node, scheme)
        if node.section and node.id not in components:
            yield Problem(
                (*path, "section"), "报告只逐项叙述第2层的评估内容和没有下级的评分方", "请移到那一层，或删去"
            )


def weight_problems(tree: tuple[Node, ...], path: Path = ("tree",)) -> Iterator[Problem]:
    """Problems of the weights, checked before they are converted: siblings with both full marks and weights."""
    for position, node in enumerate(tree):
        if node.weight is not None and node.full_mark:
            yield Problem((*path, position, "weight"), "同时填了标准分和权重", "请只填一种")
        if node.weight is not None and node.role != "score":
            yield Problem((*path, position, "weight"), "加分、扣分和不计分的不能用权重", "请改填 full_mark")
        if node.weight is not None and not node.weight:
            yield Problem((*path, position, "weight"), "权重应大于0", "请填写正数")
    if len({node.weight is None for node in tree if node.role == "score"}) > 1:
        yield Problem(path, "同级有的填标准分，有的填权重", "请用同一种")
    for position, node in enumerate(tree):
        yield from weight_problems(node.children, (*path, position, "children"))


def walk(nodes: tuple[Node, ...], path: Path = ("tree",), depth: int = 1) -> Iterator[tuple[Path, int, Node]]:
    """All nodes, each with its path and depth, parents first."""
    for position, node in enumerate(nodes):
        yield (*path, position), depth, node
        yield from walk(node.children, (*path, position, "children"), depth + 1)


def _sum_problems(
    path: Path, who: str, children: tuple[Node, ...], whole: Decimal, name: str
) -> Iterator[Problem]:
    marks = [child.full_mark for child in children if child.role == "score"]
    # Without any scored child another problem is reported.
    if marks and sum(marks) != whole:
        hint = "；按权重折算的，权重应能整除" if any(c.weight for c in children) else ""
        yield Problem(
            path, f"{who}标准分合计{sum(marks)}，与{name}{whole}不符", f"请调整标准分使合计相符{hint}"
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
    if node.role != "score":
        whole = f"“{node.name}”整体{ROLES[node.role]}"
        for inner, _, below in walk(node.children, (*path, "children")):
            if below.role != "score":
                problem = f"{whole}，下级不能再有{ROLES[below.role]}的"
                yield Problem((*inner, "role"), problem, "请删去下级的 role，使其随上级一并计算")
    if node.capped and not any(child.role == "bonus" for child in node.children):
        yield Problem((*path, "capped"), "下级没有加分项，封顶不起作用", "请删去 capped")
    for key, idle in LEAF_KEYS.items():
        if getattr(node, key) != idle:
            yield Problem((*path, key), f"有下级的评估内容不直接评分，{key} 不起作用", f"请把 {key} 移到末级")


def _rounding_problems(path: Path, depth: int, node: Node, scheme: Scheme) -> Iterator[Problem]:
    place, places = scheme.depth_of(scheme.rounding.place), scheme.rounding.places
    rounded = place is not None and (depth == place or (depth < place and not node.children))
    if rounded and places <= MAX_PLACES and node.full_mark % Decimal(1).scaleb(-places):
        problem = f"标准分{node.full_mark}比保留的{places}位小数更细，满分会被取舍"
        yield Problem((*path, "full_mark"), problem, "请调整标准分，或增加 rounding.places")


def _leaf_problems(path: Path, leaf: Node) -> Iterator[Problem]:
    yield from _combination_problems((*path, "areas"), leaf.areas, raters=False)
    yield from _combination_problems((*path, "combine"), leaf.combine, raters=leaf.raters != "many")
    if leaf.by == "station" and leaf.areas != Combination():
        yield Problem((*path, "areas"), "不按片区评分，areas 不起作用", "请填写 by: area，或删去 areas")
    if leaf.capped:
        yield Problem((*path, "capped"), "没有下级，封顶不起作用", "请删去 capped")
    if leaf.indicator:
        for key in ("by", "raters", "combine"):
            if getattr(leaf, key) != LEAF_KEYS[key]:
                problem = f"取指标完成率的评估内容不另评分，{key} 不起作用"
                yield Problem((*path, key), problem, f"请删去 {key}，或删去 indicator")
    yield from rule_problems((*path, "rule"), leaf.rule, leaf.full_mark)


def _combination_problems(path: Path, way: Combination, *, raters: bool) -> Iterator[Problem]:
    if way.way == "weighted_mean" and way.weights is None:
        yield Problem((*path, "weights"), "加权平均没有写明按什么加权", "请填 units 或 people")
    if way.way != "weighted_mean" and way.weights is not None:
        yield Problem((*path, "weights"), "不是加权平均，却写明了权重", "请删去 weights，或改 way")
    if raters and way.weights is not None:
        yield Problem((*path, "weights"), "评委没有可加权的村、社区数或人数", "请改用其他合并办法")


def rule_problems(path: Path, rule: LeafRule, full_mark: Decimal) -> Iterator[Problem]:
    """The problems of a leaf's rule for its full mark."""
    match rule:
        case Direct():
            if rule.scale is not None and not rule.scale:
                yield Problem((*path, "scale"), "评分的满分应大于0", "请填写正数，或删去 scale")
        case Levels():
            yield from _level_problems(path, rule, full_mark)
        case Checklist():
            yield from repeated(listed(rule.items, (*path, "items")))
            together = sum(item.marks for item in rule.items)
            if together != full_mark:
                yield Problem(
                    (*path, "items"), f"各项分值合计{together}，与标准分{full_mark}不符", "请使合计相符"
                )
        case KOfN():
            yield from repeated(listed(rule.items, (*path, "items")))
            if rule.k > len(rule.items):
                yield Problem((*path, "k"), f"须满足{rule.k}项，而只有{len(rule.items)}项", "请检查 k")
        case Steps():
            yield from _step_problems(path, rule, full_mark)
        case Ratio():
            if rule.full_at == rule.zero_at:
                yield Problem((*path, "full_at"), "0分处与满分处相同", "请检查 zero_at 与 full_at")
        case _:
            yield from _unit_problems(path, rule, full_mark)


def _level_problems(path: Path, rule: Levels, full_mark: Decimal) -> Iterator[Problem]:
    yield from repeated(listed(rule.levels, (*path, "levels"), "name"), "等次")
    for position, level in enumerate(rule.levels):
        if level.low > level.high:
            problem = f"等次“{level.name}”的下限高于上限"
            yield Problem((*path, "levels", position), problem, "请检查 low 与 high")
    highest = max(level.high for level in rule.levels)
    if highest != full_mark:
        yield Problem((*path, "levels"), f"最高等次为{highest}分，与标准分{full_mark}不符", "请使两者相同")
    ordered = sorted(rule.levels, key=lambda level: level.low)
    for lower, upper in itertools.pairwise(ordered):
        if lower.high > upper.low:
            problem = f"等次“{lower.name}”与“{upper.name}”在{upper.low}分至{lower.high}分重叠"
            yield Problem((*path, "levels"), problem, "请使各等次不重叠")


def _step_problems(path: Path, rule: Steps, full_mark: Decimal) -> Iterator[Problem]:
    yield from repeated(listed(rule.steps, (*path, "steps"), "at_least"), "起点")
    marks = [step.marks for step in sorted(rule.steps, key=lambda step: step.at_least)]
    # Marks may fall for what should be rare, such as complaints, but not for a completion rate.
    if marks != sorted(marks) and (rule.indicator or marks != sorted(marks, reverse=True)):
        what = "完成率高的得分反而低" if rule.indicator else "各段得分有升有降"
        yield Problem((*path, "steps"), what, "请检查各段的 at_least 与 marks")
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
    elif rule.each and rule.start == (cap if rule.each > 0 else rule.floor):
        stuck = f"已是上限{cap}分，再加" if rule.each > 0 else f"已是下限{rule.floor}分，再减"
        yield Problem((*path, "each"), f"基础分{stuck}不起作用", "请检查 each 的正负，或 start")
