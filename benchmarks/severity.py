"""Coverage of the 95 % intervals of experts' severity, on many simulated districts with known severities (seeded).

Each district has 16 stations and 12 experts, four or five at each station, and 3 to 5 areas; severities, qualities and
errors are as large as in simulated stations. Run: ``python benchmarks/severity.py``.
"""

from __future__ import annotations

import random
import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sweval.district.severity import model
from sweval.district.summary import Rating

DISTRICTS, STATIONS, EXPERTS, PANEL = 1500, 16, 12, 5
OF_EXPERTS = OF_SCORES = 0.02


def district(seed: int) -> tuple[dict[str, float], list[Rating]]:
    """The true severities of a district, and ratings drawn from them."""
    chance = random.Random(f"severity {seed}")
    experts = [f"e{n}" for n in range(1, EXPERTS + 1)]
    drawn = {expert: chance.gauss(0, OF_EXPERTS) for expert in experts}
    ratings = []
    for station in range(STATIONS):
        panel = chance.sample(experts, PANEL - (chance.random() < 0.3))
        for target in range(3 + chance.randint(3, 5)):
            quality = chance.gauss(0.845, 0.04)
            for expert in panel:
                if chance.random() < 0.95:  # an expert leaves out a target now and then
                    rate = quality + drawn[expert] + chance.gauss(0, OF_SCORES)
                    ratings.append(Rating(f"s{station}/t{target}/", expert, Fraction(rate)))
    return drawn, ratings


def main() -> int:
    """Count how often the interval contains the true severity, relative to the mean of the group."""
    held = counted = unconnected = 0
    errors = []
    for seed in range(DISTRICTS):
        drawn, ratings = district(seed)
        fitted = model(ratings)
        if fitted is None or not fitted.connected:
            unconnected += 1
            continue
        middle = sum(drawn[one.expert] for one in fitted.experts) / len(fitted.experts)
        for one in fitted.experts:
            if one.interval:
                planted = drawn[one.expert] - middle
                counted += 1
                held += one.interval[0] <= planted <= one.interval[1]
                errors.append(one.value - planted)
    rate = held / counted
    error = (rate * (1 - rate) / counted) ** 0.5
    rms = (sum(e * e for e in errors) / len(errors)) ** 0.5
    print(f"{DISTRICTS} districts, {unconnected} not connected, {counted} experts")
    print(f"interval holds the planted severity: {rate:.1%} (± {1.96 * error:.1%}), stated 95 %")
    print(f"root mean square error {rms:.4f} of the full mark, mean error {sum(errors) / len(errors):+.5f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
