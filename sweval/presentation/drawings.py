"""Charts of an evaluation: which numbers go into which picture, with its message, units and source."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from matplotlib.figure import Figure

from sweval.analysis.progress import PaceState
from sweval.analysis.schedule import StepState
from sweval.analysis.scored import LEADING, NodeScore
from sweval.blocks import Chart, Cite, Sentence
from sweval.evaluation import Evaluation
from sweval.presentation.charts import areas, components, lost_marks, process, progress, satisfaction, theme
from sweval.presentation.words import cite, cite_all, clauses, listed, part_name, say, say_grade, score_tables
from sweval.record import Figure as Value
from sweval.record import Figures


def component_scores(evaluation: Evaluation) -> Chart:
    """Score rate of each component against its full mark, with the grade's bands."""
    f, scoring, scheme = evaluation.figures, evaluation.scoring, evaluation.scheme
    rows, most = [], scoring.most_of_the_loss()
    # Where nearly all lose alike, naming them says nothing.
    most = most if len(most) <= LEADING else ()
    for c in scoring.components:
        stem = f"score.{c.node.id}"
        rows.append(
            components.ComponentRow(
                label=part_name(c), party=part_name(c) if c.node is c.party else c.party.name, rate=float(c.rate),
                value_text=f"{f[stem + '.converted'].value} / {c.node.full_mark}",
                rate_text=f[f"{stem}.rate"].value, lost_text=_short_of(c, f), flagged=c in most,
            )
        )  # fmt: skip
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
            say("{name}{score}，得分率{rate}", name=part_name(c), score=f[f"score.{c.node.id}.converted"],
                rate=f[f"score.{c.node.id}.rate"])
            for c in scoring.components
        ),
        "；", "。",
    )  # fmt: skip
    figure = components.draw(components.ComponentsChart(tuple(rows), bands))
    subtitle = "折算分、占标准分的比例（得分率）和失分，▼为失分过半所在。虚线为各等级下限，只适用于总分"
    return _chart("components", title, subtitle, _score_source(evaluation), figure, alt)


def _short_of(score: NodeScore, f: Figures) -> str:
    """How far from the full mark: ``−1.50``; above it, with a bonus within, ``+0.50``."""
    stem = f"score.{score.node.id}"
    if score.over:
        return f"+{f[f'{stem}.over'].value}"
    return ("−" if score.lost else "") + f[f"{stem}.lost"].value


def loss_by_component(evaluation: Evaluation) -> Chart:
    """Where marks were lost, the greatest loss first."""
    f = evaluation.figures
    losing = evaluation.scoring.by_loss()
    rows = tuple(
        lost_marks.LostRow(
            label=part_name(c), lost=float(c.lost), lost_text=f[f"score.{c.node.id}.lost"].value,
            share_text=f"占失分{f[f'score.{c.node.id}.lost_share'].value}",
        )
        for c in losing
    )  # fmt: skip
    most = listed(part_name(c) for c in losing if c.lost == losing[0].lost)
    title = say("失分共{lost}，{name}失分最多", lost=f["score.lost"], name=most)
    alt = clauses(
        (
            say("{name}失{lost}，占{share}", name=part_name(c), lost=f[f"score.{c.node.id}.lost"],
                share=f[f"score.{c.node.id}.lost_share"])
            for c in losing
        ),
        "；", "。",
    )  # fmt: skip
    figure = lost_marks.draw(lost_marks.LostMarksChart(rows))
    return _chart(
        "lost-marks", title, "失分＝标准分－折算分，单位：分", _score_source(evaluation), figure, alt
    )


def _score_source(evaluation: Evaluation) -> str:
    return f"资料来源：{score_tables(evaluation.station, evaluation.scheme)}。"


