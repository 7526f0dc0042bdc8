"""Parts 三 to 五: feedback, grade with score table and vetoes, conclusion, signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sweval.analysis.findings import select
from sweval.analysis.robustness import HELD
from sweval.analysis.vetoes import Verdict
from sweval.blocks import Block, Chart, Column, Findings, Heading, Item, Paragraph, Sentence, Table
from sweval.domain.parties import PARTIES, Party
from sweval.domain.rows import Feedback
from sweval.domain.scheme import STAGES
from sweval.domain.wording import without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.sections import scores
from sweval.presentation.sections.opinions import authors, opinions
from sweval.presentation.words import (
    cite,
    cite_all,
    cite_row,
    clauses,
    listed,
    part_name,
    row,
    say,
    say_band,
    say_grade,
)
from sweval.record import MISSING

CHANNELS = {"onsite": "现场反馈", "draft": "对报告初稿的反馈"}


def feedback(evaluation: Evaluation) -> Iterator[Block]:
    """What each party said on site and to the draft; what the overseeing bureau said of the station."""
    station = evaluation.station
    if not station.feedback:
        yield Paragraph((Sentence(f"各方反馈{MISSING}。"),))
    elif not evaluation.shows_table("feedback"):
        yield Paragraph(tuple(_public_feedback(evaluation)))
    else:
        for channel, name in CHANNELS.items():
            rows = [item for item in station.feedback if item.channel == channel]
            yield Paragraph(tuple(_answers(name, rows)) if rows else (Sentence(f"{name}{MISSING}。"),))
    if select(station, "bureau"):
        yield Heading(3, "监督方意见", "s-bureau")
        yield from opinions(evaluation, "bureau", level=4)
    else:
        yield Paragraph((Sentence(f"监督方的文字意见{MISSING}。"),))


def _answers(name: str, rows: list[Feedback]) -> Iterator[Sentence]:
    """Who objects to nothing, then each objection with its handling, then comments."""
    # Who is not in a list follows from every row of the channel, so all are cited.
    every = tuple(cite_row(item) for item in rows)
    quiet = [PARTIES[item.party] for item in rows if item.objection is False]
    silent = [PARTIES[item.party] for item in rows if item.objection is None]
    said = [Sentence(f"{listed(quiet)}无异议", every)] if quiet else []
    said += [Sentence(f"{listed(silent)}的意见{MISSING}", every)] if silent else []
    for item in rows:
        if item.objection:
            handled = without_stop(item.handling) or MISSING
            said.append(
                Sentence(f"{PARTIES[item.party]}有异议，处理情况：{handled}", (*every, cite_row(item)))
            )
    yield clauses([Sentence(f"{name}："), clauses(said, "；", "。")], "")
    for item in rows:
        if item.comment:
            yield Sentence(f"{PARTIES[item.party]}：“{item.comment}”", (cite_row(item),))


#: Who is asked through each channel: the station on site, the three readers for the draft.
ASKED: Final[Mapping[str, frozenset[Party]]] = {
    "onsite": frozenset({"station"}),
    "draft": frozenset({"bureau", "purchaser", "station"}),
}


def _public_feedback(evaluation: Evaluation) -> Iterator[Sentence]:
    """Whether anybody objected; who complains of what is not for the public, nor who doesn't."""
    for channel, name in CHANNELS.items():
        answers = {
            item.party: item.objection for item in evaluation.station.feedback if item.channel == channel
        }
        heard = {party for party, objection in answers.items() if objection is not None}
        if not heard:
            yield Sentence(f"{name}{MISSING}。")
        elif any(answers.values()):
            yield Sentence(f"{name}：有关方面有异议。")
        elif heard >= ASKED[channel]:
            yield Sentence(f"{name}：{'各方' if len(ASKED[channel]) > 1 else ''}无异议。")
        else:
            yield Sentence(f"{name}：已反馈的无异议，其余{MISSING}。")


