"""Part 二（四）（五）: outcome, with satisfaction (满意度), and service quality by area."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.scores.results import NodeScore
from sweval.analysis.survey.satisfaction import SatisfactionResult
from sweval.analysis.survey.subgroups import DIMENSIONS, POOLED, Breakdown, intervals_differ
from sweval.analysis.survey.weighting import GAPS, Weighted, stratum_name
from sweval.analysis.text.findings import select
from sweval.blocks import Block, Heading, Sentence, Table
from sweval.domain.disclosure.policy import MIN_EXPERTS, MIN_POOLED
from sweval.domain.values.wording import with_stop, without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite, cite_all
from sweval.presentation.drawings.scores import area_scores
from sweval.presentation.drawings.services import satisfaction_interval
from sweval.presentation.station.opinions import opinions, scores
from sweval.presentation.tables import (
    HIDDEN,
    HIDDEN_ANSWERS_NOTE,
    bare,
    columns,
    right,
    row,
    shown_or_hidden,
    table,
)
from sweval.presentation.words import clauses, listed, paragraph, sentence
from sweval.record.figures import MISSING


def outcome(evaluation: Evaluation) -> Iterator[Block]:
    """Outcome and monitoring: the scores, satisfaction in figures, the opinions."""
    yield from scores(evaluation, "outcome")
    yield Heading(3, "1. 满意度调查", "s-satisfaction")
    if evaluation.satisfaction:
        yield paragraph(*_sentences(evaluation, evaluation.satisfaction))
        yield satisfaction_interval(evaluation)
        if evaluation.shows("answers_by_group"):
            yield from _breakdowns(evaluation, evaluation.satisfaction)
    elif not evaluation.station.satisfaction:
        yield paragraph(f"满意度调查结果{MISSING}。")
    elif evaluation.station.sample:
        yield paragraph("满意度调查没有人作答。")
    else:
        yield paragraph(f"服务对象的满意度调查结果{MISSING}，其他群体的答卷不计入样本。")
    yield from opinions(evaluation, "outcome", first=2)


def _sentences(evaluation: Evaluation, result: SatisfactionResult) -> Iterator[Sentence]:
    """The respondents, whether they are enough, their answers, and the uncertainty of these."""
    f, station = evaluation.figures, evaluation.station
    drawn = station.assessment.sampling
    yield sentence(
        "满意度调查有{n}作答，人数{enough}不少于{needed}的要求；{drawn}。",
        n=f["satisfaction.respondents"],
        enough="达到" if result.sample_met else "未达到",
        needed=f["satisfaction.needed"],
        drawn=f"抽样方式为{without_stop(drawn)}" if drawn else f"是否随机抽取{MISSING}",
    )
    bands = [
        sentence(
            "满意度{band}的{n}，占{share}",
            band=band.name,
            n=f[f"satisfaction.band.{k}"],
            share=f[f"satisfaction.band.{k}.share"],
        )
        for k, band in reversed(list(enumerate(result.bands, start=1)))
    ]
    yield clauses(bands, "；", "。")
    if result.bounded:
        yield sentence(
            "各档有重叠，满意度{band}的至少{least}、至多{most}，占{low}至{high}。",
            band=result.top.name,
            least=f["satisfaction.least"],
            most=f["satisfaction.most"],
            low=f["satisfaction.least.share"],
            high=f["satisfaction.most.share"],
        )
    yield _certainty(evaluation, result)
    note = station.assessment.population_note
    if note and result.population is not None:
        yield Sentence(f"总体人数的说明：{with_stop(note)}")
    other_groups = dict.fromkeys(row.group or "" for row in station.satisfaction if row not in station.sample)
    if other_groups:
        yield Sentence(f"{'、'.join(other_groups)}的答卷不计入样本和占比。")
    if "satisfaction.response" in f:
        yield sentence("应访{n}，回应率{rate}。", n=f["satisfaction.asked"], rate=f["satisfaction.response"])
    else:
        yield Sentence(f"应访人数和回应率{MISSING}。")
    if "satisfaction.aware" in f:
        yield sentence(
            "回答知晓度问题的{asked}中，知晓社工站服务的{n}，占{share}。",
            asked=f["satisfaction.aware_asked"],
            n=f["satisfaction.aware"],
            share=f["satisfaction.aware_share"],
        )
    else:
        yield Sentence(f"知晓度{MISSING}。")


def _certainty(evaluation: Evaluation, result: SatisfactionResult) -> Sentence:
    """The interval of the highest band's share, corrected for the population's size where it is known."""
    f = evaluation.figures
    if result.population == result.respondents:
        return sentence("总体{n}全部作答，没有抽样误差。", n=f["satisfaction.population"])
    interval = sentence(
        "按随机样本推算，满意度在{band}的占比，其置信区间（置信水平95%）为{ci}",
        band=result.top.name,
        ci=f["satisfaction.wilson"],
    )
    if result.corrected is not None:
        corrected = sentence(
            "按总体{n}作有限总体校正后为{ci}",
            n=f["satisfaction.population"],
            ci=f["satisfaction.wilson_finite"],
        )
        return clauses([interval, corrected], "；", "。")
    why = f"总体人数{MISSING}" if result.population is None else "所填总体人数少于作答人数"
    return clauses([interval, f"{why}，未作有限总体校正"], "；", "。")


def _breakdowns(evaluation: Evaluation, result: SatisfactionResult) -> Iterator[Block]:
    """Answers by group, mode, area and category, and the share weighted by the population.

    Only the working papers show or mention groups so small that this would reveal the answers of single people.
    """
    if not evaluation.breakdowns:
        yield paragraph(f"答卷的类别、方式、片区{MISSING}或只有一种，不能分组比较。")
        return
    divided = [found for found in evaluation.breakdowns if found.parts]
    shown = [found for found in divided if _all_shown(evaluation, found, "count")]
    unlisted = [DIMENSIONS[found.dimension] for found in divided if found not in shown]
    undivided = [DIMENSIONS[found.dimension] for found in evaluation.breakdowns if not found.parts]
    if shown:
        yield _table(evaluation, shown, result.top.name)
    sentences = list(_differences(evaluation, shown))
    if undivided:
        sentences.append(Sentence(f"按{listed(undivided)}分组，不少于{MIN_POOLED}份的组不足两个，不分列。"))
    if unlisted:
        sentences.append(Sentence(f"按{listed(unlisted)}分组的答卷不列：列出即可推知少数人的回答。"))
    sentences += _weighted(evaluation)
    if sentences:
        yield paragraph(*sentences)


def _all_shown(evaluation: Evaluation, found: Breakdown, what: str) -> bool:
    """Whether the edition shows the figure of this name for every part."""
    stem = f"satisfaction.by.{found.dimension}"
    return all(f"{stem}.{n}.{what}" in evaluation.figures for n in range(1, len(found.parts) + 1))


def _table(evaluation: Evaluation, shown: list[Breakdown], band: str) -> Table:
    f, rows, notes = evaluation.figures, [], []
    aware = ["aware"] if any(part.aware for found in shown for part in found.parts) else []
    for found in shown:
        dimension = DIMENSIONS[found.dimension]
        for number, part in enumerate(found.parts, start=1):
            stem = f"satisfaction.by.{found.dimension}.{number}"
            texts = [shown_or_hidden(f, f"{stem}.{what}") for what in ("share", "interval", *aware)]
            rows.append(row(f"{dimension}：{part.name}", bare(f[f"{stem}.count"]), *texts))
            if part.name == POOLED:
                notes.append(f"{dimension}的{POOLED}为{'、'.join(part.pooled)}。")
    notes.append(f"不足{MIN_POOLED}份的组合并后列出。")
    if any(HIDDEN in r.cells for r in rows):
        notes.append(HIDDEN_ANSWERS_NOTE)
    names = ["答卷（份）", f"{band}占比", "占比的置信区间（95%）", *(["知晓度"] if aware else [])]
    return table("满意度分组情况", ("分组", *right(*names)), rows, note="".join(notes))


def _differences(evaluation: Evaluation, shown: list[Breakdown]) -> Iterator[Sentence]:
    # A comparison of the other groups would reveal a withheld share.
    compared = [
        (DIMENSIONS[found.dimension], found.parts)
        for found in shown
        if _all_shown(evaluation, found, "share")
    ]
    for name, parts in compared:
        if intervals_differ(parts):
            low, high = (end(parts, key=lambda part: part.minimum / part.count) for end in (min, max))
            yield Sentence(f"按{name}看，{high.name}与{low.name}的区间不相接，两者有差别。")
    similar = [name for name, parts in compared if intervals_differ(parts) is False]
    if similar:
        yield Sentence(f"按{listed(similar)}看，各组区间互相重叠，差别可能出于偶然。")


def _weighted(evaluation: Evaluation) -> Iterator[Sentence]:
    f, found = evaluation.figures, evaluation.weighted
    if found is None or "satisfaction.weighted" not in f:
        return
    if not isinstance(found, Weighted):
        yield Sentence(f"{GAPS[found]}，不能按总体构成加权。")
        return
    by = "片区" if found.by == "area" else "片区和类别"
    mix = f["satisfaction.mix"]
    if mix.value.lstrip("+−") == "0.0":
        yield sentence("作答人的{by}构成与总体一致（相差{mix}）。", by=by, mix=mix)
    else:
        yield sentence(
            "作答人的{by}构成与总体相比，相差最大的是{name}，在作答中的占比偏{word}（{mix}）。",
            by=by,
            word="高" if mix.value.startswith("+") else "低",
            name=stratum_name(found.farthest, evaluation.station),
            mix=mix,
        )
    yield sentence(
        "按总体的{by}构成加权后为{share}（95%置信区间{span}，相当于{n}作答）。",
        by=by,
        share=f["satisfaction.weighted"],
        span=f["satisfaction.weighted.interval"],
        n=f["satisfaction.weighted.effective"],
    )


# --- quality ----------------------------------------------------------------------------------------


def quality(evaluation: Evaluation) -> Iterator[Block]:
    """Service quality by area."""
    f, station = evaluation.figures, evaluation.station
    by_area = [c for c in evaluation.scoring.components if c.node.by == "area"]
    for component in by_area:
        node, stem = component.node, f"score.{component.node.id}"
        mean = f"各片区{node.areas.short}{{raw}}" if len(component.areas) > 1 else "评分{raw}"
        yield paragraph(
            sentence(
                "{name}按片区评分，" + mean + "，折算{converted}，标准分{full}。",
                name=node.name,
                raw=f[f"{stem}.raw"],
                converted=f[f"{stem}.converted"],
                full=f[f"rule.{node.id}.full_mark"],
            ),
            *(_same_scores(evaluation, component) if evaluation.shows("own_faults") else ()),
            *_different_experts(evaluation, component),
            *_unscored(evaluation, component),
            *_not_listed(evaluation, component),
        )
        # A single area can't be compared.
        if sum(f"{stem}.area.{area.area}" in f for area in component.areas) > 1:
            yield area_scores(evaluation, node.id)
    yield from _recurring(evaluation)
    if select(station, "quality"):
        yield Heading(3, "全站", "s-quality-all")
        yield from opinions(evaluation, "quality", level=4)
    for area in station.areas:
        yield Heading(3, f"{area.name}：{area.unit_names}", f"s-quality-{area.id}")
        marks = [(c.node.name, f.get(f"score.{c.node.id}.area.{area.id}")) for c in by_area]
        scored = [sentence("{name}评分{mark}。", name=name, mark=mark) for name, mark in marks if mark]
        if scored:
            yield paragraph(*scored)
        yield from opinions(evaluation, "quality", area=area.id, level=4)


def _recurring(evaluation: Evaluation) -> Iterator[Block]:
    """The concerns that several areas have in common."""
    found = evaluation.diagnosis.recurring if evaluation.diagnosis else ()
    if not found or "check.recurring.1" not in evaluation.figures:
        return
    f, station, rows = evaluation.figures, evaluation.station, []
    for number, t in enumerate(found, start=1):
        areas = "、".join(station.area(id).name for id in t.areas)
        # Only the evaluator sees that texts were copied, and can correct it; to others they are the panel's opinion.
        copies = (
            f"；其中{t.copies}条与另一片区文字相同或近似，不作独立印证"
            if t.copies and evaluation.shows("own_faults")
            else ""
        )
        cells = (t.dimension, with_stop(t.rows[0].text), f[f"check.recurring.{number}"], areas + copies)
        rows.append(row(*cells, also=t.rows))
    heads = columns("评估维度", "关注（取首个片区的原文）", *right("片区数"), "片区")
    yield table("多个片区共有的关注", heads, rows)


def _different_experts(evaluation: Evaluation, component: NodeScore) -> Iterator[Sentence]:
    """A warning that areas scored by different experts can't be compared directly."""
    same = component.same_experts(evaluation.station)
    if len(component.areas) < 2 or same:
        return
    why = (
        f"评委与片区的对应{MISSING}，片区之间的差异可能含评委差异"
        if same is None
        else "各片区的评委不同，片区之间的差异含评委差异"
    )
    yield Sentence(f"{why}，不宜直接比较。", (cite(evaluation.figures[f"score.{component.node.id}.raw"]),))


