"""A headless Chromium with the reports open in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from tests.build import Evaluate
from tests.filled import filled
from tests.pages import page as report_page
from tools.browser import find_installed

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EDITIONS = ("working", "official", "public")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped, loudly; under CI they fail instead, so nobody lives with it."""
    here = Path(__file__).parent
    skip = pytest.mark.skip(reason="NO CHROMIUM: the pages were not looked at")
    for item in items:
        if here in Path(str(item.fspath)).parents:
            item.add_marker(pytest.mark.browser)
            if find_installed() is None and not os.environ.get("CI"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_installed()
    assert executable, "no Chromium found: run `python -m tools.browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def evaluations(
    evaluation: Evaluation, station: Station, scheme: Scheme, diagnose: Evaluate
) -> dict[str, Evaluation]:
    """What each edition is shown of: the published case, and for the public a station that was confirmed."""
    return {"working": evaluation, "official": evaluation, "public": diagnose(filled(station, scheme))}


@pytest.fixture(scope="session")
def files(evaluations: dict[str, Evaluation], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of each edition as a file."""
    folder = tmp_path_factory.mktemp("reports")
    made = {}
    for edition in EDITIONS:
        made[edition] = folder / f"{edition}.html"
        made[edition].write_text(report_page(evaluations[edition], edition), encoding="utf-8")
    return made


@dataclass
class Opened:
    """A report in the browser, and what the browser had to say."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path], edition: str) -> Iterator[Opened]:
    """The report, opened from disk with the network off."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    opened = Opened(context.new_page())
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda message: opened.console.append(message.text))
    opened.page.on("pageerror", lambda error: opened.console.append(str(error)))
    opened.page.goto(files[edition].as_uri())
    opened.page.evaluate("document.fonts.ready.then(() => true)")
    yield opened
    context.close()
