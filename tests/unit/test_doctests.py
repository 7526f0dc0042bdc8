"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import pytest

LEAST = 15
PACKAGES = ("sweval.domain", "sweval.analysis")
MODULES = ("sweval.record.figures", "sweval.presentation.words")


def modules() -> Iterator[str]:
    """The modules whose docstrings may have examples."""
    for package in PACKAGES:
        path = import_module(package).__path__
        yield from (found.name for found in walk_packages(path, f"{package}."))
    yield from MODULES


def examples(module: ModuleType) -> int:
    """The number of examples in a module's docstrings."""
    return sum(len(test.examples) for test in doctest.DocTestFinder().find(module))


@pytest.mark.parametrize("name", list(modules()))
def test_the_examples_of_a_module_are_true(name: str) -> None:
    results = doctest.testmod(import_module(name))
    assert results.failed == 0


def test_there_are_examples_enough_to_be_worth_reading() -> None:
    ran = {name: doctest.testmod(import_module(name)).attempted for name in modules()}
    assert ran == {name: examples(import_module(name)) for name in modules()}
    assert sum(ran.values()) >= LEAST
