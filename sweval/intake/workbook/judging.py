"""Judging a workbook: its draft written as a station's folder, judged there, every fault led back to its cell."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sweval.domain.dictionary import DICTIONARY, OWN_TEXTS, PROFILE_TEXTS, TABLE_NAMES, UNITS
from sweval.domain.faults import Fault, Refused
from sweval.domain.rows import TABLES
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.domain.types import check_identifier
from sweval.intake.draft import write_folder
from sweval.intake.folder import read_station
from sweval.intake.tables import record_lines
from sweval.intake.workbook.places import Place, Reading, RowPlace

#: Where an empty row is filled in.
FILLED_IN: dict[str, tuple[str, ...]] = {"scores": ("score", "level"), "leaf_inputs": ("met", "value")}


def judge(
    reading: Reading, scheme: Scheme, parent: Path, corrections: Path | None = None
) -> tuple[Path, Station]:
    """Write what was read as a folder below ``parent``, corrected; the folder and the station in it.

    Raises ``Refused`` with every fault of the workbook, the folder then being of no use.
    """
    folder = parent / _folder_name(reading.profile.get("id", ""))
    folder.mkdir()
    write_folder(reading.draft, folder)
    if corrections:
        shutil.copyfile(corrections, folder / corrections.name)
    back = _Back(reading, folder)
    try:
        station = read_station(folder, scheme, named=back.named())
    except Refused as refusal:
        raise Refused([*reading.faults, *map(back.translated, refusal.faults)]) from None
    if reading.faults:
        raise Refused(reading.faults)
    return folder, station


def _folder_name(id: str) -> str:
    try:
        return check_identifier(id)
    except ValueError:
        return "station"


class _Back:
    """The way back from the files to the workbook."""

    def __init__(self, reading: Reading, folder: Path) -> None:
        self.reading = reading
        self.lines = {
            table: record_lines(folder / f"{table}.csv")
            for table in TABLES
            if (folder / f"{table}.csv").exists()
        }
        self.paths = dict(_paths(reading))

    def named(self) -> list[Fault]:
        """The faulty cells of the workbook as places in the files."""
        found = []
        by_row = {key: path for path, key in self.paths.items()}
        for table, index, column in self.reading.faulty:
            if table == "":
                found.append(Fault("station.yaml", column=column))
            elif table in TABLES:
                row = self.lines[table][index] if index >= 0 and table in self.lines else 0
                found.append(Fault(f"{table}.csv", row, column if index >= 0 else ""))
            else:
                file = "text.yaml" if table == "text" else "station.yaml"
                found.append(Fault(file, column=by_row.get((table, index, column), table)))
        return found

    def translated(self, fault: Fault) -> Fault:
        """A fault of the files as a fault of the workbook."""
        place, head = self._place(fault)
        # A node that lacks its scores is pointed to by an empty cell.
        value = "" if fault.column == "node" and not fault.row and place.cell else fault.value
        words = {f"{table}.csv": f"“{name}”" for table, name in TABLE_NAMES.items()}
        problem, remedy = fault.problem, fault.remedy
        for file, name in words.items():
            problem, remedy = problem.replace(file, name), remedy.replace(file, name)
        return Fault(
            place.file, place.row, head, value, problem, remedy, place.sheet, place.cell, place.position
        )  # fmt: skip

    def _place(self, fault: Fault) -> tuple[Place, str]:
        table = fault.file.removesuffix(".csv")
        if table in TABLES:
            return self._in_table(table, fault)
        if fault.file in ("station.yaml", "text.yaml"):
            return self._in_profile(fault)
        # A fault of the corrections, which no workbook holds.
        return Place(fault.file, "", 0, fault.row), fault.column

    def _in_table(self, table: str, fault: Fault) -> tuple[Place, str]:
        columns = DICTIONARY[table].columns
        head = columns[fault.column].head if fault.column in columns else ""
        sheet = self.reading.sheets_at.get(table, Place(self.reading.file, TABLE_NAMES[table], 99))
        lines = self.lines.get(table, ())
        if fault.row in lines:
            return self.reading.rows_at[table][lines.index(fault.row)].at(fault.column), head
        row = self._unfilled(table, fault) if fault.column == "node" else None
        if row is not None:
            column = next((c for c in FILLED_IN[table] if c in row.letters), "node")
            return row.at(column), columns[column].head
        return sheet, head

    def _unfilled(self, table: str, fault: Fault) -> RowPlace | None:
        """The first row left unfilled of the node, and the area, that a fault finds nothing of."""
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
            # A part of a value, such as the second of several methods, stands in the value's cell.
            path = re.sub(r"(\.[^.\[]*|\[[0-9]+\])$", "", path) if re.search(r"[.\[]", path) else ""
        head = fault.column.split("[")[0]
        table = "text" if head == "paragraphs" else "areas"
        place = Place(self.reading.file, "基本情况表", 0)
        return (self.reading.sheets_at.get(table, place) if head in ("areas", "paragraphs") else place), ""


def _paths(reading: Reading) -> list[tuple[str, tuple[str, int, str]]]:
    """The path in ``station.yaml`` and ``text.yaml`` of every cell of the sheets of units and own texts."""
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
