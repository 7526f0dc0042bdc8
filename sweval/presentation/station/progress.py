"""Part 二（二）: progress of the services, in total and by month, its forecast, and other outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sweval.analysis.services.forecast import CLOSE, OUTLOOKS
from sweval.analysis.services.progress import IndicatorProgress, PaceState
from sweval.analysis.text.findings import select
from sweval.blocks import Block, Sentence, Table
from sweval.domain.values.dates import chinese_month, name_months
from sweval.domain.values.parties import PARTIES
from sweval.domain.values.wording import with_stop
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_all, cite_row
from sweval.presentation.drawings import services as drawings
from sweval.presentation.tables import columns, right, row, table
from sweval.presentation.words import clauses, listed, named, paragraph, sentence
from sweval.record.figures import MISSING

#: Qualifiers that are read before their number: 超过300万元.
BEFORE_THE_NUMBER: Final = ("超过", "约", "近", "将近", "至少", "不少于", "不足")
#: The words before the indicators of each state.
LISTED: Final[dict[PaceState, str]] = {
    "ahead": "快于序时进度的有{n}：",
    "on_pace": "与序时进度持平的有{n}：",
    "behind": "落后于序时进度的有{n}：",
}


def progress(evaluation: Evaluation) -> Iterator[Block]:
    """Completion of the agreed volumes, and outputs beyond them."""
    if evaluation.progress.indicators:
        yield paragraph(*_sentences(evaluation))
        yield drawings.completion(evaluation)
        yield _table(evaluation)
        yield from _monthly(evaluation)
    else:
        yield paragraph(f"服务量{MISSING}，进度无法判断。")
    if evaluation.shows("forecasts") and evaluation.forecasts:
        yield paragraph(*_forecast_sentences(evaluation))
        yield _forecast_table(evaluation)
    own = select(evaluation.station, "progress")
    if own:
        authors = listed(dict.fromkeys(PARTIES[row.author] for row in own))
        quoted = (Sentence(with_stop(row.text), (cite_row(row),)) for row in own)
        yield paragraph(f"{authors}的意见：", *quoted)
    if evaluation.station.outputs:
        yield _output_table(evaluation)
    else:
        yield paragraph(f"协议指标以外的产出{MISSING}。")


def _sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    """The pace, then the indicators of each state that occurs."""
    f, result = evaluation.figures, evaluation.progress
    yield sentence(
        "社工站报送协议指标{n}，以下数据由社工站提供。服务量统计至{day}，合同期{days}已过{elapsed}，序时进度为{pace}。",
        n=f["progress.count"],
        day=f["station.cut_off"],
        days=f["progress.days"],
        elapsed=f["progress.elapsed"],
        pace=f["progress.pace"],
    )
    note = evaluation.station.assessment.cut_off_note
    if note:
        yield Sentence(with_stop(note))
    for state, head in LISTED.items():
        rates = [named(i.name, f[f"progress.{i.id}.rate"]) for i in result.in_state(state)]
        if rates:
            yield clauses(rates, end="。", lead=sentence(head, n=f[f"progress.count.{state}"]))
    # Only the bureau and the station see what is to be verified.
    verify = "，约定量和统计口径待核实" if evaluation.shows("to_verify") else ""
    for indicator in result.in_state("out_of_line"):
        yield sentence(
            "{name}{reported}完成率为{rate}，明显偏高{verify}。",
            name=indicator.name,
            reported="所报" if indicator.as_reported else "",
            rate=f[f"progress.{indicator.id}.rate"],
            verify=verify,
        )
    for indicator in result.indicators:
        if indicator.absent:
            yield _months_missing(evaluation, indicator)
    for indicator in result.in_state("no_target"):
        name, done = indicator.name, f[f"progress.{indicator.id}.done"]
        agreed = f[f"progress.{indicator.id}.agreed"]
        if agreed.missing:
            yield sentence("{name}完成{done}，约定量和完成率未提供，不判断进度。", name=name, done=done)
        else:
            yield sentence(
                "{name}完成{done}，约定量为{agreed}，不计算完成率。", name=name, done=done, agreed=agreed
            )
    absent = result.in_state("missing")
    if absent:
        yield Sentence(f"{'、'.join(i.name for i in absent)}的完成量和完成率未提供。")


def _months_missing(evaluation: Evaluation, indicator: IndicatorProgress) -> Sentence:
    """The missing months of an indicator, whose volume and rate cover the other months only."""
    f, stem = evaluation.figures, f"progress.{indicator.id}"
    figures = (("完成量", f[f"{stem}.done"]), ("完成率", f[f"{stem}.rate"]))
    return sentence(
        "{name}缺{months}的数据，{shown}只计已报月份{tail}。",
        name=indicator.name,
        tail="，不判断进度" if indicator.state == "incomplete" else "",
        months=name_months(indicator.absent),
        shown=clauses(named(name, figure) for name, figure in figures if not figure.missing),
    )


def _table(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for i in evaluation.progress.indicators:
        done, agreed, rate, state = (
            f[f"progress.{i.id}.{part}"] for part in ("done", "agreed", "rate", "state")
        )
        shown = f"{agreed.text}（反推）" if i.reconstructed else agreed.text
        rows.append(row(i.rows[0].name, done, shown, rate, state, also=[agreed]))
    note = "约定量未提供的，完成率照社工站所报；唯有一个整数约定量与所报完成率相符的，以该数反推并注明。"
    reported = any(indicator.as_reported for indicator in evaluation.progress.indicators)
    heads = columns("指标", *right("完成量", "约定量", "完成率"), "进度判断")
    return table("协议指标完成情况", heads, rows, note=note if reported else "")


def _monthly(evaluation: Evaluation) -> Iterator[Block]:
    """A row for each indicator with monthly volumes; a month without a volume shows 未提供."""
    by_month = [i for i in evaluation.progress.indicators if any(row.month for row in i.rows)]
    months = sorted({row.month for i in by_month for row in i.rows if row.month})
    if not months:
        return
    rows = []
    for i in by_month:
        done = {row.month: row.done for row in i.rows}
        cells = [MISSING if done.get(month) is None else f"{done[month]:f}" for month in months]
        rows.append(row(i.name, *cells, also=i.rows))
    # Twelve columns leave no room for the year in each head.
    years = {month[:4] for month in months}
    heads = [chinese_month(month) if len(years) > 1 else f"{int(month[5:])}月" for month in months]
    period = f"（{'、'.join(sorted(years))}年）" if len(years) == 1 else ""
    yield table(f"各月服务量{period}", ("指标", *right(*heads)), rows)


def _forecast_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    """The indicators that would miss their agreed volume at the contract's end at the present speed."""
    f, found = evaluation.figures, evaluation.forecasts
    yield Sentence("以下按目前的速度推算到合同期满，只供安排后续服务参考，不作为评估结果。")
    for outlook, lead in (
        ("short", "照此速度，到期低于约定量的有："),
        ("open", "接近约定量、难以判断的有："),
    ):
        rates = [
            named(forecast.indicator.name, f[f"progress.{forecast.indicator.id}.forecast"])
            for forecast in found
            if forecast.outlook == outlook
        ]
        if rates:
            yield clauses(rates, end="。", lead=lead)
    if not any(forecast.outlook in ("short", "open") for forecast in found):
        every = cite_all(*(f[f"progress.{forecast.indicator.id}.outlook"] for forecast in found))
        yield Sentence("照此速度，各项指标到期都可达约定量。", every)
    if any(forecast.interval is None for forecast in found):
        yield Sentence("没有区间的，是各月服务量或约定量不足以估计波动。")