def area_scores(evaluation: Evaluation, node_id: str) -> Chart:
    """Scores of the areas and their mean; no area is called low, since experts may differ."""
    f, component = evaluation.figures, evaluation.scoring.component(node_id)
    station = evaluation.station
    rows = []
    for area in component.areas:
        place = station.area(area.area or "")
        units = "、".join(unit.name.removesuffix("村").removesuffix("社区") for unit in place.units)
        value = f[f"score.{node_id}.area.{area.area}"].value
        rows.append(areas.AreaRow(f"{place.name} {units}", float(area.raw), value))
    mean = f[f"score.{node_id}.raw"]
    way = component.node.areas.short
    title = say("{name}：各片区{way}{mean}", name=component.node.name, way=way, mean=mean)
    alt = clauses(
        (
            say("{name}{score}", name=station.area(a.area or "").name, score=f[f"score.{node_id}.area.{a.area}"])
            for a in component.areas
        ),
        "；", "。",
    )  # fmt: skip
    chart = areas.AreasChart(
        tuple(rows), float(component.raw), f"{way}{mean.value}", float(component.node.most)
    )
    figure = areas.draw(chart)
    subtitle = f"各片区评分，满分{component.node.most}分；横轴不从0起"
    if len(component.areas) > 1 and component.same_hands(station) is not True:
        known = component.same_hands(station) is False
        subtitle += (
            "。各片区的评委不同，含评委差异" if known else "。未提供评委与片区的对应，差异可能含评委差异"
        )
    return _chart(
        f"areas-{node_id.replace('_', '-')}", title, subtitle, _score_source(evaluation), figure, alt
    )


def completion(evaluation: Evaluation, *, to_verify: bool) -> Chart:
    """Completion of each indicator against elapsed contract time; ``to_verify`` marks what is out of line."""
    f, result = evaluation.figures, evaluation.progress
    shown = sorted(result.indicators, key=lambda i: (i.rate is None, -(i.rate or 0)))
    rows = tuple(
        progress.ProgressRow(
            label=f"{i.rows[0].name}（{f[f'progress.{i.id}.done'].text}）",
            rate=float(i.rate / 100) if i.rate is not None else None,
            rate_text=f[f"progress.{i.id}.rate"].value,
            state=i.state if to_verify or i.state != "out_of_line" else "ahead",
        )
        for i in shown
    )  # fmt: skip
    pace = f["progress.pace"]
    title = say("{n}指标中，{names}", n=f["progress.count"], names=_state_counts(evaluation))
    volumes = (
        say("{name}{done}", name=i.name, done=f[f"progress.{i.id}.done"]) for i in shown if i.done is not None
    )
    rates = (
        say("{name}完成率{rate}", name=i.name, rate=f[f"progress.{i.id}.rate"])
        for i in shown
        if i.rate is not None
    )
    alt = clauses([say("序时进度{pace}", pace=pace), *rates], "；", "。")
    drawn = tuple(cite for volume in volumes for cite in volume.cites)
    figure = progress.draw(progress.ProgressChart(rows, float(result.pace.share), f"序时进度 {pace.value}"))
    subtitle = say("完成率，括号内为完成量；服务量统计至{day}", day=f["station.cut_off"])
    source = "资料来源：指标表，社工站所报，未经独立核实。"
    return _chart("progress", title, subtitle, source, figure, alt, drawn)


STATE_WORDS: Final[dict[PaceState, str]] = {
    "ahead": "{n}快于序时进度",
    "on_pace": "{n}与序时进度持平",
    "behind": "{n}落后于序时进度",
    "out_of_line": "{n}完成率明显偏高",
    "incomplete": "{n}缺部分月份",
    "no_target": "{n}未计算完成率",
    "missing": "{n}未提供完成量",
}


def _state_counts(evaluation: Evaluation) -> Sentence:
    f, result = evaluation.figures, evaluation.progress
    return clauses(
        (
            say(words, n=f[f"progress.count.{state}"])
            for state, words in STATE_WORDS.items()
            if result.in_state(state)
        ),
        "，",
    )


