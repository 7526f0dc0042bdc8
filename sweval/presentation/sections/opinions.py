"""Part 二（三）to（七）: strengths before concerns, quoted from the data with their author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sweval.analysis.findings import select
from sweval.analysis.scored import NodeScore
from sweval.blocks import Block, Chart, Column, Findings, Heading, Item, Paragraph, Sentence, Table
from sweval.domain.disclosure.policy import LEAST_EXPERTS
from sweval.domain.parties import PARTIES, Section
from sweval.domain.rows import Finding
from sweval.domain.wording import with_stop
from sweval.evaluation import Evaluation
from sweval.presentation.sections.answers import breakdowns, satisfaction_sentences
from sweval.presentation.sections.resources import resources
from sweval.presentation.words import cite, cite_row, clauses, row, say
from sweval.record import MISSING

KINDS = {"strength": "值得肯定的地方", "concern": "需要关注的地方"}


def opinions(
    evaluation: Evaluation, section: Section, *, area: str | None = None, level: int = 3, first: int = 1
) -> Iterator[Block]:
    """Strengths, then concerns, of a section (of one area of it), numbered from ``first``."""
    said = ""
    for number, (kind, name) in enumerate(KINDS.items(), start=first):
        rows = select(evaluation.station, section, kind, area)
        anchor = "-".join(filter(None, ("s", section, area, kind)))
        yield Heading(level, f"{number}. {name}", anchor)
        if rows:
            # Whose words these are is said once where it is the same for both lists.
            said_before = number > first and authors(rows) == said
            said = authors(rows)
            yield Findings(tuple(_item(row) for row in rows), author="" if said_before else said)
        else:
            yield Paragraph((Sentence(f"{MISSING}。"),))


def _item(row: Finding) -> Item:
    advice = f"建议：{row.recommendation}" if row.recommendation else ""
    return Item(text=row.text, recommendation=advice, label=row.dimension, cites=(cite_row(row),))


def authors(rows: Iterable[Finding]) -> str:
    """Whose words these are."""
    return "、".join(dict.fromkeys(PARTIES[row.author] for row in rows))


def by_party(evaluation: Evaluation, section: Section) -> Iterator[Block]:
    """A party's own section: whose words these are, the score given, then the opinions."""
    asked = getattr(evaluation.station.organisations, section)
    parties = [p for p in evaluation.scoring.parties if p.node.id == section]
    whose = f"以下意见由评估方向{asked.name}收集整理。" if asked else f"{PARTIES[section]}{MISSING}。"
    scores = [clauses([_scored(evaluation, party)], end="。") for party in parties]
    yield Paragraph((Sentence(whose), *scores))
    if asked or select(evaluation.station, section):
        yield from opinions(evaluation, section)


def _scored(evaluation: Evaluation, score: NodeScore) -> Sentence:
    """What was given where it is in marks and one for all, else what it came to."""
    f, stem, node = evaluation.figures, f"score.{score.node.id}", score.node
    agreed = not score.children and not score.combined and not score.areas[0].combined
    given = agreed and node.most == node.full_mark
    return say(
        "{name}{word}{score}（标准分{full}）",
        name=node.name,
        word="评分" if given else "得分",
        score=f[f"{stem}.raw" if given else f"{stem}.converted"],
        full=f[f"rule.{node.id}.full_mark"],
    )


def operations(evaluation: Evaluation) -> Iterator[Block]:
    """Operations: the score, people and money in figures, the opinions."""
    yield from _scores(evaluation, "operations")
    yield Heading(3, "1. 人员与经费数据", "s-resources")
    yield from resources(evaluation)
    yield from opinions(evaluation, "operations", first=2)


def _scores(evaluation: Evaluation, section: Section) -> Iterator[Block]:
    """What the components that score a section's subject were given."""
    said = [_scored(evaluation, c) for c in evaluation.scoring.components if c.node.section == section]
    if said:
        yield Paragraph((clauses(said, "，", "。"),))


