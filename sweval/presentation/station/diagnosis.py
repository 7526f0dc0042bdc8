"""Appendices for the evaluator alone: deviation and agreement of scores (评分偏离与一致性), robustness of the grade."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from sweval.analysis.panel.agreement import Intraclass
from sweval.analysis.panel.experts import MINIMUM_TARGETS, Panel
from sweval.analysis.panel.figures import target_name
from sweval.analysis.robustness.resampling import MINIMUM_EXPERTS
from sweval.analysis.robustness.variants import GradeStep, Robustness, setting_name
from sweval.blocks import Block, Sentence, Table, TableRow
from sweval.evaluation import Diagnosis, Evaluation
from sweval.presentation.citations import cite_row
from sweval.presentation.drawings import scores as drawings
from sweval.presentation.phrases import part_name
from sweval.presentation.tables import bare, right, row, table
from sweval.presentation.words import clauses, listed, named, paragraph, sentence
from sweval.record.figures import MISSING

#: Words for the intraclass correlation with their lower bounds (Koo and Li 2016).
ICC_WORDS: Final = ((Fraction("0.9"), "很好"), (Fraction("0.75"), "较好"), (Fraction("0.5"), "中等"))
LOWEST: Final = "较低"
#: The text of an evaluation without ``diagnose``.
UNDIAGNOSED: Final = "本次评估没有作这项分析。"


def panel(evaluation: Evaluation) -> Iterator[Block]:
    """Who scored, how far the experts agree, who deviates, and the total without each expert."""
    yield paragraph("本附录只供评估方复盘评分过程，不改变任何得分，不对外提供。", role="note")
    if evaluation.diagnosis is None:
        yield paragraph(UNDIAGNOSED)
        return
    found = evaluation.diagnosis.panel
    if found is None:
        yield paragraph(f"评委个人评分{MISSING}，只有商定的分数，评分的一致性和偏离不能计算。")
        return
    yield paragraph(*_who(evaluation, found))
    yield paragraph(*_agreement(evaluation, found))
    if any(member.deviation for member in found.members):
        yield drawings.expert_deviations(evaluation)
    yield _experts(evaluation, found)
    yield paragraph(*_members(evaluation, found))
    if found.widest:
        yield paragraph(_widest(evaluation, found))


def _who(evaluation: Evaluation, found: Panel) -> Iterator[Sentence]:
    f = evaluation.figures
    recused = [expert for expert in evaluation.station.experts if expert.recused]
    recusals = Sentence("")
    if recused:
        names = "、".join(expert.id for expert in recused)
        recusals = Sentence(f"，{names}回避，所评不计", tuple(cite_row(expert) for expert in recused))
    yield sentence("计入{n}评委的个人评分{aside}。", n=f["panel.experts"], aside=recusals)
    yield sentence(
        "一项评分在一个片区为一个评分点（不分片区的，全站为一个）：两名以上评委评分的有{shared}，其中全部评委都评分的{all}。",
        shared=f["panel.targets"],
        all=f["panel.complete"],
    )
    if found.same_experts is False:
        yield Sentence("各片区由不同的评委评分，片区之间的高低与评委的宽严无法分开，不能据此说哪个片区偏低。")


def _agreement(evaluation: Evaluation, found: Panel) -> Iterator[Sentence]:
    f = evaluation.figures
    if "panel.typical" in f:
        yield sentence("同一评分点上，两名评委的得分率平均相差{difference}。", difference=f["panel.typical"])
    if found.intraclass:
        yield from _intraclass(evaluation, found.intraclass)
    elif len(found.complete) < MINIMUM_TARGETS or len(found.members) < 2:
        reason = (
            f"全部评委都评分的评分点不足{MINIMUM_TARGETS}个" if len(found.members) > 1 else "只有一名评委评分"
        )
        yield Sentence(f"{reason}，组内相关系数不能计算。")
    else:
        yield Sentence("各评分点、各评委的得分率全部相同，组内相关系数无从计算。")
    if found.alpha is not None:
        yield sentence("α系数为{alpha}，{word}。", alpha=f["panel.alpha"], word=_alpha_word(found.alpha))
    elif len(found.shared) < MINIMUM_TARGETS:
        yield Sentence(f"两名以上评委评分的评分点不足{MINIMUM_TARGETS}个，α系数不能计算。")
    if found.intraclass or found.alpha is not None:
        yield Sentence(
            "各评分点之间本来差别不大时，这些系数会偏低，并不等于评委分歧大，应与上面的平均相差一并看。"
        )


def _intraclass(evaluation: Evaluation, found: Intraclass) -> Iterator[Sentence]:
    f = evaluation.figures
    single = [named("组内相关系数：单名评委为", f["panel.icc1"])]
    if found.single_interval:
        single.append(sentence("（95%置信区间{span}）", span=f["panel.icc1.interval"]))
    meaning = Sentence("，按没有一致性理解")
    if "panel.share" in f:
        meaning = sentence(
            "，即得分率的差异中约{share}来自评分点本身，其余来自评委之间的差别和偶然", share=f["panel.share"]
        )
    yield clauses([*single, meaning], "", "。")
    if "panel.icck" not in f:
        return
    mean = [sentence("{n}评委的平均分为{icc}", n=f["panel.experts"], icc=f["panel.icck"])]
    if found.mean_interval:
        word = _between(*map(_icc_word, found.mean_interval))
        mean.append(sentence("（95%置信区间{span}），一致性{word}", span=f["panel.icck.interval"], word=word))
    elif found.mean is not None and found.mean < 0:
        mean.append(Sentence("，按没有一致性理解"))
    yield clauses(mean, "", "。")


def _icc_word(value: float | Fraction) -> str:
    return next((word for floor, word in ICC_WORDS if value >= floor), LOWEST)


def _between(low: str, high: str) -> str:
    return low if low == high else f"在{low}与{high}之间，须有更多评分点才能定论"


def _alpha_word(value: Fraction) -> str:
    """What α says of the scores (Krippendorff 2004)."""
    if value >= Fraction("0.8"):
        return "评分可以采信"
    return "只宜作初步判断" if value >= Fraction("0.667") else "评分的一致性不足以得出结论"


def _experts(evaluation: Evaluation, found: Panel) -> Table:
    f, rows = evaluation.figures, []
    for member in found.members:
        ids = [f"panel.expert.{member.expert.id}.{part}" for part in COLUMNS]
        cells = [bare(f[id]) if id in f else "—" for id in ids]
        rows.append(row(member.expert.id, member.expert.role or MISSING, *cells, also=[member.expert]))
    for expert in evaluation.station.experts:
        if expert.recused:
            reason = f"回避：{expert.reason or f'理由{MISSING}'}"
            rows.append(TableRow((expert.id, reason, *["—"] * len(COLUMNS)), (cite_row(expert),)))
    note = f"同评不足{MINIMUM_TARGETS}个评分点的，不计算区间。"
    return table("各评委的评分", ("评委", "角色", *right(*COLUMNS.values())), rows, note=note)


COLUMNS: Final = {
    "targets": "评分点（个）",
    "mean": "平均得分率",
    "deviation": "与其他评委的偏离（百分点）",
    "interval": "偏离的95%区间",
    "without": "不计该评委的总分（分）",
    "without_grade": "按总分所处等级",
}


def _members(evaluation: Evaluation, found: Panel) -> Iterator[Sentence]:
    f = evaluation.figures
    judged = [member for member in found.members if member.deviation and member.deviation.interval]
    outliers = [member for member in judged if member.deviation and member.deviation.is_outlier]
    for member in outliers:
        stem = f"panel.expert.{member.expert.id}"
        word = "高于" if member.deviation and member.deviation.mean > 0 else "低于"
        yield sentence(
            "{id}的得分率平均{word}其他评委（偏离{deviation}，区间{interval}，不含0），可在复盘时讨论评分尺度。",
            id=member.expert.id,
            word=word,
            deviation=f[f"{stem}.deviation"],
            interval=f[f"{stem}.interval"],
        )
    if judged and not outliers:
        yield Sentence("各评委偏离的区间都含0，没有看出谁一贯偏高或偏低。")
    yield from _without(evaluation, found)


def _without(evaluation: Evaluation, found: Panel) -> Iterator[Sentence]:
    f = evaluation.figures
    ordered = sorted(
        (member.without.total, member.expert.id, member.without.grade.name)
        for member in found.members
        if member.without
    )
    if not ordered:
        return
    low, high = (f[f"panel.expert.{id}.without"] for _, id, _ in (ordered[0], ordered[-1]))
    yield sentence("逐一不计一名评委，总分在{low}至{high}之间。", low=low, high=high)
    now = evaluation.grade.by_total.name
    changed = [(id, name) for _, id, name in ordered if name != now]
    if not changed:
        yield sentence("按总分所处等级都是{grade}，没有因哪一名评委而不同。", grade=f["score.grade_by_total"])
    for id, _ in changed:
        yield sentence(
            "不计{id}时，按总分所处等级由{now}变为{grade}。",
            id=id,
            now=f["score.grade_by_total"],
            grade=f[f"panel.expert.{id}.without_grade"],
        )


def _widest(evaluation: Evaluation, found: Panel) -> Sentence:
    parts = []
    for number, target in enumerate(found.widest, start=1):
        high, low = (
            listed(id for id, rate in target.rates.items() if rate == end)
            for end in (max(target.rates.values()), min(target.rates.values()))
        )
        parts.append(
            sentence(
                "{name}（相差{spread}，{high}最高、{low}最低）",
                name=target_name(target, evaluation.station),
                spread=evaluation.figures[f"panel.widest.{number}"],
                high=high,
                low=low,
            )
        )
    return clauses(parts, end="。", lead="评委之间得分率相差最大的是：")


# --- robustness -------------------------------------------------------------------------------------


def robustness(evaluation: Evaluation) -> Iterator[Block]:
    """The grade with other ways of scoring, other weights and another panel; the smallest change that alters it."""
    note = "以下为试算，不作为评估结果，不改变总分和等级，只看等级是否依赖某一种做法；不对外提供。"
    yield paragraph(note, role="note")
    diagnosis = evaluation.diagnosis
    if diagnosis is None:
        yield paragraph(UNDIAGNOSED)
        return
    robust = diagnosis.robustness
    if robust.settings:
        yield paragraph(*_settings(evaluation, robust))
        yield _settings_table(evaluation, robust)
    else:
        yield paragraph("没有按片区评分的内容，不涉及片区的取舍与合并办法。")
    if chart := drawings.weight_swings(evaluation):
        yield chart
    yield paragraph(*_weights(evaluation, robust))
    yield paragraph(*(sentence for step in robust.steps for sentence in _step(evaluation, step)))
    yield paragraph(_panels(evaluation, diagnosis))


def _settings(evaluation: Evaluation, robust: Robustness) -> Iterator[Sentence]:
    f = evaluation.figures
    ordered = sorted(robust.settings, key=lambda setting: setting.result.total)
    ends = [f[f"robust.{setting.kind}.{setting.subject}"] for setting in (ordered[0], ordered[-1])]
    yield sentence(
        "按规则计得总分{total}，按总分所处等级为{grade}。逐一去掉一个片区，或改用其他办法合并各片区的评分，总分在{low}至{high}之间。",
        total=f["score.total"],
        grade=f["score.grade_by_total"],
        low=ends[0],
        high=ends[1],
    )
    changed = [s for s in robust.settings if s.result.grade != evaluation.grade.by_total]
    if not changed:
        yield Sentence("等级都没有改变。")
    for setting in changed:
        yield sentence(
            "{name}时，按总分所处等级为{grade}。",
            name=setting_name(setting, evaluation.station),
            grade=f[f"robust.{setting.kind}.{setting.subject}.grade"],
        )
    if evaluation.grade.vetoed:
        yield sentence(
            "评估等级定为{grade}另有原因，与总分无关，不因这些设定而改变。", grade=f["score.grade"]
        )


def _settings_table(evaluation: Evaluation, robust: Robustness) -> Table:
    f = evaluation.figures
    rows = [row("按规则计分", f["score.total"], f["score.grade_by_total"], strong=True)]
    for setting in robust.settings:
        id = f"robust.{setting.kind}.{setting.subject}"
        rows.append(row(setting_name(setting, evaluation.station), f[id], f[f"{id}.grade"]))
    note = "每种设定只改一处，其余照规则。按服务对象人数加权，须各片区的人数齐全。"
    return table("其他设定下的总分和等级", ("设定", *right("总分"), "按总分所处等级"), rows, note=note)


def _weights(evaluation: Evaluation, robust: Robustness) -> Iterator[Sentence]:
    f = evaluation.figures
    for drawn in robust.drawn:
        stem = f"robust.weights.{drawn.moved_by * 100}"
        low, middle, high = (f[f"{stem}.{number}"] for number in (1, 2, 3))
        parts = [named(band.name, f[f"{stem}.{band.id}"]) for band, share in drawn.shares if share]
        yield sentence(
            "各项评估内容的权重同时在上下{by}%内随机调整，总分的中位数为{middle}，九成在{low}至{high}之间，所处等级{parts}。",
            by=str(drawn.moved_by * 100),
            middle=middle,
            low=low,
            high=high,
            parts=clauses(parts),
        )


def _step(evaluation: Evaluation, step: GradeStep) -> Iterator[Sentence]:
    f, stem = evaluation.figures, f"robust.step.{'up' if step.up else 'down'}"
    marks = f[f"{stem}.marks"]
    way = "提高" if step.up else "降低"
    whole = len(step.alone) == len(evaluation.scoring.components)
    if not step.alone:
        how = "任何一项评估内容即使得满分" if step.up else "任何一项评估内容即使得0分"
        how += "，也不足以单独改变等级"
    elif whole:
        how = f"任何一项评估内容单独{way}这么多，等级就会改变"
    else:
        how = f"能单独{way}这么多的有{listed(part_name(c) for c in step.alone)}"
    yield sentence("变为{band}须{way}{marks}：{how}。", band=step.band.name, way=way, marks=marks, how=how)
    if step.weights is None:
        yield Sentence("各项权重无论怎样调整（不超过自身的100%），都到不了这一等级。")
    else:
        side = "有利" if step.up else "不利"
        yield sentence(
            "如只调整权重，须各项权重同时向{side}的方向改变自身的{share}。",
            side=side,
            share=f[f"{stem}.weights"],
        )


def _panels(evaluation: Evaluation, diagnosis: Diagnosis) -> Sentence:
    f, panels = evaluation.figures, diagnosis.other_panels
    if diagnosis.panel is None or panels is None:
        reason = f"评委个人评分{MISSING}" if diagnosis.panel is None else f"评委不足{MINIMUM_EXPERTS}名"
        return Sentence(f"{reason}，不能推算换一组评委时各等级的可能。")
    parts = [named(band.name, f[f"robust.panels.{band.id}"]) for band, share in panels.shares if share]
    how = "每次抽取的误差不超过3个百分点" if panels.error else "各种组成全部计入，没有抽样误差"
    return sentence(
        "假想另换一组评委，评分的差异与现有{n}评委相同（从中有放回地抽取同样人数，{how}），按总分所处等级的可能为：{parts}。",
        n=f["panel.experts"],
        how=how,
        parts=clauses(parts),
    )
