"""Open issues of a district: common concerns, problems of the data, deadlines and rectifications."""

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

#: The maximum number of stations named in a row; beyond it their number is shown.
NAMED = 6
LATE = ("overdue", "done_late", "done_short")


def concerns(overview: Overview) -> Iterator[Block]:
    """The themes of concerns that several stations have in common."""
    if not overview.common:
        yield paragraph("没有两个以上站点共有的关注主题。")
        return
    first = overview.common[0]
    leading = f"有意见的{first.of}个站点中，涉及站点最多的是“{first.dimension}”方面的一个主题，共{len(first.stations)}个站点。"
    yield paragraph(Sentence(leading, tuple(map(cite_station, first.stations))))
    rows = []
    for theme in overview.common:
        names = [overview.district.station(id).name for id in theme.stations]
        some = "、".join(names[:NAMED]) + (f"等{len(names)}个" if len(names) > NAMED else "")
        cells = (theme.dimension, with_stop(theme.text), str(len(theme.stations)), some)
        rows.append(TableRow(cells, tuple(map(cite_station, theme.stations))))
    heads = columns("评估维度", "关注（取首个站点的原文）", *right("站点数"), "站点")
    yield table("共性问题", heads, rows, note="按主题归类；文字各站不同，主题相同的计为一类。")


def problems(overview: Overview) -> Iterator[Block]:
    """The stations left out because of faults in their data, and open issues in the data of the others."""
    if overview.district.refused:
        refused = (
            TableRow((s.station, f"{s.faults}处", f"sweval check {s.station}"))
            for s in overview.district.refused
        )
        heads = columns("站点编号", *right("数据问题"), "查看办法")
        yield table("因数据问题没有计入的站点", heads, refused)
    rows = []
    for s in overview.district.summaries:
        absent = [name for id, name in TABLE_NAMES.items() if id in s.absent and id in EXPECTED]
        short = "满意度样本不足" if s.sample_met is False else ""
        if absent or short or s.to_verify or s.contradictions:
            counts = (str(s.to_verify), str(s.contradictions))
            cells = (s.name, "、".join(absent) or "—", *counts, short or "—")
            rows.append(TableRow(cells, (cite_station(s.station),)))
    if not rows:
        yield paragraph("计入的站点没有缺少的数据表、待核实的完成率或前后不一致的意见。")
        return
    counted = right("待核实的完成率（项）", "肯定与关注并存（处）")
    yield table("各站的数据问题与待核实事项", ("社工站", "未提供的数据表", *counted, "其他"), rows)


#: Tables that an evaluation of this kind normally has.
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
    """Missed and running time limits, and rectifications that are overdue or insufficient."""
    rows = []
    for s in overview.district.summaries:
        for step in s.steps:
            if step.state in LATE or step.state == "due":
                due = chinese_day(step.due) if step.due else "无法推算"
                cells = (s.name, step.name, due, STEP_STATES[step.state])
                rows.append(TableRow(cells, (cite_station(s.station),)))
    if rows:
        heads = ("社工站", "环节", "规定时限", "状态")
        yield table("未到期和超过规定时限的环节", heads, rows, note="各站按其基准日判断。")
    else:
        yield paragraph("各站有规定时限的环节，截至其基准日没有未到期的，也没有超过时限的。")
    late = [s for s in overview.district.summaries if s.overdue_rectifications]
    if late:
        counts = listed(f"{s.name}{s.overdue_rectifications}项" for s in late)
        cites = tuple(cite_station(s.station) for s in late)
        yield paragraph(Sentence(f"整改逾期或不到位的：{counts}。", cites))
    else:
        yield paragraph("已提供整改资料的站点没有逾期或不到位的整改。")
