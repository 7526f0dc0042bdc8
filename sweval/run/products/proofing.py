"""Proofing a station's texts against the names of all other stations of the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sweval.analysis.text.findings import contradictions
from sweval.analysis.text.proofing import Remark, proof
from sweval.analysis.text.similarity import similar_findings, similar_notes
from sweval.domain.values.faults import Refused
from sweval.evaluation import Evaluation
from sweval.intake.project import station_folders
from sweval.intake.text.yaml_text import read_yaml


def remarks(root: Path, evaluation: Evaluation) -> tuple[Remark, ...]:
    """Every remark on a station's texts, including names of other stations, their towns and operators."""
    station = evaluation.station
    others = tuple(dict.fromkeys(_names(root, station.id)))
    return proof(
        station,
        evaluation.figures,
        contradictions(station),
        similar_findings(station),
        similar_notes(station),
        others,
    )


def _names(root: Path, own: str) -> Iterator[str]:
    for folder in station_folders(root):
        if folder.name == own:
            continue
        try:
            data = read_yaml(folder / "station.yaml").data
        except Refused:
            continue  # its own check reports the faults
        for part, keys in (("profile", ("name", "short_name", "town")), ("organisations", ("operator",))):
            section = data.get(part)
            values = [section.get(key) for key in keys] if isinstance(section, dict) else []
            yield from (name for value in values for name in _name(value))


def _name(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, str) and value:
        yield value
