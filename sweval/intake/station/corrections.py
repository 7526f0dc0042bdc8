"""Corrections (更正) as data: a source figure is never edited; what it should be is stated, with reason and name.

``corrections.yaml`` lists them. Each says what it expects to find; where the source no longer holds that, the run
stops and shows both values. They are applied to the text of a cell, before it is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sweval.domain.station.dictionary import PROFILE_TEXTS, table_text
from sweval.domain.station.station import TABLES, Correction
from sweval.domain.values.faults import Fault, Refused, shorten
from sweval.domain.values.types import FromFile
from sweval.intake.text.validation import validate_document
from sweval.intake.text.yaml_text import Document, read_yaml

FILE: Final = "corrections.yaml"
#: What stands for ``station.yaml`` among the tables.
PROFILE: Final = "station"


@dataclass(frozen=True, kw_only=True)
class Corrections(FromFile):
    """The whole of ``corrections.yaml``."""

    corrections: tuple[Correction, ...] = ()


def read_corrections(folder: Path, faults: list[Fault]) -> tuple[Correction, ...]:
    """The corrections of a station, each with its line; what is wrong with them goes to ``faults``."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        document = read_yaml(path, may_be_empty=True)
        found = validate_document(Corrections, document).corrections
    except Refused as refusal:
        faults += refusal.faults
        return ()
    lines = (document.line(("corrections", n)) for n in range(len(found)))
    corrections = tuple(replace(one, line=line) for one, line in zip(found, lines, strict=True))
    wrong = [fault for one in corrections for fault in _faults(one)]
    faults += wrong
    return () if wrong else corrections


def _faults(one: Correction) -> Iterator[Fault]:
    if one.table == PROFILE:
        if one.field not in PROFILE_TEXTS:
            yield _fault(one, "field", one.field, "基本情况表没有这一项", "请照 docs/data.md 所列的键填写")
        return
    if one.table not in TABLES:
        yield _fault(one, "table", one.table, "没有这张表", f"可填：{PROFILE}、{'、'.join(TABLES)}")
        return
    columns = table_text(one.table).columns
    for column in (one.field, *one.key):
        if column not in columns:
            yield _fault(one, "field", column, "没有这一列", f"可填：{'、'.join(columns)}")
    if not one.key:
        yield _fault(one, "key", "", "没有写明是哪一行", f"请写明 {'、'.join(TABLES[one.table].key)}")
    if one.field in TABLES[one.table].key:
        yield _fault(one, "field", one.field, "这一列说明是哪一行，不能更正", "请改正来源数据")


def _fault(one: Correction, column: str, value: str, problem: str, remedy: str) -> Fault:
    return Fault(FILE, one.line, column, value, problem, remedy)


def corrected(
    table: str, rows: list[dict[str, Any]], corrections: Iterable[Correction]
) -> tuple[list[Correction], list[Fault]]:
    """Correct a table's rows, as text, in place; what was corrected, with the line of its row, and what could not be."""
    done: list[Correction] = []
    faults: list[Fault] = []
    for one in corrections:
        if one.table != table:
            continue
        found = [row for row in rows if all(row.get(column, "") == text for column, text in one.key.items())]
        if len(found) != 1:
            problem = "没有所指的行" if not found else f"所指的行有{len(found)}行"
            shown = "、".join(f"{column}＝{text}" for column, text in one.key.items())
            faults.append(_fault(one, "key", shown, problem, "请检查 key"))
        elif fault := _replace(one, found[0], one.field):
            faults.append(fault)
        else:
            done.append(replace(one, row=found[0]["row"]))
    return done, faults


def _replace(one: Correction, place: dict[str, Any], key: str) -> Fault | None:
    now = str(place.get(key, ""))
    if now != one.expect:
        problem = f"来源数据现为“{shorten(now)}”，更正所据为“{shorten(one.expect)}”"
        return _fault(one, "expect", "", problem, "请核对来源数据，改写或删去这条更正")
    if one.value:
        place[key] = one.value
    else:
        place.pop(key, None)
    return None


def corrected_profile(
    document: Document, corrections: Iterable[Correction]
) -> tuple[list[Correction], list[Fault]]:
    """The same for ``station.yaml``."""
    done: list[Correction] = []
    faults: list[Fault] = []
    for one in corrections:
        if one.table != PROFILE:
            continue
        place: Any = document.data
        *above, key = one.field.split(".")
        for name in above:
            place = place.get(name) if isinstance(place, dict) else None
        if not isinstance(place, dict) or isinstance(place.get(key, ""), (dict, list)):
            faults.append(_fault(one, "field", one.field, "这一项不是单个的值", "请改正来源数据"))
        elif fault := _replace(one, place, key):
            faults.append(fault)
        else:
            done.append(one)
    return done, faults
