"""Charts of the services: completion of agreed volumes, coverage, satisfaction."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sweval.analysis.people.coverage import MEASURES, cell_stem
from sweval.analysis.services.progress import PaceState
from sweval.blocks import Chart
from sweval.charts.kinds import heatmap, progress, satisfaction
from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.evaluation import Evaluation
from sweval.presentation.drawings.block import block, heat_block
from sweval.presentation.words import clauses, sentence
from sweval.record.figures import Figure


def completion(evaluation: Evaluation) -> Chart:
    """Completion of each indicator against elapsed time; rates out of line are marked if the edition shows them."""
    f, result = evaluation.figures, evaluation.progress
    shown = sorted(result.indicators, key=lambda i: (i.rate is None, -(i.rate or 0)))
    rows = tuple(
        progress.ProgressRow(
            label=f"{i.rows[0].name}（{f[f'progress.{i.id}.done'].text}）",
            rate=float(i.rate / 100) if i.rate is not None else None,
            rate_text=f[f"progress.{i.id}.rate"].value,
            state=i.state if i.state != "out_of_line" or evaluation.shows("to_verify") else "ahead",
        )
        for i in shown
    )
    pace = f["progress.pace"]
    counts = (
        sentence(words, n=f[f"progress.count.{state}"])
        for state, words in STATE_WORDS.items()
        if result.in_state(state)
    )
    title = sentence("{n}指标中，{names}", n=f["progress.count"], names=clauses(counts, "，"))
    rates = (
        sentence("{name}完成率{rate}", name=i.name, rate=f[f"progress.{i.id}.rate"])
        for i in shown
        if i.rate is not None
    )
    alt = [sentence("序时进度{pace}", pace=pace), *rates]
    drawn = [f[f"progress.{i.id}.done"] for i in shown if i.done is not None]
    chart = progress.ProgressChart(rows, float(result.pace.share), f"序时进度 {pace.value}")
    subtitle = sentence("完成率，括号内为完成量；服务量统计至{day}", day=f["station.cut_off"])
    source = "指标表，社工站所报，未经独立核实"
    return block("progress", title, subtitle, source, progress.draw, chart, alt, drawn)


STATE_WORDS: Final[dict[PaceState, str]] = {
    "ahead": "{n}快于序时进度",
    "on_pace": "{n}与序时进度持平",
    "behind": "{n}落后于序时进度",
    "out_of_line": "{n}完成率明显偏高",
    "incomplete": "{n}缺部分月份",
    "no_target": "{n}未计算完成率",
    "missing": "{n}未提供完成量",
}


def coverage_map(evaluation: Evaluation) -> Chart | None:
    """A share by category and area, for the working papers; None for fewer than two areas."""
    f, found, station = evaluation.figures, evaluation.coverage, evaluation.station
    if found is None or len(found.areas) < 2 or found.mapped is None:
        return None
    measure = found.mapped
    rows, drawn = [], []
    for number, name in enumerate(found.categories, start=1):
        shares, texts = [], []
        for area in found.areas:
            stem = cell_stem(number, area)
            figure = f.get(f"{stem}.{measure}")
            share = found.of(category=name, area=area).share(measure) if figure else None
            shares.append(float(share) if share is not None else None)
            texts.append(figure.value if figure else "—")
            # The denominator as well, so that the codes are consecutive.
            drawn += [f[f"{stem}.persons"], figure] if figure else []
        rows.append(heatmap.HeatRow(name, tuple(shares), tuple(texts)))
    columns = tuple(found.place(area, station) for area in found.areas)
    word = MEASURES[measure][0]
    subtitle = f"{word}的人数占该片区该类人数的比例，越低颜色越深、低于80%加粗；—为未提供"
    source = TABLE_NAMES["coverage"]
    return heat_block("coverage", f"{word}率", "各类人群在各片区的", subtitle, source, columns, rows, drawn)


def satisfaction_interval(evaluation: Evaluation) -> Chart:
    """The share of the highest band with its intervals, and all answers by band."""
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
    title = sentence(
        "{n}受访，{least}{share}的人满意度在{band}",
        n=f["satisfaction.respondents"],
        least=at_least,
        share=share,
        band=result.top.name,
    )
    alt = sentence(
        "{band}的{least}占{share}，95%置信区间{wilson}",
        band=result.top.name,
        least=at_least,
        share=share,
        wilson=f["satisfaction.wilson"],
    )
    chart = satisfaction.SatisfactionChart(
        estimate=result.minimum / result.respondents,
        estimate_text=f"{at_least}{share.value}",
        intervals=tuple(rows),
        bands=bands,
    )
    subtitle = f"满意度{result.top.name}者占受访人数的比例及其置信区间（置信水平95%）"
    if result.bounded:
        subtitle += "；各档有重叠，区间从至少人数的下限到至多人数的上限"
    return block("satisfaction", title, subtitle, "满意度表", satisfaction.draw, chart, [alt])


def _interval(label: str, low: Decimal, high: Decimal, figure: Figure) -> satisfaction.IntervalRow:
    low_text, _, high_text = figure.value.partition("—")
    return satisfaction.IntervalRow(label, float(low), float(high), low_text, high_text)
