"""An attack on hidden counts: all that the reports of a station print of small groups, solved for the hidden counts.

It uses every printed relation: totals of rows and columns, of the sample and of each band, the people of each area,
ranges of ten, and the rules of what is hidden. :mod:`tests.property.test_suppression` has the attack that also uses
the program's way of choosing cells.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import pytest

from sweval.analysis.survey import subgroups
from sweval.analysis.survey.suppression import CountTable
from sweval.blocks import Table
from sweval.domain.disclosure.editions import Edition
from sweval.domain.disclosure.policy import MIN_CROSSED
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import TABLES, Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from sweval.presentation.tables import HIDDEN
from sweval.simulate.finals import final
from sweval.simulate.stations import Traits, station
from tests.build import Evaluate, numbered
from tests.solver import MANY as ENDLESS
from tests.solver import Equation, solve

FEW, MANY = 4, 60 if os.environ.get("SWEVAL_BOUNDED") else 500
KEY: Final = b"the key of a project"


def made(scheme: Scheme, number: int, key: bytes = b"") -> Station:
    """An invented station; those with odd numbers have few people."""
    found = replace(station(scheme, 7, number, Traits()), key=key)
    # Rows are identified by their line numbers.
    found = replace(
        found, **{table: numbered(found.rows(table)) for table in TABLES}, as_of=found.last_date()
    )
    return scarce(found) if number % 2 else found


def scarce(found: Station) -> Station:
    less = tuple(
        replace(
            row,
            persons=(row.persons + 5) // 6,
            **{
                m: min(n, (row.persons + 5) // 6)
                for m in ("on_file", "with_plan", "visited")
                if (n := getattr(row, m)) is not None
            },
        )
        for row in found.coverage
    )
    return replace(found, coverage=less, coverage_totals=())


def stages(scheme: Scheme, number: int, key: bytes) -> Iterator[Station]:
    """The mid-term assessment of a station, and the final one that has it as earlier data."""
    midterm = made(scheme, number, key)
    yield midterm
    later = final(midterm, scheme, 7, number)
    later = replace(later, **{table: numbered(later.rows(table)) for table in TABLES})
    later = replace(later, earlier=(midterm,), key=key, as_of=later.last_date())
    yield scarce(later) if number % 2 else later


class Hidden(NamedTuple):
    """A hidden count: its value, and the bounds that readers know."""

    name: str
    value: int
    floor: int = 0
    top: int = ENDLESS


@dataclass
class Reading:
    """The content of a page: unknown counts, and equations between them."""

    hidden: dict[str, Hidden] = field(default_factory=dict)
    #: The bounds of each count by the range printed in its place.
    bounds: dict[str, tuple[int, int]] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, one: Hidden, low: int = 0, most: int = ENDLESS) -> None:
        self.hidden[one.name] = one
        self.bounds[one.name] = (max(low, one.floor), min(most, one.top))

    def relate(self, parts: dict[str, int], known: int) -> None:
        """Add the equation that signed parts sum to a known value."""
        if parts:
            self.equations.append((dict(parts), known))

    def attack(self) -> list[str]:
        """The hidden counts whose solved range is narrower than required."""
        found = list(self.wrong)
        for name, (low, most) in solve(self.bounds, self.equations).items():  # type: ignore[arg-type]
            one = self.hidden[str(name)]
            if low == most and most > 0:
                found.append(f"solved {name}")
            elif 0 < one.value < MIN_CROSSED and not (low <= one.floor and most >= min(MIN_CROSSED, one.top)):
                found.append(f"known {name}")
        return found


def table_of(evaluation: Evaluation, part: str, caption: str, edition: Edition = "official") -> Table | None:
    blocks = getattr(StationReport(evaluation, edition), part)()
    return next(
        (block for block in blocks if isinstance(block, Table) and block.caption.endswith(caption)), None
    )


def crossed(evaluation: Evaluation, edition: Edition) -> Reading:
    """The equations from a report's people by category and area."""
    read, found = Reading(), evaluation.coverage
    table = table_of(evaluation, "profile", "的人数", edition)
    if table is None or found is None:
        assert '"coverage.cell.' not in evaluation.record(edition) or edition == "official"
        return read
    people = {row.area: row.persons for row in evaluation.station.coverage_totals}
    areas = [*found.areas, "*"] if len(found.areas) > 1 else ["*"]
    names = [*found.categories, None]
    full = frozenset(area for area in found.areas if counted_out(evaluation, area, table))
    told: dict[tuple[str | None, str | None], int] = {}
    for name, line in zip(names, table.rows, strict=True):
        for area, text in zip(areas, line.cells[1:], strict=True):
            group = found.of(area=area) if name is None else found.of(category=name, area=area)
            label, value = f"{name} {area}", group.persons
            known = people.get(area) if area not in (None, "*") else None
            floor, top = (known or 0, ENDLESS) if name is None else (0, ENDLESS if known is None else known)
            if name is not None:
                there = found.areas if area == "*" else (area,)
                floor = sum(found.of(category=name, area=one).persons > 0 for one in there if one in full)
            # Data that contradict themselves give no bound.
            one = Hidden(label, value, min(floor, value), max(top, value))
            if text == HIDDEN:
                read.add(one)
            elif "—" in text and text != "—":
                low, most = map(int, text.split("—"))
                assert low <= value <= most
                read.add(one, low, most)
            elif text != "—":
                assert int(text) == value
                told[name, area] = value
                if 0 < value < MIN_CROSSED and (name, area) != (None, "*"):
                    read.wrong.append(f"shown {label}")
    relations = [([(name, area) for area in areas[:-1]], (name, areas[-1])) for name in names]
    relations += [([(name, area) for name in names[:-1]], (None, area)) for area in areas]
    for parts, total in relations if len(areas) > 1 else relations[-1:]:
        signed = {**dict.fromkeys(parts, 1), total: -1}
        labels = {place: f"{place[0]} {place[1]}" for place in signed}
        known = sum(sign * told[place] for place, sign in signed.items() if place in told)
        read.relate({labels[p]: sign for p, sign in signed.items() if labels[p] in read.hidden}, -known)
    return read


