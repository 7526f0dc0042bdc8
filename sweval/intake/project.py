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
    """The file of a scheme. Raises ``Refused`` where there is none of that id."""
    _check_id(scheme, "scheme")
    path = root / "params" / "schemes" / f"{scheme}.yaml"
    if path.is_file():
        return path
    known = sorted(p.stem for p in path.parent.glob("*.yaml"))
    raise Refused(
        [
            Fault(
                "params/schemes",
                column="scheme",
                value=scheme,
                problem="没有这个指标体系",
                remedy=f"现有：{'、'.join(known)}",
            )
        ]
    )


def parameter_file(root: Path, station: str) -> Path:
    """The run parameters of a station: ``params/stations/<id>.yaml``."""
    _check_id(station, "station")
    path = root / "params" / "stations" / f"{station}.yaml"
    if path.is_file():
        return path
    known = sorted(p.stem for p in path.parent.glob("*.yaml"))
    raise Refused(
        [
            Fault(
                "params/stations", column="station", value=station,
                problem="没有这个站点的参数文件", remedy=f"现有：{'、'.join(known)}",
            )
        ]
    )  # fmt: skip


def _check_id(value: str, column: str) -> None:
    try:
        check_identifier(value)
    except ValueError as error:
        raise Refused([Fault("参数", column=column, value=str(value), problem=str(error))]) from None
