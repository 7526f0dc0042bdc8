"""Appendices on discrepancies: in the station's figures, in its self-evaluation, and in the evaluator's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sweval.analysis.scores.self_evaluation import Compared, compared_id, place, stem
from sweval.analysis.services.rate_audit import RateAudit
from sweval.analysis.text.claims import ClaimCheck
from sweval.analysis.text.proofing import KINDS, Remark
from sweval.blocks import Block, Sentence, Table, TableRow
from sweval.domain.station.rows import SelfScore
from sweval.domain.values.parties import SECTIONS
from sweval.domain.values.wording import with_stop
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite, cite_cell
from sweval.presentation.tables import bare, columns, right, row, table
from sweval.presentation.words import clauses, named, paragraph, sentence
from sweval.record.figures import MISSING


def verification(evaluation: Evaluation) -> Iterator[Block]:
    """Open questions on the station's figures. None is a finding that somebody erred."""
    yield paragraph(
        "以下核对所报数值之间、所报数值与计算结果之间是否相符。标有“待核实”或列有请求的，请社工站说明，不作为认定。",
        role="note",
    )
    if evaluation.audits:
        yield paragraph(*_audit_sentences(evaluation))
        yield _audit_table(evaluation)
    shown = evaluation.figures
    checks = [
        c for c in evaluation.claims if c.claim.about == "station" and f"check.claim.{c.claim.id}" in shown
    ]
    if checks:
        yield _claims_table("所报数值核对", evaluation, checks)
    if not evaluation.audits and not checks:
        yield paragraph("所报数值未提供可核对的内容。")


def _audit_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    f = evaluation.figures
    wording = {
        "matches": "与约定量相符的",
        "differs": "与约定量不一致的",
        "reachable": "按所报位数四舍五入有整数约定量相符的",
        "cut": "截去尾数时才相符的",
        "cut_or_whole": "截去尾数或取整时才相符的",
        "whole": "按整数百分比取整时才相符的",
        "none": "没有整数约定量与之相符的",
    }
    parts = [
        named(text, f[f"check.rates.{verdict}"])
        for verdict, text in wording.items()
        if f"check.rates.{verdict}" in f
    ]
    yield sentence("共核对完成率{n}：{parts}。", n=f["check.rates"], parts=clauses(parts, "，"))
    for number, pair in enumerate(evaluation.unlike, start=1):
        yield sentence(
            "按推算的约定量，{a}与{b}的比率相同，所报分别为{both}，取舍办法待核实。",
            a=pair.first.indicator.name,
            b=pair.second.indicator.name,
            both=f[f"check.unlike.{number}"],
        )


def _audit_table(evaluation: Evaluation) -> Table:
    f, rows = evaluation.figures, []
    for item in evaluation.audits:
        id = item.indicator.id
        ask = "" if item.verdict in ("reachable", "matches") else _ask(item)
        printed = f.get(f"progress.{id}.printed") or f[f"progress.{id}.rate"]
        done, verdict = f[f"progress.{id}.done"], f[f"check.rate.{id}"]
        rows.append(row(item.indicator.name, done, printed, verdict, item.targets, ask))
    heads = columns("指标", *right("完成量", "所报完成率"), "核对", "可能的约定量", "待核实")
    note = "除正文注明“反推”的以外，可能的约定量只供核对。"
    return table("完成率与整数约定量的核对", heads, rows, note=note)


def _ask(item: RateAudit) -> str:
    if item.verdict == "differs":
        return "请说明所报完成率的计算口径"
    if item.indicator.state == "out_of_line":
        return "请提供约定量，并说明统计口径"
    return "请提供约定量，并说明完成率的取舍办法"


def _claims_table(caption: str, evaluation: Evaluation, checks: list[ClaimCheck]) -> Table:
    """Each printed value, what it was checked against, the outcome, and the question to ask."""
    f = evaluation.figures
    rows = []
    for c in checks:
        claim = c.claim
        relation = c.values or "—"
        if claim.kind == "relation" and claim.operator:
            left, right = (f.get(id) if id else None for id in (claim.left, claim.right))
            # Each value with the unit of the figure it is checked against: 54个月, not 54.
            unit = right.unit if right else ""
            stated = left.text if left else f"{c.left}{unit}"
            reference = right.text if right else c.right
            relation = f"{stated}，对照{reference}；{c.relation}"
        ask = claim.ask if c.outcome != "agrees" else None
        remark = "；".join(filter(None, (claim.note, ask)))
        rows.append(row(claim.name, relation, f[f"check.claim.{claim.id}"], remark or "—", also=[claim]))
    return table(caption, ("事项", "核对内容", "结果", "说明与待核实"), rows)


# --- self-evaluation --------------------------------------------------------------------------------


