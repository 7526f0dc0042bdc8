"""A station whose every text is an attack on the page it will stand on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sweval.domain.station.dictionary import columns_of
from sweval.domain.station.rows import Indicator
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.row import Row

#: What a page, a sheet, a typesetter or a notebook might take for something else; rare characters a font may lack.
ATTACK: Final = (
    '<script>alert({0})</script></style><img src=x onerror="alert({0})">javascript:alert({0}) $x^{0}$ *粗* _斜_ `码` '
    "[链](https://a.example/{0}) #let 甲 = {0} &amp;{0}; {{{{ {0} }}}} ]]> =1+1 @引{0} 䶮㙟"
)
#: Texts that only certain values may fill in.
CHOSEN: Final = {
    ("scores", "level"),
    ("satisfaction", "category"),
    ("satisfaction", "group"),
    ("frame", "categories"),
    ("coverage", "category"),
    ("claims", "printed"),
    ("claims", "left"),
    ("claims", "right"),
}
#: Texts of the profile that are free.
FREE: Final = (
    "source",
    "profile.name",
    "profile.short_name",
    "profile.town",
    "profile.district",
    "profile.city",
    "profile.address",
    "organisations.commissioner.name",
    "organisations.purchaser.name",
    "organisations.evaluator.name",
    "organisations.supervision_centre.name",
    "organisations.bureau.name",
    "organisations.operator.name",
    "contract.kind",
    "assessment.cut_off_note",
    "assessment.population_note",
    "assessment.sampling",
)


def attacked(station: Station) -> tuple[Station, dict[str, str]]:
    """The station with an attack of its own in every text that is filled in, and the attacks by where they stand."""
    planted: dict[str, str] = {}

    def attack(where: str) -> str:
        return planted.setdefault(where, ATTACK.format(len(planted) + 1000))

    made: Any = station
    for path in FREE:
        made = _with(made, path.split("."), attack(path))
    areas = tuple(
        replace(
            area,
            name=attack(f"areas.{area.id}"),
            units=tuple(
                replace(unit, name=attack(f"units.{area.id}.{n}")) for n, unit in enumerate(area.units)
            ),
        )
        for area in made.areas
    )
    made = replace(made, areas=areas)
    for table in TABLES:
        names = [c.name for c in columns_of(table) if c.kind == "text" and (table, c.name) not in CHOSEN]
        rows = tuple(
            replace(
                row,
                **{
                    name: attack(f"{table}.{_key(row)}.{name}")
                    for name in names
                    if getattr(row, name) is not None
                },
            )
            for row in station.rows(table)
        )
        made = replace(made, **{table: rows})
    return made, planted


def _key(row: Row) -> object:
    """What tells a row apart; rows of one indicator, one a month, have one name."""
    return row.id if isinstance(row, Indicator) else row.row


def _with(value: Any, path: list[str], text: str) -> Any:
    if not path:
        return text if value is not None else None
    return replace(value, **{path[0]: _with(getattr(value, path[0]), path[1:], text)})
