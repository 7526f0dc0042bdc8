"""Concerns common to several stations of a district (共性问题), by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sweval.district.summary import Concern, Summary


@dataclass(frozen=True)
class CommonTheme:
    """A theme: the stations with a concern on it, its most frequent dimension, and the text of its first concern."""

    theme: str
    dimension: str
    text: str
    stations: tuple[str, ...]
    #: The number of stations with any concerns.
    of: int


def common_themes(summaries: Sequence[Summary], *, minimum: int = 2) -> tuple[CommonTheme, ...]:
    """The themes of at least ``minimum`` stations, the most common first; a station counts once."""
    with_concerns = [summary for summary in summaries if summary.concerns]
    by_theme: dict[str, list[tuple[str, Concern]]] = {}
    for summary in with_concerns:
        for concern in summary.concerns:
            by_theme.setdefault(concern.theme, []).append((summary.station, concern))
    found = []
    for theme, concerns in by_theme.items():
        stations = tuple(dict.fromkeys(station for station, _ in concerns))
        if len(stations) >= minimum:
            dimensions = Counter(concern.dimension for _, concern in concerns)
            dimension, text = dimensions.most_common(1)[0][0], concerns[0][1].text
            found.append(CommonTheme(theme, dimension, text, stations, len(with_concerns)))
    return tuple(sorted(found, key=lambda common: (-len(common.stations), common.theme)))
