"""Part 一: methods, basis, principles, stages and content of the evaluation, and how results are expressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sweval.analysis.rules.rulebook import limit_sentence, veto_sentence
from sweval.blocks import Block, FindingItem, Sentence
from sweval.blocks import Findings as NumberedList
from sweval.domain.scheme.scheme import STAGES, Article, TimeLimit
from sweval.domain.scheme.tree import ROLES
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite
from sweval.presentation.drawings import process as drawings
from sweval.presentation.phrases import band_sentence, onsite
from sweval.presentation.tables import NUMBER, row, table
from sweval.presentation.words import clauses, listed, paragraph, sentence
from sweval.record.figures import MISSING


def background(evaluation: Evaluation) -> Iterator[Block]:
    """Who evaluated whom, when, and by which methods."""
    station, scheme = evaluation.station, evaluation.scheme
    used, ruled = station.assessment.methods, (*scheme.methods, *scheme.other_methods)
    methods = tuple(m for m in ruled if not used or m.name in used)
    if used:
        lead = "评估采用下列方法：" if methods else f"评估采用的方法有{listed(used)}。"
    else:
        lead = f"采用的方法{MISSING}，指标体系" + ("规定的方法如下：" if methods else "也未规定方法。")
    yield paragraph(
        sentence(
            "{evaluator}对{name}开展{stage}评估，{when}。",
            evaluator=station.organisations.evaluator.name,
            name=station.profile.short_name,
            stage=STAGES[station.assessment.stage],
            when=onsite(evaluation.figures),
        ),
        lead,
    )
    if methods:
        yield _articles(methods)


def basis(evaluation: Evaluation) -> Iterator[Block]:
    """The policies and standards that the evaluation is based on."""
    for article in evaluation.scheme.basis:
        # Titles in 《》 need no mark between them.
        items = "、".join(article.items).replace("》、《", "》《")
        yield paragraph(f"{article.name}：{items}。")
    if not evaluation.scheme.basis:
        yield paragraph("指标体系未载。")
    yield paragraph(evaluation.scheme.availability, role="note")


def principles(evaluation: Evaluation) -> Iterator[Block]:
    """The principles, each with its meaning for this report."""
    yield _articles(evaluation.scheme.principles)


def stages(evaluation: Evaluation) -> Iterator[Block]:
    """The stages of an evaluation and their time limits, with the state of this one."""
    yield _articles(evaluation.scheme.stages)
    limits = evaluation.scheme.time_limits
    if not limits:
        return
    yield paragraph(
        "规定时限：",
        clauses((_limit(evaluation, limit) for limit in limits), "；", "。均自次日起计。"),
        *_inferred(evaluation),
    )
    if evaluation.schedule.deadlines:
        yield drawings.deadlines(evaluation)


def _limit(evaluation: Evaluation, limit: TimeLimit) -> Sentence:
    text = f"{limit.name}，{limit_sentence(limit).removesuffix('，自次日起计。')}"
    return Sentence(text, (cite(evaluation.figures[f"rule.limit.{limit.id}"]),))


def _inferred(evaluation: Evaluation) -> Iterator[Sentence]:
    if evaluation.schedule.inferred:
        day = evaluation.figures["schedule.evaluation_end"]
        yield sentence("评估工作结束日未提供，以实地评估日{day}推定。", day=day)


def content(evaluation: Evaluation) -> Iterator[Block]:
    """What is evaluated."""
    yield _articles(tuple(replace(a, text=_with_items(a)) for a in evaluation.scheme.content))


def _with_items(article: Article) -> str:
    """The text, with the items added unless it names them all; a single item repeats the article's name."""
    if len(article.items) < 2 or all(item in article.text for item in article.items):
        return article.text
    return f"{article.text}包括{'、'.join(article.items)}。"


def result_rules(evaluation: Evaluation) -> Iterator[Block]:
    """Weights, bands and vetoes: how the result is determined."""
    f, scheme = evaluation.figures, evaluation.scheme
    parts = [
        sentence(
            "{name}{mark}{role}",
            name=p.name,
            mark=f[f"rule.{p.id}.full_mark"],
            role="" if p.role == "score" else f"（{ROLES[p.role]}）",
        )
        for p in scheme.tree
        if p.role != "unscored"
    ]
    unscored = [p.name for p in scheme.tree if p.role == "unscored"]
    fail = scheme.failing.name
    yield paragraph(
        clauses(parts, end="。", lead=sentence("评估总分{total}，由各方评分相加：", total=f["rule.total"])),
        *([f"{listed(unscored)}不计入总分，其结果另有用途。"] if unscored else []),
        clauses((band_sentence(f, scheme, band) for band in scheme.bands), "；", "。"),
        *(
            [sentence("有下列{n}情形之一的，评估结果定为{fail}：", n=f["rule.vetoes"], fail=fail)]
            if scheme.vetoes
            else []
        ),
    )
    if not scheme.vetoes:
        return
    rows = []
    for number, veto in enumerate(scheme.vetoes, start=1):
        limit = f.get(f"rule.veto.{veto.id}")
        cells = (str(number), veto.name, veto_sentence(veto, scheme), veto.source)
        rows.append(row(*cells, also=[limit] if limit else []))
    yield table(f"评估结果定为{fail}的情形", (NUMBER, "情形", "界限与说明", "出处"), rows)


def _articles(articles: tuple[Article, ...]) -> Block:
    if not articles:
        return paragraph("指标体系未载。")
    return NumberedList(tuple(FindingItem(text=article.text, label=article.name) for article in articles))
