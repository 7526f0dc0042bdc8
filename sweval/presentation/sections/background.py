"""Part 一: what was done, on which basis, by which principles, in which stages, and how results are told."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.rulebook import limit_sentence, veto_sentence
from sweval.blocks import Block, Chart, Column, Item, Paragraph, Sentence, Table
from sweval.blocks import Findings as NumberedList
from sweval.domain.scheme import STAGES, Article
from sweval.evaluation import Evaluation
from sweval.presentation.words import clauses, row, say


def background(evaluation: Evaluation) -> Iterator[Block]:
    """Who evaluated whom, when, and by which methods."""
    f, station, scheme = evaluation.figures, evaluation.station, evaluation.scheme
    used = station.assessment.methods
    methods = [m for m in (*scheme.methods, *scheme.other_methods) if not used or m.name in used]
    yield Paragraph(
        (
            say(
                "{day}起，{evaluator}对{name}开展{stage}评估，实地评估{days}。",
                day=f["station.onsite_start"], evaluator=station.organisations.evaluator.name,
                name=station.profile.short_name, stage=STAGES[station.assessment.stage],
                days=f["station.onsite_days"],
            ),
            Sentence("评估采用下列方法：" if used else "采用的方法未提供，指标体系规定的方法如下："),
        )
    )  # fmt: skip
    yield _articles(tuple(methods))


def basis(evaluation: Evaluation) -> Iterator[Block]:
    """Policies and standards the evaluation rests on."""
    for article in evaluation.scheme.basis:
        yield Paragraph((Sentence(f"{article.name}：{'、'.join(article.items)}。"),))
    yield Paragraph((Sentence(evaluation.scheme.availability),), role="note")


def principles(evaluation: Evaluation) -> Iterator[Block]:
    """The six principles, each with what it means for this report."""
    yield _articles(evaluation.scheme.principles)


def stages(evaluation: Evaluation, chart: Chart) -> Iterator[Block]:
    """The stages of an evaluation, their limits, and where this one stands."""
    yield _articles(evaluation.scheme.stages)
    limits = evaluation.scheme.time_limits
    yield Paragraph(
        (
            Sentence("规定时限："),
            clauses(
                (Sentence(f"{limit.name}，{limit_sentence(limit).rstrip('。')}") for limit in limits), "；", "。"
            ),
            *_inferred(evaluation),
        )
    )
    yield chart


def _inferred(evaluation: Evaluation) -> Iterator[Sentence]:
    if evaluation.schedule.inferred:
        day = evaluation.figures["schedule.evaluation_end"]
        yield say("评估工作结束日未提供，以实地评估日{day}推定。", day=day)


def content(evaluation: Evaluation) -> Iterator[Block]:
    """What is evaluated."""
    yield _articles(
        tuple(
            Article(name=a.name, text=f"{a.text}包括{'、'.join(a.items)}。" if len(a.items) > 1 else a.text, source=a.source)
            for a in evaluation.scheme.content
        )
    )


def result_rules(evaluation: Evaluation) -> Iterator[Block]:
    """Weights, bands and vetoes: how the result is told."""
    f, scheme = evaluation.figures, evaluation.scheme
    parts = [say("{name}{mark}", name=p.name, mark=f[f"rule.{p.id}.full_mark"]) for p in scheme.tree]
    yield Paragraph(
        (
            say("评估总分{total}，由各方评分相加：", total=f["rule.total"]),
            clauses(parts, "、", "。"),
            Sentence("；".join(band.sentence() for band in scheme.bands) + "。"),
            say("有下列{n}情形之一的，评估结果定为{fail}：", n=f["rule.vetoes"], fail=scheme.failing.name),
        )
    )
    rows = [
        row(str(number), veto.name, veto_sentence(veto), veto.source)
        for number, veto in enumerate(scheme.vetoes, start=1)
    ]
    columns = (Column("序号", "center"), Column("情形"), Column("界限与说明"), Column("出处"))
    yield Table("评估结果定为不合格的情形", columns, tuple(rows))


def _articles(articles: tuple[Article, ...]) -> NumberedList:
    return NumberedList(tuple(Item(text=article.text, label=article.name) for article in articles))
