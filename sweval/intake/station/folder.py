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
from sweval.intake.caching import LastResult, read_once
from sweval.intake.checks.repairing import DAYS, MADE_UP, Broken, repaired
from sweval.intake.checks.rows import cross_faults
from sweval.intake.project import find_root, station_folder
from sweval.intake.project_key import derived, read_key
from sweval.intake.station.corrections import FILE, PROFILE, corrected_profile, read_corrections
from sweval.intake.station.draft import read_profile
from sweval.intake.station.tables import ReadTable, read_table
from sweval.intake.text.validation import validate_document
from sweval.intake.text.yaml_text import Document, read_yaml

PROFILE_KEYS: Final = tuple(MADE_UP)
#: The files that a station's folder may hold.
KNOWN_FILES: Final = frozenset(
    {*(f"{name}.csv" for name in TABLES), "station.yaml", "text.yaml", "README.md", FILE, "intake.json"}
)


@dataclass(frozen=True, kw_only=True)
class OwnTexts(FromFile):
    """The whole of ``text.yaml``."""

    paragraphs: tuple[OwnText, ...] = ()


_LAST: Final = LastResult[Station]()


def load_station(
    station: str, scheme: Scheme, *, as_of: str | date = "", root: Path | None = None
) -> Station:
    """The station's data, validated by themselves and against ``scheme``.

    ``as_of`` is the day on which things are judged done or overdue; empty means the last date in
    ``process.csv``. Raises ``Refused`` with every fault of every file.
    """
    return _load(station, scheme, as_of, root or find_root(), ())


def _load(station: str, scheme: Scheme, as_of: str | date, root: Path, later: tuple[str, ...]) -> Station:
    """``later``: the assessments that name this one as their earlier one, directly or through another."""
    folder = station_folder(root, station)
    found = read_once(
        _LAST, folder, scheme, str(as_of), read=lambda: read_station(folder, scheme, as_of=as_of)
    )
    name = f"{found.profile.town}{found.profile.name}"
    earlier, key = _earlier(found, scheme, root, later), derived(read_key(root), "counts", name)
    return replace(found, earlier=earlier, key=key) if earlier or key else found


def earlier_of(folder: Path) -> str:
    """The earlier assessment that a station's folder names; empty where it names none, or can't be read."""
    path = folder / "station.yaml"
    # Most name none, and reading YAML is slow.
    if not path.is_file() or b"earlier" not in path.read_bytes():
        return ""
    try:
        assessment = read_yaml(path).data.get("assessment")
    except Refused:
        return ""
    return str(assessment.get("earlier") or "") if isinstance(assessment, dict) else ""


def _earlier(station: Station, scheme: Scheme, root: Path, later: tuple[str, ...]) -> tuple[Station, ...]:
    """The assessment that a station names as its earlier one. Raises ``Refused`` where it is missing or has faults."""
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
    folder: Path, scheme: Scheme, *, as_of: str | date = "", known: Collection[Fault] = ()
) -> Station:
    """The station in ``folder``; see :func:`load_station`.

    ``known``: faults of cells found before the files were written from a workbook. These cells get no other fault,
    and no fault that only follows from theirs is reported.
    """
    if not folder.is_dir():
        raise Refused([Fault(folder.name, problem="没有这个目录", remedy="请检查站点编号")])
    faults: list[Fault] = []
    corrections = read_corrections(folder, faults)
    tables, lost, done = _read_tables(folder, corrections, faults)
    for fault in known:
        table = fault.file.removesuffix(".csv")
        lost.setdefault(table, frozenset())
        if fault.column in ("", "node", "id"):
            lost[table] = None
    faults += _stray_files(folder)
    own_text = _read_own_text(folder, faults)
    try:
        document = read_profile(folder)
    except Refused as refusal:
        # Without a profile the tables can't be checked against areas and dates; their own faults are reported.
        raise Refused([*refusal.faults, *faults]) from None
    profile_done, correction_faults = corrected_profile(document, corrections)
    faults += correction_faults
    station, replaced = _station(document, faults)
    broken = Broken({**lost, **dict.fromkeys(replaced)})
    absent = frozenset(TABLES.keys() - tables.keys())
    applied = tuple(sorted([*done, *profile_done], key=lambda correction: correction.line))
    station = replace(station, **tables, own_text=own_text, absent=absent, corrections=applied)
    if station.id != folder.name and "id" not in replaced:
        line, remedy = document.line(("id",)), f"请改为 {folder.name}"
        faults.append(Fault("station.yaml", line, "id", station.id, "与目录名不符", remedy))
    try:
        day = parse_day(as_of) if as_of else station.last_date()
    except ValueError as error:
        fault = Fault("参数", 0, "as_of", str(as_of), *problem_and_remedy(error))
        raise Refused([*faults, fault]) from None
    station = replace(station, as_of=day)
    if day < station.assessment.onsite_end and not broken.any(*DAYS):
        # Dates after ``as_of`` would be faults everywhere.
        raise Refused([*faults, _too_early(day, station)])
    faults += cross_faults(station, scheme, document.line, broken)
    faults = _without_known(faults, known)
    if faults:
        raise Refused(faults)
    return station


