"""What is wrong with a scheme as a whole: marks, bands, vetoes and time limits that don't fit together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sweval.domain.scheme import STAGES, STEPS, Measure, Node, Scheme

#: What each kind of computed veto may be measured by.
MEASURED_BY: Final[dict[str, tuple[Measure, ...]]] = {
    "count_at_least": ("staff_shortage", "certified_shortfall"),
    "ratio_below": ("personnel_share",),
    "overdue": ("overdue_rectification",),
}
#: No scheme rounds finer, and no arithmetic of ours needs to.
MOST_PLACES: Final = 6
#: Names of states, which figures count vetoes by.
RESERVED: Final = ("triggered", "clear", "not_assessed")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a scheme, at ``path`` (keys and list positions from the top of its file)."""

    path: tuple[str | int, ...]
    problem: str
    remedy: str


def problems(scheme: Scheme) -> Iterator[Problem]:
    """Everything that is wrong with ``scheme`` as a whole; nothing when it is sound."""
    yield from _tree_problems(scheme)
    yield from _band_problems(scheme)
    yield from _veto_problems(scheme)
    yield from _limit_problems(scheme)
    if scheme.rounding.places > MOST_PLACES:
        yield Problem(("rounding", "places"), "小数位数过多", f"请填0至{MOST_PLACES}")


def _tree_problems(scheme: Scheme) -> Iterator[Problem]:
    if not scheme.tree:
        yield Problem(("tree",), "没有评分方", "请填写指标体系")
    together = sum((party.full_mark for party in scheme.tree), Decimal(0))
    if together != scheme.total:
        yield Problem(
            ("tree",), f"各评分方标准分合计{together}，与总分{scheme.total}不符", "请调整标准分使合计相符"
        )
    seen: set[str] = set()
    for path, node in _walk(scheme.tree, ("tree",)):
        if node.id in seen:
            yield Problem((*path, "id"), f"编号“{node.id}”重复", "请改用不同的编号")
        seen.add(node.id)
        if node.full_mark <= 0:
            yield Problem((*path, "full_mark"), "标准分应大于0", "请填写正数")
        rounding = scheme.rounding
        fits = rounding.places > MOST_PLACES or not node.full_mark % Decimal(1).scaleb(-rounding.places)
        if not node.children and rounding.place == "component" and not fits:
            problem = f"标准分{node.full_mark}比保留的{rounding.places}位小数更细，满分会被取舍"
            yield Problem((*path, "full_mark"), problem, "请调整标准分，或增加 rounding.places")
        if not node.children:
            continue
        together = sum((child.full_mark for child in node.children), Decimal(0))
        if together != node.full_mark:
            yield Problem(
                (*path, "children"),
                f"“{node.name}”下级标准分合计{together}，与本级{node.full_mark}不符",
                "请调整标准分使合计相符",
            )
        if node.by == "area":
            yield Problem((*path, "by"), "只有末级评估内容可以按片区评分", "请把 by: area 移到末级")


def _walk(
    nodes: tuple[Node, ...], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    for position, node in enumerate(nodes):
        yield (*path, position), node
        yield from _walk(node.children, (*path, position, "children"))


def _band_problems(scheme: Scheme) -> Iterator[Problem]:
    failing = [band for band in scheme.bands if band.failing]
    if len(failing) != 1:
        yield Problem(("bands",), "应当且只应有一个等级标明 failing: 是", "请标明不合格等级")
    ids = [band.id for band in scheme.bands]
    for position, band in enumerate(scheme.bands):
        if ids.index(band.id) != position:
            yield Problem(("bands", position, "id"), f"编号“{band.id}”重复", "请改用不同的编号")
        if band.below is not None and band.below <= band.floor:
            yield Problem(("bands", position), f"等级“{band.name}”的上限不高于下限", "请检查 floor 与 below")
    upside_down = any(band.below is not None and band.below <= band.floor for band in scheme.bands)
    # Gaps and overlaps only follow from a band that is upside down.
    if not scheme.bands or upside_down:
        return
    ordered = sorted(scheme.bands, key=lambda band: band.floor)
    if ordered[0].floor != 0:
        yield Problem(("bands",), f"0分至{ordered[0].floor}分没有等级", "最低等级应从0分起")
    for lower, upper in itertools.pairwise(ordered):
        if lower.below is None or lower.below > upper.floor:
            yield Problem(
                ("bands",),
                f"“{lower.name}”与“{upper.name}”在{upper.floor}分处重叠",
                "请使上限等于上一等级下限",
            )
        elif lower.below < upper.floor:
            yield Problem(
                ("bands",), f"{lower.below}分至{upper.floor}分（不含）没有等级", "请使上限等于上一等级下限"
            )
    highest = ordered[-1]
    if highest.below is not None and highest.below <= scheme.total:
        gap = f"{highest.below}分" + ("" if highest.below == scheme.total else f"至{scheme.total}分")
        yield Problem(("bands",), f"{gap}没有等级", "最高等级不填 below")
    if [band.failing for band in ordered].count(True) == 1 and not ordered[0].failing:
        yield Problem(("bands",), "标明 failing 的不是最低等级", "有所列情形的，应定为最低等级")
    if highest.floor > scheme.total:
        yield Problem(("bands",), f"“{highest.name}”的下限高于总分{scheme.total}", "请检查 floor")


def _veto_problems(scheme: Scheme) -> Iterator[Problem]:
    ids = [veto.id for veto in scheme.vetoes]
    for position, veto in enumerate(scheme.vetoes):
        path = ("vetoes", position)
        if ids.index(veto.id) != position:
            yield Problem((*path, "id"), f"编号“{veto.id}”重复", "请改用不同的编号")
        if veto.id in RESERVED:
            yield Problem((*path, "id"), f"“{veto.id}”是认定状态的名称，不能作编号", "请改用其他编号")
        if veto.kind == "declared":
            if veto.measure or veto.thresholds:
                yield Problem(path, "据实认定的情形不应有计算量或界限", "请删去 measure 与 thresholds")
            continue
        if veto.measure not in MEASURED_BY[veto.kind]:
            known = "、".join(MEASURED_BY[veto.kind])
            yield Problem((*path, "measure"), "未写明由什么计算，或与 kind 不配", f"请填写 measure：{known}")
        if veto.kind == "overdue":
            continue
        for stage, name in STAGES.items():
            if stage not in veto.thresholds:
                yield Problem((*path, "thresholds"), f"缺{name}评估的界限", f"请补填 {stage}")
        if veto.kind == "ratio_below" and any(share > 1 for share in veto.thresholds.values()):
            yield Problem((*path, "thresholds"), "比例界限应在0与1之间", "80% 请写成 0.80")


def _limit_problems(scheme: Scheme) -> Iterator[Problem]:
    ids = [limit.id for limit in scheme.time_limits]
    for position, limit in enumerate(scheme.time_limits):
        path = ("time_limits", position)
        if ids.index(limit.id) != position:
            yield Problem((*path, "id"), f"编号“{limit.id}”重复", "请改用不同的编号")
        order = list(STEPS)
        if order.index(limit.start) >= order.index(limit.id):
            yield Problem((*path, "start"), "起算环节不在本环节之前", "请填本环节之前的环节")
