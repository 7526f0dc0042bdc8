"""Appendices: rules and methods, the rounding trace, the rectification list, versions."""

from __future__ import annotations

from collections.abc import Iterator

import sweval
from sweval.analysis.vetoes import without_stop
from sweval.blocks import Block, Column, Paragraph, Sentence, Table, TableRow
from sweval.domain.editions import Edition
from sweval.domain.rounding import MODE_NAMES
from sweval.domain.rows import PARTIES, SECTIONS
from sweval.evaluation import Evaluation
from sweval.presentation.words import bare, cite_row, row
from sweval.record import VERSION


def rules(evaluation: Evaluation, edition: Edition) -> Iterator[Block]:
    """Every rule and method, with its source; what had to be assumed is marked."""
    shown = {figure.rule for figure in evaluation.figures.values() if edition in figure.editions}
    rows = [
        TableRow((r.name, r.text, r.source + ("（含假定）" if r.assumed else "")), anchor=rule_anchor(r.id))
        for r in evaluation.rules.values()
        if r.id in shown or r.id.startswith("scheme.")
    ]
    columns = (Column("规则或方法"), Column("内容"), Column("出处"))
    yield Table("规则与方法", columns, tuple(rows), role="source")
    notes = [evaluation.scheme.rounding.note, evaluation.scheme.availability]
    yield Paragraph(tuple(Sentence(note) for note in notes if note), role="note")


def rule_anchor(id: str) -> str:
    """The anchor of a rule's row."""
    return "rule-" + id.replace(".", "-")


def trace(evaluation: Evaluation, edition: Edition) -> Iterator[Block]:
    """From raw score to total, step by step."""
    f, scheme = evaluation.figures, evaluation.scheme
    rows = []
    for c in evaluation.scoring.components:
        stem = f"score.{c.node.id}"
        raw, converted = f[f"{stem}.raw"], f[f"{stem}.converted"]
        rows.append(
            row(c.node.name, raw.steps or raw.value, bare(raw), bare(converted), also=[raw, converted])
        )
    total = f["score.total"]
    rows.append(row("总分", total.steps, bare(f["score.unrounded"]), bare(total), strong=True))
    columns = (Column("评估内容"), Column("计算"), Column("取舍前", "right"), Column("取舍后", "right"))
    mode = MODE_NAMES[scheme.rounding.mode]
    yield Table(
        "折算与取舍", columns, tuple(rows), note=f"取舍方式：{mode}，保留{scheme.rounding.places}位小数。"
    )
    if evaluation.scoring.recused:
        text = f"回避的评委所评{len(evaluation.scoring.recused)}项不计入。"
        # Who recused is printed in the working papers alone.
        panel = evaluation.station.experts if edition == "working" else ()
        yield Paragraph((Sentence(text, tuple(cite_row(row) for row in panel)),))


def rectification(evaluation: Evaluation) -> Iterator[Block]:
    """Every concern with its recommendation, ready to become a rectification ledger."""
    station = evaluation.station
    concerns = [r for r in station.findings if r.kind == "concern" and r.section != "conclusion"]
    if not concerns:
        yield Paragraph((Sentence("需要关注的地方未提供，无整改事项可列。"),))
        return
    rows = []
    for number, r in enumerate(concerns, start=1):
        where = station.area(r.area).name if r.area else SECTIONS[r.section]
        rows.append(
            row(
                str(number),
                where,
                r.dimension,
                r.recommendation or f"{without_stop(r.text)}（未提出具体建议）",
                PARTIES[r.author],
                "",
                "",
                "",
                also=[r],
            )
        )
    columns = (
        Column("序号", "center"), Column("部分"), Column("方面"), Column("整改建议"), Column("提出方"),
        Column("责任人"), Column("完成期限"), Column("完成情况"),
    )  # fmt: skip
    note = "本清单汇总各方建议；是否列为限期整改事项，由区民政部门会同购买方确定，责任人和期限商定后填写。"
    yield Table("整改事项清单", columns, tuple(rows), note=note)


def versions(evaluation: Evaluation) -> Iterator[Block]:
    """What produced this report."""
    rows = (
        TableRow(("生成软件", f"sweval {sweval.__version__}")),
        TableRow(("记录格式", VERSION)),
        TableRow(("指标体系", f"{evaluation.scheme.id}（{evaluation.scheme.name}）")),
        TableRow(("数据", f"{evaluation.station.id}，数据格式 {evaluation.station.schema}")),
        row("时限判断基准日", evaluation.figures["schedule.as_of"]),
        TableRow(("随机数种子", str(evaluation.seed))),
    )
    yield Table("版本", (Column("项目"), Column("值")), rows, role="source")
