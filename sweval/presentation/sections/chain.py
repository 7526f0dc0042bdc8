"""The course of the evaluation as an appendix: every step, objections and how they were handled, reviews."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.blocks import Block, Chart, Cite, Column, Paragraph, Sentence, Table
from sweval.domain.dates import chinese_day
from sweval.domain.parties import PARTIES
from sweval.domain.row import Row
from sweval.domain.rows import Feedback
from sweval.domain.scheme import STEPS
from sweval.domain.wording import without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.words import cite, cite_row, clauses, row, say
from sweval.record import MISSING, Figure

CHANNELS = {"onsite": "现场", "draft": "报告初稿"}


def chain(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """All steps in order, then what was objected to, then what was changed on review."""
    station = evaluation.station
    if not station.process:
        yield Paragraph((Sentence(f"评估流程记录{MISSING}。"),))
    else:
        if chart is not None:
            yield chart
        yield _steps(evaluation)
    objections = [one for one in station.feedback if one.objection]
    # Who objects to nothing follows from every row, so all are cited.
    every = tuple(map(cite_row, station.feedback))
    if objections:
        yield Paragraph((Sentence("有异议的：", every), *(_objection(one, every) for one in objections)))
    elif station.feedback:
        asked = [one for one in station.feedback if one.objection is None]
        more = f"，其中{len(asked)}条是否有异议{MISSING}" if asked else ""
        yield Paragraph((Sentence(f"各方反馈中没有记录异议{more}。", every),))
    yield from _complaints(evaluation)
    if station.reviews:
        yield _reviews(evaluation)
    else:
        yield Paragraph((Sentence("没有复核更改的记录。"),))


def _objection(one: Feedback, every: tuple[Cite, ...]) -> Sentence:
    said, handled = without_stop(one.comment) or MISSING, without_stop(one.handling) or MISSING
    return Sentence(f"{PARTIES[one.party]}（{CHANNELS[one.channel]}）：{said}；处理情况：{handled}。", every)


def _steps(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for link in evaluation.chain:
        stem = f"schedule.{link.step}"
        due, limit = "—", list[Figure]()
        if link.deadline:
            limit = [f[f"{stem}.due"]]
            bound = "不晚于" if link.deadline.limit.bound == "at_most" else "不早于"
            due = limit[0].text if limit[0].missing else f"{bound}{limit[0].text}"
        done = f[f"{stem}.done"] if link.deadline else f[f"schedule.step.{link.step}"]
        state = f[f"{stem}.state"] if link.deadline else "—"
        actor = (link.row.actor if link.row else None) or MISSING
        note = (link.row.note if link.row else None) or "—"
        also: list[Figure | Row] = [*limit, *([link.row] if link.row else [])]
        rows.append(row(STEPS[link.step], actor, due, done, state, note, also=also))
    columns = (
        Column("环节"),
        Column("承担方"),
        Column("规定时限"),
        Column("完成日期"),
        Column("状态"),
        Column("备注"),
    )
    note = "没有规定时限的环节不判断状态。"
    return Table("评估流程", columns, tuple(rows), note=note)


def _complaints(evaluation: Evaluation) -> Iterator[Block]:
    """Questions and complaints, and how each was handled; never by whom."""
    f, found = evaluation.figures, evaluation.station.complaints
    if not found:
        yield Paragraph((Sentence("没有质疑或投诉的记录。"),))
        return
    open_ = f["schedule.complaints.open"]
    told = say("收到质疑或投诉{n}", n=f["schedule.complaints"])
    rest = Sentence("，均已办结", (cite(open_),)) if open_.value == "0" else say("，其中{n}未办结", n=open_)
    yield Paragraph((clauses([told, rest], "", "。"),))
    rows = []
    for one in found:
        done = chinese_day(one.done) if one.done and one.done <= evaluation.station.as_of else "未办结"
        rows.append(
            row(
                chinese_day(one.received),
                one.about,
                one.handling or MISSING,
                done,
                one.review or "—",
                also=[one, f["schedule.as_of"]],
            )
        )
    columns = (Column("收到日"), Column("事项"), Column("处理情况"), Column("办结日"), Column("所作更改"))
    yield Table("质疑与投诉", columns, tuple(rows))


def _reviews(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for review in evaluation.station.reviews:
        stem = f"schedule.review.{review.id}"
        who = PARTIES[review.author] if review.author else MISSING
        when = chinese_day(review.done) if review.done else MISSING
        rows.append(
            row(review.item, f[f"{stem}.before"], f[f"{stem}.after"], review.reason, who, when, also=[review])
        )
    columns = (
        Column("事项"),
        Column("原为"),
        Column("改为"),
        Column("理由"),
        Column("复核方"),
        Column("复核日"),
    )
    return Table(
        "复核所作的更改", columns, tuple(rows), note="报告按更改后的数据计算，更改前的数值留存备查。"
    )
