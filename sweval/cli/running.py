"""Commands that make reports or scores, and list which reports are due."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sweval.cli.shared import (
    AS_OF,
    FAILED,
    PATH,
    SCHEME,
    WHICH,
    choice,
    find_root,
    flag,
    option,
    refusing,
    together,
)
from sweval.export.formats import FORMATS, PAGE

if TYPE_CHECKING:
    from concurrent.futures import Executor

EDITION = option(
    "--edition editions",
    "稿",
    "working 工作底稿、official 送三方稿、public 公示稿；可多次给出 / may be repeated.",
    multiple=True,
)
PARAMETER = option(
    "-p --parameter given", "名 值", "改一个参数 / override one parameter.", multiple=True, type=(str, str)
)
FORMAT = option("--formats", "格式", "以逗号分隔 / comma-separated.", shown=",".join(FORMATS))
TOC_PAGES = flag(
    "--toc-pages", "Word 的目录写上页码，由 LibreOffice 排出，每份约多5秒 / page numbers in Word's contents."
)
ENGINE = choice(
    "--engine", ["sweval", "standard"], "standard 为 papermill 自带，较慢 / papermill's own is slower."
)
DASK = option("--dask", "地址", "在集群上运行，tcp://主机:8786，或 local:4 试用 / on a cluster.", default="")
JOBS = option("-j --jobs", "数", "同时运行几个，不填的为处理器数 / how many at once.", type=click.IntRange(1))


RULES: Final = together(AS_OF, SCHEME, PARAMETER)
#: The options that select reports, and stations to score.
REPORTS: Final = together(WHICH, EDITION, RULES, FORMAT, TOC_PAGES, ENGINE)
SCORES: Final = together(WHICH, RULES)


@click.command()
@REPORTS
@JOBS
@DASK
@flag("--force", "没有改动的也重新生成 / also what is unchanged.")
@flag("--only-failed", "只运行上次失败的 / only what failed last time.")
@option(
    "--timeout",
    "秒",
    "每份报告的时限 / seconds a report.",
    shown=600.0,
    type=click.FloatRange(0, min_open=True),
)
@option("--memory-limit", "MB", "每份报告的内存上限 / MB a report.", shown=2048, type=click.IntRange(1))
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    help="有失败的是否继续，不填的继续 / whether to go on after a failure.",
)
@choice("--log-format", ["text", "json"], "json 为每份报告一行 / JSON lines.", show_default=False)
@refusing
def run(
    jobs: int | None,
    dask: str,
    force: bool,
    only_failed: bool,
    timeout: float,
    memory_limit: int,
    keep_going: bool,
    log_format: str,
    **chosen: Any,
) -> None:
    """生成评估报告 / Make reports of stations."""
    from sweval.run.many.output import RunOutput
    from sweval.run.many.runner import Options, run_all
    from sweval.run.task import Limits

    root = find_root()
    tasks = _tasks(root, limits=Limits(timeout, memory_limit), **chosen)
    with _executor(root, dask, jobs) as (executor, workers):
        output = RunOutput(tasks, log_format)
        options = Options(workers, force, only_failed, not keep_going)
        succeeded = run_all(root, tasks, options, output, executor)
        output.close()
    sys.exit(0 if succeeded else FAILED)


@click.command()
@REPORTS
@refusing
def status(stations: tuple[str, ...], batch: str, all_there_are: bool, **chosen: Any) -> None:
    """说明各站点是否需要重新生成，为什么 / Say which reports are due, and why."""
    from sweval.run.many.state import state_of
    from sweval.run.trust.fingerprint import Fingerprints

    root = find_root()
    fingerprints = Fingerprints(root)
    due = 0
    every = all_there_are or not (stations or batch)
    tasks = _tasks(root, stations=stations, batch=batch, all_there_are=every, **chosen)
    for task in tasks:
        state = state_of(task, fingerprints.of(task))
        due += state.due
        click.echo(f"{task.name}：{'需要生成' if state.due else '不需要'}，{state.reason}")
    click.echo(f"共 {len(tasks)} 份，需要生成 {due} 份")


@contextmanager
def _executor(root: Path, dask: str, jobs: int | None) -> Iterator[tuple[Executor | None, int]]:
    """The cluster's executor, ``None`` for this machine, and the number of tasks at once."""
    if not dask:
        yield None, jobs or os.cpu_count() or 1
        return
    from sweval.run.many.cluster import cluster

    with cluster(dask, root) as (executor, workers):
        yield executor, jobs or workers


def _tasks(
    root: Path,
    *,
    stations: tuple[str, ...],
    batch: str,
    all_there_are: bool,
    editions: tuple[str, ...],
    as_of: str | None,
    scheme: str | None,
    given: tuple[tuple[str, str], ...],
    formats: str,
    engine: Any,
    toc_pages: bool = False,
    **more: Any,
) -> Any:
    """The tasks of a call."""
    from sweval.run.many.selection import check_formats, select, tasks

    overrides = dict(given) | {k: v for k, v in {"as_of": as_of, "scheme": scheme}.items() if v is not None}
    ids, home = select(root, stations, batch, all_there_are=all_there_are)
    wanted = check_formats(formats, toc_pages=toc_pages)
    return tasks(root, ids, editions, overrides, batch=home, engine=engine, formats=wanted, **more)


@click.command()
@SCORES
@option("-o --output", "文件", "写到，.csv、.xlsx 或 .parquet / where to.", type=PATH, required=True)
@choice("--table", ["stations", "figures"], "每站一行，或每个数字一行 / a row a station, or a figure.")
@JOBS
@DASK
@refusing
def score(output: Path, table: Any, jobs: int | None, dask: str, **chosen: Any) -> None:
    """只算分，不生成报告 / Scores of many stations in one table, without reports."""
    from sweval.run.products.scores import score_all
    from sweval.run.products.tables import refuse_path

    root = find_root()
    refuse_path(output)
    tasks = _tasks(root, editions=(), formats=PAGE.key, engine="sweval", **chosen)
    with _executor(root, dask, jobs) as (executor, workers):
        counts = score_all(root, [task.parameters for task in tasks], table, output, workers, executor)
    click.echo(f"已写入 {output}：{counts.scored} 个站点，{counts.rows} 行，用时 {counts.seconds:.1f} 秒")
    if counts.refused:
        more = "等" if len(counts.refused) > 10 else ""
        listed = f"{'、'.join(counts.refused[:10])}{more}{'，见“faults”列' if table == 'stations' else ''}"
        click.secho(f"数据有问题、没有评分的 {len(counts.refused)} 个：{listed}", err=True, fg="red")
        sys.exit(FAILED)
