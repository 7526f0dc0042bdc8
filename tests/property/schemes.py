"""Schemes and scores made at random: sound trees of every kind of leaf, and a sheet that fits them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from sweval.domain.scheme.leaf_rules import (
    Checklist,
    ChecklistItem,
    Direct,
    KOfN,
    LeafRule,
    Level,
    Levels,
    PerUnit,
    Ratio,
    Steps,
    Threshold,
)
from sweval.domain.scheme.scheme import Band, Rounding, Scheme
from sweval.domain.scheme.tree import Combination, Node, settled
from sweval.domain.station.people_rows import CoverageTotal
from sweval.domain.station.rows import Expert, LeafInput, Rater, Score
from sweval.domain.station.station import Area, Station, Unit
from tests.build import numbered

AREAS = ("a", "b", "c")
EXPERTS = ("e1", "e2", "e3")
RATERS = ("r1", "r2", "r3")
SOURCE = "虚构"
PLACES = ("total", "party", "component", "indicator")
WAYS = ("mean", "weighted_mean", "median", "trimmed_mean")
KINDS = ("direct", "levels", "checklist", "k_of_n", "steps", "ratio", "per_unit")


@dataclass(frozen=True)
class Case:
    """A scheme, and a station scored by it."""

    scheme: Scheme
    station: Station


def marks(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Marks with up to two decimals."""
    return st.integers(low * 100, high * 100).map(lambda n: Decimal(n).scaleb(-2))


@st.composite
def rules(draw: st.DrawFn, kind: str, full: int) -> LeafRule:
    """A sound rule of this kind for a leaf worth ``full`` marks, at least 2; none lowers for more."""
    if kind == "direct":
        return Direct(scale=draw(st.sampled_from([None, Decimal(5), Decimal(100)])))
    if kind == "levels":
        middle = draw(st.integers(1, full - 1))
        return Levels(
            kind="levels",
            levels=(
                Level(name="好", low=Decimal(middle), high=Decimal(full)),
                Level(name="差", low=Decimal(0), high=Decimal(middle - 1)),
            ),
        )
    if kind == "checklist":
        first = draw(st.integers(1, full - 1))
        items = (("x", first), ("y", full - first))
        return Checklist(
            kind="checklist", items=tuple(ChecklistItem(id=id, name=id, marks=Decimal(m)) for id, m in items)
        )
    if kind == "k_of_n":
        items_ = tuple(ChecklistItem(id=id, name=id) for id in "xyz")
        below = draw(st.sampled_from(["zero", "proportional"]))
        return KOfN(kind="k_of_n", k=draw(st.integers(1, 3)), items=items_, below=below)
    if kind == "steps":
        half = Decimal(full) / 2
        pairs = ((60, half), (90, Decimal(full)))
        return Steps(kind="steps", steps=tuple(Threshold(at_least=Decimal(at), marks=m) for at, m in pairs))
    if kind == "ratio":
        return Ratio(kind="ratio", full_at=Decimal(100), zero_at=Decimal(draw(st.sampled_from([0, 40]))))
    start = draw(st.integers(0, full - 1))
    return PerUnit(kind="per_unit", each=Decimal("0.75"), start=Decimal(start), unit="次")


@st.composite
def combinations(draw: st.DrawFn, weights: tuple[str, ...]) -> Combination:
    """Any way; a weighted mean where there is something to weigh by."""
    way = draw(st.sampled_from(WAYS if weights else [w for w in WAYS if w != "weighted_mean"]))
    by = draw(st.sampled_from(weights)) if way == "weighted_mean" else None
    missing = draw(st.sampled_from(["refuse", "leave_out", "zero"]))
    return Combination(way=way, weights=by, missing=missing)  # type: ignore[arg-type]


@st.composite
def leaves(draw: st.DrawFn, id: str, full: int, role: str = "score") -> Node:
    """A leaf of any kind, by area or not, scored by the panel or by many."""
    raters = draw(st.sampled_from(["panel", "many"]))
    by = draw(st.sampled_from(["station", "area"]))
    return Node(
        id=id,
        name=id,
        source=SOURCE,
        full_mark=Decimal(full),
        role=role,  # type: ignore[arg-type]
        rule=draw(rules(draw(st.sampled_from(KINDS)), full)),
        by=by,  # type: ignore[arg-type]
        areas=draw(combinations(("units", "people"))) if by == "area" else Combination(),
        raters=raters,  # type: ignore[arg-type]
        combine=draw(combinations(("units", "people") if raters == "many" else ())),
    )


@st.composite
def extras(draw: st.DrawFn, id: str, deductions: bool) -> list[Node]:
    """A bonus, a deduction, both or neither, to stand beside what is scored."""
    found = [draw(leaves(f"{id}-bonus", 4, "bonus"))] if draw(st.booleans()) else []
    if deductions and draw(st.booleans()):
        found.append(draw(leaves(f"{id}-less", 6, "deduction")))
    return found


def parent(id: str, full: int, children: list[Node], *, role: str = "score", capped: bool = False) -> Node:
    """A node with these children; capped only where a bonus is among them."""
    bonus = any(child.role == "bonus" for child in children)
    return Node(
        id=id,
        name=id,
        source=SOURCE,
        full_mark=Decimal(full),
        role=role,
        capped=capped and bonus,  # type: ignore[arg-type]
        children=tuple(children),
    )