def satisfaction_interval(evaluation: Evaluation) -> Chart:
    """The highest band's share with its intervals, and all answers by band."""
    f, result = evaluation.figures, evaluation.satisfaction
    if result is None:
        raise ValueError("no satisfaction data to draw")
    rows = [_interval("置信区间", result.interval.low, result.interval.high, f["satisfaction.wilson"])]
    if result.corrected:
        finite = f["satisfaction.wilson_finite"]
        rows.append(_interval("有限总体校正", result.corrected.low, result.corrected.high, finite))
    top = len(result.bands)
    share = f["satisfaction.least.share" if result.bounded else f"satisfaction.band.{top}.share"]
    at_least = "至少" if result.bounded else ""
    bands = tuple(
        satisfaction.ResponseBand(
            band.name, band.count / result.respondents, f[f"satisfaction.band.{n}"].text
        )
        for n, band in enumerate(result.bands, start=1)
    )
    title = say(
        "{n}受访，{least}{share}的人满意度在{band}", n=f["satisfaction.respondents"], least=at_least, share=share,
        band=result.top.name,
    )  # fmt: skip
    alt = clauses(
        [
            say("{band}的{least}占{share}", band=result.top.name, least=at_least, share=share),
            say("95%置信区间{wilson}", wilson=f["satisfaction.wilson"]),
        ],
        "，", "。",
    )  # fmt: skip
    chart = satisfaction.SatisfactionChart(
        estimate=result.least / result.respondents,
        estimate_text=f"{at_least}{share.value}",
        intervals=tuple(rows),
        bands=bands,
    )
    subtitle = f"满意度{result.top.name}者占受访人数的比例及其置信区间（置信水平95%）"
    if result.bounded:
        subtitle += "；各档有重叠，区间从至少人数的下限到至多人数的上限"
    return _chart("satisfaction", title, subtitle, "资料来源：满意度表。", satisfaction.draw(chart), alt)


def _interval(label: str, low: Decimal, high: Decimal, figure: Value) -> satisfaction.IntervalRow:
    low_text, _, high_text = figure.value.partition("—")
    return satisfaction.IntervalRow(label, float(low), float(high), low_text, high_text)


def deadlines(evaluation: Evaluation, *, with_states: bool) -> Chart:
    """Steps of the process against their prescribed limits; ``with_states`` shows overdue ones as such."""
    f, schedule = evaluation.figures, evaluation.schedule
    rows = []
    state: process.StepState
    for d in schedule.deadlines:
        due = f[f"schedule.{d.limit.id}.due"]
        bound = "内" if d.limit.bound == "at_most" else "以上"
        note = f"{'不晚于' if d.limit.bound == 'at_most' else '不早于'}{due.value}，{d.limit.days}个工作日{bound}"
        if d.due is None:
            note = f"无法推算（{d.gap}）"
        state = DRAWN[d.state] if with_states else ("unknown" if d.due is None else "due")
        rows.append(process.ProcessRow(d.limit.name, d.start, d.due, d.done, note, state))
    known = [d for d in schedule.deadlines if d.due is not None]
    title = clauses(
        (say("{name}不晚于{due}", name=d.limit.name, due=f[f"schedule.{d.limit.id}.due"])
         for d in known if d.limit.bound == "at_most"), "，",
    ) if known else Sentence("规定时限均无法推算")  # fmt: skip
    alt = Sentence("；".join(f"{row.label}：{row.note_text}" for row in rows) + "。")
    as_of = f["schedule.as_of"]
    stems = [f"schedule.{d.limit.id}" for d in schedule.deadlines]
    drawn = cite_all(as_of, *(f[f"{stem}.{part}"] for stem in stems for part in ("due", "done")))
    if with_states:
        drawn += cite_all(*(f[f"{stem}.state"] for stem in stems))
    # The line of the day beside a step's limit would tell the public what is overdue.
    today = (schedule.as_of, f"截至{as_of.value}") if with_states else (None, "")
    figure = process.draw(process.ProcessChart(tuple(rows), *today))
    subtitle = "规定时限按国务院办公厅公布的节假日和调休安排推算，自起算日次日起计"
    return _chart("process", title, subtitle, "资料来源：流程表；时限依据见附录一。", figure, alt, drawn)


#: How a state of the schedule is drawn.
DRAWN: Final[dict[StepState, process.StepState]] = {
    "done": "done",
    "done_late": "done",
    "done_short": "done",
    "done_undated": "done",
    "due": "due",
    "elapsed": "due",
    "overdue": "overdue",
    "unrecorded": "due",
    "uncomputable": "unknown",
}


def _chart(
    name: str, title: Sentence, subtitle: Sentence | str, source: str, figure: Figure, alt: Sentence,
    drawn: tuple[Cite, ...] = (),
) -> Chart:  # fmt: skip
    """The block of a drawn figure; ``drawn`` cites what only the picture prints."""
    subtitle = Sentence(subtitle) if isinstance(subtitle, str) else subtitle
    cites = dict.fromkeys((*title.cites, *subtitle.cites, *alt.cites, *drawn))
    svg = theme.to_svg(figure, name, alt.text)
    return Chart(name, title.text, subtitle.text, source, svg, alt.text, tuple(cites))
