"""Findings: strengths (值得肯定) and concerns (需要关注) by section and area, and where they contradict.

Contradictions are found by theme: a strength of the whole station against a concern of an area, or both in one area.
Whether they contradict each other in substance is for the evaluator to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from sweval.analysis.text.similarity import Recurring
from sweval.domain.station.rows import Finding
from sweval.domain.station.station import Station
from sweval.domain.values.parties import Section
from sweval.record.figures import Figure

#: Sections whose findings without an area are about the whole station.
STATION_WIDE: Final[tuple[Section, ...]] = ("progress", "operations", "outcome", "conclusion")


@dataclass(frozen=True)
class Contradiction:
    """A strength and the concerns on the same theme that contradict it."""

    theme: str
    strength: Finding
    concerns: tuple[Finding, ...]


def select(
    station: Station, section: Section, kind: str | None = None, area: str | None = None
) -> tuple[Finding, ...]:
    """Findings of a section in data order, of ``kind`` if given; ``area`` is ``None`` for those without an area."""
    return tuple(
        row
        for row in station.findings
        if row.section == section and kind in (None, row.kind) and row.area == area
    )


def contradictions(station: Station) -> tuple[Contradiction, ...]:
    """Every strength that concerns on the same theme contradict."""
    found = (_against(strength, station) for strength in station.findings if strength.kind == "strength")
    return tuple(contradiction for contradiction in found if contradiction.concerns)


def _against(strength: Finding, station: Station) -> Contradiction:
    station_wide = strength.area is None and strength.section in STATION_WIDE
    concerns = tuple(
        row
        for row in station.findings
        if row.kind == "concern"
        and row.theme == strength.theme
        and row.area is not None
        and (station_wide or row.area == strength.area)
    )
    return Contradiction(strength.theme, strength, concerns)


def recurring_figures(found: tuple[Recurring, ...], station: Station) -> Iterator[Figure]:
    """The number of areas that share each concern."""
    concerns = [row for row in station.findings if row.kind == "concern" and row.area]
    cells = tuple(row.cell(column) for row in concerns for column in ("theme", "area"))
    figure = partial(Figure, rule="method.recurring", cells=cells)
    for number, shared in enumerate(found, start=1):
        label, count = f"共有的关注：{shared.dimension}，{shared.rows[0].theme}", str(len(shared.areas))
        yield figure(f"check.recurring.{number}", label, count, "个片区")


def figures(station: Station, found: tuple[Contradiction, ...]) -> Iterator[Figure]:
    """The numbers of strengths and concerns, and each contradiction (working papers only)."""
    for kind, name in (("strength", "值得肯定的地方"), ("concern", "需要关注的地方")):
        rows = [row for row in station.findings if row.kind == kind and row.section != "conclusion"]
        id, label = f"check.findings.{kind}", f"{name}条数（不含结语）"
        cells = tuple(row.cell("kind") for row in rows)
        yield Figure(id, label, str(len(rows)), "条", rule="method.count", cells=cells)
    for contradiction in found:
        strength = contradiction.strength
        yield Figure(
            f"check.contradiction.{strength.id}",
            f"肯定与关注并存：{station.place_of(strength)}，{strength.dimension}",
            "、".join(dict.fromkeys(station.place_of(row) for row in contradiction.concerns)),
            cells=tuple(row.cell("theme") for row in (strength, *contradiction.concerns)),
            rule="method.contradiction",
        )
