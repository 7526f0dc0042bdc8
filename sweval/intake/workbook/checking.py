"""Checks a workbook's data as the files of a station's folder, and gives each fault its cell in the workbook."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.dictionary import OWN_TEXTS, PROFILE_TEXTS, TABLE_NAMES, UNITS, table_text
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.faults import Fault, Refused
from sweval.domain.values.types import check_identifier
from sweval.intake.station.draft import write_folder
from sweval.intake.station.folder import read_station
from sweval.intake.text.records import record_lines
from sweval.intake.workbook.layout import PROFILE_SHEET
from sweval.intake.workbook.places import Place, PlacedDraft, RowPlace

#: The columns to fill in on a row that holds its key alone.
FILLED_IN: dict[str, tuple[str, ...]] = {"scores": ("score", "level"), "leaf_inputs": ("met", "value")}


def checked_station(
    reading: PlacedDraft, scheme: Scheme, parent: Path, corrections: Path | None = None
) -> tuple[Path, Station]:
    """Write the data as a folder below ``parent``, with the corrections; the folder, and the station read from it.

    Raises ``Refused`` with every fault of the workbook.
    """
    folder = parent / _folder_name(reading.profile.get("id", ""))
    folder.mkdir()
    write_folder(reading.draft, folder)
    if corrections:
        shutil.copyfile(corrections, folder / corrections.name)
    cells = _Cells(reading, folder)
    try:
        station = read_station(folder, scheme, known=cells.known_faults())
    except Refused as refusal:
        raise Refused([*reading.faults, *map(cells.fault_of, refusal.faults)]) from None
    if reading.faults:
        raise Refused(reading.faults)
    return folder, station


def _folder_name(id: str) -> str:
    try:
        return check_identifier(id)
    except ValueError:
        return "station"


class _Cells:
    """The cells of the workbook from which the lines and values of the folder's files were written."""

    def __init__(self, reading: PlacedDraft, folder: Path) -> None:
        self.reading = reading
        self.folder = folder
        self.paths = dict(_paths(reading))
        self._indexes: dict[str, dict[int, int]] = {}

    def indexes(self, table: str) -> dict[int, int]:
        """The index of the row by the line it starts on in a table's file; read only where there is a fault."""
        if table not in self._indexes:
            path = self.folder / f"{table}.csv"
            lines = record_lines(path) if path.exists() else ()
            self._indexes[table] = {line: index for index, line in enumerate(lines)}
        return self._indexes[table]

    def known_faults(self) -> list[Fault]:
        """The faulty cells of the workbook, as faults of the files."""
        found = []
        by_row = {key: path for path, key in self.paths.items()}
        lines = {table: list(self.indexes(table)) for table, *_ in self.reading.faulty if table in TABLES}
        for table, index, column in self.reading.faulty:
            if table == "":
                found.append(Fault("station.yaml", column=column))
            elif table in TABLES and index < 0:
                found.append(Fault(f"{table}.csv"))
            elif table in TABLES:
                found.append(Fault(f"{table}.csv", lines[table][index], column))
            else:
                file = "text.yaml" if table == "text" else "station.yaml"
                found.append(Fault(file, column=by_row.get((table, index, column), table)))
        return found

    def fault_of(self, fault: Fault) -> Fault:
        """A fault of the files as a fault of the workbook."""
        place, head = self._place(fault)
        # A node without scores is in no cell, or its cell is that of the empty score.
        value = "" if fault.column == "node" and not fault.row else fault.value
        problem, remedy = _by_sheets(fault.problem), _by_sheets(fault.remedy)
        return Fault(
            place.file, place.row, head, value, problem, remedy, place.sheet, place.cell, place.position
        )

    def _place(self, fault: Fault) -> tuple[Place, str]:
        table = fault.file.removesuffix(".csv")
        if table in TABLES:
            return self._in_table(table, fault)
        if fault.file in ("station.yaml", "text.yaml"):
            return self._in_profile(fault)
        # A fault of the corrections, which aren't in the workbook.
        return Place(fault.file, "", 0, fault.row), fault.column

    def _in_table(self, table: str, fault: Fault) -> tuple[Place, str]:
        columns = table_text(table).columns
        head = columns[fault.column].head if fault.column in columns else ""
        sheet = self.reading.sheets_at.get(table, Place(self.reading.file, TABLE_NAMES[table], 99))
        index = self.indexes(table).get(fault.row)
        if index is not None:
            return self.reading.rows_at[table][index].at(fault.column), head
        row = self._unfilled(table, fault) if fault.column == "node" else None
        if row is not None:
            column = next((c for c in FILLED_IN[table] if c in row.letters), "node")
            return row.at(column), columns[column].head
        return sheet, head

    def _unfilled(self, table: str, fault: Fault) -> RowPlace | None:
        """The first row without a score of the node, and the area, that the fault finds missing."""
        for values, place in self.reading.unfilled.get(table, []):
            area = values.get("area")
            if values.get("node") == fault.value and (not area or f"（片区 {area}）" in fault.problem):
                return place
        return None

    def _in_profile(self, fault: Fault) -> tuple[Place, str]:
        path = fault.column
        while path:
            if path in self.paths:
                table, index, column = self.paths[path]
                texts = (OWN_TEXTS if table == "text" else UNITS).columns
                return self.reading.rows_at[table][index].at(column), texts[column].head
            if path in self.reading.profile_at:
                return self.reading.profile_at[path], PROFILE_TEXTS[path].head
            # A part of a value, such as the second of several methods, is in the value's cell.
            path = re.sub(r"(\.[^.\[]*|\[[0-9]+\])$", "", path) if re.search(r"[.\[]", path) else ""
        head = fault.column.split("[")[0]
        table = "text" if head == "paragraphs" else "areas"
        place = Place(self.reading.file, PROFILE_SHEET, 0)
        return (self.reading.sheets_at.get(table, place) if head in ("areas", "paragraphs") else place), ""


def _by_sheets(text: str) -> str:
    """The text with the names of sheets in place of those of files."""
    if ".csv" in text:
        for table, name in TABLE_NAMES.items():
            text = text.replace(f"{table}.csv", f"“{name}”")
    return text


def _paths(reading: PlacedDraft) -> list[tuple[str, tuple[str, int, str]]]:
    """The path in ``station.yaml`` or ``text.yaml`` of every cell of the sheets of units and own texts."""
    found: list[tuple[str, tuple[str, int, str]]] = []
    areas: dict[str, int] = {}
    units: dict[str, int] = {}
    for index, row in enumerate(reading.rows.get("areas", ())):
        id = row.get("id", "")
        if id not in areas:
            areas[id] = len(areas) + 1
            found += [(f"areas[{areas[id]}].{column}", ("areas", index, column)) for column in ("id", "name")]
            found.append((f"areas[{areas[id]}]", ("areas", index, "id")))
        units[id] = units.get(id, 0) + 1
        stem = f"areas[{areas[id]}].units[{units[id]}]"
        found.append((stem, ("areas", index, "unit")))
        found.append((f"{stem}.name", ("areas", index, "unit")))
        found += [
            (f"{stem}.{column}", ("areas", index, column)) for column in ("kind", "counted", "managed_by")
        ]
    for index in range(len(reading.rows.get("text", ()))):
        stem = f"paragraphs[{index + 1}]"
        found.append((stem, ("text", index, "section")))
        for column in ("section", "mode", "author", "text", "editions"):
            found.append((f"{stem}.{column}", ("text", index, column)))
    return found
