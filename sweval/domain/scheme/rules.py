"""A rule a figure can lead to: a clause of the scheme, or a stated method with its formula."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What a figure rests on, in words a reader of the report can check.

    ``assumed`` marks what the source leaves open and the project had to decide.
    """

    id: str
    name: str
    text: str
    source: str
    assumed: bool = False