def self_evaluation(evaluation: Evaluation) -> Iterator[Block]:
    """The station's scores for itself, compared with the panel's."""
    note = "自评分数由社工站在评估前填报，只用来看双方看法的差异，不计入总分，不对外提供。"
    yield paragraph(note, role="note")
    found, f = evaluation.self_evaluation, evaluation.figures
    if not found.compared and not found.unmatched:
        yield paragraph(f"自评分数{MISSING}。")
    if found.compared:
        yield paragraph(_widest(evaluation, found.compared))
        heads = columns(
            "评估内容", *right("标准分", "自评", "评估", "自评高出（分）", "得分率高出（百分点）")
        )
        rows = []
        for score in found.compared:
            own = stem(score.row)
            ids = (own, compared_id(score.row), f"{own}.difference", f"{own}.points")
            rows.append(row(_place(evaluation, score.row), str(score.full), *(bare(f[id]) for id in ids)))
        yield table("自评与评估的比较", heads, rows)
    if found.unmatched:
        scores = (named(_place(evaluation, own), f[stem(own)]) for own in found.unmatched)
        lead = "以下自评分数没有同一片区的评估分数可以比较："
        yield paragraph(clauses(scores, end="。", lead=lead))


def _widest(evaluation: Evaluation, compared: tuple[Compared, ...]) -> Sentence:
    """The components whose two score rates differ most."""
    widest = max(abs(score.points) for score in compared)
    if not widest:
        return Sentence("自评与评估的分数全部相同。")
    parts = (
        sentence(
            "{name}（自评{word}，{points}）",
            word="偏高" if score.points > 0 else "偏低",
            name=_place(evaluation, score.row),
            points=evaluation.figures[f"{stem(score.row)}.points"],
        )
        for score in compared
        if abs(score.points) == widest
    )
    return clauses(parts, end="。", lead="自评得分率与评估相差最大的是")


def _place(evaluation: Evaluation, row: SelfScore) -> str:
    return place(row, evaluation.station, evaluation.scheme)


# --- the evaluator's own text -----------------------------------------------------------------------


def proof(evaluation: Evaluation) -> Iterator[Block]:
    """Remarks by kind, contradictions by theme, and claims of the report that were checked."""
    f = evaluation.figures
    note = "本附录只供评估方在出具报告前自查，不对外提供；所列各处是否有问题由评估方判断。"
    yield paragraph(note, role="note")
    counted = sentence(
        "除结语外，共有值得肯定的地方{a}、需要关注的地方{b}。",
        a=f["check.findings.strength"],
        b=f["check.findings.concern"],
    )
    remarks = evaluation.diagnosis.remarks if evaluation.diagnosis else ()
    yield paragraph(counted, _counts(evaluation, remarks))
    # Contradictions are in a separate table, with both texts in full.
    listed = [remark for remark in remarks if remark.kind != "contradiction"]
    if listed:
        yield _remarks(evaluation, listed)
    rows = list(_contradictions(evaluation))
    if rows:
        heads = ("肯定所在", "肯定", "同一主题的关注")
        yield table("同一主题的肯定与关注", heads, rows, note="是否矛盾由评估方判断。")
    checks = [c for c in evaluation.claims if c.claim.about == "report"]
    if checks:
        yield _claims_table("原报告文字与数字核对", evaluation, checks)


def _counts(evaluation: Evaluation, remarks: Iterable[Remark]) -> Sentence:
    f = evaluation.figures
    if evaluation.diagnosis is None:
        return Sentence("本次评估没有作文字自查。")
    numbers = (cite(f["check.proof.number"]),)
    found = {remark.kind for remark in remarks}
    if not found:
        return Sentence(f"按下列各类逐段核对，没有发现须处理的文字：{'、'.join(KINDS.values())}。", numbers)
    parts = (named(name, f[f"check.proof.{kind}"]) for kind, name in KINDS.items() if kind in found)
    return clauses(parts, "；", "。", lead=Sentence("自查发现：", numbers))


def _remarks(evaluation: Evaluation, remarks: list[Remark]) -> Table:
    rows = []
    for remark in remarks:
        places = dict.fromkeys(cite_cell(cell) for cell in (remark.cell, *remark.cells))
        figures = [cite(evaluation.figures[id]) for id in remark.figures]
        rows.append(TableRow((KINDS[remark.kind], remark.message), (*places, *figures)))
    return table("出具前自查", ("类别", "内容"), rows)


def _contradictions(evaluation: Evaluation) -> Iterator[TableRow]:
    station = evaluation.station
    for item in evaluation.contradictions:
        strength = item.strength
        where = station.area(strength.area).name if strength.area else f"全站（{SECTIONS[strength.section]}）"
        against = "".join(f"{station.area(c.area or '').name}：{with_stop(c.text)}" for c in item.concerns)
        figure = evaluation.figures[f"check.contradiction.{strength.id}"]
        yield row(where, strength.text, against, also=[figure, strength, *item.concerns])
