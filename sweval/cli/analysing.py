"""Commands on stations and reports: sampling, proofreading, comparisons, deadlines, overview, papers, verification."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sweval.cli.shared import (
    AS_OF,
    FAILED,
    OVERWRITE,
    PATH,
    SCHEME,
    STATION,
    WHICH,
    choice,
    evaluated,
    find_root,
    option,
    refuse,
    refuse_target,
    refusing,
)
from sweval.domain.disclosure.editions import DISTRICT_EDITIONS
from sweval.export.formats import RECORD

if TYPE_CHECKING:
    from sweval.record.comparing import Record


@click.command()
@STATION
@option("--n wanted", "人数", "应抽人数 / how many to draw.", shown=100, type=click.IntRange(1))
@option("--seed", "种子", "同一种子，同样的人 / same seed, same people.", required=True, type=int)
@option("-o --output", "文件", "写到 / file to write.", type=PATH)
@OVERWRITE
@SCHEME
@refusing
def sample(station: str, wanted: int, seed: int, output: Path | None, yes: bool, scheme: str | None) -> None:
    """从抽样框中分层随机抽取受访人 / Draw the people to ask, by area and category."""
    from sweval.analysis.survey.drawing import draw
    from sweval.presentation.papers.workbooks import sampling_list

    (evaluation,) = evaluated(station, scheme=scheme)
    if not evaluation.station.frame:
        refuse("frame.csv", "没有抽样框", "请先填抽样框：每名服务对象一行，编号、片区、类别")
    path = output or Path(f"{station}-抽样名单.xlsx")
    refuse_target(path, overwrite=yes)
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
@STATION
@SCHEME
@refusing
def proof(station: str, scheme: str | None) -> None:
    """出具报告前自查文字 / Look through a report's own text before it is issued; exit code 1 with remarks."""
    from sweval.analysis.text.proofing import KINDS
    from sweval.run.products.proofing import remarks

    (evaluation,) = evaluated(station, scheme=scheme)
    found = remarks(find_root(), evaluation)
    for remark in found:
        click.echo(f"{KINDS[remark.kind]}　{remark.cell}　{remark.message}")
    click.echo(f"{station}：{len(found)}处须看" if found else f"{station}：没有发现须处理的文字")
    sys.exit(FAILED if found else 0)


@click.command()
@click.argument("before", metavar="前一份")
@click.argument("after", metavar="后一份")
@choice("--format form", ["text", "json"], "清单的格式 / form of the list.", show_default=False)
@refusing
def compare(before: str, after: str, form: str) -> None:
    """比较两份记录 / What changed between two records (files, report folders or station ids); exit code 1 with changes."""
    from sweval.record.comparing import compare as changes_of

    records = [_record(before), _record(after)]
    for name, record in zip(("前一份", "后一份"), records, strict=True):
        if record.trial:
            click.secho(f"{name}是试算，不作为评估结果", err=True, fg="red")
    changes = changes_of(*records)
    if form == "json":
        click.echo(json.dumps(list(map(asdict, changes)), ensure_ascii=False, indent=1, default=str))
    else:
        for change in changes:
            click.echo(str(change))
        click.echo(f"{len(changes)}处不同" if changes else "完全相同")
    sys.exit(FAILED if changes else 0)


def _record(place: str) -> Record:
    """The record of a file, of a folder that holds ``record.json``, or of a station evaluated now."""
    from sweval.record.comparing import record_of
    from sweval.record.serialization import read_record

    path = Path(place)
    file = path / RECORD if path.is_dir() else path
    if file.is_file():
        try:
            return record_of(read_record(file.read_text(encoding="utf-8")))
        except ValueError as error:
            problem = "不是评估记录" if isinstance(error, UnicodeDecodeError) else str(error)
            refuse(str(file), problem, "请给出 record.json，或含有它的目录")
    if path.is_dir() or path.suffix:
        refuse(place, "没有找到评估记录", "请给出 record.json、含有它的目录，或站点编号")
    (evaluation,) = evaluated(place)
    return record_of(json.loads(evaluation.record("working")))


