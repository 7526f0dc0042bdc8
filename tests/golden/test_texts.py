"""What rules say, is said of unsound schemes, and remarked on a report's text, changes only where it is meant to.

Meant to change? Then ``python -m tests.golden.refresh`` and read the difference.
"""

from __future__ import annotations

from pathlib import Path

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from tests.golden import remarks, rules, scheme_faults


def test_what_rules_say_is_as_it_was_read(root: Path) -> None:
    assert rules.told(root) == rules.KEPT.read_text(encoding="utf-8")


def test_what_is_said_of_unsound_schemes_is_as_it_was_read(scheme: Scheme) -> None:
    assert scheme_faults.told(scheme) == scheme_faults.KEPT.read_text(encoding="utf-8")


def test_what_is_remarked_on_texts_is_as_it_was_read(station: Station, scheme: Scheme) -> None:
    assert remarks.told(station, scheme) == remarks.KEPT.read_text(encoding="utf-8")
