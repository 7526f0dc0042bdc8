"""The draft a template starts from: what the scheme asks for on a row each, waiting to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.domain.scheme.leaf_rules import SCORED, Checklist, KOfN
from sweval.domain.scheme.scheme import STEPS, Scheme
from sweval.domain.scheme.tree import Node
from sweval.intake.station.draft import Draft, Values

NUMERALS = "一二三四五六七八九十"


def places(areas: int) -> tuple[str, ...]:
    """Ids for so many areas."""
    return tuple(f"a{n}" for n in range(1, areas + 1))


def panel(experts: int) -> tuple[str, ...]:
    """Ids for so many experts."""
    return tuple(f"e{n}" for n in range(1, experts + 1))


def starting(scheme: Scheme, *, areas: int = 0, experts: tuple[str, ...] = ()) -> Draft:
    """A draft with a row for every score, area, step and veto. Without ``experts`` scores are agreed ones."""
    rows = _rows(scheme, places(areas), experts)
    vetoes = (*(veto.id for veto in scheme.vetoes), *(entry.id for entry in scheme.entry))
    rows |= {
        "experts": tuple({"id": expert} for expert in experts),
        "process": tuple({"step": step} for step in STEPS),
        "declarations": tuple({"veto": id} for id in vetoes),
    }
    units = tuple({"id": id, "name": f"片区{_numeral(n)}"} for n, id in enumerate(places(areas), start=1))
    return Draft(profile={}, units=units, tables=rows)


def for_expert(scheme: Scheme, expert: str, areas: tuple[str, ...], station: str = "") -> Draft:
    """What one expert fills in alone: her scores in these areas, and the station they are of."""
    rows = _rows(scheme, areas, (expert,))
    hers = {table: tuple(row for row in found if row["expert"]) for table, found in rows.items()}
    return Draft(profile={"id": station} if station else {}, tables=hers)


def _rows(scheme: Scheme, areas: tuple[str, ...], experts: tuple[str, ...]) -> dict[str, tuple[Values, ...]]:
    """A row for everything the panel gives. Its experts score the first party's leaves; others agree on theirs."""
    leaves = [leaf for leaf in scheme.leaves() if not leaf.indicator and leaf.raters == "panel"]
    who = {leaf.id: experts if scheme.party_of(leaf) is scheme.tree[0] else () for leaf in leaves}
    return {
        "scores": tuple(row for leaf in leaves for row in _scores(leaf, areas, who[leaf.id])),
        "leaf_inputs": tuple(row for leaf in leaves for row in _inputs(leaf, areas, who[leaf.id])),
    }


def _numeral(number: int) -> str:
    return NUMERALS[number - 1] if number <= len(NUMERALS) else str(number)


def _who(leaf: Node, areas: tuple[str, ...], experts: tuple[str, ...]) -> Iterator[Values]:
    for area in areas if leaf.by == "area" else ("",):
        for expert in experts or ("",):
            yield {"node": leaf.id, "area": area, "expert": expert}


def _scores(leaf: Node, areas: tuple[str, ...], experts: tuple[str, ...]) -> Iterator[Values]:
    if leaf.rule.kind in SCORED:
        yield from _who(leaf, areas, experts)


def _inputs(leaf: Node, areas: tuple[str, ...], experts: tuple[str, ...]) -> Iterator[Values]:
    if leaf.rule.kind in SCORED:
        return
    items = [item.id for item in leaf.rule.items] if isinstance(leaf.rule, (Checklist, KOfN)) else [""]
    for row in _who(leaf, areas, experts):
        yield from ({**row, "item": item} for item in items)
