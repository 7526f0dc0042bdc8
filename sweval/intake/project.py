"""Where things are: the project root and the files below it, by id."""

from __future__ import annotations

from pathlib import Path

from sweval.domain.faults import Fault, Refused
from sweval.domain.types import check_identifier


def find_root(start: Path | None = None) -> Path:
    """The nearest folder, from ``start`` (default: the working directory) upward, that holds ``params/``.

    papermill runs a notebook in its caller's directory and JupyterLab in the notebook's own; both find
    the same root this way. Raises ``Refused`` where there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "params").is_dir():
            return folder
    raise Refused([Fault(str(here), problem="这里及上级目录都没有 params/", remedy="请在项目目录中运行")])


def station_folder(root: Path, station: str) -> Path:
    """The data folder of a station: ``data/stations/<id>`` or ``data/demo/<id>``."""
    _check_id(station, "station")
    for home in ("stations", "demo"):
        folder = root / "data" / home / station
        if folder.is_dir():
            return folder
    known = sorted(p.name for home in ("stations", "demo") for p in (root / "data" / home).glob("*/"))
    remedy = f"现有：{'、'.join(known)}" if known else "请先建立站点数据"
    raise Refused(
        [Fault("data/stations", column="station", value=station, problem="没有这个站点的数据", remedy=remedy)]
    )


def scheme_path(root: Path, scheme: str) -> Path:
    """The file of a scheme, or of an example. Raises ``Refused`` where there is none of that id."""
    _check_id(scheme, "scheme")
    files = scheme_files(root)
    if scheme not in files:
        remedy = f"现有：{'、'.join(files)}"
        raise Refused(
            [
                Fault(
                    "params/schemes", column="scheme", value=scheme, problem="没有这个指标体系", remedy=remedy
                )
            ]
        )
    return files[scheme]


def scheme_files(root: Path) -> dict[str, Path]:
    """The files of all schemes by id, examples last."""
    home = root / "params" / "schemes"
    return {
        path.stem: path
        for path in (*sorted(home.glob("*.yaml")), *sorted((home / "examples").glob("*.yaml")))
    }


def parameter_file(root: Path, station: str) -> Path:
    """The run parameters of a station: ``params/stations/<id>.yaml``."""
    return _known_file(root, "stations", station, "station", "没有这个站点的参数文件")


def _known_file(root: Path, home: str, id: str, column: str, problem: str) -> Path:
    """``params/<home>/<id>.yaml``; a refusal names those there are."""
    _check_id(id, column)
    path = root / "params" / home / f"{id}.yaml"
    if path.is_file():
        return path
    known = "、".join(sorted(p.stem for p in path.parent.glob("*.yaml")))
    raise Refused(
        [Fault(f"params/{home}", column=column, value=id, problem=problem, remedy=f"现有：{known}")]
    )


def _check_id(value: str, column: str) -> None:
    try:
        check_identifier(value)
    except ValueError as error:
        problem, _, remedy = str(error).partition("，")
        raise Refused(
            [Fault("参数", column=column, value=str(value), problem=problem, remedy=remedy)]
        ) from None
