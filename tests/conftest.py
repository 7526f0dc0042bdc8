"""The published case and the rules it is judged by, loaded once; and how many examples hypothesis tries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import sweval
from sweval.analysis.robustness import variants as robustness
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.domain.values.dates import IsWorkday
from sweval.evaluation import Evaluation
from tests.build import Evaluate
from tests.thorough import examples

# The same examples in every run, so that a red test is red for everybody. For a search with fresh ones:
# pytest tests/property --hypothesis-profile=search
settings.register_profile("steady", derandomize=True, max_examples=examples(100), deadline=None)
settings.register_profile("search", max_examples=3000, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def scheme(root: Path) -> Scheme:
    """The rules of Guangzhou, as the project ships them."""
    return sweval.load_scheme("guangzhou-2023", root)


@pytest.fixture(scope="session")
def station(root: Path, scheme: Scheme) -> Station:
    """The published case: 石碁镇社工服务站, mid-term 2024."""
    return sweval.load_station("shiqi-2024-midterm", scheme, root=root)


@pytest.fixture(scope="session")
def calendar(root: Path) -> IsWorkday:
    """The mainland's working days, make-up days included."""
    return sweval.load_calendar(root)


@pytest.fixture(scope="session")
def evaluate(scheme: Scheme, calendar: IsWorkday) -> Evaluate:
    """Evaluate a station by the rules of Guangzhou, or by others; without the diagnosis, which takes most of the time."""
    return lambda station, rules=scheme: sweval.evaluate(station, rules, calendar, diagnose=False)


@pytest.fixture(scope="session")
def diagnose(scheme: Scheme, calendar: IsWorkday) -> Evaluate:
    """Evaluate a station with the diagnosis: panel, robustness, likeness."""
    return lambda station, rules=scheme: sweval.evaluate(station, rules, calendar)


@pytest.fixture(scope="session")
def evaluation(station: Station, diagnose: Evaluate) -> Evaluation:
    """The published case, evaluated with its diagnosis."""
    return diagnose(station)


@pytest.fixture(scope="module")
def few_draws(evaluation: Evaluation) -> Iterator[None]:
    """For a module whose tests aren't about draws of weights: some hundred say what ten thousand do, in a third of the time.

    The published case is evaluated before, since other modules use it too.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robustness, "DRAWS", 200)
        yield
