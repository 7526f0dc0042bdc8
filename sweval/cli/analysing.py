"""Commands that answer one question each: whom to ask, what to mend in the text, what changed, what is due."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from sweval.cli.refusing import refusing
from sweval.cli.running import ALL, AS_OF, BATCH, SCHEME, STATIONS
from sweval.domain.faults import Fault, Refused
from sweval.export.formats import RECORD

if TYPE_CHECKING:
    from sweval.analysis.comparing import Record

#: Something was found: to mend, or that differs.
FOUND: Final = 1
OUTPUT = click.option(
    "-o",
    "--output",
    default=None,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="写到 / file to write.",
)


@click.command()
@click.argument("station", metavar="站点编号")
@click.option(
    "--n",
    "wanted",
    default=100,
    show_default=True,
    metavar="人数",
    type=click.IntRange(1),
    help="应抽人数 / how many to draw.",
)
@click.option(
    "--seed", required=True, metavar="种子", type=int, help="同一种子，同样的人 / same seed, same people."
)
@OUTPUT
@click.option("--yes", is_flag=True, help="覆盖已有的文件 / overwrite.")
@SCHEME
@refusing
def sample(station: str, wanted: int, seed: int, output: Path | None, yes: bool, scheme: str | None) -> None:
    """从抽样框中分层随机抽取受访人 / Draw the people to ask, by area and category."""
    from sweval.analysis.drawing import draw
    from sweval.batch.evaluating import checked
    from sweval.intake.parameters import load_parameters
    from sweval.intake.project import find_root
    from sweval.presentation.papers.sampling import sampling_list

    root = find_root()
    (evaluation,) = checked(root, [load_parameters(root, station, {"scheme": scheme} if scheme else {})])
    if not evaluation.station.frame:
        _refuse("frame.csv", "没有抽样框", "请先填抽样框：每名服务对象一行，编号、片区、类别")
    path = output or Path(f"{station}-抽样名单.xlsx")
    if path.suffix.lower() != ".xlsx":
        _refuse(str(path), "不是 .xlsx 文件名", "请以 .xlsx 结尾")
    if path.exists() and not yes:
        _refuse(str(path), "已有这个文件", "请另取名，或加 --yes 覆盖")
    found = draw(evaluation.station, evaluation.scheme, wanted=wanted, seed=seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sampling_list(found, evaluation.station))
    click.echo(
        f"从{len(evaluation.station.frame)}人中抽出{len(found.sample)}人，替补{len(found.reserves)}人，分{len(found.strata)}层；已写入 {path}"
    )
    if len(found.sample) < wanted:
        click.echo(f"请注意：名单不足{wanted}人，已全部列入")
    for mismatch in found.mismatches:
        click.echo(f"请注意：{mismatch.what}，名单{mismatch.listed}人、所报{mismatch.stated}人，请先核对")


@click.command()
@click.argument("station", metavar="站点编号")
@SCHEME
@refusing
def proof(station: str, scheme: str | None) -> None:
    """出具报告前自查文字 / Look through a report's own text before it is issued; exit code 1 with remarks."""
    from sweval.analysis.proofing import KINDS
    from sweval.batch.evaluating import checked
    from sweval.batch.proofing import remarks
    from sweval.intake.parameters import load_parameters
    from sweval.intake.project import find_root

    root = find_root()
    (evaluation,) = checked(root, [load_parameters(root, station, {"scheme": scheme} if scheme else {})])
    found = remarks(root, evaluation)
    for remark in found:
        click.echo(f"{KINDS[remark.kind]}　{remark.cell}　{remark.says}")
    click.echo(f"{station}：{len(found)}处须看" if found else f"{station}：没有发现须处理的文字")
    sys.exit(FOUND if found else 0)


