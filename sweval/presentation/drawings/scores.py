"""Charts of scores: components, areas, lost marks, effects of weights, differences between experts."""

from __future__ import annotations

from sweval.analysis.scores.results import LEADING, NodeScore
from sweval.blocks import Chart, Sentence
from sweval.charts.kinds import areas, changes, components, deviation
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite
from sweval.presentation.drawings.block import block
from sweval.presentation.phrases import grade_sentence, part_name, score_tables
from sweval.presentation.words import clauses, listed, sentence
from sweval.record.figures import Figure, Figures


def component_scores(evaluation: Evaluation) -> Chart:
    """Score rate of each component, with the lower limits of the grades."""
    f, scoring, scheme = evaluation.figures, evaluation.scoring, evaluation.scheme
    rows, drawn, leading = [], [], scoring.majority_of_loss()
    # If nearly all components lose similar marks, naming them gives no information.
    leading = leading if len(leading) <= LEADING else ()
    for c in scoring.components:
        stem = f"score.{c.node.id}"
        rows.append(
            components.ComponentRow(
                label=part_name(c),
                party=part_name(c) if c.node is c.party else c.party.name,
                rate=float(c.rate),
                value_text=f"{f[stem + '.converted'].value} / {c.node.full_mark}",
                rate_text=f[f"{stem}.rate"].value,
                lost_text=_short_of(c, f),
                flagged=c in leading,
            )
        )
        drawn.append(_short_figure(c, f))
    bands = tuple(
        components.BandLine(f"{band.name}{band.floor}", float(band.floor / scheme.total))
        for band in sorted(scheme.bands, key=lambda band: band.floor)
        if band.floor
    )
    title = sentence(
        "总分{total}，{grade}", total=f["score.total"], grade=grade_sentence(f, evaluation.grade)
    )
    if leading:
        lost = Sentence(f"失分过半出自{listed(part_name(c) for c in leading)}", (cite(f["score.lost"]),))
        title = clauses([title, lost], "；")
    alt = (
        sentence(
            "{name}{score}，得分率{rate}",
            name=part_name(c),
            score=f[f"score.{c.node.id}.converted"],
            rate=f[f"score.{c.node.id}.rate"],
        )
        for c in scoring.components
    )
    chart = components.ComponentsChart(tuple(rows), bands)
    subtitle = "折算分、占标准分的比例（得分率）和失分，▼为失分过半所在。虚线为各等级下限，只适用于总分"
    source = score_tables(evaluation.station, scheme)
    return block("components", title, subtitle, source, components.draw, chart, alt, drawn)


def _short_of(score: NodeScore, f: Figures) -> str:
    """Distance from the full mark: ``−1.50``, or ``+0.50`` if a bonus lifts the score above it."""
    sign = "+" if score.over else "−" if score.lost else ""
    return sign + _short_figure(score, f).value


def _short_figure(score: NodeScore, f: Figures) -> Figure:
    return f[f"score.{score.node.id}.{'over' if score.over else 'lost'}"]


def loss_by_component(evaluation: Evaluation) -> Chart:
    """Lost marks by component, by descending loss."""
    f, losing = evaluation.figures, evaluation.scoring.by_loss()
    rows = tuple(
        components.LostRow(
            label=part_name(c),
            lost=float(c.lost),
            lost_text=f[f"score.{c.node.id}.lost"].value,
            share_text=f"占失分{f[f'score.{c.node.id}.lost_share'].value}",
        )
        for c in losing
    )
    largest = listed(part_name(c) for c in losing if c.lost == losing[0].lost)
    title = sentence("失分共{lost}，{name}失分最多", lost=f["score.lost"], name=largest)
    alt = (
        sentence(
            "{name}失{lost}，占{share}",
            name=part_name(c),
            lost=f[f"score.{c.node.id}.lost"],
            share=f[f"score.{c.node.id}.lost_share"],
        )
        for c in losing
    )
    chart = components.LostMarksChart(rows)
    source = score_tables(evaluation.station, evaluation.scheme)
    subtitle = "失分＝标准分－折算分，单位：分"
    return block("lost-marks", title, subtitle, source, components.draw_lost, chart, alt)


