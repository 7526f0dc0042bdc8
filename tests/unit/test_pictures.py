"""A picture out of a notebook may draw, and nothing else."""

from __future__ import annotations

import re

import pytest

from sweval.blocks import Chart
from sweval.evaluation import Evaluation
from sweval.export.collect import Unfit, collect, unsafe
from sweval.presentation.report.station_report import StationReport
from tests.pages import executed

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'

HARMFUL = {
    "a script": "<script>alert(1)</script>",
    "foreign content": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "a style sheet": "<style>@import url(https://example.org/)</style>",
    "a picture from elsewhere": '<image href="https://example.org/x.png"/>',
    "a link": '<a href="https://example.org/"><text>x</text></a>',
    "an event": '<path d="M0 0" onload="alert(1)"/>',
    "a reference elsewhere": '<use xlink:href="https://example.org/x.svg#a"/>',
    "a fill from elsewhere": '<path style="fill: url(https://example.org/x.svg#a)" d="M0 0"/>',
    "what is not closed": "<g>",
    "the end of the element": "</svg><p>x</p><svg>",
}


@pytest.mark.parametrize("what", HARMFUL)
def test_what_does_more_than_draw_is_found(what: str):
    assert unsafe(f"{HEAD}{HARMFUL[what]}</svg>")


def test_an_entity_is_found():
    assert unsafe(f'<!DOCTYPE svg [<!ENTITY a "x">]>{HEAD}<text>&a;</text></svg>') == "不允许的声明"


def test_our_own_charts_only_draw(evaluation: Evaluation):
    charts = [b for cell in StationReport(evaluation, "working").all() for b in cell if isinstance(b, Chart)]
    assert len(charts) >= 6
    assert [unsafe(chart.svg) for chart in charts] == [""] * len(charts)


def test_a_harmful_picture_makes_no_page(evaluation: Evaluation):
    notebook = executed(evaluation, "official")
    for cell in notebook.cells:
        for output in cell.outputs:
            for mime, data in output.data.items():
                if mime.endswith("block+json"):
                    for block in data["blocks"]:
                        if block["kind"] == "chart":
                            block["svg"] = re.sub("</svg>$", "<script/></svg>", block["svg"])
    with pytest.raises(Unfit, match="不允许的元素 script"):
        collect(notebook)


def test_a_notebook_is_of_the_edition_that_was_asked_for(evaluation: Evaluation):
    assert collect(executed(evaluation, "official"), "official")
    with pytest.raises(Unfit, match="笔记本作的是working，不是official"):
        collect(executed(evaluation, "working"), "official")


def test_blocks_of_another_version_are_refused_in_chinese(evaluation: Evaluation):
    notebook = executed(evaluation, "official")
    for cell in notebook.cells:
        for output in cell.outputs:
            for mime in output.data:
                if mime.endswith("block+json"):
                    output.data[mime]["version"] = 99
    with pytest.raises(Unfit, match="请重新运行笔记本"):
        collect(notebook)