@click.command()
@click.argument("before", metavar="前一份")
@click.argument("after", metavar="后一份")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="清单的格式 / form of the list.",
)
@refusing
def compare(before: str, after: str, form: str) -> None:
    """比较两份记录 / What changed between two records (files, report folders or station ids); exit code 1 with changes."""
    from sweval.analysis.comparing import compare as changes_of

    records = [_record(before), _record(after)]
    for name, record in zip(("前一份", "后一份"), records, strict=True):
        if record.trial:
            click.secho(f"{name}是试算，不作为评估结果", err=True, fg="red")
    changes = changes_of(*records)
    if form == "json":
        rows = [
            {
                "kind": c.kind,
                "id": c.id,
                "label": c.label,
                "before": c.before,
                "after": c.after,
                "by": None if c.by is None else str(c.by),
            }
            for c in changes
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for change in changes:
            click.echo(str(change))
        click.echo(f"{len(changes)}处不同" if changes else "完全相同")
    sys.exit(FOUND if changes else 0)


def _record(place: str) -> Record:
    """The record a place leads to: a file, a folder that holds ``record.json``, or a station evaluated now."""
    from sweval.analysis.comparing import record_of
    from sweval.batch.evaluating import checked
    from sweval.intake.parameters import load_parameters
    from sweval.intake.project import find_root
    from sweval.record_reading import read_record

    path = Path(place)
    file = path / RECORD if path.is_dir() else path
    if file.is_file():
        try:
            return record_of(read_record(file.read_text(encoding="utf-8")))
        except ValueError as error:
            # A byte that is no UTF-8 is no record either.
            why = "不是评估记录" if isinstance(error, UnicodeDecodeError) else str(error)
            _refuse(str(file), why, "请给出 record.json，或含有它的目录")
    if path.is_dir() or path.suffix:
        _refuse(place, "没有找到评估记录", "请给出 record.json、含有它的目录，或站点编号")
    root = find_root()
    (evaluation,) = checked(root, [load_parameters(root, place, {})])
    return record_of(json.loads(evaluation.record("working")))


@click.command()
@STATIONS
@BATCH
@ALL
@click.option(
    "--days",
    default=5,
    show_default=True,
    metavar="天数",
    type=click.IntRange(0, 250),
    help="今后几个工作日 / working days ahead.",
)
@AS_OF
@refusing
def deadlines(
    stations: tuple[str, ...], batch: str, all_there_are: bool, days: int, as_of: str | None
) -> None:
    """列出到期和将到期的环节 / What is due in the next working days, over all stations."""
    from sweval.batch.due import due_list
    from sweval.batch.selection import select
    from sweval.intake.parameters import parse_as_of
    from sweval.intake.project import find_root

    root = find_root()
    chosen, _ = select(root, stations, batch, all_there_are=all_there_are or not (stations or batch))
    try:
        # Asked on the terminal what is due, the clock's day is meant; no report is made of it.
        day = parse_as_of(as_of) or date.today()
    except ValueError:
        _refuse("--as-of", f"“{as_of}”不是日期", "请写成 2024-03-06 的形式")
    lines, problems = due_list(root, chosen, days=days, as_of=day)
    for line in lines:
        click.echo(str(line))
    if not lines:
        click.echo(f"{len(chosen)}个站点今后{days}个工作日内没有到期的环节")
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(FOUND if problems else 0)


@click.command()
@click.option("--batch", required=True, metavar="批次", help="批次编号 / batch id.")
@click.option(
    "--edition",
    type=click.Choice(["bureau", "working"]),
    default="bureau",
    show_default=True,
    help="bureau 区级汇总，working 列评委编号 / working names experts by code.",
)
@AS_OF
@refusing
def overview(batch: str, edition: str, as_of: str | None) -> None:
    """汇总一个批次的所有站点 / The district overview of a batch, for the bureau's own use."""
    from sweval.batch.district import load_district
    from sweval.batch.page import OVERVIEW, PageTask, make_page
    from sweval.intake.project import find_root

    root = find_root()
    district = load_district(batch, as_of=as_of or "", root=root)
    given = {"batch": batch, "edition": edition, "as_of": as_of or ""}
    task = PageTask(root, OVERVIEW, edition, given, batch, "district-overview")
    make_page(task)
    click.echo(f"汇总了{len(district.summaries)}个站点：{task.page}")
    for left in district.refused:
        click.echo(
            f"没有计入：{left.station}，数据有{left.faults}处问题，见 sweval check {left.station}", err=True
        )
    sys.exit(FOUND if district.refused else 0)


@click.command()
@click.argument("before", metavar="前一次")
@click.argument("after", metavar="后一次")
@refusing
def reassess(before: str, after: str) -> None:
    """比较一个社工站的两次评估，生成一页 / Two assessments of a station side by side, as a page."""
    from sweval.batch.evaluating import checked
    from sweval.batch.page import TWO_ASSESSMENTS, PageTask, make_page
    from sweval.intake.parameters import load_parameters
    from sweval.intake.project import find_root
    from sweval.reassessment import reassess as side_by_side

    root = find_root()
    then, now = (load_parameters(root, station, {}) for station in (before, after))
    try:
        side_by_side(*checked(root, [then, now]))
    except ValueError as error:
        _refuse(f"{before}、{after}", str(error), "请给出同一个社工站的两次评估")
    values = {"before": before, "after": after, "scheme": now.scheme, "scheme_before": then.scheme}
    task = PageTask(root, TWO_ASSESSMENTS, "working", values, "comparisons", after)
    make_page(task)
    click.echo(f"比较了两次评估：{task.page}")


@click.command()
@click.argument("station", metavar="站点编号")
@AS_OF
@SCHEME
@refusing
def papers(station: str, as_of: str | None, scheme: str | None) -> None:
    """生成与报告配套的文书 / The forms, the ledger and the notice that go with a report."""
    from sweval.batch.evaluating import checked
    from sweval.batch.papers import write_papers
    from sweval.intake.parameters import load_parameters
    from sweval.intake.project import find_root

    root = find_root()
    given = {name: value for name, value in (("as_of", as_of), ("scheme", scheme)) if value}
    (evaluation,) = checked(root, [load_parameters(root, station, given)])
    written, left = write_papers(root, evaluation)
    for path in written:
        click.echo(f"已写入 {path.relative_to(root).as_posix()}")
    for said in left:
        click.echo(said, err=True)


def _refuse(place: str, problem: str, remedy: str) -> NoReturn:
    raise Refused([Fault(place, problem=problem, remedy=remedy)])