def counted_out(evaluation: Evaluation, area: str | None, table: Table) -> bool:
    """Whether the stated number of an area's categories implies that none of its hidden counts is 0."""
    found = evaluation.coverage
    assert found is not None
    stated = next((r.categories for r in evaluation.station.coverage_totals if r.area == area), None)
    there = {name: found.of(category=name, area=area).persons for name in found.categories}
    column = 1 + found.areas.index(area) if len(found.areas) > 1 else 1
    hidden = [
        n for n, line in zip(there.values(), table.rows, strict=False) if not line.cells[column].isdecimal()
    ]
    return stated == sum(n > 0 for n in there.values()) and all(hidden)


def values_of(part: subgroups.GroupAnswers) -> dict[str, int]:
    """The counts of a part: by answer, and by awareness of the services."""
    return {
        "top": part.minimum,
        "between": part.maximum - part.minimum,
        "below": part.count - part.maximum,
        "knew": part.aware_count,
        "not": sum(row.count for row in part.asked) - part.aware_count,
    }


def answered(evaluation: Evaluation, edition: Edition) -> Reading:
    """The equations from a report's answers of groups: a share reveals the number of each answer.

    Totals of the whole sample are visible in all editions; totals of other groups aren't.
    """
    read, result = Reading(), evaluation.satisfaction
    table = table_of(evaluation, "outcome", "满意度分组情况", edition)
    if table is None or result is None:
        return read
    lines = {line.cells[0]: line.cells for line in table.rows}
    sample = set(evaluation.station.sample)
    asked = [row for row in evaluation.station.sample if row.aware is not None]
    knew = sum(row.aware or 0 for row in asked)
    totals = {
        "top": result.minimum,
        "between": result.maximum - result.minimum,
        "below": result.respondents - result.maximum,
        "knew": knew,
        "not": sum(row.count for row in asked) - knew,
    }
    for found in evaluation.breakdowns:
        within = [n for n, part in enumerate(found.parts) if set(part.rows) <= sample]
        # A part that is the whole sample is visible everywhere.
        alone = len(within) == 1
        for n, part in enumerate(found.parts):
            cells = lines.get(f"{subgroups.DIMENSIONS[found.dimension]}：{part.name}")
            values = values_of(part)
            for column, kinds in ((2, ("top", "between", "below")), (4, ("knew", "not"))):
                if cells is not None and column < len(cells) and cells[column] not in (HIDDEN, "—"):
                    if n not in within or not alone:
                        small = [kind for kind in kinds if 0 < values[kind] < MIN_CROSSED]
                        read.wrong += [f"shown {found.dimension} {n} {kind}" for kind in small]
                    continue
                for kind in kinds:
                    # The sample's total of an answer is visible, and no part has more.
                    top = totals[kind] if n in within else ENDLESS
                    read.add(Hidden(f"{found.dimension} {n} {kind}", values[kind], 0, top))
                whole = sum(values[kind] for kind in kinds)
                if cells is not None:
                    parts = {f"{found.dimension} {n} {kind}": 1 for kind in kinds}
                    read.relate(parts, whole)
        for kind, total in totals.items():
            labels = {n: f"{found.dimension} {n} {kind}" for n in within}
            hidden = {label: 1 for label in labels.values() if label in read.hidden}
            shown = 0
            for n, label in labels.items():
                if label not in read.hidden:
                    shown += values_of(found.parts[n])[kind]
            read.relate(hidden, total - shown)
    return read


