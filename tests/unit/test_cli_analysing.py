"""Commands that answer one question each, as an analyst types them: whom to ask, what to mend, what changed, what is due, the district."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sweval.cli import main

STATION = "shili-0001"


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rules, notebooks and the first three invented stations, with a batch of them; the working directory."""
    for folder in ("params/schemes", "notebooks"):
        shutil.copytree(root / folder, tmp_path / folder)
    names = ("shili-0001", "shili-0002", "shili-0003", "shili-0001-final")
    for name in names:
        shutil.copytree(root / "data" / "demo" / name, tmp_path / "data" / "demo" / name)
        (tmp_path / "params" / "stations").mkdir(exist_ok=True)
        shutil.copy(root / "params" / "stations" / f"{name}.yaml", tmp_path / "params" / "stations")
    (tmp_path / "params" / "batches").mkdir()
    listed = "\n".join(f"  - {name}" for name in names[:3])
    (tmp_path / "params" / "batches" / "few.yaml").write_text(
        f"id: few\nname: 几个站点\nstations:\n{listed}\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def rows(path: Path, sheet: str) -> list[list[str]]:
    book = openpyxl.load_workbook(path)
    return [
        ["" if cell is None else str(cell) for cell in row] for row in book[sheet].iter_rows(values_only=True)
    ]


# --- sample -----------------------------------------------------------------------------------------


def test_a_sample_is_a_workbook_with_names_reserves_strata_and_protocol(project: Path):
    result = call("sample", STATION, "--n", "40", "--seed", "7", "-o", "抽样.xlsx")
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(project / "抽样.xlsx")
    assert book.sheetnames == ["抽样名单", "替补名单", "各层人数", "抽样方案"]
    people = rows(project / "抽样.xlsx", "抽样名单")[1:]
    assert len({row[1] for row in people}) == 40
    told = dict(row[:2] for row in rows(project / "抽样.xlsx", "抽样方案"))
    assert told["种子"] == "7"
    assert "示例数据" in told["数据性质"]


def test_the_same_seed_writes_the_same_bytes(project: Path):
    for name in ("a.xlsx", "b.xlsx"):
        call("sample", STATION, "--seed", "7", "-o", name)
    assert (project / "a.xlsx").read_bytes() == (project / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (("--seed", "1", "-o", "a.csv"), "请以 .xlsx 结尾"),
        (("--seed", "1", "-o", "there.xlsx"), "加 --yes 覆盖"),
    ],
)
def test_a_sample_that_can_not_be_written_is_refused(project: Path, args: tuple[str, ...], text: str):
    (project / "there.xlsx").write_bytes(b"")
    result = call("sample", STATION, *args)
    assert result.exit_code == 2
    assert text in result.output
    assert (project / "there.xlsx").read_bytes() == b""


def test_without_a_list_there_is_nobody_to_draw(project: Path):
    (project / "data" / "demo" / STATION / "frame.csv").unlink()
    result = call("sample", STATION, "--seed", "1")
    assert result.exit_code == 2
    assert "没有抽样框" in result.output


# --- proof ------------------------------------------------------------------------------------------


def test_proof_lists_what_to_look_at_and_exits_with_1(project: Path):
    result = call("proof", STATION)
    assert result.exit_code == 1
    assert "意见没有注明佐证" in result.output
    assert "处须看" in result.output


def test_proof_knows_the_names_of_the_other_stations_at_hand(project: Path):
    path = project / "data" / "demo" / STATION / "findings.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = lines[1].split(",")
    cells[6] = "建议参考示例乙镇的做法。"
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
    assert "“示例乙镇”不是本站" in call("proof", STATION).output


def test_a_text_with_nothing_to_remark_exits_with_0(project: Path):
    for name in ("findings", "notes", "feedback", "rectification", "reviews"):
        (project / "data" / "demo" / STATION / f"{name}.csv").unlink()
    result = call("proof", STATION)
    assert (result.exit_code, result.output) == (0, f"{STATION}：没有发现须处理的文字\n")


# --- compare ----------------------------------------------------------------------------------------


def test_a_station_beside_itself_is_the_same(project: Path):
    result = call("compare", STATION, STATION)
    assert (result.exit_code, result.output) == (0, "完全相同\n")


