"""Satisfaction (满意度): was the sample enough, what share answered how, and how sure can one be?

The interval is Wilson's score interval (Journal of the American Statistical Association, 1927) at 95 %;
with finite-population correction the sample counts as ``n (N - 1) / (N - n)`` answers, N being the people
it stands for. Published case, 109 of 111 above 95 %: 93.7 to 99.5 %, with N = 1367: 93.9 to 99.5 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from sweval.domain.people_rows import Satisfaction
from sweval.domain.rounding import WIDE, divide, percent, round_to
from sweval.domain.row import Cell, Cells
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.record import Figure, given, missing

# 0.975 quantile of the normal distribution, to the digits that any printed interval can show.
Z: Final = Decimal("1.959963984540054")


@dataclass(frozen=True)
class Interval:
    """Bounds of a share, 0 to 1."""

    low: Decimal
    high: Decimal

    @property
    def shown(self) -> str:
        """The bounds in per cent with one decimal, as ``93.7%—99.5%``."""
        return f"{round_to(self.low * 100, 1)}%—{round_to(self.high * 100, 1)}%"


@dataclass(frozen=True)
class BandCount:
    """Answers in one band of satisfaction."""

    low: Decimal
    high: Decimal
    count: int
    rows: tuple[Satisfaction, ...]

    @property
    def name(self) -> str:
        """The band for reading: ``95%以上`` or ``85%—95%``."""
        return f"{self.low:f}%以上" if self.high == 100 else f"{self.low:f}%—{self.high:f}%"


@dataclass(frozen=True)
class SatisfactionResult:
    """All answers by band, the share in the highest band, and its intervals."""

    bands: tuple[BandCount, ...]
    respondents: int
    population: int | None
    needed: int

    @property
    def top(self) -> BandCount:
        """The highest band."""
        return self.bands[-1]

    @property
    def least(self) -> int:
        """How many are in the highest band for certain; bands may overlap (80—100 beside 95—100)."""
        return sum(band.count for band in self.bands if band.low >= self.top.low)

    @property
    def most(self) -> int:
        """How many may be in the highest band: whose own band reaches into it."""
        return sum(band.count for band in self.bands if band.high > self.top.low)

    @property
    def bounded(self) -> bool:
        """Whether bands overlap, so that the share of the highest has bounds only."""
        return self.least < self.most

    @property
    def interval(self) -> Interval:
        """Of the share of the highest band: from the lower end with the fewest to the upper end with the most."""
        least, most = (wilson(hits, self.respondents) for hits in (self.least, self.most))
        return Interval(least.low, most.high)

    @property
    def corrected(self) -> Interval | None:
        """The same for the population sampled; ``None`` where it isn't known, or smaller than the sample."""
        people = self.population
        if people is None or people < self.respondents:
            return None
        least, most = (wilson_finite(hits, self.respondents, people) for hits in (self.least, self.most))
        return Interval(least.low, most.high)

    @property
    def sample_met(self) -> bool:
        """Whether the sample rule was met."""
        return self.respondents >= self.needed


def wilson(hits: int, n: Decimal | int) -> Interval:
    """Wilson's score interval at 95 % for ``hits`` of ``n``; ``n`` may be an effective sample size.

    Raises ``ValueError`` for an empty sample or more hits than answers.
    """
    return _score_interval(_share(hits, n), Decimal(n))


def wilson_finite(hits: int, n: int, population: int) -> Interval:
    """Wilson's interval with finite-population correction; exact where everybody was asked."""
    return wilson_effective(_share(hits, n), Decimal(n), population, n)


def wilson_effective(share: Decimal, effective: Decimal, population: int, n: int) -> Interval:
    """Wilson's interval for a weighted share that is worth ``effective`` answers, ``n`` of ``population`` asked.

    Raises ``ValueError`` where more were asked than there are.
    """
    if population < n:
        raise ValueError("sample larger than its population")
    if population == n:
        return Interval(share, share)
    corrected = divide(WIDE.multiply(effective, Decimal(population - 1)), Decimal(population - n))
    return _score_interval(share, corrected)


def _share(hits: int, n: Decimal | int) -> Decimal:
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    return divide(Decimal(hits), Decimal(n))


def _score_interval(p: Decimal, effective: Decimal) -> Interval:
    # Whoever calls this may have set a coarser decimal context.
    with localcontext(WIDE):
        squared = Z * Z
        scale = 1 + divide(squared, effective)
        centre = divide(p + divide(squared, 2 * effective), scale)
        spread = divide(p * (1 - p), effective) + divide(squared, 4 * effective * effective)
        half = divide(Z * WIDE.sqrt(spread), scale)
        return Interval(max(centre - half, Decimal(0)), min(centre + half, Decimal(1)))


def sample_needed(population: int | None, minimum: int) -> int:
    """How many must be asked: ``minimum``, or everybody where there are fewer."""
    return minimum if population is None else min(minimum, population)


def assess(station: Station, scheme: Scheme) -> SatisfactionResult | None:
    """Satisfaction from banded answers; ``None`` where nothing was provided or nobody answered."""
    rows = station.sample
    respondents = sum(row.count for row in rows)
    if not respondents:
        return None
    edges = sorted({(row.band_low, row.band_high) for row in rows})
    bands = []
    for low, high in edges:
        mine = tuple(row for row in rows if (row.band_low, row.band_high) == (low, high))
        bands.append(BandCount(low, high, sum(row.count for row in mine), mine))
    population = station.assessment.population
    needed = sample_needed(population, scheme.sampling.minimum)
    return SatisfactionResult(tuple(bands), respondents, population, needed)


