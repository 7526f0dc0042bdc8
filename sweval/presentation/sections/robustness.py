"""Whether the grade rests on one way of scoring (等级的稳健性), for the evaluator alone."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.resampling import LEAST_EXPERTS
from sweval.analysis.robustness import Robustness, Step, setting_name
from sweval.blocks import Block, Chart, Column, Paragraph, Sentence, Table
from sweval.evaluation import Diagnosis, Evaluation
from sweval.presentation.sections.panel import UNDIAGNOSED
from sweval.presentation.words import clauses, listed, part_name, row, say
from sweval.record import MISSING


def robustness(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """Other ways of scoring, other weights, the smallest change, another panel."""
    yield Paragraph(
        (Sentence("以下为试算，不作为评估结果，不改变总分和等级，只看等级是否依赖某一种做法；不对外提供。"),),
        role="note",
    )
    diagnosis = evaluation.diagnosis
    if diagnosis is None:
        yield Paragraph((Sentence(UNDIAGNOSED),))
        return
    robust = diagnosis.robustness
    if robust.settings:
        yield Paragraph(tuple(_settings(evaluation, robust)))
        yield _table(evaluation, robust)
    else:
        yield Paragraph((Sentence("没有按片区评分的内容，不涉及片区的取舍与合并办法。"),))
    if chart:
        yield chart
    yield Paragraph(tuple(_weights(evaluation, robust)))
    yield Paragraph(tuple(sentence for step in robust.steps for sentence in _step(evaluation, step)))
    yield Paragraph(tuple(_panels(evaluation, diagnosis)))


def _settings(evaluation: Evaluation, robust: Robustness) -> Iterator[Sentence]:
    f = evaluation.figures
    ordered = sorted(robust.settings, key=lambda setting: setting.result.total)
    ends = [f[f"robust.{setting.kind}.{setting.of}"] for setting in (ordered[0], ordered[-1])]
    yield say(
        "按规则计得总分{total}，按总分所处等级为{grade}。逐一去掉一个片区，或改用其他办法合并各片区的评分，总分在{low}至{high}之间。",
        total=f["score.total"],
        grade=f["score.grade_by_total"],
        low=ends[0],
        high=ends[1],
    )
    moved = [s for s in robust.settings if s.result.grade != evaluation.grade.by_total]
    if not moved:
        yield Sentence("等级都没有改变。")
    for setting in moved:
        yield say(
            "{name}时，按总分所处等级为{grade}。",
            name=setting_name(setting, evaluation.station),
            grade=f[f"robust.{setting.kind}.{setting.of}.grade"],
        )
    if evaluation.grade.vetoed:
        yield say("评估等级定为{grade}另有原因，与总分无关，不因这些设定而改变。", grade=f["score.grade"])


def _table(evaluation: Evaluation, robust: Robustness) -> Table:
    f = evaluation.figures
    rows = [row("按规则计分", f["score.total"], f["score.grade_by_total"], strong=True)]
    for setting in robust.settings:
        id = f"robust.{setting.kind}.{setting.of}"
        rows.append(row(setting_name(setting, evaluation.station), f[id], f[f"{id}.grade"]))
    columns = (Column("设定"), Column("总分", "right"), Column("按总分所处等级"))
    note = "每种设定只改一处，其余照规则。按服务对象人数加权，须各片区的人数齐全。"
    return Table("其他设定下的总分和等级", columns, tuple(rows), note=note)


def _weights(evaluation: Evaluation, robust: Robustness) -> Iterator[Sentence]:
    f = evaluation.figures
    for drawn in robust.drawn:
        stem = f"robust.weights.{drawn.moved_by * 100}"
        low, middle, high = (f[f"{stem}.{number}"] for number in (1, 2, 3))
        parts = [
            say("{band}{share}", band=band.name, share=f[f"{stem}.{band.id}"])
            for band, share in drawn.shares
            if share
        ]
        yield say(
            "各项评估内容的权重同时在上下{by}%内随机调整，总分的中位数为{middle}，九成在{low}至{high}之间，所处等级{parts}。",
            by=str(drawn.moved_by * 100),
            middle=middle,
            low=low,
            high=high,
            parts=clauses(parts, "、"),
        )


def _step(evaluation: Evaluation, step: Step) -> Iterator[Sentence]:
    f, stem = evaluation.figures, f"robust.step.{'up' if step.up else 'down'}"
    marks = f[f"{stem}.marks"]
    way = "提高" if step.up else "降低"
    whole = len(step.alone) == len(evaluation.scoring.components)
    if not step.alone:
        told = "任何一项评估内容即使得满分" if step.up else "任何一项评估内容即使得0分"
        told += "，也不足以单独改变等级"
    elif whole:
        told = f"任何一项评估内容单独{way}这么多，等级就会改变"
    else:
        told = f"能单独{way}这么多的有{listed(part_name(c) for c in step.alone)}"
    yield say("变为{band}须{way}{marks}：{told}。", band=step.band.name, way=way, marks=marks, told=told)
    if step.weights is None:
        yield Sentence("各项权重无论怎样调整（不超过自身的100%），都到不了这一等级。")
    else:
        side = "有利" if step.up else "不利"
        yield say(
            "如只调整权重，须各项权重同时向{side}的方向改变自身的{share}。",
            side=side,
            share=f[f"{stem}.weights"],
        )


def _panels(evaluation: Evaluation, diagnosis: Diagnosis) -> Iterator[Sentence]:
    f, panels = evaluation.figures, diagnosis.other_panels
    if diagnosis.panel is None:
        yield Sentence(f"评委个人评分{MISSING}，不能推算换一组评委时各等级的可能。")
        return
    if panels is None:
        yield Sentence(f"评委不足{LEAST_EXPERTS}名，不能推算换一组评委时各等级的可能。")
        return
    parts = [
        say("{band}{share}", band=band.name, share=f[f"robust.panels.{band.id}"])
        for band, share in panels.shares
        if share
    ]
    how = "每次抽取的误差不超过3个百分点" if panels.error else "各种组成全部计入，没有抽样误差"
    yield say(
        "假想另换一组评委，评分的差异与现有{n}评委相同（从中有放回地抽取同样人数，{how}），按总分所处等级的可能为：{parts}。",
        n=f["panel.experts"],
        how=how,
        parts=clauses(parts, "、"),
    )
