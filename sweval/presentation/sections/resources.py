"""People and money in figures, for 二（三）: who stays, which months were short, what was spent."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.money import Money
from sweval.analysis.shortage import Shortage
from sweval.analysis.workforce import Workforce
from sweval.blocks import Block, Column, Paragraph, Sentence, Table
from sweval.domain.dates import chinese_day, chinese_month, name_months
from sweval.evaluation import Evaluation
from sweval.presentation.words import bare, cite_all, clauses, listed, row, say
from sweval.record import MISSING


def resources(evaluation: Evaluation) -> Iterator[Block]:
    """Staff who stay, months short, spending; what was not provided is said in one sentence."""
    absent = [
        name
        for name, given in {
            "人员名册": evaluation.workforce,
            "各月应配与实配人数": evaluation.shortages,
            "经费收支": evaluation.money,
        }.items()
        if not given
    ]
    # Turnover and spending are between the two offices and the station; what was short is the rule's own measure.
    if evaluation.workforce and "staff.now" in evaluation.figures:
        yield Paragraph(tuple(_workforce(evaluation, evaluation.workforce)))
    for shortage in evaluation.shortages:
        yield Paragraph(tuple(_shortage(evaluation, shortage)))
        yield _months(evaluation, shortage)
    if evaluation.money and "finance.all.spent" in evaluation.figures:
        yield Paragraph(tuple(_money(evaluation, evaluation.money)))
        yield _items(evaluation, evaluation.money)
    if absent:
        yield Paragraph((Sentence(f"{listed(absent)}{MISSING}。"),))


def _workforce(evaluation: Evaluation, found: Workforce) -> Iterator[Sentence]:
    f = evaluation.figures
    head = say("据人员名册，至{day}在岗{now}，", day=f["station.cut_off"], now=f["staff.now"])
    joined, left = f["staff.joined"], f["staff.left"]
    if joined.value == left.value == "0":
        yield clauses([head, Sentence("合同期内没有到岗、离岗的", cite_all(joined, left))], "", "。")
    else:
        yield clauses([head, say("合同期内到岗{joined}、离岗{left}", joined=joined, left=left)], "", "。")
    if "staff.retention" in f:
        yield say(
            "合同期起始日在岗的{start}中，{stayed}仍在岗，稳岗率为{rate}。",
            start=f["staff.at_start"],
            stayed=f["staff.stayed"],
            rate=f["staff.retention"],
        )
    else:
        yield Sentence("名册中没有合同期起始日在岗的人员，稳岗率无法计算。")
    if found.now:
        yield say("在岗人员中满两年的有{n}，占{share}。", n=f["staff.long"], share=f["staff.long_share"])
    if "staff.training" in f:
        told = say(
            "在岗人员合同期内人均培训{mean}，最少的{least}",
            mean=f["staff.training"],
            least=f["staff.training_least"],
        )
        rest = [say("{n}的时数未提供", n=f["staff.training_untold"])] if "staff.training_untold" in f else []
        yield clauses([told, *rest], "，", "。")
    else:
        yield Sentence(f"培训时数{MISSING}。")
    if "staff.served" in f:
        yield say("按兜底人群人数计，每名社工平均对应{n}。", n=f["staff.served"])


def _shortage(evaluation: Evaluation, found: Shortage) -> Iterator[Sentence]:
    f, stem = evaluation.figures, f"staff.short.{found.kind}"
    total = f[f"{stem}.total"]
    if not found.total:
        yield say("已提供的{n}中，{name}没有缺少。", n=f[f"{stem}.months"], name=found.name)
    else:
        worst = [
            say("{month}缺{n}", month=chinese_month(month.row.month), n=f[f"{stem}.{month.row.month}"])
            for month in found.worst
        ]
        most = (
            clauses(worst, "、")
            if len(worst) <= 3
            else say(
                "{months}各缺{n}",
                months=name_months(m.row.month for m in found.worst),
                n=f[f"{stem}.{found.worst[0].row.month}"],
            )
        )
        yield say(
            "已提供的{n}中，{name}累计缺少{total}，最多的是{most}。",
            n=f[f"{stem}.months"],
            name=found.name,
            total=total,
            most=most,
        )
    limit = f"rule.veto.{VETOES[found.kind]}"
    if limit in f:
        yield say("规则所列情形的界限为累计{limit}。", limit=f[limit])


#: The veto each kind of posts counts towards, where the scheme has it.
VETOES = {"all": "staff_shortage", "certified": "certified_shortfall"}


def _months(evaluation: Evaluation, found: Shortage) -> Table:
    f, rows = evaluation.figures, []
    for n, month in enumerate(found.months):
        # What it comes to so far rests on the months before as well.
        also = [f[f"staff.short.{found.kind}.{m.row.month}"] for m in found.months[: n + 1]]
        cells = (month.required, month.filled, month.short, month.so_far)
        rows.append(row(chinese_month(month.row.month), *map(str, cells), also=also))
    heads = ("应配（人）", "实配（人）", "缺少（人）", "累计缺少（人次）")
    note = "实配多于应配的月份按不缺计，不抵其他月份。"
    columns = (Column("月份"), *(Column(head, "right") for head in heads))
    return Table(f"{found.name}各月应配与实配", columns, tuple(rows), note=note)


def _money(evaluation: Evaluation, found: Money) -> Iterator[Sentence]:
    f = evaluation.figures
    period = f"{chinese_day(found.start)}至{chinese_day(found.end)}"
    spent = say("{period}支出{spent}", period=period, spent=f["finance.all.spent"])
    if "finance.all.execution" in f:
        rate = say(
            "，为预算{budget}的{rate}；同期合同期已过{elapsed}",
            budget=f["finance.all.budget"],
            rate=f["finance.all.execution"],
            elapsed=f["finance.elapsed"],
        )
        yield clauses([spent, rate], "", "。")
    else:
        yield clauses([spent, Sentence(f"，部分项目的预算{MISSING}，总执行率不计算")], "", "。")
    if "finance.personnel_share" in f:
        yield say("其中人员费用占{share}。", share=f["finance.personnel_share"])


def _items(evaluation: Evaluation, found: Money) -> Table:
    f, rows = evaluation.figures, []
    stems = [(item.stem, item.name) for item in found.items]
    for stem, name in (*stems, ("finance.all", "合计")):
        cells = [
            bare(f[f"{stem}.{part}"]) if f"{stem}.{part}" in f else MISSING for part in ("budget", "spent")
        ]
        execution = f.get(f"{stem}.execution") or "—"
        rows.append(row(name, *cells, execution, strong=stem == "finance.all"))
    columns = (
        Column("项目"),
        Column("预算（元）", "right"),
        Column("支出（元）", "right"),
        Column("执行率", "right"),
    )
    return Table("经费执行情况", columns, tuple(rows), note="照所报，未经审计。")