@st.composite
def trees(draw: st.DrawFn, deductions: bool) -> tuple[Node, ...]:
    """Up to three parties, one to three levels, with bonuses, deductions or an unscored node beside."""
    parties = []
    for p in range(draw(st.integers(1, 3))):
        full = draw(st.integers(12, 40))
        shape = draw(st.sampled_from(["leaf", "components", "indicators"]))
        if shape == "leaf":
            parties.append(draw(leaves(f"p{p}", full)))
            continue
        first = draw(st.integers(6, full - 6))
        children = [draw(leaves(f"p{p}-a", first)), draw(leaves(f"p{p}-b", full - first))]
        if shape == "indicators":
            inner = [draw(leaves(f"p{p}-a1", 3)), draw(leaves(f"p{p}-a2", first - 3))]
            inner += draw(extras(f"p{p}-a", deductions))
            children[0] = parent(f"p{p}-a", first, inner, capped=draw(st.booleans()))
        children += draw(extras(f"p{p}", deductions))
        parties.append(parent(f"p{p}", full, children, capped=draw(st.booleans())))
    if draw(st.booleans()):
        parties.append(draw(leaves("aside", 10, "unscored")))
    if deductions:
        parts = [draw(leaves("minus-a", 3)), draw(leaves("minus-b", 2))]
        minus = [draw(leaves("minus", 5, "deduction")), parent("minus", 5, parts, role="deduction")]
        parties.append(draw(st.sampled_from(minus)))
    return tuple(parties)


@st.composite
def cases(draw: st.DrawFn, base: Scheme, station: Station, *, deductions: bool = True) -> Case:
    """A scheme on ``base`` with a tree, rounding and bands of its own, and a station that fits it."""
    tree = draw(trees(deductions and draw(st.booleans())))
    total = sum((n.full_mark for n in tree if n.role == "score"), Decimal(0))
    rounding = Rounding(
        place=draw(st.sampled_from(PLACES)),
        places=draw(st.integers(0, 3)),
        source=SOURCE,
        mode=draw(st.sampled_from(["half_up", "half_even", "down"])),
    )
    bands = (
        Band(id="high", name="高", floor=total / 2),
        Band(id="low", name="低", floor=Decimal(0), below=total / 2, failing=True),
    )
    scheme = replace(
        base,
        tree=settled(tree, total),
        total=total,
        rounding=rounding,
        bands=bands,
        vetoes=(),
        entry=(),
        consequences=(),
    )
    return Case(scheme, draw(stations(scheme, station)))


@st.composite
def heard(draw: st.DrawFn, asked: Sequence[str | None], way: Combination) -> Sequence[str | None]:
    """All who were asked, or but one where the scheme says what a missing score does."""
    bearable = way.missing == "zero" or (way.missing == "leave_out" and way.way != "trimmed_mean")
    if not bearable or draw(st.booleans()):
        return asked
    silent = draw(st.sampled_from(asked))
    return [one for one in asked if one != silent]


@st.composite
def stations(draw: st.DrawFn, scheme: Scheme, station: Station) -> Station:
    """Three areas, three experts, three raters, and something from nearly each wherever a leaf asks for it."""
    areas = tuple(
        Area(id=id, name=id, units=tuple(Unit(name=f"{id}{n}", kind="village") for n in range(k)))
        for k, id in enumerate(AREAS, start=1)
    )
    scores: list[Score] = []
    inputs: list[LeafInput] = []
    for leaf in scheme.leaves():
        who = draw(st.sampled_from(["agreed", "each"])) if leaf.raters == "panel" else "many"
        many = tuple(f"{scheme.party_of(leaf).id}-{rater}" for rater in RATERS)
        names = {"agreed": (None,), "each": EXPERTS, "many": many}[who]
        places = AREAS if leaf.by == "area" else (None,)
        for place in draw(heard(places, leaf.areas if leaf.by == "area" else Combination())):
            for name in draw(heard(names, Combination() if who == "agreed" else leaf.combine)):
                key = {"node": leaf.id, "area": place, "rater" if who == "many" else "expert": name}
                _give(draw, leaf, key, scores, inputs)
    people = st.integers(1, 900)
    return replace(
        station,
        areas=areas,
        scores=numbered(scores),
        leaf_inputs=numbered(inputs),
        experts=numbered([Expert(row=2, id=id) for id in EXPERTS]),
        raters=numbered(
            [
                Rater(
                    row=2,
                    id=f"{party.id}-{id}",
                    name=id,
                    node=party.id,
                    units=draw(people),
                    people=draw(people),
                )
                for party in scheme.tree
                if any(leaf.raters == "many" for leaf in party.leaves())
                for id in RATERS
            ]
        ),
        coverage_totals=numbered([CoverageTotal(row=2, area=id, persons=draw(people)) for id in AREAS]),
        indicators=(),
        findings=(),
        claims=(),
        declarations=(),
        own_text=(),
    )


def _give(
    draw: st.DrawFn, leaf: Node, key: dict[str, str | None], scores: list[Score], inputs: list[LeafInput]
) -> None:
    rule = leaf.rule
    if isinstance(rule, Direct):
        most = int(leaf.max_score)
        scores.append(Score(row=2, score=draw(marks(0, most)), **key))  # type: ignore[arg-type]
    elif isinstance(rule, Levels):
        level = draw(st.sampled_from(rule.levels))
        mark = draw(marks(int(level.low), int(level.high)))
        scores.append(Score(row=2, score=mark, level=level.name, **key))  # type: ignore[arg-type]
    elif isinstance(rule, (Checklist, KOfN)):
        for item in rule.items:
            inputs.append(LeafInput(row=2, item=item.id, met=draw(st.booleans()), **key))  # type: ignore[arg-type]
    else:
        inputs.append(LeafInput(row=2, value=Decimal(draw(st.integers(0, 130))), **key))  # type: ignore[arg-type]
