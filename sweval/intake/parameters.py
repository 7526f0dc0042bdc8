"""The parameters of one run, checked before any kernel starts.

papermill only warns of a misspelt parameter and still reports success.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
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
    """The parameters of the station report's notebook. ``as_of`` empty: the last date in ``process.csv``."""

    station: Identifier
    scheme: Identifier = DEFAULT_SCHEME
    edition: Edition = "working"
    as_of: Annotated[date | None, BeforeValidator(parse_as_of)] = None
    seed: Count = 1

    def for_papermill(self) -> dict[str, str | int]:
        """As papermill injects them: strings stay strings, so that an id ``007`` stays ``007``."""
        return asdict(self) | {"as_of": self.as_of.isoformat() if self.as_of else ""}


def load_parameters(root: Path, station: str, overrides: dict[str, str]) -> Parameters:
    """The parameters of ``params/stations/<id>.yaml``, replaced by ``overrides`` from the call.

    Raises ``Refused`` with every fault: an unknown or misspelt name, a wrong type, an id with ``/``,
    a file for another station.
    """
    path = parameter_file(root, station)
    document = read_yaml(path, f"params/stations/{path.name}")
    data: dict[str, Value] = {**document.data, **overrides}
    try:
        parameters = check_parameters(Document(document.file, data, document.lines))
    except Refused as refusal:
        # The faults of overrides are in the call, not in the file.
        raise Refused(
            replace(fault, file=CALL, row=0) if fault.column in overrides else fault
            for fault in refusal.faults
        ) from None
    if parameters.station != station:
        fault = Fault(CALL, 0, "station", parameters.station, "与所给站点编号不符", "请去掉这个参数")
        if "station" not in overrides:
            file, line = document.file, document.line(("station",))
            fault = replace(fault, file=file, row=line, problem="与文件名不符", remedy=f"请改为 {station}")
        raise Refused([fault])
    return parameters


def check_parameters(document: Document) -> Parameters:
    """Parameters from a document; the refusal of an unknown name lists the known ones."""
    known = [f.name for f in fields(Parameters)]
    unknown = [name for name in document.data if name not in known]
    if unknown:
        problem, remedy = "没有这个参数", f"可用的参数：{'、'.join(known)}"
        raise Refused(
            Fault(document.file, document.line((name,)), name, problem=problem, remedy=remedy)
            for name in unknown
        )
    return validate_document(Parameters, document)


def write_parameters(root: Path, station: str, scheme: str) -> Path | None:
    """Write a new ``params/stations/<id>.yaml`` and return it; an existing file is kept, and ``None`` returned."""
    path = root / "params" / "stations" / f"{station}.yaml"
    if path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"station: {station}", f"scheme: {scheme}", "edition: working", 'as_of: ""', "seed: 1"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path
