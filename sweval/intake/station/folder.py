"""A station's folder as a :class:`Station`: every file read, every fault of all of them collected."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import REQUIRED_TABLES, TABLES, Correction, OwnText, Station
from sweval.domain.values.faults import Fault, Refused, problem_and_remedy
from sweval.domain.values.garbage import rare_collection
from sweval.domain.values.types import FromFile, parse_day
from sweval.intake.checks.broken import Broken
from sweval.intake.checks.mending import DAYS, repaired
from sweval.intake.checks.rows import cross_faults
from sweval.intake.latest import Latest
from sweval.intake.once import read_once
from sweval.intake.project import find_root, station_folder
from sweval.intake.project_key import derived, read_key
from sweval.intake.station.corrections import FILE, PROFILE, corrected_profile, read_corrections
from sweval.intake.station.draft import read_profile
from sweval.intake.station.tables import ReadTable, read_table
from sweval.intake.text.validation import validate_document
from sweval.intake.text.yaml_text import Document, read_yaml

PROFILE_KEYS: Final = (
    "schema",
    "id",
    "nature",
    "source",
    "profile",
    "organisations",
    "contract",
    "areas",
    "assessment",
)
#: What a station's folder may hold.
KNOWN_FILES: Final = frozenset(
    {*(f"{name}.csv" for name in TABLES), "station.yaml", "text.yaml", "README.md", FILE, "intake.json"}
)


@dataclass(frozen=True, kw_only=True)
class OwnTexts(FromFile):
    """The whole of ``text.yaml``."""

    paragraphs: tuple[OwnText, ...] = ()


_LATEST: Final = Latest[Station]()


def load_station(
    station: str, scheme: Scheme, *, as_of: str | date = "", root: Path | None = None
) -> Station:
    """The station's data, validated against its own schema and against ``scheme``.

    ``as_of`` is the day on which things are judged done or overdue; empty means the last date in
    ``process.csv``. Raises ``Refused`` with every fault of every file at once.
    """
    return _load(station, scheme, as_of, root or find_root(), ())


def _load(station: str, scheme: Scheme, as_of: str | date, root: Path, later: tuple[str, ...]) -> Station:
    """``later``: the assessments that name this one as their earlier one, and those that name them."""
    folder = station_folder(root, station)
    found = read_once(
        _LATEST, folder, scheme, str(as_of), read=lambda: read_station(folder, scheme, as_of=as_of)
    )
    name = f"{found.profile.town}{found.profile.name}"
    earlier, key = _earlier(found, scheme, root, later), derived(read_key(root), "counts", name)
    return replace(found, earlier=earlier, key=key) if earlier or key else found


def earlier_of(folder: Path) -> str:
    """The earlier assessment that a station's folder names; empty where it names none, or can't be read."""
    path = folder / "station.yaml"
    # Most name none, and reading YAML takes its time.
    if not path.is_file() or b"earlier" not in path.read_bytes():
        return ""
    try:
        assessment = read_yaml(path).data.get("assessment")
    except Refused:
        return ""
    return str(assessment.get("earlier") or "") if isinstance(assessment, dict) else ""


def _earlier(station: Station, scheme: Scheme, root: Path, later: tuple[str, ...]) -> tuple[Station, ...]:
    """The assessment that a station names as its earlier one. Raises ``Refused`` where it isn't there, or has faults."""
    name = station.assessment.earlier
    if not name:
        return ()
    column = "assessment.earlier"
    remedy = "请改为同一社工站上次评估的站点编号；没有上次评估的，删去这一项"
    if name in (station.id, *later):
        problem = "不能是本次评估，或以本次为上次评估的"
        raise Refused([Fault("station.yaml", 0, column, name, problem, remedy)])
    try:
        found = _load(name, scheme, "", root, (*later, station.id))
        if (found.profile.name, found.profile.town) != (station.profile.name, station.profile.town):
            problem = f"是另一个社工站（{found.profile.name}）"
            raise Refused([Fault("station.yaml", 0, column, name, problem, remedy)])
        return (found,)
    except Refused as refusal:
        if any(fault.column == column for fault in refusal.faults):
            raise
        first = refusal.faults[0]
        problem = f"上次评估的数据读不了（{first.file}：{first.problem}）"
        raise Refused([Fault("station.yaml", 0, column, name, problem, remedy)]) from None


