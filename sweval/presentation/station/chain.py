"""Appendices on the process: every step, objections and how they were handled, reviews, rectification."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.procedure.measures import STATES
from sweval.blocks import Block, Cite, Sentence, Table
from sweval.domain.scheme.scheme import STEPS
from sweval.domain.station.dictionary import CODES
from sweval.domain.station.rows import Feedback
from sweval.domain.values.dates import chinese_day
from sweval.domain.values.parties import PARTIES
from sweval.domain.values.row import Row
from sweval.domain.values.wording import without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_all, cite_row
from sweval.presentation.drawings import process as drawings
from sweval.presentation.tables import NUMBER, row, table
from sweval.presentation.words import clauses, named, paragraph, sentence
from sweval.record.figures import MISSING, Figure


def chain(evaluation: Evaluation) -> Iterator[Block]:
    """All steps in order, then objections, complaints and the changes made on review."""
    station = evaluation.station
    if not station.process:
        yield paragraph(f"评估流程记录{MISSING}。")
    else:
        if any(link.done or (link.deadline and link.deadline.due) for link in evaluation.chain):
            yield drawings.whole_process(evaluation)
        yield _steps(evaluation)
    objections = [answer for answer in station.feedback if answer.objection]
    # That a party has no objection follows from all rows, so all are cited.
    every = tuple(map(cite_row, station.feedback))
    if objections:
        yield paragraph(Sentence("有异议的：", every), *(_objection(answer, every) for answer in objections))
    elif station.feedback:
        unknown = [answer for answer in station.feedback if answer.objection is None]
        more = f"，其中{len(unknown)}条是否有异议{MISSING}" if unknown else ""
        yield paragraph(Sentence(f"各方反馈中没有记录异议{more}。", every))
    yield from _complaints(evaluation)
    if station.reviews:
        yield _reviews(evaluation)
    else:
        yield paragraph("没有复核更改的记录。")


def _objection(answer: Feedback, every: tuple[Cite, ...]) -> Sentence:
    comment, handled = without_stop(answer.comment) or MISSING, without_stop(answer.handling) or MISSING
    channel = CODES["channel"][answer.channel]
    return Sentence(f"{PARTIES[answer.party]}（{channel}）：{comment}；处理情况：{handled}。", every)


def _steps(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for link in evaluation.chain:
        stem = f"schedule.{link.step}"
        cells: tuple[Figure | str, ...]
        also: list[Figure | Row] = []
        if link.deadline:
            limit, done, state = (f[f"{stem}.{part}"] for part in ("due", "done", "state"))
            bound = "不晚于" if link.deadline.limit.bound == "at_most" else "不早于"
            cells = (limit.text if limit.missing else f"{bound}{limit.text}", done, state)
            also.append(limit)
        else:
            cells = ("—", f[f"schedule.step.{link.step}"], "—")
        actor, note = (link.row.actor, link.row.note) if link.row else (None, None)
        also += [link.row] if link.row else []
        rows.append(row(STEPS[link.step], actor or MISSING, *cells, note or "—", also=also))
    heads = ("环节", "承担方", "规定时限", "完成日期", "状态", "备注")
    return table("评估流程", heads, rows, note="没有规定时限的环节不判断状态。")


def _complaints(evaluation: Evaluation) -> Iterator[Block]:
    """Questions and complaints and how each was handled, without who made them."""
    f, found = evaluation.figures, evaluation.station.complaints
    if not found:
        yield paragraph("没有质疑或投诉的记录。")
        return
    still_open = f["schedule.complaints.open"]
    received = named("收到质疑或投诉", f["schedule.complaints"])
    rest = (
        Sentence("，均已办结。", cite_all(still_open))
        if still_open.value == "0"
        else sentence("，其中{n}未办结。", n=still_open)
    )
    yield paragraph(clauses([received, rest], ""))
    rows = []
    for c in found:
        done = chinese_day(c.done) if c.done and c.done <= evaluation.station.as_of else "未办结"
        cells = (chinese_day(c.received), c.about, c.handling or MISSING, done, c.review or "—")
        rows.append(row(*cells, also=[c, f["schedule.as_of"]]))
    yield table("质疑与投诉", ("收到日", "事项", "处理情况", "办结日", "所作更改"), rows)


def _reviews(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for review in evaluation.station.reviews:
        before, after = (f[f"schedule.review.{review.id}.{part}"] for part in ("before", "after"))
        who = PARTIES[review.author] if review.author else MISSING
        when = chinese_day(review.done) if review.done else MISSING
        rows.append(row(review.item, before, after, review.reason, who, when, also=[review]))
    heads = ("事项", "原为", "改为", "理由", "复核方", "复核日")
    note = "报告按更改后的数据计算，更改前的数值留存备查。"
    return table("复核所作的更改", heads, rows, note=note)


# --- rectification ----------------------------------------------------------------------------------


def rectification(evaluation: Evaluation) -> Iterator[Block]:
    """The measures that were ordered, with their states; every concern with its recommendation."""
    station = evaluation.station
    yield paragraph(*_rectified(evaluation))
    if evaluation.rectification:
        yield _measures(evaluation)
    if not station.concerns:
        yield paragraph("需要关注的地方未提供，没有建议可列。")
        return
    rows = []
    for number, r in enumerate(station.concerns, start=1):
        advice = r.recommendation or f"未提出具体建议（所关注的是：{without_stop(r.text)}）"
        cells = (str(number), station.place_of(r), r.dimension, advice, PARTIES[r.author])
        rows.append(row(*cells, "", "", "", also=[r]))
    heads = (NUMBER, "部分", "方面", "建议", "提出方", "责任人", "完成期限", "完成情况")
    note = "本清单汇总各方建议，供确定整改事项时使用，不是整改通知；限期整改事项以书面要求为准，责任人和期限商定后填写。"
    yield table("意见建议清单", heads, rows, note=note)


def _rectified(evaluation: Evaluation) -> Iterator[Sentence]:
    f, measures = evaluation.figures, evaluation.rectification
    if not measures:
        yield Sentence(f"整改资料{MISSING}。")
        return
    counts = (named(name, f[f"rectify.{state}"]) for state, name in STATES.items() if f"rectify.{state}" in f)
    yield clauses(counts, "，", "。", lead="要求整改的事项：")
    if any(measure.counts_against for measure in measures):
        every = cite_all(*(f[f"rectify.{measure.row.id}.state"] for measure in measures))
        yield Sentence(
            "逾期完成、逾期未完成和不到位的，属于规则所列整改情形，见“评估等级”一节的认定。", every
        )


def _measures(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for measure in evaluation.rectification:
        r = measure.row
        due, state = f[f"rectify.{r.id}.due"], f[f"rectify.{r.id}.state"]
        done = chinese_day(measure.done) if measure.done else "—"
        rows.append(row(r.item, r.owner or MISSING, due, done, state, r.proof or MISSING, also=[r]))
    heads = ("整改事项", "责任人", "期限", "完成日期", "状态", "佐证")
    return table("整改落实情况", heads, rows)
