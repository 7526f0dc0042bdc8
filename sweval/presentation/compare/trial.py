"""A trial (试算) compared with the result: total, grade, vetoes and the largest changes, always marked as a trial."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from sweval.analysis.scores.grades import grade
from sweval.blocks import Block, Blocks, TableRow
from sweval.domain.values.rounding import round_to
from sweval.evaluation import Evaluation
from sweval.presentation.phrases import part_name
from sweval.presentation.tables import right, table
from sweval.presentation.words import paragraph
from sweval.record.comparing import RecordChange, compare, record_of

NOTE: Final = "试算，不作为评估结果。"
#: The maximum number of changes listed.
LISTED: Final = 12


def what_if(now: Evaluation, trial: Evaluation) -> Blocks:
    """The trial compared with the result; then the scores that changed, the largest changes first."""
    return Blocks(_what_if(now, trial), "working")


def levers(now: Evaluation) -> Blocks:
    """The total with each component alone at its full mark, and reduced by a tenth of it."""
    return Blocks(_levers(now), "working")


def _what_if(now: Evaluation, trial: Evaluation) -> Iterator[Block]:
    yield paragraph(NOTE, role="status")
    rows = []
    for id, name in (
        ("score.total", "总分"),
        ("score.grade_by_total", "按总分处于"),
        ("score.grade", "评估等级"),
        ("veto.triggered", "存在的情形"),
    ):
        if id in now.figures and id in trial.figures:
            before, after = now.figures[id].text, trial.figures[id].text
            rows.append(TableRow((name, before, after, "有变化" if before != after else "不变")))
    yield table("结果的变化", ("内容", "现在", "试算", "比较"), rows, note=NOTE)
    moved = [change for change in _changes(now, trial) if change.by and change.id.startswith("score.")]
    if not moved:
        yield paragraph("各项得分没有变化。")
        return
    widest = sorted(moved, key=lambda change: -abs(change.by or Decimal(0)))[:LISTED]
    moves = (TableRow((c.label, c.before, c.after, f"{c.by:+f}".replace("-", "−"))) for c in widest)
    yield table("变化最大的得分", ("数字", *right("现在", "试算", "相差")), moves, note=NOTE)


def _changes(now: Evaluation, trial: Evaluation) -> tuple[RecordChange, ...]:
    before, after = (record_of({"figures": [vars(f) for f in e.figures.values()]}) for e in (now, trial))
    return compare(before, after)


def _levers(now: Evaluation) -> Iterator[Block]:
    yield paragraph(NOTE, role="status")
    total, scheme, rows = now.scoring.total, now.scheme, []
    for component in sorted(now.scoring.components, key=lambda c: -c.lost):
        tenth = min(component.node.full_mark / 10, component.converted)
        high, low = total + component.lost, total - tenth
        cells = [f"{round_to(value, 2)}（{grade(value, scheme).by_total.name}）" for value in (high, low)]
        marks = (f"{component.converted:f}", f"{component.lost:f}")
        rows.append(TableRow((part_name(component), *marks, *cells)))
    numbers = ("现得分（分）", "失分（分）", "得满分时的总分", "再失标准分一成时的总分")
    note = NOTE + "括号内为按总分所处等级。"
    yield table("各项内容单独变动时的总分", ("评估内容", *right(*numbers)), rows, note=note)
