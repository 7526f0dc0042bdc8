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
#: So many stations fit a heat map's rows.
MOST: Final = 40


def totals(overview: Overview) -> Chart | None:
    """Every station's total on one scale."""
    if overview.totals is None or len(overview.ranked) < 2:
        return None
    f, lies = overview.figures, overview.totals
    apart = {one.station for one in overview.outliers if one.marks}
    shown = tuple(dots.Dot(float(one.summary.total), one.summary.station in apart) for one in overview.ranked)
    limits = (dots.Limit(f"中位数 {f['district.total.median'].value}", float(lies.median), strong=True),)
    title = sentence(
        "总分在{low}至{high}之间，中位数{median}",
        low=f["district.total.low"],
        high=f["district.total.high"],
        median=f["district.total.median"],
    )
    said = (f"{one.summary.name}{one.summary.total:f}分" for one in overview.ranked)
    many = len(shown) > dots.MANY
    subtitle = "柱上为站点数，横轴为总分，单位：分" if many else "一点为一站，单位：分；空心为离群"
    return block("totals", title, subtitle, SOURCE, dots.draw, dots.DotChart(shown, limits), said)


def part_map(overview: Overview) -> Chart | None:
    """Score rates of every part at every station."""
    if not overview.parts or len(overview.ranked) < 2:
        return None
    rows = []
    for one in overview.ranked[:MOST]:
        s = one.summary
        rates = [part.rates.get(s.station) for part in overview.parts]
        texts = tuple("—" if rate is None else f"{round_to(rate * 100, 1)}%" for rate in rates)
        rows.append(
            heatmap.HeatRow(s.name, tuple(None if rate is None else float(rate) for rate in rates), texts)
        )
    columns = tuple(part.name for part in overview.parts)
    more = f"；只列总分较高的{MOST}站" if len(overview.ranked) > MOST else ""
    subtitle = f"各站（按总分排列）各项评估内容的得分率，越低颜色越深、低于80%加粗{more}"
    return heat_block("part-map", "得分率", "各站各项", subtitle, SOURCE, columns, rows)


def operators(overview: Overview) -> Chart | None:
    """Operators within the limits chance sets for their number of stations."""
    found = overview.funnel
    if found is None:
        return None
    shown = tuple(
        funnel.FunnelDot(one.name, one.stations, float(one.mean), one.beyond and not one.small)
        for one in found.operators
    )
    beyond = [one for one in found.operators if one.beyond and not one.small]
    title = f"{len(beyond)}家承办方超出偶然范围" if beyond else "没有承办方超出偶然范围"
    said = (f"{one.name}{one.stations}站，平均{round_to(one.mean, 2)}分" for one in found.operators)
    chart = funnel.FunnelChart(shown, float(found.mean), float(found.deviation))
    subtitle = "横轴为承办的站点数，纵轴为总分平均（分）；横虚线为全体平均，曲虚线为±3.09倍标准误"
    return block("operators", title, subtitle, SOURCE, funnel.draw, chart, said)


def experts(overview: Overview) -> Chart | None:
    """Severity of every expert; for the working papers alone."""
    found = overview.severity
    if found is None:
        return None
    rows = []
    for one in found.experts:
        bounds = (one.interval[0] * 100, one.interval[1] * 100) if one.interval else None
        word = ("偏高" if one.value > 0 else "偏低") if one.is_outlier else ""
        text = f"{one.value * 100:+.1f}".replace("-", "−")
        rows.append(
            deviation.DeviationRow(f"{one.expert}（{one.stations}站）", one.value * 100, text, bounds, word)
        )
    counts = {word: sum(row.word == word for row in rows) for word in ("偏高", "偏低")}
    told = "、".join(f"{word}{n}名" for word, n in counts.items() if n)
    title = f"{len(rows)}名评委中，{told}" if told else "没有看出哪名评委一贯偏高或偏低"
    said = (f"{row.label}{row.value_text}{row.word}" for row in rows)
    chart = deviation.DeviationChart(tuple(rows), "同组评委的平均")
    subtitle = "各评委得分率与同组评委平均之差及95%区间，单位：百分点；实心为区间不含0"
    return block("severity", title, subtitle, SOURCE, deviation.draw, chart, said)
