"""Appendices on the rules: glossary (名词解释), indicator tree, rules and methods, and the rounding trace."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from typing import Final, NamedTuple

from sweval.blocks import Block, Sentence, Table, TableRow
from sweval.domain.scheme.leaf_rules import KINDS, rule_sentence
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import ROLES, Node
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_row, rule_anchor
from sweval.presentation.tables import INDENT, bare, columns, right, row, table
from sweval.presentation.words import paragraph, sentence
from sweval.record.figures import MISSING


def rules(evaluation: Evaluation) -> Iterator[Block]:
    """The glossary, the indicator tree, then every rule and method with its source; assumptions are marked."""
    yield _terms(evaluation)
    yield scheme_table(evaluation.scheme)
    shown = {figure.rule for figure in evaluation.figures.values()}
    rows = (
        TableRow((r.name, r.text, r.source + ("（含假定）" if r.assumed else "")), anchor=rule_anchor(r.id))
        for r in evaluation.rules.values()
        if r.id in shown or r.id.startswith("scheme.")
    )
    yield table("规则与方法", ("规则或方法", "内容", "出处"), rows, role="source")
    notes = (evaluation.scheme.rounding.note, evaluation.scheme.availability)
    yield paragraph(*filter(None, notes), role="note")


def trace(evaluation: Evaluation) -> Iterator[Block]:
    """From raw score to total, step by step."""
    f, scheme, rows = evaluation.figures, evaluation.scheme, []
    for c in evaluation.scoring.nodes:
        if c.children and c.depth == 1 and not c.adjusted:
            continue  # a party that is the sum of its components appears in the row of the total
        raw, converted = f[f"score.{c.node.id}.raw"], f[f"score.{c.node.id}.converted"]
        steps = (converted if c.children else raw).all_steps or raw.value
        rows.append(row(c.node.name, steps, bare(raw), bare(converted), also=[raw, converted]))
    total = f["score.total"]
    at_total = scheme.rounding.place == "total"
    before = bare(f["score.unrounded"]) if at_total else "—"
    rows.append(row("总分", total.steps, before, bare(total), strong=True))
    heads = columns("评估内容", "计算", *right("取舍前", "取舍后"))
    yield table("折算与取舍", heads, rows, note=scheme.rounding_sentence())
    if not at_total:
        yield paragraph(sentence("各项评分不取舍时，合计为{sum}。", sum=f["score.unrounded"]), role="note")
    if evaluation.scoring.recused:
        text = f"回避的评委所评{len(evaluation.scoring.recused)}项不计入。"
        yield paragraph(Sentence(text, tuple(map(cite_row, evaluation.rows("experts")))))


# --- the indicator tree -----------------------------------------------------------------------------


def scheme_table(scheme: Scheme) -> Table:
    """The whole tree: name, full mark, rule, how several scores are combined, and source."""
    rows = (TableRow(cells) for party in scheme.tree for cells in _node_rows(party, 0))
    heads = columns("名称", *right("标准分"), "评分办法", "合并办法", "出处")
    return table("指标体系", heads, rows, role="source")


def _node_rows(node: Node, level: int) -> Iterator[tuple[str, ...]]:
    """A row for a node, then those of its children."""
    role = "" if node.role == "score" else f"（{ROLES[node.role]}）"
    if node.children:
        how = "下级相加" + ("，加分后不超过标准分" if node.capped else "")
    else:
        kind = "" if node.rule.kind == "direct" else f"{KINDS[node.rule.kind]}："
        how = kind + rule_sentence(node.rule, node.full_mark)
    yield INDENT * level + node.name + role, f"{node.full_mark:f}", how, _combined(node), node.source
    for child in node.children:
        yield from _node_rows(child, level + 1)


def _combined(node: Node) -> str:
    if node.children:
        return ""
    if node.indicator:
        return "取完成率"
    parts = [f"各片区：{node.areas.sentence()}"] if node.by == "area" else []
    who = "各评分者" if node.raters == "many" else "各评委"
    return "；".join([*parts, f"{who}：{node.combine.sentence()}"])


# --- glossary ---------------------------------------------------------------------------------------


class Term(NamedTuple):
    """A term with its meaning, shown where a figure's id matches one of the patterns, or always without patterns."""

    name: str
    meaning: str
    applies_to: tuple[str, ...] = ()