def area_scores(evaluation: Evaluation, node_id: str) -> Chart:
    """Scores of the areas and their mean; no area is called low, because the experts may differ."""
    f, component = evaluation.figures, evaluation.scoring.component(node_id)
    station = evaluation.station
    rows = []
    shown = [a for a in component.areas if f"score.{node_id}.area.{a.area}" in f]
    for area in shown:
        place = station.area(area.area or "")
        units = "、".join(unit.name.removesuffix("村").removesuffix("社区") for unit in place.units)
        value = f[f"score.{node_id}.area.{area.area}"].value
        rows.append(areas.AreaRow(f"{place.name} {units}", float(area.raw), value))
    mean = f[f"score.{node_id}.raw"]
    way = component.node.areas.short
    title = sentence("{name}：各片区{way}{mean}", name=component.node.name, way=way, mean=mean)
    alt = (
        sentence(
            "{name}{score}", name=station.area(a.area or "").name, score=f[f"score.{node_id}.area.{a.area}"]
        )
        for a in shown
    )
    chart = areas.AreasChart(
        tuple(rows), float(component.raw), f"{way}{mean.value}", float(component.node.max_score)
    )
    subtitle = f"各片区评分，满分{component.node.max_score}分；横轴不从0起"
    if len(component.areas) > 1 and component.same_experts(station) is not True:
        known = component.same_experts(station) is False
        subtitle += (
            "。各片区的评委不同，含评委差异" if known else "。未提供评委与片区的对应，差异可能含评委差异"
        )
    name, source = f"areas-{node_id.replace('_', '-')}", score_tables(station, evaluation.scheme)
    return block(name, title, subtitle, source, areas.draw, chart, alt)


def weight_swings(evaluation: Evaluation) -> Chart | None:
    """The total when the weight of each component changes by a quarter; None without a diagnosis."""
    f = evaluation.figures
    if evaluation.diagnosis is None:
        return None
    robust = evaluation.diagnosis.robustness
    ordered = sorted(robust.swings, key=lambda swing: swing.low - swing.high)
    rows, alt = [], []
    for swing in ordered:
        node, stem = swing.component.node, f"robust.swing.{swing.component.node.id}"
        low, high = f[f"{stem}.low"], f[f"{stem}.high"]
        label = f"{part_name(swing.component)}（{node.full_mark}分）"
        rows.append(changes.TornadoRow(label, float(swing.low), float(swing.high), low.value, high.value))
        alt.append(sentence("{name}：{low}至{high}", name=label, low=low, high=high))
    total = f["score.total"]
    title = sentence("总分{total}，受{name}的权重影响最大", total=total, name=part_name(ordered[0].component))
    chart = changes.TornadoChart(tuple(rows), float(evaluation.scoring.total), f"总分 {total.value}")
    subtitle = "每次只把一项评估内容的权重上下调整25%，其余按比例补足，单位：分；试算，不作为评估结果"
    source = score_tables(evaluation.station, evaluation.scheme)
    return block("weights", title, subtitle, source, changes.draw_swings, chart, alt)


def expert_deviations(evaluation: Evaluation) -> Chart:
    """How far each expert scores above or below the others, for the working papers only."""
    f, panel = evaluation.figures, evaluation.diagnosis and evaluation.diagnosis.panel
    rows, alt = [], []
    for member in panel.members if panel else ():
        found, stem = member.deviation, f"panel.expert.{member.expert.id}"
        if found is None:
            continue
        value = f[f"{stem}.deviation"]
        word = ("偏高" if found.mean > 0 else "偏低") if found.is_outlier else ""
        bounds = (found.interval[0] * 100, found.interval[1] * 100) if found.interval else None
        label = " ".join(filter(None, (member.expert.id, member.expert.role)))
        rows.append(deviation.DeviationRow(label, float(found.mean * 100), value.value, bounds, word))
        alt.append(sentence("{id}{word}：{value}", id=member.expert.id, word=word, value=value))
    out = [row for row in rows if row.word]
    if out:
        names = "、".join(f"{row.label.split()[0]}{row.word}" for row in out)
        title = Sentence(f"与其他评委相比，{names}", alt[rows.index(out[0])].cites)
    elif any(row.interval for row in rows):
        title = Sentence("没有看出哪名评委一贯偏高或偏低", alt[0].cites)
    else:
        title = Sentence("各评委与其他评委的偏离", alt[0].cites)
    chart = deviation.DeviationChart(tuple(rows))
    subtitle = "同评各评分点得分率之差的平均及95%区间，单位：百分点；实心为区间不含0"
    source = score_tables(evaluation.station, evaluation.scheme)
    return block("deviations", title, subtitle, source, deviation.draw, chart, alt)
