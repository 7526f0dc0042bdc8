"""Every record keeps to the published schema, and every figure in it to the rulebook."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sweval.record.figures import GROUPS, Figure, Figures
from tests.build import Evaluate


@pytest.fixture(scope="module")
def validator(root: Path) -> Draft202012Validator:
    schema = json.loads((root / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("edition", ["working", "official", "public"])
def test_the_published_case_keeps_to_the_schema(evaluation, validator, edition: str):
    record = json.loads(evaluation.record(edition))
    assert len(record["figures"]) >= 150
    assert [error.message for error in validator.iter_errors(record)] == []


def test_the_schema_refuses_a_number_that_is_not_text(evaluation, validator):
    record = json.loads(evaluation.record("working"))
    record["figures"][0]["value"] = 100
    record["figures"][1]["colour"] = "red"
    assert len(list(validator.iter_errors(record))) == 2


def test_the_schema_names_every_group_of_figures(validator):
    shape = validator.schema["$defs"]["figure"]["properties"]
    named = re.match(r"\^\(([a-z|]+)\)", shape["id"]["pattern"])
    assert named
    ours = {group: letter for group, (letter, _) in GROUPS.items() if group != "district"}
    assert set(named[1].split("|")) == set(ours)
    assert all(re.match(shape["code"]["pattern"], f"{letter}1") for letter in ours.values())


def test_every_rule_a_figure_names_is_in_the_rulebook(evaluation):
    named = {figure.rule for figure in evaluation.figures.values() if figure.rule}
    assert len(named) >= 25
    assert named - set(evaluation.rules) == set()


def test_a_computed_figure_names_its_rule(evaluation):
    nameless = [f.id for f in evaluation.figures.values() if not f.rule and not f.missing]
    assert nameless == []


def test_every_figure_rests_on_a_cell_or_on_the_scheme(evaluation):
    groundless = [
        i
        for i, f in evaluation.figures.items()
        if not evaluation.figures.cells(i) and not i.startswith("rule.")
    ]
    assert groundless == []


def test_two_figures_of_one_name_are_refused():
    figure = Figure(id="score.total", label="总分", value="1")
    with pytest.raises(ValueError, match="twice"):
        Figures([figure, figure])


def test_a_figure_may_only_be_computed_from_those_before_it():
    with pytest.raises(ValueError, match=r"score\.missing"):
        Figures([Figure(id="score.total", label="总分", value="1", inputs=("score.missing",))])


def test_a_changed_score_changes_the_record(evaluation, station, diagnose: Evaluate):
    from tests.provenance import with_cell

    other = diagnose(with_cell(station, station.scores[0], "score"))
    before, after = (json.loads(e.record("working"))["figures"] for e in (evaluation, other))
    changed = {b["id"] for b, a in zip(before, after, strict=True) if b["value"] != a["value"]}
    assert {"score.total", "score.monitoring.raw", "score.lost"} <= changed
    assert "score.outcome.raw" not in changed
