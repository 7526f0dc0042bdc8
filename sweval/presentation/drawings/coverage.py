"""The heat map of coverage."""

from __future__ import annotations

from functools import partial

from sweval.analysis.coverage import MEASURES, cell_stem
from sweval.blocks import Chart, Sentence
from sweval.domain.dictionary import TABLE_NAMES
from sweval.evaluation import Evaluation
from sweval.presentation.charts import heatmap
from sweval.presentation.drawings.block import block
from sweval.presentation.words import cite


def coverage_map(evaluation: Evaluation) -> Chart | None:
    """A share of each category in each area, for the working papers; none for one area, where nothing is crossed."""
    f, found, station = evaluation.figures, evaluation.coverage, evaluation.station
    if found is None or len(found.areas) < 2 or found.mapped is None:
        return None
    measure = found.mapped
    rows, drawn = [], []
    for number, name in enumerate(found.categories, start=1):
        shares, texts = [], []
        for area in found.areas:
            stem = cell_stem(number, area)
            figure = f.get(f"{stem}.{measure}")
            share = found.of(category=name, area=area).share(measure) if figure else None
            shares.append(float(share) if share is not None else None)
            texts.append(figure.value if figure else "—")
            # With what it is a share of, so that the codes run on.
            drawn += [f[f"{stem}.persons"], figure] if figure else []
        rows.append(heatmap.HeatRow(name, tuple(shares), tuple(texts)))
    columns = tuple(found.place(area, station) for area in found.areas)
    below = sum(share is not None and share < heatmap.LOW for row in rows for share in row.shares)
    word = MEASURES[measure][0]
    title = Sentence(f"{word}率低于80%的有{below}处" if below else f"各类人群在各片区的{word}率都不低于80%")
    alt = Sentence(
        "；".join(
            f"{row.label}：" + "、".join(f"{c}{t}" for c, t in zip(columns, row.texts, strict=True))
            for row in rows
        )
        + "。"
    )
    subtitle = f"{word}的人数占该片区该类人数的比例，越低颜色越深、低于80%加粗；—为未提供"
    return block(
        "coverage",
        title,
        subtitle,
        f"资料来源：{TABLE_NAMES['coverage']}。",
        partial(heatmap.draw, heatmap.HeatMap(columns, tuple(rows))),
        alt,
        tuple(map(cite, drawn)),
    )
