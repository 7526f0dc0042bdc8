"""The chart of satisfaction."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from sweval.blocks import Chart
from sweval.evaluation import Evaluation
from sweval.presentation.charts import satisfaction
from sweval.presentation.drawings.block import block
from sweval.presentation.words import clauses, say
from sweval.record import Figure as Value


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
        "{n}受访，{least}{share}的人满意度在{band}",
        n=f["satisfaction.respondents"],
        least=at_least,
        share=share,
        band=result.top.name,
    )
    alt = clauses(
        [
            say("{band}的{least}占{share}", band=result.top.name, least=at_least, share=share),
            say("95%置信区间{wilson}", wilson=f["satisfaction.wilson"]),
        ],
        "，",
        "。",
    )
    chart = satisfaction.SatisfactionChart(
        estimate=result.least / result.respondents,
        estimate_text=f"{at_least}{share.value}",
        intervals=tuple(rows),
        bands=bands,
    )
    subtitle = f"满意度{result.top.name}者占受访人数的比例及其置信区间（置信水平95%）"
    if result.bounded:
        subtitle += "；各档有重叠，区间从至少人数的下限到至多人数的上限"
    return block(
        "satisfaction", title, subtitle, "资料来源：满意度表。", partial(satisfaction.draw, chart), alt
    )


def _interval(label: str, low: Decimal, high: Decimal, figure: Value) -> satisfaction.IntervalRow:
    low_text, _, high_text = figure.value.partition("—")
    return satisfaction.IntervalRow(label, float(low), float(high), low_text, high_text)