def _unscored(evaluation: Evaluation, component: NodeScore) -> Iterator[Sentence]:
    """The areas without a score, and how the scheme counts them."""
    scored = {area.area for area in component.areas}
    names = [area.name for area in evaluation.station.areas if area.id not in scored]
    if names:
        counted = "按0分计" if component.node.areas.missing == "zero" else "不计入"
        figure = evaluation.figures[f"score.{component.node.id}.raw"]
        yield Sentence(f"{'、'.join(names)}没有评分，按指标体系的规定{counted}。", (cite(figure),))


def _not_listed(evaluation: Evaluation, component: NodeScore) -> Iterator[Sentence]:
    """The areas whose scores are withheld, and why."""
    withheld = evaluation.figures.withheld
    names = [
        evaluation.station.area(area.area or "").name
        for area in component.areas
        if f"score.{component.node.id}.area.{area.area}" in withheld
    ]
    if names:
        why = f"有片区评分的评委不足{MIN_EXPERTS}位，单列即可推知评委个人评分"
        yield Sentence(f"{'、'.join(names)}的评分不单列，只计入{component.node.name}：{why}。")


def _same_scores(evaluation: Evaluation, component: NodeScore) -> Iterator[Sentence]:
    """The areas with equal scores, which may be a coincidence or a copy."""
    by_score: dict[object, list[str]] = {}
    for area in component.areas:
        by_score.setdefault(area.raw, []).append(area.area or "")
    for ids in by_score.values():
        if len(ids) > 1:
            names = "、".join(evaluation.station.area(id).name for id in ids)
            marks = [evaluation.figures[f"score.{component.node.id}.area.{id}"] for id in ids]
            yield Sentence(f"{names}评分相同，均为{marks[0].text}。", cite_all(*marks))
