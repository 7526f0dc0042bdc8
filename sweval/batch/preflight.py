"""Everything that can be refused before a kernel starts: data, scheme, edition, own text, missing glyphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sweval.batch.evaluating import evaluated
from sweval.domain.faults import Fault, Refused
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.domain.texts import characters_of, texts_below, texts_of
from sweval.evaluation import Evaluation
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


def preflight(root: Path, parameters: Parameters, *, diagnose: bool = True) -> Evaluation:
    """Evaluate the station as the notebook will; raises ``Refused`` with every fault of the input."""
    scheme = load_scheme(parameters.scheme, root)
    station = load_station(parameters.station, scheme, as_of=parameters.as_of or "", root=root)
    faults = [*glyph_faults(station), *scheme_glyph_faults(scheme)]
    if faults:
        raise Refused(faults)
    evaluation = evaluated(station, parameters, scheme, load_calendar(root), diagnose=diagnose)
    StationReport(evaluation, parameters.edition)
    return evaluation


def glyph_faults(station: Station) -> Iterator[Fault]:
    """Characters that no font of ours has, named with their cell: they would print as boxes."""
    # Nearly always the fonts have all of them.
    if missing_glyphs(characters_of(station)):
        for cell, text in texts_of(station):
            yield from _fault(cell.file, cell.row, cell.column, text)


def scheme_glyph_faults(scheme: Scheme) -> Iterator[Fault]:
    """The same for the scheme, whose names and sentences are printed too."""
    texts = list(texts_below("", scheme))
    for path, text in texts if missing_glyphs("".join(text for _, text in texts)) else ():
        yield from _fault(f"params/schemes/{scheme.id}.yaml", 0, path, text)


def _fault(file: str, row: int, column: str, text: str) -> Iterator[Fault]:
    for character in missing_glyphs(text):
        name = f"U+{ord(character):04X}"
        yield Fault(
            file, row, column, text, f"字体中没有字符 {name}", "请改用其他写法，例如以同音字或偏旁说明代替"
        )
