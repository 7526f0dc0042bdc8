"""Commands for data: create a project, a station or a template, import workbooks, simulate stations."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sweval.cli.shared import (
    OVERWRITE,
    PATH,
    choice,
    find_root,
    flag,
    option,
    refuse,
    refuse_target,
    refusing,
)
from sweval.cli.usage import REFUSED
from sweval.domain.values.faults import Fault, Refused

#: The most notes printed singly.
SHOWN = 20

FEW = click.IntRange(0, 50)
AREAS = option("--areas", "个数", "片区数 / number of service areas.", default=0, type=FEW)
EXPERTS = option("--experts", "人数", "评委数 / number of experts.", default=0, type=FEW)


@click.command()
@option("--scheme scheme_id", "编号", "指标体系 / scheme id.", default="")
@option("--from station", "站点编号", "把已有站点的数据填入 / a station's data, filled in.", default="")
@AREAS
@EXPERTS
@option("--expert", "评委编号", "只供一位评委填写 / for one expert alone.", default="")
@option("-o --output", "文件", "写到 / file to write.", required=True, type=PATH)
@OVERWRITE
@refusing
def template(
    scheme_id: str, station: str, areas: int, experts: int, expert: str, output: Path, yes: bool
) -> None:
    """生成 Excel 模板 / Write an Excel template."""
    from sweval.intake.parameters import load_parameters
    from sweval.intake.project import station_folder
    from sweval.intake.scheme_file import load_scheme
    from sweval.intake.station.draft import read_folder
    from sweval.intake.workbook.beginning import area_ids, blank_draft, expert_draft, expert_ids
    from sweval.intake.workbook.template import workbook

    root = find_root()
    if station:
        scheme_id = scheme_id or load_parameters(root, station, {}).scheme
        scheme = load_scheme(scheme_id, root)
        draft = read_folder(station_folder(root, station))
        if expert:
            named = tuple(dict.fromkeys(row.get("id", "") for row in draft.units))
            draft = expert_draft(scheme, expert, named, station)
    else:
        if not scheme_id:
            refuse("--scheme", "没有写明指标体系", "请写明 --scheme 或 --from；现有的见 sweval scheme list")
        scheme = load_scheme(scheme_id, root)
        if expert:
            draft = expert_draft(scheme, expert, area_ids(areas))
        else:
            draft = blank_draft(scheme, areas=areas, experts=expert_ids(experts))
    refuse_target(output, overwrite=yes)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(workbook(draft, scheme, alone=bool(expert)))
    click.echo(f"已写入 {output}")


@click.command()
@click.argument("folder", metavar="目录", type=PATH)
@refusing
def init(folder: Path) -> None:
    """建一个项目目录 / Begin a project folder with schemes, notebooks and an example."""
    from sweval.intake.project_key import KEY
    from sweval.intake.workbook.beginning import begin_project

    made = begin_project(folder)
    click.echo(f"已建立 {folder}：{'、'.join(made)}")
    click.echo(f"核对密钥在 {KEY.as_posix()}：用来抽定隐去的数、生成核对码，请另行保管，不要随报告交出")


@click.command()
@refusing
def key() -> None:
    """给项目一个核对密钥 / Give the project the key its reports' codes are made with."""
    from sweval.intake.project_key import KEY, NAME, make_key

    root = find_root()
    if make_key(root):
        click.echo(f"已写入 {KEY.as_posix()}；请备份，同一项目始终用这一把，不要随报告交出，也不要放进版本库")
        click.echo(f"它的编号写在 {NAME.as_posix()}，可以放进版本库：缺了密钥的副本据此知道应有密钥")
    else:
        click.echo(f"已有 {KEY.as_posix()}，没有改动")


@click.command()
@click.argument("station", metavar="站点编号")
@option("--scheme scheme_id", "编号", "指标体系 / scheme id.", required=True)
@AREAS
@EXPERTS
@refusing
def new(station: str, scheme_id: str, areas: int, experts: int) -> None:
    """建一个空站点 / Begin an empty station: parameters, data, workbook."""
    from sweval.intake.scheme_file import load_scheme
    from sweval.intake.workbook.beginning import begin_station, expert_ids

    root = find_root()
    made = begin_station(
        root, station, load_scheme(scheme_id, root), areas=areas, experts=expert_ids(experts)
    )
    for path in made:
        click.echo(f"已写入 {path.relative_to(root).as_posix()}")
    click.echo(f"填好 {station}.xlsx 后运行：sweval intake {station}.xlsx")


