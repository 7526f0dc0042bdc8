"""Parts 三 to 五: feedback, grade with score table and vetoes, conclusion, signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sweval.analysis.robustness.variants import UNCHANGED
from sweval.analysis.rules.vetoes import Verdict
from sweval.analysis.scores.results import NodeScore
from sweval.analysis.text.findings import select
from sweval.blocks import Block, Findings, Heading, Sentence, Table, TableRow
from sweval.domain.scheme.scheme import STAGES
from sweval.domain.scheme.tree import ROLES
from sweval.domain.station.rows import Feedback
from sweval.domain.values.parties import PARTIES, Party
from sweval.domain.values.wording import without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_all, cite_row
from sweval.presentation.drawings import scores as drawings
from sweval.presentation.phrases import band_sentence, because_vetoed, grade_sentence, part_name
from sweval.presentation.station.opinions import authors, item, opinions
from sweval.presentation.tables import (
    HIDDEN,
    HIDDEN_AREA_NOTE,
    INDENT,
    NUMBER,
    bare,
    bare_or_hidden,
    columns,
    right,
    row,
    table,
)
from sweval.presentation.words import clauses, listed, named, paragraph, sentence
from sweval.record.figures import MISSING

CHANNELS = {"onsite": "现场反馈", "draft": "对报告初稿的反馈"}


def feedback(evaluation: Evaluation) -> Iterator[Block]:
    """Feedback of each party on site and to the draft; the overseeing bureau's opinion of the station."""
    station = evaluation.station
    if not station.feedback:
        yield paragraph(f"各方反馈{MISSING}。")
    elif not evaluation.shows_table("feedback"):
        yield paragraph(*_public_feedback(evaluation))
    else:
        for channel, name in CHANNELS.items():
            rows = [answer for answer in station.feedback if answer.channel == channel]
            yield paragraph(*_answers(name, rows)) if rows else paragraph(f"{name}{MISSING}。")
    if select(station, "bureau"):
        yield Heading(3, "监督方意见", "s-bureau")
        yield from opinions(evaluation, "bureau", level=4)
    else:
        yield paragraph(f"监督方的文字意见{MISSING}。")


def _answers(name: str, rows: list[Feedback]) -> Iterator[Sentence]:
    """The parties without objection, then each objection with its handling, then comments."""
    # That a party isn't listed follows from all rows of the channel, so all are cited.
    every = tuple(map(cite_row, rows))
    agreeing = [PARTIES[answer.party] for answer in rows if answer.objection is False]
    unknown = [PARTIES[answer.party] for answer in rows if answer.objection is None]
    parts = [Sentence(f"{listed(agreeing)}无异议", every)] if agreeing else []
    parts += [Sentence(f"{listed(unknown)}的意见{MISSING}", every)] if unknown else []
    for answer in rows:
        if answer.objection:
            handled = without_stop(answer.handling) or MISSING
            text = f"{PARTIES[answer.party]}有异议，处理情况：{handled}"
            parts.append(Sentence(text, (*every, cite_row(answer))))
    yield clauses(parts, "；", "。", lead=f"{name}：")
    for answer in rows:
        if answer.comment:
            yield Sentence(f"{PARTIES[answer.party]}：“{answer.comment}”", (cite_row(answer),))


#: The parties asked through each channel: the station on site, the three readers of the draft.
ASKED: Final[Mapping[str, frozenset[Party]]] = {
    "onsite": frozenset({"station"}),
    "draft": frozenset({"bureau", "purchaser", "station"}),
}


def _public_feedback(evaluation: Evaluation) -> Iterator[Sentence]:
    """Whether anybody objected; the public edition names nobody, with or without an objection."""
    for channel, name in CHANNELS.items():
        answers = {r.party: r.objection for r in evaluation.station.feedback if r.channel == channel}
        answered = {party for party, objection in answers.items() if objection is not None}
        if not answered:
            yield Sentence(f"{name}{MISSING}。")
        elif any(answers.values()):
            yield Sentence(f"{name}：有关方面有异议。")
        elif answered >= ASKED[channel]:
            yield Sentence(f"{name}：{'各方' if len(ASKED[channel]) > 1 else ''}无异议。")
        else:
            yield Sentence(f"{name}：已反馈的无异议，其余{MISSING}。")


def grade(evaluation: Evaluation) -> Iterator[Block]:
    """The result, the score table, lost marks, and every veto and entry condition."""
    yield paragraph(*_result(evaluation), fixed=True)
    yield _score_table(evaluation)
    if evaluation.scoring.by_loss():
        yield paragraph(_losses(evaluation))
        yield drawings.loss_by_component(evaluation)
    yield paragraph(*_veto_sentences(evaluation), fixed=True)
    if evaluation.verdicts:
        yield _veto_table(evaluation)
    if evaluation.entry:
        yield _entry_table(evaluation)


