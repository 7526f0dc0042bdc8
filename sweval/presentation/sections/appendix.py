"""Appendices: rules, rounding trace, verification, rectification list, sources of figures, data, versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal

import sweval
from sweval.analysis.claims import OPERATORS, ClaimCheck
from sweval.analysis.rate_audit import RateAudit
from sweval.blocks import Block, Cite, Column, Heading, Paragraph, Sentence, Table, TableRow
from sweval.domain.rounding import MODE_NAMES
from sweval.domain.station import PARTIES, SECTIONS, TABLES, Assessment, Claim, Contract, Expert, Row
from sweval.evaluation import Evaluation
from sweval.presentation.words import (
    TABLE_NAMES,
    bare,
    cite,
    cite_cell,
    cite_row,
    clauses,
    figure_anchor,
    path_anchor,
    row,
    say,
)
from sweval.record import GROUPS, MISSING, VERSION, Edition, Figure

#: Tables printed line by line: those whose cells figures cite. Opinions are printed in the text itself.
PRINTED_WHOLE = (
    "scores", "indicators", "outputs", "staff_totals", "headcount", "finance", "satisfaction", "coverage_totals",
    "process", "feedback", "declarations", "rectification", "experts", "claims",
)  # fmt: skip
#: Columns that only the working papers hold.
WORKING_ONLY = ("expert",)
#: Columns beyond which a table of data can't be read side by side.
WIDE = 8


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


# --- verification of the station's figures -----------------------------------------------------------


def verification(evaluation: Evaluation) -> Iterator[Block]:
    """What the station's figures leave open, and what to ask. Nothing here says that anybody erred."""
    yield Paragraph(
        (Sentence("以下事项仅指所报数值之间、数值与计算结果之间尚待说明之处，均列为待核实，不作为认定。"),),
        role="note",
    )
    if evaluation.audits:
        yield Paragraph(tuple(_audit_sentences(evaluation)))
        yield _audit_table(evaluation)
    checks = [c for c in evaluation.claims if c.claim.about == "station"]
    if checks:
        yield _claims_table("所报数值核对", evaluation, checks)
    if not evaluation.audits and not checks:
        yield Paragraph((Sentence("所报数值未提供可核对的内容。"),))


def _audit_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    f = evaluation.figures
    wording = {
        "reachable": "按所印位数四舍五入可以得出的{n}",
        "cut": "须截去尾数才能得出的{n}",
        "cut_or_whole": "须截去尾数或取整才能得出的{n}",
        "whole": "须取整才能得出的{n}",
        "none": "任何整数约定量都不能得出的{n}",
    }
    parts = [
        say(text, n=f[f"check.rates.{verdict}"])
        for verdict, text in wording.items()
        if f[f"check.rates.{verdict}"].value != "0"
    ]
    yield say("共核对完成率{n}：{parts}。", n=f["check.rates"], parts=clauses(parts, "，"))
    for number, pair in enumerate(evaluation.unlike, start=1):
        yield say(
            "{a}与{b}的实际比率相同，所印却为{both}，取舍口径待核实。", a=pair.first.indicator.name,
            b=pair.second.indicator.name, both=f[f"check.unlike.{number}"],
        )  # fmt: skip


def _audit_table(evaluation: Evaluation) -> Table:
    f = evaluation.figures
    rows = []
    for item in evaluation.audits:
        id = item.indicator.id
        ask = "" if item.verdict == "reachable" else _ask(item)
        rows.append(
            row(item.indicator.name, f[f"progress.{id}.done"], f[f"progress.{id}.rate"], f[f"check.rate.{id}"],
                item.targets, ask)
        )  # fmt: skip
    columns = (
        Column("指标"), Column("完成量", "right"), Column("所报完成率", "right"), Column("核对"),
        Column("可能的约定量"), Column("待核实"),
    )  # fmt: skip
    return Table("完成率可得性核对", columns, tuple(rows), note="可能的约定量只供核对，不作为约定量使用。")


