"""A source figure is never edited: corrections state what it should be, and stop where the source has changed."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import sweval
from sweval.blocks import Table
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.faults import Refused
from sweval.intake.station.draft import read_folder
from sweval.intake.station.folder import read_station
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate
from tests.workbooks import saved, taken_in

ID = "shiqi-2024-midterm"
CORRECTION = """  - table: {table}
    key: {key}
    field: {field}
    expect: "{expect}"
    value: "{value}"
    reason: 抄写有误，原表为准
    by: 评估方
    on: 2024-03-01
"""
SCORE = {"table": "scores", "key": "{node: monitoring}", "field": "score", "expect": "9.464", "value": "9.5"}


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "data" / "stations" / ID, tmp_path / "data" / "stations" / ID))


def correct(folder: Path, *corrections: dict[str, str]) -> None:
    text = "corrections:\n" + "".join(CORRECTION.format(**one) for one in corrections)
    (folder / "corrections.yaml").write_text(text, encoding="utf-8")


def test_the_corrected_figure_is_used_and_the_file_stays(folder: Path, scheme: Scheme, diagnose: Evaluate):
    before = (folder / "scores.csv").read_bytes()
    correct(folder, SCORE)
    station = read_station(folder, scheme)
    assert diagnose(station).figures["score.monitoring.converted"].value == "9.50"
    assert (folder / "scores.csv").read_bytes() == before
    (one,) = station.corrections
    assert (one.expect, one.value, one.by, one.on.isoformat(), one.row) == (
        "9.464",
        "9.5",
        "评估方",
        "2024-03-01",
        2,
    )


def test_the_report_lists_each_correction(folder: Path, scheme: Scheme, diagnose: Evaluate):
    profile = {
        "table": "station",
        "key": "{}",
        "field": "contract.amount",
        "expect": "2400000",
        "value": "2450000",
    }
    correct(folder, SCORE, profile)
    evaluation = diagnose(read_station(folder, scheme))
    for edition in ("working", "official"):
        blocks = [block for cell in StationReport(evaluation, edition).all() for block in cell]
        (table,) = [b for b in blocks if isinstance(b, Table) and b.caption == "对来源数据所作的更正"]
        assert [row.cells for row in table.rows] == [
            ("评分表2 评分", "9.464", "9.5", "抄写有误，原表为准", "评估方", "2024-03-01"),
            ("合同金额（元）", "2400000", "2450000", "抄写有误，原表为准", "评估方", "2024-03-01"),
        ]
    assert evaluation.station.contract.amount == Decimal(2450000)


def test_a_report_without_corrections_lists_none(evaluation):
    blocks = [block for cell in StationReport(evaluation, "working").all() for block in cell]
    assert not [b for b in blocks if isinstance(b, Table) and "更正" in b.caption]


def test_a_faulty_figure_can_be_corrected(folder: Path, scheme: Scheme):
    path = folder / "scores.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("9.464", "9,464"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("9,464", '"9,464"'), encoding="utf-8")
    with pytest.raises(Refused, match="不是数字"):
        read_station(folder, scheme)
    correct(folder, SCORE | {"expect": "9,464", "value": "9.464"})
    assert read_station(folder, scheme).scores[0].score == Decimal("9.464")


def test_an_empty_cell_is_filled_and_a_filled_one_emptied(folder: Path, scheme: Scheme):
    correct(
        folder,
        SCORE | {"field": "evidence", "expect": "", "value": "P-001"},
        {
            "table": "indicators",
            "key": "{id: home_visits}",
            "field": "reported_rate",
            "expect": "51.00%",
            "value": "",
        },
    )
    station = read_station(folder, scheme)
    assert station.scores[0].evidence == "P-001"
    assert station.indicators[0].reported_rate is None


WRONG = {
    "the source has changed": ({"expect": "9.46"}, "来源数据现为“9.464”，更正所据为“9.46”"),
    "no such row": ({"key": "{node: morale}"}, "没有所指的行"),
    "five rows": ({"key": "{node: quality}", "expect": "14.45"}, "所指的行有5行"),
    "no such column": ({"field": "mark"}, "没有这一列"),
    "no such table": ({"table": "marks"}, "没有这张表"),
    "no row named": ({"key": "{}"}, "没有写明是哪一行"),
    "a column of the key": ({"field": "node", "expect": "monitoring"}, "不能更正"),
    "a table that isn't there": ({"table": "finance", "key": "{item: 工资}", "field": "spent"}, "无从更正"),
    "a value that is none": ({"value": "九分半"}, "不是数字"),
    "no such value of the profile": ({"table": "station", "field": "contract.price"}, "基本情况表没有这一项"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_correction_that_does_not_hold_stops_the_run(folder: Path, scheme: Scheme, name: str):
    changes, problem = WRONG[name]
    correct(folder, SCORE | changes)
    with pytest.raises(Refused) as refusal:
        read_station(folder, scheme)
    (fault,) = refusal.value.faults
    assert problem in fault.problem and fault.remedy
    assert fault.file == ("scores.csv" if name == "a value that is none" else "corrections.yaml")
    assert fault.row == 2


@pytest.mark.parametrize("missing", ["reason: 抄写有误，原表为准", "by: 评估方", "on: 2024-03-01"])
def test_each_has_reason_author_and_day(folder: Path, scheme: Scheme, missing: str):
    correct(folder, SCORE)
    path = folder / "corrections.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(f"    {missing}\n", ""), encoding="utf-8")
    with pytest.raises(Refused, match=f"{missing.partition(':')[0]}”：必填而没有填"):
        read_station(folder, scheme)


def test_they_hold_for_a_workbook_that_arrives(root: Path, tmp_path: Path, folder: Path, scheme: Scheme):
    shutil.copytree(root / "params", tmp_path / "params")
    correct(folder, SCORE)
    arrived = taken_in(tmp_path, saved(read_folder(folder), scheme, tmp_path / "a.xlsx"))
    assert arrived.changes == ()
    assert sweval.load_station(ID, scheme, root=tmp_path).corrections[0].value == "9.5"
    newer = saved(read_folder(folder), scheme, tmp_path / "b.xlsx", {"评分表": {"D2": 9.4}})
    with pytest.raises(Refused, match=r"来源数据现为“9\.4[0-9]*”，更正所据为“9\.464”"):
        taken_in(tmp_path, newer)
