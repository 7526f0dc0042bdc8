"""Writes many invented stations as folders, with vetoes, missing tables and faults in given shares."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import REQUIRED_TABLES, TABLES, Station
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.station.draft import draft_of, write_folder
from sweval.simulate.chance import Chance
from sweval.simulate.finals import final
from sweval.simulate.stations import Traits, id_of, station

#: Tables that may be missing; scores refer to experts, and few schemes have raters and leaf inputs.
MAY_LACK: Final = tuple(
    table
    for table in TABLES
    if table
    not in {*REQUIRED_TABLES, "experts", "raters", "leaf_inputs", "claims", "complaints", "declarations"}
)


@dataclass(frozen=True)
class Shares:
    """How many stations in a thousand have a triggered veto, a missing table, a planted fault."""

    vetoes: int = 80
    missing: int = 150
    faults: int = 0


def simulate(
    scheme: Scheme, count: int, seed: int, out: Path, shares: Shares = Shares(), finals: int = 0
) -> Iterator[tuple[str, str]]:
    """Write ``count`` stations below ``out``, and the final assessments of the first ``finals`` of them.

    Yields the id of each, and the name of the fault planted in it, or an empty text. The same seed gives the same
    bytes on any machine and for any count. Raises ``Refused`` where any of the folders exists; then nothing is written.
    """
    traits = [_traits(scheme, number, shares) for number in range(count)]
    later = [f"{id_of(number)}-final" for number in range(min(finals, count))]
    existing = [id for id in (*map(id_of, range(count)), *later) if (out / id).exists()]
    if existing:
        problem, remedy = "已有这个目录", "请换一个目录，或先移走"
        raise Refused(Fault(str(out), value=id, problem=problem, remedy=remedy) for id in existing)
    out.mkdir(parents=True, exist_ok=True)
    for number, wanted in enumerate(traits):
        midterm = station(scheme, seed, number, wanted)
        plant = partial(_plant, seed=seed, number=number) if _falls_on(number, shares.faults) else None
        yield midterm.id, _write(midterm, out, plant)
        if number < finals:
            after = final(midterm, scheme, seed, number)
            yield after.id, _write(after, out)


def _write(made: Station, out: Path, plant: Callable[[Path], str] | None = None) -> str:
    """Write one folder, whole or not at all; the name of the fault planted in it, or an empty text."""
    private = Path(mkdtemp(prefix=f".{made.id}-", dir=out))
    try:
        write_folder(draft_of(made), private)
        fault = plant(private) if plant else ""
        private.chmod(0o755)
        private.rename(out / made.id)
    finally:
        shutil.rmtree(private, ignore_errors=True)
    return fault


def _falls_on(number: int, per_thousand: int) -> bool:
    """Whether a station has a trait that ``per_thousand`` of a thousand have, evenly spread over the numbers."""
    before, after = number * per_thousand // 1000, (number + 1) * per_thousand // 1000
    return after > before


def _traits(scheme: Scheme, number: int, shares: Shares) -> Traits:
    """Vetoes and missing tables in turn, so that each occurs among enough stations."""
    vetoes = [rule.id for rule in scheme.vetoes]
    turn = number * shares.vetoes // 1000
    veto = vetoes[turn % len(vetoes)] if vetoes and _falls_on(number, shares.vetoes) else ""
    lacks = MAY_LACK[number * shares.missing // 1000 % len(MAY_LACK)]
    # No table is left out that would show the veto.
    absent = lacks if _falls_on(number, shares.missing) and not veto else ""
    return Traits(veto, absent)


# --- faults -----------------------------------------------------------------------------------------


def _swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    return plant


def _first_score(becomes: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        path = folder / "scores.csv"
        head, first, *rest = path.read_text(encoding="utf-8").split("\n")
        cells = first.split(",")
        cells[3] = becomes
        path.write_text("\n".join([head, ",".join(cells), *rest]), encoding="utf-8", newline="\n")

    return plant


FAULTS: Final[tuple[tuple[str, Callable[[Path], None]], ...]] = (
    ("评分不是数字", _first_score("九分")),
    ("评分超过标准分", _first_score("1000")),
    ("评分没有填", _first_score("")),
    ("没有这个片区", _swap("scores.csv", "quality,a1,", "quality,a9,")),
    ("合同结束日早于开始日", _swap("station.yaml", "end: '202", "end: '201")),
    ("缺少社工站简称", _swap("station.yaml", "short_name:", "short_nam:")),
    ("没有表头", _swap("scores.csv", "node,area,expert", "评估内容,片区,评委")),
    ("缺少评分文件", lambda folder: (folder / "scores.csv").unlink()),
)


def _plant(folder: Path, seed: int, number: int) -> str:
    name, plant = Chance(seed, f"fault {number}").one_of(FAULTS)
    plant(folder)
    return name
