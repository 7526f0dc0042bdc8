"""The cost of suppression: the share of counts and answers that the official edition of the demo stations suppresses.

python -m benchmarks.hidden
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Final

import sweval

#: The number of keys tried: the key decides which cells are suppressed.
KEYS: Final = 20
ROOT: Final = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the shares."""
    scheme, calendar = sweval.load_scheme("guangzhou-2023", ROOT), sweval.load_calendar(ROOT)
    small: list[float] = []
    hidden: list[float] = []
    answers: list[tuple[int, int]] = []
    tens = without = 0
    folders = sorted((ROOT / "data" / "demo").glob("shili-????"))
    for folder in folders:
        station = replace(sweval.load_station(folder.name, scheme, root=ROOT), key=b"")
        evaluation = sweval.evaluate(station, scheme, calendar, diagnose=False)
        found = evaluation.coverage
        assert found is not None
        cells = {(c, a): found.of(category=c, area=a) for c in found.categories for a in found.areas}
        there = {place: group.persons for place, group in cells.items() if group.rows}
        small.append(mean(0 < persons < 5 for persons in there.values()))
        tens += found.as_ranges
        for number in range(KEYS):
            keyed = sweval.evaluate(replace(station, key=bytes([number])), scheme, calendar, diagnose=False)
            assert keyed.coverage is not None
            drawn = keyed.coverage.hidden
            without += drawn is None
            hidden.append(mean(drawn is None or place in drawn for place in there))
        answers += [(len(one.restricted), len(one.parts)) for one in evaluation.breakdowns]
    print(f"{len(folders)} stations, {KEYS} keys")
    print(f"cells of people by category and area that are small: {mean(small):.1%}")
    print(f"hidden, with a key: {mean(hidden):.1%}; tables left out: {without}")
    print(f"printed as ranges of ten, without a key: {tens} of {len(folders)} tables")
    print(f"groups whose answers are hidden: {sum(n for n, _ in answers) / sum(n for _, n in answers):.1%}")


if __name__ == "__main__":
    main()
