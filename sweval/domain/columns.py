"""The columns of the tables: what kind of value each holds, read off the row classes."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, Final, Literal

from sweval.domain import types
from sweval.domain.dictionary import DICTIONARY, ColumnText, codes
from sweval.domain.profile_texts import PROFILE_TEXTS
from sweval.domain.rows import TABLES
from sweval.domain.station import Station

Kind = Literal["number", "amount", "count", "day", "month", "flag", "identifier", "rate", "choice", "text"]

#: The kinds that are numbers.
NUMBERS: Final[tuple[Kind, ...]] = ("number", "amount", "count")
#: Each kind in words, as the guide tells what may stand in a cell.
KINDS: Final[Mapping[Kind, str]] = {
    "number": "数",
    "amount": "数，不小于0",
    "count": "整数，不小于0",
    "day": "日期，如 2024-02-28",
    "month": "年月，如 2024-01",
    "flag": "是、否",
    "identifier": "编号：小写字母、数字、-、_，最长64个字符",
    "rate": "百分比，照原样，如 51.00%",
    "choice": "只填所列的值",
    "text": "文字",
}
#: Compared by equality, since several kinds are annotated text.
_TYPES: Final[tuple[tuple[Any, Kind], ...]] = (
    (types.Number, "number"),
    (types.Amount, "amount"),
    (types.Count, "count"),
    (types.Day, "day"),
    (types.Month, "month"),
    (types.Flag, "flag"),
    (types.Identifier, "identifier"),
    (types.PrintedRate, "rate"),
    (types.Text, "text"),
)


@dataclass(frozen=True)
class ColumnKind:
    """One column of a table. ``choices``: what may stand in it, as shown to a reader, by what is stored."""

    table: str
    name: str
    kind: Kind
    required: bool
    choices: Mapping[str, str]

    @property
    def text(self) -> ColumnText:
        """What it is called and holds."""
        return DICTIONARY[self.table].columns[self.name]

    @property
    def allowed(self) -> str:
        """What may be written in it, in words."""
        return "、".join(self.choices.values()) if self.choices else KINDS[self.kind]


@cache
def columns_of(table: str) -> tuple[ColumnKind, ...]:
    """The columns of a table, in order. Raises ``KeyError`` for a table no station has."""
    kind = TABLES[table]
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple(
        _column(table, f.name, hints[f.name], f.default is MISSING) for f in fields(kind) if f.name != "row"
    )


def _column(table: str, name: str, hint: Any, required: bool) -> ColumnKind:
    bare = without_none(hint)
    if typing.get_origin(bare) is Literal:
        called = codes(table, name)
        return ColumnKind(
            table, name, "choice", required, {v: called.get(v, v) for v in typing.get_args(bare)}
        )
    return ColumnKind(table, name, kind_of(bare), required, {})


def kind_of(hint: Any) -> Kind:
    """The kind of one of the value types of :mod:`sweval.domain.types`. Raises ``StopIteration`` for another."""
    return next(kind for known, kind in _TYPES if known == hint)


def without_none(hint: Any) -> Any:
    """An optional value's type is a union with None; what is annotated or literal is itself."""
    options = [option for option in typing.get_args(hint) if option is not type(None)]
    return options[0] if type(None) in typing.get_args(hint) else hint


@dataclass(frozen=True)
class ProfileKind:
    """One value of ``station.yaml``; ``many``: a list of such values."""

    kind: Kind
    required: bool
    many: bool


@cache
def profile_kinds() -> Mapping[str, ProfileKind]:
    """What each value of the profile holds, by dotted path, read off the station's classes."""
    return {path: _profile_kind(path.split(".")) for path in PROFILE_TEXTS}


def _profile_kind(keys: list[str]) -> ProfileKind:
    owner: Any = Station
    required = True
    for key in keys:
        found = next(f for f in fields(owner) if f.name == key)
        required &= found.default is MISSING and found.default_factory is MISSING
        owner = without_none(typing.get_type_hints(owner, include_extras=True)[key])
    many = typing.get_origin(owner) is tuple
    if typing.get_origin(owner) is Literal:
        return ProfileKind("choice", required, many)
    return ProfileKind("text" if many or owner is str else kind_of(owner), required, many)
