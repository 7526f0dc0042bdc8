"""A drawn figure as a block of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from matplotlib.figure import Figure

from sweval.blocks import Chart, Cite, Sentence
from sweval.evaluation import Evaluation
from sweval.presentation.charts import theme
from sweval.presentation.words import score_tables

_PICTURES: Final = ContextVar("pictures", default=True)


@contextmanager
def without_pictures() -> Iterator[None]:
    """Within it charts have all their texts and no picture, which takes nine tenths of a report's time."""
    before = _PICTURES.set(False)
    try:
        yield
    finally:
        _PICTURES.reset(before)


def block(
    name: str,
    title: Sentence,
    subtitle: Sentence | str,
    source: str,
    draw: Callable[[], Figure],
    alt: Sentence,
    drawn: tuple[Cite, ...] = (),
) -> Chart:
    """The block of the figure that ``draw`` draws; ``drawn`` cites what only the picture prints."""
    subtitle = Sentence(subtitle) if isinstance(subtitle, str) else subtitle
    cites = dict.fromkeys((*title.cites, *subtitle.cites, *alt.cites, *drawn))
    svg = theme.to_svg(draw(), name, alt.text) if _PICTURES.get() else ""
    return Chart(name, title.text, subtitle.text, source, svg, alt.text, tuple(cites))


def score_source(evaluation: Evaluation) -> str:
    """The tables that scores were read from, as a source line."""
    return f"资料来源：{score_tables(evaluation.station, evaluation.scheme)}。"
