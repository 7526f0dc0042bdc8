"""Every text of the data an attack: shown as text in every format, through every step from the files to the page."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import docx
import lxml.html
import pypdf
import pytest
from docx.oxml.ns import qn

import sweval
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.dates import IsWorkday
from sweval.evaluation import Evaluation
from sweval.export.collect import collect
from sweval.export.html.page import html
from sweval.export.html.text import displayed
from sweval.export.paper.pdf import pdf
from sweval.export.word.docx import word
from sweval.intake.station.draft import draft_of, write_folder
from sweval.intake.station.folder import read_station
from tests.hostile import attacked
from tests.pages import executed

DAY = date(2024, 8, 1)
#: The published case too in ``make check``.
STATIONS = (pytest.param("shiqi-2024-midterm", marks=pytest.mark.slow), "shili-0001")
Made = tuple[Evaluation, dict[str, str]]


@pytest.fixture(scope="module", params=STATIONS)
def made(
    request: pytest.FixtureRequest,
    root: Path,
    scheme: Scheme,
    calendar: IsWorkday,
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    """The station, written as files with every text an attack, read again and evaluated."""
    station, planted = attacked(sweval.load_station(request.param, scheme, root=root))
    folder = tmp_path_factory.mktemp("stations") / station.id
    folder.mkdir()
    write_folder(draft_of(station), folder)
    return sweval.evaluate(read_station(folder, scheme), scheme, calendar), planted


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u2060]+", "", text)


def test_every_attack_is_read_as_it_was_written(made: Made):
    evaluation, planted = made
    again, same = attacked(evaluation.station)
    assert same == planted
    assert again == evaluation.station


def test_every_attack_is_text_in_every_format(made: Made):
    evaluation, planted = made
    notebook = executed(evaluation, "working")
    blocks, page = collect(notebook), html(notebook)
    tree = lxml.html.fromstring(page)
    assert tree.xpath("//script | //img | //*[@onerror] | //*[starts-with(@href, 'javascript:')]") == []
    assert len(tree.xpath("//style")) == 1
    assert [a for a in tree.xpath("//a/@href") if not a.startswith("#")] == []
    shown = squeezed(displayed(page))
    there = {where: text for where, text in planted.items() if squeezed(text) in shown}
    # Most are shown in the working papers; the others stand in no report of this station.
    assert len(there) >= len(planted) * 0.8
    body = docx.Document(io.BytesIO(word(blocks, DAY))).element.body
    letters = squeezed("".join(one.text for one in body.iter(qn("w:t"))))
    paper = squeezed(
        "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf(blocks, DAY))).pages)
    )
    assert [where for where, text in there.items() if squeezed(text) not in letters] == []
    assert [where for where, text in there.items() if not _printed(squeezed(text), paper)] == []


def _printed(text: str, paper: str) -> bool:
    """Whether all of a text stands on paper; where a page ends in the midst of it, head and foot come between."""
    parts = [text[at : at + 20] for at in range(0, len(text), 20)]
    return text in paper or sum(part not in paper for part in parts) <= 1
