"""The final assessment of an invented station: half a year later, scores a little higher, some concerns resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import Finding, Indicator, Rectification, Score
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between
from sweval.simulate.chance import Chance, cents
from sweval.simulate.people import with_people
from sweval.simulate.tables import with_tables

#: Mean and standard deviation of the gain, as shares of the full mark.
GAIN: Final = Decimal("0.012")
GAIN_SD: Final = Decimal("0.015")
#: The number of concerns of the first assessment that have a measure.
ANSWERED: Final = 4


def final(midterm: Station, scheme: Scheme, seed: int, number: int) -> Station:
    """The final assessment that follows ``midterm``, without the tables it lacks."""
    chance = Chance(seed, f"final {number}")
    onsite = midterm.contract.end - timedelta(days=chance.whole(5, 12))
    assessment = replace(
        midterm.assessment,
        stage="final",
        onsite_start=onsite,
        onsite_end=onsite,
        cut_off=onsite - timedelta(days=1),
        signed=onsite + timedelta(days=13),
        earlier=midterm.id,
    )
    made = replace(
        midterm,
        id=f"{midterm.id}-final",
        source=f"{midterm.source.removesuffix('）')}，末期）",
        assessment=assessment,
        scores=tuple(_scores(midterm, scheme, chance)),
        declarations=midterm.declarations,
        as_of=onsite,
    )
    made = with_people(made, scheme, Chance(seed, f"final people {number}"), "")
    made = with_tables(made, scheme, Chance(seed, f"final tables {number}"), "")
    made = replace(
        made,
        indicators=tuple(_indicators(midterm, made, chance)),
        findings=tuple(_findings(midterm, made, chance)),
        rectification=tuple(_rectification(midterm, chance)),
    )
    return replace(made, **dict.fromkeys(midterm.absent, ()))  # type: ignore[arg-type]


def _scores(midterm: Station, scheme: Scheme, chance: Chance) -> Iterator[Score]:
    full = {leaf.id: leaf.max_score for leaf in scheme.leaves()}
    for row in midterm.scores:
        if row.score is None:
            yield row
            continue
        gained = row.score + full[row.node] * (GAIN + GAIN_SD * chance.normal())
        yield replace(row, score=cents(min(max(gained, Decimal(0)), full[row.node])))


def _indicators(midterm: Station, made: Station, chance: Chance) -> Iterator[Indicator]:
    """The agreed volumes of ``midterm``, with completed ones close to them."""
    months = months_between(made.contract.start, made.assessment.cut_off)
    by_month = [row for row in midterm.indicators if row.month]
    for row in midterm.indicators:
        if row.month:
            yield row
            if row is by_month[-1]:
                for month in months[len(by_month) :]:
                    yield replace(row, month=month, agreed=None)
            continue
        done = Decimal(int((row.agreed or Decimal(0)) * chance.whole(86, 106) / 100))
        rate = f"{done * 100 / row.agreed:.2f}%" if row.reported_rate and row.agreed else None
        yield replace(row, done=done, reported_rate=rate)


def _findings(midterm: Station, made: Station, chance: Chance) -> Iterator[Finding]:
    """Half of the old concerns, unchanged, and the new findings on other themes."""
    old = [row for row in midterm.findings if row.kind == "concern"]
    kept = chance.some_of(old, len(old) // 2)
    covered = {(row.section, row.area, row.theme) for row in kept}
    rows = [*kept, *(row for row in made.findings if (row.section, row.area, row.theme) not in covered)]
    for number, row in enumerate(rows, start=1):
        yield replace(row, id=f"f{number}")


def _rectification(midterm: Station, chance: Chance) -> Iterator[Rectification]:
    """Measures for concerns of the first assessment, all done in time, the last not yet accepted."""
    concerns = [row for row in midterm.findings if row.kind == "concern" and row.recommendation]
    answered = chance.some_of(concerns, ANSWERED)
    for n, row in enumerate(answered, start=1):
        due = midterm.assessment.onsite_end + timedelta(days=60)
        last = n == len(answered)
        yield Rectification(
            id=f"r{n}",
            item=row.recommendation or "",
            owner="站长",
            due=due,
            done=due - timedelta(days=chance.whole(2, 20)),
            proper=None if last else True,
            proof=f"P-{300 + n}",
            concern=row.id,
        )
