"""Lines of the appendix for people by category and area: hundreds of figures, two lines for each category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sweval.analysis.coverage import MEASURES, cell_stem
from sweval.evaluation import Evaluation
from sweval.record import Figure


class Said(NamedTuple):
    """What a line says: the figure's name, its value, how it was made, and the id to refer to it by."""

    label: str
    text: str
    steps: str
    id: str


class Crossing(NamedTuple):
    """What a figure of a category is of: the whole station (``place`` is empty) or an area.

    ``stem``: what the ids begin with of those on its line.
    """

    stem: str
    category: str
    place: str
    measure: str

    @property
    def name(self) -> str:
        """What it measures."""
        return MEASURES[self.measure][0] + "率" if self.measure in MEASURES else "人数"

    @property
    def id(self) -> str:
        """The figure's id, and where each area has another, what stands there."""
        return f"{self.stem}{'.〈片区编号〉' if self.place else ''}.{self.measure}"


def crossings(evaluation: Evaluation) -> dict[str, Crossing]:
    """The figures of people by category, and by category and area, by id; none where there is no coverage."""
    found, station = evaluation.coverage, evaluation.station
    if found is None:
        return {}
    all_of = {}
    for number, category in enumerate(found.categories, start=1):
        for measure in ("persons", *MEASURES):
            whole = f"coverage.category.{number}"
            all_of[f"{whole}.{measure}"] = Crossing(whole, category, "", measure)
            for area in found.areas:
                part = Crossing(f"coverage.cell.{number}", category, found.place(area, station), measure)
                all_of[f"{cell_stem(number, area)}.{measure}"] = part
    return all_of


def across(line: Sequence[Figure], crossed: Mapping[str, Crossing]) -> Said:
    """The figures of one line: each area's beside its name, each share with what it is of."""
    parts = [crossed[figure.id] for figure in line]
    names = dict.fromkeys(part.name for part in parts)
    texts: dict[str, list[str]] = {}
    steps = []
    for part, figure in zip(parts, line, strict=True):
        name = part.name if part.measure in MEASURES else ""
        texts.setdefault(part.place, []).append(f"{name}{figure.text}")
        if figure.steps:
            steps.append(f"{part.place or name}{figure.steps}")
    where = "（各片区）" if parts[0].place else ""
    return Said(
        f"{parts[0].category}{where}{'、'.join(names)}",
        "；".join(f"{place}{'、'.join(values)}" for place, values in texts.items()),
        "；".join(steps),
        "、".join(dict.fromkeys(part.id for part in parts)),
    )
