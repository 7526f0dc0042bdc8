"""Part 二（一）（二）: the station as it is, and how far its services have come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sweval.analysis.findings import select
from sweval.analysis.progress import IndicatorProgress, PaceState
from sweval.analysis.staffing import GROUPS
from sweval.blocks import Block, Chart, Column, Paragraph, Sentence, Table
from sweval.domain.dates import name_months
from sweval.domain.parties import PARTIES
from sweval.domain.wording import with_stop, without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.sections.coverage import coverage
from sweval.presentation.sections.forecast import forecast
from sweval.presentation.sections.monthly import monthly
from sweval.presentation.words import bare, cite_row, clauses, listed, row, say
from sweval.record import MISSING

#: Qualifiers that are read before their number: 超过300万元.
BEFORE_THE_NUMBER: Final = ("超过", "约", "近", "将近", "至少", "不少于", "不足")
COMPARED: Final[tuple[PaceState, ...]] = ("ahead", "on_pace", "behind")


def profile(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """Address, operator, contract, areas, staff, and the people served; ``chart`` maps their coverage."""
    station = evaluation.station
    yield Paragraph(tuple(_who(evaluation)))
    yield Paragraph(tuple(_contract(evaluation)))
    if station.areas:
        yield _areas(evaluation)
    yield Paragraph(tuple(_people(evaluation)))
    if evaluation.staffing:
        yield _staff_table(evaluation)
    yield from _coverage(evaluation)
    yield from coverage(evaluation, chart)


def _who(evaluation: Evaluation) -> Iterator[Sentence]:
    f, station = evaluation.figures, evaluation.station
    operator = station.organisations.operator
    place = f"位于{station.profile.address}，" if station.profile.address else ""
    since = f["station.operator_since"]
    if since.missing:
        yield Sentence(f"{station.profile.short_name}{place}由{operator.name}承办，承办起始时间{MISSING}。")
    else:
        yield say(
            "{name}{place}自{since}起由{operator}承办。",
            name=station.profile.short_name,
            place=place,
            since=since,
            operator=operator.name,
        )
    if station.profile.blocks:
        yield Sentence(f"服务板块为{listed(station.profile.blocks)}。")


def _contract(evaluation: Evaluation) -> Iterator[Sentence]:
    f, station = evaluation.figures, evaluation.station
    yield say(
        "合同期为{start}至{end}，共{days}。",
        start=f["station.contract.start"],
        end=f["station.contract.end"],
        days=f["progress.days"],
    )
    amount = f["station.contract.amount"]
    yield Sentence(f"服务经费{MISSING}。") if amount.missing else say("服务经费{amount}。", amount=amount)
    if station.contract.kind:
        yield Sentence(f"签订的服务协议为{station.contract.kind}。")
    if station.areas:
        told = say("服务划分为{areas}片区，覆盖{kinds}", areas=f["station.areas"], kinds=f["station.kinds"])
        # Of one kind the number is the total.
        several = len(_kinds(evaluation)) > 1
        whole = [say("，合计{units}", units=f["station.units"])] if several else []
        yield clauses([told, *whole], "", "。")


def _kinds(evaluation: Evaluation) -> set[str]:
    return {unit.kind for area in evaluation.station.areas for unit in area.units if unit.counted}


def _areas(evaluation: Evaluation) -> Table:
    f, station = evaluation.figures, evaluation.station
    rows = [row(area.name, area.unit_names, f[f"station.area.{area.id}"]) for area in station.areas]
    rows.append(row("合计", "", f["station.units"], strong=True))
    columns = (Column("片区"), Column("所辖单位"), Column("单位数"))
    return Table("服务片区划分", columns, tuple(rows), note="由其他单位管辖的不单独计数。")


def _people(evaluation: Evaluation) -> Iterator[Sentence]:
    f, staffing = evaluation.figures, evaluation.staffing
    if staffing is None:
        # A roster alone has been given, and not counted.
        what = "各类人员数" if evaluation.station.staff else "人员情况"
        yield Sentence(f"{what}{MISSING}。")
        return
    levels = clauses(
        say("{name}{n}", name=q.qualification or "", n=f[f"staff.qualification.{k}"])
        for k, q in enumerate(staffing.qualifications, start=1)
    )
    total = say("截至{month}，社工站配备工作人员{total}：", month=f["staff.month"], total=f["staff.total"])
    social = Sentence("")
    if "staff.social_worker" in f:
        social = say("社工专业人员{n}", n=f["staff.social_worker"])
        social = clauses([social, Sentence("，其中"), levels], "") if levels.text else social
    groups = [social] if "staff.social_worker" in f else []
    groups += [
        say("{name}{n}", name=GROUPS[group], n=f[f"staff.{group}"])
        for group in ("related", "other")
        if f"staff.{group}" in f
    ]
    yield clauses([total, clauses(groups, "；", "。")], "")
    if "staff.social_worker_share" in f:
        share = say("社工专业人员占{share}", share=f["staff.social_worker_share"])
        held = [say("持证社工{n}", n=f["staff.certified"])] if "staff.certified" in f else []
        yield clauses([share, *held], "，", "。")


def _staff_table(evaluation: Evaluation) -> Table:
    f = evaluation.figures
    order = (
        "staff.social_worker",
        *(i for i in f if i.startswith("staff.qualification.")),
        "staff.related",
        "staff.other",
    )
    ids = [i for i in order if i in f]
    rows = [row(("　" if "qualification" in i else "") + f[i].label, bare(f[i])) for i in ids]
    rows.append(row(f["staff.total"].label, bare(f["staff.total"]), strong=True))
    return Table(
        f"人员配备（{f['staff.month'].value}）", (Column("类别"), Column("人数（名）", "right")), tuple(rows)
    )


def _coverage(evaluation: Evaluation) -> Iterator[Block]:
    f, station = evaluation.figures, evaluation.station
    if not station.coverage_totals:
        return
    yield Paragraph((Sentence("困难群众和特殊群体（以下简称“兜底人群”）的建档情况如下。"),))
    rows, notes = [], ["人数照所报；类别之间可能有重合；未列的片区未提供"]
    for total in station.coverage_totals:
        stem = f"coverage.area.{total.area}" if total.area else "coverage.all"
        cells = [
            f.get(f"{stem}.{column}") or MISSING
            for column in ("persons", "categories", "on_paper", "electronic")
        ]
        rows.append(row(station.area(total.area).name if total.area else "全站", *cells))
        if total.note:
            notes.append(total.note)
    columns = (
        Column("范围"),
        Column("人数", "right"),
        Column("类别", "right"),
        Column("建有纸质档案", "right"),
        Column("以电子档案为主", "right"),
    )
    yield Table(
        "兜底人群建档情况",
        columns,
        tuple(rows),
        note=with_stop("；".join(dict.fromkeys(without_stop(note) for note in notes))),
    )


# --- （二） ------------------------------------------------------------------------------------------


def progress(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """Completion of agreed volumes, and what was done beside them."""
    if chart is None:
        yield Paragraph((Sentence(f"服务量{MISSING}，进度无法判断。"),))
    else:
        yield Paragraph(tuple(progress_sentences(evaluation)))
        yield chart
        yield _progress_table(evaluation)
        yield from monthly(evaluation)
    if evaluation.shows("forecasts"):
        yield from forecast(evaluation)
    yield from _own_view(evaluation)
    if evaluation.station.outputs:
        yield _output_table(evaluation)
    else:
        yield Paragraph((Sentence(f"协议指标以外的产出{MISSING}。"),))


def _own_view(evaluation: Evaluation) -> Iterator[Block]:
    """What the evaluator said of the progress as a whole, in the evaluator's words."""
    rows = select(evaluation.station, "progress")
    if rows:
        said = [Sentence(with_stop(row.text), (cite_row(row),)) for row in rows]
        yield Paragraph(
            (Sentence(f"{listed(dict.fromkeys(PARTIES[r.author] for r in rows))}的意见："), *said)
        )