def outcome(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """Outcome and monitoring: the scores, satisfaction in figures, the opinions."""
    yield from _scores(evaluation, "outcome")
    yield Heading(3, "1. 满意度调查", "s-satisfaction")
    yield Paragraph(tuple(satisfaction_sentences(evaluation)))
    if chart is not None:
        yield chart
    if evaluation.shows("answers_by_group"):
        yield from breakdowns(evaluation)
    yield from opinions(evaluation, "outcome", first=2)


def quality(evaluation: Evaluation, charts: tuple[Chart | None, ...]) -> Iterator[Block]:
    """Service quality, area by area."""
    f, station = evaluation.figures, evaluation.station
    by_area = [c for c in evaluation.scoring.components if c.node.by == "area"]
    for component, chart in zip(by_area, charts, strict=True):
        stem = f"score.{component.node.id}"
        mean = f"各片区{component.node.areas.short}{{raw}}" if len(component.areas) > 1 else "评分{raw}"
        yield Paragraph(
            (
                say(
                    "{name}按片区评分，" + mean + "，折算{converted}，标准分{full}。",
                    name=component.node.name,
                    raw=f[f"{stem}.raw"],
                    converted=f[f"{stem}.converted"],
                    full=f[f"rule.{component.node.id}.full_mark"],
                ),
                *(_same_scores(evaluation, component.node.id) if evaluation.shows("own_faults") else ()),
                *_several_hands(evaluation, component),
                *_unscored(evaluation, component),
                *_not_alone(evaluation, component),
            )
        )
        if chart is not None:
            yield chart
    yield from _recurring(evaluation)
    if select(station, "quality"):
        yield Heading(3, "全站", "s-quality-all")
        yield from opinions(evaluation, "quality", level=4)
    for area in station.areas:
        yield Heading(3, f"{area.name}：{area.unit_names}", f"s-quality-{area.id}")
        scores = [
            say("{name}{score}。", name=c.node.name + "评分", score=f[f"score.{c.node.id}.area.{area.id}"])
            for c in by_area
            if f"score.{c.node.id}.area.{area.id}" in f
        ]
        if scores:
            yield Paragraph(tuple(scores))
        yield from opinions(evaluation, "quality", area=area.id, level=4)


def _recurring(evaluation: Evaluation) -> Iterator[Block]:
    """The concerns that areas have in common, before each area is told of."""
    found = evaluation.diagnosis.recurring if evaluation.diagnosis else ()
    if not found or "check.recurring.1" not in evaluation.figures:
        return
    f, station, rows = evaluation.figures, evaluation.station, []
    for number, one in enumerate(found, start=1):
        areas = "、".join(station.area(id).name for id in one.areas)
        # That two texts are the same is for the evaluator to mend; to others they are what the panel said.
        copies = (
            f"；其中{one.copies}条与另一片区文字相同或近似，不作独立印证"
            if one.copies and evaluation.shows("own_faults")
            else ""
        )
        rows.append(
            row(
                one.dimension,
                with_stop(one.rows[0].text),
                f[f"check.recurring.{number}"],
                areas + copies,
                also=one.rows,
            )
        )
    columns = (
        Column("评估维度"),
        Column("关注（取首个片区的原文）"),
        Column("片区数", "right"),
        Column("片区"),
    )
    yield Table("多个片区共有的关注", columns, tuple(rows))


def _several_hands(evaluation: Evaluation, component: NodeScore) -> Iterator[Sentence]:
    """Areas scored by different experts are not to be compared as if one had scored them all."""
    same = component.same_hands(evaluation.station)
    if len(component.areas) < 2 or same:
        return
    why = (
        f"评委与片区的对应{MISSING}，片区之间的差异可能含评委差异"
        if same is None
        else "各片区的评委不同，片区之间的差异含评委差异"
    )
    yield Sentence(f"{why}，不宜直接比较。", (cite(evaluation.figures[f"score.{component.node.id}.raw"]),))


def _unscored(evaluation: Evaluation, component: NodeScore) -> Iterator[Sentence]:
    """Areas nobody scored are named, with what the scheme makes of them."""
    scored = {area.area for area in component.areas}
    names = [area.name for area in evaluation.station.areas if area.id not in scored]
    if names:
        counted = "按0分计" if component.node.areas.missing == "zero" else "不计入"
        figure = evaluation.figures[f"score.{component.node.id}.raw"]
        yield Sentence(f"{'、'.join(names)}没有评分，按指标体系的规定{counted}。", (cite(figure),))


def _not_alone(evaluation: Evaluation, component: NodeScore) -> Iterator[Sentence]:
    """Areas whose scores aren't shown, and why."""
    withheld = evaluation.figures.withheld
    names = [
        evaluation.station.area(one.area or "").name
        for one in component.areas
        if f"score.{component.node.id}.area.{one.area}" in withheld
    ]
    if names:
        why = f"有片区评分的评委不足{LEAST_EXPERTS}位，单列即可推知评委个人评分"
        yield Sentence(f"{'、'.join(names)}的评分不单列，只计入{component.node.name}：{why}。")


def _same_scores(evaluation: Evaluation, node_id: str) -> Iterator[Sentence]:
    """Areas with one and the same score are named: it may be a coincidence, or a copy."""
    f, component = evaluation.figures, evaluation.scoring.component(node_id)
    by_score: dict[object, list[str]] = {}
    for area in component.areas:
        by_score.setdefault(area.raw, []).append(area.area or "")
    for ids in by_score.values():
        if len(ids) > 1:
            names = "、".join(evaluation.station.area(i).name for i in ids)
            first = f[f"score.{node_id}.area.{ids[0]}"]
            also = [say("{x}", x=f[f"score.{node_id}.area.{i}"]) for i in ids]
            text = say("{names}评分相同，均为{score}。", names=names, score=first)
            yield Sentence(text.text, clauses(also).cites)
