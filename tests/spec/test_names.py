"""Names in quoted texts: of other towns and stations, and shortened names of the station's organisations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sweval.analysis.text.names import other_names, short_names
from sweval.domain.station.station import Station

CENTRE = "广州市番禺区和悦社会工作服务中心"
BUREAU = "广州市番禺区民政局"
TOWN = "广州市番禺区石碁镇人民政府"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("建议向沙湾镇社工站学习。", ["沙湾镇"]),
        ("沙湾镇社会工作服务站与化龙镇社工服务站。", ["沙湾镇", "化龙镇"]),
        ("石碁镇社工站按期完成。", []),
        ("番禺区石碁镇社工站按期完成。", []),
        ("落实全镇社工站职责，本镇社工站、其他镇社工站都有。", []),
        ("沙湾镇的工作。", []),
    ],
)
def test_a_town_before_the_word_station_is_another_one_or_our_own(
    station: Station, text: str, names: list[str]
) -> None:
    assert list(other_names(text, station)) == names


@pytest.mark.parametrize(
    ("text", "others", "names"),
    [
        ("已回复示例乙街社工站。", ["示例乙街社工站"], ["示例乙街社工站"]),
        ("已回复示例乙街社工站。", ["示例乙街"], ["示例乙街"]),
        ("沙湾镇社工站联盟。", ["社工站联盟"], ["沙湾镇", "社工站联盟"]),
        ("沙湾镇社工站与示例乙街。", ["示例乙街"], ["沙湾镇", "示例乙街"]),
        ("由市督导中心、大龙社区和石碁镇协助。", ["市督导中心", "大龙社区", "石碁镇", ""], []),
    ],
)
def test_names_known_to_be_somebody_elses_are_named_as_they_are(
    station: Station, text: str, others: list[str], names: list[str]
) -> None:
    assert list(other_names(text, station, others)) == names


def test_a_station_without_a_supervision_centre_has_no_name_for_it(station: Station) -> None:
    without = replace(station, organisations=replace(station.organisations, supervision_centre=None))
    assert list(other_names("由市督导中心协助。", without, ["市督导中心"])) == ["市督导中心"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("由广州市番禺区和悦社会工作服务中心安排。", []),
        ("由番禺区和悦社会工作服务中心安排。", [("番禺区和悦社会工作服务中心", CENTRE)]),
        ("由和悦社会工作服务中心安排。", [("和悦社会工作服务中心", CENTRE)]),
        ("由和悦安排。", [("和悦", CENTRE)]),
        ("广州市番禺区和悦社会工作服务中心，下称和悦。", [("和悦", CENTRE)]),
        ("番禺区民政局与石碁镇人民政府。", [("番禺区民政局", BUREAU), ("石碁镇人民政府", TOWN)]),
        ("民政局与镇人民政府。", []),
    ],
)
def test_an_organisation_cut_short_is_named_with_its_full_name(
    station: Station, text: str, found: list[tuple[str, str]]
) -> None:
    assert list(short_names(text, station)) == found


@pytest.mark.parametrize(
    ("name", "text", "shorts"),
    [
        pytest.param(
            "广州市番禺民政局", "番禺民政局在番禺。", ["番禺民政局"], id="a-district-without-its-kind"
        ),
        pytest.param("广州市甲服务中心", "甲级社区。", [], id="a-name-of-one-character"),
        pytest.param("广州市向阳花", "向阳花开。", ["向阳花"], id="an-organisation-of-no-known-kind"),
    ],
)
def test_what_is_left_of_a_name_must_name_it(
    station: Station, name: str, text: str, shorts: list[str]
) -> None:
    operator = replace(station.organisations.operator, name=name)
    some = replace(station, organisations=replace(station.organisations, operator=operator))
    assert [short for short, _ in short_names(text, some)] == shorts
