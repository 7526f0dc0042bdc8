"""A station's data as text, not yet validated: read from and written to its folder or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from sweval.domain.station.dictionary import OWN_TEXTS, PROFILE_TEXTS, profile_kinds
from sweval.domain.station.station import REQUIRED_TABLES, SCHEMA, TABLES, Station
from sweval.domain.values.faults import Fault, Refused
from sweval.domain.values.row import Row
from sweval.intake.station.tables import columns, raw_rows
from sweval.intake.text.records import neutral
from sweval.intake.text.yaml_text import Document, read_yaml

Values = Mapping[str, str]


@dataclass(frozen=True)
class Draft:
    """A station's data as text: the profile by dotted path, areas by unit, tables by row, own paragraphs.

    A text of several values (service blocks, methods, editions) has a line for each.
    """

    profile: Values
    units: tuple[Values, ...] = ()
    tables: Mapping[str, tuple[Values, ...]] = field(default_factory=dict)
    own_texts: tuple[Values, ...] = ()


# --- the folder of a station ------------------------------------------------------------------------


def read_folder(folder: Path) -> Draft:
    """The draft in a station's folder. Raises ``Refused`` where a file can't be read."""
    document = read_profile(folder)
    own = folder / "text.yaml"
    texts = read_yaml(own, may_be_empty=True).data.get("paragraphs", []) if own.exists() else []
    return Draft(
        profile={path: text for path in PROFILE_TEXTS if (text := _text(_at(document.data, path)))},
        units=tuple(_units(document.data.get("areas", []))),
        tables={
            table: tuple(raw_rows(kind, folder / f"{table}.csv"))
            for table, kind in TABLES.items()
            if (folder / f"{table}.csv").exists()
        },
        own_texts=tuple(
            {key: _text(value) for key, value in _mapping(text).items()} for text in _list(texts)
        ),
    )


def read_profile(folder: Path) -> Document:
    """``station.yaml`` as a document. Raises ``Refused`` where it can't be read, or has another schema version."""
    document = read_yaml(folder / "station.yaml")
    form = document.data.get("schema")
    # Anything but a number is left to the validation.
    if isinstance(form, str) and form.isascii() and form.isdigit() and form != SCHEMA:
        problem = f"数据格式是第{form}版，只接受第{SCHEMA}版"
        remedy = "请用写出这份数据的 sweval，或用它导出工作簿（sweval template --from），移走原目录后导入"
        raise Refused([Fault(document.file, document.line(("schema",)), "schema", form, problem, remedy)])
    return document


def _at(data: Mapping[str, Any], path: str) -> Any:
    value: Any = data
    for key in path.split("."):
        value = _mapping(value).get(key, "")
    return value


def _text(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _units(areas: Any) -> Iterator[Values]:
    for area in map(_mapping, _list(areas)):
        for unit in map(_mapping, _list(area.get("units"))):
            named = {"id": area.get("id", ""), "name": area.get("name", ""), "unit": unit.get("name", "")}
            yield {**named, **{key: str(value) for key, value in unit.items() if key != "name"}}


def write_folder(draft: Draft, folder: Path) -> None:
    """Write a draft's files; a table without rows has none, unless every station must have it."""
    _write(folder / "station.yaml", yaml_of(profile_data(draft)))
    for table in TABLES:
        rows = draft.tables.get(table, ())
        if rows or table in REQUIRED_TABLES:
            _write(folder / f"{table}.csv", csv_of(columns(TABLES[table]), rows))
    if draft.own_texts:
        paragraphs = [dict(_paragraph(text)) for text in draft.own_texts]
        _write(folder / "text.yaml", yaml_of({"paragraphs": paragraphs}))


def _paragraph(text: Values) -> Iterator[tuple[str, Any]]:
    for key in OWN_TEXTS.columns:
        if text.get(key):
            yield key, text[key].split("\n") if key == "editions" else text[key]


def profile_data(draft: Draft) -> dict[str, Any]:
    """What ``station.yaml`` holds."""
    data: dict[str, Any] = {"schema": SCHEMA}
    for path in PROFILE_TEXTS:
        if text := draft.profile.get(path, ""):
            *above, key = path.split(".")
            part = data
            for name in above:
                part = part.setdefault(name, {})
            part[key] = text.split("\n") if profile_kinds()[path].many else text
        if path.startswith("contract.") and draft.units:
            # After the contract, where a reader looks for them.
            data.setdefault("areas", areas_of(draft.units))
    return data


def areas_of(units: Iterable[Values]) -> list[dict[str, Any]]:
    """The areas of rows of units, in the order in which they first appear."""
    areas: dict[str, dict[str, Any]] = {}
    for row in units:
        id = row.get("id", "")
        area = areas.setdefault(id, {"id": id, "name": row.get("name", ""), "units": []})
        more = {key: row[key] for key in ("kind", "counted", "managed_by") if row.get(key)}
        area["units"].append({"name": row.get("unit", ""), **more})
    return list(areas.values())


def yaml_of(data: Mapping[str, Any]) -> str:
    """YAML in one fixed form."""
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text


def csv_of(heads: Sequence[str], rows: Iterable[Values]) -> str:
    """CSV in one fixed form, without formulas for a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([neutral(row.get(head, "")) for head in heads] for row in rows)
    return stream.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


# --- a station in memory ------------------------------------------------------------------------------


def draft_of(station: Station) -> Draft:
    """The draft of a station, without values that are defaults."""
    profile = {path: _written(_attribute(station, path)) for path in PROFILE_TEXTS}
    units = [
        {"id": area.id, "name": area.name, "unit": unit.name, "kind": unit.kind}
        | ({} if unit.counted else {"counted": "否"})
        | ({"managed_by": unit.managed_by} if unit.managed_by else {})
        for area in station.areas
        for unit in area.units
    ]
    return Draft(
        profile={path: text for path, text in profile.items() if text},
        units=tuple(units),
        tables={table: tuple(map(_row, rows)) for table in TABLES if (rows := station.rows(table))},
        own_texts=tuple(
            {key: text for key in OWN_TEXTS.columns if (text := _written(getattr(own, key)))}
            for own in station.own_text
        ),
    )


def _attribute(station: Station, path: str) -> object:
    value: object = station
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _row(row: Row) -> Values:
    named = ((f.name, getattr(row, f.name), f.default) for f in fields(row) if f.name != "row")
    return {name: _written(value) for name, value, default in named if value is not None and value != default}


def _written(value: object) -> str:
    """A value as the files have it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value:f}"
        case tuple():
            return "\n".join(map(str, value))
        case _:
            return str(value)