def test_two_records_are_compared_wherever_they_lie(project: Path):
    assert call("run", STATION).exit_code == 0
    folder = next((project / "reports").rglob("record.json")).parent
    assert call("compare", str(folder), str(folder / "record.json")).exit_code == 0
    result = call("compare", str(folder), "shili-0001-final", "--format", "json")
    assert result.exit_code == 1
    changes = {change["id"]: change for change in json.loads(result.output)}
    assert changes["stage"]["before"] == "midterm"
    assert changes["score.total"]["by"]


@pytest.mark.parametrize("place", ["nowhere.json", "params", "notebooks/what_if.ipynb"])
def test_what_holds_no_record_is_refused(project: Path, place: str):
    result = call("compare", place, STATION)
    assert result.exit_code == 2
    assert "评估记录" in result.output


# --- reassess ---------------------------------------------------------------------------------------


def test_two_assessments_become_a_page(project: Path):
    result = call("reassess", STATION, "shili-0001-final")
    assert result.exit_code == 0, result.output
    page = (project / "reports" / "comparisons" / "working" / "shili-0001-final" / "report.html").read_text(
        encoding="utf-8"
    )
    assert "示例甲镇社工服务站两次评估比较" in page
    assert "示例数据" in page


def test_two_stations_are_no_two_assessments(project: Path):
    result = call("reassess", STATION, "shili-0002")
    assert result.exit_code == 2
    assert "不是同一个社工站" in result.output
    assert not (project / "reports" / "comparisons").exists()


# --- deadlines --------------------------------------------------------------------------------------


def test_deadlines_are_listed_by_day_over_all_stations(project: Path):
    result = call("deadlines", "--as-of", "2024-09-10", "--days", "10")
    assert result.exit_code == 0
    days = [line[:10] for line in result.output.splitlines()]
    assert days and days == sorted(days)
    assert any("还有" in line for line in result.output.splitlines())


def test_nothing_due_is_said(project: Path):
    assert "没有到期的环节" in call("deadlines", "shili-0002", "--as-of", "2020-01-06").output


def test_a_faulty_station_is_named_and_the_others_are_told(project: Path):
    (project / "data" / "demo" / "shili-0002" / "scores.csv").unlink()
    result = call("deadlines", "--batch", "few", "--as-of", "2024-09-10", "--days", "10")
    assert result.exit_code == 1
    assert "shili-0002：数据有" in result.output
    assert "shili-0001" in result.output


def test_a_day_that_is_none_is_refused(project: Path):
    result = call("deadlines", "--as-of", "soon")
    assert result.exit_code == 2
    assert "不是日期" in result.output


# --- overview ---------------------------------------------------------------------------------------


def test_the_overview_of_a_batch_is_published_for_the_bureau(project: Path):
    result = call("overview", "--batch", "few")
    assert result.exit_code == 0, result.output
    page = (project / "reports" / "few" / "bureau" / "district-overview" / "report.html").read_text(
        encoding="utf-8"
    )
    assert "示例甲镇社工站" in page
    assert "示例数据｜区级汇总" in page
    assert not list((project / "reports").rglob(".staging-*"))


def test_the_same_overview_has_the_same_bytes(project: Path):
    folder = project / "reports" / "few" / "bureau" / "district-overview"
    made = []
    for _ in range(2):
        call("overview", "--batch", "few")
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]


def test_a_faulty_station_is_named_in_the_overview(project: Path):
    (project / "data" / "demo" / "shili-0002" / "scores.csv").unlink()
    result = call("overview", "--batch", "few")
    assert result.exit_code == 1
    assert "没有计入：shili-0002" in result.output


def test_a_batch_there_is_not_is_refused(project: Path):
    result = call("overview", "--batch", "many")
    assert result.exit_code == 2
    assert "没有这个批次" in result.output


def test_a_notebook_that_fails_leaves_the_former_overview(project: Path):
    call("overview", "--batch", "few")
    page = project / "reports" / "few" / "bureau" / "district-overview" / "report.html"
    before = page.read_bytes()
    notebook = project / "notebooks" / "district_overview.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("report.ranks()", "1 / 0"), encoding="utf-8"
    )
    result = call("overview", "--batch", "few")
    assert result.exit_code == 2
    assert "ZeroDivisionError" in result.output
    assert page.read_bytes() == before