@click.command()
@WHICH
@option("--days", "天数", "今后几个工作日 / working days ahead.", shown=5, type=click.IntRange(0, 250))
@AS_OF
@refusing
def deadlines(
    stations: tuple[str, ...], batch: str, all_there_are: bool, days: int, as_of: str | None
) -> None:
    """列出到期和将到期的环节 / What is due in the next working days, over all stations."""
    from sweval.intake.parameters import parse_as_of
    from sweval.run.many.selection import select
    from sweval.run.products.due import due_list

    root = find_root()
    chosen, _ = select(root, stations, batch, all_there_are=all_there_are or not (stations or batch))
    try:
        # The clock is read here only: this list is no report, and needs not be reproducible.
        day = parse_as_of(as_of) or date.today()
    except ValueError:
        refuse("--as-of", f"“{as_of}”不是日期", "请写成 2024-03-06 的形式")
    lines, problems = due_list(root, chosen, days=days, as_of=day)
    for line in lines:
        click.echo(str(line))
    if not lines:
        click.echo(f"{len(chosen)}个站点今后{days}个工作日内没有到期的环节")
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(FAILED if problems else 0)


@click.command()
@option("--batch", "批次", "批次编号 / batch id.", required=True)
@choice(
    "--edition", [*DISTRICT_EDITIONS], "bureau 区级汇总，working 列评委编号 / working names experts by code."
)
@AS_OF
@refusing
def overview(batch: str, edition: str, as_of: str | None) -> None:
    """汇总一个批次的所有站点 / The district overview of a batch, for the bureau's own use."""
    from sweval.run.products.district import load_district
    from sweval.run.products.page import OVERVIEW, PageTask, make_page

    root = find_root()
    district = load_district(batch, as_of=as_of or "", root=root)
    values = {"batch": batch, "edition": edition, "as_of": as_of or ""}
    task = PageTask(root, OVERVIEW, edition, values, batch, "district-overview")
    make_page(task)
    click.echo(f"汇总了{len(district.summaries)}个站点：{task.page}")
    for refused in district.refused:
        problem = f"数据有{refused.faults}处问题，见 sweval check {refused.station}"
        click.echo(f"没有计入：{refused.station}，{problem}", err=True)
    sys.exit(FAILED if district.refused else 0)


@click.command()
@click.argument("before", metavar="前一次")
@click.argument("after", metavar="后一次")
@refusing
def reassess(before: str, after: str) -> None:
    """比较一个社工站的两次评估，生成一页 / Two assessments of a station side by side, as a page."""
    from sweval.compare.two_assessments import reassess as side_by_side
    from sweval.run.products.page import TWO_ASSESSMENTS, PageTask, make_page

    then, now = evaluated(before, after)
    try:
        side_by_side(then, now)
    except ValueError as error:
        refuse(f"{before}、{after}", str(error), "请给出同一个社工站的两次评估")
    values = {"before": before, "after": after, "scheme": now.scheme.id, "scheme_before": then.scheme.id}
    task = PageTask(find_root(), TWO_ASSESSMENTS, "working", values, "comparisons", after)
    make_page(task)
    click.echo(f"比较了两次评估：{task.page}")


@click.command()
@STATION
@AS_OF
@SCHEME
@refusing
def papers(station: str, as_of: str | None, scheme: str | None) -> None:
    """生成与报告配套的文书 / The forms, the ledger and the notice that go with a report."""
    from sweval.run.products.papers import write_papers

    root = find_root()
    (evaluation,) = evaluated(station, as_of=as_of, scheme=scheme)
    written, left = write_papers(root, evaluation)
    for path in written:
        click.echo(f"已写入 {path.relative_to(root).as_posix()}")
    for message in left:
        click.echo(message, err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="目录")
@option("--digest", "摘要", "另行公布的摘要 / the digest that was published elsewhere.", default="")
@refusing
def verify(folder: Path, digest: str) -> None:
    """核对报告是否被改动，并由数据重新得出 / Verify reports: their digests, and that the inputs give them."""
    from sweval.run.trust.publish import MANIFEST, edition_digest, root_digest
    from sweval.run.verify.verifying import verify as problems

    wrong = 0
    for problem in problems(find_root(), folder.resolve(), digest):
        wrong += 1
        click.secho(str(problem), err=True, fg="red")
    found = root_digest(folder) if (folder / MANIFEST).is_file() else edition_digest(folder)
    if wrong:
        click.echo(f"{folder}：{wrong}处不符，摘要{found}")
        sys.exit(FAILED)
    matched = "与所给摘要一致" if digest else "没有给出另行公布的摘要，只能说明与现有数据一致"
    click.echo(f"{folder}：没有不符，{matched}；摘要{found}")
