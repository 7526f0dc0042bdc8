"""The rows of data that figures were read from, by table and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from sweval.blocks import Block, Column, Heading, Paragraph, Sentence, Table, TableRow
from sweval.domain.dictionary import CODES, PROFILE, PROFILE_TEXTS, TABLE_NAMES, head
from sweval.domain.parties import PARTIES, SECTIONS
from sweval.domain.row import Row
from sweval.domain.rows import TABLES
from sweval.domain.station import Assessment, Contract
from sweval.evaluation import Evaluation
from sweval.presentation.words import cite_row, path_anchor, value_text
from sweval.record import MISSING

#: Tables printed line by line. Opinions are printed in the text itself.
PRINTED_WHOLE = (
    "scores",
    "leaf_inputs",
    "self_scores",
    "indicators",
    "outputs",
    "staff",
    "staff_totals",
    "headcount",
    "finance",
    "satisfaction",
    "coverage",
    "coverage_totals",
    "process",
    "feedback",
    "complaints",
    "reviews",
    "declarations",
    "rectification",
    "experts",
    "raters",
    "claims",
    "notes",
)
#: Tables whose rows, one for each person, are too many to print; no figure cites a row of them.
COUNTED: Final = ("frame",)
#: Columns beyond which a table of data can't be read side by side.
WIDE = 8


def data(evaluation: Evaluation) -> Iterator[Block]:
    """The rows that figures were read from, by table and line."""
    station = evaluation.station
    yield Paragraph((Sentence(f"数据来源：{station.source}。行号按电子表格计，表头为第1行。"),), role="note")
    yield Heading(2, "基本情况表" + _file(evaluation, "station.yaml"), "source-files")
    yield _profile_table(evaluation)
    names = _names(evaluation)
    yield from _corrections(evaluation)
    for name in PRINTED_WHOLE:
        rows = evaluation.rows(name)
        if rows:
            yield Heading(2, TABLE_NAMES[name] + _file(evaluation, f"{name}.csv"), f"t-{name}")
            yield _data_table(evaluation, names, name, rows)
    if station.findings:
        yield Heading(2, TABLE_NAMES["findings"] + _file(evaluation, "findings.csv"), "t-findings")
        yield _findings_table(evaluation, names)
    yield from _counted(evaluation)


def _counted(evaluation: Evaluation) -> Iterator[Block]:
    """What was given and isn't printed here, with its number of rows."""
    told = [f"{TABLE_NAMES[name]}{len(rows)}行" for name in COUNTED if (rows := evaluation.rows(name))]
    if told:
        yield Paragraph((Sentence(f"已提供而不逐行列出的：{'、'.join(told)}。"),), role="note")


def _corrections(evaluation: Evaluation) -> Iterator[Block]:
    """Every source figure that was corrected: what it was, what it became, why, by whom and when."""
    shown = []
    for one in evaluation.station.corrections:
        rows = evaluation.station.rows(one.table) if one.table in TABLES else ()
        row = next((r for r in rows if r.row == one.row), None)
        if row is not None and row not in evaluation.rows(one.table):
            continue
        where = f"{cite_row(row).code} {head(one.table, one.field)}" if row else PROFILE_TEXTS[one.field].head
        cells = (where, one.expect or "（空）", one.value or "（空）", one.reason, one.by, one.on.isoformat())
        shown.append(TableRow(cells, links={0: (cite_row(row),)} if row else {}))
    if shown:
        yield Heading(2, "数据更正" + _file(evaluation, "corrections.yaml"), "t-corrections")
        heads = ("位置", "来源数据", "更正为", "理由", "更正人", "日期")
        yield Table("对来源数据所作的更正", tuple(map(Column, heads)), tuple(shown), role="source")


def _file(evaluation: Evaluation, name: str) -> str:
    """The file's name beside a heading: for whoever can open it."""
    return f"（{name}）" if evaluation.shows("file_names") else ""


def _data_table(evaluation: Evaluation, names: Names, name: str, rows: tuple[Row, ...]) -> Table:
    """Columns that no row fills in are left out; a wide table's rows are written as 列：值."""
    columns = [
        f.name
        for f in fields(TABLES[name])
        if f.name != "row"
        and any(getattr(r, f.name) is not None for r in rows)
        and evaluation.shows_column(name, f.name)
    ]
    if len(columns) > WIDE:
        body = tuple(
            TableRow((cite_row(r).code, _pairs(names, r, columns)), anchor=cite_row(r).anchor) for r in rows
        )
        return Table(f"{TABLE_NAMES[name]}各行", (Column("行"), Column("内容")), body, role="source")
    body = tuple(
        TableRow(
            (cite_row(r).code, *(_shown(names, c, getattr(r, c)) for c in columns)), anchor=cite_row(r).anchor
        )
        for r in rows
    )
    heads = (Column("行"), *(Column(head(name, c)) for c in columns))
    return Table(f"{TABLE_NAMES[name]}各行", heads, body, role="source")


def _pairs(names: Names, row: Row, columns: list[str]) -> str:
    given = [(column, getattr(row, column)) for column in columns]
    return "；".join(
        f"{head(row.table, column)}：{_shown(names, column, value)}"
        for column, value in given
        if value is not None
    )


#: For each column of codes, what each code is called.
Names = Mapping[str, Mapping[Any, str]]


def _names(evaluation: Evaluation) -> Names:
    """The names of codes, areas, components, vetoes and figures; made once for all tables."""
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
    """A value for reading: a code by its name."""
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
    rows = tuple(TableRow((PROFILE[path], text), anchor=path_anchor(path)) for path, text in values)
    return Table("基本情况表各项", (Column("项目"), Column("内容")), rows, role="source")


def _findings_table(evaluation: Evaluation, names: Names) -> Table:
    by_id = evaluation.shows_column("findings", "id")

    rows = tuple(
        TableRow(
            (
                cite_row(r).code,
                *([r.id] if by_id else []),
                SECTIONS[r.section],
                _shown(names, "area", r.area or ""),
                r.dimension,
                PARTIES[r.author],
                r.evidence or MISSING,
            ),
            anchor=cite_row(r).anchor,
        )
        for r in evaluation.station.findings
    )
    heads = ("行", *(["编号"] if by_id else []), "部分", "片区", "方面", "提出方", "佐证材料")
    return Table("意见表各行（文字见正文相应部分）", tuple(Column(n) for n in heads), rows, role="source")
