"""Concerns that several stations of a district have in common (共性问题), by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sweval.district.summary import Summary


@dataclass(frozen=True)
class Common:
    """One theme: the stations with a concern on it, what it is mostly filed under, and how it was put first."""

    theme: str
    dimension: str
    text: str
    stations: tuple[str, ...]
    #: Of how many stations concerns are known at all.
    of: int


def common(summaries: Sequence[Summary], *, least: int = 2) -> tuple[Common, ...]:
    """Themes that ``least`` stations or more share, the commonest first; a station counts once."""
    known = [one for one in summaries if one.concerns]
    stations: dict[str, dict[str, None]] = {}
    dimensions: dict[str, Counter[str]] = {}
    texts: dict[str, str] = {}
    for one in known:
        for concern in one.concerns:
            stations.setdefault(concern.theme, {})[one.station] = None
            dimensions.setdefault(concern.theme, Counter())[concern.dimension] += 1
            texts.setdefault(concern.theme, concern.text)
    found = [
        Common(theme, dimensions[theme].most_common(1)[0][0], texts[theme], tuple(held), len(known))
        for theme, held in stations.items()
        if len(held) >= least
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.stations), one.theme)))