def grade(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """The rule, the grade, the score table, where marks were lost, and every veto."""
    yield Paragraph(tuple(_result(evaluation)), fixed=True)
    yield scores.score_table(evaluation)
    if chart is not None:
        yield Paragraph(tuple(_losses(evaluation)))
        yield chart
    yield Paragraph(tuple(veto_sentences(evaluation)), fixed=True)
    if evaluation.verdicts:
        yield veto_table(evaluation)
    if evaluation.entry:
        yield entry_table(evaluation)


def _result(evaluation: Evaluation) -> Iterator[Sentence]:
    f, station, graded = evaluation.figures, evaluation.station, evaluation.grade
    stage = STAGES[station.assessment.stage]
    band = say_band(f, evaluation.scheme, graded.by_total)
    if graded.vetoed and "score.grade_by_total" not in f:
        verdict = say_grade(f, graded)
    elif graded.vetoed:
        verdict = say(
            "按总分处于{band}，因存在“{names}”的情形，{grade}",
            band=f["score.grade_by_total"],
            grade=say_grade(f, graded),
            names="”“".join(v.rule.name for v in evaluation.triggered),
        )
    else:
        verdict = say("{band}，{grade}", band=band, grade=say_grade(f, graded))
    yield say(
        "{name}本次{stage}评估总分{total}；{verdict}。",
        name=station.profile.short_name,
        stage=stage,
        total=f["score.total"],
        verdict=verdict,
    )
    for consequence in evaluation.scheme.consequences:
        if consequence.band == graded.final.id:
            yield say("按规定，{text}。", text=f[f"rule.consequence.{consequence.band}"])
    if graded.next and "score.to_next" in f and not graded.vetoed:
        gap = say("距{band}等级下限{gap}。", band=graded.next.name, gap=f["score.to_next"])
        # That there is a distance to tell follows from there being no veto.
        yield Sentence(gap.text, (*gap.cites, *cite_all(f["veto.triggered"])))
    same = f.get("robust.same")
    if same and same.value == HELD and not graded.vetoed:
        tried = "逐一去掉一个片区、改用其他办法合并各片区的评分，或把各项权重在上下25%内调整"
        yield Sentence(f"{tried}，按总分所处等级都没有改变。", cite_all(same, f["veto.triggered"]))


def _losses(evaluation: Evaluation) -> Iterator[Sentence]:
    f, losing = evaluation.figures, evaluation.scoring.by_loss()
    first = losing[0]
    most = say(
        "失分共{lost}，其中{name}{most}，占{share}",
        lost=f["score.lost"],
        name=part_name(first),
        most=f[f"score.{first.node.id}.lost"],
        share=f[f"score.{first.node.id}.lost_share"],
    )
    rest = [say("{name}{lost}", name=part_name(c), lost=f[f"score.{c.node.id}.lost"]) for c in losing[1:]]
    yield clauses([most, clauses(rest)] if rest else [most], "；", "。")


def veto_sentences(evaluation: Evaluation) -> Iterator[Sentence]:
    """How many vetoes are in each state; never that all is well where something wasn't assessed."""
    f, failing = evaluation.figures, evaluation.scheme.failing.name
    if not evaluation.verdicts:
        yield Sentence(f"指标体系没有规定定为{failing}的情形，评估等级据总分确定。")
        return
    hits = [v for v in evaluation.verdicts if v.state == "triggered"]
    clear = [v for v in evaluation.verdicts if v.state == "clear"]
    unjudged = [v for v in evaluation.verdicts if v.state == "not_assessed"]
    parts = []
    if hits:
        parts.append(
            say("存在{n}（{names}）", n=f["veto.triggered"], names="、".join(v.rule.name for v in hits))
        )
    if clear:
        parts.append(say("经核查未发现{n}", n=f["veto.clear"]))
    if unjudged:
        # The figure's own text is the count; what it counts is said beside it.
        n = f["veto.not_assessed"]
        parts.append(Sentence(f"{n.value}{n.unit}未提供资料，不作认定", (cite(n),)))
    yield say(
        "规则所列{n}定为{failing}的情形：{parts}。",
        n=f["rule.vetoes"],
        failing=failing,
        parts=clauses(parts, "，"),
    )
    if unjudged and not hits:
        yield Sentence(
            "不作认定既不表示存在，也不表示不存在；评估等级据总分确定。",
            cite_all(f["veto.triggered"], f["veto.not_assessed"]),
        )


def veto_table(evaluation: Evaluation) -> Table:
    """Every veto with its state, the reason, and the material that is missing."""
    f = evaluation.figures
    rows = []
    for number, v in enumerate(evaluation.verdicts, start=1):
        material = {"not_assessed": v.rule.material, "triggered": v.rule.remedy}.get(v.state) or "—"
        statement = v.declaration.statement if v.declaration else None
        open_ = "（未作认定）" if v.state == "not_assessed" else ""
        said = f"{said_by(v)}陈述{open_}：{statement}" if statement else ""
        # That a verdict is not what was computed is for the evaluator to mend before the report goes out.
        conflict = v.conflict if evaluation.shows("own_faults") else ""
        reason = "。".join(filter(None, (_reason(evaluation, f"veto.{v.rule.id}"), conflict, said))) or "—"
        also = [v.declaration] if v.declaration else []
        rows.append(row(str(number), v.rule.name, f[f"veto.{v.rule.id}"], reason, material, also=also))
    columns = (
        Column("序号", "center"),
        Column("情形"),
        Column("认定"),
        Column("依据或原因"),
        Column("需补充的资料或补正办法"),
    )
    return Table(f"定为{evaluation.scheme.failing.name}情形的认定", columns, tuple(rows))


def _reason(evaluation: Evaluation, id: str) -> str:
    """Why a verdict is what it is; without what was measured where that isn't shown."""
    if f"{id}.value" in evaluation.figures.withheld:
        enough = not evaluation.figures[id].missing
        return f"{'据所报资料计算' if enough else '所报资料不足以认定'}，数值不在本稿载列"
    return evaluation.figures[id].all_steps


def entry_table(evaluation: Evaluation) -> Table:
    """Every entry condition with its state: in one of them a station is not evaluated, which is no grade."""
    f = evaluation.figures
    rows = []
    for v in evaluation.entry:
        also = [v.declaration] if v.declaration else []
        stem = f"entry.{v.rule.id}"
        rows.append(row(v.rule.name, f[stem], _reason(evaluation, stem) or "—", v.rule.material, also=also))
    columns = (Column("情形"), Column("认定"), Column("依据"), Column("所凭资料"))
    return Table("不予评估情形的认定", columns, tuple(rows), note="存在的，不予评估，不评定等级。")


def said_by(verdict: Verdict) -> str:
    """Who made the statement about a veto; the evaluator where the data don't say."""
    author = verdict.declaration.author if verdict.declaration else None
    return PARTIES[author or "evaluator"]


def conclusion(evaluation: Evaluation) -> Iterator[Block]:
    """The evaluator's own conclusion, quoted; the result in one sentence before it."""
    f, station = evaluation.figures, evaluation.station
    yield Paragraph(
        (
            say(
                "{name}总分{total}，{grade}。",
                name=station.profile.short_name,
                total=f["score.total"],
                grade=say_grade(f, evaluation.grade),
            ),
        ),
        fixed=True,
    )
    for kind, lead in (("strength", "总体肯定："), ("concern", "总体建议：")):
        rows = select(station, "conclusion", kind)
        if rows:
            yield Paragraph((Sentence(authors(rows) + lead),))
            yield Findings(
                tuple(
                    Item(r.text, f"建议：{r.recommendation}" if r.recommendation else "", "", (cite_row(r),))
                    for r in rows
                )
            )
    if not select(station, "conclusion"):
        yield Paragraph((Sentence(f"评估方的总体意见{MISSING}。"),))


def signature(evaluation: Evaluation) -> Iterator[Block]:
    """Who signs, with space for the seal, and the date."""
    f, station = evaluation.figures, evaluation.station
    day = f.get("station.signed", None)
    if station.nature == "published":
        # A real organisation's name under a page it did not issue must not look like its signature.
        signed = day.text if day else f"日期{MISSING}"
        text = f"原报告落款：{station.organisations.evaluator.name}，{signed}。本件为演示复算，非该单位出具。"
        yield Paragraph((Sentence(text, cite_all(day) if day else ()),), role="sign")
        return
    seal = "（盖章处）" if station.nature == "actual" else ""
    yield Paragraph((Sentence(f"{station.organisations.evaluator.name}{seal}"),), role="sign")
    yield Paragraph((say("{day}", day=day) if day else Sentence(f"日期{MISSING}"),), role="sign")
