"""Imports a station's workbooks: reads and checks them, compares with the existing data, and replaces these whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.dictionary import PROFILE_TEXTS, TABLE_NAMES
from sweval.domain.station.station import TABLES
from sweval.domain.station.texts import remarks_on
from sweval.domain.values.faults import Fault, Refused
from sweval.domain.values.garbage import rare_collection
from sweval.intake.atomic import digest, replacing
from sweval.intake.parameters import load_parameters
from sweval.intake.project import find_station
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.corrections import FILE
from sweval.intake.station.draft import Draft, Values, read_folder
from sweval.intake.workbook.checking import checked_station
from sweval.intake.workbook.layout import layout
from sweval.intake.workbook.merging import existing_data, is_partial, merged, require_profile
from sweval.intake.workbook.places import Note, Place, PlacedDraft
from sweval.intake.workbook.reading import read_workbook, scheme_of
from sweval.intake.workbook.sheets import OpenCsv, Opened, OpenWorkbook

#: The file beside a station's data that names its source.
ORIGIN: Final = "intake.json"
#: Files of a station that aren't in a workbook.
KEPT: Final = ("README.md", FILE)


@dataclass(frozen=True)
class TableChange:
    """The changes of one table: rows added, removed and changed, each by its key."""

    name: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        kinds = (("增加", self.added), ("删去", self.removed), ("改动", self.changed))
        return f"{self.name}：" + "；".join(
            f"{kind}{len(keys)}行（{'、'.join(keys[:5])}{'等' if len(keys) > 5 else ''}）"
            for kind, keys in kinds
            if keys
        )


@dataclass(frozen=True)
class PreparedImport:
    """A station's data, valid and ready to be written; so far they are in a temporary ``folder``."""

    id: str
    scheme: Scheme
    folder: Path
    target: Path
    rows: Mapping[str, int]
    notes: tuple[Note, ...]
    #: Cells that look like personal data, and why.
    personal: tuple[tuple[Place, str], ...]
    #: ``None`` where the station is new.
    changes: tuple[TableChange, ...] | None

    def write_files(self) -> None:
        """Replace the station's data as a whole; files that aren't in a workbook are kept."""
        with replacing(self.target, ".intake-") as private:
            shutil.copytree(self.folder, private, dirs_exist_ok=True)
            for name in KEPT:
                if (self.target / name).is_file():
                    shutil.copy2(self.target / name, private / name)


@contextmanager
def prepared_import(
    paths: Sequence[Path], root: Path, scheme_id: str = "", station_id: str = ""
) -> Iterator[PreparedImport]:
    """The data of one station in one or more workbooks, or tables as CSV.

    ``station_id``: the station of tables without a profile. Raises ``Refused`` with every fault of all files.
    """
    with TemporaryDirectory() as parent:
        with rare_collection():
            prepared = _prepared(paths, root, scheme_id, station_id, Path(parent))
        yield prepared


def _prepared(
    paths: Sequence[Path], root: Path, scheme_id: str, station_id: str, parent: Path
) -> PreparedImport:
    opened = _open(paths)
    try:
        scheme = load_scheme(scheme_id or _one_scheme(opened, root, station_id), root)
        readings = [read_workbook(book, layout(scheme)) for book in opened]
    finally:
        for book in opened:
            book.close()
    for reading in readings:
        if station_id and is_partial(reading):
            reading.profile.setdefault("id", station_id)
    reading = _combined(readings, root)
    require_profile(reading, layout(scheme))
    folder, station = checked_station(reading, scheme, parent, _corrections(reading, root))
    (folder / ORIGIN).write_text(_origin(paths, reading), encoding="utf-8", newline="\n")
    target = find_station(root, station.id) or root / "data" / "stations" / station.id
    rows = {table: len(rows) for table, rows in reading.draft.tables.items()}
    before = read_folder(target) if target.is_dir() else None
    changes = None if before is None or is_empty(before) else compare(before, reading.draft)
    return PreparedImport(
        station.id, scheme, folder, target, rows, tuple(reading.notes), tuple(_personal(reading)), changes
    )


def _open(paths: Sequence[Path]) -> list[Opened]:
    opened: list[Opened] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            opened.append(OpenCsv(path) if path.suffix.lower() == ".csv" else OpenWorkbook(path))
        except Refused as refusal:
            faults += refusal.faults
    if faults:
        raise Refused(faults)
    return opened