def _result(evaluation: Evaluation) -> Iterator[Sentence]:
    f, station, graded = evaluation.figures, evaluation.station, evaluation.grade
    stage = STAGES[station.assessment.stage]
    verdict = grade_sentence(f, graded)
    if not graded.vetoed:
        verdict = clauses([band_sentence(f, evaluation.scheme, graded.by_total), verdict], "，")
    elif "score.grade_by_total" in f:
        verdict = because_vetoed(evaluation, "按总分处于")
    yield sentence(
        "{name}本次{stage}评估总分{total}；{verdict}。",
        name=station.profile.short_name,
        stage=stage,
        total=f["score.total"],
        verdict=verdict,
    )
    for consequence in evaluation.scheme.consequences:
        if consequence.band == graded.final.id:
            yield sentence("按规定，{text}。", text=f[f"rule.consequence.{consequence.band}"])
    if graded.next and "score.to_next" in f and not graded.vetoed:
        gap = f["score.to_next"]
        # The distance is shown because there is no veto, so the number of vetoes is cited too.
        yield Sentence(f"距{graded.next.name}等级下限{gap.text}。", cite_all(gap, f["veto.triggered"]))
    same = f.get("robust.same")
    if same and same.value == UNCHANGED and not graded.vetoed:
        tried = "逐一去掉一个片区、改用其他办法合并各片区的评分，或把各项权重在上下25%内调整"
        yield Sentence(f"{tried}，按总分所处等级都没有改变。", cite_all(same, f["veto.triggered"]))


def _losses(evaluation: Evaluation) -> Sentence:
    f, (first, *others) = evaluation.figures, evaluation.scoring.by_loss()
    heaviest = sentence(
        "失分共{lost}，其中{name}{most}，占{share}",
        lost=f["score.lost"],
        name=part_name(first),
        most=f[f"score.{first.node.id}.lost"],
        share=f[f"score.{first.node.id}.lost_share"],
    )
    rest = [named(part_name(c), f[f"score.{c.node.id}.lost"]) for c in others]
    return clauses([heaviest, clauses(rest)] if rest else [heaviest], "；", "。")


def _score_table(evaluation: Evaluation) -> Table:
    """Full mark, raw score, converted score, rate and lost marks of each node, children above their parent."""
    f, scoring = evaluation.figures, evaluation.scoring
    rows: list[TableRow] = []
    for party in scoring.parties:
        # A party that is the plain sum of its components gets no line.
        parts = (party,) if party.adjusted or not party.children else party.children
        rows += [line for part in parts for line in _lines(evaluation, part, 0)]
    full, total, lost = (bare(f[id]) for id in ("rule.total", "score.total", "score.lost"))
    rows.append(row("总分", full, "", total, "", lost, strong=True))
    excluded = (
        f"失分合计不计{listed(part.node.name for part in scoring.other_parts)}。"
        if scoring.other_parts
        else ""
    )
    bounds = "".join(f"{bound}。" for bound in scoring.bounds)
    hidden_note = HIDDEN_AREA_NOTE if any(HIDDEN in r.cells for r in rows) else ""
    note = evaluation.scheme.rounding_sentence() + excluded + bounds + hidden_note
    heads = columns("评估内容", *right("标准分", "评分", "折算分", "得分率", "失分"))
    return table("评分情况（单位：分）", heads, rows, note=note)


def _lines(evaluation: Evaluation, score: NodeScore, level: int) -> Iterator[TableRow]:
    f, station, node = evaluation.figures, evaluation.station, score.node
    stem = f"score.{node.id}"
    for child in score.children:
        yield from _lines(evaluation, child, level + 1)
    if len(score.areas) > 1:
        for area in score.areas:
            name = f"{INDENT * (level + 1)}{node.name}（{station.area(area.area or '').name}）"
            yield row(name, "", bare_or_hidden(f, f"{stem}.area.{area.area}"), "", "", "")
    name = node.name + (f"（各片区{node.areas.short}）" if len(score.areas) > 1 else "")
    name += f"（{ROLES[node.role]}）" if node.role != "score" else ""
    counts = score.role == "score"
    yield row(
        INDENT * level + name,
        bare(f[f"rule.{node.id}.full_mark"]),
        "" if score.children else bare(f[f"{stem}.raw"]),
        bare(f[f"{stem}.converted"]),
        f[f"{stem}.rate"] if counts else "",
        bare(f[f"{stem}.lost"]) if counts else "",
    )