@click.command()
@click.argument("workbooks", nargs=-1, required=True, metavar="工作簿...", type=PATH)
@option("--scheme scheme_id", "编号", "指标体系，不填的用工作簿所写 / scheme id.", default="")
@option("--station", "站点编号", "只导入 CSV 表的，是哪个站点 / whose tables.", default="")
@choice("--format form", ["text", "json"], "问题清单的格式 / form of the list of faults.", show_default=False)
@option("--mark", "文件", "另存一份标出问题的工作簿 / a copy with the faulty cells marked.", type=PATH)
@flag("--yes", "不询问即写入 / write without asking.")
def intake(
    workbooks: tuple[Path, ...], scheme_id: str, station: str, form: str, mark: Path | None, yes: bool
) -> None:
    """导入填好的工作簿或 CSV 表 / Take in filled-in workbooks, or tables as CSV, of one station."""
    from sweval.intake.workbook.marking import mark_faults

    try:
        _import(workbooks, scheme_id, station, yes)
    except Refused as refusal:
        if form == "json":
            click.echo(json.dumps(list(map(_as_json, refusal.faults)), ensure_ascii=False, indent=1))
        else:
            click.echo(refusal.report(), err=True)
        if mark is not None:
            marked = mark_faults(workbooks, refusal.faults, mark)
            click.echo("".join(f"标出问题的工作簿：{path}\n" for path in marked), err=True, nl=False)
        sys.exit(REFUSED)


def _import(workbooks: tuple[Path, ...], scheme_id: str, station: str, yes: bool) -> None:
    from sweval.intake.parameters import write_parameters
    from sweval.intake.workbook.importing import prepared_import

    root = find_root()
    with prepared_import(workbooks, root, scheme_id, station) as prepared:
        if any(path.suffix.lower() == ".xls" for path in workbooks):
            click.echo(
                "请注意：旧格式 .xls 看不出公式是否计算、错误值、隐藏的行和数字末尾的零，请核对，或另存为 .xlsx 再导入"
            )
        for note in prepared.notes[:SHOWN]:
            click.echo(f"已规范：{note}")
        if len(prepared.notes) > SHOWN:
            click.echo(f"已规范：另有{len(prepared.notes) - SHOWN}处，见 intake.json")
        for place, remark in prepared.personal:
            click.echo(f"请注意个人信息：{place} {remark}；对外各稿将拒绝生成")
        where = prepared.target.relative_to(root).as_posix()
        if prepared.changes is not None:
            if not prepared.changes:
                click.echo(f"没有问题，与 {where}/ 现有数据相同，未改动")
                return
            for change in prepared.changes:
                click.echo(f"将改动　{change}")
            if not yes and not click.confirm("写入这些改动？"):
                click.echo("未写入。")
                return
        prepared.write_files()
        write_parameters(root, prepared.id, prepared.scheme.id)
        click.echo(f"没有问题：{sum(prepared.rows.values())}行写入 {where}/")
        click.echo(f"接着运行：sweval run {prepared.id}")


SHARE = click.FloatRange(0, 1)


@click.command()
@click.argument("count", metavar="个数", type=click.IntRange(1, 29_000))
@option("--seed", "种子", "同一种子，同样的数据 / same seed, same bytes.", default=1, type=int)
@option("--out", "目录", "写到 / where to.", required=True, type=PATH)
@option("--scheme scheme_id", "编号", "指标体系 / scheme id.", shown="guangzhou-2023")
@option("--vetoes", "比例", "存在一票否决情形的 / with a veto.", shown=0.08, type=SHARE)
@option("--missing", "比例", "缺一张表的 / with a table missing.", shown=0.15, type=SHARE)
@option("--faults", "比例", "数据有错的 / with a fault planted.", shown=0.0, type=SHARE)
@option(
    "--finals", "个数", "前几个另有末期评估 / also with a final assessment.", shown=0, type=click.IntRange(0)
)
@refusing
def simulate(
    count: int,
    seed: int,
    out: Path,
    scheme_id: str,
    vetoes: float,
    missing: float,
    faults: float,
    finals: int,
) -> None:
    """生成示例数据 / Invent stations, for trials and demonstration."""
    from sweval.intake.parameters import write_parameters
    from sweval.intake.scheme_file import load_scheme
    from sweval.simulate.district import Shares, simulate

    root = find_root()
    scheme = load_scheme(scheme_id, root)
    shares = Shares(*(round(share * 1000) for share in (vetoes, missing, faults)))
    made = list(simulate(scheme, count, seed, out, shares, finals))
    if out.resolve().parent == (root / "data").resolve():
        for id, _ in made:
            write_parameters(root, id, scheme.id)
    for id, fault in made:
        if fault:
            click.echo(f"{id}：所设的错：{fault}")
    click.echo(f"已写入 {len(made)} 个示例站点：{out}")


def _as_json(fault: Fault) -> dict[str, str]:
    return {
        "文件": fault.file,
        "工作表": fault.sheet,
        "单元格": fault.cell or (f"第{fault.row}行" if fault.row else ""),
        "值": fault.value,
        "问题": fault.problem,
        "怎么改": fault.remedy,
    }