@pytest.mark.parametrize(
    "numbers", [range(FEW), pytest.param(range(FEW, MANY), marks=pytest.mark.slow)], ids=["few", "many"]
)
@pytest.mark.parametrize("key", [KEY, b""], ids=["key", "no key"])
def test_nothing_hidden_can_be_solved_for(numbers: range, key: bytes, scheme: Scheme, evaluate: Evaluate):
    """For both stages and both editions."""
    hidden = [0, 0]
    for number in numbers:
        for each in stages(scheme, number, key):
            evaluation = evaluate(each)
            for edition in ("official", "public"):
                for place, reading in enumerate((crossed, answered)):
                    read = reading(evaluation, edition)  # type: ignore[operator]
                    hidden[place] += len(read.hidden)
                    assert read.attack() == [], (number, each.id, edition)
    # Some counts were hidden.
    assert min(hidden) > 20 * len(numbers) / 4


@pytest.mark.parametrize(
    "numbers", [range(FEW), pytest.param(range(FEW, MANY), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_what_one_stage_hid_the_next_hides_too(numbers: range, scheme: Scheme, evaluate: Evaluate):
    kept = 0
    for number in numbers:
        then, now = (evaluate(each) for each in stages(scheme, number, KEY))
        assert then.coverage is not None and now.coverage is not None
        assert now.coverage.hidden is not None and then.coverage.hidden is not None
        there = {(c, a) for c in (*now.coverage.categories, None) for a in (*now.coverage.areas, "*")}
        assert then.coverage.hidden & there <= now.coverage.hidden
        kept += len(then.coverage.hidden & there)
        before = {one.dimension: one for one in then.breakdowns}
        for one in now.breakdowns:
            if one.dimension in before and before[one.dimension].restricted and one.sampled > 1:
                assert one.restricted >= set(range(one.sampled))
    assert kept > 10 * len(numbers)


@pytest.mark.parametrize(
    "numbers", [range(12), pytest.param(range(12, MANY), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_the_attack_finds_what_is_hidden_alone(
    numbers: range, scheme: Scheme, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
):
    """With only the small counts hidden, the attack recovers cells in most stations."""
    monkeypatch.setattr(CountTable, "protected", lambda table, key, names, hidden=(): table.small)
    monkeypatch.setattr(
        subgroups.Breakdown,
        "_restricted",
        lambda one, counts, few=(): frozenset(
            i for i, row in enumerate(counts) if any(0 < n < MIN_CROSSED for n in row)
        ),
    )
    solved = 0
    for number in numbers:
        evaluation = evaluate(made(scheme, number, KEY))
        found = [*crossed(evaluation, "official").attack(), *answered(evaluation, "official").attack()]
        solved += any(one.startswith("solved") for one in found)
    assert solved > len(numbers) / 2
