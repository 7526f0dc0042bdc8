"""Satisfaction (满意度): was the sample enough, what share answered how, and how sure can one be?

The interval is Wilson's score interval (Journal of the American Statistical Association, 1927) at 95 %;
with finite-population correction the sample counts as ``n (N - 1) / (N - n)`` answers, N being the people
it stands for. Published case, 109 of 111 above 95 %: 93.7 to 99.5 %, with N = 1367: 93.9 to 99.5 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import partial
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import Satisfaction
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import WIDE, divide, round_to
from sweval.domain.values.row import Cell, Cells
from sweval.record.figures import Figure, given, missing, share

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
    #: How many are in the highest band for certain, and how many may be, as :func:`in_highest` has it.
    least: int
    most: int
    population: int | None
    needed: int

    @property
    def top(self) -> BandCount:
        """The highest band."""
        return self.bands[-1]

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


def in_highest(rows: Sequence[Satisfaction], floor: Decimal) -> tuple[int, int]:
    """How many answers are in the highest band, which begins at ``floor``: for certain, and at most.

    Bands may overlap (80—100 beside 95—100): an answer whose band reaches into the highest may be in it.
    """
    least = sum(row.count for row in rows if row.band_low >= floor)
    return least, sum(row.count for row in rows if row.band_high > floor)


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
    least, most = in_highest(rows, bands[-1].low)
    return SatisfactionResult(tuple(bands), respondents, least, most, population, needed)


# --- figures ----------------------------------------------------------------------------------------


def figures(result: SatisfactionResult | None, station: Station, cells: Cells) -> Iterator[Figure]:
    """Respondents, sample rule, shares by band, and the intervals of the highest band."""
    for field, name in (("population", "满意度调查所代表的总人数"), ("asked", "满意度调查应访人数")):
        value, where = getattr(station.assessment, field), (station.at(f"assessment.{field}"),)
        yield given(f"satisfaction.{field}", name, value, "人", cells=where, rule="data.station")
    if result is None:
        yield missing("satisfaction.respondents", "满意度受访人数", cells=(Cell("satisfaction.csv", 0, ""),))
        return
    yield from _band_figures(result, cells)
    yield from _awareness(station, cells)
    if asked := station.assessment.asked:
        inputs = ("satisfaction.respondents", "satisfaction.asked")
        yield share("satisfaction.response", "满意度调查回应率", result.respondents, asked, inputs=inputs)
    sampling = partial(Figure, rule="scheme.sampling")
    needed = str(result.needed)
    yield sampling("satisfaction.needed", "应调查人数", needed, "人", inputs=("satisfaction.population",))
    yield sampling(
        "satisfaction.sample",
        "样本量要求",
        "达到" if result.sample_met else "未达到",
        inputs=("satisfaction.respondents", "satisfaction.needed"),
        steps=f"{result.respondents}与{result.needed}比较",
    )
    top: tuple[str, ...] = (f"satisfaction.band.{len(result.bands)}", "satisfaction.respondents")
    if result.bounded:
        yield from _bounds(result)
        top = ("satisfaction.least", "satisfaction.most", "satisfaction.respondents")
    label = f"{result.top.name}占比的置信区间（置信水平95%）"
    shown = result.interval.shown
    yield Figure("satisfaction.wilson", label, shown, rule="method.wilson", inputs=top)
    id, label = "satisfaction.wilson_finite", "有限总体校正后的区间"
    if result.corrected is None:
        yield missing(id, label, rule="method.finite")
    else:
        shown, top = result.corrected.shown, (*top, "satisfaction.population")
        yield Figure(id, label, shown, rule="method.finite", inputs=top)


def _bounds(result: SatisfactionResult) -> Iterator[Figure]:
    """The fewest and the most who may be in the highest band, where bands overlap."""
    bands = tuple(f"satisfaction.band.{n}" for n in range(1, len(result.bands) + 1))
    for end, word, number in (("least", "至少", result.least), ("most", "至多", result.most)):
        id, label = f"satisfaction.{end}", f"满意度{result.top.name}的{word}"
        yield Figure(id, f"{label}人数", str(number), "人", rule="method.overlap", inputs=bands)
        yield _of_respondents(id, f"{label}占比", number, result)


def _of_respondents(id: str, label: str, count: int, result: SatisfactionResult) -> Figure:
    """The share of a count, which is a figure itself, in all answers."""
    return share(f"{id}.share", label, count, result.respondents, inputs=(id, "satisfaction.respondents"))


def _awareness(station: Station, cells: Cells) -> Iterator[Figure]:
    """How many of those asked about it knew the station's services (知晓度)."""
    rows = [row for row in station.sample if row.aware is not None]
    asked = sum(row.count for row in rows)
    if not asked:
        return
    aware = sum(row.aware or 0 for row in rows)
    for id, label, number, column in (
        ("satisfaction.aware_asked", "回答知晓度问题的人数", asked, "count"),
        ("satisfaction.aware", "知晓社工站服务的人数", aware, "aware"),
    ):
        yield Figure(id, label, str(number), "人", rule="method.sum", cells=cells.of(rows, column))
    inputs = ("satisfaction.aware", "satisfaction.aware_asked")
    yield share("satisfaction.aware_share", "知晓度", aware, asked, inputs=inputs)


def _band_figures(result: SatisfactionResult, cells: Cells) -> Iterator[Figure]:
    # Which rows make up a band follows from the bounds of all.
    every = [row for band in result.bands for row in band.rows]
    bounds = cells.of(every, "group", "band_low", "band_high")
    bands = {f"satisfaction.band.{number}": band for number, band in enumerate(result.bands, start=1)}
    for id, band in bands.items():
        label, where = f"满意度{band.name}人数", (*bounds, *cells.of(band.rows, "count"))
        yield Figure(id, label, str(band.count), "人", cells=where, rule="data.satisfaction")
    yield Figure(
        "satisfaction.respondents",
        "满意度受访人数",
        str(result.respondents),
        "人",
        rule="method.sum",
        inputs=tuple(bands),
        steps="＋".join(str(band.count) for band in result.bands),
    )
    for id, band in bands.items():
        yield _of_respondents(id, f"满意度{band.name}占比", band.count, result)
