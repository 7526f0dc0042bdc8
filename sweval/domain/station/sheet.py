"""The score sheet (评分表): the input of each rater for each leaf in each area, without recused raters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sweval.domain.scheme.leaf_rules import SCORED, RaterInput
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.rows import Expert, LeafInput, Rater, Score
from sweval.domain.station.station import Area, Station
from sweval.domain.values.row import Cell


@dataclass(frozen=True)
class Vote:
    """The input of a rater for a leaf in a place; ``rater`` is ``None`` for an agreed score or a figure."""

    rater: str | None
    input: RaterInput
    rows: tuple[Score | LeafInput, ...] = ()
    #: The id of the completion rate that is the value of the leaf, if any.
    figure: str = ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of this input."""
        return tuple(row.cell(column) for row in self.rows for column in _columns(row))


def _columns(row: Score | LeafInput) -> tuple[str, ...]:
    if isinstance(row, Score):
        return ("score", "level") if row.level else ("score",)
    return ("met",) if row.item else ("value",)


#: The id of an area; ``None`` for the whole station.
Place = str | None


@dataclass(frozen=True)
class ScoreSheet:
    """The votes that count, by leaf and place; ``rates`` are completion rates in per cent, by indicator."""

    station: Station
    scheme: Scheme
    rates: Mapping[str, Decimal]
    rows: Mapping[tuple[str, Place], tuple[Score | LeafInput, ...]]
    #: The rows of recused raters, which don't count.
    recused: tuple[Score | LeafInput, ...]

    def places(self, leaf: Node) -> tuple[Place, ...]:
        """The places where a leaf is scored: all areas, or the whole station."""
        return tuple(area.id for area in self.station.areas) if leaf.by == "area" else (None,)

    def votes(self, leaf: Node, place: Place) -> tuple[Vote, ...]:
        """The votes on a leaf in a place, in data order."""
        if indicator := leaf.indicator:
            rate = self.rates.get(indicator)
            figure = f"progress.{indicator}.rate"
            return () if rate is None else (Vote(None, RaterInput(value=rate), figure=figure),)
        by_rater: dict[str | None, list[Score | LeafInput]] = {}
        for row in self.rows.get((leaf.id, place), ()):
            by_rater.setdefault(row.rater or row.expert, []).append(row)
        return tuple(Vote(rater, input_of(rows), tuple(rows)) for rater, rows in by_rater.items())

    def missing_raters(self, leaf: Node, place: Place, votes: tuple[Vote, ...]) -> tuple[str, ...]:
        """The raters who should have scored a leaf in a place and did not; none where the score is agreed."""
        voted = {vote.rater for vote in votes}
        if leaf.indicator or (leaf.raters == "panel" and voted <= {None}):
            return ()
        return tuple(rater.id for rater in self.raters(leaf, place) if rater.id not in voted)

    def raters(self, leaf: Node, place: Place) -> Iterator[Expert | Rater]:
        """Who may score a leaf in a place: the panel, or the raters of its party; without the recused."""
        if leaf.raters == "many":
            party = self.scheme.party_of(leaf)
            yield from (r for r in self.station.raters if not r.recused and r.node in (leaf.id, party.id))
            return
        area = self.station.area(place) if place else None
        yield from (e for e in self.station.experts if not e.recused and covers(e, area))


def read_sheet(station: Station, scheme: Scheme, rates: Mapping[str, Decimal]) -> ScoreSheet:
    """The score sheet of a station."""
    experts = {expert.id for expert in station.experts if expert.recused}
    raters = {rater.id for rater in station.raters if rater.recused}
    scored = {leaf.id: leaf.rule.kind in SCORED for leaf in scheme.leaves()}
    rows: dict[tuple[str, Place], list[Score | LeafInput]] = {}
    recused: list[Score | LeafInput] = []
    all_rows: tuple[Score | LeafInput, ...] = (*station.scores, *station.leaf_inputs)
    for row in all_rows:
        if row.expert in experts or row.rater in raters:
            recused.append(row)
        elif scored.get(row.node) == isinstance(row, Score):
            rows.setdefault((row.node, row.area), []).append(row)
    counted = {place: tuple(of_place) for place, of_place in rows.items()}
    return ScoreSheet(station, scheme, rates, counted, tuple(recused))


def input_of(rows: Sequence[Score | LeafInput]) -> RaterInput:
    """The rows of a rater on a leaf in a place, as one input."""
    first = rows[0]
    if isinstance(first, Score):
        return RaterInput(first.score, first.level)
    inputs = [row for row in rows if isinstance(row, LeafInput)]
    met = frozenset(row.item for row in inputs if row.met and row.item)
    return RaterInput(met=met, value=first.value)


def covers(expert: Expert, area: Area | None) -> bool:
    """Whether an expert scores an area; an expert without areas scores all."""
    if area is None or not expert.areas:
        return True
    named = expert.areas.replace("，", "、").replace(",", "、").split("、")
    return area.id in named or area.name in named


def weight_of(rater: Rater, by: str) -> Fraction | None:
    """The weight of a rater by its ``units`` or ``people``; ``None`` where it isn't recorded."""
    number = rater.units if by == "units" else rater.people
    return None if number is None else Fraction(number)


def weight_of_area(area_id: str, station: Station, by: str) -> Fraction | None:
    """The weight of an area: its counted units, or the people covered in it; ``None`` where they aren't recorded."""
    if by == "units":
        return Fraction(sum(unit.counted for unit in station.area(area_id).units))
    people = next((t.persons for t in station.coverage_totals if t.area == area_id), None)
    return None if people is None else Fraction(people)
