"""Scores of thousands of stations in one pass, without notebooks: a row for each, in order, as they come.

Two tables: ``stations``, a row for each with its total, grade and components; ``figures``, a row for every figure
of every record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from sweval.batch.evaluating import refuse_claims, scores_required
from sweval.domain.faults import Refused
from sweval.domain.scheme import Scheme
from sweval.domain.workdays import IsWorkday
from sweval.evaluation import Evaluation, Outcome, evaluate, outcome
from sweval.intake.parameters import Parameters

Table = Literal["stations", "figures"]
Value = str | int | Decimal | None
Row = dict[str, Value]

#: So many stations are one piece of work, and so many pieces wait for each worker.
CHUNK: Final = 20
WAITING: Final = 3


@dataclass(frozen=True)
class Column:
    """A column of a table of results. ``head`` is what a spreadsheet shows."""

    name: str
    head: str
    kind: Literal["text", "count", "number"] = "text"


STATION_COLUMNS: Final = (
    Column("station", "站点编号"),
    Column("name", "社工站"),
    Column("town", "镇（街道）"),
    Column("district", "区（县）"),
    Column("city", "市"),
    Column("nature", "数据性质"),
    Column("scheme", "指标体系"),
    Column("stage", "评估阶段"),
    Column("as_of", "基准日"),
    Column("state", "状态"),
    Column("total", "总分", "number"),
    Column("unrounded", "未取整总分", "number"),
    Column("full", "满分", "number"),
    Column("grade", "等级"),
    Column("grade_by_total", "按总分的等级"),
    Column("to_next", "距上一等级", "number"),
    Column("to_lower", "高于本等级下限", "number"),
    Column("triggered", "存在的不合格情形", "count"),
    Column("not_assessed", "不作认定的情形", "count"),
    Column("not_provided", "未提供的资料", "count"),
    Column("contradictions", "意见相互矛盾", "count"),
    Column("faults", "数据问题"),
)
FIGURE_COLUMNS: Final = (
    Column("station", "站点编号"),
    Column("id", "引用编号"),
    Column("label", "名称"),
    Column("value", "数值"),
    Column("unit", "单位"),
    Column("number", "数", "number"),
    Column("missing", "是否未提供"),
    Column("rule", "依据"),
)
SCORED, REFUSED = "scored", "refused"


@dataclass(frozen=True)
class Result:
    """The rows of one station, and whether it could be scored."""

    station: str
    state: str
    rows: list[Row]


def columns(table: Table, schemes: Iterable[Scheme]) -> tuple[Column, ...]:
    """The columns of a table; that of stations has one for the converted score of each component of any scheme."""
    if table == "figures":
        return FIGURE_COLUMNS
    nodes = {node.id: node.name for scheme in schemes for node in scheme.leaves()}
    return (*STATION_COLUMNS, *(Column(f"node_{id}", name, "number") for id, name in nodes.items()))


def rows(
    root: Path, stations: Sequence[Parameters], table: Table, pool: Executor, workers: int
) -> Iterator[list[Result]]:
    """The rows of each piece of work, in the order of ``stations``; a few pieces are under way at a time."""
    chunks = (stations[start : start + CHUNK] for start in range(0, len(stations), CHUNK))
    work: Callable[[Sequence[Parameters]], list[Result]] = partial(score_chunk, root, table)
    waiting: list[Future[list[Result]]] = [
        pool.submit(work, chunk) for chunk in islice(chunks, workers * WAITING)
    ]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [pool.submit(work, chunk) for chunk in islice(chunks, 1)]


def score_chunk(root: Path, table: Table, stations: Sequence[Parameters]) -> list[Result]:
    """The rows of some stations, in a worker."""
    return [score(root, table, parameters) for parameters in stations]


def score(root: Path, table: Table, parameters: Parameters) -> Result:
    """The rows of one station: one, or one for each figure. Faulty data are a row that says so, or none."""
    try:
        made = list(_rows(root, table, parameters))
    except Refused as refusal:
        says = "；".join(map(str, refusal.faults))
        empty: Row = {
            "station": parameters.station,
            "scheme": parameters.scheme,
            "state": REFUSED,
            "faults": says,
        }
        return Result(parameters.station, REFUSED, [] if table == "figures" else [empty])
    return Result(parameters.station, SCORED, made)


def _rows(root: Path, table: Table, parameters: Parameters) -> Iterator[Row]:
    from sweval.intake.folder import load_station

    scheme, calendar = _rules(root, parameters.scheme)
    station = load_station(parameters.station, scheme, as_of=parameters.as_of or "", root=root)
    with scores_required(scheme):
        # Claims may be held against any figure.
        if table == "figures" or station.claims:
            result: Outcome = evaluate(station, scheme, calendar, seed=parameters.seed)
        else:
            result = outcome(station, scheme, calendar)
    if isinstance(result, Evaluation):
        refuse_claims(result)
    yield from _figure_rows(result) if table == "figures" else [_station_row(result)]


@lru_cache(maxsize=8)
def _rules(root: Path, scheme: str) -> tuple[Scheme, IsWorkday]:
    """The rules, read once by each worker."""
    from sweval.intake.calendar import load_calendar
    from sweval.intake.scheme_file import load_scheme

    return load_scheme(scheme, root), load_calendar(root)


def _station_row(result: Outcome) -> Row:
    from sweval.presentation.gaps import gaps

    station, figures = result.station, result.figures
    profile = station.profile

    def number(id: str) -> Decimal | None:
        return as_number(figures[id].value) if id in figures else None

    def text(id: str) -> str:
        return figures[id].value if id in figures else ""

    def count(id: str) -> int | None:
        return None if id not in figures else int(figures[id].value)

    row: Row = {
        "station": station.id,
        "name": profile.name,
        "town": profile.town,
        "district": profile.district,
        "city": profile.city,
        "nature": station.nature,
        "scheme": result.scheme.id,
        "stage": station.assessment.stage,
        "as_of": station.as_of.isoformat(),
        "state": SCORED,
        "total": number("score.total"),
        "unrounded": number("score.unrounded"),
        "full": result.scheme.total,
        "grade": text("score.grade"),
        "grade_by_total": text("score.grade_by_total"),
        "to_next": number("score.to_next"),
        "to_lower": number("score.to_lower"),
        "triggered": count("veto.triggered"),
        "not_assessed": count("veto.not_assessed"),
        "not_provided": len(gaps(result)),
        "contradictions": len(result.contradictions),
        "faults": "",
    }
    for leaf in result.scheme.leaves():
        row[f"node_{leaf.id}"] = number(f"score.{leaf.id}.converted")
    return row


def _figure_rows(result: Outcome) -> Iterator[Row]:
    for figure in result.figures.values():
        yield {
            "station": result.station.id,
            "id": figure.id,
            "label": figure.label,
            "value": figure.value,
            "unit": figure.unit,
            "number": as_number(figure.value),
            "missing": "是" if figure.missing else "否",
            "rule": figure.rule,
        }


def as_number(text: str) -> Decimal | None:
    """The number a figure prints, ``None`` where it is none; of a percentage the number before the sign.

    >>> as_number("80.60%"), as_number("良好")
    (Decimal('80.60'), None)
    """
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
