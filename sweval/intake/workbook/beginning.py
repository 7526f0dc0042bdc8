"""Beginning: a project folder for an analyst's own work, and an empty station in a project."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.dictionary import PROFILE_TEXTS
from sweval.domain.station.rows import Score
from sweval.domain.station.station import SCHEMA
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.parameters import write_parameters
from sweval.intake.project import check_id, find_station
from sweval.intake.project_key import KEY, make_key
from sweval.intake.station.draft import csv_of
from sweval.intake.station.tables import columns
from sweval.intake.workbook.starting import starting
from sweval.intake.workbook.template import workbook

#: Where the rules, notebooks and examples that a project begins with are.
SOURCE: Final = Path(__file__).resolve().parents[3]
EXAMPLE: Final = "example-1000"
README: Final = """# 社工站评估项目

- `params/schemes/` 指标体系；`params/stations/` 每次评估一个参数文件；`data/stations/` 数据；`reports/` 报告。
- `sweval new 站点编号 --scheme guangzhou-2023 --areas 5` 建一个空站点，得到 Excel 模板。
- 填好后 `sweval intake 站点编号.xlsx`，再 `sweval run 站点编号`。
- 先看示例：`sweval run example-1000`。
- 抽样 `sweval sample`，出具前自查 `sweval proof`，比较 `sweval compare`，到期事项 `sweval deadlines`，区域汇总 `sweval overview`；用法加 -h。
"""


def begin_project(folder: Path) -> list[str]:
    """Make a project in a new or empty folder: schemes, notebooks, an example. What was made, by name.

    Raises ``Refused`` where the folder holds anything, or where this installation has nothing to begin with.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Fault(str(folder), problem="不是空目录", remedy="请换一个新的目录名")])
    if not (SOURCE / "params" / "schemes").is_dir():
        remedy = "请用 pip install -e 从项目目录安装"
        raise Refused([Fault(str(folder), problem="安装的 sweval 不带指标体系和笔记本", remedy=remedy)])
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("params/schemes", "notebooks", f"data/demo/{EXAMPLE}"):
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(SOURCE / part, folder / part, ignore=ignored)
    (folder / "data" / "stations").mkdir()
    (folder / "reports").mkdir()
    write_parameters(folder, EXAMPLE, EXAMPLE)
    # What hidden counts and the codes of reports are drawn with; it must not be handed on.
    make_key(folder)
    (folder / ".gitignore").write_text(f"/{KEY.as_posix()}\n", encoding="utf-8", newline="\n")
    (folder / "README.md").write_text(README, encoding="utf-8", newline="\n")
    return sorted(path.name for path in folder.iterdir())


def begin_station(
    root: Path, id: str, scheme: Scheme, *, areas: int, experts: tuple[str, ...]
) -> tuple[Path, ...]:
    """An empty station: its parameters, its data to be filled in, and the workbook to fill in instead.

    Raises ``Refused`` where there is one of this id, or the id is none.
    """
    check_id(id, "station")
    book = root / f"{id}.xlsx"
    taken = [path for path in (root / "params" / "stations" / f"{id}.yaml", book) if path.exists()]
    if find_station(root, id) or taken:
        where = taken[0].relative_to(root).as_posix() if taken else f"data/…/{id}"
        raise Refused(
            [
                Fault(
                    where,
                    value=id,
                    problem="已有这个站点",
                    remedy="请换一个编号，或用 sweval template --from",
                )
            ]
        )
    draft = starting(scheme, areas=areas, experts=experts)
    folder = root / "data" / "stations" / id
    folder.mkdir(parents=True)
    (folder / "station.yaml").write_text("\n".join(_skeleton(id)) + "\n", encoding="utf-8", newline="\n")
    (folder / "scores.csv").write_text(
        csv_of(columns(Score), draft.tables["scores"]), encoding="utf-8", newline="\n"
    )
    params = write_parameters(root, id, scheme.id)
    book.write_bytes(workbook(replace(draft, profile={"id": id}), scheme))
    return tuple(path for path in (params, folder / "station.yaml", folder / "scores.csv", book) if path)


def _skeleton(id: str) -> Iterator[str]:
    """``station.yaml`` with every key, its meaning beside it, and no value but the id."""
    yield "# 各项说明见 docs/data.md；没有的留空。"
    yield f"schema: {SCHEMA}"
    above: list[str] = []
    for path, text in PROFILE_TEXTS.items():
        *parents, key = path.split(".")
        for depth, parent in enumerate(parents):
            if above[: depth + 1] != parents[: depth + 1]:
                yield f"{'  ' * depth}{parent}:"
        above = parents
        yield f"{'  ' * len(parents)}{key}: {id if path == 'id' else ''}  # {text.head}：{text.holds}"
    yield "areas: []  # 片区划分，写法见 docs/data.md"
