"""Everything that is said of the schemes, nearly all unsound, of ``tests/spec/test_sound_schemes.py``: place, fault, remedy.

Kept as a text that can be read through: whether each fault names its place, and whether its remedy helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from sweval.domain.scheme.problems import problems
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree_problems import rule_problems, weight_problems
from sweval.domain.values.faults import Problem
from tests.spec.test_sound_schemes import FAULTS, RULES, SOUND, TREES, VETOES, WEIGHTS, with_node, with_veto

KEPT: Final = Path(__file__).with_name("scheme-faults.txt")


def told(scheme: Scheme) -> str:
    """Every case with its problems, one on a line."""
    return "".join(f"{name}\n{''.join(map(_line, found))}" for name, found in _cases(scheme))


def _cases(scheme: Scheme) -> Iterator[tuple[str, Iterable[Problem]]]:
    for case in (*FAULTS, *SOUND):
        yield case.id, problems(case.values[0](scheme))
    for case in TREES:
        yield f"leaf {case.id}", problems(with_node((0, 3), **case.values[0])(scheme))
    for case in RULES:
        rule, full_mark, _ = case.values
        yield f"rule {case.id}", rule_problems(("rule",), rule, Decimal(full_mark))
    for case in WEIGHTS:
        yield f"weights {case.id}", weight_problems(case.values[0])
    for case in VETOES:
        yield f"veto {case.id}", problems(with_veto(**case.values[0])(scheme))


def _line(problem: Problem) -> str:
    path = ".".join(map(str, problem.path))
    return f"  {path}：{problem.problem} → {problem.remedy}\n"
