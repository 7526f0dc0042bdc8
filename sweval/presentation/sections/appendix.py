"""Appendices: rules and methods, the rounding trace, the rectification list, versions."""

from __future__ import annotations

from collections.abc import Iterator

import sweval
from sweval.analysis.rectifying import STATES
from sweval.blocks import Block, Column, Paragraph, Sentence, Table, TableRow
from sweval.domain.dates import chinese_day
from sweval.domain.parties import PARTIES
from sweval.domain.wording import without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.sections.scores import scheme_table
from sweval.presentation.sections.terms import terms
from sweval.presentation.words import bare, cite_all, cite_row, clauses, row, say
from sweval.record import MISSING, VERSION


def rules(evaluation: Evaluation) -> Iterator[Block]:
    """What the words mean; then every rule and method, with its source; what had to be assumed is marked."""
    shown = {figure.rule for figure in evaluation.figures.values()}
    rows = [
        TableRow((r.name, r.text, r.source + ("（含假定）" if r.assumed else "")), anchor=rule_anchor(r.id))
        for r in evaluation.rules.values()
        if r.id in shown or r.id.startswith("scheme.")
    ]
    columns = (Column("规则或方法"), Column("内容"), Column("出处"))
    yield from terms(evaluation)
    yield scheme_table(evaluation.scheme)
    yield Table("规则与方法", columns, tuple(rows), role="source")
    notes = [evaluation.scheme.rounding.note, evaluation.scheme.availability]
    yield Paragraph(tuple(Sentence(note) for note in notes if note), role="note")


def rule_anchor(id: str) -> str:
    """The anchor of a rule's row."""
    return "rule-" + id.replace(".", "-")


def trace(evaluation: Evaluation) -> Iterator[Block]:
    """From raw score to total, step by step."""
    f, scheme = evaluation.figures, evaluation.scheme
    rows = []
    for c in evaluation.scoring.nodes:
        if c.children and c.depth == 1 and not c.adjusted:
            continue  # a party that is the sum of its components is told with the total
        stem = f"score.{c.node.id}"
        raw, converted = f[f"{stem}.raw"], f[f"{stem}.converted"]
        steps = (converted if c.children else raw).all_steps or raw.value
        rows.append(row(c.node.name, steps, bare(raw), bare(converted), also=[raw, converted]))
    total = f["score.total"]
    at_total = scheme.rounding.place == "total"
    before = bare(f["score.unrounded"]) if at_total else "—"
    rows.append(row("总分", total.steps, before, bare(total), strong=True))
    columns = (Column("评估内容"), Column("计算"), Column("取舍前", "right"), Column("取舍后", "right"))
    yield Table("折算与取舍", columns, tuple(rows), note=scheme.rounding_sentence())
    if not at_total:
        yield Paragraph((say("各项评分不取舍时，合计为{sum}。", sum=f["score.unrounded"]),), role="note")
    if evaluation.scoring.recused:
        text = f"回避的评委所评{len(evaluation.scoring.recused)}项不计入。"
        yield Paragraph((Sentence(text, tuple(map(cite_row, evaluation.rows("experts")))),))


def rectification(evaluation: Evaluation) -> Iterator[Block]:
    """What was ordered to be mended and where that stands; every concern with its recommendation."""
    station = evaluation.station
    yield Paragraph(tuple(_rectified(evaluation)))
    if evaluation.rectification:
        yield _measures(evaluation)
    concerns = station.concerns
    if not concerns:
        yield Paragraph((Sentence("需要关注的地方未提供，没有建议可列。"),))
        return
    rows = []
    for number, r in enumerate(concerns, start=1):
        where = station.place_of(r)
        rows.append(
            row(
                str(number),
                where,
                r.dimension,
                r.recommendation or f"未提出具体建议（所关注的是：{without_stop(r.text)}）",
                PARTIES[r.author],
                "",
                "",
                "",
                also=[r],
            )
        )
    columns = (
        Column("序号", "center"),
        Column("部分"),
        Column("方面"),
        Column("建议"),
        Column("提出方"),
        Column("责任人"),
        Column("完成期限"),
        Column("完成情况"),
    )
    note = "本清单汇总各方建议，供确定整改事项时使用，不是整改通知；限期整改事项以书面要求为准，责任人和期限商定后填写。"
    yield Table("意见建议清单", columns, tuple(rows), note=note)


def _rectified(evaluation: Evaluation) -> Iterator[Sentence]:
    f, measures = evaluation.figures, evaluation.rectification
    if not measures:
        yield Sentence(f"整改资料{MISSING}。")
        return
    told = [
        say("{state}{n}", state=name, n=f[f"rectify.{state}"])
        for state, name in STATES.items()
        if f"rectify.{state}" in f
    ]
    yield clauses([Sentence("要求整改的事项："), clauses(told, "，", "。")], "")
    if any(measure.counts_against for measure in measures):
        every = [f[f"rectify.{measure.row.id}.state"] for measure in measures]
        text = "逾期完成、逾期未完成和不到位的，属于规则所列整改情形，见“评估等级”一节的认定。"
        yield Sentence(text, cite_all(*every))


def _measures(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for measure in evaluation.rectification:
        r, stem = measure.row, f"rectify.{measure.row.id}"
        done = chinese_day(measure.done) if measure.done else "—"
        rows.append(
            row(
                r.item,
                r.owner or MISSING,
                f[f"{stem}.due"],
                done,
                f[f"{stem}.state"],
                r.proof or MISSING,
                also=[r],
            )
        )
    columns = (
        Column("整改事项"),
        Column("责任人"),
        Column("期限"),
        Column("完成日期"),
        Column("状态"),
        Column("佐证"),
    )
    return Table("整改落实情况", columns, tuple(rows))


def versions(evaluation: Evaluation) -> Iterator[Block]:
    """What produced this report."""
    scheme, station = evaluation.scheme, evaluation.station
    rows = [
        TableRow(("生成软件", f"sweval {sweval.__version__}")),
        TableRow(("指标体系", f"{scheme.name}，编号 {scheme.id}")),
        TableRow(("数据", f"编号 {station.id}，格式第{station.schema}版")),
        row("时限判断基准日", evaluation.figures["schedule.as_of"]),
    ]
    if evaluation.shows("making"):
        rows += [TableRow(("记录格式", VERSION)), TableRow(("随机数种子", str(evaluation.seed)))]
    yield Table("版本", (Column("项目"), Column("内容")), tuple(rows), role="source")
