"""What is open in a district: common concerns, data problems, deadlines and rectifications."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.procedure.schedule import STEP_STATES
from sweval.blocks import Block, Sentence, TableRow
from sweval.district.overview import Overview
from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.domain.values.dates import chinese_day
from sweval.domain.values.wording import with_stop
from sweval.presentation.district.front import cite_station
from sweval.presentation.tables import columns, right, table
from sweval.presentation.words import listed, paragraph

#: So many stations are named in a row; more are counted.
NAMED = 6
LATE = ("overdue", "done_late", "done_short")


def concerns(overview: Overview) -> Iterator[Block]:
    """Themes that several stations have in common."""
    if not overview.common:
        yield paragraph("没有两个以上站点共有的关注主题。")
        return
    first = overview.common[0]
    told = f"有意见的{first.of}个站点中，涉及站点最多的是“{first.dimension}”方面的一个主题，共{len(first.stations)}个站点。"
    yield paragraph(Sentence(told, tuple(map(cite_station, first.stations))))
    rows = []
    for one in overview.common:
        names = [overview.district.station(id).name for id in one.stations]
        some = "、".join(names[:NAMED]) + (f"等{len(names)}个" if len(names) > NAMED else "")
        cells = (one.dimension, with_stop(one.text), str(len(one.stations)), some)
        rows.append(TableRow(cells, tuple(map(cite_station, one.stations))))
    heads = columns("评估维度", "关注（取首个站点的原文）", *right("站点数"), "站点")
    yield table("共性问题", heads, rows, note="按主题归类；文字各站不同，主题相同的计为一类。")


def problems(overview: Overview) -> Iterator[Block]:
    """Stations that couldn't be counted, and what is open in those that were."""
    if overview.district.refused:
        refused = (
            TableRow((one.station, f"{one.faults}处", f"sweval check {one.station}"))
            for one in overview.district.refused
        )
        heads = columns("站点编号", *right("数据问题"), "查看办法")
        yield table("因数据问题没有计入的站点", heads, refused)
    rows = []
    for one in overview.district.summaries:
        absent = [name for id, name in TABLE_NAMES.items() if id in one.absent and id in EXPECTED]
        short = "满意度样本不足" if one.sample_met is False else ""
        if absent or short or one.to_verify or one.contradictions:
            counts = (str(one.to_verify), str(one.contradictions))
            cells = (one.name, "、".join(absent) or "—", *counts, short or "—")
            rows.append(TableRow(cells, (cite_station(one.station),)))
    if not rows:
        yield paragraph("计入的站点没有缺少的数据表、待核实的完成率或前后不一致的意见。")
        return
    counted = right("待核实的完成率（项）", "肯定与关注并存（处）")
    yield table("各站的数据问题与待核实事项", ("社工站", "未提供的数据表", *counted, "其他"), rows)


#: Tables that an evaluation of this kind would have.
EXPECTED = frozenset(
    {
        "indicators",
        "staff",
        "headcount",
        "finance",
        "satisfaction",
        "coverage",
        "findings",
        "process",
        "feedback",
        "declarations",
        "rectification",
    }
)


def deadlines(overview: Overview) -> Iterator[Block]:
    """Limits that were missed or are still running, and rectifications that count against a station."""
    rows = []
    for one in overview.district.summaries:
        for step in one.steps:
            if step.state in LATE or step.state == "due":
                due = chinese_day(step.due) if step.due else "无法推算"
                cells = (one.name, step.name, due, STEP_STATES[step.state])
                rows.append(TableRow(cells, (cite_station(one.station),)))
    if rows:
        heads = ("社工站", "环节", "规定时限", "状态")
        yield table("未到期和超过规定时限的环节", heads, rows, note="各站按其基准日判断。")
    else:
        yield paragraph("各站有规定时限的环节，截至其基准日没有未到期的，也没有超过时限的。")
    late = [one for one in overview.district.summaries if one.overdue_rectifications]
    if late:
        told = listed(f"{one.name}{one.overdue_rectifications}项" for one in late)
        cites = tuple(cite_station(one.station) for one in late)
        yield paragraph(Sentence(f"整改逾期或不到位的：{told}。", cites))
    else:
        yield paragraph("已提供整改资料的站点没有逾期或不到位的整改。")
