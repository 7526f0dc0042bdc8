"""Phrases about a result that several sections and charts share."""

from __future__ import annotations

from collections.abc import Mapping

from sweval.analysis.scores.grades import NOT_EVALUATED, GradeResult
from sweval.analysis.scores.results import NodeScore
from sweval.blocks import Sentence
from sweval.domain.scheme.scheme import Band, Scheme
from sweval.domain.station.dictionary import TABLE_NAMES
from sweval.domain.station.station import Station
from sweval.evaluation import ScoredStation
from sweval.presentation.citations import cite
from sweval.presentation.words import sentence
from sweval.record.figures import Figure


def band_sentence(figures: Mapping[str, Figure], scheme: Scheme, band: Band) -> Sentence:
    """A grade's band in words, citing its floor and the floor of the grade above."""
    floors = [b for b in scheme.bands if b is band or b.floor == band.below]
    return Sentence(band.sentence(), tuple(cite(figures[f"rule.band.{b.id}"]) for b in floors))


def grade_sentence(figures: Mapping[str, Figure], graded: GradeResult) -> Sentence:
    """The grade, or that the station is not evaluated, which is not a grade."""
    template = "{grade}" if graded.final is NOT_EVALUATED else "评估等级为{grade}"
    return sentence(template, grade=figures["score.grade"])


def because_vetoed(evaluation: ScoredStation, lead: str) -> Sentence:
    """The grade of the total, the vetoes, and the grade that results from them."""
    return sentence(
        "{lead}{band}，因存在“{names}”的情形，{grade}",
        lead=lead,
        band=evaluation.figures["score.grade_by_total"],
        names="”“".join(verdict.rule.name for verdict in evaluation.triggered),
        grade=grade_sentence(evaluation.figures, evaluation.grade),
    )


def score_tables(station: Station, scheme: Scheme) -> str:
    """The names of the tables that contain the scores, as the source line of a chart."""
    tables = {
        "scores": bool(station.scores),
        "leaf_inputs": bool(station.leaf_inputs),
        "indicators": any(leaf.indicator for leaf in scheme.leaves()),
    }
    return "、".join(TABLE_NAMES[table] for table, used in tables.items() if used)


def onsite(figures: Mapping[str, Figure]) -> Sentence:
    """When the panel was on site: the first day and the number of days."""
    start, days = figures["station.onsite_start"], figures["station.onsite_days"]
    template = "于{start}实地评估{days}" if days.value == "1" else "自{start}起实地评估{days}"
    return sentence(template, start=start, days=days)


def part_name(component: NodeScore) -> str:
    """The name of a component. A party that gives a single score gets 评分 added: it gives the score, it isn't scored."""
    return f"{component.node.name}评分" if component.node is component.party else component.node.name
