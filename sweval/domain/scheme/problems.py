"""Checks of a scheme as a whole: its tree, bands, vetoes and time limits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from sweval.domain.scheme.leaf_rules import Levels
from sweval.domain.scheme.scheme import STAGES, STEPS, Measure, Scheme, VetoRule
from sweval.domain.scheme.tree_problems import MAX_PLACES, tree_problems
from sweval.domain.values.faults import Path, Problem, listed, repeated

#: The measures of each kind of computed veto.
MEASURED_BY: Final[dict[str, tuple[Measure, ...]]] = {
    "count_at_least": ("staff_shortage", "certified_shortfall"),
    "ratio_below": ("personnel_share",),
    "overdue": ("overdue_rectification",),
}
#: The states of vetoes, which are part of the ids of figures.
RESERVED: Final = ("triggered", "clear", "not_assessed")


def problems(scheme: Scheme) -> Iterator[Problem]:
    """All problems of a scheme; none when it is valid."""
    yield from tree_problems(scheme)
    yield from _band_problems(scheme)
    yield from _veto_problems(scheme)
    yield from _limit_problems(scheme)
    yield from _list_problems(scheme)
    if scheme.depth_of(scheme.rounding.place) is None and scheme.rounding.place != "total":
        known = "、".join(["total", *(depth.id for depth in scheme.depths)])
        yield Problem(("rounding", "place"), f"没有“{scheme.rounding.place}”这一层", f"可填：{known}")
    if scheme.rounding.places > MAX_PLACES:
        yield Problem(("rounding", "places"), "小数位数过多", f"请填0至{MAX_PLACES}")


def _band_problems(scheme: Scheme) -> Iterator[Problem]:
    failing = [band for band in scheme.bands if band.failing]
    if len(failing) != 1:
        yield Problem(("bands",), "应当且只应有一个等级标明 failing: 是", "请标明不合格等级")
    yield from repeated(listed(scheme.bands, ("bands",)))
    yield from repeated(listed(scheme.bands, ("bands",), "name"), "名称")
    for position, band in enumerate(scheme.bands):
        if band.end is not None and band.end <= band.floor:
            yield Problem(("bands", position), f"等级“{band.name}”的上限不高于下限", "请检查上限与 floor")
        if band.upto is not None and band.below is not None:
            yield Problem(("bands", position), "同时填了 below 和 upto", "请只填一种")
        if band.upto is not None and scheme.round_total_first is None:
            problem = f"{band.upto}分与{band.upto + 1}分之间的总分没有等级"
            yield Problem(
                ("bands", position, "upto"), problem, "请填写 round_total_first，说明总分如何先取整"
            )
        broken = any(edge % 1 for edge in (band.floor, band.end) if edge)
        if scheme.round_total_first is not None and broken:
            yield Problem(("bands", position), "总分先取整，而等级界限不是整数", "请检查界限")
    # A band whose end is below its floor would also be reported as gaps and overlaps.
    if not scheme.bands or any(band.end is not None and band.end <= band.floor for band in scheme.bands):
        return
    ordered = sorted(scheme.bands, key=lambda band: band.floor)
    if ordered[0].floor != 0:
        yield Problem(("bands",), f"0分至{ordered[0].floor}分没有等级", "最低等级应从0分起")
    for lower, upper in itertools.pairwise(ordered):
        if lower.end is None or lower.end > upper.floor:
            yield Problem(
                ("bands",),
                f"“{lower.name}”与“{upper.name}”在{upper.floor}分处重叠",
                "请使上限等于上一等级下限",
            )
        elif lower.end < upper.floor:
            yield Problem(
                ("bands",), f"{lower.end}分至{upper.floor}分（不含）没有等级", "请使上限等于上一等级下限"
            )
    highest = ordered[-1]
    if highest.end is not None and highest.end <= scheme.max_total:
        gap = f"{highest.end}分" + ("" if highest.end == scheme.max_total else f"至{scheme.max_total}分")
        yield Problem(("bands",), f"{gap}没有等级", "最高等级不填 below")
    if [band.failing for band in ordered].count(True) == 1 and not ordered[0].failing:
        yield Problem(("bands",), "标明 failing 的不是最低等级", "有所列情形的，应定为最低等级")
    if highest.floor > scheme.max_total:
        yield Problem(("bands",), f"“{highest.name}”的下限高于总分{scheme.max_total}", "请检查 floor")


def _veto_problems(scheme: Scheme) -> Iterator[Problem]:
    conditions = (*listed(scheme.vetoes, ("vetoes",)), *listed(scheme.entry, ("entry",)))
    yield from repeated(conditions)
    for path, id in conditions:
        if id in RESERVED:
            yield Problem(path, f"“{id}”是认定状态的名称，不能作编号", "请改用其他编号")
    for position, veto in enumerate(scheme.vetoes):
        path = ("vetoes", position)
        if veto.kind in ("node_below", "node_level"):
            yield from _node_veto_problems(path, veto, scheme)
            continue
        if veto.node or veto.levels:
            yield Problem(path, "不由评估内容的结果认定，却写了 node 或 levels", "请删去，或改 kind")
        if veto.kind == "declared":
            if veto.measure or veto.thresholds:
                yield Problem(path, "据实认定的情形不应有计算量或界限", "请删去 measure 与 thresholds")
            continue
        if veto.measure not in MEASURED_BY[veto.kind]:
            known = "、".join(MEASURED_BY[veto.kind])
            yield Problem((*path, "measure"), "未写明由什么计算，或与 kind 不配", f"请填写 measure：{known}")
        if veto.kind == "overdue":
            if veto.thresholds:
                yield Problem((*path, "thresholds"), "按是否逾期认定的情形，界限不起作用", "请删去")
            continue
        yield from _threshold_problems(path, veto)
        if veto.kind == "ratio_below" and any(share > 1 for share in veto.thresholds.values()):
            yield Problem((*path, "thresholds"), "比例界限应在0与1之间", "80% 请写成 0.80")


def _threshold_problems(path: Path, veto: VetoRule) -> Iterator[Problem]:
    for stage, name in STAGES.items():
        if stage not in veto.thresholds:
            yield Problem((*path, "thresholds"), f"缺{name}评估的界限", f"请补填 {stage}")
        elif not veto.thresholds[stage]:
            always = "总会" if veto.kind == "count_at_least" else "永远不会"
            yield Problem((*path, "thresholds", stage), f"界限为0，这种情形{always}成立", "请填写正数")


def _node_veto_problems(path: Path, veto: VetoRule, scheme: Scheme) -> Iterator[Problem]:
    nodes = {node.id: node for node in scheme.nodes()}
    node = nodes.get(veto.node or "")
    if node is None:
        yield Problem((*path, "node"), "指标体系中没有这项评估内容", f"可填：{'、'.join(nodes)}")
    if veto.measure:
        yield Problem((*path, "measure"), "由评估内容的结果认定，不另计算", "请删去 measure")
    if veto.kind == "node_below":
        yield from _threshold_problems(path, veto)
        for stage, threshold in veto.thresholds.items():
            if node is not None and threshold > node.full_mark:
                problem = f"界限{threshold}高于“{node.name}”的标准分{node.full_mark}，这种情形总会成立"
                yield Problem((*path, "thresholds", stage), problem, "请按标准分填写界限")
        if veto.levels:
            yield Problem(
                (*path, "levels"), "由评分认定的情形，levels 不起作用", "请删去，或改 kind: node_level"
            )
        return
    if veto.thresholds:
        yield Problem(
            (*path, "thresholds"), "由等次认定的情形，界限不起作用", "请删去，或改 kind: node_below"
        )
    if node is not None:
        names = [level.name for level in node.rule.levels] if isinstance(node.rule, Levels) else []
        for name in veto.levels or ("",):
            if name not in names:
                known = f"可填：{'、'.join(names)}" if names else "请给该评估内容填写 levels 评分办法"
                yield Problem((*path, "levels"), f"“{veto.node}”没有等次“{name}”", known)


def _list_problems(scheme: Scheme) -> Iterator[Problem]:
    """Repeated or unknown ids among consequences, visit levels, depths and categories."""
    bands = {band.id for band in scheme.bands}
    consequences = [*listed(scheme.consequences, ("consequences",), "band")]
    for path, band in consequences:
        if band not in bands:
            yield Problem(path, "没有这个等级", f"可填：{'、'.join(sorted(bands))}")
    # The report has one sentence on the consequence of a grade.
    yield from repeated(consequences, "等级")
    yield from repeated(listed(scheme.visit_levels, ("visit_levels",)))
    yield from repeated(listed(scheme.depths, ("depths",)))
    if scheme.categories:
        names = ((("categories", "items", n), name) for n, name in enumerate(scheme.categories.items))
        yield from repeated(names, "名称")
        if any("、" in name for name in scheme.categories.items):
            yield Problem(("categories", "items"), "类别名称中有顿号", "顿号用来分开各类别，请改名")
    if "total" in [depth.id for depth in scheme.depths]:
        yield Problem(("depths",), "“total”指总分，不能作某一层的编号", "请改用其他编号")


def _limit_problems(scheme: Scheme) -> Iterator[Problem]:
    yield from repeated(listed(scheme.time_limits, ("time_limits",)))
    order = list(STEPS)
    for position, limit in enumerate(scheme.time_limits):
        path = ("time_limits", position)
        if order.index(limit.start) >= order.index(limit.id):
            yield Problem((*path, "start"), "起算环节不在本环节之前", "请填本环节之前的环节")
