"""The chart of what weights move."""

from __future__ import annotations

from functools import partial

from sweval.blocks import Chart
from sweval.evaluation import Evaluation
from sweval.presentation.charts import tornado
from sweval.presentation.drawings.block import block, score_source
from sweval.presentation.words import clauses, part_name, say


def weight_swings(evaluation: Evaluation) -> Chart | None:
    """The total with the weight of each component moved by a quarter; nothing where nothing was tried."""
    f = evaluation.figures
    if evaluation.diagnosis is None:
        return None
    robust = evaluation.diagnosis.robustness
    ordered = sorted(robust.swings, key=lambda swing: swing.low - swing.high)
    rows, said = [], []
    for swing in ordered:
        node, stem = swing.component.node, f"robust.swing.{swing.component.node.id}"
        low, high = f[f"{stem}.low"], f[f"{stem}.high"]
        label = f"{part_name(swing.component)}（{node.full_mark}分）"
        rows.append(tornado.TornadoRow(label, float(swing.low), float(swing.high), low.value, high.value))
        said.append(say("{name}：{low}至{high}", name=label, low=low, high=high))
    total = f["score.total"]
    title = say("总分{total}，受{name}的权重影响最大", total=total, name=part_name(ordered[0].component))
    chart = tornado.TornadoChart(tuple(rows), float(evaluation.scoring.total), f"总分 {total.value}")
    subtitle = "每次只把一项评估内容的权重上下调整25%，其余按比例补足，单位：分；试算，不作为评估结果"
    alt = clauses(said, "；", "。")
    return block("weights", title, subtitle, score_source(evaluation), partial(tornado.draw, chart), alt)
