"""The command line. Exit codes: 0 success, 1 a run failed, 2 the call or the data were refused."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

import sweval
from sweval.cli import analysing, data, running
from sweval.cli.shared import SCHEME, STATION, evaluated, find_root, refusing
from sweval.cli.usage import REFUSED, ChineseGroup
from sweval.domain.disclosure.editions import EDITIONS
from sweval.domain.values.faults import Fault, Refused


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sweval.__version__, "-V", "--version", message="sweval %(version)s")
def main() -> None:
    """社工服务站评估报告 / Evaluation reports of social-work stations."""
    # A character that the terminal can't encode must not raise an error after a report is made.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@main.command()
@click.argument("stations", nargs=-1, required=True, metavar="站点编号...")
@SCHEME
@refusing
def check(stations: tuple[str, ...], scheme: str | None) -> None:
    """检查站点数据，不生成报告 / Check a station's data without making a report."""
    from sweval.domain.station.texts import personal_cells
    from sweval.presentation.stated_counts import refuse_stated_counts

    for evaluation in evaluated(*stations, scheme=scheme):
        f, station = evaluation.figures, evaluation.station.id
        stated: tuple[Fault, ...] = ()
        try:
            refuse_stated_counts(evaluation.seen_by("official"))
        except Refused as refusal:
            stated = refusal.faults
        but = f"；有{len(stated)}处文字写明了应隐去的人数，送三方稿、公示稿不能生成" if stated else ""
        click.echo(
            f"{station}：数据无误，{len(f)}个数字，{f['score.total'].text}，{f['score.grade'].value}{but}"
        )
        for cell, remark in personal_cells(evaluation.station):
            click.echo(f"  请注意个人信息：{cell} {remark}")
        for fault in stated:
            click.echo(f"  {fault}")


@main.command()
@STATION
@click.argument("figure", metavar="数字")
@SCHEME
@refusing
def explain(station: str, figure: str, scheme: str | None) -> None:
    """说明一个数字怎么得来 / Show how a figure came about, down to its cells."""
    from sweval.presentation.report.explain import explain as lines

    (evaluation,) = evaluated(station, scheme=scheme)
    for line in lines(evaluation, figure):
        click.echo(line)


for command in (
    running.run,
    running.status,
    running.score,
    data.init,
    data.key,
    data.new,
    data.template,
    data.intake,
    data.simulate,
    analysing.sample,
    analysing.proof,
    analysing.compare,
    analysing.deadlines,
    analysing.overview,
    analysing.reassess,
    analysing.papers,
    analysing.verify,
):
    main.add_command(command)


@main.group(cls=ChineseGroup)
def scheme() -> None:
    """指标体系：检查、显示、列出 / Schemes: check, show, list."""


@scheme.command("check")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@refusing
def check_scheme(file: Path) -> None:
    """检查一个指标体系文件 / Check a scheme's file; every fault with its line."""
    from sweval.intake.scheme_file import read_scheme

    read = read_scheme(file, str(file))
    click.echo(f"{read.id}：没有问题，{len(read.leaves())}项末级评估内容，总分{read.total}分")


@scheme.command("show")
@click.argument("scheme_id", metavar="编号")
@refusing
def show_scheme(scheme_id: str) -> None:
    """显示指标体系的各项规则 / Show a scheme's tree and rules."""
    from sweval.intake.scheme_file import load_scheme
    from sweval.presentation.report.explain import scheme_lines

    for line in scheme_lines(load_scheme(scheme_id)):
        click.echo(line)


@scheme.command("list")
@refusing
def list_schemes() -> None:
    """列出现有的指标体系 / List the schemes there are."""
    from sweval.intake.project import scheme_files
    from sweval.intake.scheme_file import read_scheme

    root = find_root()
    for path in scheme_files(root).values():
        try:
            read = read_scheme(path)
            example = "（示例）" if read.example else ""
            click.echo(f"{read.id}　{read.name}{example}　{read.city}，{read.year}")
        except Refused as refusal:
            name = path.relative_to(root).as_posix()
            click.echo(f"{path.stem}　有{len(refusal.faults)}处问题，见 sweval scheme check {name}")


@main.command()
@refusing
def lab() -> None:
    """用 JupyterLab 打开笔记本 / Open the notebooks in JupyterLab."""
    if not find_spec("jupyterlab"):
        click.echo(
            "没有安装 JupyterLab：请运行 pip install --no-deps --require-hashes -r requirements-lab.txt",
            err=True,
        )
        sys.exit(REFUSED)
    sys.exit(subprocess.call([sys.executable, "-m", "jupyterlab", "notebooks"], cwd=find_root()))


@main.command()
@refusing
def clean() -> None:
    """删去已生成的报告 / Remove the reports made so far."""
    reports = find_root() / "reports"
    for name in (*EDITIONS, "logs"):
        for folder in reports.glob(f"*/{name}/"):
            shutil.rmtree(folder)
            if not any(folder.parent.iterdir()):
                folder.parent.rmdir()
    shutil.rmtree(reports / ".state", ignore_errors=True)


@main.command(hidden=True)
@click.argument("target", type=click.Choice(["test", "check", "bench"]))
def dev(target: str) -> None:
    """开发者的测试与基准 / What `make test`, `make check` and `make bench` run, without make."""
    root = find_root()
    commands = {
        "test": ["-m", "tools.quality", "test"],
        "check": ["-m", "tools.quality", "check"],
        "bench": [str(Path("benchmarks") / "run.py")],
    }
    sys.exit(subprocess.call([sys.executable, *commands[target]], cwd=root))
