"""The charts of a district."""

from __future__ import annotations

from typing import Final

from sweval.blocks import Chart
from sweval.charts.kinds import deviation, dots, funnel, heatmap
from sweval.district.overview import Overview
from sweval.domain.values.rounding import round_to
from sweval.presentation.drawings.block import block, heat_block
from sweval.presentation.words import sentence

SOURCE: Final = "各站评估记录"
MAX_ROWS: Final = 40  # of a heat map; further stations are left out


def totals(overview: Overview) -> Chart | None:
    """The totals of all stations on one scale."""
    if overview.totals is None or len(overview.ranked) < 2:
        return None
    f, stations = overview.figures, [row.summary for row in overview.ranked]
    outliers = {outlier.station for outlier in overview.outliers if outlier.marks}
    shown = tuple(dots.Dot(float(s.total), s.station in outliers) for s in stations)
    median = float(overview.totals.median)
    limits = (dots.Limit(f"中位数 {f['district.total.median'].value}", median, strong=True),)
    title = sentence(
        "总分在{low}至{high}之间，中位数{median}",
        low=f["district.total.low"],
        high=f["district.total.high"],
        median=f["district.total.median"],
    )
    alt = (f"{s.name}{s.total:f}分" for s in stations)
    many = len(shown) > dots.MANY
    subtitle = "柱上为站点数，横轴为总分，单位：分" if many else "一点为一站，单位：分；空心为离群"
    return block("totals", title, subtitle, SOURCE, dots.draw, dots.DotChart(shown, limits), alt)


def part_map(overview: Overview) -> Chart | None:
    """Score rates by station and component."""
    if not overview.parts or len(overview.ranked) < 2:
        return None
    rows = []
    for s in (row.summary for row in overview.ranked[:MAX_ROWS]):
        rates = [part.rates.get(s.station) for part in overview.parts]
        texts = tuple("—" if rate is None else f"{round_to(rate * 100, 1)}%" for rate in rates)
        rows.append(
            heatmap.HeatRow(s.name, tuple(None if rate is None else float(rate) for rate in rates), texts)
        )
    columns = tuple(part.name for part in overview.parts)
    more = f"；只列总分较高的{MAX_ROWS}站" if len(overview.ranked) > MAX_ROWS else ""
    subtitle = f"各站（按总分排列）各项评估内容的得分率，越低颜色越深、低于80%加粗{more}"
    return heat_block("part-map", "得分率", "各站各项", subtitle, SOURCE, columns, rows)


def operators(overview: Overview) -> Chart | None:
    """The mean of each operator against the limits that chance sets for its number of stations."""
    found = overview.funnel
    if found is None:
        return None
    shown = tuple(
        funnel.FunnelDot(
            operator.name, operator.stations, float(operator.mean), operator.beyond and not operator.small
        )
        for operator in found.operators
    )
    beyond = sum(dot.beyond for dot in shown)
    title = f"{beyond}家承办方超出偶然范围" if beyond else "没有承办方超出偶然范围"
    alt = (f"{o.name}{o.stations}站，平均{round_to(o.mean, 2)}分" for o in found.operators)
    chart = funnel.FunnelChart(shown, float(found.mean), float(found.deviation))
    subtitle = "横轴为承办的站点数，纵轴为总分平均（分）；横虚线为全体平均，曲虚线为±3.09倍标准误"
    return block("operators", title, subtitle, SOURCE, funnel.draw, chart, alt)


def experts(overview: Overview) -> Chart | None:
    """The severity of each expert, for the working papers only."""
    found = overview.severity
    if found is None:
        return None
    rows = []
    for e in found.experts:
        bounds = (e.interval[0] * 100, e.interval[1] * 100) if e.interval else None
        word = ("偏高" if e.value > 0 else "偏低") if e.is_outlier else ""
        text = f"{e.value * 100:+.1f}".replace("-", "−")
        rows.append(
            deviation.DeviationRow(f"{e.expert}（{e.stations}站）", e.value * 100, text, bounds, word)
        )
    counts = {word: sum(row.word == word for row in rows) for word in ("偏高", "偏低")}
    outliers = "、".join(f"{word}{n}名" for word, n in counts.items() if n)
    title = f"{len(rows)}名评委中，{outliers}" if outliers else "没有看出哪名评委一贯偏高或偏低"
    alt = (f"{row.label}{row.value_text}{row.word}" for row in rows)
    chart = deviation.DeviationChart(tuple(rows), "同组评委的平均")
    subtitle = "各评委得分率与同组评委平均之差及95%区间，单位：百分点；实心为区间不含0"
    return block("severity", title, subtitle, SOURCE, deviation.draw, chart, alt)
