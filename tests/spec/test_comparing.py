"""Two records side by side: what changed in data, rules and results, and by how much."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from sweval.analysis.comparing import Change, Record, compare, record_of
from sweval.domain.scheme import Scheme
from sweval.domain.station import Station
from sweval.evaluation import Evaluation
from tests.build import Evaluate, scored, with_scores


def record(evaluation: Evaluation) -> Record:
    return record_of(json.loads(evaluation.record("working")))


def changed(changes: tuple[Change, ...]) -> dict[str, Change]:
    return {change.id: change for change in changes}


def test_a_record_beside_itself_has_no_change(evaluation: Evaluation):
    assert compare(record(evaluation), record(evaluation)) == ()


def test_a_score_changed_is_told_with_what_it_moved(
    station: Station, evaluate: Evaluate, evaluation: Evaluation
):
    other = evaluate(with_scores(station, scored("outcome", "12.1")))
    found = changed(compare(record(evaluation), record(other)))
    assert found["score.total"].by == Decimal("1.00")
    assert found["score.total"].kind == "result"
    assert found["score.outcome.raw"].by == Decimal("1.0")
    assert "84.76分 → 85.76分（+1.00）" in str(found["score.total"])


def test_a_rule_changed_is_told_as_a_rule(
    scheme: Scheme, station: Station, evaluate: Evaluate, evaluation: Evaluation
):
    from sweval.analysis.what_if import with_threshold

    other = evaluate(station, with_threshold(scheme, "staff_shortage", "midterm", "3"))
    assert {
        change.kind for change in compare(record(evaluation), record(other)) if change.id.startswith("rule.")
    } == {"rule"}


def test_what_one_has_and_the_other_has_not_is_told():
    before = Record(
        {}, {"a": {"id": "a", "label": "甲", "value": "1", "unit": "分", "cells": [1], "inputs": []}}
    )
    (one,) = compare(before, Record({}, {}))
    assert (one.before, one.after, one.by) == ("1分", "（无）", None)


def test_a_figure_that_rests_on_another_rule_is_told_though_its_value_is_the_same():
    figure = {
        "id": "a",
        "label": "甲",
        "value": "1",
        "unit": "分",
        "cells": [1],
        "inputs": [],
        "rule": "scheme.bands",
    }
    (one,) = compare(Record({}, {"a": figure}), Record({}, {"a": figure | {"rule": "scheme.vetoes"}}))
    assert (one.kind, one.label, one.before, one.after) == (
        "rule",
        "甲的依据",
        "scheme.bands",
        "scheme.vetoes",
    )


def test_the_day_and_the_scheme_belong_to_what_is_compared():
    (one,) = compare(Record({"scheme": "a"}, {}), Record({"scheme": "b"}, {}))
    assert (one.kind, one.label) == ("head", "指标体系")


def test_what_is_no_record_is_refused():
    with pytest.raises(ValueError, match="no record"):
        record_of({"figures": "?"})
