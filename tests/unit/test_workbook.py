"""From template to station and back: what is filled in comes back as it was, and nothing half-way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

import sweval
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.faults import Refused
from sweval.intake.project import station_folder
from sweval.intake.station.draft import Draft, read_folder, write_folder
from sweval.intake.station.folder import read_station
from sweval.intake.workbook.beginning import blank_draft, expert_draft
from sweval.intake.workbook.importing import prepared_import
from sweval.intake.workbook.template import workbook
from tests.workbooks import files_of, saved, taken_in

STATIONS = {
    "shiqi-2024-midterm": "guangzhou-2023",
    **{name: name for name in ("example-1000", "example-stars", "example-whole", "example-committees")},
    **{f"shili-{n:04d}": "guangzhou-2023" for n in range(1, 17)},
}


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """A project without stations."""
    shutil.copytree(root / "params", tmp_path / "project" / "params")
    return tmp_path / "project"


def schemes(root: Path, name: str) -> Scheme:
    return sweval.load_scheme(STATIONS[name], root)


# --- there and back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STATIONS)
def test_a_folder_written_from_its_draft_is_the_same_station(root: Path, tmp_path: Path, name: str):
    draft = read_folder(station_folder(root, name))
    folder = tmp_path / name
    folder.mkdir()
    write_folder(draft, folder)
    assert read_folder(folder) == draft
    read_station(folder, schemes(root, name))


@pytest.mark.parametrize("name", STATIONS)
def test_out_in_out_and_in_again_gives_the_same_bytes(root: Path, project: Path, tmp_path: Path, name: str):
    scheme, draft = schemes(root, name), read_folder(station_folder(root, name))
    first = taken_in(project, saved(draft, scheme, tmp_path / "first.xlsx"))
    before = files_of(first.target)
    assert first.id == name and first.changes is None and first.notes == ()
    second = taken_in(project, saved(read_folder(first.target), scheme, tmp_path / "second.xlsx"))
    assert files_of(second.target) == before
    assert second.changes == ()
    assert read_folder(first.target) == draft


def test_the_same_draft_gives_the_same_bytes(root: Path):
    scheme, draft = schemes(root, "example-1000"), read_folder(station_folder(root, "example-1000"))
    assert workbook(draft, scheme) == workbook(draft, scheme)


# --- an empty template filled in --------------------------------------------------------------------

PROFILE = {
    "站点编号": "jia",
    "数据性质": "示例数据",
    "数据来源": "虚构数据",
    "社工站全称": "示例甲镇社工服务站",
    "社工站简称": "示例甲镇社工站",
    "镇（街道）": "示例甲镇",
    "区（县）": "示例区",
    "市": "示例市",
    "评估委托方": "示例区民政局",
    "项目购买方": "示例甲镇人民政府",
    "评估方": "示例评估中心",
    "督导中心": "示例督导中心",
    "监督方": "示例区民政局",
    "项目承办方": "示例社会工作服务中心",
    "合同开始日": "2023年9月1日",
    "合同结束日": "2024-08-31",
    "评估阶段": "中期",
    "实地评估开始日": "2024-02-28",
    "实地评估结束日": "2024-02-28",
    "服务量统计截止日": 45350,
}
SCORES = ["9.464", 11.1, 9, "１４．４５", 14.45, 15.4, 15.4, 15.57, 19, "12.15", 9]


def fill(path: Path, scheme: Scheme, areas: int) -> None:
    """As an analyst would: the profile by its labels, a unit in each area, the scores down the column."""
    path.write_bytes(workbook(blank_draft(scheme, areas=areas), scheme))
    book = openpyxl.load_workbook(path)
    for label, value, *_ in book["基本情况表"].iter_rows(min_row=2):
        given = PROFILE.get(str(label.value).rstrip("＊"))
        if given is not None:
            value.value = given
    for row in range(2, areas + 2):
        book["片区表"][f"C{row}"], book["片区表"][f"D{row}"] = f"示例{row}村", "村"
    for row, score in enumerate(SCORES, start=2):
        book["评分表"][f"D{row}"] = score
    book.save(path)


def test_an_empty_template_filled_in_gives_the_published_total(
    root: Path, project: Path, tmp_path: Path, calendar
):
    scheme = schemes(root, "shiqi-2024-midterm")
    fill(tmp_path / "评分表.xlsx", scheme, 5)
    arrived = taken_in(project, tmp_path / "评分表.xlsx")
    station = sweval.load_station("jia", scheme, root=project)
    assert sweval.evaluate(station, scheme, calendar).figures["score.total"].text == "84.76分"
    assert (station.contract.start.isoformat(), station.assessment.cut_off.isoformat()) == (
        "2023-09-01",
        "2024-02-28",
    )
    assert [note.changed for note in arrived.notes] == ["日期写法改为年-月-日", "全角改为半角"]
    # Steps and vetoes nobody filled in are not there.
    assert station.process == () and station.declarations == ()
    origin = json.loads((arrived.target / "intake.json").read_text(encoding="utf-8"))
    assert [book["file"] for book in origin["workbooks"]] == ["评分表.xlsx"]
    assert len(origin["workbooks"][0]["sha256"]) == 64 and len(origin["put_right"]) == 2


def test_a_score_not_filled_in_is_named_by_its_cell(root: Path, project: Path, tmp_path: Path):
    scheme = schemes(root, "shiqi-2024-midterm")
    fill(tmp_path / "评分表.xlsx", scheme, 5)
    book = openpyxl.load_workbook(tmp_path / "评分表.xlsx")
    book["评分表"]["D10"] = None
    book.save(tmp_path / "评分表.xlsx")
    with pytest.raises(Refused) as refusal:
        taken_in(project, tmp_path / "评分表.xlsx")
    (fault,) = refusal.value.faults
    assert (fault.sheet, fault.cell, fault.problem) == ("评分表", "D10", "缺少“购买方”的评分")
    assert not (project / "data").exists()


# --- experts who each return their own --------------------------------------------------------------


def expert_book(path: Path, scheme: Scheme, expert: str, scores: dict[str, object]) -> Path:
    path.write_bytes(workbook(expert_draft(scheme, expert, ("a", "b"), "example-1000"), scheme, alone=True))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["填写说明", "基本情况表", "评分表", "评分依据表", "选项"]
    for row in book["评分表"].iter_rows(min_row=2):
        key = f"{row[0].value}/{row[1].value or ''}"
        if key in scores:
            row[3].value = scores[key]
    book.save(path)
    return path


def test_experts_own_workbooks_are_merged_into_the_station(
    root: Path, project: Path, tmp_path: Path, calendar
):
    scheme = schemes(root, "example-1000")
    shutil.copytree(root / "data" / "demo" / "example-1000", project / "data" / "demo" / "example-1000")
    one = expert_book(tmp_path / "e1.xlsx", scheme, "e1", {"服务质量/a": 90, "服务质量/b": 91})
    two = expert_book(tmp_path / "e2.xlsx", scheme, "e2", {"服务质量/a": 80})
    arrived = taken_in(project, one, two)
    assert arrived.changes is not None
    assert [str(change) for change in arrived.changes] == [
        "评分表：改动3行（quality／a／e1、quality／b／e1、quality／a／e2）"
    ]
    station = sweval.load_station("example-1000", scheme, root=project)
    quality = sweval.evaluate(station, scheme, calendar).scoring.component("quality")
    assert [(area.area, area.raw) for area in quality.areas] == [("a", 85), ("b", 91)]


def test_two_workbooks_that_differ_are_named_in_both(root: Path, project: Path, tmp_path: Path):
    scheme = schemes(root, "example-1000")
    shutil.copytree(root / "data" / "demo" / "example-1000", project / "data" / "demo" / "example-1000")
    before = files_of(project / "data" / "demo" / "example-1000")
    one = expert_book(tmp_path / "e1.xlsx", scheme, "e1", {"服务质量/a": 90})
    again = expert_book(tmp_path / "e1-again.xlsx", scheme, "e1", {"服务质量/a": 91})
    with pytest.raises(Refused) as refusal:
        taken_in(project, one, again)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.sheet, fault.value) == ("e1-again.xlsx", "评分表", "91")
    assert fault.problem.startswith("与 e1.xlsx 工作表“评分表”D") and "90" in fault.problem
    assert files_of(project / "data" / "demo" / "example-1000") == before


# --- what is kept, what is refused ------------------------------------------------------------------


def test_what_no_workbook_holds_is_kept(root: Path, project: Path, tmp_path: Path):
    scheme, draft = schemes(root, "example-1000"), read_folder(station_folder(root, "example-1000"))
    first = taken_in(project, saved(draft, scheme, tmp_path / "a.xlsx"))
    (first.target / "README.md").write_text("说明\n", encoding="utf-8")
    changed = Draft(
        draft.profile | {"profile.address": "示例路2号"}, draft.units, draft.tables, draft.own_texts
    )
    second = taken_in(project, saved(changed, scheme, tmp_path / "b.xlsx"))
    assert [str(change) for change in second.changes or ()] == ["基本情况表：增加1行（地址）"]
    assert (second.target / "README.md").read_text(encoding="utf-8") == "说明\n"
    assert sorted(path.name for path in second.target.parent.iterdir()) == ["example-1000"]


def test_workbooks_of_two_schemes_are_not_one_station(root: Path, project: Path, tmp_path: Path):
    books = [
        saved(read_folder(station_folder(root, name)), schemes(root, name), tmp_path / f"{name}.xlsx")
        for name in ("example-1000", "example-whole")
    ]
    with pytest.raises(Refused, match=r"指标体系与 example-1000\.xlsx 的“example-1000”不同"):
        taken_in(project, *books)


# --- tables as CSV, and the old format --------------------------------------------------------------

ANSWERS = "类别,方式,档下限（%）,档上限（%）,人数\n服务对象,问卷,95,100,１０９\n服务对象,问卷,85,95,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["满意度表.csv", "satisfaction.csv"])
def test_a_table_as_csv_is_added_to_its_station(
    root: Path, project: Path, tmp_path: Path, name: str, encoding: str
):
    shutil.copytree(root / "data" / "demo" / "example-1000", project / "data" / "demo" / "example-1000")
    (tmp_path / name).write_text(ANSWERS, encoding=encoding)
    with prepared_import([tmp_path / name], project, station_id="example-1000") as arrived:
        assert [str(change) for change in arrived.changes or ()] == [
            "满意度表：增加2行（服务对象／问卷／95、服务对象／问卷／85）"
        ]
        arrived.write_files()
    rows = sweval.load_station("example-1000", schemes(root, "example-1000"), root=project).satisfaction
    assert [row.count for row in rows] == [109, 2]


CSVS = {
    "no station named": ("满意度表.csv", ANSWERS.encode(), "", "没有写明是哪个站点"),
    "no table's name": ("答卷.csv", ANSWERS.encode(), "example-1000", "文件名不是表名"),
    "neither encoding": (
        "满意度表.csv",
        b"\xff\xff\xff,\x80\n",
        "example-1000",
        "既不是 UTF-8 也不是 GB18030",
    ),
    "a quote left open": ("满意度表.csv", ANSWERS.encode() + b'"a,b\n', "example-1000", "引号没有成对"),
    "a fault in a cell": (
        "满意度表.csv",
        ANSWERS.replace("85,95,2", "85,95,二").encode(),
        "example-1000",
        "不是整数",
    ),
}


@pytest.mark.parametrize("name", CSVS)
def test_a_table_that_cannot_be_taken_is_refused(root: Path, project: Path, tmp_path: Path, name: str):
    file, data, station, problem = CSVS[name]
    shutil.copytree(root / "data" / "demo" / "example-1000", project / "data" / "demo" / "example-1000")
    before = files_of(project / "data" / "demo" / "example-1000")
    (tmp_path / file).write_bytes(data)
    with pytest.raises(Refused) as refusal, prepared_import([tmp_path / file], project, station_id=station):
        pass
    (fault,) = refusal.value.faults
    assert problem in fault.problem and fault.file == file
    if name == "a fault in a cell":
        assert (fault.sheet, fault.cell) == ("满意度表", "E3")
    assert files_of(project / "data" / "demo" / "example-1000") == before


def test_experts_score_the_first_partys_leaves_and_others_agree_on_theirs(root: Path):
    scheme = schemes(root, "shiqi-2024-midterm")
    rows = blank_draft(scheme, areas=2, experts=("e1", "e2")).tables["scores"]
    assert [
        (row["node"], row["area"], row["expert"]) for row in rows if row["node"] in ("quality", "bureau")
    ] == [
        ("quality", "a1", "e1"),
        ("quality", "a1", "e2"),
        ("quality", "a2", "e1"),
        ("quality", "a2", "e2"),
        ("bureau", "", ""),
    ]
    hers = expert_draft(scheme, "e2", ("a1",)).tables["scores"]
    assert {row["node"] for row in hers} == {"monitoring", "outcome", "operations", "quality"}
    assert {row["expert"] for row in hers} == {"e2"}
