"""Paths of a project: its root, and the files of stations and schemes by id."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from sweval.domain.values.faults import Fault, Refused, problem_and_remedy
from sweval.domain.values.types import check_identifier

#: The folders of station data below ``data/``.
HOMES: Final = ("stations", "demo")
LISTED: Final = 30


def find_root(start: Path | None = None) -> Path:
    """The nearest folder, from ``start`` (default: the working directory) upward, that holds ``params/``.

    papermill runs a notebook in its caller's directory and JupyterLab in the notebook's; both find
    the same root this way. Raises ``Refused`` where there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "params").is_dir():
            return folder
    raise Refused([Fault(str(here), problem="这里及上级目录都没有 params/", remedy="请在项目目录中运行")])


def find_station(root: Path, station: str) -> Path | None:
    """The data folder of a station; ``None`` where there is none, or the id is invalid."""
    try:
        return station_folder(root, station)
    except Refused:
        return None


def station_folder(root: Path, station: str) -> Path:
    """The data folder of a station: ``data/stations/<id>`` or ``data/demo/<id>``."""
    check_id(station, "station")
    for home in HOMES:
        folder = root / "data" / home / station
        if folder.is_dir():
            return folder
    known = [path.name for path in station_folders(root)]
    remedy = there_are(known) if known else "请先建立站点数据"
    raise Refused(
        [Fault("data/stations", column="station", value=station, problem="没有这个站点的数据", remedy=remedy)]
    )


def station_folders(root: Path) -> list[Path]:
    """The data folders of all stations, by id; names that begin with a dot are left out."""
    homes = (root / "data" / home for home in HOMES)
    folders = (path for home in homes for path in home.glob("*/") if not path.name.startswith("."))
    return sorted(folders, key=lambda path: path.name)


def scheme_path(root: Path, scheme: str) -> Path:
    """The file of a scheme or an example scheme. Raises ``Refused`` where there is none of that id."""
    return _known_file("params/schemes", scheme_files(root), scheme, "scheme", "没有这个指标体系")


def scheme_files(root: Path) -> dict[str, Path]:
    """The files of all schemes by id, examples last."""
    home = root / "params" / "schemes"
    return {
        path.stem: path
        for path in (*sorted(home.glob("*.yaml")), *sorted((home / "examples").glob("*.yaml")))
    }


def parameter_file(root: Path, station: str) -> Path:
    """The run parameters of a station: ``params/stations/<id>.yaml``."""
    home = "params/stations"
    check_id(station, "station")
    path = root / home / f"{station}.yaml"
    # Called for thousands of stations in a row: the others are only listed for a refusal.
    if path.is_file():
        return path
    files = {path.stem: path for path in sorted((root / home).glob("*.yaml"))}
    return _known_file(home, files, station, "station", "没有这个站点的参数文件")


def _known_file(home: str, files: Mapping[str, Path], id: str, column: str, problem: str) -> Path:
    """The file of this id; a refusal lists the existing ones."""
    check_id(id, column)
    if id in files:
        return files[id]
    raise Refused([Fault(home, column=column, value=id, problem=problem, remedy=there_are(files))])


def there_are(names: Collection[str]) -> str:
    """The existing names, at most :data:`LISTED` of them, for a remedy."""
    more = f"等{len(names)}个" if len(names) > LISTED else ""
    return f"现有：{'、'.join(islice(names, LISTED))}{more}"


def check_id(value: str, column: str) -> None:
    """Refuse an invalid id before it becomes part of a path."""
    try:
        check_identifier(value)
    except ValueError as error:
        raise Refused([Fault("参数", 0, column, str(value), *problem_and_remedy(error))]) from None
