"""How checks go on after faults: which tables are incomplete, and a profile whose faulty values are replaced.

A faulty value is replaced by an invented one, or dropped; a faulty unit is left out. The replaced paths are returned,
so that nothing that depends on them is checked. No station repaired so leaves the intake.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sweval.domain.station.station import SCHEMA
from sweval.intake.text.yaml_text import Value

_ORGANISATION: Final[dict[str, Value]] = {"name": "某"}
#: A valid profile of no real station, with every key that a profile may have.
MADE_UP: Final[dict[str, Value]] = {
    "schema": SCHEMA,
    "id": "nobody",
    "nature": "synthetic",
    "source": "略",
    "profile": dict.fromkeys(("name", "short_name", "town", "district", "city"), "某"),
    "organisations": dict.fromkeys(
        ("commissioner", "purchaser", "evaluator", "bureau", "operator"), _ORGANISATION
    ),
    "contract": {"start": "2024-01-01", "end": "2024-12-31"},
    "areas": [],
    "assessment": {
        "stage": "midterm",
        "onsite_start": "2024-07-01",
        "onsite_end": "2024-07-01",
        "cut_off": "2024-06-30",
    },
}
#: The days that all other dates are checked against, and the parts of the profile that hold them.
DAYS: Final = (
    "contract",
    "contract.start",
    "contract.end",
    "assessment",
    "assessment.onsite_start",
    "assessment.onsite_end",
    "assessment.cut_off",
)
AREAS: Final = "areas"


@dataclass(frozen=True)
class Broken:
    """The tables and parts of the profile that have faults, each with the node or id of the rows left out for them.

    ``None``: no row could be read. A row left out is neither missing nor unknown: reporting it so, or a reference to
    it, would be a second fault that follows from the first.
    """

    lost: Mapping[str, frozenset[str] | None] = field(default_factory=dict)

    def any(self, *parts: str) -> bool:
        """Whether any of these tables or parts has faults."""
        return any(part in self.lost for part in parts)

    def besides(self, part: str) -> Broken:
        """The same, and another table or part of the profile."""
        return Broken({**self.lost, part: None})

    def lacks(self, table: str, key: str) -> bool:
        """Whether a row of this node, or with this id, may have been left out of a table."""
        keys = self.lost.get(table, frozenset())
        return keys is None or key in keys


def repaired(data: dict[str, Value], faulty: Iterable[str]) -> tuple[dict[str, Value], frozenset[str]]:
    """The profile without its ``faulty`` values (dotted paths), and the paths replaced.

    ``areas`` is among these only where the ids of areas are in doubt.
    """
    whole = copy.deepcopy(data)
    replaced = set()
    units: dict[int, set[int]] = {}
    for path in faulty:
        keys = re.findall(r"[^.\[\]]+", path)
        if keys[0] != AREAS:
            replaced.add(_replace(whole, keys))
        elif len(keys) >= 4 and keys[2] == "units":
            units.setdefault(int(keys[1]), set()).add(int(keys[3]))
        elif keys[-1] == "name" and len(keys) == 3:
            _list(whole[AREAS])[int(keys[1]) - 1]["name"] = "某"
        else:
            replaced.add(AREAS)
    if AREAS in replaced:
        whole[AREAS] = []
    else:
        _leave_out(whole, units)
    return whole, frozenset(replaced)


def _replace(whole: dict[str, Value], keys: list[str]) -> str:
    """Replace one value, or the whole part where it is no mapping; the path replaced."""
    part = keys[0]
    parent: Any = whole
    made_up: Any = MADE_UP
    for key in keys[:-1]:
        parent = parent.get(key) if isinstance(parent, dict) else None
        made_up = made_up.get(key) if isinstance(made_up, dict) else None
    if not isinstance(parent, dict) or len(keys) == 1:
        whole[part] = copy.deepcopy(MADE_UP.get(part, ""))
        return part
    value = made_up.get(keys[-1]) if isinstance(made_up, dict) else None
    if value is None:
        parent.pop(keys[-1], None)
    else:
        parent[keys[-1]] = copy.deepcopy(value)
    return ".".join(keys)


def _leave_out(whole: dict[str, Value], units: dict[int, set[int]]) -> None:
    for number, faulty in units.items():
        area = _list(whole[AREAS])[number - 1]
        kept = [unit for n, unit in enumerate(_list(area["units"]), start=1) if n not in faulty]
        area["units"] = kept or [{"name": "某", "kind": "village"}]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
