"""Satisfaction (满意度): whether the sample was large enough, the share of each band, and its confidence interval.

The interval is Wilson's score interval (Journal of the American Statistical Association, 1927) at 95 %;
with finite-population correction the sample counts as ``n (N - 1) / (N - n)`` answers of a population of N. Published case, 109 of 111 above 95 %: 93.7 to 99.5 %, with N = 1367: 93.9 to 99.5 %.
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

# 0.975 quantile of the normal distribution, with more digits than a printed interval shows.
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
        """The name of the band: ``95%以上`` or ``85%—95%``."""
        return f"{self.low:f}%以上" if self.high == 100 else f"{self.low:f}%—{self.high:f}%"


@dataclass(frozen=True)
class SatisfactionResult:
    """All answers by band, the share in the highest band, and its intervals."""

    bands: tuple[BandCount, ...]
    respondents: int
    #: How many answers are in the highest band at least and at most, from :func:`in_highest`.
    minimum: int
    maximum: int
    population: int | None
    #: The sample required: the scheme's minimum, or the whole population where it is smaller.
    needed: int

    @property
    def top(self) -> BandCount:
        """The highest band."""
        return self.bands[-1]

    @property
    def bounded(self) -> bool:
        """Whether bands overlap, so that only bounds of the highest band's share are known."""
        return self.minimum < self.maximum

    @property
    def interval(self) -> Interval:
        """The interval of the highest band's share: its lower end at the minimum, its upper end at the maximum."""
        low, high = (wilson(hits, self.respondents) for hits in (self.minimum, self.maximum))
        return Interval(low.low, high.high)

    @property
    def corrected(self) -> Interval | None:
        """The same with finite-population correction; ``None`` where the population is unknown or below the sample."""
        people = self.population
        if people is None or people < self.respondents:
            return None
        low, high = (wilson_finite(hits, self.respondents, people) for hits in (self.minimum, self.maximum))
        return Interval(low.low, high.high)

    @property
    def sample_met(self) -> bool:
        """Whether the scheme's minimum sample was reached."""
        return self.respondents >= self.needed


def in_highest(rows: Sequence[Satisfaction], floor: Decimal) -> tuple[int, int]:
    """The minimum and maximum number of answers in the highest band, which begins at ``floor``.

    Bands may overlap (80—100 and 95—100): an answer whose band extends above ``floor`` may be in the highest.
    """
    minimum = sum(row.count for row in rows if row.band_low >= floor)
    return minimum, sum(row.count for row in rows if row.band_high > floor)


def wilson(hits: int, n: Decimal | int) -> Interval:
    """Wilson's score interval at 95 % for ``hits`` of ``n``; ``n`` may be an effective sample size.

    Raises ``ValueError`` for an empty sample or more hits than answers.
    """
    return _score_interval(_share(hits, n), Decimal(n))


def wilson_finite(hits: int, n: int, population: int) -> Interval:
    """Wilson's interval with finite-population correction; of zero width where the whole population answered."""
    return wilson_effective(_share(hits, n), Decimal(n), population, n)


def wilson_effective(share: Decimal, effective: Decimal, population: int, n: int) -> Interval:
    """Wilson's interval for a weighted share of ``effective`` answers, from ``n`` respondents of ``population``.

    Raises ``ValueError`` for more respondents than people.
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
    # The caller may have set a coarser decimal context.
    with localcontext(WIDE):
        squared = Z * Z
        scale = 1 + divide(squared, effective)
        centre = divide(p + divide(squared, 2 * effective), scale)
        spread = divide(p * (1 - p), effective) + divide(squared, 4 * effective * effective)
        half = divide(Z * WIDE.sqrt(spread), scale)
        return Interval(max(centre - half, Decimal(0)), min(centre + half, Decimal(1)))


def assess(station: Station, scheme: Scheme) -> SatisfactionResult | None:
    """Satisfaction from banded answers; ``None`` without answers."""
    rows = station.sample
    respondents = sum(row.count for row in rows)
    if not respondents:
        return None
    edges = sorted({(row.band_low, row.band_high) for row in rows})
    bands = []
    for low, high in edges:
        within = tuple(row for row in rows if (row.band_low, row.band_high) == (low, high))
        bands.append(BandCount(low, high, sum(row.count for row in within), within))
    population, needed = station.assessment.population, scheme.sampling.minimum
    if population is not None:
        needed = min(needed, population)
    minimum, maximum = in_highest(rows, bands[-1].low)
    return SatisfactionResult(tuple(bands), respondents, minimum, maximum, population, needed)


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
    """The minimum and maximum number in the highest band, where bands overlap."""
    bands = tuple(f"satisfaction.band.{n}" for n in range(1, len(result.bands) + 1))
    for end, word, number in (("least", "至少", result.minimum), ("most", "至多", result.maximum)):
        id, label = f"satisfaction.{end}", f"满意度{result.top.name}的{word}"
        yield Figure(id, f"{label}人数", str(number), "人", rule="method.overlap", inputs=bands)
        yield _of_respondents(id, f"{label}占比", number, result)


def _of_respondents(id: str, label: str, count: int, result: SatisfactionResult) -> Figure:
    """The share of all answers that a count, itself a figure, makes up."""
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
    # Which rows make up a band depends on the bounds of all.
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
