"""The rules of every scheme of the project as a report says them, to be read in one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sweval.analysis.rules.rulebook import scheme_rules
from sweval.domain.scheme.scheme import Scheme
from sweval.intake.project import scheme_files
from sweval.intake.scheme_file import load_scheme

KEPT: Final = Path(__file__).with_name("rules.txt")


def told(root: Path) -> str:
    """Every rule of each scheme: its id and name, what it says, where it comes from, whether it is assumed."""
    schemes = (load_scheme(name, root) for name in scheme_files(root))
    return "\n".join(line for scheme in schemes for line in _of(scheme))


def _of(scheme: Scheme) -> Iterator[str]:
    yield f"# {scheme.name}"
    for rule in scheme_rules(scheme):
        yield f"{rule.id}（{rule.name}）：{rule.text}"
        yield f"  来源：{rule.source}" + ("；假定" if rule.assumed else "")
    yield ""