TERMS: Final = (
    Term(
        "〔〕内的编号",
        "数字的编号。循编号可在附录“数字来源”中找到这个数字的算式、所依据的规则和原始数据的行。",
    ),
    Term(MISSING, "所收到的资料中没有。不当作零，也不当作达到或没有达到要求。"),
    Term("标准分", "一项评估内容最多可得的分数，由指标体系规定。"),
    Term("评分、折算分", "评分是评委或评分方给的分；按指标体系合并、取舍以后计入总分的，是折算分。"),
    Term("得分率、失分", "得分率为折算分占标准分的百分比；失分为标准分减去折算分，最少为0。"),
    Term("评估等级", "按总分落在哪一段评定。"),
    Term(
        "定为{failing}的情形",
        "指标体系所列的情形，有其中之一的，不论总分多少，评估结果定为{failing}。",
        ("veto.*",),
    ),
    Term("不作认定", "没有收到可据以判断的资料，因而不作结论；不等于经核查未发现。", ("veto.not_assessed*",)),
    Term(
        "待核实",
        "社工站所报数据与合同或其他数据对不上，须由社工站说明；不等于认定数据有误。",
        ("check.rates*", "check.claim*"),
    ),
    Term("片区", "社工站划分的服务区域，各含若干村、社区或单位。", ("score.*.area.*",)),
    Term(
        "完成率、序时进度",
        "完成率为完成量占约定量的百分比；序时进度为已过天数占合同期天数的百分比。两者相比，可知进度快慢。",
        ("progress.pace*",),
    ),
    Term(
        "人次",
        "一人属于几类、缺员几个月或接受几次服务的，各计一次；所以人次之和不是人数。",
        ("coverage.entries*", "staff.short*"),
    ),
    Term(
        "建档、有计划、按期走访",
        "已为服务对象建立档案；已订个别服务计划；已按其等级规定的频次走访。",
        ("coverage.entries*",),
    ),
    Term(
        "持证社工",
        "取得社会工作者职业资格证书的社工。",
        ("staff.certified*", "staff.roster_certified*", "staff.short.certified*"),
    ),
    Term("稳岗率", "合同期起始日在岗的人中，至统计截止日仍在岗的所占百分比。", ("staff.retention*",)),
    Term(
        "满意度的一档",
        "作答人所打满意度落在的一段，如95%以上。占比为选这一段的人占作答人的百分比。",
        ("satisfaction.band*",),
    ),
    Term(
        "置信区间",
        "只问了一部分人，占比会有偶然的出入。照同样办法反复抽查，所得区间每100次约有95次包含全体的真实占比。",
        ("satisfaction.wilson",),
    ),
    Term(
        "有限总体校正",
        "所问的人占全体的比例越大，偶然的出入越小；全部问到的，没有出入。",
        ("satisfaction.wilson_finite*",),
    ),
    Term(
        "按总体构成加权",
        "各片区（或片区的各类人群）按其总人数计入，以免问得多的片区占比过重。",
        ("satisfaction.weighted*",),
    ),
    Term("知晓度", "回答是否知道社工站服务的人中，知道的所占百分比。", ("satisfaction.aware*",)),
    Term("期满完成率的推算", "照目前的进度推算到合同期满时的完成率，只供参考。", ("progress.*.forecast",)),
    Term("组内相关系数、α系数", "各位评委评分的一致程度，1为完全一致，接近0为几乎没有一致。", ("panel.*",)),
    Term(
        "偏离",
        "一位评委的评分比同评的其他评委平均高出或低出多少；高低本身不说明评得对不对。",
        ("panel.expert*",),
    ),
    Term(
        "稳健性",
        "换一种合并办法、权重或评委，等级会不会改变；只供评估方自查，不改变评分。",
        ("robust.area*", "robust.way*", "robust.weights*"),
    ),
)


def _terms(evaluation: Evaluation) -> Table:
    """The terms that this report uses, in the order of their first use."""
    ids = [f.id for f in evaluation.figures.values() if not f.missing]
    failing = evaluation.scheme.failing.name if evaluation.scheme.vetoes else ""
    rows = (
        TableRow(tuple(text.format(failing=failing) for text in (term.name, term.meaning)))
        for term in TERMS
        if not term.applies_to or any(fnmatch.filter(ids, pattern) for pattern in term.applies_to)
    )
    return table("名词解释", ("名词", "意思"), rows, role="source")
