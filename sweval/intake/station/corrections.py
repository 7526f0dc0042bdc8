"""Corrections (更正) as data: a source stays as it is; ``corrections.yaml`` states what a value should be, by whom and why.

Each has the value it expects to find; where the source holds another, the run stops and shows both. Corrections are
applied to the text of a cell, before it is validated.
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
#: The name of ``station.yaml`` among the tables.
PROFILE: Final = "station"


@dataclass(frozen=True, kw_only=True)
class Corrections(FromFile):
    """The whole of ``corrections.yaml``."""

    corrections: tuple[Correction, ...] = ()


def read_corrections(folder: Path, faults: list[Fault]) -> tuple[Correction, ...]:
    """The corrections of a station, each with its line; none where any has a fault, which is added to ``faults``."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        document = read_yaml(path, may_be_empty=True)
        unplaced = validate_document(Corrections, document).corrections
    except Refused as refusal:
        faults += refusal.faults
        return ()
    corrections = tuple(
        replace(correction, line=document.line(("corrections", n))) for n, correction in enumerate(unplaced)
    )
    wrong = [fault for correction in corrections for fault in _faults(correction)]
    faults += wrong
    return () if wrong else corrections


def _faults(correction: Correction) -> Iterator[Fault]:
    table, field = correction.table, correction.field
    if table == PROFILE:
        if field not in PROFILE_TEXTS:
            yield _fault(correction, "field", field, "基本情况表没有这一项", "请照 docs/data.md 所列的键填写")
        return
    if table not in TABLES:
        yield _fault(correction, "table", table, "没有这张表", f"可填：{PROFILE}、{'、'.join(TABLES)}")
        return
    columns = table_text(table).columns
    for column in (field, *correction.key):
        if column not in columns:
            yield _fault(correction, "field", column, "没有这一列", f"可填：{'、'.join(columns)}")
    if not correction.key:
        yield _fault(correction, "key", "", "没有写明是哪一行", f"请写明 {'、'.join(TABLES[table].key)}")
    if field in TABLES[table].key:
        yield _fault(correction, "field", field, "这一列说明是哪一行，不能更正", "请改正来源数据")


def _fault(correction: Correction, column: str, value: str, problem: str, remedy: str) -> Fault:
    return Fault(FILE, correction.line, column, value, problem, remedy)


def corrected(
    table: str, rows: list[dict[str, Any]], corrections: Iterable[Correction]
) -> tuple[list[Correction], list[Fault]]:
    """Correct a table's rows, as text, in place: the corrections applied, with the line of their row, and the faults."""
    done: list[Correction] = []
    faults: list[Fault] = []
    for correction in corrections:
        if correction.table != table:
            continue
        key = correction.key.items()
        found = [row for row in rows if all(row.get(column, "") == text for column, text in key)]
        if len(found) != 1:
            problem = "没有所指的行" if not found else f"所指的行有{len(found)}行"
            shown = "、".join(f"{column}＝{text}" for column, text in key)
            faults.append(_fault(correction, "key", shown, problem, "请检查 key"))
        elif fault := _apply(correction, found[0], correction.field):
            faults.append(fault)
        else:
            done.append(replace(correction, row=found[0]["row"]))
    return done, faults


def _apply(correction: Correction, values: dict[str, Any], key: str) -> Fault | None:
    now = str(values.get(key, ""))
    if now != correction.expect:
        problem = f"来源数据现为“{shorten(now)}”，更正所据为“{shorten(correction.expect)}”"
        return _fault(correction, "expect", "", problem, "请核对来源数据，改写或删去这条更正")
    if correction.value:
        values[key] = correction.value
    else:
        values.pop(key, None)
    return None


def corrected_profile(
    document: Document, corrections: Iterable[Correction]
) -> tuple[list[Correction], list[Fault]]:
    """The same for ``station.yaml``."""
    done: list[Correction] = []
    faults: list[Fault] = []
    for correction in corrections:
        if correction.table != PROFILE:
            continue
        values: Any = document.data
        *above, key = correction.field.split(".")
        for name in above:
            values = values.get(name) if isinstance(values, dict) else None
        if not isinstance(values, dict) or isinstance(values.get(key, ""), (dict, list)):
            problem = "这一项不是单个的值"
            faults.append(_fault(correction, "field", correction.field, problem, "请改正来源数据"))
        elif fault := _apply(correction, values, key):
            faults.append(fault)
        else:
            done.append(correction)
    return done, faults
