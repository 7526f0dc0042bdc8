"""The rulebook: every rule that figures cite, and the scheme's numbers as figures.

The scheme's rules come from its YAML file, with their sources; methods are the project's formulas.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sweval.analysis.rules.methods import METHODS
from sweval.analysis.scores.figures import leaf_rule
from sweval.domain.scheme.leaf_rules import rule_sentence
from sweval.domain.scheme.scheme import STAGES, STEPS, Scheme, Stage, TimeLimit, VetoRule
from sweval.domain.scheme.tree import ROLES, Node
from sweval.domain.values.wording import without_stop
from sweval.record.figures import Figure, Rule


def rulebook(scheme: Scheme) -> Mapping[str, Rule]:
    """All rules by id: the scheme's, then the methods."""
    rules = [*scheme_rules(scheme), *METHODS]
    return {rule.id: rule for rule in rules}


def scheme_rules(scheme: Scheme) -> Iterator[Rule]:
    """The scheme's rules, each with its source."""
    parties = "、".join(_worth(party) for party in scheme.tree)
    inner = "；".join(
        f"{party.name}：" + "、".join(map(_worth, party.leaves())) for party in scheme.tree if party.children
    )
    text = f"{parties}，合计{scheme.total}分。" + (f"{inner}。" if inner else "")
    yield Rule("scheme.parties", "评分方与标准分", text, scheme.tree[0].source)
    if any(leaf_rule(leaf) == "scheme.combining" for leaf in scheme.leaves()):
        yield Rule("scheme.combining", "评分的合并", _combining(scheme), scheme.combining_source)
    for node in scheme.nodes():
        if leaf_rule(node) != "scheme.combining" or node.role != "score":
            text = f"{ROLES[node.role]}，标准分{node.full_mark}分。{_node_text(node)}{node.note}"
            yield Rule(f"scheme.node.{node.id}", node.name, text, node.source, node.assumed)
    rounding = scheme.rounding
    yield Rule("scheme.rounding", "折算与取舍", scheme.rounding_sentence(), rounding.source, rounding.assumed)
    bands = ("总分先取整；" if scheme.round_total_first else "") + "；".join(
        band.sentence() for band in scheme.bands
    )
    yield Rule("scheme.bands", "评估等级", f"{bands}。{scheme.bands_note}", scheme.bands_source)
    text = f"有所列{len(scheme.vetoes)}种情形之一的，评估结果定为{scheme.failing.name}，总分照列。"
    if not scheme.vetoes:
        text = f"没有规定定为{scheme.failing.name}的情形，评估等级据总分确定。"
    yield Rule("scheme.vetoes", f"评估结果定为{scheme.failing.name}的情形", text, scheme.vetoes_source)
    if scheme.entry:
        text = f"有所列{len(scheme.entry)}种情形之一的，不予评估，不评定等级。"
        yield Rule("scheme.entry", "不予评估的情形", text, scheme.entry[0].source)
    for entry in scheme.entry:
        yield Rule(f"scheme.entry.{entry.id}", entry.name, "存在的，不予评估。", entry.source)
    names = {band.id: band.name for band in scheme.bands}
    for consequence in scheme.consequences:
        text = f"评估等级为{names[consequence.band]}的，{consequence.text}"
        yield Rule(f"scheme.consequence.{consequence.band}", "等级的后果", text, consequence.source)
    for level in scheme.visit_levels:
        text = f"{level.name}的服务对象，每{PERIODS[level.per]}探访不少于{level.visits}次。"
        yield Rule(f"scheme.visits.{level.id}", "分级跟进", text, level.source)
    if scheme.categories:
        text = f"共{len(scheme.categories.items)}类：{'、'.join(scheme.categories.items)}。{scheme.categories.text}"
        yield Rule("scheme.categories", scheme.categories.name, text, scheme.categories.source)
    for veto in scheme.vetoes:
        yield Rule(
            f"scheme.veto.{veto.id}", veto.name, veto_sentence(veto, scheme), veto.source, veto.assumed
        )
    for limit in scheme.time_limits:
        yield Rule(
            f"scheme.limit.{limit.id}",
            f"时限：{limit.name}",
            limit_sentence(limit),
            limit.source,
            limit.assumed,
        )
    yield Rule("scheme.sampling", "满意度调查样本", scheme.sampling.text, scheme.sampling.source)
    progress = scheme.progress
    yield Rule("scheme.progress", "完成率明显偏高", progress.text, progress.source, progress.assumed)


PERIODS: Final = {"week": "周", "month": "月", "quarter": "季度", "year": "年"}


def _combining(scheme: Scheme) -> str:
    """How direct scores of areas and raters are combined, and how missing ones count."""
    leaves = [leaf for leaf in scheme.leaves() if leaf_rule(leaf) == "scheme.combining"]
    whose = "各项" if len(leaves) == len(scheme.leaves()) else _names(leaves)
    over_areas, by_experts = defaultdict[str, list[Node]](list), defaultdict[str, list[Node]](list)
    for leaf in leaves:
        by_experts[leaf.combine.sentence()].append(leaf)
        if leaf.by == "area":
            over_areas[leaf.areas.sentence()].append(leaf)
    areas = "".join(f"{_names(some)}按片区评分，各片区之间取{way}。" for way, some in over_areas.items())
    experts = "；".join(
        f"{_names(some) if len(by_experts) > 1 else ''}先在评委之间取{way}"
        for way, some in by_experts.items()
    )
    own = "各自的" if len(leaves) > 1 else ""
    return f"{whose}评分按{own}标准分打分。{areas}评委分别评分的，{experts}。"


