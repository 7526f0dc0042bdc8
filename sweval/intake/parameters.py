"""The parameters of one run, checked before any kernel starts.

papermill only warns of a misspelt parameter and still reports success, so sweval checks them all first.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import BeforeValidator

from sweval.domain.disclosure.editions import Edition
from sweval.domain.values.faults import Fault, Refused
from sweval.domain.values.types import Count, FromFile, Identifier, parse_day
from sweval.intake.project import parameter_file
from sweval.intake.text.validation import validate_document
from sweval.intake.text.yaml_text import Document, Value, read_yaml

CALL: Final = "命令行"
DEFAULT_SCHEME: Final = "guangzhou-2023"


def parse_as_of(value: object) -> date | None:
    """Read the day deadlines are judged on; empty means the last date of the process."""
    return None if value in ("", None) else parse_day(value)


@dataclass(frozen=True, kw_only=True)
class Parameters(FromFile):
    """What a run of the station report is given. ``as_of`` empty: the last date in ``process.csv``."""

    station: Identifier
    scheme: Identifier = DEFAULT_SCHEME
    edition: Edition = "working"
    as_of: Annotated[date | None, BeforeValidator(parse_as_of)] = None
    seed: Count = 1

    def for_papermill(self) -> dict[str, str | int]:
        """As papermill injects them: strings stay strings, so that an id ``007`` stays ``007``."""
        as_of = self.as_of.isoformat() if self.as_of else ""
        return {
            "station": self.station,
            "scheme": self.scheme,
            "edition": self.edition,
            "as_of": as_of,
            "seed": self.seed,
        }


def load_parameters(root: Path, station: str, overrides: dict[str, str]) -> Parameters:
    """The parameters of ``params/stations/<id>.yaml`` with ``overrides`` from the call on top.

    Raises ``Refused`` with every fault: an unknown or misspelt name, a wrong type, an id with ``/``,
    a file that speaks of another station.
    """
    path = parameter_file(root, station)
    document = read_yaml(path, f"params/stations/{path.name}")
    data: dict[str, Value] = {**document.data, **overrides}
    try:
        parameters = check_parameters(Document(document.file, data, document.lines))
    except Refused as refusal:
        # What the caller typed is not in the file.
        raise Refused(
            replace(fault, file=CALL, row=0) if fault.column in overrides else fault
            for fault in refusal.faults
        ) from None
    if parameters.station != station:
        if "station" in overrides:
            raise Refused(
                [Fault(CALL, 0, "station", parameters.station, "与所给站点编号不符", "请去掉这个参数")]
            )
        line = document.line(("station",))
        raise Refused(
            [Fault(document.file, line, "station", parameters.station, "与文件名不符", f"请改为 {station}")]
        )
    return parameters


def check_parameters(document: Document) -> Parameters:
    """Parameters from a document; an unknown name is answered with the known ones."""
    known = [f.name for f in fields(Parameters)]
    unknown = [name for name in document.data if name not in known]
    if unknown:
        raise Refused(
            Fault(
                document.file,
                document.line((name,)),
                name,
                problem="没有这个参数",
                remedy=f"可用的参数：{'、'.join(known)}",
            )
            for name in unknown
        )
    return validate_document(Parameters, document)


def write_parameters(root: Path, station: str, scheme: str) -> Path | None:
    """Begin ``params/stations/<id>.yaml``; an existing file is left as it is, and nothing is returned."""
    path = root / "params" / "stations" / f"{station}.yaml"
    if path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"station: {station}", f"scheme: {scheme}", "edition: working", 'as_of: ""', "seed: 1"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path
