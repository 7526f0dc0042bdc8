"""``sweval score``: thousands of stations in one table, without notebooks, in parallel and in bounded memory.

Two tables, in the order of the stations: ``stations``, a row for each with total, grade and components; ``figures``,
a row for every figure of every record.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from tqdm import tqdm

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.dates import IsWorkday
from sweval.domain.values.faults import Refused
from sweval.evaluation import ScoredStation, evaluate, outcome
from sweval.intake.calendar import load_calendar
from sweval.intake.parameters import Parameters
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.folder import load_station
from sweval.presentation.gaps import gaps
from sweval.run.one.evaluating import refuse_claims, scores_required
from sweval.run.products.tables import Kind, ResultColumn, Row, Value, open_table

Table = Literal["stations", "figures"]
#: Stations of a piece of work, and pieces that wait for each worker.
CHUNK: Final = 20
WAITING: Final = 3
SCORED, REFUSED = "scored", "refused"


def as_number(text: str) -> Decimal | None:
    """The printed number of a figure, ``None`` if it is not a number; of a percentage, without the sign.

    >>> as_number("80.60%"), as_number("良好")
    (Decimal('80.60'), None)
    """
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


#: Conversion of a figure's printed value, by the kind of its column.
READ: Final[dict[Kind, Callable[[str], Value]]] = {"text": str, "count": int, "number": as_number}


def _figure(name: str, head: str, id: str, kind: Kind = "text") -> ResultColumn:
    """A column of the table of stations that holds a figure."""
    read = READ[kind]
    absent = "" if kind == "text" else None
    return ResultColumn(name, head, lambda r: read(r.figures[id].value) if id in r.figures else absent, kind)


STATION_COLUMNS: Final = (
    ResultColumn("station", "站点编号", lambda r: r.station.id),
    ResultColumn("name", "社工站", lambda r: r.station.profile.name),
    ResultColumn("town", "镇（街道）", lambda r: r.station.profile.town),
    ResultColumn("district", "区（县）", lambda r: r.station.profile.district),
    ResultColumn("city", "市", lambda r: r.station.profile.city),
    ResultColumn("nature", "数据性质", lambda r: r.station.nature),
    ResultColumn("scheme", "指标体系", lambda r: r.scheme.id),
    ResultColumn("stage", "评估阶段", lambda r: r.station.assessment.stage),
    ResultColumn("as_of", "基准日", lambda r: r.station.as_of.isoformat()),
    ResultColumn("state", "状态", lambda r: SCORED),
    _figure("total", "总分", "score.total", "number"),
    _figure("unrounded", "未取整总分", "score.unrounded", "number"),
    ResultColumn("full", "满分", lambda r: r.scheme.total, "number"),
    _figure("grade", "等级", "score.grade"),
    _figure("grade_by_total", "按总分的等级", "score.grade_by_total"),
    _figure("to_next", "距上一等级", "score.to_next", "number"),
    _figure("to_lower", "高于本等级下限", "score.to_lower", "number"),
    _figure("triggered", "存在的不合格情形", "veto.triggered", "count"),
    _figure("not_assessed", "不作认定的情形", "veto.not_assessed", "count"),
    ResultColumn("not_provided", "未提供的资料", lambda r: len(gaps(r)), "count"),
    ResultColumn("contradictions", "意见相互矛盾", lambda r: len(r.contradictions), "count"),
    ResultColumn("faults", "数据问题", lambda r: ""),
)
FIGURE_COLUMNS: Final = (
    ResultColumn("station", "站点编号", lambda r, figure: r.station.id),
    ResultColumn("id", "引用编号", lambda r, figure: figure.id),
    ResultColumn("label", "名称", lambda r, figure: figure.label),
    ResultColumn("value", "数值", lambda r, figure: figure.value),
    ResultColumn("unit", "单位", lambda r, figure: figure.unit),
    ResultColumn("number", "数", lambda r, figure: as_number(figure.value), "number"),
    ResultColumn("missing", "是否未提供", lambda r, figure: "是" if figure.missing else "否"),
    ResultColumn("rule", "依据", lambda r, figure: figure.rule),
)


@dataclass(frozen=True)
class StationRows:
    """The rows of one station; ``state``: whether it could be scored."""

    station: str
    state: str
    rows: list[Row]


@dataclass
class Written:
    """Counts of what was written, and the stations that could not be scored."""

    scored: int = 0
    rows: int = 0
    refused: list[str] = field(default_factory=list)
    seconds: float = 0.0


def score_all(
    root: Path,
    stations: Sequence[Parameters],
    table: Table,
    output: Path,
    workers: int,
    executor: Executor | None = None,
) -> Written:
    """Write the table of ``stations`` into ``output``. Raises ``Refused`` for a faulty scheme or path."""
    started = time.monotonic()
    schemes = [load_scheme(scheme, root) for scheme in dict.fromkeys(p.scheme for p in stations)]
    counts = Written()
    # Spawned: a fork would inherit the open files of this process.
    pool = executor or ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
    bar = tqdm(
        total=len(stations),
        bar_format="{desc}{bar:24} {n_fmt}/{total_fmt} 剩余 {remaining}",
        file=sys.stderr,
        leave=False,
        disable=None,
    )
    with pool, bar, open_table(output, columns(table, schemes), "评估结果") as write:
        for found in rows(root, stations, table, pool, workers):
            for result in found:
                write(result.rows)
                counts.rows += len(result.rows)
                counts.scored += result.state == SCORED
                counts.refused += [] if result.state == SCORED else [result.station]
            bar.update(len(found))
    counts.seconds = time.monotonic() - started
    return counts


def columns(table: Table, schemes: Iterable[Scheme]) -> tuple[ResultColumn, ...]:
    """The columns of a table; that of stations has one for each component of any scheme, its converted score."""
    if table == "figures":
        return FIGURE_COLUMNS
    nodes = {node.id: node.name for scheme in schemes for node in scheme.leaves()}
    scores = (_figure(f"node_{id}", name, f"score.{id}.converted", "number") for id, name in nodes.items())
    return (*STATION_COLUMNS, *scores)


def rows(
    root: Path, stations: Sequence[Parameters], table: Table, pool: Executor, workers: int
) -> Iterator[list[StationRows]]:
    """The rows of each piece of work, in the order of ``stations``; a few pieces run at a time."""
    chunks = (stations[start : start + CHUNK] for start in range(0, len(stations), CHUNK))
    work: Callable[[Sequence[Parameters]], list[StationRows]] = partial(score_chunk, root, table)
    waiting = [pool.submit(work, chunk) for chunk in islice(chunks, workers * WAITING)]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [pool.submit(work, chunk) for chunk in islice(chunks, 1)]


def score_chunk(root: Path, table: Table, stations: Sequence[Parameters]) -> list[StationRows]:
    """The rows of some stations, computed in a worker."""
    return [score(root, table, parameters) for parameters in stations]


def score(root: Path, table: Table, parameters: Parameters) -> StationRows:
    """The rows of one station: one, or one for each figure. Faulty data give a row with the faults, or none."""
    try:
        result = _result(root, table, parameters)
    except Refused as refusal:
        faults = "；".join(map(str, refusal.faults))
        row: Row = {"scheme": parameters.scheme, "state": REFUSED, "faults": faults}
        rows = [] if table == "figures" else [{"station": parameters.station, **row}]
        return StationRows(parameters.station, REFUSED, rows)
    if table == "figures":
        figures = result.figures.values()
        made = [{column.name: column.value(result, each) for column in FIGURE_COLUMNS} for each in figures]
    else:
        made = [{column.name: column.value(result) for column in columns(table, [result.scheme])}]
    return StationRows(parameters.station, SCORED, made)


def _result(root: Path, table: Table, parameters: Parameters) -> ScoredStation:
    scheme, calendar = _rules(root, parameters.scheme)
    station = load_station(parameters.station, scheme, as_of=parameters.as_of or "", root=root)
    with scores_required(scheme):
        # Claims may be compared with any figure.
        if table == "stations" and not station.claims:
            return outcome(station, scheme, calendar)
        evaluation = evaluate(station, scheme, calendar, seed=parameters.seed)
    refuse_claims(evaluation)
    return evaluation


@lru_cache(maxsize=8)
def _rules(root: Path, scheme: str) -> tuple[Scheme, IsWorkday]:
    """The rules, read once by each worker."""
    return load_scheme(scheme, root), load_calendar(root)