def _without_known(faults: list[Fault], known: Collection[Fault]) -> list[Fault]:
    """The faults of cells that have no known one; ``station.yaml`` is compared by path, not by line."""
    cells = {(fault.file, fault.row, fault.column) for fault in known}
    paths = [f"{fault.column}." for fault in known if fault.file == "station.yaml"]
    return [
        fault
        for fault in faults
        if (fault.file, fault.row, fault.column) not in cells
        # A part is reported as missing where all its values have known faults.
        and not (fault.file == "station.yaml" and any(p.startswith(f"{fault.column}.") for p in paths))
    ]


def _station(document: Document, faults: list[Fault]) -> tuple[Station, frozenset[str]]:
    """The station of a profile, and the paths replaced for their faults; see :func:`repaired`."""
    faults += _stray_keys(document)
    data = {key: value for key, value in document.data.items() if key in PROFILE_KEYS}
    try:
        return validate_document(Station, replace(document, data=data)), frozenset()
    except Refused as refusal:
        faults += refusal.faults
        data, replaced = repaired(data, [fault.column for fault in refusal.faults])
    try:
        return validate_document(Station, replace(document, data=data)), replaced
    except Refused:
        # A profile beyond repair is checked no further.
        raise Refused(faults) from None


def _too_early(day: date, station: Station) -> Fault:
    end = station.assessment.onsite_end
    return Fault("参数", 0, "as_of", str(day), f"基准日早于实地评估结束日{end}", f"请填{end}或之后的日期")


def _read_tables(
    folder: Path, corrections: tuple[Correction, ...], faults: list[Fault]
) -> tuple[dict[str, Any], dict[str, frozenset[str] | None], list[Correction]]:
    """The rows of every table, the keys of rows left out for faults (see :class:`Broken`), the corrections applied."""
    done: list[Correction] = []
    tables: dict[str, Any] = {}
    lost: dict[str, frozenset[str] | None] = {}
    names = {path.name for path in folder.iterdir()}
    for name, kind in TABLES.items():
        path = folder / f"{name}.csv"
        if path.name in names:
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
    for correction in corrections:
        name = correction.table
        if name != PROFILE and name not in tables:
            problem, remedy = f"没有 {name}.csv，无从更正", "请删去这条更正，或补上表"
            faults.append(Fault(FILE, correction.line, "table", name, problem, remedy))
    return tables, lost, done


def _stray_keys(document: Document) -> list[Fault]:
    """Unknown keys, such as a table in ``station.yaml``, whose values would be lost."""
    remedy = f"可用：{'、'.join(PROFILE_KEYS)}"
    return [
        Fault(document.file, document.line((key,)), key, problem="没有这一项", remedy=remedy)
        for key in document.data
        if key not in PROFILE_KEYS
    ]


def _stray_files(folder: Path) -> list[Fault]:
    """Unknown files: a table with a misspelt name would otherwise count as 未提供."""
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
        texts = validate_document(OwnTexts, document).paragraphs
        return tuple(replace(text, line=document.line(("paragraphs", n))) for n, text in enumerate(texts))
    except Refused as refusal:
        faults += refusal.faults
        return ()
