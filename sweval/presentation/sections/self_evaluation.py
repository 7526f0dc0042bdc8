"""Self-evaluation beside the panel's scores, for the evaluator alone."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.self_evaluation import place
from sweval.blocks import Block, Column, Paragraph, Sentence, Table
from sweval.evaluation import Evaluation
from sweval.presentation.words import bare, clauses, row, say
from sweval.record import MISSING


def self_evaluation(evaluation: Evaluation) -> Iterator[Block]:
    """Where the station sees itself otherwise than the panel does."""
    yield Paragraph(
        (Sentence("自评分数由社工站在评估前填报，只用来看双方看法的差异，不计入总分，不对外提供。"),),
        role="note",
    )
    compared = evaluation.self_evaluation
    if not compared:
        yield Paragraph((Sentence(f"自评分数{MISSING}。"),))
        return
    f, station = evaluation.figures, evaluation.station
    rows = []
    for one in compared:
        stem = stem_of(one.node.id, one.row.area)
        given = f[
            f"score.{one.node.id}.area.{one.row.area}" if one.row.area else f"score.{one.node.id}.converted"
        ]
        rows.append(
            row(place(one, station), str(one.full), bare(f[stem]), bare(given), bare(f[f"{stem}.difference"]),
                bare(f[f"{stem}.points"]))
        )  # fmt: skip
    ordered = sorted(compared, key=lambda one: -abs(one.points))
    widest = [one for one in ordered if abs(one.points) == abs(ordered[0].points)]
    if ordered[0].difference:
        said = [
            say(
                "{name}（自评{word}，{points}）",
                word="偏高" if one.points > 0 else "偏低",
                name=place(one, station),
                points=f[f"{stem_of(one.node.id, one.row.area)}.points"],
            )
            for one in widest
        ]
        yield Paragraph((clauses([Sentence("自评得分率与评估相差最大的是"), clauses(said, "、", "。")], ""),))
    else:
        yield Paragraph((Sentence("自评与评估的分数全部相同。"),))
    columns = (
        Column("评估内容"), Column("标准分", "right"), Column("自评", "right"), Column("评估", "right"),
        Column("自评高出（分）", "right"), Column("得分率高出（百分点）", "right"),
    )  # fmt: skip
    yield Table("自评与评估的比较", columns, tuple(rows))


def stem_of(node: str, area: str | None) -> str:
    """The id of a self score's figure."""
    return f"self.{node}" + (f".{area}" if area else "")
