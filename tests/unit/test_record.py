"""The record: figures by id, in the order they were computed, and their JSON, line by line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sweval.domain.disclosure.editions import ALL, NOT_PUBLIC, WORKING, Edition
from sweval.domain.values.row import Cell
from sweval.evaluation import Evaluation
from sweval.record.figures import GROUPS, Figure, Figures, missing
from sweval.record.serialization import VERSION, form
from sweval.record.serialization import as_json as text_of

HEAD = {"station": "s", "name": "某站"}


def figure(id: str, *, value: str = "1", **more: object) -> Figure:
    return Figure(id=id, label="数", value=value, **more)  # type: ignore[arg-type]


def every_row(cell: Cell) -> bool:
    return True


def family() -> Figures:
    """A grandchild, its two parents, and a figure that has nothing to do with them."""
    return Figures(
        [
            figure("score.a", cells=(Cell("scores.csv", 2, "score"),)),
            figure("score.b", cells=(Cell("scores.csv", 3, "score"),), editions=WORKING),
            figure("staff.other", cells=(Cell("staff_totals.csv", 2, "count"),)),
            figure("score.sum", inputs=("score.a", "score.b"), editions=NOT_PUBLIC),
            figure("score.share", inputs=("score.sum", "score.a")),
        ]
    )


# --- one figure -------------------------------------------------------------------------------------


def test_a_figure_reads_as_value_and_unit() -> None:
    assert figure("score.total", value="84.76", unit="分").text == "84.76分"
    assert figure("progress.pace", value="50.56%").text == "50.56%"


def test_a_figure_that_was_not_provided_reads_so_without_a_unit() -> None:
    where = Cell("outputs.csv", 17, "value")
    hotline = missing("output.hotline", "红棉守护热线受理量", cells=(where,), unit="件")
    assert (hotline.text, hotline.missing, hotline.cells) == ("未提供", True, (where,))


def test_every_reader_may_see_a_figure_unless_said_otherwise() -> None:
    assert figure("score.total").editions == ALL == ("working", "official", "public")


# --- all figures ------------------------------------------------------------------------------------


def test_figures_are_found_by_id_in_the_order_they_were_computed() -> None:
    figures = family()
    assert list(figures) == ["score.a", "score.b", "staff.other", "score.sum", "score.share"]
    assert (len(figures), figures["score.sum"].inputs) == (5, ("score.a", "score.b"))


def test_a_code_tells_the_group_and_who_may_see_the_figure() -> None:
    assert [item.code for item in family().values()] == ["B1", "Bb1", "F1", "Ba1", "B2"]


def test_what_is_withheld_leaves_no_gap_in_the_codes() -> None:
    """Were all counted together, the next code would tell how many came between."""
    told = figure("score.a"), figure("score.c")
    more = figure("score.b", editions=WORKING), figure("score.d", editions=NOT_PUBLIC)
    for between in ((), more[:1], more):
        codes = {id: one.code for id, one in Figures([told[0], *between, told[1]]).items()}
        assert (codes["score.a"], codes["score.c"]) == ("B1", "B2")


def test_each_group_has_its_own_letter_none_like_a_digit() -> None:
    letters = [letter for letter, _ in GROUPS.values()]
    assert len(set(letters)) == len(letters)
    assert not set("IO") & set(letters)


def test_codes_of_the_published_case_are_unique(evaluation: Evaluation) -> None:
    codes = [item.code for item in evaluation.figures.values()]
    assert len(set(codes)) == len(codes) >= 250


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        pytest.param([figure("mood.total")], "unknown group 'mood'", id="group"),
        pytest.param([figure("score.a"), figure("score.a")], "'score.a' is defined twice", id="twice"),
        pytest.param([figure("score.b", inputs=("score.a",))], r"unknown \['score.a'\]", id="unknown-input"),
        pytest.param([figure("score.a", inputs=("score.a",))], r"unknown \['score.a'\]", id="of-itself"),
    ],
)
def test_figures_that_cannot_be_followed_back_are_refused(figures: list[Figure], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Figures(figures)


def test_the_closure_is_the_figure_and_all_it_is_computed_from() -> None:
    figures = family()
    assert figures.closure("score.share") == {"score.share", "score.sum", "score.a", "score.b"}
    assert figures.closure("staff.other") == {"staff.other"}


def test_a_figure_rests_on_the_cells_of_all_it_is_computed_from() -> None:
    cells = family().cells("score.share")
    assert cells == {Cell("scores.csv", 2, "score"), Cell("scores.csv", 3, "score")}


def test_an_unknown_figure_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        family().closure("score.unheard_of")


def test_the_total_of_the_published_case_rests_on_every_score(evaluation: Evaluation) -> None:
    cells = evaluation.figures.cells("score.total")
    assert cells == {row.cell("score") for row in evaluation.station.scores}


# --- as JSON ----------------------------------------------------------------------------------------


def as_json(
    head: Mapping[str, str], figures: Figures, edition: Edition, printed: Callable[[Cell], bool]
) -> str:
    return text_of(form(head, figures.seen_by(edition, printed), edition))


def ids(record: str) -> list[str]:
    return [row["id"] for row in json.loads(record)["figures"]]


@pytest.mark.parametrize(
    ("edition", "shown"),
    [
        ("working", ["score.a", "score.b", "staff.other", "score.sum", "score.share"]),
        ("official", ["score.a", "staff.other", "score.sum", "score.share"]),
        ("public", ["score.a", "staff.other", "score.share"]),
    ],
)
def test_a_record_holds_the_figures_of_its_edition(edition: str, shown: list[str]) -> None:
    assert ids(as_json(HEAD, family(), edition, every_row)) == shown


def test_a_code_is_the_same_in_every_edition() -> None:
    for edition, codes in {"public": ["B1", "F1", "B2"], "official": ["B1", "F1", "Ba1", "B2"]}.items():
        rows = json.loads(as_json(HEAD, family(), edition, every_row))["figures"]
        assert [row["code"] for row in rows] == codes


def test_a_record_has_one_figure_a_line_and_chinese_as_it_is() -> None:
    lines = as_json(HEAD, family(), "working", every_row).split("\n")
    assert lines[:6] == [
        "{",
        f'  "version": "{VERSION}",',
        '  "edition": "working",',
        '  "station": "s",',
        '  "name": "某站",',
        '  "figures": [',
    ]
    assert lines[-4:] == [lines[10], "  ]", "}", ""]
    assert [json.loads(line.rstrip(","))["id"] for line in lines[6:11]] == list(family())


def test_a_row_of_a_record_holds_all_there_is_to_know() -> None:
    (row,) = json.loads(
        as_json(
            HEAD,
            Figures(
                [
                    figure(
                        "score.a",
                        value="9.46",
                        unit="分",
                        rule="scheme.rounding",
                        steps="9.464→9.46",
                        cells=(Cell("scores.csv", 2, "score"),),
                        editions=NOT_PUBLIC,
                    )
                ]
            ),
            "working",
            every_row,
        )
    )["figures"]
    assert row == {
        "id": "score.a",
        "code": "Ba1",
        "label": "数",
        "value": "9.46",
        "unit": "分",
        "missing": False,
        "rule": "scheme.rounding",
        "steps": "9.464→9.46",
        "cells": [{"file": "scores.csv", "row": 2, "column": "score"}],
        "inputs": [],
        "editions": ["working", "official"],
    }


def test_of_a_row_that_is_not_printed_only_the_file_is_told() -> None:
    cells = (Cell("scores.csv", 2, "score"), Cell("staff.csv", 3, "name"), Cell("staff.csv", 4, "name"))
    one = Figures([figure("score.a", cells=cells)])
    text = as_json(HEAD, one, "official", lambda cell: cell.file == "scores.csv")
    (row,) = json.loads(text)["figures"]
    assert row["cells"] == [
        {"file": "scores.csv", "row": 2, "column": "score"},
        {"file": "staff.csv", "row": 0, "column": ""},
    ]


def test_the_head_of_a_record_says_what_was_evaluated_by_what(evaluation: Evaluation) -> None:
    head = {key: value for key, value in json.loads(evaluation.record("working")).items() if key != "figures"}
    assert head == {
        "version": "sweval-record/2",
        "edition": "working",
        "station": "shiqi-2024-midterm",
        "name": "石碁镇社工服务站",
        "nature": "published",
        "stage": "midterm",
        "scheme": "guangzhou-2023",
        "as_of": "2024-02-28",
        "seed": "1",
    }


RECORD = """
import sys, sweval
rules = sweval.load_scheme("guangzhou-2023")
station = sweval.load_station("shiqi-2024-midterm", rules)
record = sweval.evaluate(station, rules, sweval.load_calendar()).record("working")
sys.stdout.buffer.write(record.encode("utf-8"))
"""


def test_a_record_does_not_depend_on_the_interpreter_that_made_it(root: Path, evaluation: Evaluation) -> None:
    """Hash seeds differ between interpreters; an order taken from a set would show."""
    fresh = {**os.environ, "PYTHONHASHSEED": "271828"}
    made = subprocess.run(
        [sys.executable, "-c", RECORD], cwd=root, env=fresh, capture_output=True, check=True
    )
    assert made.stdout.decode("utf-8") == evaluation.record("working")
