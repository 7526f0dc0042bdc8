"""The panel's agreement and deviations (评分偏离与一致性), for the evaluator alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from sweval.analysis.agreement import Intraclass
from sweval.analysis.panel import LEAST_TARGETS, Panel
from sweval.analysis.panel_figures import target_name
from sweval.blocks import Block, Chart, Column, Paragraph, Sentence, Table, TableRow
from sweval.evaluation import Evaluation
from sweval.presentation.words import bare, cite_row, clauses, listed, row, say
from sweval.record import MISSING

#: From which coefficient on agreement is called what (Koo and Li 2016; Krippendorff 2004).
ICC_WORDS: Final = ((Fraction("0.9"), "很好"), (Fraction("0.75"), "较好"), (Fraction("0.5"), "中等"))
LOWEST: Final = "较低"
#: Where an analyst evaluated without it.
UNDIAGNOSED: Final = "本次评估没有作这项分析。"


def panel(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """Who scored, how far they agree, who deviates, and what each one moves."""
    note = "本附录只供评估方复盘评分过程，不改变任何得分，不对外提供。"
    yield Paragraph((Sentence(note),), role="note")
    if evaluation.diagnosis is None:
        yield Paragraph((Sentence(UNDIAGNOSED),))
        return
    found = evaluation.diagnosis.panel
    if found is None:
        yield Paragraph((Sentence(f"评委个人评分{MISSING}，只有商定的分数，评分的一致性和偏离不能计算。"),))
        return
    yield Paragraph(tuple(_who(evaluation, found)))
    yield Paragraph(tuple(_agreement(evaluation, found)))
    if chart:
        yield chart
    yield _table(evaluation, found)
    yield Paragraph(tuple(_members(evaluation, found)))
    if found.widest:
        yield Paragraph((_widest(evaluation, found),))


def _who(evaluation: Evaluation, found: Panel) -> Iterator[Sentence]:
    f = evaluation.figures
    recused = [expert for expert in evaluation.station.experts if expert.recused]
    aside = Sentence("")
    if recused:
        names = "、".join(expert.id for expert in recused)
        aside = Sentence(f"，{names}回避，所评不计", tuple(cite_row(expert) for expert in recused))
    yield say("计入{n}评委的个人评分{aside}。", n=f["panel.experts"], aside=aside)
    yield say(
        "一项评分在一个片区为一个评分点（不分片区的，全站为一个）：两名以上评委评分的有{shared}，其中全部评委都评分的{all}。",
        shared=f["panel.targets"],
        all=f["panel.complete"],
    )
    if found.same_hands is False:
        yield Sentence("各片区由不同的评委评分，片区之间的高低与评委的宽严无法分开，不能据此说哪个片区偏低。")


def _agreement(evaluation: Evaluation, found: Panel) -> Iterator[Sentence]:
    f = evaluation.figures
    if "panel.typical" in f:
        yield say("同一评分点上，两名评委的得分率平均相差{apart}。", apart=f["panel.typical"])
    if found.intraclass:
        yield from _intraclass(evaluation, found.intraclass)
    elif len(found.complete) < LEAST_TARGETS or len(found.members) < 2:
        few = f"全部评委都评分的评分点不足{LEAST_TARGETS}个" if len(found.members) > 1 else "只有一名评委评分"
        yield Sentence(f"{few}，组内相关系数不能计算。")
    else:
        yield Sentence("各评分点、各评委的得分率全部相同，组内相关系数无从计算。")
    if found.alpha is not None:
        yield say("α系数为{alpha}，{word}。", alpha=f["panel.alpha"], word=_alpha_word(found.alpha))
    elif len(found.shared) < LEAST_TARGETS:
        yield Sentence(f"两名以上评委评分的评分点不足{LEAST_TARGETS}个，α系数不能计算。")
    if found.intraclass or found.alpha is not None:
        yield Sentence(
            "各评分点之间本来差别不大时，这些系数会偏低，并不等于评委分歧大，应与上面的平均相差一并看。"
        )


def _intraclass(evaluation: Evaluation, found: Intraclass) -> Iterator[Sentence]:
    f = evaluation.figures
    single = say("组内相关系数：单名评委为{icc}", icc=f["panel.icc1"])
    if found.single_interval:
        span = say("（95%置信区间{span}）", span=f["panel.icc1.interval"])
        single = clauses([single, span], "")
    told = Sentence("，按没有一致性理解")
    if "panel.share" in f:
        told = say(
            "，即得分率的差异中约{share}来自评分点本身，其余来自评委之间的差别和偶然", share=f["panel.share"]
        )
    yield clauses([single, told], "", "。")
    if "panel.icck" not in f:
        return
    mean = say("{n}评委的平均分为{icc}", n=f["panel.experts"], icc=f["panel.icck"])
    if found.mean_interval:
        span = say("（95%置信区间{span}）", span=f["panel.icck.interval"])
        word = _between(*map(_icc_word, found.mean_interval))
        mean = clauses([mean, span, Sentence(f"，一致性{word}")], "")
    elif found.mean is not None and found.mean < 0:
        mean = clauses([mean, Sentence("，按没有一致性理解")], "")
    yield clauses([mean], "", "。")


def _icc_word(value: float | Fraction) -> str:
    return next((word for floor, word in ICC_WORDS if value >= floor), LOWEST)


def _between(low: str, high: str) -> str:
    return low if low == high else f"在{low}与{high}之间，须有更多评分点才能定论"


def _alpha_word(value: Fraction) -> str:
    if value >= Fraction("0.8"):
        return "评分可以采信"
    return "只宜作初步判断" if value >= Fraction("0.667") else "评分的一致性不足以得出结论"


def _table(evaluation: Evaluation, found: Panel) -> Table:
    f = evaluation.figures
    rows = []
    for member in found.members:
        stem = f"panel.expert.{member.expert.id}"
        cells = [bare(f[f"{stem}.{part}"]) if f"{stem}.{part}" in f else "—" for part in COLUMNS]
        rows.append(row(member.expert.id, member.expert.role or MISSING, *cells, also=[member.expert]))
    for expert in evaluation.station.experts:
        if expert.recused:
            reason = f"回避：{expert.reason or f'理由{MISSING}'}"
            rows.append(TableRow((expert.id, reason, *["—"] * len(COLUMNS)), (cite_row(expert),)))
    columns = (Column("评委"), Column("角色"), *(Column(head, "right") for head in COLUMNS.values()))
    return Table(
        "各评委的评分", columns, tuple(rows), note=f"同评不足{LEAST_TARGETS}个评分点的，不计算区间。"
    )


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
    told = [member for member in found.members if member.deviation and member.deviation.interval]
    out = [member for member in told if member.deviation and member.deviation.stands_out]
    for member in out:
        stem = f"panel.expert.{member.expert.id}"
        word = "高于" if member.deviation and member.deviation.mean > 0 else "低于"
        yield say(
            "{id}的得分率平均{word}其他评委（偏离{deviation}，区间{interval}，不含0），可在复盘时讨论评分尺度。",
            id=member.expert.id,
            word=word,
            deviation=f[f"{stem}.deviation"],
            interval=f[f"{stem}.interval"],
        )
    if told and not out:
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
    yield say("逐一不计一名评委，总分在{low}至{high}之间。", low=low, high=high)
    now = evaluation.grade.by_total.name
    moved = [(id, name) for _, id, name in ordered if name != now]
    if not moved:
        yield say("按总分所处等级都是{grade}，没有因哪一名评委而不同。", grade=f["score.grade_by_total"])
    for id, _ in moved:
        yield say(
            "不计{id}时，按总分所处等级由{now}变为{grade}。",
            id=id,
            now=f["score.grade_by_total"],
            grade=f[f"panel.expert.{id}.without_grade"],
        )


def _widest(evaluation: Evaluation, found: Panel) -> Sentence:
    f = evaluation.figures
    parts = []
    for number, target in enumerate(found.widest, start=1):
        high, low = (
            listed(id for id, rate in target.rates.items() if rate == end)
            for end in (max(target.rates.values()), min(target.rates.values()))
        )
        parts.append(
            say(
                "{name}（相差{spread}，{high}最高、{low}最低）",
                name=target_name(target, evaluation.station),
                spread=f[f"panel.widest.{number}"],
                high=high,
                low=low,
            )
        )
    return clauses([Sentence("评委之间得分率相差最大的是："), clauses(parts, "、", "。")], "")
