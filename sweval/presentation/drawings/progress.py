"""The chart of agreed volumes."""

from __future__ import annotations

from functools import partial
from typing import Final

from sweval.analysis.progress import PaceState
from sweval.blocks import Chart, Sentence
from sweval.evaluation import Evaluation
from sweval.presentation.charts import progress
from sweval.presentation.drawings.block import block
from sweval.presentation.words import clauses, say


def completion(evaluation: Evaluation) -> Chart:
    """Completion of each indicator against elapsed contract time; what is out of line is marked where it may be shown."""
    f, result = evaluation.figures, evaluation.progress
    shown = sorted(result.indicators, key=lambda i: (i.rate is None, -(i.rate or 0)))
    rows = tuple(
        progress.ProgressRow(
            label=f"{i.rows[0].name}（{f[f'progress.{i.id}.done'].text}）",
            rate=float(i.rate / 100) if i.rate is not None else None,
            rate_text=f[f"progress.{i.id}.rate"].value,
            state=i.state if i.state != "out_of_line" or evaluation.shows("to_verify") else "ahead",
        )
        for i in shown
    )
    pace = f["progress.pace"]
    title = say("{n}指标中，{names}", n=f["progress.count"], names=_state_counts(evaluation))
    volumes = (
        say("{name}{done}", name=i.name, done=f[f"progress.{i.id}.done"]) for i in shown if i.done is not None
    )
    rates = (
        say("{name}完成率{rate}", name=i.name, rate=f[f"progress.{i.id}.rate"])
        for i in shown
        if i.rate is not None
    )
    alt = clauses([say("序时进度{pace}", pace=pace), *rates], "；", "。")
    drawn = tuple(cite for volume in volumes for cite in volume.cites)
    figure = partial(
        progress.draw, progress.ProgressChart(rows, float(result.pace.share), f"序时进度 {pace.value}")
    )
    subtitle = say("完成率，括号内为完成量；服务量统计至{day}", day=f["station.cut_off"])
    source = "资料来源：指标表，社工站所报，未经独立核实。"
    return block("progress", title, subtitle, source, figure, alt, drawn)


STATE_WORDS: Final[dict[PaceState, str]] = {
    "ahead": "{n}快于序时进度",
    "on_pace": "{n}与序时进度持平",
    "behind": "{n}落后于序时进度",
    "out_of_line": "{n}完成率明显偏高",
    "incomplete": "{n}缺部分月份",
    "no_target": "{n}未计算完成率",
    "missing": "{n}未提供完成量",
}


def _state_counts(evaluation: Evaluation) -> Sentence:
    f, result = evaluation.figures, evaluation.progress
    return clauses(
        (
            say(words, n=f[f"progress.count.{state}"])
            for state, words in STATE_WORDS.items()
            if result.in_state(state)
        ),
        "，",
    )
