"""Forecast (期满推算): the completion rate at the contract's end if the present speed continues.

By time: ``rate ÷ elapsed share``. By month, where volumes are given by month: with the mean ``m`` and standard
deviation ``s`` of ``n`` whole months and ``r`` months left (days left ÷ 30.4375), the volume at the end is
``done + r·m ± t·s·√(r + r²/n)``, Student's prediction interval at 95 % for a sum of independent months.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from math import sqrt
from typing import Final, Literal

from sweval.analysis.scores.quantiles import t_quantile
from sweval.analysis.services.progress import IndicatorProgress, Progress
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import add_up, divide, round_to
from sweval.record.figures import Figure

#: With fewer whole months there is no interval.
MINIMUM_MONTHS: Final = 4
#: Before this share of the contract has passed there is no forecast.
MINIMUM_ELAPSED: Final = Decimal("0.25")
#: Without an interval, rates within so many percentage points of 100 % are undecided.
CLOSE: Final = 10
DAYS_A_MONTH: Final = Decimal("30.4375")

Outlook = Literal["enough", "open", "short"]
OUTLOOKS: Final[dict[Outlook, str]] = {"enough": "可达约定量", "open": "难以判断", "short": "低于约定量"}


@dataclass(frozen=True)
class Forecast:
    """The forecast of an indicator, in per cent of the agreed volume; ``interval``: ``None`` without enough months."""

    indicator: IndicatorProgress
    rate: Decimal
    interval: tuple[float, float] | None
    #: The number of whole months behind the interval.
    months: int

    @property
    def outlook(self) -> Outlook:
        """Whether the interval, or without one the rate ± :data:`CLOSE`, is above, around or below 100 %."""
        low, high = self.interval or (float(self.rate) - CLOSE, float(self.rate) + CLOSE)
        return "enough" if low >= 100 else "short" if high < 100 else "open"


def assess(progress: Progress, station: Station) -> tuple[Forecast, ...]:
    """A forecast for each indicator with a usable rate; none at the final stage or early in the contract."""
    pace = progress.pace
    if station.assessment.stage == "final" or not MINIMUM_ELAPSED <= pace.share < 1:
        return ()
    found = []
    for indicator in progress.in_state("ahead", "on_pace", "behind"):
        if indicator.rate is None or indicator.absent:
            continue
        by_month = _by_month(indicator, station, pace.days - pace.elapsed)
        found.append(by_month or Forecast(indicator, divide(indicator.rate, pace.share), None, 0))
    return tuple(found)


def _by_month(indicator: IndicatorProgress, station: Station, days_left: int) -> Forecast | None:
    """The forecast by month; ``None`` without enough whole months or an agreed volume."""
    volumes = [
        row.done
        for row in indicator.rows
        if row.month and row.done is not None and _whole(row.month, station)
    ]
    n = len(volumes)
    if n < MINIMUM_MONTHS or not indicator.agreed or indicator.done is None or indicator.reconstructed:
        return None
    mean = divide(add_up(volumes), Decimal(n))
    left = divide(Decimal(days_left), DAYS_A_MONTH)
    variance = divide(add_up((volume - mean) ** 2 for volume in volumes), Decimal(n - 1))
    r = float(left)
    half = t_quantile(0.975, n - 1) * sqrt(float(variance) * (r + r * r / n))
    at_end = indicator.done + left * mean
    rate = divide(at_end * 100, indicator.agreed)
    spread = half * 100 / float(indicator.agreed)
    # The volume can't fall below what is done.
    floor = float(divide(indicator.done * 100, indicator.agreed))
    return Forecast(indicator, rate, (max(float(rate) - spread, floor), float(rate) + spread), n)


def _whole(month: str, station: Station) -> bool:
    """Whether a month is wholly within the contract and before the cut-off day."""
    year, number = map(int, month.split("-"))
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return station.contract.start <= first and last <= station.assessment.cut_off


# --- figures ----------------------------------------------------------------------------------------


def figures(forecasts: tuple[Forecast, ...]) -> Iterator[Figure]:
    """The rate at the end, its interval and the outlook; not in the public edition."""
    figure = partial(Figure, rule="method.forecast")
    for found in forecasts:
        stem, name = f"progress.{found.indicator.id}", found.indicator.name
        by_forecast = (f"{stem}.forecast",)
        yield figure(
            f"{stem}.forecast",
            f"{name}期满完成率（推算）",
            f"{round_to(found.rate, 0)}%",
            inputs=(f"{stem}.rate", "progress.pace"),
            steps=f"{found.months}个整月" if found.interval else "按序时进度",
            cells=tuple(row.cell("done") for row in found.indicator.rows) if found.interval else (),
        )
        if found.interval:
            low, high = (round_to(Decimal(end), 0) for end in found.interval)
            label = f"{name}期满完成率的区间（95%）"
            yield figure(f"{stem}.forecast_interval", label, f"{low}%至{high}%", inputs=by_forecast)
        outlook = OUTLOOKS[found.outlook]
        yield figure(f"{stem}.outlook", f"{name}期满判断（推算）", outlook, inputs=by_forecast)
