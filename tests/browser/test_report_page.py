"""The report as an official opens it: offline, on a desk, on a phone, on paper."""

from __future__ import annotations

import io
import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from sweval.evaluation import Evaluation
from tests.browser.conftest import Opened
from tests.browser.printing import badly_printed
from tests.unit.chart_checks import contrast_of

#: The other editions are looked at by ``make check``.
SLOWLY = [pytest.param(edition, marks=pytest.mark.slow) for edition in ("official", "public")]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def test_the_page_is_as_full_as_a_report(opened: Opened):
    count = opened.page.evaluate("s => document.querySelectorAll(s).length", "main > *")
    assert count >= 60
    assert opened.page.locator("main table").count() >= 12
    assert opened.page.locator("main figure svg").count() >= 5
    assert len(opened.page.locator("main").inner_text()) >= 12_000


def test_nothing_is_requested_and_nothing_is_complained_of(opened: Opened, edition: str):
    assert [url for url in opened.requests if not url.startswith("data:")] == [opened.page.url]
    assert opened.console == []
    assert opened.page.locator("script").count() == 0


def test_the_result_stands_on_the_first_screen(
    opened: Opened, edition: str, evaluations: dict[str, Evaluation]
):
    for selector in (".tile.lead .tile-value", ".cover .status", "#chart-components"):
        box = opened.page.locator(selector).bounding_box()
        assert box is not None and box["y"] < 900, selector
    told, figures = opened.page.locator(".tile.lead").inner_text(), evaluations[edition].figures
    total, grade = (
        ("84.76", "良好")
        if edition != "public"
        else (figures[i].value for i in ("score.total", "score.grade"))
    )
    assert total in told and grade in told


def test_no_page_scrolls_sideways(opened: Opened):
    for width in (360, 390, 768, 1280):
        opened.page.set_viewport_size({"width": width, "height": 844})
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.page.evaluate("document.documentElement.scrollHeight") > 20_000


def test_every_text_of_a_chart_is_legible_on_a_phone(opened: Opened):
    opened.page.set_viewport_size({"width": 390, "height": 844})
    sizes = opened.page.evaluate(
        """() => [...document.querySelectorAll('figure svg text')].map(text => {
            const scale = text.ownerSVGElement.getBoundingClientRect().width / text.ownerSVGElement.viewBox.baseVal.width;
            return parseFloat(getComputedStyle(text).fontSize) * scale;
        })"""
    )
    assert len(sizes) >= 100
    assert min(sizes) >= 11


@pytest.mark.parametrize("edition", ["working", *SLOWLY])  # it holds all that the others hold
def test_axe_finds_no_violation_and_leaves_only_svg_contrast_open(opened: Opened):
    opened.page.evaluate(Axe().axe_script)
    results = opened.page.evaluate("options => axe.run(options)", WCAG)
    assert len(results["passes"]) >= 25
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in results["violations"]] == []
    undecided = [
        (i["id"], n["html"][:120], n["target"][0]) for i in results["incomplete"] for n in i["nodes"]
    ]
    # Nor does it decide on links in a cell of several rows; those are measured below.
    several = "target => document.querySelector(target).closest('td[rowspan]') !== null"
    left = [
        (kind, html)
        for kind, html, target in undecided
        if kind != "color-contrast" or not ("<t" in html[:3] or opened.page.evaluate(several, target))
    ]
    assert left == []


def test_links_in_cells_of_several_rows_are_legible(opened: Opened):
    found = opened.page.evaluate(
        """() => [...document.querySelectorAll('td[rowspan] a')].map(a =>
            [getComputedStyle(a).color, getComputedStyle(a.closest('td')).backgroundColor])"""
    )
    assert len(found) >= 20
    for colors in set(map(tuple, found)):
        color, behind = ([int(part) for part in re.findall(r"\d+", one)] for one in colors)
        assert len(behind) == 3, "no colour of its own"
        assert contrast_of(color, behind) >= 4.5


def test_every_link_leads_somewhere_and_every_anchor_is_unique(opened: Opened):
    links = opened.page.evaluate(
        "[...document.querySelectorAll('a[href^=\u0022#\u0022]')].map(a => a.getAttribute('href').slice(1))"
    )
    ids = opened.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(links) >= 500
    assert set(links) - set(ids) == set()
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("edition", ["working", "official"])  # the public station's scores are experts' own
def test_a_mark_leads_to_its_figure_its_rule_and_its_row(fresh: Opened):
    page = fresh.page
    page.locator(".tile.lead .mark a").first.click()
    figure = page.locator("tr:target")
    assert "总分" in figure.inner_text() and "84.76" in figure.inner_text()
    figure.locator("td:nth-child(5) a").click()
    assert "四舍五入" in page.locator("tr:target").inner_text()
    page.locator("#f-score-quality-area-a5 a[href^='#r-']").click()
    assert "15.57" in page.locator("tr:target").inner_text()


def test_headings_descend_one_level_at_a_time(opened: Opened):
    levels = opened.page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1 and len(levels) >= 40
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_have_captions_and_scopes_and_charts_have_names(opened: Opened):
    page = opened.page
    assert page.locator("table:not(:has(caption))").count() == 0
    assert page.locator("th:not([scope])").count() == 0
    names = page.evaluate(
        "[...document.querySelectorAll('figure svg')].map(s => s.querySelector('title').textContent)"
    )
    assert len(names) >= 5 and all(len(name) > 20 for name in names)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_the_text_is_drawn_with_the_fonts_of_the_page(opened: Opened):
    faces = opened.page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.split('\u0022').join('') + f.weight)"
    )
    assert {"Sweval Sans400", "Sweval Sans700"} <= set(faces)
    assert all(face.startswith("Sweval Sans") for face in faces)


def test_the_policy_forbids_scripts_and_requests(fresh: Opened):
    policy = fresh.page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert policy and "default-src 'none'" in policy and "script" not in policy
    blocked = fresh.page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'blocked')")
    assert blocked == "blocked"


def test_every_printed_page_is_full_and_bears_the_status_and_its_number(opened: Opened, edition: str):
    pdf = PdfReader(io.BytesIO(opened.page.pdf(prefer_css_page_size=True, print_background=True)))
    mark = {"working": "演示复算｜工作底稿", "official": "演示复算｜送三方稿", "public": "示例数据｜公示稿"}[
        edition
    ]
    texts = [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]
    assert len(texts) >= 15
    assert [number for number, text in enumerate(texts[:-1], 1) if len(text) < 140] == []
    assert [number for number, text in enumerate(texts, 1) if mark not in text] == []
    assert [number for number, text in enumerate(texts, 1) if f"—{number}—" not in text] == []
    width, height = (float(value) * 25.4 / 72 for value in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)


def test_no_printed_page_ends_with_a_heading_and_no_text_leaves_the_paper(opened: Opened):
    assert badly_printed(opened.page) == []


def test_rows_figures_and_findings_stay_whole_in_print(opened: Opened):
    opened.page.emulate_media(media="print")
    cut = opened.page.evaluate(
        "[...document.querySelectorAll('tr, figure, ol.findings li')].filter(e => getComputedStyle(e).breakInside !== 'avoid').length"
    )
    assert cut == 0


def test_the_page_can_be_read_with_the_keyboard_alone(fresh: Opened):
    page = fresh.page
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.className === 'skip'", timeout=10_000)
    page.keyboard.press("Enter")
    # Following a link and moving the focus take the browser a moment.
    page.wait_for_function("location.hash === '#s-summary'", timeout=10_000)
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('.mark, .scroller') !== null", timeout=10_000)
