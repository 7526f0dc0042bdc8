"""Records read back, and what is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sweval.evaluation import Evaluation
from sweval.record.serialization import read_record


def today(evaluation: Evaluation) -> dict[str, Any]:
    return dict(json.loads(evaluation.record("working")))


def test_a_record_of_today_is_read_as_it_is(evaluation: Evaluation) -> None:
    assert read_record(evaluation.record("working")) == today(evaluation)


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
            '{"version": "sweval-record/1", "figures": []}',
            "版本为 sweval-record/1，本程序只认 sweval-record/2，请用同一版本的程序重新生成",
        ),
        ('{"version": "", "figures": []}', "版本为"),
    ],
)
def test_what_is_no_record_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_record(text)