def _ask(item: RateAudit) -> str:
    if item.indicator.state == "out_of_line":
        return "请提供约定量，并说明目标值和统计口径"
    return "请提供约定量和完成率的取舍口径"


def _claims_table(caption: str, evaluation: Evaluation, checks: list[ClaimCheck]) -> Table:
    f = evaluation.figures
    rows = []
    for c in checks:
        claim = c.claim
        relation = (
            f"{c.left} {OPERATORS[claim.operator]} {c.right}"
            if claim.kind == "relation" and claim.operator
            else (f"{c.left}；{c.right}" if c.right else c.left)
        )
        ask = claim.ask if c.outcome != "agrees" else None
        remark = "；".join(filter(None, (claim.note, ask)))
        rows.append(row(claim.name, relation, f[f"check.{claim.id}"], remark or "—", also=[claim]))
    columns = (Column("事项"), Column("核对内容"), Column("结果"), Column("说明与待核实"))
    return Table(caption, columns, tuple(rows))


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


# --- the evaluator's own quality check (working papers) ----------------------------------------------


def proof(evaluation: Evaluation) -> Iterator[Block]:
    """Contradictions by theme and what a reading of the report's text found."""
    f, station = evaluation.figures, evaluation.station
    yield Paragraph((Sentence("本附录只供评估方在出具报告前自查，不对外提供。"),), role="note")
    yield Paragraph(
        (
            say(
                "除结语外，共有值得肯定的地方{a}、需要关注的地方{b}。", a=f["check.findings.strength"],
                b=f["check.findings.concern"],
            ),
        )
    )  # fmt: skip
    rows = []
    for item in evaluation.contradictions:
        strength = item.strength
        where = station.area(strength.area).name if strength.area else f"全站（{SECTIONS[strength.section]}）"
        against = "；".join(f"{station.area(c.area or '').name}：{c.text}" for c in item.concerns)
        figure = f[f"check.contradiction.{strength.id}"]
        rows.append(row(where, strength.text, against, also=[figure, strength, *item.concerns]))
    if rows:
        columns = (Column("肯定所在"), Column("肯定"), Column("同一主题的关注"))
        yield Table("同一主题的肯定与关注", columns, tuple(rows), note="是否矛盾由评估方判断。")
    checks = [c for c in evaluation.claims if c.claim.about == "report"]
    if checks:
        yield _claims_table("原报告文字与数字核对", evaluation, checks)


# --- sources ----------------------------------------------------------------------------------------


def sources(evaluation: Evaluation, edition: Edition) -> Iterator[Block]:
    """Every figure of this edition by code: value, how it was made, its rule, and where it was read."""
    yield Paragraph(
        (Sentence("各编号与正文〔〕内的编号对应。“由何得出”指计算所用的其他数字或原始数据行。"),), role="note"
    )
    figures = evaluation.figures
    for group, (letter, title) in GROUPS.items():
        mine = [f for i, f in figures.items() if i.partition(".")[0] == group and edition in f.editions]
        if mine:
            yield Heading(2, f"{letter} {title}", f"g-{group}")
            rows = tuple(_source_row(evaluation, figure, edition) for figure in mine)
            columns = (
                Column("编号"),
                Column("数字"),
                Column("数值"),
                Column("算式或说明"),
                Column("规则"),
                Column("由何得出"),
            )
            yield Table(f"数字来源：{title}", columns, rows, role="source")


def _source_row(evaluation: Evaluation, figure: Figure, edition: Edition) -> TableRow:
    rule = evaluation.rules.get(figure.rule)
    links: dict[int, tuple[Cite, ...]] = {}
    if rule:
        links[4] = (Cite(rule_anchor(rule.id), rule.name),)
    inputs = [evaluation.figures[i] for i in figure.inputs]
    origin = [cite(i) for i in inputs if edition in i.editions]
    origin += list(dict.fromkeys(cite_cell(cell) for cell in figure.cells))
    if origin:
        links[5] = tuple(origin)
    return TableRow(
        (figure.code, figure.label, figure.text, figure.steps, "", ""),
        anchor=figure_anchor(figure.id), links=links,
    )  # fmt: skip


