"""Tables of the indicator tree: what each node was worth and was given, and how it is scored."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.scored import NodeScore
from sweval.blocks import Column, Table, TableRow
from sweval.domain.leaf_rules import KINDS, sentence
from sweval.domain.scheme import Scheme
from sweval.domain.tree import ROLES, Node
from sweval.evaluation import Evaluation
from sweval.presentation.words import HIDDEN, HIDDEN_AREA_NOTE, bare, bare_or_hidden, listed, row

#: One step to the right for each level below the components.
INDENT = "\u3000"


def score_table(evaluation: Evaluation) -> Table:
    """Component, full mark, raw score, converted score, rate and lost marks; what it is made of stands above it."""
    f = evaluation.figures
    scoring = evaluation.scoring
    rows: list[TableRow] = []
    for party in scoring.parties:
        # A party that is no more than its components together needs no line of its own.
        parts = (party,) if party.adjusted or not party.children else party.children
        rows += [line for part in parts for line in _lines(evaluation, part, 0)]
    rows.append(
        row("总分", bare(f["rule.total"]), "", bare(f["score.total"]), "", bare(f["score.lost"]), strong=True)
    )
    columns = (
        Column("评估内容"),
        Column("标准分", "right"),
        Column("评分", "right"),
        Column("折算分", "right"),
        Column("得分率", "right"),
        Column("失分", "right"),
    )
    aside = f"失分合计不计{listed(part.node.name for part in scoring.beside)}。" if scoring.beside else ""
    bounds = "".join(f"{bound}。" for bound in scoring.bounds)
    few = HIDDEN_AREA_NOTE if any(HIDDEN in one.cells for one in rows) else ""
    note = evaluation.scheme.rounding_sentence() + aside + bounds + few
    return Table("评分情况（单位：分）", columns, tuple(rows), note=note)


def _lines(evaluation: Evaluation, score: NodeScore, level: int) -> Iterator[TableRow]:
    f, station, node = evaluation.figures, evaluation.station, score.node
    stem = f"score.{node.id}"
    for child in score.children:
        yield from _lines(evaluation, child, level + 1)
    if len(score.areas) > 1:
        for area in score.areas:
            name = f"{INDENT * (level + 1)}{node.name}（{station.area(area.area or '').name}）"
            yield row(name, "", bare_or_hidden(f, f"{stem}.area.{area.area}"), "", "", "")
    name = node.name + (f"（各片区{node.areas.short}）" if len(score.areas) > 1 else "")
    name += f"（{ROLES[node.role]}）" if node.role != "score" else ""
    counts = score.role == "score"
    raw = "" if score.children else bare(f[f"{stem}.raw"])
    yield row(
        INDENT * level + name,
        bare(f[f"rule.{node.id}.full_mark"]),
        raw,
        bare(f[f"{stem}.converted"]),
        f[f"{stem}.rate"] if counts else "",
        bare(f[f"{stem}.lost"]) if counts else "",
    )


def scheme_table(scheme: Scheme) -> Table:
    """The whole tree: name, mark, how it is scored and combined, and where that is written."""
    rows = tuple(TableRow(cells) for cells in scheme_rows(scheme))
    columns = (
        Column("名称"),
        Column("标准分", "right"),
        Column("评分办法"),
        Column("合并办法"),
        Column("出处"),
    )
    return Table("指标体系", columns, rows, role="source")


def scheme_rows(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """A row of the tree for each node, parents first."""
    for party in scheme.tree:
        yield from _node_rows(party, 0)


def _node_rows(node: Node, level: int) -> Iterator[tuple[str, ...]]:
    role = "" if node.role == "score" else f"（{ROLES[node.role]}）"
    capped = "，加分后不超过标准分" if node.capped else ""
    how = (
        f"下级相加{capped}"
        if node.children
        else f"{KINDS[node.rule.kind]}：{sentence(node.rule, node.full_mark)}"
    )
    if node.rule.kind == "direct" and not node.children:
        how = sentence(node.rule, node.full_mark)
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