# --- figures ----------------------------------------------------------------------------------------


def figures(result: SatisfactionResult | None, station: Station, cells: Cells) -> Iterator[Figure]:
    """Respondents, sample rule, shares by band, and the intervals of the highest band."""
    asked = station.assessment.asked
    for field, name in (("population", "满意度调查所代表的总人数"), ("asked", "满意度调查应访人数")):
        value, where = getattr(station.assessment, field), (station.at(f"assessment.{field}"),)
        yield given(f"satisfaction.{field}", name, value, unit="人", cells=where, rule="data.station")
    if result is None:
        yield missing("satisfaction.respondents", "满意度受访人数", cells=(Cell("satisfaction.csv", 0, ""),))
        return
    yield from _band_figures(result, cells)
    yield from _awareness(station, cells)
    if asked:
        yield Figure(
            id="satisfaction.response",
            label="满意度调查回应率",
            value=percent(result.respondents, asked),
            rule="method.share",
            inputs=("satisfaction.respondents", "satisfaction.asked"),
            steps=f"{result.respondents}÷{asked}",
        )
    yield Figure(
        id="satisfaction.needed",
        label="应调查人数",
        value=str(result.needed),
        unit="人",
        rule="scheme.sampling",
        inputs=("satisfaction.population",),
    )
    yield Figure(
        id="satisfaction.sample",
        label="样本量要求",
        value="达到" if result.sample_met else "未达到",
        rule="scheme.sampling",
        inputs=("satisfaction.respondents", "satisfaction.needed"),
        steps=f"{result.respondents}与{result.needed}比较",
    )
    top: tuple[str, ...] = (f"satisfaction.band.{len(result.bands)}", "satisfaction.respondents")
    if result.bounded:
        yield from _bounds(result)
        top = ("satisfaction.least", "satisfaction.most", "satisfaction.respondents")
    yield Figure(
        id="satisfaction.wilson",
        label=f"{result.top.name}占比的置信区间（置信水平95%）",
        value=result.interval.shown,
        rule="method.wilson",
        inputs=top,
    )
    if result.corrected is None:
        yield missing("satisfaction.wilson_finite", "有限总体校正后的区间", rule="method.finite")
    else:
        yield Figure(
            id="satisfaction.wilson_finite",
            label="有限总体校正后的区间",
            value=result.corrected.shown,
            rule="method.finite",
            inputs=(*top, "satisfaction.population"),
        )


def _bounds(result: SatisfactionResult) -> Iterator[Figure]:
    """The fewest and the most who may be in the highest band, where bands overlap."""
    bands = tuple(f"satisfaction.band.{n}" for n in range(1, len(result.bands) + 1))
    for id, word, number in (("least", "至少", result.least), ("most", "至多", result.most)):
        yield Figure(
            id=f"satisfaction.{id}",
            label=f"满意度{result.top.name}的{word}人数",
            value=str(number),
            unit="人",
            rule="method.overlap",
            inputs=bands,
        )
        yield Figure(
            id=f"satisfaction.{id}.share",
            label=f"满意度{result.top.name}的{word}占比",
            value=percent(number, result.respondents),
            rule="method.share",
            inputs=(f"satisfaction.{id}", "satisfaction.respondents"),
            steps=f"{number}÷{result.respondents}",
        )


def _awareness(station: Station, cells: Cells) -> Iterator[Figure]:
    """How many of those asked about it knew the station's services (知晓度)."""
    rows = [row for row in station.sample if row.aware is not None]
    total = sum(row.count for row in rows)
    if not total:
        return
    aware = sum(row.aware or 0 for row in rows)
    yield Figure(
        id="satisfaction.aware_asked",
        label="回答知晓度问题的人数",
        value=str(total),
        unit="人",
        rule="method.sum",
        cells=cells.of(rows, "count"),
    )
    yield Figure(
        id="satisfaction.aware",
        label="知晓社工站服务的人数",
        value=str(aware),
        unit="人",
        rule="method.sum",
        cells=cells.of(rows, "aware"),
    )
    yield Figure(
        id="satisfaction.aware_share",
        label="知晓度",
        value=percent(aware, total),
        rule="method.share",
        inputs=("satisfaction.aware", "satisfaction.aware_asked"),
        steps=f"{aware}÷{total}",
    )


def _band_figures(result: SatisfactionResult, cells: Cells) -> Iterator[Figure]:
    ids = []
    # Which rows make up a band follows from the bounds of all.
    every = [row for band in result.bands for row in band.rows]
    bounds = cells.of(every, "group", "band_low", "band_high")
    for number, band in enumerate(result.bands, start=1):
        ids.append(f"satisfaction.band.{number}")
        yield Figure(
            id=ids[-1],
            label=f"满意度{band.name}人数",
            value=str(band.count),
            unit="人",
            cells=(*bounds, *cells.of(band.rows, "count")),
            rule="data.satisfaction",
        )
    yield Figure(
        id="satisfaction.respondents",
        label="满意度受访人数",
        value=str(result.respondents),
        unit="人",
        rule="method.sum",
        inputs=tuple(ids),
        steps="＋".join(str(band.count) for band in result.bands),
    )
    for number, band in enumerate(result.bands, start=1):
        yield Figure(
            id=f"satisfaction.band.{number}.share",
            label=f"满意度{band.name}占比",
            value=percent(band.count, result.respondents),
            rule="method.share",
            inputs=(f"satisfaction.band.{number}", "satisfaction.respondents"),
            steps=f"{band.count}÷{result.respondents}",
        )
