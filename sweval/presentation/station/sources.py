"""Appendices on sources: every figure by code, the rows of data that figures were read from, versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any, Final, NamedTuple

import sweval
from sweval.analysis.people.coverage import MEASURES, cell_stem
from sweval.blocks import Block, Cite, Column, Heading, Table, TableRow
from sweval.blocks.plain import codes
from sweval.domain.disclosure.editions import about
from sweval.domain.station.dictionary import CODES, PROFILE, PROFILE_TEXTS, TABLE_NAMES, head
from sweval.domain.station.station import TABLES, Assessment, Contract
from sweval.domain.values.parties import PARTIES, SECTIONS
from sweval.domain.values.row import Row
from sweval.evaluation import Evaluation
from sweval.presentation.citations import (
    cite,
    cite_cell,
    cite_row,
    figure_anchor,
    path_anchor,
    rule_anchor,
    value_text,
)
from sweval.presentation.tables import row, table
from sweval.presentation.words import paragraph
from sweval.record.figures import GROUPS, MISSING, Figure
from sweval.record.serialization import VERSION

#: Tables with a row for each person, too long to print; no figure cites a row of them.
COUNTED: Final = ("frame",)
#: Tables printed after the others.
LAST: Final = ("experts", "raters", "claims", "notes")
#: Tables printed line by line, in order. Opinions are printed in the text itself.
PRINTED: Final = (*(name for name in TABLES if name not in (*COUNTED, *LAST, "findings")), *LAST)
#: The maximum number of columns that are printed side by side.
WIDE = 8


def sources(evaluation: Evaluation) -> Iterator[Block]:
    """Every figure of this edition by code: value, steps, rule, and the figures and rows it was computed from."""
    figures = evaluation.figures.values()
    crossed = crossings(evaluation)
    note = "各编号与正文〔〕内的编号对应。“由何得出”指计算所用的其他数字或原始数据行。"
    yield paragraph(note + about(evaluation.edition).codes, role="note")
    # Analysts refer to figures by id in text.yaml; other readers have no use for it.
    by_id = evaluation.shows_column("figures", "id")
    heads = ("编号", "数字", "数值", "算式或说明", "规则", "由何得出")
    columns = (*heads, *((Column("引用编号", on_paper=False),) if by_id else ()))
    for group, (letter, title) in GROUPS.items():
        of_group = [f for f in figures if f.id.partition(".")[0] == group]
        if of_group:
            yield Heading(2, f"{letter} {title}", f"g-{group}")
            rows = []
            # The figures of a category share a line for all areas; any other figure has a separate line.
            for _, group_line in groupby(of_group, lambda f: crossed[f.id].stem if f.id in crossed else f.id):
                line = tuple(group_line)
                texts = across(line, crossed)
                links = _links(evaluation, line)
                anchor, *others = (figure_anchor(figure.id) for figure in line)
                cells = (codes(tuple(map(cite, line))), *texts[:3], "", "", texts[3])[: len(columns)]
                rows.append(TableRow(cells, anchor=anchor, aliases=tuple(others), links=links))
            yield table(f"数字来源：{title}", columns, rows, role="source")


def _links(evaluation: Evaluation, line: Sequence[Figure]) -> dict[int, tuple[Cite, ...]]:
    """By column, the citations of the rule that a line's figures share, and of their inputs and cells."""
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


# --- people by category and area: hundreds of figures, two lines for each category ------------------


class FigureLine(NamedTuple):
    """The texts of a line: the figure's name, its value, the steps to it, and its id."""

    label: str
    text: str
    steps: str
    id: str


class Crossing(NamedTuple):
    """A figure of a category of people in the whole station (``place`` is empty) or in an area.

    ``stem``: the common beginning of the ids of the figures on its line.
    """

    stem: str
    category: str
    place: str
    measure: str

    @property
    def name(self) -> str:
        """The name of the measure."""
        return MEASURES[self.measure][0] + "率" if self.measure in MEASURES else "人数"

    @property
    def id(self) -> str:
        """The figure's id, with a placeholder for the area's id."""
        return f"{self.stem}{'.〈片区编号〉' if self.place else ''}.{self.measure}"


