"""The index of a folder of reports: what it lists, what it keeps to itself, that its links lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sweval.domain.disclosure.editions import EDITIONS, Edition
from sweval.export.html.text import displayed
from sweval.run.many.runner import Options, run_all
from sweval.run.many.selection import tasks
from sweval.run.task import TaskOutcome

STATIONS = ("shili-0003", "shili-0001", "shili-0002")


def run(project: Path, edition: Edition, *, force: bool = False) -> list[TaskOutcome]:
    told: list[TaskOutcome] = []
    run_all(project, tasks(project, STATIONS, [edition], {}), Options(workers=2, force=force), told.append)
    return told


def index(project: Path, edition: Edition) -> str:
    return (project / "reports" / "jia" / edition / "index.html").read_text(encoding="utf-8")


def names(page: str) -> list[str]:
    return re.findall(r'<tr data-grade="[^"]*"><th scope="row"><a href="([^/]+)/', page)


@pytest.mark.parametrize("edition", ["working", "official"])
def test_it_lists_every_station_in_the_batchs_order_with_its_result(project: Path, edition: Edition):
    told = {outcome.station: outcome for outcome in run(project, edition)}
    page = index(project, edition)
    assert names(page) == ["shili-0001", "shili-0002", "shili-0003"]
    text = displayed(page)
    assert EDITIONS[edition] in text and "示例数据" in text
    for outcome in told.values():
        assert outcome.title in text and outcome.total in text
    home = project / "reports" / "jia" / edition
    links = re.findall(r'href="([^"#:]+)"', page)
    assert links and all((home / link).is_file() for link in links)


def test_only_working_papers_can_be_sorted_by_score(project: Path):
    for edition in ("working", "official"):
        run(project, edition)  # type: ignore[arg-type]
    assert 'data-sort="number"' in index(project, "working")
    official = index(project, "official")
    assert 'data-sort="number"' not in official and "不排名" in official
    # Nor does the official index hold anything the total could be sorted by but its print.
    assert not re.search(r'<td class="right" data-value="\d+\.\d+">\d+\.\d+分</td>', official)


def test_a_failed_station_is_listed_with_its_reason(project: Path):
    scores = project / "data" / "stations" / "shili-0002" / "scores.csv"
    good = scores.read_text(encoding="utf-8")
    scores.write_text(good.replace("\n", "\n坏", 1), encoding="utf-8")
    for edition in ("working", "official"):
        run(project, edition)  # type: ignore[arg-type]
    working, official = index(project, "working"), index(project, "official")
    for page in (working, official):
        assert names(page) == ["shili-0001", "shili-0003"]
        assert "没有报告的站点" in page and "shili-0002" in page and "数据有问题" in page
    # Which cell is wrong is for the evaluator.
    assert "scores.csv" in working and "scores.csv" not in official
    scores.write_text(good, encoding="utf-8")
    run(project, "working")
    assert names(index(project, "working")) == ["shili-0001", "shili-0002", "shili-0003"]


def test_a_report_that_could_not_be_renewed_says_so(project: Path):
    run(project, "working")
    scores = project / "data" / "stations" / "shili-0002" / "scores.csv"
    scores.write_text(scores.read_text(encoding="utf-8").replace("\n", "\n坏", 1), encoding="utf-8")
    run(project, "working")
    page = index(project, "working")
    assert names(page) == ["shili-0001", "shili-0002", "shili-0003"]
    assert "仍为上一次的报告" in page


def test_it_is_the_same_bytes_whenever_it_is_written(project: Path):
    run(project, "working")
    first = index(project, "working")
    run(project, "working", force=True)
    assert index(project, "working") == first


def test_a_log_line_holds_no_card(project: Path):
    assert all("card" not in json.loads(json.dumps(one.as_json())) for one in run(project, "working"))