def _veto_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    """How many vetoes are in each state. A veto that wasn't assessed is never reported as absent."""
    f, failing = evaluation.figures, evaluation.scheme.failing.name
    if not evaluation.verdicts:
        yield Sentence(f"指标体系没有规定定为{failing}的情形，评估等级据总分确定。")
        return
    triggered = "、".join(v.rule.name for v in evaluation.verdicts if v.state == "triggered")
    states = {v.state for v in evaluation.verdicts}
    parts = []
    if triggered:
        parts.append(sentence("存在{n}（{names}）", n=f["veto.triggered"], names=triggered))
    if "clear" in states:
        parts.append(named("经核查未发现", f["veto.clear"]))
    if "not_assessed" in states:
        # The figure is a count; the words after it are what it counts.
        n = f["veto.not_assessed"]
        parts.append(Sentence(f"{n.value}{n.unit}未提供资料，不作认定", cite_all(n)))
    yield sentence(
        "规则所列{n}定为{failing}的情形：{parts}。",
        n=f["rule.vetoes"],
        failing=failing,
        parts=clauses(parts, "，"),
    )
    if "not_assessed" in states and not triggered:
        yield Sentence(
            "不作认定既不表示存在，也不表示不存在；评估等级据总分确定。",
            cite_all(f["veto.triggered"], f["veto.not_assessed"]),
        )


def _veto_table(evaluation: Evaluation) -> Table:
    """Every veto with its state, the reason, and the material that is missing."""
    f = evaluation.figures
    rows = []
    for number, v in enumerate(evaluation.verdicts, start=1):
        material = {"not_assessed": v.rule.material, "triggered": v.rule.remedy}.get(v.state) or "—"
        statement = v.declaration.statement if v.declaration else None
        open_ = "（未作认定）" if v.state == "not_assessed" else ""
        quoted = f"{_author(v)}陈述{open_}：{statement}" if statement else ""
        # Only the evaluator sees a verdict that contradicts the computed one, to correct it before publication.
        conflict = v.conflict if evaluation.shows("own_faults") else ""
        reason = "。".join(filter(None, (_reason(evaluation, f"veto.{v.rule.id}"), conflict, quoted))) or "—"
        also = [v.declaration] if v.declaration else []
        rows.append(row(str(number), v.rule.name, f[f"veto.{v.rule.id}"], reason, material, also=also))
    heads = (NUMBER, "情形", "认定", "依据或原因", "需补充的资料或补正办法")
    return table(f"定为{evaluation.scheme.failing.name}情形的认定", heads, rows)


def _reason(evaluation: Evaluation, id: str) -> str:
    """The reason of a verdict, without the measured value where the edition withholds it."""
    if f"{id}.value" in evaluation.figures.withheld:
        enough = not evaluation.figures[id].missing
        return f"{'据所报资料计算' if enough else '所报资料不足以认定'}，数值不在本稿载列"
    return evaluation.figures[id].all_steps


def _entry_table(evaluation: Evaluation) -> Table:
    """Every entry condition with its state. If one applies the station is not evaluated, which is not a grade."""
    f = evaluation.figures
    rows = []
    for v in evaluation.entry:
        also = [v.declaration] if v.declaration else []
        stem = f"entry.{v.rule.id}"
        rows.append(row(v.rule.name, f[stem], _reason(evaluation, stem) or "—", v.rule.material, also=also))
    heads = ("情形", "认定", "依据", "所凭资料")
    return table("不予评估情形的认定", heads, rows, note="存在的，不予评估，不评定等级。")


def _author(verdict: Verdict) -> str:
    """The party that made the statement about a veto; the evaluator where the data name none."""
    author = verdict.declaration.author if verdict.declaration else None
    return PARTIES[author or "evaluator"]


def conclusion(evaluation: Evaluation) -> Iterator[Block]:
    """The result in one sentence, then the evaluator's conclusion, quoted."""
    f, station = evaluation.figures, evaluation.station
    result = sentence(
        "{name}总分{total}，{grade}。",
        name=station.profile.short_name,
        total=f["score.total"],
        grade=grade_sentence(f, evaluation.grade),
    )
    yield paragraph(result, fixed=True)
    for kind, lead in (("strength", "总体肯定："), ("concern", "总体建议：")):
        rows = select(station, "conclusion", kind)
        if rows:
            yield paragraph(authors(rows) + lead)
            yield Findings(tuple(map(item, rows)))
    if not select(station, "conclusion"):
        yield paragraph(f"评估方的总体意见{MISSING}。")


def signature(evaluation: Evaluation) -> Iterator[Block]:
    """Who signs, with space for the seal, and the date."""
    station, evaluator = evaluation.station, evaluation.station.organisations.evaluator.name
    day = evaluation.figures.get("station.signed")
    signed = sentence("{day}", day=day) if day else Sentence(f"日期{MISSING}")
    if station.nature == "published":
        # The name of a real organisation must not look like a signature of a report that it did not issue.
        lead = f"原报告落款：{evaluator}，"
        yield paragraph(clauses([signed], end="。本件为演示复算，非该单位出具。", lead=lead), role="sign")
        return
    seal = "（盖章处）" if station.nature == "actual" else ""
    yield paragraph(f"{evaluator}{seal}", role="sign")
    yield paragraph(signed, role="sign")
