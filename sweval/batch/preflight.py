"""Everything that can be refused before a kernel starts: data, scheme, edition, own text, missing glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from sweval.analysis.scoring import Unscorable
from sweval.domain.faults import Fault, Refused
from sweval.domain.rows import TABLES, Row
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.evaluation import Evaluation, evaluate
from sweval.export.webfont import missing_glyphs
from sweval.intake.calendar import load_calendar
from sweval.intake.folder import load_station
from sweval.intake.parameters import Parameters
from sweval.intake.scheme_file import load_scheme
from sweval.presentation.report import StationReport


def preflight(root: Path, parameters: Parameters) -> Evaluation:
    """Evaluate the station as the notebook will; raises ``Refused`` with every fault of the input."""
    scheme = load_scheme(parameters.scheme, root)
    station = load_station(parameters.station, scheme, as_of=parameters.as_of or "", root=root)
    faults = [*glyph_faults(station), *scheme_glyph_faults(scheme)]
    if faults:
        raise Refused(faults)
    try:
        evaluation = evaluate(station, scheme, load_calendar(root), seed=parameters.seed)
    except Unscorable as error:
        node = str(error).partition(":")[0]
        problem = f"“{scheme.node(node).name}”没有可以计算的评分"
        raise Refused(
            [Fault("scores.csv", column="node", value=node, problem=problem, remedy="请补填")]
        ) from None
    faults = list(claim_faults(evaluation))
    if faults:
        raise Refused(faults)
    StationReport(evaluation, parameters.edition)
    return evaluation


def claim_faults(evaluation: Evaluation) -> Iterator[Fault]:
    """Claims that are to be held against a figure there is not."""
    for claim in evaluation.station.claims:
        for column in ("left", "right"):
            id = getattr(claim, column)
            if claim.kind == "relation" and id and id not in evaluation.figures:
                remedy = "编号见 record.json 或附录“数字来源”"
                yield Fault("claims.csv", claim.row, column, id, "没有这个数字", remedy)


def glyph_faults(station: Station) -> Iterator[Fault]:
    """Characters that no font of ours has, named with their cell: they would print as boxes."""
    for table in TABLES:
        for row in station.rows(table):
            yield from _row_glyphs(row)
    for path, text in _texts(station):
        yield from _fault("station.yaml", 0, path, text)
    for number, paragraph in enumerate(station.own_text, start=1):
        yield from _fault("text.yaml", 0, f"paragraphs[{number}].text", paragraph.text + paragraph.author)


def scheme_glyph_faults(scheme: Scheme) -> Iterator[Fault]:
    """The same for the scheme, whose names and sentences are printed too."""
    for path, text in _walk("", scheme):
        yield from _fault(f"params/schemes/{scheme.id}.yaml", 0, path, text)


def _row_glyphs(row: Row) -> Iterator[Fault]:
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, str):
            yield from _fault(f"{row.table}.csv", row.row, field.name, value)


def _fault(file: str, row: int, column: str, text: str) -> Iterator[Fault]:
    for character in missing_glyphs(text):
        name = f"U+{ord(character):04X}"
        yield Fault(
            file, row, column, text, f"字体中没有字符 {name}", "请改用其他写法，例如以同音字或偏旁说明代替"
        )


def _texts(station: Station) -> Iterator[tuple[str, str]]:
    """Every text of ``station.yaml`` with its path."""
    for name in ("source", "profile", "organisations", "contract", "areas", "assessment"):
        yield from _walk(name, getattr(station, name))


def _walk(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _walk(f"{path}[{number}]", item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(f"{path}.{field.name}".lstrip("."), getattr(value, field.name))
