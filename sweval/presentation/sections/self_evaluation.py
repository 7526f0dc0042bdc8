"""Self-evaluation beside the panel's scores, for the evaluator alone."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.self_evaluation import Compared, beside, place, stem
from sweval.blocks import Block, Column, Paragraph, Sentence, Table
from sweval.domain.rows import SelfScore
from sweval.evaluation import Evaluation
from sweval.presentation.words import bare, clauses, row, say
from sweval.record import MISSING


def self_evaluation(evaluation: Evaluation) -> Iterator[Block]:
    """Where the station sees itself otherwise than the panel does."""
    yield Paragraph(
        (Sentence("自评分数由社工站在评估前填报，只用来看双方看法的差异，不计入总分，不对外提供。"),),
        role="note",
    )
    found, f = evaluation.self_evaluation, evaluation.figures
    if not found.compared and not found.alone:
        yield Paragraph((Sentence(f"自评分数{MISSING}。"),))
    if found.compared:
        yield Paragraph((_widest(evaluation, found.compared),))
        columns = (
            Column("评估内容"),
            Column("标准分", "right"),
            Column("自评", "right"),
            Column("评估", "right"),
            Column("自评高出（分）", "right"),
            Column("得分率高出（百分点）", "right"),
        )
        rows = (
            row(
                _place(evaluation, one.row),
                str(one.full),
                bare(f[stem(one.row)]),
                bare(f[beside(one.row)]),
                bare(f[f"{stem(one.row)}.difference"]),
                bare(f[f"{stem(one.row)}.points"]),
            )
            for one in found.compared
        )
        yield Table("自评与评估的比较", columns, tuple(rows))
    if found.alone:
        said = (say("{name}{own}", name=_place(evaluation, own), own=f[stem(own)]) for own in found.alone)
        lead = Sentence("以下自评分数没有同一片区的评估分数可以比较：")
        yield Paragraph((clauses([lead, clauses(said, "、", "。")], ""),))


def _widest(evaluation: Evaluation, compared: tuple[Compared, ...]) -> Sentence:
    """Where the two score rates are farthest apart; equal ones together."""
    most = max(abs(one.points) for one in compared)
    if not most:
        return Sentence("自评与评估的分数全部相同。")
    said = (
        say(
            "{name}（自评{word}，{points}）",
            word="偏高" if one.points > 0 else "偏低",
            name=_place(evaluation, one.row),
            points=evaluation.figures[f"{stem(one.row)}.points"],
        )
        for one in compared
        if abs(one.points) == most
    )
    return clauses([Sentence("自评得分率与评估相差最大的是"), clauses(said, "、", "。")], "")


def _place(evaluation: Evaluation, row: SelfScore) -> str:
    return place(row, evaluation.station, evaluation.scheme)
