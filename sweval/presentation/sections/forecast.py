"""What the present speed would give at the contract's end, for 二（二）; never in a public edition."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.forecast import CLOSE, OUTLOOKS, Forecast
from sweval.blocks import Block, Column, Paragraph, Sentence, Table
from sweval.evaluation import Evaluation
from sweval.presentation.words import cite_all, clauses, row, say


def forecast(evaluation: Evaluation) -> Iterator[Block]:
    """Which indicators would fall short, and every forecast with its interval."""
    if not evaluation.forecasts:
        return
    yield Paragraph(tuple(_sentences(evaluation)))
    yield _table(evaluation)


def _sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    f = evaluation.figures
    yield Sentence("以下按目前的速度推算到合同期满，只供安排后续服务参考，不作为评估结果。")
    by_outlook: dict[str, list[Forecast]] = {}
    for found in evaluation.forecasts:
        by_outlook.setdefault(found.outlook, []).append(found)
    short, open_ = by_outlook.get("short", []), by_outlook.get("open", [])
    for head, some in (("照此速度，到期低于约定量的有：", short), ("接近约定量、难以判断的有：", open_)):
        if some:
            parts = [
                say("{name}{rate}", name=i.indicator.name, rate=f[f"progress.{i.indicator.id}.forecast"])
                for i in some
            ]
            yield clauses([Sentence(head), clauses(parts, "、", "。")], "")
    if not short and not open_:
        every = [f[f"progress.{found.indicator.id}.outlook"] for found in evaluation.forecasts]
        yield Sentence("照此速度，各项指标到期都可达约定量。", cite_all(*every))
    if any(found.interval is None for found in evaluation.forecasts):
        yield Sentence("没有区间的，是各月服务量或约定量不足以估计波动。")


def _table(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for found in evaluation.forecasts:
        stem = f"progress.{found.indicator.id}"
        span = f.get(f"{stem}.forecast_interval") or "—"
        rows.append(
            row(found.indicator.name, f[f"{stem}.rate"], f[f"{stem}.forecast"], span, f[f"{stem}.outlook"])
        )
    columns = (
        Column("指标"),
        Column("目前完成率", "right"),
        Column("期满完成率", "right"),
        Column("95%区间", "right"),
        Column("判断"),
    )
    names = "、".join(OUTLOOKS.values())
    note = f"判断分{names}：有区间的看区间是否跨过100%，没有区间的看推算值是否与100%相差{CLOSE}个百分点以上。"
    return Table("期满完成率推算", columns, tuple(rows), note=note)
