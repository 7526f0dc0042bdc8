"""Scores: from raw scores (评分) by area and expert to converted scores (折算分) and the total (总分).

Raw scores are already on the scale of their component's full mark. For each component: the scores of all
experts who are not recused are averaged, then the areas, then the result is rounded as the scheme says.
In the published case this gives 9.46 + 11.10 + 9.00 + 15.05 + 19.00 + 12.15 + 9.00 = 84.76; rounding only
the total half up would give 84.77, which is how the place of rounding was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sweval.domain.editions import WORKING
from sweval.domain.rounding import add_up, divide, percent, round_to, to_decimal
from sweval.domain.rows import Score
from sweval.domain.scheme import Node, Scheme
from sweval.domain.station import Station
from sweval.record import Figure

#: How many components are named as the best and as those with the greatest losses.
LEADING: Final = 3


@dataclass(frozen=True)
class AreaScore:
    """The raw score of a component in one area (``None``: the whole station), and the rows it is made of."""

    area: str | None
    exact: Fraction
    rows: tuple[Score, ...]

    @property
    def raw(self) -> Decimal:
        """The score in marks."""
        return to_decimal(self.exact)


@dataclass(frozen=True)
class ComponentScore:
    """One component: its raw score, unrounded, and its converted score. All in marks."""

    node: Node
    party: Node
    areas: tuple[AreaScore, ...]
    exact: Fraction
    converted: Decimal

    @property
    def raw(self) -> Decimal:
        """The score before rounding, in marks."""
        return to_decimal(self.exact)

    @property
    def lost(self) -> Decimal:
        """Marks short of the full mark (失分)."""
        return self.node.full_mark - self.converted

    @property
    def rate(self) -> Decimal:
        """Share of the full mark (得分率), 0 to 1."""
        return divide(self.converted, self.node.full_mark)

    def same_hands(self, station: Station) -> bool | None:
        """Whether the same experts scored every area; ``None`` where the data don't say who scored which.

        Where they did not, differences between areas hold differences between experts.
        """
        scored = {area.area: frozenset(row.expert for row in area.rows) for area in self.areas}
        if all(row.expert for area in self.areas for row in area.rows):
            return len(set(scored.values())) == 1
        given = [row.areas for row in station.experts if not row.recused]
        if not given or None in given:
            return None
        return len(set(given)) == 1


@dataclass(frozen=True)
class PartyScore:
    """The converted score of a party (评分方): the sum of its components."""

    node: Node
    converted: Decimal


@dataclass(frozen=True)
class Scoring:
    """All scores of a station, and the total with and without rounding."""

    components: tuple[ComponentScore, ...]
    parties: tuple[PartyScore, ...]
    total: Decimal
    unrounded: Decimal
    recused: tuple[Score, ...]

    def component(self, node_id: str) -> ComponentScore:
        """The component with this id. Raises ``KeyError`` where there is none."""
        for component in self.components:
            if component.node.id == node_id:
                return component
        raise KeyError(node_id)

    def highest(self) -> tuple[ComponentScore, ...]:
        """The components with the highest score rates, equal ones to the last place included."""
        ordered = sorted(self.components, key=lambda component: -component.rate)
        return _leading(ordered, [component.rate for component in ordered])

    def heaviest(self) -> tuple[ComponentScore, ...]:
        """The components with the greatest losses, equal ones to the last place included."""
        ordered = self.by_loss()
        return _leading(ordered, [component.lost for component in ordered])

    def most_of_the_loss(self) -> tuple[ComponentScore, ...]:
        """The fewest components, the greatest losses first, that make up more than half of the lost marks."""
        ordered, found = self.by_loss(), list[ComponentScore]()
        while found != list(ordered) and 2 * sum(c.lost for c in found) <= sum(c.lost for c in ordered):
            found.append(ordered[len(found)])
        return tuple(found)

    def by_loss(self) -> tuple[ComponentScore, ...]:
        """Components with lost marks, the greatest loss first; equal ones in the scheme's order."""
        losing = [component for component in self.components if component.lost]
        return tuple(sorted(losing, key=lambda component: -component.lost))


def _leading(ordered: Sequence[ComponentScore], values: Sequence[Decimal]) -> tuple[ComponentScore, ...]:
    """The first :data:`LEADING`, and whoever equals the last of them."""
    return tuple(c for c, value in zip(ordered, values, strict=True) if value in values[:LEADING])