@rare_collection()
def read_station(
    folder: Path, scheme: Scheme, *, as_of: str | date = "", named: Collection[Fault] = ()
) -> Station:
    """The station in ``folder``; see :func:`load_station`.

    ``named`` are faults that were found in its cells before the files were written (a workbook's): they are
    not named again, nor is anything that only follows from them.
    """
    if not folder.is_dir():
        raise Refused([Fault(folder.name, problem="没有这个目录", remedy="请检查站点编号")])
    faults: list[Fault] = []
    corrections = read_corrections(folder, faults)
    tables, lost, done = _read_tables(folder, corrections, faults)
    for fault in named:
        lost.setdefault(fault.file.removesuffix(".csv"), frozenset())
        if fault.column in ("", "node", "id"):
            lost[fault.file.removesuffix(".csv")] = None
    faults += _stray_files(folder)
    own_text = _read_own_text(folder, faults)
    try:
        document = read_profile(folder)
    except Refused as refusal:
        # Without a profile the tables can't be judged against areas and dates; their own faults still count.
        raise Refused([*refusal.faults, *faults]) from None
    of_profile, not_done = corrected_profile(document, corrections)
    faults += not_done
    done += of_profile
    station, spoilt = _station(document, faults)
    broken = Broken({**lost, **dict.fromkeys(spoilt)})
    absent = frozenset(TABLES.keys() - tables.keys())
    applied = tuple(sorted(done, key=lambda one: one.line))
    station = replace(station, **tables, own_text=own_text, absent=absent, corrections=applied)
    if station.id != folder.name and "id" not in spoilt:
        line, remedy = document.line(("id",)), f"请改为 {folder.name}"
        faults.append(Fault("station.yaml", line, "id", station.id, "与目录名不符", remedy))
    try:
        day = parse_day(as_of) if as_of else station.last_date()
    except ValueError as error:
        wrong = Fault("参数", 0, "as_of", str(as_of), *problem_and_remedy(error))
        raise Refused([*faults, wrong]) from None
    station = replace(station, as_of=day)
    if day < station.assessment.onsite_end and not broken.any(*DAYS):
        # Judged from before the evaluation, correct data would look wrong everywhere.
        raise Refused([*faults, _too_early(day, station)])
    faults += cross_faults(station, scheme, document.line, broken)
    faults = _unnamed(faults, named)
    if faults:
        raise Refused(faults)
    return station


def _unnamed(faults: list[Fault], named: Collection[Fault]) -> list[Fault]:
    """Those of cells that have no fault already; in ``station.yaml`` the path tells, not the line."""
    cells = {(one.file, one.row, one.column) for one in named}
    paths = [f"{one.column}." for one in named if one.file == "station.yaml"]
    return [
        fault
        for fault in faults
        if (fault.file, fault.row, fault.column) not in cells
        # Where all of a part is missing, the part is.
        and not (fault.file == "station.yaml" and any(p.startswith(f"{fault.column}.") for p in paths))
    ]


def _station(document: Document, faults: list[Fault]) -> tuple[Station, frozenset[str]]:
    """The station of a profile, and what of the profile has faults; see :func:`repaired`."""
    faults += _stray_keys(document)
    data = {key: value for key, value in document.data.items() if key in PROFILE_KEYS}
    try:
        return validate_document(Station, replace(document, data=data)), frozenset()
    except Refused as refusal:
        faults += refusal.faults
        data, spoilt = repaired(data, [fault.column for fault in refusal.faults])
    try:
        return validate_document(Station, replace(document, data=data)), spoilt
    except Refused:
        # What can't be mended is judged no further.
        raise Refused(faults) from None


def _too_early(day: date, station: Station) -> Fault:
    end = station.assessment.onsite_end
    return Fault("参数", 0, "as_of", str(day), f"基准日早于实地评估结束日{end}", f"请填{end}或之后的日期")


def _read_tables(
    folder: Path, corrections: tuple[Correction, ...], faults: list[Fault]
) -> tuple[dict[str, Any], dict[str, frozenset[str] | None], list[Correction]]:
    """The rows of every table there is, what those that have faults lost (see :class:`Broken`), what was corrected."""
    done: list[Correction] = []
    tables: dict[str, Any] = {}
    lost: dict[str, frozenset[str] | None] = {}
    there = {path.name for path in folder.iterdir()}
    for name, kind in TABLES.items():
        path = folder / f"{name}.csv"
        if path.name in there:
            try:
                table = read_table(kind, path, corrections)
            except Refused as refusal:
                table = ReadTable(faults=refusal.faults)
            tables[name] = table.rows
        elif name in REQUIRED_TABLES:
            missing = Fault(path.name, problem="缺少必需的文件", remedy="请补上，至少要有评分")
            table = ReadTable(faults=(missing,))
        else:
            continue
        faults += table.faults
        if table.faults:
            lost[name] = table.lost
        done += table.corrected
    absent = {one.table for one in corrections} - tables.keys() - {PROFILE}
    for one in corrections:
        if one.table in absent:
            problem = f"没有 {one.table}.csv，无从更正"
            faults.append(Fault(FILE, one.line, "table", one.table, problem, "请删去这条更正，或补上表"))
    return tables, lost, done


def _stray_keys(document: Document) -> list[Fault]:
    """Tables have files of their own; what stands for one in ``station.yaml`` would be lost."""
    remedy = f"可用：{'、'.join(PROFILE_KEYS)}"
    return [
        Fault(document.file, document.line((key,)), key, problem="没有这一项", remedy=remedy)
        for key in document.data
        if key not in PROFILE_KEYS
    ]


def _stray_files(folder: Path) -> list[Fault]:
    """A misspelt file name would otherwise read as 未提供."""
    return [
        Fault(name, problem="不认识这个文件", remedy="请检查文件名；可用的表见 docs/data.md")
        for name in sorted({path.name for path in folder.iterdir()} - KNOWN_FILES)
        if not name.startswith((".", "~"))
    ]


def _read_own_text(folder: Path, faults: list[Fault]) -> tuple[OwnText, ...]:
    path = folder / "text.yaml"
    if not path.exists():
        return ()
    try:
        document = read_yaml(path, may_be_empty=True)
        paragraphs = validate_document(OwnTexts, document).paragraphs
        lines = (document.line(("paragraphs", n)) for n in range(len(paragraphs)))
        return tuple(replace(text, line=line) for text, line in zip(paragraphs, lines, strict=True))
    except Refused as refusal:
        faults += refusal.faults
        return ()
