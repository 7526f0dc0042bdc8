"""No figure of the published case, of the examples, or of a station with all, little or nothing else provided, changes unnoticed."""

from __future__ import annotations

import pytest

from tests.golden.refresh import CASES, file_of, record


@pytest.mark.parametrize("case", CASES)
def test_the_record_is_the_golden_one_byte_for_byte(case: str) -> None:
    """Meant to change? Then ``python -m tests.golden.refresh`` and read the difference."""
    made, kept = record(case), file_of(case).read_text(encoding="utf-8")
    changed = [pair for pair in zip(made.splitlines(), kept.splitlines(), strict=False) if pair[0] != pair[1]]
    assert changed[:3] == [], "meant to change? python -m tests.golden.refresh"
    assert made.encode("utf-8") == file_of(case).read_bytes()
