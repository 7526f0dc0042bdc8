"""Write the golden record of the published case anew.

When the record is meant to change (a new figure, a corrected rule), run ``python -m tests.golden.refresh``
from the project's folder, read the difference with ``git diff tests/golden``, and commit it with the change
that caused it. The test never writes this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sweval

ROOT: Final = Path(__file__).resolve().parents[2]
RECORD: Final = Path(__file__).with_name("shiqi-2024-midterm.record.json")


def record() -> str:
    """The record of the published case as it is now."""
    rules = sweval.load_scheme("guangzhou-2023", ROOT)
    station = sweval.load_station("shiqi-2024-midterm", rules, root=ROOT)
    text: str = sweval.evaluate(station, rules, sweval.load_calendar(ROOT)).record("working")
    return text


if __name__ == "__main__":
    RECORD.write_bytes(record().encode("utf-8"))
    print(f"wrote {RECORD.relative_to(ROOT)}")