def crossings(evaluation: Evaluation) -> dict[str, Crossing]:
    """The figures of people by category, and by category and area, by id; empty without coverage data."""
    found, station = evaluation.coverage, evaluation.station
    if found is None:
        return {}
    all_of = {}
    for number, category in enumerate(found.categories, start=1):
        for measure in ("persons", *MEASURES):
            whole = f"coverage.category.{number}"
            all_of[f"{whole}.{measure}"] = Crossing(whole, category, "", measure)
            for area in found.areas:
                part = Crossing(f"coverage.cell.{number}", category, found.place(area, station), measure)
                all_of[f"{cell_stem(number, area)}.{measure}"] = part
    return all_of


def across(line: Sequence[Figure], crossed: Mapping[str, Crossing]) -> FigureLine:
    """The texts of a line: of a single figure, or of a category's figures, each with its area and measure."""
    if line[0].id not in crossed:
        return FigureLine(line[0].label, line[0].text, line[0].all_steps, line[0].id)
    parts = [crossed[figure.id] for figure in line]
    names = dict.fromkeys(part.name for part in parts)
    texts: dict[str, list[str]] = {}
    steps = []
    for part, figure in zip(parts, line, strict=True):
        name = part.name if part.measure in MEASURES else ""
        texts.setdefault(part.place, []).append(f"{name}{figure.text}")
        if figure.steps:
            steps.append(f"{part.place or name}{figure.steps}")
    where = "（各片区）" if parts[0].place else ""
    return FigureLine(
        f"{parts[0].category}{where}{'、'.join(names)}",
        "；".join(f"{place}{'、'.join(values)}" for place, values in texts.items()),
        "；".join(steps),
        "、".join(dict.fromkeys(part.id for part in parts)),
    )


# --- rows of data -----------------------------------------------------------------------------------


def data(evaluation: Evaluation) -> Iterator[Block]:
    """The rows that figures were read from, by table and line."""
    station = evaluation.station
    yield paragraph(f"数据来源：{station.source}。行号按电子表格计，表头为第1行。", role="note")
    yield Heading(2, "基本情况表" + _file(evaluation, "station.yaml"), "source-files")
    yield _profile_table(evaluation)
    names = _names(evaluation)
    yield from _corrections(evaluation)
    for name in PRINTED:
        rows = evaluation.rows(name)
        if rows:
            yield Heading(2, TABLE_NAMES[name] + _file(evaluation, f"{name}.csv"), f"t-{name}")
            yield _data_table(evaluation, names, name, rows)
    if station.findings:
        yield Heading(2, TABLE_NAMES["findings"] + _file(evaluation, "findings.csv"), "t-findings")
        yield _findings_table(evaluation, names)
    counted = [f"{TABLE_NAMES[name]}{len(rows)}行" for name in COUNTED if (rows := evaluation.rows(name))]
    if counted:
        yield paragraph(f"已提供而不逐行列出的：{'、'.join(counted)}。", role="note")


def _corrections(evaluation: Evaluation) -> Iterator[Block]:
    """Every correction of the data: the value before and after, the reason, by whom and when."""
    shown = []
    for c in evaluation.station.corrections:
        rows = evaluation.station.rows(c.table) if c.table in TABLES else ()
        found = next((r for r in rows if r.row == c.row), None)
        if found is not None and found not in evaluation.rows(c.table):
            continue
        text = (
            PROFILE_TEXTS[c.field].head
            if found is None
            else f"{cite_row(found).code} {head(c.table, c.field)}"
        )
        cells = (text, c.expect or "（空）", c.value or "（空）", c.reason, c.by, c.on.isoformat())
        shown.append(TableRow(cells, links={0: (cite_row(found),)} if found else {}))
    if shown:
        yield Heading(2, "数据更正" + _file(evaluation, "corrections.yaml"), "t-corrections")
        heads = ("位置", "来源数据", "更正为", "理由", "更正人", "日期")
        yield table("对来源数据所作的更正", heads, shown, role="source")


def _file(evaluation: Evaluation, name: str) -> str:
    """The file's name after a heading, in editions for readers who have the file."""
    return f"（{name}）" if evaluation.shows("file_names") else ""


