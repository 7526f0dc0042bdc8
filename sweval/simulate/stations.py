"""One invented station by the rules of a scheme: every table filled, its values consistent with each other.

A score is the sum of the station's quality, the deviations of its area and its expert, and a random one; so scores
correlate as they do where several people score the same work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.rows import Declaration, Expert, Score
from sweval.domain.station.station import (
    SCHEMA,
    Area,
    Assessment,
    Contract,
    Operator,
    Organisation,
    Organisations,
    Profile,
    Station,
    Unit,
)
from sweval.simulate.chance import Chance, cents
from sweval.simulate.names import ORDER, town, village
from sweval.simulate.people import with_people
from sweval.simulate.tables import with_tables

#: Mean share of the full mark, and the standard deviations of stations, areas, experts and single scores.
MEAN: Final = Decimal("0.845")
STATION_SD: Final = Decimal("0.036")
AREA_SD: Final = Decimal("0.02")
EXPERT_SD: Final = Decimal("0.02")
SCORE_SD: Final = Decimal("0.022")
LOWEST: Final = Decimal("0.35")
#: The experts of a district, and how many of them are on a panel.
EXPERTS: Final = tuple(f"e{n}" for n in range(1, 13))
PANEL: Final = 5
#: The number of organisations that run stations.
OPERATORS: Final = 4


@dataclass(frozen=True)
class Traits:
    """The veto to be triggered, and the table to be left out."""

    veto: str = ""
    absent: str = ""


def id_of(number: int) -> str:
    """The id of the station of this number."""
    return f"shili-{number + 1:04d}"


def station(scheme: Scheme, seed: int, number: int, traits: Traits) -> Station:
    """The station of this number; the same seed and number give the same station."""
    name = town(number)
    chance = Chance(seed, f"station {number}")
    areas = _areas(chance)
    start = date(2024, 1, 1) + timedelta(days=31 * chance.whole(0, 5))
    contract = Contract(
        start=start,
        end=start.replace(year=start.year + 1) - timedelta(days=1),
        amount=Decimal(chance.whole(16, 30) * 100_000),
        kind="三方协议",
    )
    onsite = start + timedelta(days=180 + chance.whole(0, 12))
    served = chance.whole(300, 1200)
    address = f"{name}示例路{chance.whole(1, 99)}号"
    operator = f"示例社会工作服务中心{ORDER[chance.whole(0, OPERATORS - 1)]}"
    panel = _panel(chance)
    made = Station(
        schema=SCHEMA,
        id=id_of(number),
        nature="synthetic",
        source=f"虚构数据（种子{seed}，第{number + 1}个）",
        profile=Profile(
            name=f"{name}社工服务站",
            short_name=f"{name}社工站",
            town=name,
            district="示例区",
            city="示例市",
            address=address,
            blocks=("基本民生保障", "基本社会服务", "基本社区治理"),
        ),
        organisations=Organisations(
            commissioner=Organisation(name="示例区民政局"),
            purchaser=Organisation(name=f"{name}人民政府"),
            evaluator=Organisation(name="示例评估中心"),
            bureau=Organisation(name="示例区民政局"),
            operator=Operator(name=operator, since="2021-03"),
            supervision_centre=Organisation(name="示例督导中心"),
        ),
        contract=contract,
        areas=areas,
        assessment=Assessment(
            stage="midterm",
            onsite_start=onsite,
            onsite_end=onsite,
            cut_off=onsite - timedelta(days=1),
            experts=sum(not expert.recused for expert in panel),
            staff=2,
            methods=tuple(method.name for method in scheme.methods),
            population=served,
            population_note="建档人数",
            asked=min(served, 140),
            sampling="按片区随机抽取",
            signed=onsite + timedelta(days=13),
        ),
        experts=panel,
        scores=tuple(_scores(scheme, areas, panel, seed, number)),
    )
    made = with_people(made, scheme, Chance(seed, f"people {number}"), traits.veto)
    made = with_tables(made, scheme, Chance(seed, f"tables {number}"), traits.veto)
    made = replace(made, declarations=tuple(_declarations(scheme, chance, traits.veto)))
    return replace(made, **{traits.absent: ()}) if traits.absent else made  # type: ignore[arg-type]


def _areas(chance: Chance) -> tuple[Area, ...]:
    return tuple(
        Area(
            id=f"a{n}",
            name=f"片区{ORDER[n - 1]}",
            units=tuple(Unit(name=village(n, m), kind="village") for m in range(1, chance.whole(3, 5) + 1)),
        )
        for n in range(1, chance.whole(3, 5) + 1)
    )


def _panel(chance: Chance) -> tuple[Expert, ...]:
    ids = chance.some_of(EXPERTS, PANEL)
    recused = chance.one_of(ids) if chance.happens(100) else ""
    return tuple(
        Expert(
            id=id,
            role="组长" if id == ids[0] else "评委",
            recused=id == recused,
            reason="曾任该站督导" if id == recused else None,
        )
        for id in ids
    )


def _scores(
    scheme: Scheme, areas: Sequence[Area], panel: Sequence[Expert], seed: int, number: int
) -> Iterator[Score]:
    """Scores of each expert for the first party's leaves, and a joint one for those of other parties."""
    chance = Chance(seed, f"scores {number}")
    quality = MEAN + STATION_SD * chance.normal()
    area_shares = {area.id: quality + AREA_SD * chance.normal() for area in areas}
    severity = {expert.id: EXPERT_SD * Chance(seed, f"expert {expert.id}").normal() for expert in panel}
    for leaf in scheme.leaves():
        if scheme.party_of(leaf) is not scheme.tree[0]:
            yield Score(node=leaf.id, score=_mark(leaf, quality + SCORE_SD * chance.normal()))
            continue
        places = list(area_shares.items()) if leaf.by == "area" else [(None, quality)]
        for place, share in places:
            for expert in panel:
                value = share + severity[expert.id] + SCORE_SD * chance.normal()
                yield Score(node=leaf.id, area=place, expert=expert.id, score=_mark(leaf, value))


def _mark(leaf: Node, share: Decimal) -> Decimal:
    return cents(leaf.max_score * min(max(share, LOWEST), Decimal(1)))


def _declarations(scheme: Scheme, chance: Chance, veto: str) -> Iterator[Declaration]:
    """Findings of the bureau and the evaluator on vetoes; some vetoes have none."""
    for rule in scheme.vetoes:
        declared = rule.kind == "declared"
        if declared and rule.id == veto:
            yield Declaration(veto=rule.id, state="triggered", evidence="核查记录P-101", author="bureau")
        elif declared and chance.happens(700):
            yield Declaration(veto=rule.id, state="clear", evidence="核查记录P-102", author="bureau")
        elif chance.happens(300):
            yield Declaration(veto=rule.id, state="not_assessed", author="evaluator")
