"""A headless Chromium with the reports open in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
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
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}


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


@pytest.fixture(scope="session")
def pages(browser: Browser, files: dict[str, Path]) -> Iterator[Callable[[str], Opened]]:
    """The report of an edition, opened once from disk with the network off."""
    contexts = []

    @cache
    def of(edition: str) -> Opened:
        contexts.append(browser.new_context(viewport=VIEWPORT, offline=True))
        return _opened(contexts[-1].new_page(), files[edition])

    yield of
    for context in contexts:
        context.close()


@pytest.fixture
def opened(pages: Callable[[str], Opened], edition: str) -> Opened:
    """The report as it was opened, for tests that look and change nothing but the width and the medium."""
    opened = pages(edition)
    opened.page.set_viewport_size(VIEWPORT)
    opened.page.emulate_media(media="null")
    return opened


@pytest.fixture
def fresh(browser: Browser, files: dict[str, Path], edition: str) -> Iterator[Opened]:
    """The report opened for one test, which may go where it likes."""
    context = browser.new_context(viewport=VIEWPORT, offline=True)
    yield _opened(context.new_page(), files[edition])
    context.close()


def _opened(page: Page, file: Path) -> Opened:
    opened = Opened(page)
    page.on("request", lambda request: opened.requests.append(request.url))
    page.on("console", lambda message: opened.console.append(message.text))
    page.on("pageerror", lambda error: opened.console.append(str(error)))
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    return opened