def _one_scheme(opened: Sequence[Opened], root: Path, station_id: str) -> str:
    """The scheme named in the workbooks, or that of the station's parameters where all files are CSV."""
    ids = {book.name: scheme_of(book) for book in opened if isinstance(book, OpenWorkbook)}
    if not ids:
        if not station_id:
            remedy = "请写明 --station 站点编号，或连同站点的工作簿一起导入"
            raise Refused([Fault(opened[0].name, problem="没有写明是哪个站点", remedy=remedy)])
        return load_parameters(root, station_id, {}).scheme
    first = next(iter(ids.values()))
    others = [name for name, id in ids.items() if id != first]
    if others:
        problem = f"指标体系与 {opened[0].name} 的“{first}”不同"
        raise Refused(Fault(name, value=ids[name], problem=problem, remedy="请分开导入") for name in others)
    return first


def _combined(readings: list[PlacedDraft], root: Path) -> PlacedDraft:
    """All readings as one; scores alone are merged with the station's existing data."""
    id = next((reading.profile["id"] for reading in readings if "id" in reading.profile), "")
    folder = find_station(root, id) if all(map(is_partial, readings)) else None
    if folder:
        readings = [existing_data(read_folder(folder), readings), *readings]
    return merged(readings) if len(readings) > 1 else readings[0]


def _corrections(reading: PlacedDraft, root: Path) -> Path | None:
    """The station's corrections, which apply to imported data too."""
    folder = find_station(root, reading.profile.get("id", ""))
    return folder / FILE if folder and (folder / FILE).is_file() else None


def _personal(reading: PlacedDraft) -> Iterator[tuple[Place, str]]:
    for table, rows in reading.rows.items():
        # Texts recur in a table; each is checked once.
        cells = {cell for row in rows for cell in row.items()}
        found = {cell: remarks for cell in cells if (remarks := tuple(remarks_on(table, *cell)))}
        for row, place in zip(rows, reading.rows_at[table], strict=True) if found else ():
            for column, text in row.items():
                yield from ((place.at(column), remark) for remark in found.get((column, text), ()))
    for path, text in reading.profile.items():
        yield from ((reading.profile_at[path], remark) for remark in remarks_on("", path, text))


def _origin(paths: Sequence[Path], reading: PlacedDraft) -> str:
    origin = {
        "schema": "1",
        "workbooks": [{"file": path.name, "sha256": digest(path)} for path in paths],
        "put_right": [str(note) for note in reading.notes],
    }
    return json.dumps(origin, ensure_ascii=False, indent=1) + "\n"


def is_empty(draft: Draft) -> bool:
    """Whether a station was created and nothing of it filled in."""
    scores = draft.tables.get("scores", ())
    return not set(draft.profile) - {"id"} and not any(row.get("score") or row.get("level") for row in scores)


# --- changes ----------------------------------------------------------------------------------------


def compare(before: Draft, after: Draft) -> tuple[TableChange, ...]:
    """The changes between two drafts of a station, of each table that has any."""
    changes = [_profile_change(before.profile, after.profile)]
    changes.append(_change("片区表", ("id", "unit"), before.units, after.units))
    for table, kind in TABLES.items():
        old, new = before.tables.get(table, ()), after.tables.get(table, ())
        changes.append(_change(TABLE_NAMES[table], kind.key, old, new))
    changes.append(_change("文字表", ("section", "text"), before.own_texts, after.own_texts))
    return tuple(change for change in changes if change.added or change.removed or change.changed)


def _profile_change(before: Values, after: Values) -> TableChange:
    heads = {path: text.head for path, text in PROFILE_TEXTS.items()}
    changed = [path for path in heads if before.get(path, "") != after.get(path, "")]
    return TableChange(
        "基本情况表",
        tuple(heads[path] for path in changed if path not in before),
        tuple(heads[path] for path in changed if path not in after),
        tuple(f"{heads[p]} {before[p]}→{after[p]}" for p in changed if p in before and p in after),
    )


def _change(name: str, key: Sequence[str], before: Sequence[Values], after: Sequence[Values]) -> TableChange:
    old = {_shown(row, key): row for row in before}
    new = {_shown(row, key): row for row in after}
    return TableChange(
        name,
        tuple(row for row in new if row not in old),
        tuple(row for row in old if row not in new),
        tuple(row for row in new if row in old and dict(new[row]) != dict(old[row])),
    )


def _shown(row: Values, key: Sequence[str]) -> str:
    return "／".join(row[column] for column in key if row.get(column))
