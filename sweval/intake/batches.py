"""Batches: which stations are run and published together (``params/batches/*.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweval.domain.values.faults import Fault, Refused
from sweval.domain.values.types import FromFile, Identifier, Text
from sweval.intake.text.validation import validate_document
from sweval.intake.text.yaml_text import read_yaml

#: The folder for reports of stations that are in no batch.
ALONE: Final = "single"


@dataclass(frozen=True, kw_only=True)
class Batch(FromFile):
    """A named list of stations."""

    id: Identifier
    name: Text
    stations: tuple[Identifier, ...]


def load_batches(root: Path) -> tuple[Batch, ...]:
    """All batches, by file name. Raises ``Refused`` with every fault of all files."""
    batches: list[Batch] = []
    faults: list[Fault] = []
    for path in sorted((root / "params" / "batches").glob("*.yaml")):
        name = f"params/batches/{path.name}"
        try:
            document = read_yaml(path, name)
            batch = validate_document(Batch, document)
            if batch.id != path.stem:
                line = document.line(("id",))
                raise Refused([Fault(name, line, "id", batch.id, "与文件名不符", f"请改为 {path.stem}")])
            for number, station in enumerate(batch.stations):
                if station in batch.stations[:number]:
                    line = document.line(("stations", number))
                    raise Refused([Fault(name, line, "stations", station, "同一站点列了两次", "请删去一个")])
            batches.append(batch)
        except Refused as refusal:
            faults += refusal.faults
    if faults:
        raise Refused(faults)
    return tuple(batches)


def batch_of(root: Path, station: str) -> str:
    """The id of the batch a station belongs to; :data:`ALONE` where none lists it."""
    return next((batch.id for batch in load_batches(root) if station in batch.stations), ALONE)
