"""Every text of a station is known by its place: what may hold a name, a number or a character no font has."""

from __future__ import annotations

from dataclasses import replace

from sweval.domain.station.station import OwnText, Station
from sweval.domain.station.texts import characters_of, texts_below, texts_of
from sweval.domain.values.row import Cell
from tests.build import with_findings
from tests.spec.test_likeness_and_proof import found

OWN = (
    OwnText(section="conclusion", mode="add", author="评估方", text="总体良好。", line=3),
    OwnText(section="review", mode="add", author="督导", text="另见附件。", line=8),
)


def test_a_text_of_a_table_of_the_profile_or_of_the_evaluators_own_has_its_place(station: Station) -> None:
    some = replace(with_findings(station, found("地图有待完善。")), own_text=OWN)
    places = dict(texts_of(some))
    assert places[Cell("findings.csv", 2, "text")] == "地图有待完善。"
    assert places[some.at("source")] == some.source
    assert places[some.at("profile.town")] == "石碁镇"
    assert places[some.at("organisations.operator.name")] == some.organisations.operator.name
    assert places[some.at("areas[1].name")] == "片区一"
    assert places[some.at("areas[1].units[2].name")] == some.areas[0].units[1].name
    assert places[Cell("text.yaml", 3, "paragraphs[1].author")] == "评估方"
    assert places[Cell("text.yaml", 8, "paragraphs[2].text")] == "另见附件。"


def test_a_character_stands_once_however_often_it_is_written(station: Station) -> None:
    some = replace(station, own_text=OWN)
    written = characters_of(some)
    assert len(written) == len(set(written))
    assert set(written) == {character for _, text in texts_of(some) for character in text}


def test_a_path_without_a_beginning_begins_with_the_field(station: Station) -> None:
    assert ("town", "石碁镇") in texts_below("", station.profile)
