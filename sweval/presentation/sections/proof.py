"""The evaluator's own text, looked through before the report goes out; for the working papers alone."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.proofing import KINDS, Remark
from sweval.blocks import Block, Column, Paragraph, Sentence, Table, TableRow
from sweval.domain.parties import SECTIONS
from sweval.domain.wording import with_stop
from sweval.evaluation import Evaluation
from sweval.presentation.sections.checks import claims_table
from sweval.presentation.words import cite, cite_cell, clauses, row, say


def proof(evaluation: Evaluation) -> Iterator[Block]:
    """Remarks by kind, contradictions by theme, and what a reading of the report's text found."""
    f = evaluation.figures
    note = "本附录只供评估方在出具报告前自查，不对外提供；所列各处是否有问题由评估方判断。"
    yield Paragraph((Sentence(note),), role="note")
    counted = say(
        "除结语外，共有值得肯定的地方{a}、需要关注的地方{b}。",
        a=f["check.findings.strength"],
        b=f["check.findings.concern"],
    )
    remarks = evaluation.diagnosis.remarks if evaluation.diagnosis else ()
    yield Paragraph((counted, *_counts(evaluation, remarks)))
    # A contradiction has a table of its own, with both texts whole.
    listed = [remark for remark in remarks if remark.kind != "contradiction"]
    if listed:
        yield _remarks(evaluation, listed)
    rows = list(_contradictions(evaluation))
    if rows:
        columns = (Column("肯定所在"), Column("肯定"), Column("同一主题的关注"))
        yield Table("同一主题的肯定与关注", columns, tuple(rows), note="是否矛盾由评估方判断。")
    checks = [c for c in evaluation.claims if c.claim.about == "report"]
    if checks:
        yield claims_table("原报告文字与数字核对", evaluation, checks)


def _counts(evaluation: Evaluation, remarks: tuple[Remark, ...]) -> Iterator[Sentence]:
    f = evaluation.figures
    if evaluation.diagnosis is None:
        yield Sentence("本次评估没有作文字自查。")
        return
    numbers = cite(f["check.proof.number"])
    kinds = [kind for kind in KINDS if any(remark.kind == kind for remark in remarks)]
    if not kinds:
        looked = "、".join(KINDS.values())
        yield Sentence(f"按下列各类逐段核对，没有发现须处理的文字：{looked}。", (numbers,))
        return
    said = [say("{kind}{n}", kind=KINDS[kind], n=f[f"check.proof.{kind}"]) for kind in kinds]
    yield clauses([Sentence("自查发现：", (numbers,)), clauses(said, "；", "。")], "")


def _remarks(evaluation: Evaluation, remarks: list[Remark]) -> Table:
    rows = []
    for remark in remarks:
        places = dict.fromkeys(cite_cell(cell) for cell in (remark.cell, *remark.cells))
        figures = [cite(evaluation.figures[id]) for id in remark.figures]
        rows.append(TableRow((KINDS[remark.kind], remark.says), (*places, *figures)))
    return Table("出具前自查", (Column("类别"), Column("内容")), tuple(rows))


def _contradictions(evaluation: Evaluation) -> Iterator[TableRow]:
    station = evaluation.station
    for item in evaluation.contradictions:
        strength = item.strength
        where = station.area(strength.area).name if strength.area else f"全站（{SECTIONS[strength.section]}）"
        against = "".join(f"{station.area(c.area or '').name}：{with_stop(c.text)}" for c in item.concerns)
        figure = evaluation.figures[f"check.contradiction.{strength.id}"]
        yield row(where, strength.text, against, also=[figure, strength, *item.concerns])
