"""Many invented stations as folders: each veto and each missing table somewhere, and faults where they are wanted."""

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

#: Tables a station may lack; without experts there would be no scores, and raters and leaf inputs few schemes have.
MAY_LACK: Final = tuple(
    table
    for table in TABLES
    if table
    not in {*REQUIRED_TABLES, "experts", "raters", "leaf_inputs", "claims", "complaints", "declarations"}
)


@dataclass(frozen=True)
class Shares:
    """How many stations in a thousand have a veto triggered, a table missing, a fault planted."""

    vetoes: int = 80
    missing: int = 150
    faults: int = 0


def simulate(
    scheme: Scheme, count: int, seed: int, out: Path, shares: Shares = Shares(), finals: int = 0
) -> Iterator[tuple[str, str]]:
    """Write so many stations below ``out``, and the final assessments of the first ``finals`` of them.

    Gives the id of each, and the fault planted in it, or nothing.

    The same seed gives the same bytes on any machine, whatever the count. Raises ``Refused`` where one of the
    folders is there already; then nothing is written.
    """
    wishes = [_wish(scheme, number, shares) for number in range(count)]
    later = [f"{id_of(number)}-final" for number in range(min(finals, count))]
    there = [id for id in (*map(id_of, range(count)), *later) if (out / id).exists()]
    if there:
        raise Refused(
            [
                Fault(str(out), value=id, problem="已有这个目录", remedy="请换一个目录，或先移走")
                for id in there
            ]
        )
    out.mkdir(parents=True, exist_ok=True)
    for number, wish in enumerate(wishes):
        one = station(scheme, seed, number, wish)
        plant = partial(_plant, seed=seed, number=number) if _falls_on(number, shares.faults) else None
        yield one.id, _write(one, out, plant)
        if number < finals:
            after = final(one, scheme, seed, number)
            yield after.id, _write(after, out)


def _write(one: Station, out: Path, plant: Callable[[Path], str] | None = None) -> str:
    """Write one folder, whole or not at all; the fault planted in it, or nothing."""
    private = Path(mkdtemp(prefix=f".{one.id}-", dir=out))
    try:
        write_folder(draft_of(one), private)
        fault = plant(private) if plant else ""
        private.chmod(0o755)
        private.rename(out / one.id)
    finally:
        shutil.rmtree(private, ignore_errors=True)
    return fault


def _falls_on(number: int, per_thousand: int) -> bool:
    """Whether a station has something that so many in a thousand have, evenly spread over the numbers."""
    before, after = number * per_thousand // 1000, (number + 1) * per_thousand // 1000
    return after > before


def _wish(scheme: Scheme, number: int, shares: Shares) -> Traits:
    """Vetoes and missing tables in turn, so that each is somewhere once there are stations enough."""
    vetoes = [rule.id for rule in scheme.vetoes]
    turn = number * shares.vetoes // 1000
    veto = vetoes[turn % len(vetoes)] if vetoes and _falls_on(number, shares.vetoes) else ""
    lacks = MAY_LACK[number * shares.missing // 1000 % len(MAY_LACK)]
    # What would show the veto isn't left out.
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
