"""Every text of a station's data, or of a scheme, with the place it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from sweval.domain.row import Cell
from sweval.domain.rows import TABLES
from sweval.domain.station import Station

PARTS = ("source", "profile", "organisations", "contract", "areas", "assessment")


def texts_of(station: Station) -> Iterator[tuple[Cell, str]]:
    """Every text of the tables, the profile and the evaluator's own paragraphs."""
    for table in TABLES:
        for row in station.rows(table):
            for column, value in vars(row).items():
                if isinstance(value, str):
                    yield row.cell(column), value
    for part in PARTS:
        for path, text in texts_below(part, getattr(station, part)):
            yield station.at(path), text
    for number, own in enumerate(station.own_text, start=1):
        for key in ("author", "text"):
            yield Cell("text.yaml", own.line, f"paragraphs[{number}].{key}"), getattr(own, key)


def characters_of(station: Station) -> str:
    """Every character of these texts, once, in no order: asked first, since many texts hold few characters."""
    found: set[str] = set()
    for table in TABLES:
        for row in station.rows(table):
            found.update(*(value for value in vars(row).values() if isinstance(value, str)))
    found.update(*(text for part in PARTS for _, text in texts_below(part, getattr(station, part))))
    found.update(*(text for own in station.own_text for text in (own.author, own.text)))
    return "".join(found)


def texts_below(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text below a value, with its dotted path, positions counted from 1."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from texts_below(f"{path}[{number}]", item)
    elif is_dataclass(value):
        for f in fields(value):
            yield from texts_below(f"{path}.{f.name}".lstrip("."), getattr(value, f.name))
