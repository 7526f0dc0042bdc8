"""What is wrong with a leaf's rule for its full mark: marks out of reach, levels that overlap."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from sweval.domain.leaf_rules import Checklist, Direct, KOfN, LeafRule, Levels, PerUnit, Ratio, Steps
from sweval.domain.problem import Path, Problem, ids_of, repeated


def rule_problems(path: Path, rule: LeafRule, full_mark: Decimal) -> Iterator[Problem]:
    """What is wrong with one leaf's rule for its full mark."""
    match rule:
        case Direct():
            if rule.scale is not None and not rule.scale:
                yield Problem((*path, "scale"), "评分的满分应大于0", "请填写正数，或删去 scale")
        case Levels():
            yield from _level_problems(path, rule, full_mark)
        case Checklist():
            yield from repeated(ids_of(rule.items, (*path, "items")))
            together = sum(item.marks for item in rule.items)
            if together != full_mark:
                yield Problem(
                    (*path, "items"), f"各项分值合计{together}，与标准分{full_mark}不符", "请使合计相符"
                )
        case KOfN():
            yield from repeated(ids_of(rule.items, (*path, "items")))
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
    names = (((*path, "levels", n, "name"), level.name) for n, level in enumerate(rule.levels))
    yield from repeated(names, "等次")
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
    starts = (((*path, "steps", n, "at_least"), f"{s.at_least}") for n, s in enumerate(rule.steps))
    yield from repeated(starts, "起点")
    marks = [step.marks for step in sorted(rule.steps, key=lambda step: step.at_least)]
    # Falling marks are for what should be few, such as complaints; a completion rate should be high.
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