def _forecast_table(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for forecast in evaluation.forecasts:
        stem = f"progress.{forecast.indicator.id}"
        span = f.get(f"{stem}.forecast_interval") or "—"
        rows.append(
            row(forecast.indicator.name, f[f"{stem}.rate"], f[f"{stem}.forecast"], span, f[f"{stem}.outlook"])
        )
    names = "、".join(OUTLOOKS.values())
    note = f"判断分{names}：有区间的看区间是否跨过100%，没有区间的看推算值是否与100%相差{CLOSE}个百分点以上。"
    heads = columns("指标", *right("目前完成率", "期满完成率", "95%区间"), "判断")
    return table("期满完成率推算", heads, rows, note=note)


def _output_table(evaluation: Evaluation) -> Table:
    rows = []
    for output in evaluation.station.outputs:
        figure = evaluation.figures[f"output.{output.id}"]
        before = output.qualifier if output.qualifier in BEFORE_THE_NUMBER and not figure.missing else ""
        details = "、".join(filter(None, ("" if before else output.qualifier, output.level))) or "—"
        cells = (output.name, f"{before}{figure.text}", details, output.period or MISSING, output.block)
        rows.append(row(*cells, also=[figure]))
    heads = columns("事项", *right("数量"), "说明", "期间", "板块")
    note = "照所报列出；期间“未注明”的，不宜视为评估期内的产出。"
    return table("协议指标以外的产出", heads, rows, note=note)
