"""Self-evaluation compared with the panel (自评与评估的差异): by component and area, in marks and percentage points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sweval.analysis.scores.results import Scoring
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import SelfScore
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import divide, plain, round_to, signed, to_decimal
from sweval.record.figures import Figure


@dataclass(frozen=True)
class Compared:
    """A self score and the panel's score ``given`` for the same component, both on the scale of ``full`` marks."""

    row: SelfScore
    given: Decimal
    full: Decimal

    @property
    def difference(self) -> Decimal:
        """The self score minus the panel's, in marks."""
        return self.row.score - self.given

    @property
    def points(self) -> Decimal:
        """The difference of the score rates, in percentage points."""
        return divide(self.difference * 100, self.full)


@dataclass(frozen=True)
class SelfEvaluation:
    """Self scores in the order of the data."""

    compared: tuple[Compared, ...]
    #: Self scores without a panel score: of an area that the panel didn't score separately.
    unmatched: tuple[SelfScore, ...]


def assess(station: Station, scoring: Scoring) -> SelfEvaluation:
    """Every self score, paired with the panel's score where there is one."""
    compared, unmatched = [], []
    for row in station.self_scores:
        score = scoring.component(row.node)
        given: Decimal | None = score.converted
        if row.area is not None:
            # Self scores are on the scale of the full mark, as converted scores are.
            scale = Fraction(score.node.full_mark) / Fraction(score.node.max_score)
            areas = {area.area: area.exact for area in score.areas}
            given = to_decimal(areas[row.area] * scale) if row.area in areas else None
        if given is None:
            unmatched.append(row)
        else:
            compared.append(Compared(row, given, score.node.full_mark))
    return SelfEvaluation(tuple(compared), tuple(unmatched))


def place(row: SelfScore, station: Station, scheme: Scheme) -> str:
    """The name of what was scored: ``服务质量（片区一）``."""
    name = scheme.node(row.node).name
    return f"{name}（{station.area(row.area).name}）" if row.area else name


def stem(row: SelfScore) -> str:
    """The id of a self score's figure, and the prefix of the ids of its differences."""
    return f"self.{row.node}" + (f".{row.area}" if row.area else "")


def compared_id(row: SelfScore) -> str:
    """The id of the figure that a self score is compared with."""
    return f"score.{row.node}" + (f".area.{row.area}" if row.area else ".converted")


def figures(found: SelfEvaluation, station: Station, scheme: Scheme) -> Iterator[Figure]:
    """Each self score and its difference from the panel's; for the working papers."""
    compared = {pair.row: pair for pair in found.compared}
    for row in station.self_scores:
        id, name, score = stem(row), place(row, station, scheme), plain(row.score)
        yield Figure(id, f"{name}自评", score, "分", rule="data.self_scores", cells=(row.cell("score"),))
        pair = compared.get(row)
        if pair is None:
            continue
        yield Figure(
            f"{id}.difference",
            f"{name}自评高于评估",
            signed(round_to(pair.difference, 2)),
            "分",
            rule="method.self",
            inputs=(id, compared_id(row)),
            steps=f"{score}－{plain(round_to(pair.given, 2))}",
        )
        label, points = f"{name}自评得分率高于评估", signed(round_to(pair.points, 1))
        inputs = (f"{id}.difference",)
        yield Figure(f"{id}.points", label, points, "个百分点", rule="method.self", inputs=inputs)
