"""Two records side by side: what changed in data, rules and results, and by how much."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.record.comparing import Record, RecordChange, compare, record_of
from tests.build import Evaluate, scored, with_scores


def record(evaluation: Evaluation) -> Record:
    return record_of(json.loads(evaluation.record("working")))


def changed(changes: tuple[RecordChange, ...]) -> dict[str, RecordChange]:
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
    from sweval.compare.what_if import with_threshold

    other = evaluate(station, with_threshold(scheme, "staff_shortage", "midterm", "3"))
    assert {
        change.kind for change in compare(record(evaluation), record(other)) if change.id.startswith("rule.")
    } == {"rule"}


def figure(value: str, **changes: Any) -> dict[str, Any]:
    """A figure of a record, read from a cell."""
    return {
        "id": "a",
        "label": "甲",
        "value": value,
        "unit": "分",
        "missing": False,
        "rule": "scheme.bands",
        "cells": [1],
        "inputs": [],
        **changes,
    }


MISSING = figure("未提供", missing=True)
TOLD = [  # before, after, what is told
    pytest.param(figure("1"), None, "数据　甲：1分 → （无）〔a〕", id="gone"),
    pytest.param(None, figure("1"), "数据　甲：（无） → 1分〔a〕", id="new"),
    pytest.param(figure("1"), figure("3.5"), "数据　甲：1分 → 3.5分（+2.5）〔a〕", id="more"),
    pytest.param(figure("−1"), figure("−1.5"), "数据　甲：−1分 → −1.5分（−0.5）〔a〕", id="less"),
    pytest.param(figure("1.0"), figure("1.00"), "数据　甲：1.0分 → 1.00分〔a〕", id="printed-otherwise"),
    pytest.param(
        figure("40%", unit=""), figure("45%", unit=""), "数据　甲：40% → 45%（+5）〔a〕", id="per-cent"
    ),
    pytest.param(figure("1"), MISSING, "数据　甲：1分 → 未提供〔a〕", id="no-longer-provided"),
    pytest.param(
        figure("0", missing=True), figure("1"), "数据　甲：0 → 1分〔a〕", id="what-is-missing-is-no-number"
    ),
    pytest.param(figure("良好", unit=""), figure("合格", unit=""), "数据　甲：良好 → 合格〔a〕", id="words"),
    pytest.param(figure("1"), figure("NaN"), "数据　甲：1分 → NaN分〔a〕", id="no-number"),
    pytest.param(
        figure("1", inputs=["b"]),
        figure("2", inputs=["b"]),
        "结果　甲：1分 → 2分（+1）〔a〕",
        id="from-another",
    ),
    pytest.param(
        figure("1", cells=[]), figure("2", cells=[]), "结果　甲：1分 → 2分（+1）〔a〕", id="from-nowhere"
    ),
    pytest.param(
        figure("1", id="rule.a"), figure("2", id="rule.a"), "规则　甲：1分 → 2分（+1）〔rule.a〕", id="a-rule"
    ),
    pytest.param(
        figure("1", label="乙"), figure("2"), "数据　甲：1分 → 2分（+1）〔a〕", id="called-as-it-is-now"
    ),
    pytest.param(
        figure("1"),
        figure("1", rule="scheme.vetoes"),
        "规则　甲的依据：scheme.bands → scheme.vetoes〔a〕",
        id="other-rule",
    ),
]


@pytest.mark.parametrize(("before", "after", "told"), TOLD)
def test_a_change_is_told_in_one_line(
    before: dict[str, Any] | None, after: dict[str, Any] | None, told: str
) -> None:
    one, other = (record_of({"figures": [found] if found else []}) for found in (before, after))
    assert [str(change) for change in compare(one, other)] == [told]


def test_the_day_and_the_scheme_belong_to_what_is_compared():
    heads = {"scheme": "a", "seed": 1}, {"scheme": "b", "seed": 2}
    before, after = (record_of({"figures": [], **head}) for head in heads)
    assert [str(change) for change in compare(before, after)] == [
        "记录　指标体系：a → b〔scheme〕",
        "记录　随机数种子：1 → 2〔seed〕",
    ]


def test_the_head_comes_first_then_data_rules_and_results():
    every = [figure("1", id="c", inputs=["b"]), figure("1", id="rule.b"), figure("1")]
    before = record_of({"figures": every})
    after = record_of({"figures": [one | {"value": "2"} for one in every], "stage": "final"})
    assert [change.kind for change in compare(before, after)] == ["head", "input", "rule", "result"]


@pytest.mark.parametrize(
    "figures",
    [
        "?",
        ["?"],
        [{"id": "a"}],
        [{key: 1 for key in figure("1") if key != "unit"}],
        [figure("1", id=[])],
        None,
    ],
)
def test_what_is_no_record_is_refused(figures: Any):
    with pytest.raises(ValueError, match=r"^不是评估记录$"):
        record_of({"figures": figures})
