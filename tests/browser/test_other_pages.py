"""The pages beside the report, opened in a browser: the district, two assessments, the index of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import sweval
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.dates import IsWorkday
from sweval.export.html.page import html
from sweval.export.html.portal import MissingReport, Portal, PortalRow, portal_page
from sweval.intake.station.folder import load_station
from sweval.presentation.report.stated import card
from sweval.run.products.district import load_district
from tests.browser.conftest import Opened
from tests.browser.printing import badly_printed
from tests.browser.test_report_page import WCAG

PAGES = ("bureau", "working", "two", "index")


@pytest.fixture(scope="module")
def files(
    root: Path, scheme: Scheme, calendar: IsWorkday, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Each page as a file."""
    overview = sweval.overview(load_district("demo", root=root))
    both = [
        sweval.evaluate(load_station(id, scheme, root=root), scheme, calendar)
        for id in ("shili-0001", "shili-0001-final")
    ]
    reports: dict[str, tuple[Any, str]] = {
        "bureau": (sweval.DistrictReport(overview, "bureau"), "bureau"),
        "working": (sweval.DistrictReport(overview, "working"), "working"),
        "two": (sweval.TwoAssessments(*both), "working"),
    }
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, (report, edition) in reports.items():
        cells = []
        for number, blocks in enumerate(report.all()):
            output = nbformat.v4.new_output("execute_result", blocks._repr_mimebundle_())
            cell = nbformat.v4.new_code_cell("report", outputs=[output])
            cell.id = f"cell-{number}"
            cells.append(cell)
        made[name] = folder / f"{name}.html"
        made[name].write_text(html(nbformat.v4.new_notebook(cells=cells), edition), encoding="utf-8")
    rows = tuple(
        PortalRow(card(evaluation), ((f"{evaluation.station.id}/report.html", "网页"),))
        for evaluation in both * 10
    )
    missing = (MissingReport("shili-0099", "数据有问题", ("scores.csv 第2行：没有这个片区",)),)
    made["index"] = folder / "index.html"
    made["index"].write_text(
        portal_page(Portal("示例区评估报告", "示例数据｜工作底稿", "", rows, missing)), encoding="utf-8"
    )
    return made


@pytest.fixture(scope="module", params=PAGES)
def page(browser: Browser, files: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    opened = Opened(context.new_page())
    opened.page.on("request", lambda one: opened.requests.append(one.url))
    opened.page.on("console", lambda message: opened.console.append(message.text))
    opened.page.goto(files[request.param].as_uri())
    opened.page.evaluate("document.fonts.ready.then(() => true)")
    yield opened
    context.close()


def test_nothing_is_requested_and_nothing_is_complained_of(page: Opened):
    assert [url for url in page.requests if not url.startswith("data:")] == [page.page.url]
    assert page.console == []


def test_no_printed_page_ends_with_a_heading_and_no_text_leaves_the_paper(page: Opened):
    assert badly_printed(page.page) == []


def test_axe_finds_no_violation(page: Opened):
    page.page.evaluate(Axe().axe_script)
    results = page.page.evaluate("options => axe.run(options)", WCAG)
    assert len(results["passes"]) >= 20
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in results["violations"]] == []


def test_every_link_leads_somewhere_and_every_anchor_is_unique(page: Opened):
    links = page.page.evaluate(
        "[...document.querySelectorAll('a[href^=\u0022#\u0022]')].map(a => a.getAttribute('href').slice(1))"
    )
    ids = page.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert set(links) - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_no_page_scrolls_sideways(page: Opened):
    for width in (360, 1280):
        page.page.set_viewport_size({"width": width, "height": 844})
        assert page.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture
def index(browser: Browser, files: dict[str, Path]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    opened = context.new_page()
    opened.goto(files["index"].as_uri())
    yield opened
    context.close()


def rows(index: Page) -> list[str]:
    return index.locator("#reports tbody tr:visible th").all_inner_texts()


def test_the_index_can_be_searched_and_sorted_with_the_keyboard(index: Page):
    assert len(rows(index)) == 20
    index.keyboard.press("Tab")  # the skip link
    index.focus("#find")
    index.keyboard.type("没有这样的站")
    assert rows(index) == [] and index.inner_text("#shown") == "显示 0 / 20"
    index.fill("#find", "")
    index.focus("th button >> text=总分")
    index.keyboard.press("Enter")
    totals = index.locator("#reports tbody tr td:nth-child(5)").evaluate_all(
        "all => all.map(one => +one.dataset.value)"
    )
    assert totals == sorted(totals) and totals[0] < totals[-1]
    index.keyboard.press("Enter")
    heads = index.locator("#reports thead th[aria-sort]")
    assert heads.count() == 1 and heads.first.get_attribute("aria-sort") == "descending"


def test_the_index_is_complete_without_its_script(browser: Browser, files: dict[str, Path]):
    context = browser.new_context(java_script_enabled=False, offline=True)
    opened = context.new_page()
    opened.goto(files["index"].as_uri())
    assert opened.locator("#reports tbody tr").count() == 20
    assert not opened.locator(".filters").is_visible() and opened.locator("#left").is_visible()
    context.close()
