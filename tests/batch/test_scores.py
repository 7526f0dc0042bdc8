"""Scores of many stations in one table: the same figures as the reports', exact, in order, whole or not at all."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pytest
from click.testing import CliRunner, Result

from sweval.cli import main
from sweval.run.products.scores import STATION_COLUMNS
from tests.batch.conftest import add_station


def score(*args: str) -> Result:
    return CliRunner().invoke(main, ["score", "--all", "-j", "1", *args])


@pytest.fixture
def faulty(root: Path, project: Path) -> Path:
    """The project, one of its stations with a score that is no number."""
    folder = add_station(root, project, "faulty")
    scores = folder / "scores.csv"
    text = re.sub(r"(monitoring,,e\d+,)", r"\g<1>九", scores.read_text(encoding="utf-8"), count=1)
    scores.write_text(text, encoding="utf-8")
    return project


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_for_each_station_with_the_figures_of_its_report(faulty: Path):
    result = score("-o", "results.csv")
    assert result.exit_code == 1
    assert "3 个站点" in result.stdout and "没有评分的 1 个：faulty" in result.stderr
    found = {row["station"]: row for row in rows(faulty / "results.csv")}
    assert list(found) == sorted(found)
    assert CliRunner().invoke(main, ["run", "shili-0001"]).exit_code == 0
    record = json.loads((faulty / "reports/jia/working/shili-0001/record.json").read_text(encoding="utf-8"))
    figures = {figure["id"]: figure["value"] for figure in record["figures"]}
    row = found["shili-0001"]
    for column, id in {
        "total": "score.total",
        "grade": "score.grade",
        "to_lower": "score.to_lower",
        "triggered": "veto.triggered",
        "node_quality": "score.quality.converted",
        "node_bureau": "score.bureau.converted",
    }.items():
        assert row[column] == figures[id], column
    assert found["faulty"]["state"] == "refused" and found["faulty"]["total"] == ""
    assert "scores.csv" in found["faulty"]["faults"] and "九" in found["faulty"]["faults"]


def test_a_row_for_each_figure(project: Path):
    assert score("-o", "figures.csv", "--table", "figures").exit_code == 0
    found = [row for row in rows(project / "figures.csv") if row["station"] == "shili-0001"]
    total = next(row for row in found if row["id"] == "score.total")
    assert total["value"] == total["number"] == "89.12" and total["unit"] == "分" and total["missing"] == "否"
    rate = next(row for row in found if row["id"] == "score.quality.rate")
    assert rate["value"] == f"{rate['number']}%"


def test_every_kind_of_file_says_the_same(faulty: Path):
    for ending in ("csv", "xlsx", "parquet"):
        assert score("-o", f"results.{ending}").exit_code == 1
    texts = rows(faulty / "results.csv")
    book = openpyxl.load_workbook(faulty / "results.xlsx").worksheets[0]
    head, *sheet = [list(row) for row in book.iter_rows(values_only=True)]
    assert head[: len(STATION_COLUMNS)] == [column.head for column in STATION_COLUMNS]
    parquet = pandas.read_parquet(faulty / "results.parquet")
    assert list(parquet.columns) == list(texts[0])
    for number, row in enumerate(texts):
        total = parquet["total"][number]
        if row["total"]:
            assert total == Decimal(row["total"]) and sheet[number][10] == float(row["total"])
        else:
            assert pandas.isna(total) and sheet[number][10] is None
        assert parquet["station"][number] == sheet[number][0] == row["station"]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("results.xls", "不认识的文件类型"),
        ("nowhere/results.csv", "没有这个目录"),
        ("results", "不认识的文件类型"),
    ],
)
def test_where_nothing_can_be_written_nothing_is_computed(project: Path, output: str, words: str):
    result = score("-o", output)
    assert result.exit_code == 2 and words in result.output
    assert not list(project.glob("results*"))


def test_an_interrupted_table_leaves_the_former_one(project: Path, monkeypatch: pytest.MonkeyPatch):
    assert score("-o", "results.csv").exit_code == 0
    before = (project / "results.csv").read_bytes()

    def breaks(*args: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("sweval.run.products.scores.rows", breaks)
    assert isinstance(score("-o", "results.csv").exception, RuntimeError)
    assert (project / "results.csv").read_bytes() == before
    assert sorted(path.name for path in project.glob("*results*")) == ["results.csv"]


def test_a_name_like_a_formula_is_text_for_a_spreadsheet(project: Path):
    profile = project / "data" / "stations" / "shili-0001" / "station.yaml"
    text = profile.read_text(encoding="utf-8")
    name = re.search(r"name: (\S+社工服务站)", text)
    assert name
    profile.write_text(text.replace(name[1], '"=1+1"', 1), encoding="utf-8")
    assert score("-o", "results.csv").exit_code == 0 and score("-o", "results.xlsx").exit_code == 0
    assert rows(project / "results.csv")[0]["name"] == "'=1+1"
    cell = openpyxl.load_workbook(project / "results.xlsx").worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_queries_of_the_documentation_run(root: Path, project: Path, monkeypatch: pytest.MonkeyPatch):
    for table, output in (("stations", "results.parquet"), ("figures", "figures.parquet")):
        assert score("-o", output, "--table", table).exit_code == 0
    text = (root / "docs" / "batch.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    districts, components = [duckdb.sql(query).fetchall() for query in queries]
    assert [(name, count) for name, count, *_ in districts] == [("示例区", 3)]
    assert len(components) >= 8 and all(mean > 0 for *_, mean in components)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {"pandas": pandas}
    exec(code, names)
