"""The time of scoring 90 leaves, 5 areas and 5 experts, compared with pandas.

``python benchmarks/scoring.py`` prints the medians and their ratio. pandas computes in binary floats, so that its total
is only close to ours.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

import sweval
from sweval.analysis.scores.scoring import score
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.rows import Expert, Score
from sweval.domain.station.station import Area, Station, Unit

ROOT: Final = Path(__file__).resolve().parents[1]
PARTIES, COMPONENTS, LEAVES, AREAS, EXPERTS = 3, 5, 6, 5, 5
ROUNDS: Final = 20


def large() -> tuple[Scheme, Station]:
    """A scheme of 3 × 5 × 6 leaves, each scored in every area by every expert."""
    base = sweval.load_scheme("guangzhou-2023", ROOT)
    leaf = Node(id="x", name="项", source="略", full_mark=Decimal(10), by="area")

    def node(id: str, children: tuple[Node, ...]) -> Node:
        return Node(
            id=id,
            name=id,
            source="略",
            full_mark=sum((c.full_mark for c in children), Decimal(0)),
            children=children,
        )

    tree = tuple(
        node(
            f"p{p}",
            tuple(
                node(f"p{p}c{c}", tuple(replace(leaf, id=f"p{p}c{c}l{x}") for x in range(LEAVES)))
                for c in range(COMPONENTS)
            ),
        )
        for p in range(PARTIES)
    )
    scheme = replace(base, tree=tree, total=sum((n.full_mark for n in tree), Decimal(0)))
    areas = tuple(Area(id=f"a{a}", name="片", units=(Unit(name="村", kind="village"),)) for a in range(AREAS))
    rows = [
        Score(row=n, node=node_.id, area=f"a{a}", expert=f"e{e}", score=Decimal((n * 37) % 1001).scaleb(-2))
        for n, (node_, a, e) in enumerate(
            (leaf_, a, e) for leaf_ in scheme.leaves() for a in range(AREAS) for e in range(EXPERTS)
        )
    ]
    station = sweval.load_station("shiqi-2024-midterm", base, root=ROOT)
    experts = tuple(Expert(row=n, id=f"e{n}") for n in range(EXPERTS))
    return scheme, replace(station, areas=areas, scores=tuple(rows), experts=experts)


def by_pandas(station: Station) -> float:
    """The same means by ``groupby``, components rounded to two decimals."""
    frame = pd.DataFrame(
        [(r.node, r.area, float(r.score or 0)) for r in station.scores], columns=["n", "a", "s"]
    )
    leaves = frame.groupby(["n", "a"])["s"].mean().groupby("n").mean()
    return float(leaves.groupby(leaves.index.str.partition("l").get_level_values(0)).sum().round(2).sum())


def median_ms(function: Callable[[], object]) -> float:
    """Median of several runs, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        function()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main() -> int:
    """Print both and their ratio."""
    scheme, station = large()
    ours, theirs = score(station, scheme), by_pandas(station)
    assert abs(float(ours.total) - theirs) < 0.1
    mine, frame = median_ms(lambda: score(station, scheme)), median_ms(lambda: by_pandas(station))
    print(f"{len(station.scores)} scores, {len(scheme.leaves())} leaves, total {ours.total}")
    print(f"sweval {mine:.1f} ms, pandas {frame:.1f} ms, ratio {mine / frame:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
