"""Write ``docs/data.md`` from the tables' dataclasses: ``python -m tools.data_docs``; a test holds it current."""

from __future__ import annotations

import dataclasses
import sys
import typing
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, Final, Literal

from sweval.domain import station, types
from sweval.domain.rows import REQUIRED_TABLES, TABLES, Row
from sweval.presentation.words import TABLE_NAMES

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "data.md"

#: Fields that hold what has a table of its own here.
NESTED: Final = ("areas", "units")

#: Kind of value → how it is written. Compared by identity, since several kinds are annotated text.
WRITTEN: Final = (
    (types.Number, "number, plain digits: `-2.5`"),
    (types.Amount, "number ≥ 0, plain digits: `14.45`"),
    (types.Count, "whole number ≥ 0"),
    (types.Day, "day: `2024-02-28`"),
    (types.Month, "month: `2024-01`"),
    (types.Flag, "`是` or `否`"),
    (types.Identifier, "identifier: `a-z 0-9 - _`, at most 64"),
    (types.PrintedRate, "percentage as printed: `51.00%`"),
    (types.Text, "text"),
)

HEAD: Final = """# The data of one assessment

A folder `data/stations/<id>/` holds `station.yaml` and these tables as CSV (UTF-8, comma, one head line). Only `station.yaml` and `scores.csv` are required; where another is absent, its section reads 未提供. A file name that isn't listed here is refused, since a misspelt one would read as 未提供 too. An empty cell means *not provided*; a zero is written as `0`.

Numbers are plain digits. Identifiers are text for ever (`007` stays `007`). Printed figures are copied as printed, zeros and all. Nobody edits a source figure to make it fit: what doesn't fit goes into `claims.csv`.

`text.yaml` holds the evaluator's own paragraphs: a list `paragraphs` of `section`, `mode` (`add` or `replace`), `author`, `text` and, where a paragraph is not for all, `editions`; `{{score.total}}` in a text stands for that figure. What the rules say (total, grade, vetoes, limits of the evaluation) is never replaced.

Working days beyond the last published year: `params/calendar/<year>.yaml` with the lists `holidays` and `workdays` (make-up days). Without it, a deadline that reaches into that year reads 无法推算.
"""


PROFILE: Final = (
    ("top level", station.Station, 5),
    ("`profile`", station.Profile, None),
    (
        "`organisations`: `commissioner`, `purchaser`, `evaluator`, `supervision_centre` (not every city has one), `bureau`, `operator`",
        station.Organisation,
        None,
    ),
    ("`contract`", station.Contract, None),
    ("`areas`: a list of", station.Area, None),
    ("`units` of an area: a list of", station.Unit, None),
    ("`assessment`", station.Assessment, None),
)


def document() -> str:
    """The whole page."""
    return HEAD + _profile() + "\n".join(_table(kind) for kind in TABLES.values())


def _profile() -> str:
    lines = ["\n## `station.yaml` 基本情况表\n", "Every value is read as text; 是/否 for yes and no.\n"]
    lines += ["| where | key | value | required |", "| --- | --- | --- | --- |"]
    for where, kind, most in PROFILE:
        hints = typing.get_type_hints(kind, include_extras=True)
        for f in fields(kind)[:most]:
            if f.name not in NESTED and not dataclasses.is_dataclass(hints[f.name]):
                lines.append(f"| {where} {_column(f, hints[f.name])}")
    return "\n".join(lines) + "\n\n"


def _table(kind: type[Row]) -> str:
    name = kind.table
    need = "required" if name in REQUIRED_TABLES else "may be absent"
    lines = [f"\n## `{name}.csv` {TABLE_NAMES[name]}\n", f"{' '.join((kind.__doc__ or '').split())} ({need};"]
    lines[-1] += f" one row for each {' + '.join(f'`{column}`' for column in kind.key)})\n"
    lines += ["| column | value | required |", "| --- | --- | --- |"]
    hints = typing.get_type_hints(kind, include_extras=True)
    lines += [_column(f, hints[f.name]) for f in fields(kind) if f.name != "row"]
    return "\n".join(lines) + "\n"


def _column(field: Field[Any], kind: Any) -> str:
    required = "yes" if field.default is MISSING and field.default_factory is MISSING else ""
    return f"| `{field.name}` | {_written(kind)} | {required} |"


def _written(kind: Any) -> str:
    if typing.get_origin(kind) is tuple:
        return "list of texts"
    if kind is str:
        return "text"
    options = [option for option in typing.get_args(kind) if option is not type(None)]
    # An optional value is a union with None; what is annotated or literal is itself.
    if type(None) in typing.get_args(kind):
        (kind,) = options
    if typing.get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in typing.get_args(kind))
    return next(text for known, text in WRITTEN if known == kind)


def main() -> int:
    """Write the page."""
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
