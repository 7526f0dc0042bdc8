"""The chart of the panel."""

from __future__ import annotations

from functools import partial

from sweval.blocks import Chart, Sentence
from sweval.evaluation import Evaluation
from sweval.presentation.charts import deviation
from sweval.presentation.drawings.block import block, score_source
from sweval.presentation.words import clauses, say


def expert_deviations(evaluation: Evaluation) -> Chart:
    """How far each expert lies above or below the others; for the working papers alone."""
    f, found = evaluation.figures, evaluation.diagnosis and evaluation.diagnosis.panel
    members = [m for m in found.members if m.deviation] if found else []
    rows, said = [], []
    for member in members:
        told, stem = member.deviation, f"panel.expert.{member.expert.id}"
        if told is None:
            continue
        value = f[f"{stem}.deviation"]
        word = ("偏高" if told.mean > 0 else "偏低") if told.stands_out else ""
        bounds = (told.interval[0] * 100, told.interval[1] * 100) if told.interval else None
        label = " ".join(filter(None, (member.expert.id, member.expert.role)))
        rows.append(deviation.DeviationRow(label, float(told.mean * 100), value.value, bounds, word))
        said.append(say("{id}{word}：{value}", id=member.expert.id, word=word, value=value))
    out = [row for row in rows if row.word]
    if out:
        names = "、".join(f"{row.label.split()[0]}{row.word}" for row in out)
        title = Sentence(f"与其他评委相比，{names}", said[rows.index(out[0])].cites)
    elif any(row.interval for row in rows):
        title = Sentence("没有看出哪名评委一贯偏高或偏低", said[0].cites)
    else:
        title = Sentence("各评委与其他评委的偏离", said[0].cites)
    figure = partial(deviation.draw, deviation.DeviationChart(tuple(rows)))
    subtitle = "同评各评分点得分率之差的平均及95%区间，单位：百分点；实心为区间不含0"
    return block("deviations", title, subtitle, score_source(evaluation), figure, clauses(said, "；", "。"))