def progress_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    """The pace, then the indicators state by state; a state nobody is in is not mentioned."""
    f, result = evaluation.figures, evaluation.progress
    yield say(
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
    ahead, on_pace, behind = (result.in_state(state) for state in COMPARED)
    if ahead:
        yield _listing(evaluation, "快于序时进度的有{n}：", "ahead", ahead)
    if on_pace:
        yield _listing(evaluation, "与序时进度持平的有{n}：", "on_pace", on_pace)
    if behind:
        yield _listing(evaluation, "落后于序时进度的有{n}：", "behind", behind)
    # What is to be verified is between the bureau and the station.
    verify = "，约定量和统计口径待核实" if evaluation.shows("to_verify") else ""
    for indicator in result.in_state("out_of_line"):
        reported = "所报" if indicator.as_reported else ""
        yield say(
            "{name}{reported}完成率为{rate}，明显偏高{verify}。",
            name=indicator.name,
            reported=reported,
            rate=f[f"progress.{indicator.id}.rate"],
            verify=verify,
        )
    for indicator in result.indicators:
        if indicator.absent:
            yield _months_missing(evaluation, indicator)
    for indicator in result.in_state("no_target"):
        done, agreed = f[f"progress.{indicator.id}.done"], f[f"progress.{indicator.id}.agreed"]
        if agreed.missing:
            yield say("{name}完成{done}，约定量和完成率未提供，不判断进度。", name=indicator.name, done=done)
        else:
            yield say(
                "{name}完成{done}，约定量为{agreed}，不计算完成率。",
                name=indicator.name,
                done=done,
                agreed=agreed,
            )
    absent = result.in_state("missing")
    if absent:
        yield Sentence(f"{'、'.join(i.name for i in absent)}的完成量和完成率未提供。")


def _months_missing(evaluation: Evaluation, indicator: IndicatorProgress) -> Sentence:
    """What an indicator lacks, and that its volume and rate hold the other months only."""
    f, stem = evaluation.figures, f"progress.{indicator.id}"
    shown = [say("完成量{x}", x=f[f"{stem}.done"])] if not f[f"{stem}.done"].missing else []
    shown += [say("完成率{x}", x=f[f"{stem}.rate"])] if not f[f"{stem}.rate"].missing else []
    tail = "，不判断进度" if indicator.state == "incomplete" else ""
    return say(
        "{name}缺{months}的数据，{shown}只计已报月份{tail}。",
        name=indicator.name,
        tail=tail,
        months=name_months(indicator.absent),
        shown=clauses(shown),
    )


def _listing(
    evaluation: Evaluation, head: str, state: str, indicators: Sequence[IndicatorProgress]
) -> Sentence:
    f = evaluation.figures
    parts = [say("{name}{rate}", name=i.name, rate=f[f"progress.{i.id}.rate"]) for i in indicators]
    return clauses([say(head, n=f[f"progress.count.{state}"]), clauses(parts, "、", "。")], "")


def _progress_table(evaluation: Evaluation) -> Table:
    f = evaluation.figures
    rows = []
    for i in evaluation.progress.indicators:
        stem = f"progress.{i.id}"
        agreed = f[f"{stem}.agreed"]
        shown = f"{agreed.text}（反推）" if i.reconstructed else agreed.text
        rows.append(
            row(
                i.rows[0].name, f[f"{stem}.done"], shown, f[f"{stem}.rate"], f[f"{stem}.state"], also=[agreed]
            )
        )
    columns = (
        Column("指标"),
        Column("完成量", "right"),
        Column("约定量", "right"),
        Column("完成率", "right"),
        Column("进度判断"),
    )
    note = "约定量未提供的，完成率照社工站所报；唯有一个整数约定量与所报完成率相符的，以该数反推并注明。"
    return Table("协议指标完成情况", columns, tuple(rows), note=note if _as_reported(evaluation) else "")


def _as_reported(evaluation: Evaluation) -> bool:
    return any(indicator.as_reported for indicator in evaluation.progress.indicators)


def _output_table(evaluation: Evaluation) -> Table:
    f = evaluation.figures
    rows = []
    for output in evaluation.station.outputs:
        figure = f[f"output.{output.id}"]
        before = output.qualifier if output.qualifier in BEFORE_THE_NUMBER and not figure.missing else ""
        said = "、".join(filter(None, ("" if before else output.qualifier, output.level)))
        number = f"{before}{figure.text}"
        rows.append(
            row(output.name, number, said or "—", output.period or MISSING, output.block, also=[figure])
        )
    columns = (Column("事项"), Column("数量", "right"), Column("说明"), Column("期间"), Column("板块"))
    return Table(
        "协议指标以外的产出",
        columns,
        tuple(rows),
        note="照所报列出；期间“未注明”的，不宜视为评估期内的产出。",
    )
