"""What doesn't fit in the station's figures, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.claims import ClaimCheck
from sweval.analysis.rate_audit import RateAudit
from sweval.blocks import Block, Column, Paragraph, Sentence, Table
from sweval.evaluation import Evaluation
from sweval.presentation.words import clauses, row, say


def verification(evaluation: Evaluation) -> Iterator[Block]:
    """What the station's figures leave open, and what to ask. Nothing here says that anybody erred."""
    yield Paragraph(
        (
            Sentence(
                "以下核对所报数值之间、所报数值与计算结果之间是否相符。标有“待核实”或列有请求的，请社工站说明，不作为认定。"
            ),
        ),
        role="note",
    )
    if evaluation.audits:
        yield Paragraph(tuple(_audit_sentences(evaluation)))
        yield _audit_table(evaluation)
    shown = evaluation.figures
    checks = [
        c for c in evaluation.claims if c.claim.about == "station" and f"check.claim.{c.claim.id}" in shown
    ]
    if checks:
        yield claims_table("所报数值核对", evaluation, checks)
    if not evaluation.audits and not checks:
        yield Paragraph((Sentence("所报数值未提供可核对的内容。"),))


def _audit_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    f = evaluation.figures
    wording = {
        "matches": "与约定量相符的{n}",
        "differs": "与约定量不一致的{n}",
        "reachable": "按所报位数四舍五入有整数约定量相符的{n}",
        "cut": "截去尾数时才相符的{n}",
        "cut_or_whole": "截去尾数或取整时才相符的{n}",
        "whole": "按整数百分比取整时才相符的{n}",
        "none": "没有整数约定量与之相符的{n}",
    }
    parts = [
        say(text, n=f[f"check.rates.{verdict}"])
        for verdict, text in wording.items()
        if f"check.rates.{verdict}" in f
    ]
    yield say("共核对完成率{n}：{parts}。", n=f["check.rates"], parts=clauses(parts, "，"))
    for number, pair in enumerate(evaluation.unlike, start=1):
        yield say(
            "按推算的约定量，{a}与{b}的比率相同，所报分别为{both}，取舍办法待核实。",
            a=pair.first.indicator.name,
            b=pair.second.indicator.name,
            both=f[f"check.unlike.{number}"],
        )


def _audit_table(evaluation: Evaluation) -> Table:
    f = evaluation.figures
    rows = []
    for item in evaluation.audits:
        id = item.indicator.id
        ask = "" if item.verdict in ("reachable", "matches") else _ask(item)
        printed = f.get(f"progress.{id}.printed") or f[f"progress.{id}.rate"]
        rows.append(
            row(
                item.indicator.name,
                f[f"progress.{id}.done"],
                printed,
                f[f"check.rate.{id}"],
                item.targets,
                ask,
            )
        )
    columns = (
        Column("指标"),
        Column("完成量", "right"),
        Column("所报完成率", "right"),
        Column("核对"),
        Column("可能的约定量"),
        Column("待核实"),
    )
    return Table(
        "完成率与整数约定量的核对",
        columns,
        tuple(rows),
        note="除正文注明“反推”的以外，可能的约定量只供核对。",
    )


def _ask(item: RateAudit) -> str:
    if item.verdict == "differs":
        return "请说明所报完成率的计算口径"
    if item.indicator.state == "out_of_line":
        return "请提供约定量，并说明统计口径"
    return "请提供约定量，并说明完成率的取舍办法"


def claims_table(caption: str, evaluation: Evaluation, checks: list[ClaimCheck]) -> Table:
    """What was printed, what it was held against, how that came out, and what to ask."""
    f = evaluation.figures
    rows = []
    for c in checks:
        claim = c.claim
        relation = c.values or "—"
        if claim.kind == "relation" and claim.operator:
            left, right = (f.get(id) if id else None for id in (claim.left, claim.right))
            # Each value with the unit of the figure it is held against: 54个月, not 54.
            unit = right.unit if right else ""
            said = left.text if left else f"{c.left}{unit}"
            held = right.text if right else c.right
            relation = f"{said}，对照{held}；{c.relation}"
        ask = claim.ask if c.outcome != "agrees" else None
        remark = "；".join(filter(None, (claim.note, ask)))
        rows.append(row(claim.name, relation, f[f"check.claim.{claim.id}"], remark or "—", also=[claim]))
    columns = (Column("事项"), Column("核对内容"), Column("结果"), Column("说明与待核实"))
    return Table(caption, columns, tuple(rows))
