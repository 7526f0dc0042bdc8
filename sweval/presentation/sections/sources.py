"""Where every figure comes from: the figures by code, each with its rule and what it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sweval.blocks import Block, Cite, Column, Heading, Paragraph, Sentence, Table, TableRow
from sweval.blocks.plain import codes
from sweval.domain.disclosure.editions import about
from sweval.evaluation import Evaluation
from sweval.presentation.sections.appendix import rule_anchor
from sweval.presentation.sections.crossed import Said, across, crossings
from sweval.presentation.words import cite, cite_cell, figure_anchor
from sweval.record import GROUPS, Figure


def sources(evaluation: Evaluation) -> Iterator[Block]:
    """Every figure of this edition by code: value, how it was made, its rule, and where it was read."""
    figures = evaluation.figures.values()
    crossed = crossings(evaluation)
    note = "各编号与正文〔〕内的编号对应。“由何得出”指计算所用的其他数字或原始数据行。"
    yield Paragraph((Sentence(note + about(evaluation.edition).codes),), role="note")
    for group, (letter, title) in GROUPS.items():
        mine = [f for f in figures if f.id.partition(".")[0] == group]
        if mine:
            yield Heading(2, f"{letter} {title}", f"g-{group}")
            names = ("编号", "数字", "数值", "算式或说明", "规则", "由何得出")
            # Analysts refer to figures by id in text.yaml; other readers have no use for it.
            id = (Column("引用编号", on_paper=False),) if evaluation.shows_column("figures", "id") else ()
            columns = (*map(Column, names), *id)
            rows = []
            # Those of one category stand on one line, area by area; any other figure has one of its own.
            for _, line in groupby(mine, lambda f: crossed[f.id].stem if f.id in crossed else f.id):
                together = tuple(line)
                said = across(together, crossed) if together[0].id in crossed else _alone(together[0])
                links = _links(evaluation, together)
                anchor, *others = (figure_anchor(figure.id) for figure in together)
                cells = (codes(tuple(map(cite, together))), *said[:3], "", "", said[3])[: len(columns)]
                rows.append(TableRow(cells, anchor=anchor, aliases=tuple(others), links=links))
            yield Table(f"数字来源：{title}", columns, tuple(rows), role="source")


def _alone(figure: Figure) -> Said:
    return Said(figure.label, figure.text, figure.all_steps, figure.id)


def _links(evaluation: Evaluation, line: Sequence[Figure]) -> dict[int, tuple[Cite, ...]]:
    """The rule of a line's figures, which is one, and what they were made of."""
    rule = evaluation.rules.get(line[0].rule)
    links: dict[int, tuple[Cite, ...]] = {}
    if rule:
        links[4] = (Cite(rule_anchor(rule.id), rule.name),)
    inputs = [evaluation.figures[i] for figure in line for i in figure.inputs]
    origin = [cite(figure) for figure in inputs]
    origin += [cite_cell(cell) for figure in line for cell in figure.cells]
    if origin:
        links[5] = tuple(dict.fromkeys(origin))
    return links
