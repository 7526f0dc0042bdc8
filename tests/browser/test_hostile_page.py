"""A report whose every text is an attack: nothing runs, nothing is fetched, nothing breaks out of its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from sweval.evaluation import Evaluation
from tests.browser.test_report_page import WCAG
from tests.build import Evaluate
from tests.hostile import attacked
from tests.pages import page as report_page

LONG = "甲" * 5_000 + "a" * 5_000


@pytest.fixture(scope="module")
def file(evaluation: Evaluation, diagnose: Evaluate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    station, _ = attacked(evaluation.station)
    first, *rest = station.findings
    hostile = diagnose(replace(station, findings=(replace(first, text=LONG), *rest)))
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    path.write_text(report_page(hostile, "working"), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_runs_and_nothing_is_broken(browser: Browser, file: Path, width: int):
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    page, said = context.new_page(), list[str]()
    page.on("request", lambda one: said.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("dialog", lambda one: said.append(one.message))
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    assert [one for one in said if not one.startswith("data:")] == [page.url]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("script, img, iframe, form, object, embed, [onerror]").count() == 0
    assert page.inner_text("body").count("<script>alert(") > 100
    context.close()


@pytest.mark.slow
def test_axe_finds_no_violation_in_it(browser: Browser, file: Path):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    assert Axe().run(page, options=WCAG).violations_count == 0
    context.close()
