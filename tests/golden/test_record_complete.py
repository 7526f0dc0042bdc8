"""The record and the report beside it tell the same: no figure is displayed that isn't in it, and none is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from sweval.blocks import Chart
from sweval.domain.disclosure.editions import ALL, Edition
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.presentation.citations import figure_anchor
from sweval.presentation.report.station_report import CELLS, StationReport
from tests.build import Evaluate
from tests.filled import filled
from tests.pages import page
from tests.provenance import of_block

#: What reads as a result: with decimals, or a share; no part of an id.
TOLD = re.compile(r"(?<![A-Za-z0-9_.])(?:\d+\.\d+|\d+(?=%))(?![A-Za-z0-9_.])")
#: What stands along an axis, in grey.
TICK = re.compile(r'<text[^>]*fill="#59636e"[^>]*>[^<]*</text>')
#: Rows of data as they are, and the program's own version.
AS_GIVEN = ("data", "versions")


@pytest.fixture(scope="module")
def full(station: Station, scheme: Scheme, diagnose: Evaluate) -> Evaluation:
    """A station that has everything a report can tell of, confirmed."""
    return diagnose(filled(station, scheme))


def record(evaluation: Evaluation, edition: Edition) -> dict[str, dict[str, Any]]:
    return {figure["id"]: figure for figure in json.loads(evaluation.record(edition))["figures"]}


@pytest.mark.parametrize("edition", ALL)
def test_the_page_has_a_place_for_each_figure_of_its_record_and_for_no_other(
    full: Evaluation, edition: Edition
):
    places = re.findall(r" id=\"?(f-[^\s\">]*)", page(full, edition))
    wanted = list(map(figure_anchor, record(full, edition)))
    assert len(wanted) >= 200
    assert sorted(places) == sorted(wanted)


@pytest.mark.parametrize("edition", ALL)
def test_each_figures_place_says_what_the_record_says(full: Evaluation, edition: Edition):
    lines = {}
    for row in re.findall(r"<tr id=(f-.*)", page(full, edition)):
        text = unescape(re.sub(r"<[^>]*>", " ", f"<tr id={row}"))
        for place in re.findall(r"id=(f-[^\s>]*)", f"id={row}"):
            lines[place] = text
    for id, figure in record(full, edition).items():
        line = lines[figure_anchor(id)]
        assert figure["value"] + figure["unit"] * (not figure["missing"]) in line, id
        assert figure["steps"] in line or figure["id"].startswith("coverage."), id


@pytest.mark.parametrize("edition", ALL)
def test_no_result_is_displayed_that_is_not_in_the_record(
    full: Evaluation, evaluation: Evaluation, edition: Edition
):
    known = {
        number
        for figure in record(full, edition).values()
        for number in TOLD.findall(f"{figure['value']}{figure['unit']} {figure['steps']} {figure['label']}")
    }
    # What is said of another station word for word comes of the rules and not of the data.
    always = {text for which in ("working", "official") for text in displayed(evaluation, which)}
    told = [(number, text) for text in displayed(full, edition) for number in TOLD.findall(text)]
    assert len(told) >= 300
    assert [(number, text) for number, text in told if number not in known and text not in always] == []


def displayed(evaluation: Evaluation, edition: Edition) -> Iterator[str]:
    """Every sentence, row, tile, item and chart of a report but the rows of data as they are."""
    report = StationReport(evaluation, edition)
    for name in CELLS:
        for block in getattr(report, name)() if name not in AS_GIVEN else ():
            if isinstance(block, Chart):
                block = replace(block, svg=TICK.sub("", block.svg))
            for piece in of_block(block):
                yield piece.text


@pytest.mark.parametrize("edition", ALL)
def test_the_record_names_no_row_that_the_page_does_not_print(full: Evaluation, edition: Edition):
    printed = set(re.findall(r" id=\"?(r-[^\s\">]*)", page(full, edition)))
    cells = [cell for figure in record(full, edition).values() for cell in figure["cells"]]
    named = {f"r-{c['file'].removesuffix('.csv')}-{c['row']}" for c in cells if c["file"].endswith(".csv")}
    hidden = {place for place in named if not place.endswith("-0")} - printed
    assert hidden == set()
    assert ("r-coverage-0" in named) == (edition != "working")
