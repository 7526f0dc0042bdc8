"""A profile with faults, mended for the judging of everything else; no station mended so leaves the intake.

A faulty value gives way to a made-up one, or to none; a faulty unit is left out. What was replaced is named, so
that nothing that rests on it is judged.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any, Final

from sweval.domain.station.station import SCHEMA
from sweval.intake.text.yaml_text import Value

_SOMEBODY: Final[dict[str, Value]] = {"name": "某"}
#: A profile that is sound and nobody's.
MADE_UP: Final[dict[str, Value]] = {
    "schema": SCHEMA,
    "id": "nobody",
    "nature": "synthetic",
    "source": "略",
    "profile": dict.fromkeys(("name", "short_name", "town", "district", "city"), "某"),
    "organisations": dict.fromkeys(
        ("commissioner", "purchaser", "evaluator", "bureau", "operator"), _SOMEBODY
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
#: The days that everything dated is held against, and the parts they stand in.
DAYS: Final = (
    "contract",
    "contract.start",
    "contract.end",
    "assessment",
    "assessment.onsite_start",
    "assessment.onsite_end",
    "assessment.cut_off",
)
#: Areas whose ids are not known.
AREAS: Final = "areas"


def repaired(data: dict[str, Value], faulty: Iterable[str]) -> tuple[dict[str, Value], frozenset[str]]:
    """The profile without its ``faulty`` values (dotted paths), and which were replaced.

    ``areas`` is named only where the ids of areas are in doubt.
    """
    whole = copy.deepcopy(data)
    spoilt = set()
    units: dict[int, set[int]] = {}
    for path in faulty:
        keys = re.findall(r"[^.\[\]]+", path)
        if keys[0] != AREAS:
            spoilt.add(_mend(whole, keys))
        elif len(keys) >= 4 and keys[2] == "units":
            units.setdefault(int(keys[1]), set()).add(int(keys[3]))
        elif keys[-1] == "name" and len(keys) == 3:
            _list(whole[AREAS])[int(keys[1]) - 1]["name"] = "某"
        else:
            spoilt.add(AREAS)
    if AREAS in spoilt:
        whole[AREAS] = []
    else:
        _leave_out(whole, units)
    return whole, frozenset(spoilt)


def _mend(whole: dict[str, Value], keys: list[str]) -> str:
    """Replace one value, or the part it stands in where that is no mapping; what was replaced."""
    part = keys[0]
    place: Any = whole
    for key in keys[:-1]:
        place = place.get(key) if isinstance(place, dict) else None
    if not isinstance(place, dict) or len(keys) == 1:
        whole[part] = copy.deepcopy(MADE_UP.get(part, ""))
        return part
    made: Any = MADE_UP
    for key in keys:
        made = made.get(key) if isinstance(made, dict) else None
    if made is None:
        place.pop(keys[-1], None)
    else:
        place[keys[-1]] = copy.deepcopy(made)
    return ".".join(keys)


def _leave_out(whole: dict[str, Value], units: dict[int, set[int]]) -> None:
    for number, faulty in units.items():
        area = _list(whole[AREAS])[number - 1]
        kept = [unit for n, unit in enumerate(_list(area["units"]), start=1) if n not in faulty]
        area["units"] = kept or [{"name": "某", "kind": "village"}]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