def data(evaluation: Evaluation, edition: Edition) -> Iterator[Block]:
    """The rows that figures were read from, by table and line."""
    station = evaluation.station
    yield Paragraph(
        (
            Sentence(
                f"数据来源：{station.source}。行号按电子表格计，表头为第1行；基本情况载于 station.yaml。"
            ),
        ),
        role="note",
    )
    yield Heading(2, "station.yaml", "source-files")
    yield _profile_table(evaluation)
    for name in PRINTED_WHOLE:
        rows = tuple(row for row in station.rows(name) if _may_show(row, edition))
        if rows:
            yield Heading(2, f"{TABLE_NAMES[name]}（{name}.csv）", f"t-{name}")
            yield _data_table(name, rows, edition)
    if station.findings:
        yield Heading(2, f"{TABLE_NAMES['findings']}（findings.csv）", "t-findings")
        yield _findings_table(evaluation)


def _may_show(row: Row, edition: Edition) -> bool:
    """Experts are for the working papers alone, and so are remarks on the evaluator's own text."""
    if isinstance(row, Expert):
        return edition == "working"
    if isinstance(row, Claim):
        return edition == "working" or (row.about == "station" and edition == "official")
    return True


def _data_table(name: str, rows: tuple[Row, ...], edition: Edition) -> Table:
    """Columns that no row fills in are left out; a wide table's rows are written as ``column=value``."""
    columns = [
        f.name
        for f in fields(TABLES[name])
        if f.name != "row"
        and any(getattr(r, f.name) is not None for r in rows)
        and (edition == "working" or f.name not in WORKING_ONLY)
    ]
    if len(columns) > WIDE:
        body = tuple(
            TableRow((cite_row(r).code, _pairs(r, columns)), anchor=cite_row(r).anchor) for r in rows
        )
        return Table(f"{name}.csv", (Column("行"), Column("内容")), body, role="source")
    body = tuple(
        TableRow((cite_row(r).code, *(_text(getattr(r, c)) for c in columns)), anchor=cite_row(r).anchor)
        for r in rows
    )
    return Table(f"{name}.csv", (Column("行"), *(Column(c) for c in columns)), body, role="source")


def _pairs(row: Row, columns: list[str]) -> str:
    given = [(column, getattr(row, column)) for column in columns]
    return "；".join(f"{column}={_text(value)}" for column, value in given if value is not None)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _profile_table(evaluation: Evaluation) -> Table:
    station = evaluation.station
    values: list[tuple[str, str]] = []
    for part in ("contract", "assessment"):
        record: Contract | Assessment = getattr(station, part)
        for f in fields(record):
            value = getattr(record, f.name)
            if value not in ("", ()):
                shown = "、".join(value) if isinstance(value, tuple) else _text(value)
                values.append((f"{part}.{f.name}", shown or MISSING))
    areas = "；".join(f"{area.name}：{area.unit_names}" for area in station.areas)
    values.append(("areas", areas or MISSING))
    values.append(("organisations.operator.since", station.organisations.operator.since or MISSING))
    rows = tuple(TableRow((path, text), anchor=path_anchor(path)) for path, text in values)
    return Table("station.yaml", (Column("项"), Column("值")), rows, role="source")


def _findings_table(evaluation: Evaluation) -> Table:
    rows = tuple(
        TableRow(
            (cite_row(r).code, r.id, SECTIONS[r.section], r.area or "", r.dimension, PARTIES[r.author], r.evidence or MISSING),
            anchor=cite_row(r).anchor,
        )
        for r in evaluation.station.findings
    )  # fmt: skip
    names = ("行", "编号", "部分", "片区", "方面", "提出方", "佐证材料")
    return Table("findings.csv（文字见正文）", tuple(Column(n) for n in names), rows, role="source")


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
