"""Schemes from YAML files: read, validated, and checked as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from sweval.domain.scheme.problems import problems
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import settled
from sweval.domain.scheme.tree_problems import weight_problems
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.caching import LastResult, read_once
from sweval.intake.project import find_root, scheme_path
from sweval.intake.text.validation import dotted, validate_document
from sweval.intake.text.yaml_text import read_yaml

_LAST: Final = LastResult[Scheme]()


def load_scheme(scheme: str, root: Path | None = None) -> Scheme:
    """The scheme with this id from ``params/schemes/``; raises ``Refused`` with every fault."""
    root = root or find_root()
    path = scheme_path(root, scheme)
    return read_once(_LAST, path, read=lambda: read_scheme(path, path.relative_to(root).as_posix()))


def read_scheme(path: Path, name: str | None = None) -> Scheme:
    """A scheme from a file, called ``name`` in faults; raises ``Refused`` with each fault and its line."""
    name = name or path.name
    document = read_yaml(path, name)
    scheme = validate_document(Scheme, document)
    # Marks can only be checked once weights have become marks.
    found = list(weight_problems(scheme.tree))
    if not found:
        scheme = replace(scheme, tree=settled(scheme.tree, scheme.total))
        found = list(problems(scheme))
    faults = [
        Fault(name, document.line(p.path), dotted(p.path), problem=p.problem, remedy=p.remedy) for p in found
    ]
    if scheme.id != path.stem:
        faults.append(
            Fault(name, document.line(("id",)), "id", scheme.id, "与文件名不符", f"请改为 {path.stem}")
        )
    if faults:
        raise Refused(faults)
    return scheme