def _names(nodes: Iterable[Node]) -> str:
    return "、".join(node.name for node in nodes)


def _worth(node: Node) -> str:
    role = "" if node.role == "score" else f"（{ROLES[node.role]}）"
    return f"{node.name}{node.full_mark}分{role}"


def _node_text(node: Node) -> str:
    if node.children:
        return ""
    parts = [rule_sentence(node.rule, node.full_mark)]
    parts += [f"各片区{node.areas.sentence()}"] if node.by == "area" else []
    if not node.indicator:
        who = "各评分者" if node.raters == "many" else "评委分别评分的，评委之间取"
        parts.append(f"{who}{node.combine.sentence()}")
    return "；".join(parts) + "。"


def threshold(veto: VetoRule, stage: Stage) -> str:
    """The threshold of a veto at a stage, as printed: a count, or a share in per cent."""
    limit = veto.thresholds[stage]
    return f"{(limit * 100).normalize():f}%" if veto.kind == "ratio_below" else f"{limit:f}"


def veto_sentence(veto: VetoRule, scheme: Scheme) -> str:
    """The thresholds and the note of a veto, in words."""
    result = f"评估结果定为{scheme.failing.name}"
    if veto.kind == "count_at_least":
        limits = (
            "、".join(f"{name}累计{threshold(veto, stage)}{veto.unit}以上" for stage, name in STAGES.items())
            + "的"
        )
        return f"{limits}，{result}（“以上”含本数）。{veto.note}"
    if veto.kind == "ratio_below":
        shares = {name: threshold(veto, stage) for stage, name in STAGES.items()}
        same = len(set(shares.values())) == 1
        limit = shares["中期"] if same else "、".join(f"{name}{share}" for name, share in shares.items())
        return f"低于{limit}的，{result}。{veto.note}"
    if veto.kind == "node_below":
        limits = "、".join(f"{name}低于{threshold(veto, stage)}分" for stage, name in STAGES.items())
        return f"该项评估内容的得分{limits}的，{result}。{veto.note}"
    if veto.kind == "node_level":
        return f"该项评估内容为{'、'.join(veto.levels)}的，{result}。{veto.note}"
    return f"评估中发现存在的，{result}。{veto.note}"


def limit_sentence(limit: TimeLimit) -> str:
    """A time limit, in words."""
    if limit.bound == "at_least":
        return f"{STEPS[limit.start]}后不少于{limit.days}个工作日，自次日起计。"
    return f"{STEPS[limit.start]}后{limit.days}个工作日内，自次日起计。"


def figures(scheme: Scheme, stage: Stage) -> Iterator[Figure]:
    """The scheme's numbers: full marks, band floors, limits, thresholds, the sample rule."""
    yield Figure("rule.total", "总分满分", f"{scheme.total}", "分", rule="scheme.parties")
    for node in scheme.nodes():
        id, label = f"rule.{node.id}.full_mark", f"{node.name}标准分"
        yield Figure(id, label, f"{node.full_mark}", "分", rule="scheme.parties")
    for band in scheme.bands:
        id, label = f"rule.band.{band.id}", f"{band.name}等级下限"
        yield Figure(id, label, f"{band.floor}", "分", rule="scheme.bands")
    label, count = f"评估结果定为{scheme.failing.name}的情形", str(len(scheme.vetoes))
    yield Figure("rule.vetoes", label, count, "种", rule="scheme.vetoes")
    for limit in scheme.time_limits:
        yield _of_rule(f"limit.{limit.id}", f"{limit.name}时限", str(limit.days), "个工作日")
    for veto in scheme.vetoes:
        if stage in veto.thresholds:
            yield _of_rule(f"veto.{veto.id}", f"{veto.name}：界限", threshold(veto, stage), veto.unit)
    yield from _conditions_and_consequences(scheme)
    yield _of_rule("sampling", "满意度调查最少人数", str(scheme.sampling.minimum), "人")
    over = f"{scheme.progress.out_of_line_over}%"
    yield Figure("rule.out_of_line", "完成率明显偏高的界限", over, rule="scheme.progress")


def _conditions_and_consequences(scheme: Scheme) -> Iterator[Figure]:
    """Entry conditions, consequences of grades, visits required, categories."""
    for entry in scheme.entry:
        yield _of_rule(f"entry.{entry.id}", "不予评估的情形", entry.name)
    names = {band.id: band.name for band in scheme.bands}
    for consequence in scheme.consequences:
        band, text = consequence.band, without_stop(consequence.text)
        yield _of_rule(f"consequence.{band}", f"等级为{names[band]}的后果", text)
    for level in scheme.visit_levels:
        times = f"每{PERIODS[level.per]}{level.visits}"
        yield _of_rule(f"visits.{level.id}", f"{level.name}服务对象的探访次数", times, "次")
    if scheme.categories:
        yield _of_rule("categories", "服务对象类别数", str(len(scheme.categories.items)), "类")


def _of_rule(id: str, label: str, value: str, unit: str = "") -> Figure:
    """A figure that a rule of the scheme states."""
    return Figure(f"rule.{id}", label, value, unit, rule=f"scheme.{id}")
