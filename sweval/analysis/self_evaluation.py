"""Self-evaluation against the panel (自评与评估的差异): by component and area, in marks and in points of the score rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sweval.analysis.scored import Scoring
from sweval.domain.rounding import divide, plain, round_to, to_decimal
from sweval.domain.rows import SelfScore
from sweval.domain.station import Station
from sweval.domain.tree import Node
from sweval.record import Figure


@dataclass(frozen=True)
class Compared:
    """One self score beside what was given for the same thing; both on the scale of ``full`` marks."""

    row: SelfScore
    node: Node
    own: Decimal
    given: Decimal
    full: Decimal

    @property
    def difference(self) -> Decimal:
        """How much more the station gave itself, in marks."""
        return self.own - self.given

    @property
    def points(self) -> Decimal:
        """The same in per-cent points of the score rate."""
        return divide(self.difference * 100, self.full)


def assess(station: Station, scoring: Scoring) -> tuple[Compared, ...]:
    """Every self score that something was given beside, in the order of the data."""
    found = []
    for row in station.self_scores:
        score = scoring.component(row.node)
        if row.area is None:
            given, full = score.converted, score.node.full_mark
        else:
            area = next((area for area in score.areas if area.area == row.area), None)
            if area is None:
                continue
            # Self scores stand on the scale of the full mark, as converted scores do.
            scale = Fraction(score.node.full_mark) / Fraction(score.node.most)
            given, full = to_decimal(area.exact * scale), score.node.full_mark
        found.append(Compared(row, score.node, row.score, given, full))
    return tuple(found)


def place(compared: Compared, station: Station) -> str:
    """What was scored, for reading: ``服务质量（片区一）``."""
    area = compared.row.area
    return f"{compared.node.name}（{station.area(area).name}）" if area else compared.node.name


def figures(compared: tuple[Compared, ...], station: Station) -> Iterator[Figure]:
    """Each self score, and its difference; for the working papers."""
    for one in compared:
        stem, name = f"self.{one.node.id}", place(one, station)
        stem += f".{one.row.area}" if one.row.area else ""
        yield Figure(
            id=stem, label=f"{name}自评", value=plain(one.own), unit="分", rule="data.self_scores",
            cells=(one.row.cell("score"),),
        )  # fmt: skip
        inputs = (
            stem,
            f"score.{one.node.id}.area.{one.row.area}" if one.row.area else f"score.{one.node.id}.converted",
        )
        yield Figure(
            id=f"{stem}.difference", label=f"{name}自评高于评估", value=signed(round_to(one.difference, 2)), unit="分",
            rule="method.self", inputs=inputs, steps=f"{plain(one.own)}－{plain(round_to(one.given, 2))}",
        )  # fmt: skip
        yield Figure(
            id=f"{stem}.points", label=f"{name}自评得分率高于评估", value=signed(round_to(one.points, 1)), unit="个百分点",
            rule="method.self", inputs=(f"{stem}.difference",),
        )  # fmt: skip


def signed(value: Decimal) -> str:
    """A number with its sign; nought has none.

    >>> signed(Decimal("1.50")), signed(Decimal("-0.20")), signed(Decimal("-0.00"))
    ('+1.50', '−0.20', '0.00')
    """
    shown = f"{value:f}" if value else f"{abs(value):f}"
    return f"{'+' if value > 0 else ''}{shown}".replace("-", "−")
