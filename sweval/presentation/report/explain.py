"""Explanations as lines of text: of a figure, down to the cells it was computed from; of a scheme, with all its rules."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from sweval.analysis.rules.rulebook import scheme_rules
from sweval.blocks.plain import plain
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.domain.station.station import TABLES
from sweval.domain.values.faults import Fault, Refused
from sweval.domain.values.row import Cell
from sweval.evaluation import Evaluation
from sweval.presentation.citations import value_text
from sweval.presentation.station.rules import scheme_table
from sweval.record.figures import Figure


def explain(evaluation: Evaluation, name: str) -> Iterator[str]:
    """A figure by its id or code (``B36``) with all its inputs; a figure used twice is explained once.

    Raises ``Refused`` for an unknown name.
    """
    figure = find(evaluation, name)
    yield from _lines(evaluation, figure, 0, set())


def find(evaluation: Evaluation, name: str) -> Figure:
    """The figure with this id or code. Raises ``Refused`` where there is none."""
    figures = evaluation.figures
    found = figures.get(name) or next((f for f in figures.values() if f.code == name), None)
    if found is None:
        near = "、".join(get_close_matches(name, list(figures), n=3))
        remedy = f"是否为：{near}" if near else "编号见工作底稿附录“数字来源”"
        raise Refused([Fault("命令行", column="数字", value=name, problem="没有这个数字", remedy=remedy)])
    return found


def _lines(evaluation: Evaluation, figure: Figure, level: int, shown: set[str]) -> Iterator[str]:
    indent = "  " * level
    yield f"{indent}{figure.label}：{figure.text}〔{figure.code}，{figure.id}〕"
    if figure.id in shown:
        yield f"{indent}  （见上）"
        return
    shown.add(figure.id)
    rule = evaluation.rules.get(figure.rule)
    if rule:
        assumed = "（含假定）" if rule.assumed else ""
        yield f"{indent}  规则：{rule.name}——{rule.text}〔{rule.source}{assumed}〕"
    if steps := figure.all_steps:
        yield f"{indent}  算式：{steps}"
    for cell in figure.cells:
        yield f"{indent}  数据：{_place(cell)}{_value(evaluation, cell)}"
    for id in figure.inputs:
        yield from _lines(evaluation, evaluation.figures[id], level + 1, shown)


def _place(cell: Cell) -> str:
    table = TABLE_NAMES.get(cell.file.removesuffix(".csv"))
    return f"{table}（{cell.file}）第{cell.row}行 {cell.column}" if table and cell.row else str(cell)


def _value(evaluation: Evaluation, cell: Cell) -> str:
    """The value of a cell of a table; empty for any other cell."""
    table = cell.file.removesuffix(".csv")
    rows = evaluation.station.rows(table) if table in TABLES else ()
    row = next((row for row in rows if row.row == cell.row), None)
    value = getattr(row, cell.column, None) if row else None
    return f"＝{value_text(value)}" if value is not None else ""


def scheme_lines(scheme: Scheme) -> Iterator[str]:
    """Name, tree and rules of a scheme."""
    example = "（示例，不是现行规定）" if scheme.example else ""
    yield f"{scheme.id}　{scheme.name}{example}　{scheme.city}，{scheme.year}"
    yield scheme.availability
    yield ""
    yield plain(scheme_table(scheme))
    yield ""
    for rule in scheme_rules(scheme):
        if not rule.id.startswith("scheme.node."):
            assumed = "，含假定" if rule.assumed else ""
            yield f"{rule.name}：{rule.text}〔{rule.source}{assumed}〕"
