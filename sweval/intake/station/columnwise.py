"""A sound table read column by column: a list of people says the same few things a thousand times."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import MISSING
from functools import cache
from itertools import repeat
from types import GenericAlias
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from sweval.domain.station.dictionary import columns_of
from sweval.domain.values.row import Row
from sweval.domain.values.types import Identifier, are_identifiers
from sweval.intake.text.records import Records
from sweval.intake.text.yaml_text import hidden_characters


class _Column(NamedTuple):
    """A column as its class has it; ``default`` is ``MISSING`` where every row must fill it in."""

    name: str
    #: Reads a list of texts.
    texts: TypeAdapter[list[Any]]
    default: Any
    #: It holds identifiers, which differ from row to row and stay what they are.
    identifies: bool


def valid_rows(kind: type[Row], records: Records) -> list[Row] | None:
    """The rows of a table with nothing wrong in it; ``None`` where anything is, which takes row by row to say.

    Each distinct text of a column is read once; the rows are the same as
    :func:`~sweval.intake.text.validation.validate_rows` gives.
    """
    if not records.lines:
        return []
    if records.columns is None:
        return None
    texts = dict(zip(records.head, records.columns, strict=True))
    rows = list(map(object.__new__, repeat(kind, len(records.lines))))
    _fill(rows, "row", records.lines)
    for column in _columns(kind.table):
        if column.name in texts:
            values = _values(column, texts[column.name], records.printable)
            if values is None:
                return None
        elif column.default is MISSING:
            return None
        else:
            values = repeat(column.default)
        _fill(rows, column.name, values)
    return rows


def _fill(rows: list[Row], name: str, values: Iterable[Any]) -> None:
    """One field of all rows, in a third of the time that their own __init__ takes."""
    deque(map(getattr(type(rows[0]), name).__set__, rows, values), maxlen=0)


@cache
def _columns(table: str) -> tuple[_Column, ...]:
    return tuple(
        _Column(one.name, _list_of(one.type), one.default, one.type == Identifier)
        for one in columns_of(table)
    )


def _list_of(hint: Any) -> TypeAdapter[list[Any]]:
    many: Any = GenericAlias(list, hint)
    return TypeAdapter(many)


def _values(column: _Column, texts: Sequence[str], printable: bool) -> Iterable[Any] | None:
    """The values of a column, ``None`` where one of them can't be."""
    if not printable and hidden_characters("".join(texts)):
        return None
    distinct = set(texts)
    empty = "" in distinct
    if empty and column.default is MISSING:
        return None
    distinct.discard("")
    if column.identifies and not empty:
        return texts if are_identifiers(distinct) else None
    given = [*distinct]
    try:
        read = column.texts.validate_python(given)
    except ValidationError:
        return None
    if read == given and not empty:
        return texts
    known = dict(zip(given, read, strict=True))
    if empty:
        known[""] = column.default
    return map(known.__getitem__, texts)
