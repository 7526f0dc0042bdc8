"""Charts of scores: by component, by area, and where marks were lost."""

from __future__ import annotations

from functools import partial

from sweval.analysis.scored import LEADING, NodeScore
from sweval.blocks import Chart, Sentence
from sweval.evaluation import Evaluation
from sweval.presentation.charts import areas, components, lost_marks
from sweval.presentation.drawings.block import block, score_source
from sweval.presentation.words import cite, clauses, listed, part_name, say, say_grade
from sweval.record import Figure, Figures


def component_scores(evaluation: Evaluation) -> Chart:
    """Score rate of each component against its full mark, with the grade's bands."""
    f, scoring, scheme = evaluation.figures, evaluation.scoring, evaluation.scheme
    rows, drawn, most = [], [], scoring.most_of_the_loss()
    # Where nearly all lose alike, naming them says nothing.
    most = most if len(most) <= LEADING else ()
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
                flagged=c in most,
            )
        )
        drawn.append(_short_figure(c, f))
    bands = tuple(
        components.BandLine(f"{band.name}{band.floor}", float(band.floor / scheme.total))
        for band in sorted(scheme.bands, key=lambda band: band.floor)
        if band.floor
    )
    title = say("总分{total}，{grade}", total=f["score.total"], grade=say_grade(f, evaluation.grade))
    if most:
        lost = Sentence(f"失分过半出自{listed(part_name(c) for c in most)}", (cite(f["score.lost"]),))
        title = clauses([title, lost], "；")
    alt = clauses(
        (
            say(
                "{name}{score}，得分率{rate}",
                name=part_name(c),
                score=f[f"score.{c.node.id}.converted"],
                rate=f[f"score.{c.node.id}.rate"],
            )
            for c in scoring.components
        ),
        "；",
        "。",
    )
    figure = partial(components.draw, components.ComponentsChart(tuple(rows), bands))
    subtitle = "折算分、占标准分的比例（得分率）和失分，▼为失分过半所在。虚线为各等级下限，只适用于总分"
    source = score_source(evaluation)
    return block("components", title, subtitle, source, figure, alt, tuple(map(cite, drawn)))


def _short_of(score: NodeScore, f: Figures) -> str:
    """How far from the full mark: ``−1.50``; above it, with a bonus within, ``+0.50``."""
    sign = "+" if score.over else "−" if score.lost else ""
    return sign + _short_figure(score, f).value


def _short_figure(score: NodeScore, f: Figures) -> Figure:
    return f[f"score.{score.node.id}.{'over' if score.over else 'lost'}"]


def loss_by_component(evaluation: Evaluation) -> Chart:
    """Where marks were lost, the greatest loss first."""
    f = evaluation.figures
    losing = evaluation.scoring.by_loss()
    rows = tuple(
        lost_marks.LostRow(
            label=part_name(c),
            lost=float(c.lost),
            lost_text=f[f"score.{c.node.id}.lost"].value,
            share_text=f"占失分{f[f'score.{c.node.id}.lost_share'].value}",
        )
        for c in losing
    )
    most = listed(part_name(c) for c in losing if c.lost == losing[0].lost)
    title = say("失分共{lost}，{name}失分最多", lost=f["score.lost"], name=most)
    alt = clauses(
        (
            say(
                "{name}失{lost}，占{share}",
                name=part_name(c),
                lost=f[f"score.{c.node.id}.lost"],
                share=f[f"score.{c.node.id}.lost_share"],
            )
            for c in losing
        ),
        "；",
        "。",
    )
    figure = partial(lost_marks.draw, lost_marks.LostMarksChart(rows))
    return block("lost-marks", title, "失分＝标准分－折算分，单位：分", score_source(evaluation), figure, alt)


def area_scores(evaluation: Evaluation, node_id: str) -> Chart:
    """Scores of the areas and their mean; no area is called low, since experts may differ."""
    f, component = evaluation.figures, evaluation.scoring.component(node_id)
    station = evaluation.station
    rows = []
    shown = [one for one in component.areas if f"score.{node_id}.area.{one.area}" in f]
    for area in shown:
        place = station.area(area.area or "")
        units = "、".join(unit.name.removesuffix("村").removesuffix("社区") for unit in place.units)
        value = f[f"score.{node_id}.area.{area.area}"].value
        rows.append(areas.AreaRow(f"{place.name} {units}", float(area.raw), value))
    mean = f[f"score.{node_id}.raw"]
    way = component.node.areas.short
    title = say("{name}：各片区{way}{mean}", name=component.node.name, way=way, mean=mean)
    alt = clauses(
        (
            say(
                "{name}{score}",
                name=station.area(a.area or "").name,
                score=f[f"score.{node_id}.area.{a.area}"],
            )
            for a in shown
        ),
        "；",
        "。",
    )
    chart = areas.AreasChart(
        tuple(rows), float(component.raw), f"{way}{mean.value}", float(component.node.most)
    )
    figure = partial(areas.draw, chart)
    subtitle = f"各片区评分，满分{component.node.most}分；横轴不从0起"
    if len(component.areas) > 1 and component.same_hands(station) is not True:
        known = component.same_hands(station) is False
        subtitle += (
            "。各片区的评委不同，含评委差异" if known else "。未提供评委与片区的对应，差异可能含评委差异"
        )
    return block(f"areas-{node_id.replace('_', '-')}", title, subtitle, score_source(evaluation), figure, alt)
