"""Data in an older form brought up to today's, step by step, as text: comments and order stay as they were.

The form has a number, ``schema`` in ``station.yaml``. What the forms differ in stands in ``docs/data.md``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sweval.atomic import replacing
from sweval.domain.faults import Fault, Refused
from sweval.domain.station import SCHEMA
from sweval.intake.project import station_folder, station_folders
from sweval.intake.yaml_edit import replaced, without
from sweval.intake.yaml_text import Document, read_yaml

#: The text of ``station.yaml``, and what was done to it, in Chinese.
Step = Callable[[str, Document], tuple[str, list[str]]]
FILE: Final = "station.yaml"


def _since_of_the_operator_alone(text: str, document: Document) -> tuple[str, list[str]]:
    """Form 2: ``since`` is asked of the operator only; of the others nothing ever used it."""
    done = []
    organisations = document.data.get("organisations", {})
    for role, organisation in organisations.items() if isinstance(organisations, dict) else ():
        if role != "operator" and isinstance(organisation, dict) and "since" in organisation:
            text = without(text, ("organisations", role, "since"))
            done.append(f"删去 organisations.{role}.since（原为“{organisation['since']}”，报告从未采用）")
    return text, done


#: The step that leads on from each older form.
STEPS: Final[dict[str, Step]] = {"1": _since_of_the_operator_alone}


def outdated(document: Document, station: str) -> Fault | None:
    """The fault of data in another form than today's; what is no form at all is left to the validation."""
    form = document.data.get("schema")
    if not isinstance(form, str) or not form.isascii() or not form.isdigit() or form == SCHEMA:
        return None
    line = document.line(("schema",))
    if form in STEPS:
        problem, remedy = f"数据是第{form}版格式，现为第{SCHEMA}版", f"请运行 sweval migrate {station}"
    else:
        problem, remedy = f"只认得第1至第{SCHEMA}版格式", "请用写出这份数据的 sweval 版本，或升级 sweval"
    return Fault(document.file, line, "schema", form, problem, remedy)


def migrate_all(root: Path, stations: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """Bring stations up to today's form, all there are where none is named; what was done to each.

    Raises ``Refused``, and has changed nothing, where one of them can't be.
    """
    folders = [station_folder(root, id) for id in stations] or station_folders(root)
    faults: list[Fault] = []
    for folder in folders:
        try:
            _read(folder)
        except Refused as refusal:
            faults += refusal.faults
    if faults:
        raise Refused(faults)
    return [(folder.name, migrate(folder)) for folder in folders]


def migrate(folder: Path) -> list[str]:
    """Bring a station's folder up to today's form, as a whole or not at all; what was done, in Chinese.

    Nothing where there is nothing to do. Raises ``Refused`` where ``station.yaml`` can't be read or is of no form
    this version knows.
    """
    document = _read(folder)
    if document.data.get("schema") not in STEPS:
        return []
    text = (folder / FILE).read_text(encoding="utf-8-sig")
    with replacing(folder, ".migrate-") as private:
        shutil.copytree(folder, private, dirs_exist_ok=True)
        return list(_stepwise(private / FILE, text, document))


def _read(folder: Path) -> Document:
    document = read_yaml(folder / FILE, f"{folder.name}/{FILE}")
    fault = outdated(document, folder.name)
    if fault and document.data["schema"] not in STEPS:
        raise Refused([fault])
    return document


def _stepwise(path: Path, text: str, document: Document) -> Iterator[str]:
    """Write ``path`` anew, form by form."""
    while (form := str(document.data["schema"])) in STEPS:
        text, done = STEPS[form](text, document)
        text = replaced(text, ("schema",), str(int(form) + 1))
        path.write_text(text, encoding="utf-8", newline="\n")
        document = read_yaml(path)
        yield from done
        yield f"第{form}版格式改为第{int(form) + 1}版"
