"""The stations, tasks and formats that a call names: ids, patterns, a batch, or all stations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from sweval.domain.values.faults import Fault, Refused
from sweval.export.formats import FORMATS, PAGE, PAGED, WORD
from sweval.export.word.toc_pages import installed
from sweval.intake.batches import ALONE, Batch, load_batches
from sweval.intake.parameters import CALL, load_parameters
from sweval.intake.project import scheme_path, station_folders
from sweval.run.task import DEFAULT_LIMITS, Engine, Limits, Task

PATTERN: Final = frozenset("*?[")


def select(
    root: Path, names: Sequence[str], batch: str = "", *, all_there_are: bool = False
) -> tuple[list[str], str]:
    """The ids of the named stations, each once and in order, and the id of the named batch, if any.

    ``batch``: a batch's id or file. Raises ``Refused`` if nothing, or something unknown, is named.
    """
    if bool(names) + bool(batch) + all_there_are != 1:
        problem = "没有写明要运行哪些站点" if not names else "写法互相冲突"
        raise Refused([Fault(CALL, problem=problem, remedy="请写站点编号，或 --batch，或 --all，三者选一")])
    if batch:
        chosen = _batch(load_batches(root), batch)
        return list(chosen.stations), chosen.id
    there = [folder.name for folder in station_folders(root)]
    if all_there_are:
        return there, ""
    found: dict[str, None] = {}
    faults = []
    for name in names:
        matching = [id for id in there if fnmatchcase(id, name)] if PATTERN & set(name) else [name]
        if not matching:
            problem, remedy = "没有符合的站点", "请检查写法"
            faults.append(Fault(CALL, column="station", value=name, problem=problem, remedy=remedy))
        found |= dict.fromkeys(matching)
    if faults:
        raise Refused(faults)
    return list(found), ""


def tasks(
    root: Path,
    stations: Iterable[str],
    editions: Sequence[str],
    overrides: dict[str, str],
    *,
    batch: str = "",
    engine: Engine = "sweval",
    formats: Sequence[str] = (PAGE.key,),
    limits: Limits = DEFAULT_LIMITS,
) -> list[Task]:
    """A task for every station and edition. Raises ``Refused`` with the faults of all parameters."""
    home = {station: each.id for each in load_batches(root) for station in each.stations}
    made: list[Task] = []
    schemes: set[str] = set()
    faults: list[Fault] = []
    for station in stations:
        for edition in editions or ("",):
            try:
                given = overrides | ({"edition": edition} if edition else {})
                parameters = load_parameters(root, station, given)
                if parameters.scheme not in schemes:
                    scheme_path(root, parameters.scheme)
                    schemes.add(parameters.scheme)
            except Refused as refusal:
                faults += [fault for fault in refusal.faults if fault not in faults]
                continue
            folder = batch or home.get(station, ALONE)
            made.append(Task(root, parameters, folder, engine, tuple(formats), limits))
    if faults:
        raise Refused(faults)
    return made


def check_formats(text: str, *, toc_pages: bool = False) -> tuple[str, ...]:
    """The formats of a call, ``html,docx``; with ``toc_pages`` Word has page numbers in its table of contents.

    Raises ``Refused`` for an unknown format, and for page numbers without LibreOffice or Word.
    """
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    known = f"现有：{'、'.join(FORMATS)}"
    faults = [
        Fault(CALL, column="formats", value=name, problem="没有这种格式", remedy=known)
        for name in wanted
        if name not in FORMATS
    ]
    if toc_pages and WORD.key not in wanted:
        problem, remedy = "没有要 Word 文件", "请在 --formats 中加上 docx"
        faults.append(Fault(CALL, column="toc-pages", problem=problem, remedy=remedy))
    elif toc_pages and not installed():
        problem, remedy = "没有找到 LibreOffice（soffice）", "请安装 LibreOffice，或不用 --toc-pages"
        faults.append(Fault(CALL, column="toc-pages", problem=problem, remedy=remedy))
    elif not wanted:
        faults.append(Fault(CALL, column="formats", problem="没有写格式", remedy=known))
    if faults:
        raise Refused(faults)
    return tuple(PAGED.key if name == WORD.key and toc_pages else name for name in wanted)


def _batch(batches: Sequence[Batch], name: str) -> Batch:
    """The batch of an id or a file name."""
    id = Path(name).stem if name.endswith((".yaml", ".yml")) else name
    for batch in batches:
        if batch.id == id:
            return batch
    known = "、".join(batch.id for batch in batches) or "无"
    raise Refused([Fault(CALL, column="batch", value=name, problem="没有这个批次", remedy=f"现有：{known}")])
