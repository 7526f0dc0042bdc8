"""Several workbooks of one station merged: each expert's scores and the rest; a conflict is a fault with both places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sweval.domain.station.station import TABLES
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.station.draft import Draft, Values
from sweval.intake.workbook.layout import PROFILE_SHEET, SCHEME, Layout
from sweval.intake.workbook.places import Place, PlacedDraft, RowPlace

#: The key columns of the two sheets that aren't tables.
OWN_KEYS = {"areas": ("id", "unit"), "text": ("section", "text")}


def merged(readings: Sequence[PlacedDraft]) -> PlacedDraft:
    """All readings as one. Equal rows count once; of two differing rows with one key the later is a fault."""
    whole = PlacedDraft(readings[0].file)
    for reading in readings:
        whole.faults += reading.faults
        whole.notes += reading.notes
        whole.faults += _merge_profile(whole, reading)
        for table in reading.rows:
            whole.faults += _merge_rows(whole, reading, table)
        for table, rows in reading.unfilled.items():
            whole.unfilled.setdefault(table, []).extend(rows)
        for table, place in reading.sheets_at.items():
            whole.sheets_at.setdefault(table, place)
        whole.faulty |= {key for key in reading.faulty if key[0] == "" or key[1] < 0}
    return whole


def _merge_profile(whole: PlacedDraft, reading: PlacedDraft) -> Iterable[Fault]:
    for path, place in reading.profile_at.items():
        if path not in whole.profile_at or (path in reading.profile and path not in whole.profile):
            whole.profile_at[path] = place
    for path, text in reading.profile.items():
        known = whole.profile.setdefault(path, text)
        if known != text:
            first = whole.profile_at[path]
            problem = f"与 {first.file} {first.cell} 不一致（那里为“{known}”）"
            yield reading.profile_at[path].fault(text, problem, "请改为一致")


def _merge_rows(whole: PlacedDraft, reading: PlacedDraft, table: str) -> Iterable[Fault]:
    rows, places = whole.rows.setdefault(table, []), whole.rows_at.setdefault(table, [])
    columns = _key_columns(table)
    # Rows of different workbooks are compared here; those within one workbook by the checks of the table.
    faulty: dict[int, set[str]] = {}
    for name, index, column in reading.faulty:
        if name == table:
            faulty.setdefault(index, set()).add(column)
    first = {_key(row, columns): (row, place) for row, place in zip(rows, places, strict=True)}
    for index, (row, place) in enumerate(zip(reading.rows[table], reading.rows_at[table], strict=True)):
        known = first.get(_key(row, columns))
        wrong = faulty.get(index, set())
        if known is not None and not wrong:
            if known[0] != row:
                yield _conflict(known, (row, place))
            continue
        whole.faulty |= {(table, len(rows), column) for column in wrong}
        rows.append(row)
        places.append(place)


def _key_columns(table: str) -> Sequence[str]:
    return TABLES[table].key if table in TABLES else OWN_KEYS[table]


def _key(row: Values, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in columns)


def _conflict(known: tuple[dict[str, str], RowPlace], new: tuple[dict[str, str], RowPlace]) -> Fault:
    """A fault in the first column in which two rows of one key differ."""
    column = next(c for c in (*known[0], *new[0]) if known[0].get(c) != new[0].get(c))
    problem = f"与 {known[1].at(column)} 不一致（那里为“{known[0].get(column, '')}”）"
    return new[1].at(column).fault(new[0].get(column, ""), problem, "请核对后改为一致")


def is_partial(reading: PlacedDraft) -> bool:
    """Whether a workbook holds scores alone: of the station it has nothing but the id."""
    return not set(reading.profile) - {"id", SCHEME} and not reading.rows.get("areas")


def existing_data(draft: Draft, readings: Sequence[PlacedDraft]) -> PlacedDraft:
    """The data in a station's folder as a reading, without the rows that the workbooks replace."""
    base = PlacedDraft("station.yaml", profile=dict(draft.profile))
    place = Place("站点现有数据", "", 0)
    base.profile_at = dict.fromkeys(base.profile, place)
    existing = {"areas": draft.units, "text": draft.own_texts, **draft.tables}
    for table, rows in existing.items():
        columns = _key_columns(table)
        replaced = {_key(row, columns) for reading in readings for row in reading.rows.get(table, ())}
        kept = [dict(row) for row in rows if _key(row, columns) not in replaced]
        base.rows[table] = kept
        base.rows_at[table] = [RowPlace(place, 0, {}) for _ in kept]
    return base


def require_profile(reading: PlacedDraft, shape: Layout) -> None:
    """Add a fault for every required line of the profile that is empty.

    Raises ``Refused`` where there is no profile at all: scores alone can't be checked.
    """
    if is_partial(reading):
        problem, remedy = "只有评分，没有站点的基本情况", "请连同站点的工作簿一起导入，或先导入它"
        raise Refused([*reading.faults, Fault(reading.file, problem=problem, remedy=remedy)])
    for f in shape.profile:
        known = f.name in reading.profile or ("", 0, f.name) in reading.faulty
        if f.required and f.name != SCHEME and not known:
            place = reading.profile_at.get(f.name, Place(reading.file, PROFILE_SHEET, 0))
            reading.faults.append(replace(place.fault("", "必填而没有填", "请补填"), column=f.text.head))
            reading.faulty.add(("", 0, f.name))