def score(station: Station, scheme: Scheme) -> Scoring:
    """Score a station by a scheme. Source: scheme, ``tree`` and ``rounding`` (石碁镇报告 四).

    Raises ``ValueError`` for a component without any score that counts; intake refuses such data before.
    """
    recused_experts = {row.id for row in station.experts if row.recused}
    counted = [row for row in station.scores if row.expert not in recused_experts]
    components = tuple(_component(leaf, counted, scheme) for leaf in scheme.leaves())
    parties = tuple(
        PartyScore(
            party,
            add_up(c.converted for c in components if c.party is party),
        )
        for party in scheme.tree
    )
    unrounded = to_decimal(sum((c.exact for c in components), Fraction(0)))
    total = add_up(c.converted for c in components)
    if scheme.rounding.place == "total":
        total = round_to(unrounded, scheme.rounding.places, scheme.rounding.mode)
    recused = tuple(row for row in station.scores if row.expert in recused_experts)
    return Scoring(components, parties, total, unrounded, recused)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The plain mean (算术平均), exact: a mean of means may lie right on a half. Raises ``ValueError`` for none.

    >>> to_decimal(mean([Fraction(s) for s in ("14.45", "14.45", "15.4", "15.4", "15.57")]))
    Decimal('15.054')
    """
    if not values:
        raise ValueError("no scores to average")
    return sum(values, Fraction(0)) / len(values)


def _component(leaf: Node, rows: Sequence[Score], scheme: Scheme) -> ComponentScore:
    mine = [row for row in rows if row.node == leaf.id]
    places = list(dict.fromkeys(row.area for row in mine))
    areas = tuple(_area_score(place, [row for row in mine if row.area == place]) for place in places)
    exact = mean([area.exact for area in areas])
    rounding, raw = scheme.rounding, to_decimal(exact)
    converted = round_to(raw, rounding.places, rounding.mode) if rounding.place == "component" else raw
    return ComponentScore(leaf, scheme.party_of(leaf), areas, exact, converted)


def _area_score(area: str | None, rows: Sequence[Score]) -> AreaScore:
    return AreaScore(area, mean([Fraction(row.score) for row in rows]), tuple(rows))


# --- figures ----------------------------------------------------------------------------------------


def plain(value: Decimal) -> str:
    """A score as it is, cut to six decimals only where it has more, which a mean may."""
    shown = round_to(value, 6) if -int(value.as_tuple().exponent) > 6 else value
    return f"{shown:f}"


def figures(scoring: Scoring, station: Station) -> Iterator[Figure]:
    """Every score as a figure, each computed one after what it is computed from."""
    for component in scoring.components:
        yield from _component_figures(component, station)
    for party in scoring.parties:
        if party.node.children:
            yield from _party_figures(party)
    converted = [f"score.{c.node.id}.converted" for c in scoring.components]
    sum_ = add_up(c.converted for c in scoring.components)
    shown = "＋".join(plain(c.converted) for c in scoring.components) + f"＝{plain(sum_)}"
    rounded = f"→{plain(scoring.total)}" if sum_ != scoring.total else ""
    yield Figure(
        id="score.total", label="总分", value=plain(scoring.total), unit="分",
        rule="scheme.rounding", inputs=tuple(converted), steps=shown + rounded,
    )  # fmt: skip
    yield Figure(
        id="score.unrounded", label="不取舍时的合计", value=plain(scoring.unrounded), unit="分",
        rule="scheme.rounding", inputs=tuple(f"score.{c.node.id}.raw" for c in scoring.components),
    )  # fmt: skip
    full = sum((c.node.full_mark for c in scoring.components), Decimal(0))
    yield Figure(
        id="score.lost", label="失分合计", value=plain(full - scoring.total), unit="分",
        rule="scheme.parties", inputs=("score.total",), steps=f"{full}－{plain(scoring.total)}",
    )  # fmt: skip
    for component in scoring.components:
        yield from _loss_share(component, scoring)
    for id, label, leading, each in (
        ("score.highest", "得分率最高的评估内容", scoring.highest(), "rate"),
        ("score.heaviest", "失分最多的评估内容", scoring.heaviest(), "lost"),
    ):
        yield Figure(
            id=id, label=label, value="、".join(c.node.name for c in leading) or "无", rule="method.order",
            inputs=tuple(f"score.{c.node.id}.{each}" for c in scoring.components),
        )  # fmt: skip


def _component_figures(component: ComponentScore, station: Station) -> Iterator[Figure]:
    node, name = component.node, component.node.name
    stem = f"score.{node.id}"
    area_ids = []
    if node.by == "area":
        for area in component.areas:
            area_ids.append(f"{stem}.area.{area.area}")
            label = f"{name}（{station.area(area.area or '').name}）评分"
            yield from _raw_figures(area_ids[-1], label, area, station)
        values = "＋".join(plain(a.raw) for a in component.areas)
        several = len(component.areas) > 1
        yield Figure(
            id=f"{stem}.raw", label=f"{name}评分" + ("（各片区平均）" if several else ""), unit="分",
            value=plain(component.raw), rule="scheme.combining", inputs=tuple(area_ids),
            steps=f"（{values}）÷{len(component.areas)}＝{plain(component.raw)}" if several else "",
        )  # fmt: skip
    else:
        yield from _raw_figures(f"{stem}.raw", f"{name}评分", component.areas[0], station)
    yield Figure(
        id=f"{stem}.converted", label=f"{name}折算分", value=plain(component.converted), unit="分",
        rule="scheme.rounding", inputs=(f"{stem}.raw",),
        steps=f"{plain(component.raw)}→{plain(component.converted)}",
    )  # fmt: skip
    yield Figure(
        id=f"{stem}.rate", label=f"{name}得分率", value=percent(component.converted, node.full_mark),
        rule="scheme.parties", inputs=(f"{stem}.converted",),
        steps=f"{plain(component.converted)}÷{node.full_mark}",
    )  # fmt: skip
    yield Figure(
        id=f"{stem}.lost", label=f"{name}失分", value=plain(component.lost), unit="分",
        rule="scheme.parties", inputs=(f"{stem}.converted",),
        steps=f"{node.full_mark}－{plain(component.converted)}",
    )  # fmt: skip


def _raw_figures(id: str, label: str, area: AreaScore, station: Station) -> Iterator[Figure]:
    """One agreed score, or each expert's (working papers only) and then their mean.

    The mean rests on who is recused as well: the flags of all experts are among its cells.
    """
    if area.rows[0].expert is None:
        (agreed,) = area.rows
        yield Figure(
            id=id, label=label, value=plain(agreed.score), unit="分", rule="scheme.combining",
            cells=(agreed.cell("score"),),
        )  # fmt: skip
        return
    ids = tuple(f"{id}.expert.{row.expert}" for row in area.rows)
    for expert_id, row in zip(ids, area.rows, strict=True):
        yield Figure(
            id=expert_id, label=f"{label}（评委{row.expert}）", value=plain(row.score), unit="分",
            rule="scheme.combining", editions=WORKING,
            cells=(row.cell("score"), *(e.cell("recused") for e in station.experts if e.id == row.expert)),
        )  # fmt: skip
    yield Figure(
        id=id, label=f"{label}（{len(ids)}位评委平均）", value=plain(area.raw), unit="分",
        rule="scheme.combining", inputs=ids, cells=tuple(row.cell("recused") for row in station.experts),
    )  # fmt: skip


def _party_figures(party: PartyScore) -> Iterator[Figure]:
    stem = f"score.{party.node.id}"
    inputs = tuple(f"score.{leaf.id}.converted" for leaf in party.node.leaves())
    yield Figure(
        id=f"{stem}.converted", label=f"{party.node.name}得分", value=plain(party.converted), unit="分",
        rule="scheme.parties", inputs=inputs,
    )  # fmt: skip
    yield Figure(
        id=f"{stem}.rate", label=f"{party.node.name}得分率",
        value=percent(party.converted, party.node.full_mark),
        rule="scheme.parties", inputs=(f"{stem}.converted",),
        steps=f"{plain(party.converted)}÷{party.node.full_mark}",
    )  # fmt: skip


def _loss_share(component: ComponentScore, scoring: Scoring) -> Iterator[Figure]:
    lost = sum((c.lost for c in scoring.components), Decimal(0))
    if lost:
        yield Figure(
            id=f"score.{component.node.id}.lost_share", label=f"{component.node.name}占失分比重",
            value=percent(component.lost, lost), rule="scheme.parties",
            inputs=tuple(f"score.{c.node.id}.lost" for c in scoring.components),
            steps=f"{plain(component.lost)}÷{plain(lost)}",
        )  # fmt: skip
