"""Appendices: rules and methods, the rounding trace, the rectification list, versions."""

from __future__ import annotations

from collections.abc import Iterator

import sweval
from sweval.blocks import Block, Column, Paragraph, Sentence, Table, TableRow
from sweval.domain.rounding import MODE_NAMES
from sweval.domain.rows import PARTIES, SECTIONS
from sweval.evaluation import Evaluation
from sweval.presentation.words import (
    bare,
    row,
    say,
)
from sweval.record import VERSION


def rules(evaluation: Evaluation) -> Iterator[Block]:
    """Every rule and method, with its source; what had to be assumed is marked."""
    rows = [
        TableRow((r.name, r.text, r.source + ("（含假定）" if r.assumed else "")), anchor=rule_anchor(r.id))
        for r in evaluation.rules.values()
    ]
    columns = (Column("规则或方法"), Column("内容"), Column("出处"))
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
        yield Paragraph((say("回避的评委所评{n}项不计入。", n=str(len(evaluation.scoring.recused))),))


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
            row(str(number), where, r.dimension, r.recommendation or r.text, PARTIES[r.author], also=[r])
        )
    columns = (
        Column("序号", "center"), Column("部分"), Column("方面"), Column("整改建议"), Column("提出方"),
    )  # fmt: skip
    note = "责任人、完成期限和佐证由社工站与购买方商定后补填。"
    yield Table("整改事项清单", columns, tuple(rows), note=note)


def versions(evaluation: Evaluation) -> Iterator[Block]:
    """What produced this report."""
    rows = (
        TableRow(("sweval", sweval.__version__)),
        TableRow(("记录格式", VERSION)),
        TableRow(("指标体系", f"{evaluation.scheme.id}（{evaluation.scheme.name}）")),
        TableRow(("数据", f"{evaluation.station.id}，数据格式 {evaluation.station.schema}")),
        row("时限判断基准日", evaluation.figures["schedule.as_of"]),
        TableRow(("随机数种子", str(evaluation.seed))),
    )
    yield Table("版本", (Column("项目"), Column("值")), rows, role="source")
