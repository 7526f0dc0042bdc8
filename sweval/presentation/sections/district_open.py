"""What is open in a district: common concerns, data problems, deadlines and rectifications."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.schedule import STEP_STATES
from sweval.blocks import Block, Column, Paragraph, Sentence, Table, TableRow
from sweval.district.overview import Overview
from sweval.domain.dates import chinese_day
from sweval.domain.dictionary import TABLE_NAMES
from sweval.domain.wording import with_stop
from sweval.presentation.sections.district_front import cite_station
from sweval.presentation.words import listed

#: So many stations are named in a row; more are counted.
NAMED = 6
LATE = ("overdue", "done_late", "done_short")


def concerns(overview: Overview) -> Iterator[Block]:
    """Themes that several stations have in common."""
    if not overview.common:
        yield Paragraph((Sentence("没有两个以上站点共有的关注主题。"),))
        return
    first = overview.common[0]
    told = f"有意见的{first.of}个站点中，涉及站点最多的是“{first.dimension}”方面的一个主题，共{len(first.stations)}个站点。"
    yield Paragraph((Sentence(told, tuple(map(cite_station, first.stations))),))
    rows = []
    for one in overview.common:
        names = [overview.district.station(id).name for id in one.stations]
        named = "、".join(names[:NAMED]) + (f"等{len(names)}个" if len(names) > NAMED else "")
        rows.append(
            TableRow(
                (one.dimension, with_stop(one.text), str(len(one.stations)), named),
                tuple(map(cite_station, one.stations)),
            )
        )
    columns = (
        Column("评估维度"),
        Column("关注（取首个站点的原文）"),
        Column("站点数", "right"),
        Column("站点"),
    )
    yield Table("共性问题", columns, tuple(rows), note="按主题归类；文字各站不同，主题相同的计为一类。")


def problems(overview: Overview) -> Iterator[Block]:
    """Stations that couldn't be counted, and what is open in those that were."""
    if overview.district.refused:
        yield Table(
            "因数据问题没有计入的站点",
            (Column("站点编号"), Column("数据问题", "right"), Column("查看办法")),
            tuple(
                TableRow((one.station, f"{one.faults}处", f"sweval check {one.station}"))
                for one in overview.district.refused
            ),
        )
    rows = []
    for one in overview.district.summaries:
        absent = [TABLE_NAMES[table] for table in TABLE_NAMES if table in one.absent and table in EXPECTED]
        short = ["满意度样本不足"] if one.sample_met is False else []
        if not (absent or short or one.to_verify or one.contradictions):
            continue
        rows.append(
            TableRow(
                (
                    one.name,
                    "、".join(absent) or "—",
                    str(one.to_verify),
                    str(one.contradictions),
                    "、".join(short) or "—",
                ),
                (cite_station(one.station),),
            )
        )
    if not rows:
        yield Paragraph((Sentence("计入的站点没有缺少的数据表、待核实的完成率或前后不一致的意见。"),))
        return
    columns = (
        Column("社工站"),
        Column("未提供的数据表"),
        Column("待核实的完成率（项）", "right"),
        Column("肯定与关注并存（处）", "right"),
        Column("其他"),
    )
    yield Table("各站的数据问题与待核实事项", columns, tuple(rows))


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
                rows.append(
                    TableRow(
                        (one.name, step.name, due, STEP_STATES[step.state]), (cite_station(one.station),)
                    )
                )
    if rows:
        columns = (Column("社工站"), Column("环节"), Column("规定时限"), Column("状态"))
        yield Table("未到期和超过规定时限的环节", columns, tuple(rows), note="各站按其基准日判断。")
    else:
        yield Paragraph((Sentence("各站有规定时限的环节，截至其基准日没有未到期的，也没有超过时限的。"),))
    late = [one for one in overview.district.summaries if one.overdue_rectifications]
    if late:
        told = listed(f"{one.name}{one.overdue_rectifications}项" for one in late)
        cites = tuple(cite_station(one.station) for one in late)
        yield Paragraph((Sentence(f"整改逾期或不到位的：{told}。", cites),))
    else:
        yield Paragraph((Sentence("已提供整改资料的站点没有逾期或不到位的整改。"),))
