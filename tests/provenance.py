"""What a report displays, piece by piece, and the input cells each piece says it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sweval.blocks import Block, Chart, Cite, Findings, Paragraph, Table, Tiles
from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.row import Cell, Row
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_row, figure_anchor
from sweval.presentation.report.station_report import StationReport


@dataclass(frozen=True)
class Piece:
    """A displayed sentence, row, tile, item or chart: its text, and the anchors it cites or is itself."""

    text: str
    anchors: frozenset[str]


def pieces(evaluation: Evaluation) -> list[Piece]:
    """Everything the working report displays, but its cover and contents."""
    report = StationReport(evaluation, "working")
    return [piece for cell in report.all() for block in cell for piece in of_block(block)]


def of_block(block: Block) -> Iterator[Piece]:
    match block:
        case Paragraph():
            for sentence in block.sentences:
                yield _piece(sentence.text, sentence.cites)
        case Table():
            yield _piece(f"{block.caption}|{block.note}", ())
            for row in block.rows:
                if row.anchor.startswith("rule-"):
                    continue  # a rule is listed where a figure follows it; it is no value of the data
                linked = tuple(cite for cites in row.links.values() for cite in cites)
                own = (Cite(row.anchor, ""),) if row.anchor else ()
                # A figure's code counts the figures before it; it is no value of its own.
                cells = row.cells[1:] if row.anchor.startswith("f-") else row.cells
                yield _piece("|".join(cells), (*row.cites, *linked, *own))
        case Chart():
            drawn = "|".join(re.findall(r">([^<>\n]+)<", block.svg))
            yield _piece(f"{block.title}|{block.subtitle}|{block.alt}|{drawn}", block.cites)
        case Findings():
            for item in block.items:
                yield _piece(f"{item.label}|{item.text}|{item.recommendation}", item.cites)
        case Tiles():
            for tile in block.tiles:
                yield _piece(f"{tile.label}|{tile.value}|{tile.note}", tile.cites)
        case _:
            return


def _piece(text: str, cites: tuple[Cite, ...]) -> Piece:
    return Piece(text, frozenset(cite.anchor for cite in cites))


class Sources:
    """From an anchor to every input cell behind it."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.figures = {figure_anchor(id): id for id in evaluation.figures}
        self.evaluation = evaluation
        self.rows: dict[str, Row] = {
            cite_row(row).anchor: row for table in TABLE_NAMES for row in evaluation.station.rows(table)
        }

    def cells(self, piece: Piece) -> frozenset[Cell]:
        """Every cell the piece rests on, through figures and rows."""
        found: set[Cell] = set()
        for anchor in piece.anchors:
            if anchor.startswith("y-"):
                found.add(Cell("station.yaml", 0, anchor[2:].replace("-", ".")))
            elif anchor in self.figures:
                found |= self.evaluation.figures.cells(self.figures[anchor])
            elif anchor in self.rows:
                row = self.rows[anchor]
                found |= {row.cell(f.name) for f in fields(row) if f.name != "row"}
        return frozenset(found)


def changed_value(value: Any) -> Any:
    """Another value of the same kind, close to the first."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Decimal):
        return value - Decimal("0.01") if value != value.to_integral_value() else value - 1
    if isinstance(value, int):
        return value - 1 if value > 1 else value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, str) and re.fullmatch(r"[0-9.]+%", value):
        return f"{Decimal(value[:-1]) + Decimal('0.5')}%"
    return value


def numeric_cells(station: Station) -> Iterator[tuple[Row, str]]:
    """Every cell of every table that holds a number, a date, a flag or a printed rate."""
    for table in TABLES:
        for row in station.rows(table):
            for f in fields(row):
                value = getattr(row, f.name)
                if f.name != "row" and changed_value(value) != value:
                    yield row, f.name


def profile_changes(station: Station) -> Iterator[tuple[Cell, Station]]:
    """Each number and date of ``station.yaml`` changed in turn."""
    for part in ("contract", "assessment"):
        record = getattr(station, part)
        for f in fields(record):
            value = getattr(record, f.name)
            if changed_value(value) != value:
                changed = replace(station, **{part: replace(record, **{f.name: changed_value(value)})})
                yield station.at(f"{part}.{f.name}"), replace(changed, as_of=changed.last_date())
    operator = replace(station.organisations.operator, since="2014-03")
    organisations = replace(station.organisations, operator=operator)
    yield station.at("organisations.operator.since"), replace(station, organisations=organisations)


def with_cell(station: Station, row: Row, column: str) -> Station:
    """The station with one cell changed; ``as_of`` follows the process as it does at loading."""
    other = replace(row, **{column: changed_value(getattr(row, column))})
    rows = tuple(other if r is row else r for r in station.rows(row.table))
    changed = replace(station, **{row.table: rows})
    return replace(changed, as_of=changed.last_date())
