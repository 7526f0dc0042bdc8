"""Beginnings: a project folder, an empty station in it, and the drafts whose rows are to be filled in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from sweval.domain.scheme.leaf_rules import SCORED, Checklist, KOfN
from sweval.domain.scheme.scheme import STEPS, Scheme
from sweval.domain.station.dictionary import PROFILE_TEXTS
from sweval.domain.station.rows import Score
from sweval.domain.station.station import SCHEMA
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.parameters import write_parameters
from sweval.intake.project import check_id, find_station
from sweval.intake.project_key import KEY, make_key
from sweval.intake.station.draft import Draft, Values, csv_of
from sweval.intake.station.tables import columns
from sweval.intake.workbook.template import workbook

#: The project whose rules, notebooks and example a new project gets copies of.
SOURCE: Final = Path(__file__).resolve().parents[3]
EXAMPLE: Final = "example-1000"
NUMERALS: Final = "一二三四五六七八九十"
README: Final = """# 社工站评估项目

- `params/schemes/` 指标体系；`params/stations/` 每次评估一个参数文件；`data/stations/` 数据；`reports/` 报告。
- `sweval new 站点编号 --scheme guangzhou-2023 --areas 5` 建一个空站点，得到 Excel 模板。
- 填好后 `sweval intake 站点编号.xlsx`，再 `sweval run 站点编号`。
- 先看示例：`sweval run example-1000`。
- 抽样 `sweval sample`，出具前自查 `sweval proof`，比较 `sweval compare`，到期事项 `sweval deadlines`，区域汇总 `sweval overview`；用法加 -h。
"""


def begin_project(folder: Path) -> list[str]:
    """Create a project in a new or empty folder, with schemes, notebooks and an example; the names in it.

    Raises ``Refused`` where the folder isn't empty, or where this installation has no schemes to copy.
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
    # The key must not be handed over with the project.
    make_key(folder)
    _write(folder / ".gitignore", f"/{KEY.as_posix()}\n")
    _write(folder / "README.md", README)
    return sorted(path.name for path in folder.iterdir())


def begin_station(
    root: Path, id: str, scheme: Scheme, *, areas: int, experts: tuple[str, ...]
) -> tuple[Path, ...]:
    """Create an empty station: its parameters, its data files, and the workbook to fill in instead of them.

    Raises ``Refused`` where the id is invalid or taken.
    """
    check_id(id, "station")
    book = root / f"{id}.xlsx"
    taken = [path for path in (root / "params" / "stations" / f"{id}.yaml", book) if path.exists()]
    if find_station(root, id) or taken:
        where = taken[0].relative_to(root).as_posix() if taken else f"data/…/{id}"
        remedy = "请换一个编号，或用 sweval template --from"
        raise Refused([Fault(where, value=id, problem="已有这个站点", remedy=remedy)])
    draft = blank_draft(scheme, areas=areas, experts=experts)
    folder = root / "data" / "stations" / id
    folder.mkdir(parents=True)
    _write(folder / "station.yaml", "\n".join(_blank_profile(id)) + "\n")
    _write(folder / "scores.csv", csv_of(columns(Score), draft.tables["scores"]))
    params = write_parameters(root, id, scheme.id)
    book.write_bytes(workbook(replace(draft, profile={"id": id}), scheme))
    return tuple(path for path in (params, folder / "station.yaml", folder / "scores.csv", book) if path)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _blank_profile(id: str) -> Iterator[str]:
    """The lines of a ``station.yaml`` with every key, its meaning in a comment, and no value but the id."""
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


# --- drafts -----------------------------------------------------------------------------------------


def area_ids(count: int) -> tuple[str, ...]:
    """Ids for a number of areas."""
    return tuple(f"a{n}" for n in range(1, count + 1))


def expert_ids(count: int) -> tuple[str, ...]:
    """Ids for a number of experts."""
    return tuple(f"e{n}" for n in range(1, count + 1))


def blank_draft(scheme: Scheme, *, areas: int = 0, experts: tuple[str, ...] = ()) -> Draft:
    """A draft with a row for every score, area, step and veto. Without ``experts`` the panel scores jointly."""
    rows = _rows(scheme, area_ids(areas), experts)
    vetoes = (*(veto.id for veto in scheme.vetoes), *(entry.id for entry in scheme.entry))
    rows |= {
        "experts": tuple({"id": expert} for expert in experts),
        "process": tuple({"step": step} for step in STEPS),
        "declarations": tuple({"veto": id} for id in vetoes),
    }
    units = tuple({"id": id, "name": f"片区{_numeral(n)}"} for n, id in enumerate(area_ids(areas), start=1))
    return Draft(profile={}, units=units, tables=rows)


def expert_draft(scheme: Scheme, expert: str, areas: tuple[str, ...], station: str = "") -> Draft:
    """A draft for one expert: the rows of that expert's scores in these areas, and the station's id."""
    rows = _rows(scheme, areas, (expert,))
    own = {table: tuple(row for row in found if row["expert"]) for table, found in rows.items()}
    return Draft(profile={"id": station} if station else {}, tables=own)


def _rows(scheme: Scheme, areas: tuple[str, ...], experts: tuple[str, ...]) -> dict[str, tuple[Values, ...]]:
    """A row for each score of the panel. Experts score the first party's leaves singly; other parties score jointly."""
    scores: list[Values] = []
    inputs: list[Values] = []
    for leaf in scheme.leaves():
        if leaf.indicator or leaf.raters != "panel":
            continue
        raters = (experts if scheme.party_of(leaf) is scheme.tree[0] else ()) or ("",)
        places = areas if leaf.by == "area" else ("",)
        rows = [{"node": leaf.id, "area": place, "expert": rater} for place in places for rater in raters]
        if leaf.rule.kind in SCORED:
            scores += rows
        else:
            items = (
                [item.id for item in leaf.rule.items] if isinstance(leaf.rule, (Checklist, KOfN)) else [""]
            )
            inputs += [{**row, "item": item} for row in rows for item in items]
    return {"scores": tuple(scores), "leaf_inputs": tuple(inputs)}


def _numeral(number: int) -> str:
    return NUMERALS[number - 1] if number <= len(NUMERALS) else str(number)
