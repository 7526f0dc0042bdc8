"""What is said of an unsound scheme changes only where it is meant to."""

from __future__ import annotations

from sweval.domain.scheme import Scheme
from tests.golden.scheme_faults import KEPT, told


def test_what_is_said_of_unsound_schemes_is_as_it_was_read(scheme: Scheme) -> None:
    """Meant to change? Then ``python -m tests.golden.refresh`` and read the difference."""
    assert told(scheme) == KEPT.read_text(encoding="utf-8")
