"""Satisfaction in words (满意度): who was asked, what they answered, how sure one can be, and where answers differ."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.subgroups import DIMENSIONS, POOLED, Breakdown, apart
from sweval.analysis.weighting import GAPS, Weighted, name_of
from sweval.blocks import Block, Column, Paragraph, Sentence, Table
from sweval.domain.disclosure.policy import LEAST_POOLED
from sweval.domain.wording import with_stop, without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.words import (
    HIDDEN,
    HIDDEN_ANSWERS_NOTE,
    bare,
    clauses,
    listed,
    row,
    say,
    shown_or_hidden,
)
from sweval.record import MISSING


def satisfaction_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    """Who was asked, whether that was enough, what they answered, how sure one can be."""
    f, result = evaluation.figures, evaluation.satisfaction
    if result is None:
        others = evaluation.station.satisfaction and not evaluation.station.sample
        nobody = "满意度调查没有人作答。" if evaluation.station.satisfaction else f"满意度调查结果{MISSING}。"
        yield Sentence(f"服务对象的满意度调查结果{MISSING}，其他群体的答卷不计入样本。" if others else nobody)
        return
    enough = "达到" if result.sample_met else "未达到"
    drawn = evaluation.station.assessment.sampling
    yield say(
        "满意度调查有{n}作答，人数{enough}不少于{needed}的要求；{drawn}。",
        n=f["satisfaction.respondents"],
        enough=enough,
        needed=f["satisfaction.needed"],
        drawn=f"抽样方式为{without_stop(drawn)}" if drawn else f"是否随机抽取{MISSING}",
    )
    bands = [
        say(
            "{band}的{n}，占{share}",
            band=f"满意度{band.name}",
            n=f[f"satisfaction.band.{k}"],
            share=f[f"satisfaction.band.{k}.share"],
        )
        for k, band in reversed(list(enumerate(result.bands, start=1)))
    ]
    yield clauses(bands, "；", "。")
    interval = say(
        "按随机样本推算，满意度在{band}的占比，其置信区间（置信水平95%）为{ci}",
        band=result.top.name,
        ci=f["satisfaction.wilson"],
    )
    if result.bounded:
        yield say(
            "各档有重叠，满意度{band}的至少{least}、至多{most}，占{low}至{high}。",
            band=result.top.name,
            least=f["satisfaction.least"],
            most=f["satisfaction.most"],
            low=f["satisfaction.least.share"],
            high=f["satisfaction.most.share"],
        )
    if result.population == result.respondents:
        everybody = say("总体{n}全部作答，没有抽样误差。", n=f["satisfaction.population"])
        yield everybody
    elif result.corrected is not None:
        corrected = say(
            "按总体{n}作有限总体校正后为{ci}",
            n=f["satisfaction.population"],
            ci=f["satisfaction.wilson_finite"],
        )
        yield clauses([interval, corrected], "；", "。")
    else:
        why = f"总体人数{MISSING}" if result.population is None else "所填总体人数少于作答人数"
        yield clauses([interval, Sentence(f"{why}，未作有限总体校正")], "；", "。")
    note = evaluation.station.assessment.population_note
    if note and result.population is not None:
        yield Sentence(f"总体人数的说明：{with_stop(note)}")
    beside = dict.fromkeys(
        row.group for row in evaluation.station.satisfaction if row not in evaluation.station.sample
    )
    if beside:
        yield Sentence(f"{'、'.join(group or '' for group in beside)}的答卷不计入样本和占比。")
    if "satisfaction.response" in f:
        yield say("应访{n}，回应率{rate}。", n=f["satisfaction.asked"], rate=f["satisfaction.response"])
    else:
        yield Sentence(f"应访人数和回应率{MISSING}。")
    if "satisfaction.aware" in f:
        yield say(
            "回答知晓度问题的{asked}中，知晓社工站服务的{n}，占{share}。",
            asked=f["satisfaction.aware_asked"],
            n=f["satisfaction.aware"],
            share=f["satisfaction.aware_share"],
        )
    else:
        yield Sentence(f"知晓度{MISSING}。")


def breakdowns(evaluation: Evaluation) -> Iterator[Block]:
    """Answers by group, mode, area and category, and the share weighted by the people they stand for.

    Outside the working papers nothing is told, and nothing is said, of groups whose few answers it would give away.
    """
    if evaluation.satisfaction is None:
        return
    if not evaluation.breakdowns:
        yield Paragraph((Sentence(f"答卷的类别、方式、片区{MISSING}或只有一种，不能分组比较。"),))
        return
    several = [found for found in evaluation.breakdowns if found.parts]
    shown = [found for found in several if _all_shown(evaluation, found, "count")]
    unlisted = [DIMENSIONS[found.dimension] for found in several if found not in shown]
    few = [DIMENSIONS[found.dimension] for found in evaluation.breakdowns if not found.parts]
    if shown:
        yield _table(evaluation, shown)
    said = list(_differences(evaluation, shown))
    if few:
        said.append(Sentence(f"按{listed(few)}分组，不少于{LEAST_POOLED}份的组不足两个，不分列。"))
    if unlisted:
        said.append(Sentence(f"按{listed(unlisted)}分组的答卷不列：列出即可推知少数人的回答。"))
    said += _weighted(evaluation)
    if said:
        yield Paragraph(tuple(said))


def _all_shown(evaluation: Evaluation, found: Breakdown, what: str) -> bool:
    """Whether the figure of this name may be shown of every part."""
    stem = f"satisfaction.by.{found.dimension}"
    return all(f"{stem}.{n}.{what}" in evaluation.figures for n in range(1, len(found.parts) + 1))


def _table(evaluation: Evaluation, shown: list[Breakdown]) -> Table:
    f, top, rows, notes = evaluation.figures, evaluation.satisfaction, [], []
    asked = any(part.aware for found in shown for part in found.parts)
    for found in shown:
        for number, part in enumerate(found.parts, start=1):
            stem = f"satisfaction.by.{found.dimension}.{number}"
            told = ("share", "interval", *(("aware",) if asked else ()))
            texts = [shown_or_hidden(f, f"{stem}.{what}") for what in told]
            rows.append(row(f"{DIMENSIONS[found.dimension]}：{part.name}", bare(f[f"{stem}.count"]), *texts))
            if part.name == POOLED:
                notes.append(f"{DIMENSIONS[found.dimension]}的{POOLED}为{'、'.join(part.pooled)}。")
    band = top.top.name if top else ""
    columns = (
        Column("分组"),
        Column("答卷（份）", "right"),
        Column(f"{band}占比", "right"),
        Column("占比的置信区间（95%）", "right"),
        *((Column("知晓度", "right"),) if asked else ()),
    )
    notes.append(f"不足{LEAST_POOLED}份的组合并后列出。")
    if any(HIDDEN in one.cells for one in rows):
        notes.append(HIDDEN_ANSWERS_NOTE)
    return Table("满意度分组情况", columns, tuple(rows), note="".join(notes))


def _differences(evaluation: Evaluation, shown: list[Breakdown]) -> Iterator[Sentence]:
    # Where one is withheld, how the others compare would tell of it.
    told = [
        (DIMENSIONS[found.dimension], found.parts)
        for found in shown
        if _all_shown(evaluation, found, "share")
    ]
    for name, parts in told:
        if apart(parts):
            low, high = (end(parts, key=lambda part: part.least / part.count) for end in (min, max))
            yield Sentence(f"按{name}看，{high.name}与{low.name}的区间不相接，两者有差别。")
    alike = [name for name, parts in told if apart(parts) is False]
    if alike:
        yield Sentence(f"按{listed(alike)}看，各组区间互相重叠，差别可能出于偶然。")


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
        yield say("作答人的{by}构成与总体一致（相差{mix}）。", by=by, mix=mix)
    else:
        word = "高" if mix.value.startswith("+") else "低"
        yield say(
            "作答人的{by}构成与总体相比，相差最大的是{name}，在作答中的占比偏{word}（{mix}）。",
            by=by,
            word=word,
            name=name_of(found.farthest, evaluation.station),
            mix=mix,
        )
    yield say(
        "按总体的{by}构成加权后为{share}（95%置信区间{span}，相当于{n}作答）。",
        by=by,
        share=f["satisfaction.weighted"],
        span=f["satisfaction.weighted.interval"],
        n=f["satisfaction.weighted.effective"],
    )
