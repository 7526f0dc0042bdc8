"""Numbers quoted in a text, checked against the tables: ``家访1420人次`` where the table has 1402."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sweval.domain.station.station import Station
from sweval.domain.values.rounding import round_to
from sweval.domain.values.row import Cell
from sweval.record.figures import Figure

#: Words between a name and its number.
_BETWEEN: Final = r"(?:共|累计|已|完成|开展|服务|总人数|为|约|达|了|量|率|：|:|、|，)*"
_NUMBER: Final = r"(\d[\d,]*(?:\.\d+)?)"
_SHARE: Final = re.compile(r"satisfaction\.(band\.\d+\.|aware_|least\.|most\.)share")


@dataclass(frozen=True)
class KnownNumber:
    """A quantity: the pattern that quotes it, its valid values as numbers and as text, and their cells and figures."""

    pattern: re.Pattern[str]
    values: tuple[Decimal, ...]
    shown: str
    cells: tuple[Cell, ...] = ()
    figures: tuple[str, ...] = ()

    def fits(self, quoted: str) -> bool:
        """Whether one of the values, rounded to the quoted decimals, equals the quoted number."""
        number = Decimal(quoted.replace(",", ""))
        places = max(0, -int(number.as_tuple().exponent))
        return any(round_to(value, places) == number for value in self.values)


@dataclass(frozen=True)
class Misquoted:
    """A quoted number, and the quantity it differs from."""

    quote: str
    known: KnownNumber


def misquoted(text: str, known: Sequence[KnownNumber]) -> Iterator[Misquoted]:
    """Every number in ``text`` that is quoted with the name and unit of a quantity and equals none of its values."""
    if not any(character.isdigit() for character in text):
        return
    for number in known:
        for match in number.pattern.finditer(text):
            if not number.fits(match[1]):
                yield Misquoted(match[0], number)


def known_numbers(station: Station, figures: Mapping[str, Figure]) -> tuple[KnownNumber, ...]:
    """The quantities that texts are checked for: volumes, outputs, areas, answers and their shares."""
    return (*_volumes(station), *_areas(station), *_answers(figures))


def _volumes(station: Station) -> Iterator[KnownNumber]:
    counted: dict[tuple[str, str], tuple[list[Decimal], list[Cell]]] = {}
    done: dict[tuple[str, str], Decimal] = {}
    for row in station.indicators:
        values, cells = counted.setdefault((row.name, row.unit), ([], []))
        for column in ("agreed", "done"):
            value = getattr(row, column)
            if value is not None:
                values.append(value)
                cells.append(row.cell(column))
        if row.month and row.done is not None:
            done[row.name, row.unit] = done.get((row.name, row.unit), Decimal(0)) + row.done
    for key, whole in done.items():
        counted[key][0].append(whole)
    for output in station.outputs:
        if output.value is not None and output.unit:
            values, cells = counted.setdefault((output.name, output.unit), ([], []))
            values.append(output.value)
            cells.append(output.cell("value"))
    for (name, unit), (values, cells) in counted.items():
        if values:
            shown = "、".join(f"{value:f}{unit}" for value in dict.fromkeys(values))
            pattern = re.compile(f"{re.escape(name)}{_BETWEEN}{_NUMBER}{re.escape(unit)}(?![次月年])")
            yield KnownNumber(pattern, tuple(values), f"{name}{shown}", tuple(cells))


def _areas(station: Station) -> Iterator[KnownNumber]:
    if station.areas:
        number = len(station.areas)
        pattern = re.compile(rf"(?:划分为?|分为|共有?|全站){_NUMBER}个片区")
        yield KnownNumber(pattern, (Decimal(number),), f"{number}个片区", (station.at("areas"),))


def _answers(figures: Mapping[str, Figure]) -> Iterator[KnownNumber]:
    asked = figures.get("satisfaction.respondents")
    if asked and not asked.missing:
        pattern = re.compile(rf"{_NUMBER}(?:人|名)[^，。；]{{0,6}}(?:接受|参加|参与)[^，。；]{{0,4}}满意度")
        yield KnownNumber(pattern, (Decimal(asked.value),), f"受访{asked.text}", figures=(asked.id,))
    shares = [figure for id, figure in figures.items() if _SHARE.fullmatch(id)]
    if shares:
        values = tuple(Decimal(figure.value.rstrip("%")) for figure in shares)
        shown = "、".join(f"{figure.label}{figure.value}" for figure in shares)
        pattern = re.compile(rf"满意(?:度|率){_BETWEEN}{_NUMBER}%")
        yield KnownNumber(pattern, values, shown, figures=tuple(figure.id for figure in shares))
