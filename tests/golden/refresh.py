"""Write anew the golden records, of the published case, of one with all, little or nothing else provided, of each example; the rules and faults of schemes, the remarks on texts.

When a record is meant to change (a new figure, a corrected rule), run ``python -m tests.golden.refresh``
from the project's folder, read the difference with ``git diff tests/golden``, and commit it with the change
that caused it. The tests never write these files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sweval
from tests.build import only_scored, sparse
from tests.filled import answered, filled
from tests.golden import remarks, rules, scheme_faults

ROOT: Final = Path(__file__).resolve().parents[2]
PUBLISHED: Final = "shiqi-2024-midterm"
#: The published station's shape under invented names: with everything provided, with every table and no cell
#: more than a row must have, with scores alone, and with answers of many kinds beside them.
FILLED: Final = "filled"
SPARSE: Final = "sparse"
SCORED: Final = "scored"
ANSWERED: Final = "answered"
INVENTED: Final = (FILLED, SPARSE, SCORED, ANSWERED)
EXAMPLES: Final = ("example-1000", "example-stars", "example-whole", "example-committees")
CASES: Final = (PUBLISHED, *INVENTED, *EXAMPLES)


def file_of(case: str) -> Path:
    """Where a case's record is kept."""
    return Path(__file__).with_name(f"{case}.record.json")


def record(case: str) -> str:
    """The record of a case as it is now, in the working edition."""
    example = case in EXAMPLES
    scheme = sweval.load_scheme(case if example else "guangzhou-2023", ROOT)
    station = sweval.load_station(case if example else PUBLISHED, scheme, root=ROOT)
    if case in INVENTED:
        station = filled(station, scheme)
    if case == SPARSE:
        station = sparse(station)
    if case == SCORED:
        station = only_scored(station)
    if case == ANSWERED:
        station = answered(station)
    text: str = sweval.evaluate(station, scheme, sweval.load_calendar(ROOT)).record("working")
    return text


if __name__ == "__main__":
    for case in CASES:
        file_of(case).write_bytes(record(case).encode("utf-8"))
        print(f"wrote {file_of(case).relative_to(ROOT)}")
    guangzhou = sweval.load_scheme("guangzhou-2023", ROOT)
    published = sweval.load_station(PUBLISHED, guangzhou, root=ROOT)
    for kept, told in (
        (rules.KEPT, rules.told(ROOT)),
        (scheme_faults.KEPT, scheme_faults.told(guangzhou)),
        (remarks.KEPT, remarks.told(published, guangzhou)),
    ):
        kept.write_text(told, encoding="utf-8")
        print(f"wrote {kept.relative_to(ROOT)}")
