"""The evaluation of a station of the project, with every fault that can be found before a notebook runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sweval.analysis.scores.scoring import Unscorable
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.station.texts import characters_of, texts_below, texts_of
from sweval.domain.values.faults import Fault, Refused
from sweval.evaluation import Evaluation, evaluate
from sweval.intake.calendar import load_calendar
from sweval.intake.parameters import Parameters
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.folder import load_station


def evaluate_stations(
    root: Path, stations: Sequence[Parameters], *, diagnose: bool = True
) -> list[Evaluation]:
    """The evaluation of every station. Raises ``Refused`` with the faults of all, also those of their reports."""
    # Imported here: scoring alone needs no charts.
    from sweval.presentation.report.station_report import StationReport

    several = len({parameters.station for parameters in stations}) > 1
    evaluations: list[Evaluation] = []
    faults: list[Fault] = []
    for parameters in stations:
        try:
            evaluation = evaluate_station(root, parameters, diagnose=diagnose)
            StationReport(evaluation, parameters.edition)
            evaluations.append(evaluation)
        except Refused as refusal:
            stem = f"{parameters.station}/" if several else ""
            faults += (replace(fault, file=f"{stem}{fault.file}") for fault in refusal.faults)
    if faults:
        raise Refused(faults)
    return evaluations


def evaluate_station(root: Path, parameters: Parameters, *, diagnose: bool = True) -> Evaluation:
    """Evaluate the station as the notebook will. Raises ``Refused`` with every fault of the input.

    ``diagnose``: see :func:`sweval.evaluation.evaluate`; always true for a station with claims, since they may be
    compared with any figure.
    """
    scheme = load_scheme(parameters.scheme, root)
    station = load_station(parameters.station, scheme, as_of=parameters.as_of or "", root=root)
    faults = list(glyph_faults(station, scheme))
    if faults:
        raise Refused(faults)
    wanted = diagnose or bool(station.claims)
    with scores_required(scheme):
        evaluation = evaluate(station, scheme, load_calendar(root), seed=parameters.seed, diagnose=wanted)
    refuse_claims(evaluation)
    return evaluation


@contextmanager
def scores_required(scheme: Scheme) -> Iterator[None]:
    """Raise ``Refused`` if the evaluation in the block lacks scores."""
    try:
        yield
    except Unscorable as error:
        node = str(error).partition(":")[0]
        problem = f"“{scheme.node(node).name}”没有可以计算的评分"
        fault = Fault("scores.csv", column="node", value=node, problem=problem, remedy="请补填")
        raise Refused([fault]) from None


def refuse_claims(evaluation: Evaluation) -> None:
    """Raise ``Refused`` for claims about a figure that does not exist."""
    remedy = "编号见 record.json 或附录“数字来源”"
    faults = [
        Fault("claims.csv", claim.row, column, id, "没有这个数字", remedy)
        for claim in evaluation.station.claims
        for column, id in (("left", claim.left), ("right", claim.right))
        if claim.kind == "relation" and id and id not in evaluation.figures
    ]
    if faults:
        raise Refused(faults)


def glyph_faults(station: Station, scheme: Scheme) -> Iterator[Fault]:
    """Characters that the fonts lack, with their cell or rule: they would print as boxes."""
    from sweval.export.html.webfont import missing_glyphs

    found: list[tuple[str, int, str, str]] = []
    # All characters first: the fonts lack hardly any.
    if missing_glyphs(characters_of(station)):
        found += ((cell.file, cell.row, cell.column, text) for cell, text in texts_of(station))
    # The scheme's names and sentences are printed too.
    texts = list(texts_below("", scheme))
    if missing_glyphs("".join(text for _, text in texts)):
        found += ((f"params/schemes/{scheme.id}.yaml", 0, path, text) for path, text in texts)
    remedy = "请改用其他写法，例如以同音字或偏旁说明代替"
    for file, row, column, text in found:
        for character in missing_glyphs(text):
            yield Fault(file, row, column, text, f"字体中没有字符 U+{ord(character):04X}", remedy)
