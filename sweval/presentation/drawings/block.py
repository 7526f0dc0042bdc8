"""A chart as a block of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

from matplotlib.figure import Figure

from sweval.blocks import Chart, Sentence
from sweval.charts import theme
from sweval.charts.kinds import heatmap
from sweval.presentation.citations import cite
from sweval.presentation.words import clauses
from sweval.record import figures as record

_PICTURES: Final = ContextVar("pictures", default=True)
_Drawn = TypeVar("_Drawn")


@contextmanager
def without_pictures() -> Iterator[None]:
    """Give charts their texts only: drawing takes nine tenths of the time of a report."""
    before = _PICTURES.set(False)
    try:
        yield
    finally:
        _PICTURES.reset(before)


def block(
    name: str,
    title: Sentence | str,
    subtitle: Sentence | str,
    source: str,
    draw: Callable[[_Drawn], Figure],
    chart: _Drawn,
    alt: Iterable[Sentence | str],
    drawn: Iterable[record.Figure] = (),
) -> Chart:
    """The block of the chart that ``draw`` draws.

    ``source`` names its tables, ``alt`` describes it in clauses, ``drawn`` are the figures that only the picture shows.
    """
    title, subtitle = _sentence(title), _sentence(subtitle)
    description = clauses(map(_sentence, alt), "；", "。")
    cites = dict.fromkeys((*title.cites, *subtitle.cites, *description.cites, *map(cite, drawn)))
    svg = theme.to_svg(draw(chart), name, description.text) if _PICTURES.get() else ""
    return Chart(
        name, title.text, subtitle.text, f"资料来源：{source}。", svg, description.text, tuple(cites)
    )


def _sentence(text: Sentence | str) -> Sentence:
    return Sentence(text) if isinstance(text, str) else text


def heat_block(
    name: str,
    rate: str,
    whose: str,
    subtitle: str,
    source: str,
    columns: tuple[str, ...],
    rows: Sequence[heatmap.HeatRow],
    drawn: Iterable[record.Figure] = (),
) -> Chart:
    """The block of a heat map of ``rate``, the rate of ``whose``; its title counts the low cells."""
    low = sum(share is not None and share < heatmap.LOW for row in rows for share in row.shares)
    title = f"{rate}低于80%的有{low}处" if low else f"{whose}{rate}都不低于80%"
    alt = (
        f"{row.label}：" + "、".join(f"{c}{t}" for c, t in zip(columns, row.texts, strict=True))
        for row in rows
    )
    chart = heatmap.HeatMap(columns, tuple(rows))
    return block(name, title, subtitle, source, heatmap.draw, chart, alt, drawn)
