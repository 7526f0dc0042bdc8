"""Everything that can be refused before a kernel starts: data, scheme, edition, own text, missing glyphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sweval.analysis.scoring import Unscorable
from sweval.domain.faults import Fault, Refused
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.domain.texts import texts_below, texts_of
from sweval.evaluation import Evaluation, evaluate
from sweval.export.webfont import missing_glyphs
from sweval.intake.calendar import load_calendar
from sweval.intake.folder import load_station
from sweval.intake.parameters import Parameters
from sweval.intake.scheme_file import load_scheme
from sweval.presentation.report import StationReport


def checked(root: Path, stations: Sequence[Parameters]) -> list[Evaluation]:
    """The evaluation of every station; raises ``Refused`` with the faults of all, each with its station."""
    several = len({parameters.station for parameters in stations}) > 1
    evaluations: list[Evaluation] = []
    faults: list[Fault] = []
    for parameters in stations:
        try:
            evaluations.append(preflight(root, parameters))
        except Refused as refusal:
            stem = f"{parameters.station}/" if several else ""
            faults += (replace(fault, file=f"{stem}{fault.file}") for fault in refusal.faults)
    if faults:
        raise Refused(faults)
    return evaluations


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
    for cell, text in texts_of(station):
        yield from _fault(cell.file, cell.row, cell.column, text)


def scheme_glyph_faults(scheme: Scheme) -> Iterator[Fault]:
    """The same for the scheme, whose names and sentences are printed too."""
    for path, text in texts_below("", scheme):
        yield from _fault(f"params/schemes/{scheme.id}.yaml", 0, path, text)


def _fault(file: str, row: int, column: str, text: str) -> Iterator[Fault]:
    for character in missing_glyphs(text):
        name = f"U+{ord(character):04X}"
        yield Fault(
            file, row, column, text, f"字体中没有字符 {name}", "请改用其他写法，例如以同音字或偏旁说明代替"
        )
