"""Commands of the analysts' door: a template out, a workbook in, a station or a project begun."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sweval.cli.refusing import refusing
from sweval.domain.faults import Fault, Refused
from sweval.usage import REFUSED

#: So many remarks are printed one by one.
SHOWN = 20


AREAS = click.option(
    "--areas", default=0, metavar="个数", type=click.IntRange(0, 50), help="片区数 / number of service areas."
)
EXPERTS = click.option(
    "--experts", default=0, metavar="人数", type=click.IntRange(0, 50), help="评委数 / number of experts."
)


@click.command()
@click.option("--scheme", "scheme_id", default="", metavar="编号", help="指标体系 / scheme id.")
@click.option(
    "--from",
    "station",
    default="",
    metavar="站点编号",
    help="把已有站点的数据填入 / a station's data, filled in.",
)
@AREAS
@EXPERTS
@click.option("--expert", default="", metavar="评委编号", help="只供一位评委填写 / for one expert alone.")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="写到 / file to write.",
)
@click.option("--yes", is_flag=True, help="覆盖已有的文件 / overwrite.")
@refusing
def template(
    scheme_id: str, station: str, areas: int, experts: int, expert: str, output: Path, yes: bool
) -> None:
    """生成 Excel 模板 / Write an Excel template."""
    from sweval.intake.draft import read_folder
    from sweval.intake.parameters import load_parameters
    from sweval.intake.project import find_root, station_folder
    from sweval.intake.scheme_file import load_scheme
    from sweval.intake.workbook.starting import for_expert, panel, places, starting
    from sweval.intake.workbook.template import workbook

    root = find_root()
    if station:
        scheme_id = scheme_id or load_parameters(root, station, {}).scheme
        scheme = load_scheme(scheme_id, root)
        draft = read_folder(station_folder(root, station))
        if expert:
            named = tuple(dict.fromkeys(row.get("id", "") for row in draft.units))
            draft = for_expert(scheme, expert, named, station)
    else:
        if not scheme_id:
            _refuse("--scheme", "没有写明指标体系", "请写明 --scheme 或 --from；现有的见 sweval scheme list")
        scheme = load_scheme(scheme_id, root)
        if expert:
            draft = for_expert(scheme, expert, places(areas))
        else:
            draft = starting(scheme, areas=areas, experts=panel(experts))
    if output.suffix.lower() != ".xlsx":
        _refuse(str(output), "不是 .xlsx 文件名", "请以 .xlsx 结尾")
    if output.exists() and not yes:
        _refuse(str(output), "已有这个文件", "请另取名，或加 --yes 覆盖")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(workbook(draft, scheme, alone=bool(expert)))
    click.echo(f"已写入 {output}")


@click.command()
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path))
@refusing
def init(folder: Path) -> None:
    """建一个项目目录 / Begin a project folder with schemes, notebooks and an example."""
    from sweval.intake.beginning import begin_project
    from sweval.intake.project_key import KEY

    made = begin_project(folder)
    click.echo(f"已建立 {folder}：{'、'.join(made)}")
    click.echo(f"核对密钥在 {KEY.as_posix()}：用来抽定隐去的数、生成核对码，请另行保管，不要随报告交出")


@click.command()
@click.argument("station", metavar="站点编号")
@click.option("--scheme", "scheme_id", required=True, metavar="编号", help="指标体系 / scheme id.")
@AREAS
@EXPERTS
@refusing
def new(station: str, scheme_id: str, areas: int, experts: int) -> None:
    """建一个空站点 / Begin an empty station: parameters, data, workbook."""
    from sweval.intake.beginning import begin_station
    from sweval.intake.project import find_root
    from sweval.intake.scheme_file import load_scheme
    from sweval.intake.workbook.starting import panel

    root = find_root()
    made = begin_station(root, station, load_scheme(scheme_id, root), areas=areas, experts=panel(experts))
    for path in made:
        click.echo(f"已写入 {path.relative_to(root).as_posix()}")
    click.echo(f"填好 {station}.xlsx 后运行：sweval intake {station}.xlsx")


@click.command()
@click.argument("workbooks", nargs=-1, required=True, metavar="工作簿...", type=click.Path(path_type=Path))
@click.option(
    "--scheme", "scheme_id", default="", metavar="编号", help="指标体系，不填的用工作簿所写 / scheme id."
)
@click.option("--station", default="", metavar="站点编号", help="只导入 CSV 表的，是哪个站点 / whose tables.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="问题清单的格式 / form of the list of faults.",
)
@click.option(
    "--mark",
    default=None,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="另存一份标出问题的工作簿 / a copy with the faulty cells marked.",
)
@click.option("--yes", is_flag=True, help="不询问即写入 / write without asking.")
def intake(
    workbooks: tuple[Path, ...], scheme_id: str, station: str, form: str, mark: Path | None, yes: bool
) -> None:
    """导入填好的工作簿或 CSV 表 / Take in filled-in workbooks, or tables as CSV, of one station."""
    from sweval.intake.workbook.marking import mark_faults

    try:
        _take_in(workbooks, scheme_id, station, yes)
    except Refused as refusal:
        if form == "json":
            click.echo(
                json.dumps([_as_json(fault) for fault in refusal.faults], ensure_ascii=False, indent=1)
            )
        else:
            click.echo(refusal.report(), err=True)
        if mark is not None:
            marked = mark_faults(workbooks, refusal.faults, mark)
            click.echo("".join(f"标出问题的工作簿：{path}\n" for path in marked), err=True, nl=False)
        sys.exit(REFUSED)


def _take_in(workbooks: tuple[Path, ...], scheme_id: str, station: str, yes: bool) -> None:
    from sweval.intake.parameters import write_parameters
    from sweval.intake.project import find_root
    from sweval.intake.workbook.arrival import arrival

    root = find_root()
    with arrival(workbooks, root, scheme_id, station) as arrived:
        if any(path.suffix.lower() == ".xls" for path in workbooks):
            click.echo(
                "请注意：旧格式 .xls 看不出公式是否计算、错误值、隐藏的行和数字末尾的零，请核对，或另存为 .xlsx 再导入"
            )
        for note in arrived.notes[:SHOWN]:
            click.echo(f"已规范：{note}")
        if len(arrived.notes) > SHOWN:
            click.echo(f"已规范：另有{len(arrived.notes) - SHOWN}处，见 intake.json")
        for place, remark in arrived.personal:
            click.echo(f"请注意个人信息：{place} {remark}；对外各稿将拒绝生成")
        where = arrived.target.relative_to(root).as_posix()
        if arrived.changes is not None:
            if not arrived.changes:
                click.echo(f"没有问题，与 {where}/ 现有数据相同，未改动")
                return
            for change in arrived.changes:
                click.echo(f"将改动　{change}")
            if not yes and not click.confirm("写入这些改动？"):
                click.echo("未写入。")
                return
        arrived.put_in_place()
        write_parameters(root, arrived.id, arrived.scheme.id)
        click.echo(f"没有问题：{sum(arrived.rows.values())}行写入 {where}/")
        click.echo(f"接着运行：sweval run {arrived.id}")


SHARE = click.FloatRange(0, 1)


@click.command()
@click.argument("count", metavar="个数", type=click.IntRange(1, 29_000))
@click.option(
    "--seed", default=1, metavar="种子", type=int, help="同一种子，同样的数据 / same seed, same bytes."
)
@click.option(
    "--out", required=True, metavar="目录", type=click.Path(path_type=Path), help="写到 / where to."
)
@click.option(
    "--scheme",
    "scheme_id",
    default="guangzhou-2023",
    metavar="编号",
    help="指标体系 / scheme id.",
    show_default=True,
)
@click.option(
    "--vetoes",
    default=0.08,
    type=SHARE,
    metavar="比例",
    help="存在一票否决情形的 / with a veto.",
    show_default=True,
)
@click.option(
    "--missing",
    default=0.15,
    type=SHARE,
    metavar="比例",
    help="缺一张表的 / with a table missing.",
    show_default=True,
)
@click.option(
    "--faults",
    default=0.0,
    type=SHARE,
    metavar="比例",
    help="数据有错的 / with a fault planted.",
    show_default=True,
)
@click.option(
    "--finals",
    default=0,
    type=click.IntRange(0),
    metavar="个数",
    help="前几个另有末期评估 / also with a final assessment.",
    show_default=True,
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
    from sweval.intake.project import find_root
    from sweval.intake.scheme_file import load_scheme
    from sweval.intake.simulate.district import Shares, simulate

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


def _refuse(place: str, problem: str, remedy: str) -> None:
    raise Refused([Fault(place, problem=problem, remedy=remedy)])
