"""Records read back: every version there has been, and what is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sweval.evaluation import Evaluation
from sweval.record import VERSION
from sweval.record_reading import STEPS, read_record


def today(evaluation: Evaluation) -> dict[str, Any]:
    return dict(json.loads(evaluation.record("working")))


def test_a_record_of_today_is_read_as_it_is(evaluation: Evaluation) -> None:
    assert read_record(evaluation.record("working")) == today(evaluation)


def test_a_record_of_the_first_version_gets_the_seed_there_was(root: Any, evaluation: Evaluation) -> None:
    old = today(evaluation) | {"version": "sweval-record/1"}
    del old["seed"]
    read = read_record(json.dumps(old))
    schema = json.loads((root / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(read)) == []
    assert (read["version"], read["seed"]) == (VERSION, "1")
    assert read["figures"] == old["figures"]


def test_a_seed_that_was_given_stays(evaluation: Evaluation) -> None:
    old = today(evaluation) | {"version": "sweval-record/1", "seed": "7"}
    assert read_record(json.dumps(old))["seed"] == "7"


def test_every_earlier_version_leads_to_todays() -> None:
    last = int(VERSION.rpartition("/")[2])
    assert list(STEPS) == [f"sweval-record/{number}" for number in range(1, last)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "不是 JSON"),
        ("[]", "不是评估记录"),
        ("{}", "不是评估记录"),
        ('{"version": "sweval-record/2", "figures": {}}', "不是评估记录"),
        ("[" * 100_000, "不是 JSON"),
        ('{"version": 2, "figures": []}', "不是评估记录"),
        (
            '{"version": "sweval-record/3", "figures": []}',
            "版本为 sweval-record/3，本程序能读到 sweval-record/2",
        ),
        ('{"version": "", "figures": []}', "版本为"),
    ],
)
def test_what_is_no_record_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_record(text)