def _data_table(evaluation: Evaluation, names: Names, name: str, rows: tuple[Row, ...]) -> Table:
    """The rows without empty columns; the rows of a wide table are written as 列：值."""
    columns = [
        f.name
        for f in fields(TABLES[name])
        if f.name != "row"
        and any(getattr(r, f.name) is not None for r in rows)
        and evaluation.shows_column(name, f.name)
    ]
    wide = len(columns) > WIDE
    body = []
    for r in rows:
        cells = [_pairs(names, r, columns)] if wide else [_shown(names, c, getattr(r, c)) for c in columns]
        body.append(TableRow((cite_row(r).code, *cells), anchor=cite_row(r).anchor))
    heads = ["内容"] if wide else [head(name, column) for column in columns]
    return table(f"{TABLE_NAMES[name]}各行", ("行", *heads), body, role="source")


def _pairs(names: Names, row: Row, columns: list[str]) -> str:
    given = [(column, getattr(row, column)) for column in columns]
    return "；".join(
        f"{head(row.table, column)}：{_shown(names, column, value)}"
        for column, value in given
        if value is not None
    )


#: The names of codes, by column and code.
Names = Mapping[str, Mapping[Any, str]]


def _names(evaluation: Evaluation) -> Names:
    """The names of codes, areas, components, vetoes and figures, for all tables."""
    labels = {id: figure.label for id, figure in evaluation.figures.items()}
    return {
        **CODES,
        "area": {area.id: area.name for area in evaluation.station.areas},
        "node": {node.id: node.name for node in evaluation.scheme.nodes()},
        "veto": {veto.id: veto.name for veto in evaluation.scheme.vetoes},
        "left": labels,
        "right": labels,
    }


def _shown(names: Names, column: str, value: object) -> str:
    """A value as printed: a code by its name."""
    return names.get(column, {}).get(str(value), value_text(value))


def _profile_table(evaluation: Evaluation) -> Table:
    station = evaluation.station
    values: list[tuple[str, str]] = []
    for part in ("contract", "assessment"):
        record: Contract | Assessment = getattr(station, part)
        for f in fields(record):
            value = getattr(record, f.name)
            if value not in ("", ()):
                shown = "、".join(value) if isinstance(value, tuple) else value_text(value)
                values.append((f"{part}.{f.name}", CODES.get(f.name, {}).get(shown, shown) or MISSING))
    areas = "；".join(f"{area.name}：{area.unit_names}" for area in station.areas)
    values.append(("areas", areas or MISSING))
    values.append(("organisations.operator.since", station.organisations.operator.since or MISSING))
    rows = (TableRow((PROFILE[path], text), anchor=path_anchor(path)) for path, text in values)
    return table("基本情况表各项", ("项目", "内容"), rows, role="source")


def _findings_table(evaluation: Evaluation, names: Names) -> Table:
    by_id = evaluation.shows_column("findings", "id")
    rows = []
    for r in evaluation.station.findings:
        where = (SECTIONS[r.section], _shown(names, "area", r.area or ""), r.dimension, PARTIES[r.author])
        cells = (cite_row(r).code, *([r.id] if by_id else []), *where, r.evidence or MISSING)
        rows.append(TableRow(cells, anchor=cite_row(r).anchor))
    heads = ("行", *(["编号"] if by_id else []), "部分", "片区", "方面", "提出方", "佐证材料")
    return table("意见表各行（文字见正文相应部分）", heads, rows, role="source")


# --- versions ---------------------------------------------------------------------------------------


def versions(evaluation: Evaluation) -> Iterator[Block]:
    """The software, scheme, data and basis of this report."""
    scheme, station = evaluation.scheme, evaluation.station
    rows = [
        TableRow(("生成软件", f"sweval {sweval.__version__}")),
        TableRow(("指标体系", f"{scheme.name}，编号 {scheme.id}")),
        TableRow(("数据", f"编号 {station.id}，格式第{station.schema}版")),
        row("时限判断基准日", evaluation.figures["schedule.as_of"]),
    ]
    if evaluation.shows("making"):
        rows += [TableRow(("记录格式", VERSION)), TableRow(("随机数种子", str(evaluation.seed)))]
    yield table("版本", ("项目", "内容"), rows, role="source")
