"""The glossary explains the words a report uses, and none that it doesn't."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import sweval
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.presentation.report.station_report import StationReport
from sweval.presentation.station.rules import TERMS
from tests.build import Evaluate, only_scored


def test_every_term_is_said_of_figures_that_there_are(
    root: Path, station: Station, scheme: Scheme, diagnose: Evaluate
):
    stations = [station, *(sweval.load_station(f"shili-{n:04d}", scheme, root=root) for n in (1, 2))]
    ids = {id for station in stations for id in diagnose(station).figures}
    patterns = {pattern for term in TERMS for pattern in term.applies_to}
    assert [p for p in patterns if not any(fnmatchcase(id, p) for id in ids)] == []


def test_what_isnt_there_isnt_explained(station: Station, diagnose: Evaluate):
    told = str(StationReport(diagnose(only_scored(station)), "official").rules())
    glossary = told[told.index("名词解释") :].partition("\n\n")[0]
    assert "标准分 | " in glossary and "未提供 | " in glossary
    assert [word for word in ("置信区间", "人次", "稳岗率", "偏离") if f"\n{word}" in glossary] == []


def test_words_of_the_working_papers_are_explained_there_alone(
    root: Path, scheme: Scheme, diagnose: Evaluate
):
    evaluation = diagnose(sweval.load_station("shili-0001", scheme, root=root))
    working, official = (
        str(StationReport(evaluation, edition).rules()) for edition in ("working", "official")
    )
    for word in ("\n偏离 | ", "\n稳健性 | ", "\n组内相关系数、α系数 | "):
        assert word in working and word not in official
