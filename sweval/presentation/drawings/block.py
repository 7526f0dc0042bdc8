"""A drawn figure as a block of the report."""

from __future__ import annotations

from matplotlib.figure import Figure

from sweval.blocks import Chart, Cite, Sentence
from sweval.evaluation import Evaluation
from sweval.presentation.charts import theme
from sweval.presentation.words import score_tables


def block(
    name: str,
    title: Sentence,
    subtitle: Sentence | str,
    source: str,
    figure: Figure,
    alt: Sentence,
    drawn: tuple[Cite, ...] = (),
) -> Chart:
    """The block of a drawn figure; ``drawn`` cites what only the picture prints."""
    subtitle = Sentence(subtitle) if isinstance(subtitle, str) else subtitle
    cites = dict.fromkeys((*title.cites, *subtitle.cites, *alt.cites, *drawn))
    svg = theme.to_svg(figure, name, alt.text)
    return Chart(name, title.text, subtitle.text, source, svg, alt.text, tuple(cites))


def score_source(evaluation: Evaluation) -> str:
    """The tables that scores were read from, as a source line."""
    return f"资料来源：{score_tables(evaluation.station, evaluation.scheme)}。"
