"""What a folder's index says of one report: pure data, as plain as a block."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CardScore:
    """One component's score as printed, and its share of the full mark in per cent, which a bar shows."""

    name: str
    text: str
    percent: float


@dataclass(frozen=True)
class Card:
    """One report: whose it is, its result as printed, and what its edition may tell beside."""

    station: str
    name: str
    operator: str
    stage: str
    status: str
    total: str
    grade: str
    #: The grade is the failing one, or the station is not evaluated: set apart by words and by a mark.
    alert: bool
    scores: tuple[CardScore, ...]
    #: Further lines, such as conditions found and the next time limit.
    notes: tuple[str, ...] = ()
    #: What the total sorts by; ``None`` in an edition that ranks nobody.
    order: float | None = None
    #: What sets the report apart from others, such as that it is a trial; empty for a usual one.
    mark: str = ""
